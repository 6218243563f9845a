//! Forms by which people state what no visit shows: events at the buyer's, overrules, verdicts, requests to talk.

use axum::extract::{Extension, Form, Path, State};
use axum::response::Redirect;
use enfilade_app::interpret::stated;
use enfilade_app::interpret::stating::{self, Draft};
use enfilade_domain::{
    ConversationVerdict, Declaration, FirstQuestion, Prepared, Role, Standing, Stated, Statement, TalkRequest,
    Timestamp,
};
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, blocking};
use crate::pages::frame::PostForm;
use crate::pages::journey::StatedLine;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    csrf_token: String,
    at: String,
    note: String,
    person: String,
    event: String,
    room: String,
    prepared: String,
    asked_first: String,
    words: String,
    missing: String,
    welcome: String,
    points: String,
    /// Where to go after an undo or an answer: an account's domain.
    account: String,
}

/// A word of a closed list; empty is open.
fn word<T>(text: &str, field: &str, parse: fn(&str) -> Option<T>) -> Result<Option<T>, PageError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    parse(text).map(Some).ok_or_else(|| PageError::wrong(format!("There is no {field} `{text}`.")))
}

fn needed<T>(text: &str, field: &str, parse: fn(&str) -> Option<T>) -> Result<T, PageError> {
    word(text, field, parse)?.ok_or_else(|| PageError::wrong(format!("Please choose the {field}.")))
}

fn parts(text: &str, separators: &[char]) -> Vec<String> {
    text.split(separators).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

pub(super) async fn declare(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(domain): Path<String>,
    Form(said): Form<Said>,
) -> Result<Redirect, PageError> {
    let event = needed(&said.event, "event", Declaration::parse)?;
    record(state, viewer, domain, said, Stated::Declaration(event)).await
}

pub(super) async fn overrule(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(domain): Path<String>,
    Form(said): Form<Said>,
) -> Result<Redirect, PageError> {
    let standing = needed(&said.room, "room", Standing::parse)?;
    record(state, viewer, domain, said, Stated::Overrule(standing)).await
}

pub(super) async fn verdict(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(domain): Path<String>,
    Form(said): Form<Said>,
) -> Result<Redirect, PageError> {
    let verdict = ConversationVerdict {
        prepared: word(&said.prepared, "answer", Prepared::parse)?,
        standing: word(&said.room, "room", Standing::parse)?,
        first_question: word(&said.asked_first, "question", FirstQuestion::parse)?,
        first_words: said.words.trim().to_owned(),
        content_mentioned: Vec::new(),
        missing: parts(&said.missing, &[';', ',']).iter().filter_map(|role| Role::parse(role)).collect(),
        welcome: word(&said.welcome, "answer", yes_or_no)?,
    };
    record(state, viewer, domain, said, Stated::Conversation(verdict)).await
}

pub(super) async fn request(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(domain): Path<String>,
    Form(said): Form<Said>,
) -> Result<Redirect, PageError> {
    let request = TalkRequest { points: parts(&said.points, &['\n', '\r']), answer: None };
    record(state, viewer, domain, said, Stated::TalkRequest(request)).await
}

pub(super) async fn undo(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Form(said): Form<Said>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&said.csrf_token)?;
    blocking(move || Ok(stating::take_back(&site.app, &site.workspace()?, id)?)).await?;
    back_to(&said.account)
}

pub(super) async fn answer(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Form(said): Form<Said>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&said.csrf_token)?;
    blocking(move || Ok(stating::answer(&site.app, &site.workspace()?, id, &viewer.name)?)).await?;
    back_to(&said.account)
}

/// The page of an account, and of nothing else.
fn back_to(account: &str) -> Result<Redirect, PageError> {
    let account = enfilade_domain::Domain::parse(account).map_err(|error| PageError::wrong(format!("{error}.")))?;
    Ok(Redirect::to(&format!("/accounts/{account}")))
}

async fn record(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    domain: String,
    said: Said,
    stated: Stated,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&said.csrf_token)?;
    let back = back_to(&domain)?;
    let at = match said.at.trim() {
        "" => None,
        text => Some(Timestamp::parse(text).map_err(|error| PageError::wrong(format!("{error}.")))?),
    };
    let person = Some(said.person).filter(|person| !person.trim().is_empty());
    let draft = Draft { about: domain, person, at, by: viewer.name, note: said.note, stated };
    blocking(move || Ok(stating::record(&site.app, &site.workspace()?, draft)?)).await?;
    Ok(back)
}

/// Statements as the sheet lists them, each with what can be done about it.
pub(super) fn lines(statements: &[Statement], account: &str) -> Vec<StatedLine> {
    let button = |id: i64, action: &str, label: &str| PostForm {
        action: format!("/statements/{id}/{action}"),
        label: label.to_owned(),
        fields: vec![("account".to_owned(), account.to_owned())],
    };
    statements
        .iter()
        .map(|statement| {
            let (mut text, mut answer) = (words(statement), None);
            if let Stated::TalkRequest(request) = &statement.stated {
                match &request.answer {
                    Some((_, by)) => text.push_str(&format!(" Answered by {by}.")),
                    None => answer = Some(button(statement.id, "answer", "Answered")),
                }
            }
            StatedLine {
                day: statement.at.utc_day(),
                text,
                undo: Some(button(statement.id, "undo", "Take back")),
                answer,
            }
        })
        .collect()
}

/// The sentence, with all that was answered.
fn words(statement: &Statement) -> String {
    let mut text = stated::sentence(statement);
    text = text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect();
    text.push('.');
    let mut add = |more: String| {
        text.push(' ');
        text.push_str(&more);
    };
    match &statement.stated {
        Stated::Conversation(verdict) => {
            if let Some(prepared) = verdict.prepared {
                add(format!("Prepared: {}.", prepared.as_str()));
            }
            if let Some(question) = verdict.first_question {
                add(format!("Asked first: {}.", question.as_str()));
            }
            if !verdict.first_words.is_empty() {
                add(format!("“{}”", verdict.first_words));
            }
            if !verdict.content_mentioned.is_empty() {
                add(format!("Mentioned: {}.", verdict.content_mentioned.join(", ")));
            }
            if !verdict.missing.is_empty() {
                let missing: Vec<&str> = verdict.missing.iter().map(Role::as_str).collect();
                add(format!("Missing: {}.", missing.join(", ")));
            }
            if let Some(welcome) = verdict.welcome {
                add(if welcome { "It was welcome.".to_owned() } else { "It was not welcome.".to_owned() });
            }
        }
        Stated::TalkRequest(request) if !request.points.is_empty() => add(format!("{}.", request.points.join("; "))),
        Stated::TalkRequest(_) | Stated::Declaration(_) | Stated::Overrule(_) => {}
    }
    text
}
