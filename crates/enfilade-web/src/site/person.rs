//! `/people/{id}`: why several devices are held to be one person, and the undoing of it.

use axum::extract::{Extension, Path, Query, State};
use axum::response::Html;
use enfilade_app::interpret::explain::{self, PersonStory};
use enfilade_app::reveal::people::CompanyEvidenceKind;
use enfilade_domain::{Decision, PersonId, PersonKind, Subject, Timestamp, Verdict};
use enfilade_language::{t, translated};

use super::floor_plan::Asked;
use super::guard::Viewer;
use super::{PageError, Shared, blocking, dates, done, floor_plan};
use crate::components::words;
use crate::pages::frame::{AccountLink, Frame, PostForm, Sheet};
use crate::pages::journey::IdentityLine;
use crate::pages::person::{self, DecisionLine, Person};

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let person = PersonId::new(id.clone());
        let story = explain::person(&site.app, &workspace, &person, moment)?
            .ok_or_else(|| PageError::not_found(t!("Nobody has this id, or what was held was erased.")))?;
        let mut decisions = site.app.records.decisions(workspace.id)?;
        decisions.retain(|decision| decision.at <= moment);
        // Of a past day nothing is decided.
        let view = view(&story, &decisions, viewer.may_decide && as_of.is_none());
        let (title, scale) = (t!("One person"), t!("1 line = 1 reason"));
        let frame = Frame {
            done: done::told(&site, &workspace, &viewer, asked.done.as_deref(), &address(&person))?,
            ..floor_plan::frame(&site, &workspace, &viewer, Sheet::Accounts, moment, as_of, title, scale)?
        };
        Ok(Html(person::render(&frame, &view).into_string()))
    })
    .await
}

fn view(story: &PersonStory, decisions: &[Decision], may_decide: bool) -> Person {
    let (reading, life) = (&story.reading, &story.life.life);
    let here = address(&reading.person);
    // A title that was given is no inference.
    let inferred = reading.role.named().filter(|_| life.job_title.is_none());
    let about_this = |decision: &&Decision| match &decision.subject {
        Subject::Visitor(visitor) => life.visitors.contains(visitor),
        Subject::User(user) => life.user.as_ref() == Some(user),
        // What was decided about the whole company was decided about its people.
        Subject::Account(account) => life.account.as_ref() == Some(account),
    };
    let seen = || life.events.iter().map(|event| event.at);
    let day = |read: Option<Timestamp>, seen: Option<Timestamp>| read.or(seen).map(Timestamp::utc_day);
    Person {
        given_name: reading.name.clone(),
        letter: None,
        title: life.job_title.clone().or_else(|| inferred.map(|(role, _)| words::capital(role.as_str()))),
        role_certainty: inferred.map(|(_, share)| share),
        account: reading
            .account
            .as_ref()
            .map(|account| AccountLink { domain: account.as_str().to_owned(), name: account.as_str().to_owned() }),
        kind: reading.kind,
        kind_reason: reading.kind_reason.clone(),
        shown: reading.shown,
        visits: reading.sessions as u32,
        first_day: day(reading.first_seen, seen().min()),
        last_day: day(reading.last_seen, seen().max()),
        thinking_about: story.topics.words(),
        identity: identity(story, may_decide),
        decisions: decisions
            .iter()
            .rev()
            .filter(about_this)
            .map(|decision| DecisionLine {
                undo: decision.undone_at.is_none().then(|| take_back(decision, &here)).filter(|_| may_decide),
                ..decision_line(decision)
            })
            .collect(),
        actions: if may_decide { marks(&format!("{here}/mark"), reading.kind, &here) } else { Vec::new() },
    }
}

/// The page of a person.
pub(super) fn address(person: &PersonId) -> String {
    let id: String = url::form_urlencoded::byte_serialize(person.as_str().as_bytes()).collect();
    format!("/people/{}", id.replace('+', "%20"))
}

/// Why this person is of an account and owns these devices; each reason can be struck out.
fn identity(story: &PersonStory, may_decide: bool) -> Vec<IdentityLine> {
    let life = &story.life.life;
    let here = address(&life.person);
    let back = ("back".to_owned(), here.clone());
    let devices = life.device_evidence.iter().filter(|_| life.user.is_some()).map(|device| IdentityLine {
        text: if device.struck_out {
            t!("A device that somebody here said is not this person's.").to_owned()
        } else {
            t!("A device on which this person gave a name.").to_owned()
        },
        strength: "certain".to_owned(),
        since_day: Some(device.since.utc_day()),
        person_id: None,
        struck_out: None,
        undo: (may_decide && !device.struck_out).then(|| PostForm {
            action: format!("{here}/part"),
            label: t!("Not this person").to_owned(),
            fields: vec![("visitor".to_owned(), device.visitor.as_str().to_owned()), back.clone()],
        }),
    });
    let companies = life.company_evidence.iter().map(|one| IdentityLine {
        text: format!(
            "{}: {}{}.",
            one.account,
            one.kind.sentence(),
            if one.struck_out { t!(", struck out by a person") } else { "" }
        ),
        strength: strength(one.kind).to_owned(),
        since_day: Some(one.since.utc_day()),
        person_id: None,
        struck_out: None,
        undo: (may_decide && !one.struck_out).then(|| PostForm {
            action: format!("{here}/displace"),
            label: t!("Not of this company").to_owned(),
            fields: vec![("account".to_owned(), one.account.as_str().to_owned()), back.clone()],
        }),
    });
    let networks = life.networks_of().into_iter().map(|(name, _)| IdentityLine {
        text: t!(
            "Read from the network of {name}, as an address database says. That alone places nobody.",
            name = name
        ),
        strength: "possible".to_owned(),
        since_day: None,
        person_id: None,
        struck_out: None,
        undo: None,
    });
    devices.chain(companies).chain(networks).collect()
}

const fn strength(kind: CompanyEvidenceKind) -> &'static str {
    match kind {
        CompanyEvidenceKind::Stated | CompanyEvidenceKind::Email => "certain",
        CompanyEvidenceKind::Group | CompanyEvidenceKind::OfficeNetwork => "likely",
        CompanyEvidenceKind::SharedLink | CompanyEvidenceKind::NetworkDatabase => "possible",
    }
}

fn decision_line(decision: &Decision) -> DecisionLine {
    let text = match (&decision.verdict, &decision.subject) {
        (Verdict::NotSamePerson { user }, _) => t!("This device is not {user}’s.", user = user),
        (Verdict::NotOfAccount { account }, _) => t!("Not of {account}.", account = account),
        (Verdict::OfAccount { account }, _) => t!("Of {account}.", account = account),
        (Verdict::Kind { kind: Some(kind) }, Subject::Account(account)) => {
            t!("All of {account} marked as {kind}.", account = account, kind = translated(kind.as_str()))
        }
        (Verdict::Kind { kind: Some(kind) }, _) => t!("Marked as {kind}.", kind = translated(kind.as_str())),
        (Verdict::Kind { kind: None }, Subject::Account(account)) => {
            t!("All of {account} brought back.", account = account)
        }
        (Verdict::Kind { kind: None }, _) => t!("Brought back.").to_owned(),
    };
    DecisionLine {
        text: if decision.undone_at.is_some() { t!("{text} Taken back since.", text = text) } else { text },
        author: decision.author.clone(),
        day: decision.at.utc_day(),
        reason: decision.reason.clone(),
        undo: None,
    }
}

/// Takes a decision about identity back.
pub(super) fn take_back(decision: &Decision, here: &str) -> PostForm {
    PostForm {
        action: format!("/decisions/{}/undo", decision.id),
        label: t!("Take back").to_owned(),
        fields: vec![("back".to_owned(), here.to_owned())],
    }
}

/// What can be said about somebody's kind.
pub(super) fn marks(action: &str, now: PersonKind, back: &str) -> Vec<PostForm> {
    let form = |label: &str, kind: &str| PostForm {
        action: action.to_owned(),
        label: label.to_owned(),
        fields: vec![("kind".to_owned(), kind.to_owned()), ("back".to_owned(), back.to_owned())],
    };
    if !now.is_read() {
        return vec![form(t!("Bring back"), "buyer")];
    }
    vec![
        form(t!("This is a competitor"), "competitor"),
        form(t!("This is a customer"), "customer"),
        form(t!("This is a candidate"), "candidate"),
        form(t!("One of us"), "staff"),
        form(t!("This is a machine"), "bot"),
    ]
}
