//! Whom a statement is about: read from the words, and looked up, so that a slip of the finger moves nobody's reading
//! in silence.

use std::collections::BTreeSet;

use enfilade_domain::{Declaration, Domain, PersonId, Stated, Subject, Workspace};
use enfilade_language::t;

use super::stated::{self, is_about_person, person_named};
use super::stating::Draft;
use super::{model, refresh};
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
    let now = app.now();
    let surroundings = app.surroundings(workspace)?;
    let model = model::at(app, workspace, now)?;
    let people: Vec<Life> = match &account {
        Some(account) => refresh::account_from_log(app, &model, &surroundings, account, now)?.1.into_lives(),
        None => Vec::new(),
    };
    let is_new = |account: &&Domain| {
        people.is_empty()
            && !surroundings.accounts.contains_key(*account)
            && !stated::is_stated(&surroundings, account, now)
    };
    let mut not_seen_so_far: Vec<String> = account.iter().filter(is_new).map(Domain::to_string).collect();
    let departed = matches!(draft.stated, Stated::Declaration(Declaration::Departed));
    let refused = |reason: String| Err(AppError::invalid(t!("person"), format!("{reason}{}", known(&people))));
    let Some(person) = person else {
        return match account {
            Some(account) if departed => refused(t!("say who left {account}", account = account)),
            account => Ok(About { account, person: None, not_seen_so_far }),
        };
    };
    let is_theirs = people.iter().any(|life| is_about_person(&person, life));
    let elsewhere = if is_theirs {
        None
    } else {
        let near = neighbourhood::of_person(app.log.as_ref(), workspace.id, &person)?;
        let lives = refresh::lives_within(app, &model, &surroundings, &near, now)?.into_lives();
        lives.into_iter().find(|life| is_about_person(&person, life))
    };
    match (&elsewhere, &account) {
        (Some(life), Some(account)) if departed => {
            if let Some(of) = life.account.as_ref().filter(|of| *of != account) {
                return refused(t!(
                    "{person} is of {of}, not of {account}",
                    person = person,
                    of = of,
                    account = account
                ));
            }
        }
        (None, _) if !is_theirs => {
            // Whoever was met in a conversation may have a name and no visit.
            let may_be_new = matches!(person.subject(), Some(Subject::User(_))) && account.is_some() && !departed;
            if !may_be_new {
                return refused(t!("nobody here has the id `{person}`", person = person));
            }
            not_seen_so_far.push(person.to_string());
        }
        _ => {}
    }
    Ok(About { account, person: Some(person), not_seen_so_far })
}

fn named(draft: &Draft) -> Result<(Option<Domain>, Option<PersonId>), AppError> {
    let about = draft.about.trim();
    let person_of = |text: &str| {
        person_named(text).ok_or_else(|| {
            AppError::invalid(t!("person"), t!("`{text}` is no person (user:… or visitor:…)", text = text))
        })
    };
    let second = draft.person.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if let Some(person) = person_named(about) {
        return match second {
            None => Ok((None, Some(person))),
            Some(_) => {
                Err(AppError::invalid(t!("person"), t!("named twice; name the account first and the person second")))
            }
        };
    }
    let account = Domain::parse(about).map_err(|_| {
        AppError::invalid(
            t!("about"),
            t!("`{about}` is neither a domain nor a person (user:… or visitor:…)", about = about),
        )
    })?;
    Ok((Some(account), second.map(person_of).transpose()?))
}

/// Whom one could have meant.
fn known(people: &[Life]) -> String {
    let names: BTreeSet<&str> = people.iter().map(|life| life.person.as_str()).collect();
    if names.is_empty() {
        return t!("; `enfilade readings --level person` lists everybody who was seen").to_owned();
    }
    let more = names.len().saturating_sub(MOST_NAMED);
    let names: Vec<&str> = names.into_iter().take(MOST_NAMED).collect();
    let more = if more > 0 { t!(" and {more} more", more = more) } else { String::new() };
    t!("; known there: {names}{more}", names = names.join(", "), more = more)
}
