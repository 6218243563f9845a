//! Results on stdout: JSON lines in the form of the contracts, or text for people.

mod account;
pub(crate) mod committee;
pub(crate) mod reasons;
pub(crate) mod silence;

use std::io::Write;

use enfilade_app::interpret::explain::{AccountStory, Evidence, Member, PersonStory};
use enfilade_app::interpret::made::AsMade;
use enfilade_app::interpret::stated;
use enfilade_domain::{
    AccountReading, Deal, Decision, Event, PersonId, PersonReading, Role, Standing, Stated, Statement, Subject,
    Timestamp, Verdict,
};
use enfilade_engine::judge::{Scale, Shown};
use serde::Serialize;
use serde_json::{Value, json};

use account::rooms;
pub(crate) use account::{account, shown_account};

/// Writes one JSON line. A closed pipe ends the program quietly, as it should.
pub(crate) fn line(value: &impl Serialize) {
    let Ok(text) = serde_json::to_string(value) else { return };
    text_line(&text);
}

/// Lines that are made at once before they are written: as many as are worth a thread on each core.
const LINES_AT_ONCE: usize = 4_000;

/// Writes one JSON line for each item, in their order. The lines of a long list are made on all cores.
pub(crate) fn lines<'a, T: Sync, S: Serialize>(items: &'a [T], of: impl Fn(&'a T) -> S + Sync) {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let text_of = |items: &'a [T]| {
        let mut text = String::new();
        for line in items.iter().filter_map(|item| serde_json::to_string(&of(item)).ok()) {
            text.push_str(&line);
            text.push('\n');
        }
        text
    };
    for some in items.chunks(LINES_AT_ONCE) {
        let texts: Vec<String> = std::thread::scope(|scope| {
            let parts = some.chunks(some.len().div_ceil(cores));
            let made: Vec<_> = parts.map(|part| scope.spawn(|| text_of(part))).collect();
            let text = |part: std::thread::ScopedJoinHandle<'_, String>| {
                part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            made.into_iter().map(text).collect()
        });
        for text in texts {
            write(&text);
        }
    }
}

/// Writes one line of text.
pub(crate) fn text_line(text: &str) {
    write(&format!("{text}\n"));
}

/// A closed pipe ends the program.
fn write(text: &str) {
    if std::io::stdout().lock().write_all(text.as_bytes()).is_err() {
        std::process::exit(0);
    }
}

fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e6).round() / 1e6
}

fn time(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| Value::String(at.to_string()))
}

fn roles(roles: &[Role]) -> Vec<&str> {
    roles.iter().map(Role::as_str).collect()
}

/// Adds the shown scale to a reading that more was added to.
pub(crate) fn add_shown(value: &mut Value, reading: &AccountReading, on: &Scale) {
    if let (Value::Object(value), Value::Object(shown)) = (value, json!(account::shown_scale(reading, on))) {
        value.extend(shown);
    }
}

/// What is shown, with its range.
pub(crate) fn shown_in_words(shown: &Shown) -> String {
    format!("{:.0} ({:.0}-{:.0})", shown.value * 100.0, shown.low * 100.0, shown.high * 100.0)
}

/// A person's reading as in the contracts.
pub(crate) fn person(reading: &PersonReading) -> Value {
    json!({
        "person": reading.person.as_str(),
        "name": reading.name,
        "anonymous_ids": reading.visitors.iter().map(enfilade_domain::VisitorId::as_str).collect::<Vec<_>>(),
        "user_ids": reading.users.iter().map(enfilade_domain::UserId::as_str).collect::<Vec<_>>(),
        "account": reading.account.as_ref().map(enfilade_domain::Domain::as_str),
        "as_of": reading.as_of.to_string(),
        "room": reading.shown.as_str(),
        "rooms": rooms(&reading.rooms),
        "quiet": rounded(reading.quiet),
        "readiness": rounded(reading.readiness),
        "band": reading.band.as_str(),
        "band_reasons": reading.band_reasons,
        "kind": reading.kind.as_str(),
        "kind_reason": reading.kind_reason,
        "role": committee::role(&reading.role),
        "silence": silence::silence(&reading.silence),
        "visit_within_7d": reading.visit_within.map(|within| rounded(within[0])),
        "visit_within_30d": reading.visit_within.map(|within| rounded(within[1])),
        "sessions": reading.sessions,
        "first_seen": time(reading.first_seen),
        "last_seen": time(reading.last_seen),
    })
}

fn evidence(lines: &[Evidence]) -> Vec<Value> {
    let one = |line: &Evidence| json!({"text": line.text, "log_odds": line.log_odds, "event_ids": line.message_ids});
    lines.iter().map(one).collect()
}

fn member(member: &Member) -> Value {
    let mut value = person(&member.reading);
    value["roles"] = json!(roles(&member.roles));
    value["topics"] = json!(member.topics);
    value["works_on"] = json!(member.works_on);
    value["buyer"] = json!(rounded(member.buyer));
    value["departed_at"] = time(member.departed_at);
    value["entry"] = json!(member.entry.as_ref().map(committee::entry));
    value
}

/// An account in full.
pub(crate) fn account_story(story: &AccountStory) -> Value {
    let mut value = json!(account(&story.reading));
    let history = story.history.iter().map(|point| {
        json!({"at": point.at.to_string(), "rooms": rooms(&point.rooms), "readiness": rounded(point.readiness)})
    });
    value["model"] = json!(story.model_version);
    value["prior_log_odds"] = json!(story.prior_log_odds);
    value["evidence"] = json!(evidence(&story.evidence));
    value["would_change"] = json!(story.would_change);
    reasons::add(&mut value, &story.ignored, &story.topics, &story.questions);
    value["committee"] = json!(story.committee.iter().map(member).collect::<Vec<_>>());
    value["forwards"] = json!(story.forwards.iter().map(|forward| json!({
        "from": forward.from.as_str(), "to": forward.to.as_str(), "path": forward.path, "at": forward.at.to_string(),
    })).collect::<Vec<_>>());
    value["guests"] = json!(
        story
            .guests
            .iter()
            .map(|guest| json!({
                "person": guest.life.person.as_str(),
                "credit": rounded(guest.credit),
                "sessions": guest.visits.len(),
                "first_seen": guest.state.first_seen.to_string(),
                "last_seen": guest.state.last_seen.to_string(),
            }))
            .collect::<Vec<_>>()
    );
    value["history"] = json!(history.collect::<Vec<_>>());
    value["revised"] = json!(story.revised);
    value["statements"] = json!(story.statements.iter().map(statement).collect::<Vec<_>>());
    value["deals"] = json!(story.deals.iter().map(deal).collect::<Vec<_>>());
    value["as_made"] = story.as_made.as_ref().map_or(Value::Null, as_made);
    value
}

/// A deal as it stood at the moment of the reading.
fn deal(deal: &Deal) -> Value {
    json!({
        "deal_id": deal.deal_id, "stage": deal.stage.as_str(), "opened_at": deal.opened_at.to_string(),
        "closed_at": deal.closed_at.map(|at| at.to_string()), "source": deal.source,
    })
}

/// A reading as it was made: nothing in it was computed again.
fn as_made(made: &AsMade) -> Value {
    json!({
        "made_at": made.made_at.to_string(), "known_until": made.known_until.to_string(), "model": made.model_version,
        "room": made.shown.as_str(), "rooms": rooms(&made.rooms), "readiness": rounded(made.readiness),
        "readiness_low": rounded(made.readiness_low), "readiness_high": rounded(made.readiness_high),
        "outlook_60d": rounded(made.outlook_60d), "band": made.band.as_str(), "band_reasons": made.band_reasons,
        "people": made.people, "sessions": made.sessions, "prior_log_odds": made.prior_log_odds,
        "evidence": evidence(&made.evidence),
    })
}

/// A statement as it is held.
pub(crate) fn statement(statement: &Statement) -> Value {
    let mut value = json!({
        "statement": statement.id, "kind": statement.stated.kind(), "at": statement.at.to_string(),
        "recorded_at": statement.recorded_at.to_string(), "by": statement.by, "note": statement.note,
        "account": statement.account.as_ref().map(enfilade_domain::Domain::as_str),
        "person": statement.person.as_ref().map(PersonId::as_str),
        "undone_at": time(statement.undone_at), "text": stated::sentence(statement),
    });
    match &statement.stated {
        Stated::Declaration(declaration) => value["event"] = json!(declaration.as_str()),
        Stated::Overrule(standing) => value["room"] = json!(standing.as_str()),
        Stated::Conversation(verdict) => {
            value["prepared"] = json!(verdict.prepared.map(enfilade_domain::Prepared::as_str));
            value["room"] = json!(verdict.standing.map(Standing::as_str));
            value["asked_first"] = json!(verdict.first_question.map(enfilade_domain::FirstQuestion::as_str));
            value["words"] = json!(verdict.first_words);
            value["mentioned"] = json!(verdict.content_mentioned);
            value["missing"] = json!(roles(&verdict.missing));
            value["welcome"] = json!(verdict.welcome);
        }
        Stated::TalkRequest(request) => {
            value["points"] = json!(request.points);
            value["answered_at"] = time(request.answer.as_ref().map(|(at, _)| *at));
            value["answered_by"] = json!(request.answer.as_ref().map(|(_, by)| by));
        }
    }
    value
}

/// A person in full, with the evidence of identity.
pub(crate) fn person_story(story: &PersonStory) -> Value {
    let life = &story.life.life;
    let mut value = person(&story.reading);
    value["model"] = json!(story.model_version);
    value["prior_log_odds"] = json!(story.prior_log_odds);
    value["evidence"] = json!(evidence(&story.evidence));
    reasons::add(&mut value, &story.ignored, &story.topics, &story.questions);
    value["identity"] = json!({
        "devices": life.device_evidence.iter().map(|device| json!({
            "anonymous_id": device.visitor.as_str(), "since": device.since.to_string(), "struck_out": device.struck_out,
        })).collect::<Vec<_>>(),
        "networks": life.networks_of().iter().map(|(name, days)| json!({"network_of": name, "days": days})).collect::<Vec<_>>(),
        "companies": life.company_evidence.iter().map(|one| json!({
            "account": one.account.as_str(), "because": one.kind.sentence(), "strength": one.kind.strength(),
            "since": one.since.to_string(), "days": one.days, "struck_out": one.struck_out,
        })).collect::<Vec<_>>(),
    });
    value["statements"] = json!(story.statements.iter().map(statement).collect::<Vec<_>>());
    value["history"] = json!(
        story
            .history
            .iter()
            .map(|(at, belief)| json!({"at": at.to_string(), "rooms": rooms(belief)}))
            .collect::<Vec<_>>()
    );
    value
}

/// An event as it is held.
pub(crate) fn event(event: &Event) -> Value {
    let attributes = event.attributes.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    json!({
        "message_id": event.message_id, "at": event.at.to_string(), "known_at": event.known_at.to_string(),
        "channel": event.channel.as_str(), "action": event.action.as_str(), "detail": event.action.detail(),
        "anonymous_id": event.visitor.as_str(), "user_id": event.user_id.as_ref().map(enfilade_domain::UserId::as_str),
        "path": event.place.as_ref().map(|place| &place.path), "title": event.place.as_ref().map(|place| &place.title),
        "url": event.place.as_ref().map(|place| &place.url), "referrer": event.place.as_ref().map(|place| &place.referrer),
        "dwell_s": event.dwell_seconds, "scroll": event.scroll, "source": event.source.map(enfilade_domain::Source::as_str),
        "email": event.email, "name": event.name, "job_title": event.job_title,
        "company": event.company.as_ref().map(|claim| claim.domain.as_str()),
        "organisation": event.network.as_ref().and_then(|network| network.organisation.as_deref()),
        "user_agent": event.agent, "attributes": attributes,
    })
}

/// A decision: of whom, and what.
pub(crate) fn decision_in_words(decision: &Decision) -> (String, String) {
    let subject = match &decision.subject {
        Subject::Visitor(visitor) => PersonId::anonymous(visitor).to_string(),
        Subject::User(user) => PersonId::named(user).to_string(),
        Subject::Account(account) => account.to_string(),
    };
    let verdict = match &decision.verdict {
        Verdict::NotSamePerson { user } => format!("is not {user}"),
        Verdict::NotOfAccount { account } => format!("is not of {account}"),
        Verdict::OfAccount { account } => format!("is of {account}"),
        Verdict::Kind { kind: Some(kind) } => format!("is {}", kind.as_str()),
        Verdict::Kind { kind: None } => "is what the machine sees".to_owned(),
    };
    (subject, verdict)
}

/// A decision as it is held.
pub(crate) fn decision(decision: &Decision) -> Value {
    let (subject, verdict) = decision_in_words(decision);
    json!({
        "decision": decision.id, "at": decision.at.to_string(), "by": decision.author, "because": decision.reason,
        "subject": subject, "verdict": verdict, "undone_at": decision.undone_at.map(|at| at.to_string()),
    })
}

/// A share in words that fit in a column.
pub(crate) fn percent(value: f32) -> String {
    format!("{:>3.0} %", value * 100.0)
}

/// The date of an instant, or a dash.
pub(crate) fn date(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "-".to_owned(), |at| at.to_string().chars().take(10).collect())
}
