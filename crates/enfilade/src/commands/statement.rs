//! `enfilade declare`, `overrule`, `verdict`, `request`, `answer`, `statements` and `undo`: what people know better.

use enfilade_app::interpret::{stated, stating};
use enfilade_domain::{ConversationVerdict, Domain, Role, Stated, TalkRequest};

use super::Opened;
use crate::arguments::statement::{Answer, Declare, ListStatements, Overrule, Request, Said, Undo, Verdict};
use crate::failure::{Failure, Outcome};
use crate::output;

pub(crate) fn declare(opened: &Opened, asked: &Declare) -> Result<Outcome, Failure> {
    let stated = Stated::Declaration(asked.event);
    record(opened, &asked.account, asked.person.as_deref(), &asked.note, &asked.said, stated)
}

pub(crate) fn overrule(opened: &Opened, asked: &Overrule) -> Result<Outcome, Failure> {
    record(opened, &asked.id, None, &asked.reason, &asked.said, Stated::Overrule(asked.room))
}

pub(crate) fn verdict(opened: &Opened, asked: &Verdict) -> Result<Outcome, Failure> {
    let verdict = ConversationVerdict {
        prepared: asked.prepared,
        standing: asked.room,
        first_question: asked.asked_first,
        first_words: asked.words.clone(),
        content_mentioned: asked.mentioned.clone(),
        missing: asked.missing.iter().filter_map(|role| Role::parse(role)).collect(),
        welcome: asked.welcome,
    };
    let stated = Stated::Conversation(verdict);
    record(opened, &asked.account, asked.person.as_deref(), &asked.note, &asked.said, stated)
}

pub(crate) fn request(opened: &Opened, asked: &Request) -> Result<Outcome, Failure> {
    let stated = Stated::TalkRequest(TalkRequest { points: asked.point.clone(), answer: None });
    record(opened, &asked.account, asked.person.as_deref(), &asked.note, &asked.said, stated)
}

fn record(
    opened: &Opened,
    about: &str,
    person: Option<&str>,
    note: &str,
    said: &Said,
    stated: Stated,
) -> Result<Outcome, Failure> {
    let draft = stating::Draft {
        about: about.to_owned(),
        person: person.map(str::to_owned),
        at: said.at,
        by: said.by.clone(),
        note: note.to_owned(),
        stated,
    };
    let stating::Recorded { number, not_seen_so_far } = stating::record(&opened.app, &opened.workspace, draft)?;
    for name in not_seen_so_far {
        eprintln!("{name} was not seen so far; kept (a slip? enfilade undo {number})");
    }
    if !said.json {
        output::text_line(&format!("statement {number}; take it back with: enfilade undo {number}"));
        return Ok(Outcome::Done);
    }
    tell(opened, number)
}

/// A statement as it now stands, as JSON.
fn tell(opened: &Opened, number: i64) -> Result<Outcome, Failure> {
    let recorded = opened.app.records.statements(opened.workspace.id)?.into_iter().find(|one| one.id == number);
    if let Some(statement) = recorded {
        output::line(&output::statement(&statement));
    }
    Ok(Outcome::Done)
}

pub(crate) fn answer(opened: &Opened, asked: &Answer) -> Result<Outcome, Failure> {
    stating::answer(&opened.app, &opened.workspace, asked.statement, &asked.by)?;
    if asked.json { tell(opened, asked.statement) } else { Ok(Outcome::Done) }
}

pub(crate) fn undo(opened: &Opened, asked: &Undo) -> Result<Outcome, Failure> {
    stating::take_back(&opened.app, &opened.workspace, asked.statement)?;
    if asked.json { tell(opened, asked.statement) } else { Ok(Outcome::Done) }
}

pub(crate) fn list(opened: &Opened, asked: &ListStatements) -> Result<Outcome, Failure> {
    let account = match &asked.account {
        Some(text) => Some(Domain::parse(text).map_err(|error| Failure::Usage(error.to_string()))?),
        None => None,
    };
    for statement in opened.app.records.statements(opened.workspace.id)? {
        if account.is_some() && statement.account != account {
            continue;
        }
        if asked.json {
            output::line(&output::statement(&statement));
            continue;
        }
        let about = statement.account.as_ref().map(ToString::to_string);
        let about = about.or_else(|| statement.person.as_ref().map(ToString::to_string)).unwrap_or_default();
        let state = if statement.undone_at.is_some() { " (taken back)" } else { "" };
        let (day, said) = (output::date(Some(statement.at)), stated::sentence(&statement));
        output::text_line(&format!("{:5} {day} {about}: {said}{state}", statement.id));
    }
    Ok(Outcome::Done)
}
