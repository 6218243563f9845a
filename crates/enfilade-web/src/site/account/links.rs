//! Who is held to be of an account and why, who was struck out by whom, and what the whole account was marked as. Each
//! with the way back, where it was decided.

use std::collections::BTreeMap;

use enfilade_app::interpret::explain::{self, AccountStory};
use enfilade_app::interpret::fold::ReadLife;
use enfilade_app::reveal::people::CompanyEvidence;
use enfilade_domain::{Decision, Domain, PersonId, PersonKind, Subject, Timestamp, Verdict, Workspace};
use enfilade_language::{t, translated};

use super::super::guard::Viewer;
use super::super::{PageError, Site, dates, person};
use crate::pages::frame::PostForm;
use crate::pages::journey::IdentityLine;

/// More who were struck out are found on their own pages.
const MOST_STRUCK_OUT: usize = 20;

/// What is known and was decided about who belongs here.
pub(super) struct Linked {
    pub(super) lines: Vec<IdentityLine>,
    pub(super) set_aside: Option<String>,
    pub(super) marked: Option<(String, Option<PostForm>)>,
    pub(super) actions: Vec<PostForm>,
}

pub(super) fn of(
    site: &Site,
    workspace: &Workspace,
    viewer: &Viewer,
    story: &AccountStory,
    moment: Timestamp,
) -> Result<Linked, PageError> {
    let account = &story.reading.account;
    let here = format!("/accounts/{account}");
    let decisions = site.app.records.decisions(workspace.id)?;
    let standing: Vec<&Decision> = decisions.iter().filter(|decision| decision.stands_at(moment)).collect();
    let mut lines = believed(story, &here);
    lines.extend(struck_out(site, workspace, account, &standing, &here, moment)?);
    let mark = standing.iter().rev().find_map(|decision| Some((*decision, kind_of(decision, account)?)));
    let stated_competitor = workspace.settings.competitor_domains.contains(account);
    let kind = match mark {
        Some((_, kind)) => kind.unwrap_or(PersonKind::Buyer),
        None if stated_competitor => PersonKind::Competitor,
        None => PersonKind::Buyer,
    };
    let marked = match mark {
        Some((decision, Some(kind))) => {
            let mut undo = person::take_back(decision, &here);
            if !kind.is_read() {
                undo.label = t!("Bring back").to_owned();
            }
            Some((marked_as(decision, kind, workspace), Some(undo)))
        }
        Some((_, None)) => None,
        None => stated_competitor.then(|| {
            let sentence = t!("Stated as a competitor in Settings: kept, and not read.");
            (sentence.to_owned(), None)
        }),
    };
    // What was marked is brought back beside the sentence that says so.
    let is_told = marked.as_ref().is_some_and(|(_, undo)| undo.is_some());
    let actions =
        if is_told && !kind.is_read() { Vec::new() } else { person::marks(&format!("{here}/mark"), kind, &here) };
    let set_aside = (!kind.is_read()).then(|| kind.as_str().to_owned());
    let mut linked = Linked { lines, set_aside, marked, actions };
    if !viewer.may_decide {
        linked.actions.clear();
        linked.lines.iter_mut().for_each(|line| line.undo = None);
        linked.marked = linked.marked.map(|(sentence, _)| (sentence, None));
    }
    Ok(linked)
}

fn kind_of(decision: &Decision, account: &Domain) -> Option<Option<PersonKind>> {
    match (&decision.subject, &decision.verdict) {
        (Subject::Account(marked), Verdict::Kind { kind }) if marked == account => Some(*kind),
        _ => None,
    }
}

fn marked_as(decision: &Decision, kind: PersonKind, workspace: &Workspace) -> String {
    let by = said_by(decision, workspace);
    if kind.is_read() {
        t!("Marked as {kind} by {by}.", kind = translated(kind.as_str()), by = by)
    } else {
        t!(
            "Marked as {kind} by {by}. What its people do is kept, and not read.",
            kind = translated(kind.as_str()),
            by = by
        )
    }
}

/// Such as "Ines Falk on 3 Mar 2026: “they sell the same”".
fn said_by(decision: &Decision, workspace: &Workspace) -> String {
    let who = if decision.author.is_empty() { "somebody" } else { &decision.author };
    let why = if decision.reason.is_empty() { String::new() } else { format!(": “{}”", decision.reason) };
    t!("{who} on {at}{why}", who = who, at = dates::short(decision.at, &workspace.settings), why = why)
}

/// Why these people are held to be of this account.
fn believed(story: &AccountStory, here: &str) -> Vec<IdentityLine> {
    let account = &story.reading.account;
    let displace = |read: &ReadLife| PostForm {
        action: format!("{}/displace", person::address(&read.life.person)),
        label: t!("Not of this company").to_owned(),
        fields: vec![("account".to_owned(), account.to_string()), ("back".to_owned(), here.to_owned())],
    };
    let mut lines = Vec::new();
    for read in &story.lives {
        let Some(one) = strongest(&read.life.company_evidence, account, false) else { continue };
        lines.push(IdentityLine {
            text: format!("{} {}.", who(read), one.kind.sentence()),
            strength: strength(one).to_owned(),
            since_day: Some(one.since.utc_day()),
            person_id: Some(read.life.person.to_string()),
            struck_out: None,
            undo: Some(displace(read)),
        });
    }
    let guests = story.guests.iter().filter(|read| !read.visits.is_empty());
    lines.extend(guests.map(|read| IdentityLine {
        text: t!(
            "An anonymous reader read from an address where people of this company read; counts for {credit} %.",
            credit = format_args!("{:.0}", read.credit * 100.0)
        ),
        strength: "possible".to_owned(),
        since_day: Some(read.state.first_seen.utc_day()),
        person_id: Some(read.life.person.to_string()),
        struck_out: None,
        undo: Some(displace(read)),
    }));
    lines
}

/// Whoever a person said is not of this company: shown, so that it can be seen and taken back.
fn struck_out(
    site: &Site,
    workspace: &Workspace,
    account: &Domain,
    standing: &[&Decision],
    here: &str,
    moment: Timestamp,
) -> Result<Vec<IdentityLine>, PageError> {
    let mut latest: BTreeMap<String, &Decision> = BTreeMap::new();
    for decision in standing {
        let Some(person) = person_of(&decision.subject) else { continue };
        match &decision.verdict {
            Verdict::NotOfAccount { account: named } if named == account => {
                _ = latest.insert(person.to_string(), decision);
            }
            Verdict::OfAccount { account: named } if named == account => _ = latest.remove(person.as_str()),
            _ => {}
        }
    }
    let mut decisions: Vec<(String, &Decision)> = latest.into_iter().collect();
    decisions.sort_by_key(|(_, decision)| std::cmp::Reverse(decision.id));
    let mut lines = Vec::new();
    for (id, decision) in decisions.into_iter().take(MOST_STRUCK_OUT) {
        let story = explain::person(&site.app, workspace, &PersonId::new(id.clone()), moment)?;
        let (name, why) = match &story {
            Some(story) => {
                let why = strongest(&story.life.life.company_evidence, account, true);
                let why =
                    why.map_or(t!("read from an address where people of this company read"), |one| one.kind.sentence());
                (who(&story.life), why)
            }
            // Known by another id since, or erased.
            None => (t!("A reader").to_owned(), t!("was held to be of this company")),
        };
        lines.push(IdentityLine {
            text: format!("{name} {why}."),
            strength: String::new(),
            since_day: None,
            person_id: story.is_some().then_some(id),
            struck_out: Some(t!("Not of this company, says {said_by}.", said_by = said_by(decision, workspace))),
            undo: Some(person::take_back(decision, here)),
        });
    }
    Ok(lines)
}

fn person_of(subject: &Subject) -> Option<PersonId> {
    match subject {
        Subject::User(user) => Some(PersonId::named(user)),
        Subject::Visitor(visitor) => Some(PersonId::anonymous(visitor)),
        Subject::Account(_) => None,
    }
}

fn who(read: &ReadLife) -> String {
    let life = &read.life;
    life.name.clone().or_else(|| life.email.clone()).unwrap_or_else(|| t!("An anonymous reader").to_owned())
}

fn strongest<'a>(evidence: &'a [CompanyEvidence], account: &Domain, struck_out: bool) -> Option<&'a CompanyEvidence> {
    let here = evidence.iter().filter(|one| one.account == *account && one.struck_out == struck_out);
    here.max_by(|a, b| a.kind.strength().total_cmp(&b.kind.strength()))
}

fn strength(one: &CompanyEvidence) -> &'static str {
    match one.kind.strength() {
        from if from >= 0.95 => "certain",
        from if from >= 0.8 => "likely",
        _ => "possible",
    }
}
