//! `enfilade identity`: what people decide about who is who. Every decision can be taken back.

use enfilade_app::AppError;
use enfilade_app::interpret::refresh;
use enfilade_app::reveal::decide::{self, Author};
use enfilade_domain::{Domain, PersonId, PersonKind, Subject, UserId, Verdict};

use super::Opened;
use crate::arguments::{Decided, IdentityCommand};
use crate::failure::{Failure, Outcome};
use crate::output;

pub(crate) fn run(opened: &Opened, command: &IdentityCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    let by = |decided: &Decided| Author { name: "the command line".to_owned(), reason: decided.because.clone() };
    let (number, json) = match command {
        IdentityCommand::Mark { id, kind, decided } => {
            let kind =
                PersonKind::parse(kind).ok_or_else(|| Failure::Usage(format!("`{kind}` is not a kind of visitor")))?;
            // Back to unknown means: back to what the machine sees.
            let kind = (kind != PersonKind::Unknown).then_some(kind);
            (decide::mark(app, workspace, &by(decided), id, kind)?, decided.json)
        }
        IdentityCommand::Part { visitor, user, decided } => {
            let (subject, user) = (person(visitor)?, named(user)?);
            let verdict = Verdict::NotSamePerson { user };
            (decide::decide(app, workspace, &by(decided), &subject, &verdict)?, decided.json)
        }
        IdentityCommand::Place { person: id, account, decided } => {
            let verdict = Verdict::OfAccount { account: domain(account)? };
            (decide::decide(app, workspace, &by(decided), &person(id)?, &verdict)?, decided.json)
        }
        IdentityCommand::Displace { person: id, account, decided } => {
            let verdict = Verdict::NotOfAccount { account: domain(account)? };
            (decide::decide(app, workspace, &by(decided), &person(id)?, &verdict)?, decided.json)
        }
        IdentityCommand::Undo { decision, json } => {
            decide::take_back(app, workspace, *decision)?;
            (*decision, *json)
        }
        IdentityCommand::Decisions(as_json) => {
            list(opened, as_json.json)?;
            return Ok(Outcome::Done);
        }
    };
    refresh::catch_up(app, &|_| {})?;
    if json {
        let made = app.records.decisions(workspace.id)?.into_iter().find(|decision| decision.id == number);
        made.iter().for_each(|decision| output::line(&output::decision(decision)));
    } else if !matches!(command, IdentityCommand::Undo { .. }) {
        output::text_line(&format!("decision {number}; take it back with: enfilade identity undo {number}"));
    }
    Ok(Outcome::Done)
}

fn list(opened: &Opened, as_lines: bool) -> Result<(), AppError> {
    for decision in opened.app.records.decisions(opened.workspace.id)? {
        if as_lines {
            output::line(&output::decision(&decision));
        } else {
            let (subject, verdict) = output::decision_in_words(&decision);
            let state = if decision.undone_at.is_some() { " (taken back)" } else { "" };
            let day = output::date(Some(decision.at));
            output::text_line(&format!("{:5} {day} {subject} {verdict}, said {}{state}", decision.id, decision.author));
        }
    }
    Ok(())
}

fn person(id: &str) -> Result<Subject, Failure> {
    PersonId::new(id)
        .subject()
        .ok_or_else(|| Failure::Usage(format!("`{id}` is not a person's id (user:… or visitor:…)")))
}

fn named(id: &str) -> Result<UserId, Failure> {
    match person(id)? {
        Subject::User(user) => Ok(user),
        Subject::Visitor(_) | Subject::Account(_) => {
            Err(Failure::Usage(format!("`{id}` is not a named person (user:…)")))
        }
    }
}

fn domain(text: &str) -> Result<Domain, Failure> {
    Domain::parse(text).map_err(|error| Failure::Usage(error.to_string()))
}
