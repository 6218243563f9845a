//! Whom a statement is about: read from the words, and looked up, so that a slip of the finger moves nobody's reading
//! in silence.

use std::collections::BTreeSet;

use enfilade_domain::{Declaration, Domain, PersonId, Stated, Subject, Workspace};

use super::stated::{is_about_person, person_named};
use super::stating::Draft;
use super::{explain, model, refresh};
use crate::reveal::neighbourhood;
use crate::reveal::people::Life;
use crate::{App, AppError};

/// More names help nobody who looks for one.
const MOST_NAMED: usize = 6;

/// Whom a statement is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) account: Option<Domain>,
    pub(super) person: Option<PersonId>,
    /// Who is named here for the first time.
    pub(super) not_seen_so_far: Vec<String>,
}

/// Reads and looks up whom a statement is about. Somebody may know of a company before it visits, and of a person who
/// named himself elsewhere; nobody can know a device that was never seen, nor say of a stranger that he left.
pub(super) fn look_up(app: &App, workspace: &Workspace, draft: &Draft) -> Result<About, AppError> {
    let (account, person) = named(draft)?;
    let mut about = About { account, person, not_seen_so_far: Vec::new() };
    let departed = matches!(draft.stated, Stated::Declaration(Declaration::Departed));
    let story = match &about.account {
        Some(account) => explain::account(app, workspace, account, app.now())?,
        None => None,
    };
    let people: Vec<PersonId> =
        story.iter().flat_map(|story| &story.lives).map(|read| read.life.person.clone()).collect();
    let Some(person) = about.person.clone() else {
        if let (true, Some(account)) = (departed, &about.account) {
            let reason = format!("say who left {account}{}", known(&people));
            return Err(AppError::invalid("person", reason));
        }
        if let (Some(account), None) = (&about.account, &story) {
            about.not_seen_so_far.push(account.to_string());
        }
        return Ok(about);
    };
    match (life_of(app, workspace, &person)?, &about.account) {
        (Some(life), Some(account)) if departed && life.account.as_ref().is_some_and(|of| of != account) => {
            let of = life.account.as_ref().map_or("another company", Domain::as_str);
            return Err(AppError::invalid(
                "person",
                format!("{person} is of {of}, not of {account}{}", known(&people)),
            ));
        }
        (Some(_), Some(account)) if story.is_none() => about.not_seen_so_far.push(account.to_string()),
        (Some(_), _) => {}
        (None, account) => {
            // Whoever was met in a conversation may have a name and no visit.
            let may_be_new = matches!(person.subject(), Some(Subject::User(_))) && account.is_some() && !departed;
            if !may_be_new {
                return Err(AppError::invalid(
                    "person",
                    format!("nobody here has the id `{person}`{}", known(&people)),
                ));
            }
            if let (Some(account), None) = (account, &story) {
                about.not_seen_so_far.push(account.to_string());
            }
            about.not_seen_so_far.push(person.to_string());
        }
    }
    Ok(about)
}

fn named(draft: &Draft) -> Result<(Option<Domain>, Option<PersonId>), AppError> {
    let about = draft.about.trim();
    let person_of = |text: &str| {
        person_named(text)
            .ok_or_else(|| AppError::invalid("person", format!("`{text}` is no person (user:… or visitor:…)")))
    };
    let second = draft.person.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if let Some(person) = person_named(about) {
        return match second {
            None => Ok((None, Some(person))),
            Some(_) => Err(AppError::invalid("person", "named twice; name the account first and the person second")),
        };
    }
    let account = Domain::parse(about).map_err(|_| {
        AppError::invalid("about", format!("`{about}` is neither a domain nor a person (user:… or visitor:…)"))
    })?;
    Ok((Some(account), second.map(person_of).transpose()?))
}

/// Whom one could have meant.
fn known(people: &[PersonId]) -> String {
    let names: BTreeSet<&str> = people.iter().map(PersonId::as_str).collect();
    if names.is_empty() {
        return "; `enfilade readings --level person` lists everybody who was seen".to_owned();
    }
    let more = names.len().saturating_sub(MOST_NAMED);
    let names: Vec<&str> = names.into_iter().take(MOST_NAMED).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("; known there: {}{more}", names.join(", "))
}

/// The life of whoever has this id, also under the device by which the person was known before.
fn life_of(app: &App, workspace: &Workspace, person: &PersonId) -> Result<Option<Life>, AppError> {
    let now = app.now();
    let surroundings = app.surroundings(workspace)?;
    let model = model::at(app, workspace, now)?;
    let near = neighbourhood::of_person(app.log.as_ref(), workspace.id, person)?;
    let lives = refresh::lives_within(app, &model, &surroundings, &near, now)?.lives;
    Ok(lives.into_iter().map(|read| read.life).find(|life| is_about_person(person, life)))
}
