//! A furnished workspace to look at: a year of an invented vendor's market. Most of it is simulated and comes in as any
//! operator's files would; a handful of companies is told by hand, so that every state can be seen on any day; the vendor's
//! own site is judged from its text.

use std::io::Cursor;

use enfilade_collect::{read_accounts, read_content, read_deals, read_touches};
use enfilade_domain::{Domain, Settings, Timestamp, Workspace};
use enfilade_simulator::{Climate, Library, Market, simulate};

use super::journey::{self, FIRST_MOMENT, Scenario};
use super::{own_site, replay};
use crate::build::assessment;
use crate::build::desk::tasks;
use crate::build::own::Whose;
use crate::reveal::{import, surroundings};
use crate::{App, AppError};

/// The companies told by hand.
const TOLD: &str = include_str!("northgate.journey");
/// The last day of that story; it becomes yesterday.
const LAST_DAY: i64 = 364;
/// Chance of the simulated part. Any number would do; this one's market holds every outcome.
const SEED: u64 = 3;
/// The vendor's own domain, and one of a competitor.
const OWN_DOMAIN: &str = "northgate.example";
const OWN_NAME: &str = "Northgate Systems";

/// Furnishes a workspace. Returns how many companies its market has.
///
/// # Errors
/// The story cannot be read, or the store failed.
pub fn furnish(app: &App, workspace: &Workspace) -> Result<usize, AppError> {
    let today = Timestamp::from_utc_day(app.now().utc_day());
    let climate = Climate::northgate();
    let start = today.plus_days(-(climate.months as f64 * 365.0 / 12.0));
    let market = simulate(Library::northgate(), &climate, start, SEED);
    let settings = Settings {
        name: Some(OWN_NAME.to_owned()),
        decision_months: climate.decision_months,
        own_domains: vec![domain(OWN_DOMAIN)?],
        ..workspace.settings.clone()
    };
    app.records.save_settings(workspace.id, &settings)?;
    let workspace = Workspace { settings, ..workspace.clone() };
    take_in(app, &workspace, &market)?;
    let told = tell(app, &workspace, today)?;
    Ok(market.accounts.len() + told)
}

/// The simulated market comes in through the same readers and doors as an operator's files.
fn take_in(app: &App, workspace: &Workspace, market: &Market) -> Result<(), AppError> {
    let mut refused = None;
    let mut on_rejection = |rejection: &enfilade_collect::Rejection| {
        refused.get_or_insert_with(|| rejection.to_string());
    };
    let content = bytes(enfilade_simulator::content_csv(&market.library.pieces));
    import::content(app, workspace, read_content(content), OWN_NAME, &mut on_rejection)?;
    let accounts = bytes(enfilade_simulator::accounts_csv(&market.accounts));
    import::accounts(app, workspace, read_accounts(accounts), &mut on_rejection)?;
    let deals = bytes(enfilade_simulator::deals_csv(&market.deals));
    import::deals(app, workspace, read_deals(deals, app.now()), &mut on_rejection)?;
    let touches = bytes(enfilade_simulator::touches_csv(&market.touches));
    import::touches(app, workspace, read_touches(touches), &mut on_rejection)?;
    let host = &market.library.host;
    let mut events = String::new();
    for occurrence in &market.occurrences {
        events.push_str(&enfilade_simulator::event_line(occurrence, host));
        events.push('\n');
    }
    import::events(app, workspace, &mut events.as_bytes(), &mut on_rejection)?;
    match refused {
        Some(reason) => Err(AppError::invalid("demo", reason)),
        None => Ok(()),
    }
}

/// Assesses the vendor's own site, once; its readers have to be read before, or it would know of no visit.
///
/// # Errors
/// The store failed.
pub fn assess(app: &App, workspace: &Workspace) -> Result<(), AppError> {
    let workspace = &surroundings::workspace(app.records.as_ref(), &workspace.slug)?;
    let host = &Library::northgate().host;
    if assessment::newest(app, workspace, Some(host))?.is_none() {
        let made = assessment::keep(app, workspace, host, &own_site::northgate(host), Whose::Own)?;
        if let Some(first) = made.report.findings.first() {
            tasks::accept(app, workspace, &made.report, first, "Ines Falk", "Ruth Amsel")?;
        }
    }
    Ok(())
}

fn bytes(text: String) -> Cursor<Vec<u8>> {
    Cursor::new(text.into_bytes())
}

/// Plays the companies told by hand. Returns how many they are.
fn tell(app: &App, workspace: &Workspace, today: Timestamp) -> Result<usize, AppError> {
    let story = story()?;
    let shift_ms = today.millis() - Timestamp::from_utc_day(FIRST_MOMENT.utc_day() + LAST_DAY + 1).millis();
    replay::add(app, workspace, &replay::moved(&story, shift_ms, app.now()))?;
    app.log.touch_all(workspace.id)?;
    Ok(story.accounts.len())
}

fn story() -> Result<Scenario, AppError> {
    journey::parse(TOLD).map_err(|error| AppError::invalid("demo", error.to_string()))
}

fn domain(text: &str) -> Result<Domain, AppError> {
    Domain::parse(text).map_err(|error| AppError::invalid("domain", error.to_string()))
}

#[cfg(test)]
mod tests;
