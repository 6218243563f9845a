//! Journeys as text: what happened to which buyer on which day, and what must be read from it.
//!
//! `scenarios/README.md` describes the format. Parsing is pure and needs the domain only, so that a running system
//! can open the same files as a test.

mod expectation;
mod moment;
mod record;
mod stated;
mod timeline;
mod words;

use std::net::IpAddr;

use enfilade_domain::{
    Account, DAY_MS, Deal, Decision, Domain, Event, HOUR_MS, PageKind, Piece, Role, Room, Statement, Timestamp, Touch,
};

pub use expectation::{Claim, Comparison, Expectation, Expected, List, Measure, Reader, Value};
pub use words::JourneyError;

use timeline::Timeline;
use words::Words;

/// The first moment of day 0 of every journey, 2025-01-06T08:00:00Z, a Monday morning.
pub const FIRST_MOMENT: Timestamp = Timestamp::from_millis(1_736_150_400_000);

/// How long after a day's first moment its expectations are read: at 23:00, after everything that happened.
const EVENING_MS: i64 = 15 * HOUR_MS;

/// The moment at which the expectations of a day are read.
#[must_use]
pub const fn evening_of(day: u32) -> Timestamp {
    FIRST_MOMENT.plus_millis(day as i64 * DAY_MS + EVENING_MS)
}

/// A story with the readings it must lead to.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Such as `S22` or `S22-twin`.
    pub id: String,
    pub title: String,
    pub decision_months: f64,
    pub own_domains: Vec<Domain>,
    pub competitor_domains: Vec<Domain>,
    pub pieces: Vec<Piece>,
    pub accounts: Vec<Account>,
    /// In order of time; all known from the moment they happened.
    pub events: Vec<Event>,
    /// Addresses from which events came, by message id: visits from a company's own network. Events carry no
    /// [`enfilade_domain::Network`] here, because its keys need a workspace's secret.
    pub addresses: Vec<(String, IpAddr)>,
    pub touches: Vec<Touch>,
    pub deals: Vec<Deal>,
    pub decisions: Vec<Decision>,
    /// In order of the lines.
    pub statements: Vec<Statement>,
    /// Roles without which no decision is made, where the story names them.
    pub essential_roles: Option<Vec<Role>>,
    /// In order of the lines.
    pub expectations: Vec<Expectation>,
}

impl Scenario {
    fn unnamed() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            decision_months: 4.0,
            own_domains: Vec::new(),
            competitor_domains: Vec::new(),
            pieces: Vec::new(),
            accounts: Vec::new(),
            events: Vec::new(),
            addresses: Vec::new(),
            touches: Vec::new(),
            deals: Vec::new(),
            decisions: Vec::new(),
            statements: Vec::new(),
            essential_roles: None,
            expectations: Vec::new(),
        }
    }
}

/// Reads a journey.
///
/// # Errors
/// The first line that is not understood, with its number and what was expected.
pub fn parse(text: &str) -> Result<Scenario, JourneyError> {
    let mut scenario = Scenario::unnamed();
    let mut timeline = Timeline::default();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("later:") {
            continue;
        }
        let (line, pending) = match line.split_once(" pending: ") {
            Some((line, reason)) if line.starts_with("expect ") => (line, Some(reason.trim().to_owned())),
            _ => (line, None),
        };
        for mut words in Words::of(index + 1, line)?.expanded()? {
            let Some(first) = words.next() else { continue };
            statement(&mut scenario, &mut timeline, &first, &mut words, pending.as_deref(), line)?;
            words.finish()?;
        }
    }
    if scenario.id.is_empty() {
        return Err(JourneyError { line: 1, reason: "the line `scenario ID` is missing".to_owned() });
    }
    timeline.finish(&mut scenario)?;
    Ok(scenario)
}

/// One statement, by its first word.
fn statement(
    scenario: &mut Scenario,
    timeline: &mut Timeline,
    first: &str,
    words: &mut Words,
    pending: Option<&str>,
    line: &str,
) -> Result<(), JourneyError> {
    match first {
        "scenario" => scenario.id = words.need("the id")?,
        "title" => scenario.title = words.need("the title")?,
        "decision-months" => scenario.decision_months = decision_months(words)?,
        "own-domain" => scenario.own_domains.push(words.need_domain("the domain")?),
        "competitor-domain" => scenario.competitor_domains.push(words.need_domain("the domain")?),
        "essential-roles" => {
            let roles = words.need("the roles")?;
            scenario.essential_roles =
                Some(roles.split('|').filter(|name| *name != "none").filter_map(Role::parse).collect());
        }
        "content" => scenario.pieces.push(piece(words)?),
        "account" => scenario.accounts.push(account(words)?),
        "visitor" => timeline.visitor(scenario, words)?,
        "expect" => scenario.expectations.push(expectation::parse(words, line, pending)?),
        days if days.starts_with('d') => timeline.happening(scenario, days, words)?,
        other => return Err(words.error(format!("a line cannot begin with `{other}`"))),
    }
    Ok(())
}

fn decision_months(words: &mut Words) -> Result<f64, JourneyError> {
    let months = words.need_number("the number of months")?;
    if months > 0.0 && months <= 120.0 {
        return Ok(months);
    }
    Err(words.error("the number of months must lie above 0 and at most at 120"))
}

/// `content PATH [ROOM] [KIND] [role ROLE] [title "TEXT"] [topic "TEXT"] [question "TEXT"]`
fn piece(words: &mut Words) -> Result<Piece, JourneyError> {
    let path = words.need("the path")?;
    if !path.starts_with('/') {
        return Err(words.error(format!("the path `{path}` must begin with a slash")));
    }
    let mut piece = Piece::at(path);
    while let Some(word) = words.next() {
        match word.as_str() {
            "role" => piece.role = Role::parse(&words.need("the role")?),
            "title" => piece.title = Some(words.need("the title")?),
            "topic" => piece.topic = Some(words.need("the topic")?),
            "question" => piece.question = Some(words.need("the question")?),
            word => match (Room::parse(word), PageKind::parse(word)) {
                (Some(room), _) => piece.room = Some(room),
                (None, PageKind::Other(_)) => {
                    return Err(words.error(format!("`{word}` is neither a room nor a kind of page")));
                }
                (None, kind) => piece.kind = kind,
            },
        }
    }
    Ok(piece)
}

/// `account DOMAIN [name "TEXT"] [fit NUMBER] [employees NUMBER] [industry "TEXT"] [country "TEXT"] [office CIDR]…`
fn account(words: &mut Words) -> Result<Account, JourneyError> {
    let mut account = Account::bare(words.need_domain("the domain")?);
    while let Some(word) = words.next() {
        match word.as_str() {
            "name" => account.name = Some(words.need("the name")?),
            "industry" => account.industry = Some(words.need("the industry")?),
            "country" => account.country = Some(words.need("the country")?),
            "employees" => account.employees = Some(words.need_number("the number of employees")? as i64),
            "fit" => {
                let fit = words.need_number("the fit")?;
                account.fit = enfilade_domain::Fit::new(fit as f32);
                if account.fit.is_none() {
                    return Err(words.error("the fit must lie between 0 and 1, or be a percentage"));
                }
            }
            "office" => {
                let network = words.need("the network")?;
                if record::first_address(&network).is_none() {
                    return Err(words.error(format!("`{network}` is not a network such as 203.0.113.0/28")));
                }
                account.office_networks.push(network);
            }
            other => return Err(words.error(format!("`{other}` is not a word of an account"))),
        }
    }
    Ok(account)
}

#[cfg(test)]
mod tests;
