//! Forms by which people state what no visit shows: events at the buyer's, overrules, verdicts, requests to talk.

use axum::extract::{Extension, Form, Path, State};
use axum::response::Redirect;
use enfilade_app::interpret::stated;
use enfilade_app::interpret::stating::{self, Draft};
use enfilade_domain::{
    ConversationVerdict, Declaration, Domain, FirstQuestion, Prepared, Role, Standing, Stated, Statement, TalkRequest,
    Timestamp, Workspace,
};
use enfilade_language::{t, translated};
use serde::Deserialize;

use super::done::{self, Deed};
use super::guard::Viewer;
use super::{PageError, Shared, Site, blocking, person};
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
    /// The account on whose sheet the form stands.
    account: String,
    /// Where to go afterwards, if not to that account.
    back: String,
}

impl Said {
    /// The sheet that the form names: its own address, or that of an account.
    fn named_sheet(&self) -> Result<Option<String>, PageError> {
        if done::is_local(&self.back) {
            return Ok(Some(self.back.clone()));
        }
        if self.account.trim().is_empty() {
            return Ok(None);
        }
        let account = Domain::parse(&self.account).map_err(|error| PageError::wrong(format!("{error}.")))?;
        Ok(Some(format!("/accounts/{account}")))
    }
}

/// A word of a closed list; empty is open.
fn word<T>(text: &str, field: &str, parse: fn(&str) -> Option<T>) -> Result<Option<T>, PageError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    parse(text)
        .map(Some)
        .ok_or_else(|| PageError::wrong(t!("There is no {field} `{text}`.", field = field, text = text)))
}

fn needed<T>(text: &str, field: &str, parse: fn(&str) -> Option<T>) -> Result<T, PageError> {
    word(text, field, parse)?.ok_or_else(|| PageError::wrong(t!("Please choose the {field}.", field = field)))
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
    // Where to go is settled before anything is done, so that what is refused is not done.
    let named = said.named_sheet()?;
    blocking(move || {
        let workspace = site.workspace()?;
        stating::take_back(&site.app, &workspace, id)?;
        back_to(&site, &workspace, named, id, Deed::Statement(id))
    })
    .await
}

pub(super) async fn answer(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Form(said): Form<Said>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&said.csrf_token)?;
    let named = said.named_sheet()?;
    blocking(move || {
        let workspace = site.workspace()?;
        stating::answer(&site.app, &workspace, id, &viewer.name)?;
        back_to(&site, &workspace, named, id, Deed::Answer(id))
    })
    .await
}

/// The sheet the form names, else that of whom the statement is about.
fn back_to(
    site: &Site,
    workspace: &Workspace,
    named: Option<String>,
    id: i64,
    deed: Deed,
) -> Result<Redirect, PageError> {
    let sheet = match named {
        Some(sheet) => sheet,
        None => {
            let known = site.app.records.statements(workspace.id)?.into_iter().find(|statement| statement.id == id);
            known.as_ref().map_or_else(|| "/".to_owned(), sheet_of)
        }
    };
    Ok(done::return_to(&sheet, "/", deed))
}

fn sheet_of(statement: &Statement) -> String {
    match (&statement.account, &statement.person) {
        (Some(account), _) => format!("/accounts/{account}"),
        (None, Some(person)) => person::address(person),
        (None, None) => "/".to_owned(),
    }
}

async fn record(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    domain: String,
    said: Said,
    stated: Stated,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&said.csrf_token)?;
    let account = Domain::parse(&domain).map_err(|error| PageError::wrong(format!("{error}.")))?;
    let at = match said.at.trim() {
        "" => None,
        text => Some(Timestamp::parse(text).map_err(|error| PageError::wrong(format!("{error}.")))?),
    };
    let person = Some(said.person).filter(|person| !person.trim().is_empty());
    let draft = Draft { about: domain, person, at, by: viewer.name, note: said.note, stated };
    let number = blocking(move || Ok(stating::record(&site.app, &site.workspace()?, draft)?.number)).await?;
    Ok(done::return_to("", &format!("/accounts/{account}"), Deed::Statement(number)))
}

/// Statements as the sheet lists them, each with what can be done about it.
pub(super) fn lines(statements: &[Statement], account: &str, may_decide: bool) -> Vec<StatedLine> {
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
                    Some((_, by)) => text.push_str(&t!(" Answered by {by}.", by = by)),
                    None => answer = may_decide.then(|| button(statement.id, "answer", t!("Answered"))),
                }
            }
            StatedLine {
                day: statement.at.utc_day(),
                text,
                undo: may_decide.then(|| button(statement.id, "undo", t!("Take back"))),
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
                add(t!("Prepared: {prepared}.", prepared = translated(prepared.as_str())));
            }
            if let Some(question) = verdict.first_question {
                add(t!("Asked first: {question}.", question = question.as_str()));
            }
            if !verdict.first_words.is_empty() {
                add(format!("“{}”", verdict.first_words));
            }
            if !verdict.content_mentioned.is_empty() {
                add(t!("Mentioned: {content_mentioned}.", content_mentioned = verdict.content_mentioned.join(", ")));
            }
            if !verdict.missing.is_empty() {
                let missing: Vec<&str> = verdict.missing.iter().map(Role::as_str).collect();
                add(t!("Missing: {missing}.", missing = missing.join(", ")));
            }
            if let Some(welcome) = verdict.welcome {
                add(if welcome { t!("It was welcome.").to_owned() } else { t!("It was not welcome.").to_owned() });
            }
        }
        Stated::TalkRequest(request) if !request.points.is_empty() => add(format!("{}.", request.points.join("; "))),
        Stated::TalkRequest(_) | Stated::Declaration(_) | Stated::Overrule(_) => {}
    }
    text
}
