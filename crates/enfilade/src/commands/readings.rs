//! `enfilade readings`, `reading`, `ready` and `not-yet`.

use enfilade_app::AppError;
use enfilade_app::interpret::{as_of, explain, listing, scale, silence, stated};
use enfilade_domain::{AccountReading, Band, Domain, PersonId, PersonReading, Timestamp};

use enfilade_engine::judge::Scale;

use super::Opened;
use crate::arguments::{Level, ReadingOf, Readings, Ready};
use crate::failure::{Failure, Outcome};
use crate::output;

/// Accounts now or as known at a past moment.
fn accounts(opened: &Opened, moment: Option<Timestamp>) -> Result<Vec<AccountReading>, AppError> {
    match moment {
        Some(moment) => as_of::accounts(&opened.app, &opened.workspace, moment),
        None => {
            let listed = listing::accounts(&opened.app, &opened.workspace, opened.app.now())?;
            Ok(listed.into_iter().map(|listed| listed.reading).collect())
        }
    }
}

/// Persons now or as known at a past moment, one by one.
fn persons(opened: &Opened, moment: Option<Timestamp>, give: &mut dyn FnMut(PersonReading)) -> Result<(), AppError> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    let mut give = |reading: PersonReading| {
        give(reading);
        Ok(())
    };
    match moment {
        Some(moment) => as_of::persons(app, workspace, moment, &mut give),
        None => listing::persons(app, workspace, app.now(), &mut give),
    }
}

pub(crate) fn list(opened: &Opened, readings: &Readings) -> Result<Outcome, Failure> {
    match readings.level {
        Level::Account => {
            let accounts = accounts(opened, readings.as_of)?;
            let scale = scale::at(&opened.app, opened.workspace.id, moment_of(opened, readings.as_of))?;
            if readings.json {
                output::lines(&accounts, |reading| output::shown_account(reading, &scale));
            } else {
                account_header(&accounts);
                accounts.iter().for_each(|reading| account_row(reading, &scale));
            }
        }
        Level::Person => {
            if !readings.json {
                output::text_line(&format!(
                    "{:44} {:22} {:28} {:20} {:>7} last seen",
                    "person", "kind", "account", "room", "visits"
                ));
            }
            let show = |reading: &PersonReading| {
                if readings.json {
                    output::line(&output::person(reading));
                } else {
                    person_row(reading);
                }
            };
            persons(opened, readings.as_of, &mut |reading| show(&reading))?;
        }
    }
    Ok(Outcome::Done)
}

fn account_header(accounts: &[AccountReading]) {
    if accounts.is_empty() {
        eprintln!("no accounts yet: import accounts, or events in which visitors name a company");
        return;
    }
    output::text_line(&format!(
        "{:34} {:20} {:22} {:>18} {:>5} {:>6} last seen",
        "account", "room", "band", "readiness", "fit", "people"
    ));
}

fn account_row(reading: &AccountReading, scale: &Scale) {
    let readiness = scale::shown(scale, reading).map_or_else(|| "-".to_owned(), |shown| output::shown_in_words(&shown));
    output::text_line(&format!(
        "{:34} {:20} {:22} {:>18} {:>5} {:>6} {}",
        reading.account.as_str(),
        reading.shown.as_str(),
        reading.band.as_str(),
        readiness,
        reading.fit.map_or_else(|| "-".to_owned(), |fit| output::percent(fit.value())),
        reading.people,
        output::date(reading.last_seen),
    ));
}

fn person_row(reading: &PersonReading) {
    let who = reading.name.clone().unwrap_or_else(|| reading.person.to_string());
    output::text_line(&format!(
        "{:44} {:22} {:28} {:20} {:>7} {}",
        who,
        reading.kind.as_str(),
        reading.account.as_ref().map_or("-", Domain::as_str),
        reading.shown.as_str(),
        reading.sessions,
        output::date(reading.last_seen),
    ));
}

pub(crate) fn one(opened: &Opened, asked: &ReadingOf) -> Result<Outcome, Failure> {
    let moment = asked.as_of.unwrap_or_else(|| opened.app.now());
    let person = PersonId::new(asked.id.clone());
    if person.subject().is_some() {
        let Some(story) = explain::person(&opened.app, &opened.workspace, &person, moment)? else {
            return Err(AppError::NotFound { what: "person", name: asked.id.clone() }.into());
        };
        if asked.json {
            let mut value = output::person_story(&story);
            if asked.detail {
                output::reasons::add_detail(&mut value, &story.detail);
            }
            output::line(&value);
        } else {
            tell_person(&story, asked.detail);
        }
        return Ok(Outcome::Done);
    }
    let domain = Domain::parse(&asked.id).map_err(|_| Failure::Usage(neither(&asked.id)))?;
    let Some(story) = explain::account(&opened.app, &opened.workspace, &domain, moment)? else {
        return Err(AppError::NotFound { what: "account", name: asked.id.clone() }.into());
    };
    if asked.json {
        let mut value = output::account_story(&story);
        output::add_shown(
            &mut value,
            &story.reading,
            &scale::at(&opened.app, opened.workspace.id, story.reading.as_of)?,
        );
        if asked.detail {
            output::reasons::add_detail(&mut value, &story.detail);
        }
        output::line(&value);
    } else {
        tell_account(&story, asked.detail, &scale::at(&opened.app, opened.workspace.id, story.reading.as_of)?);
    }
    Ok(Outcome::Done)
}

/// Lists show people by the address they gave; their id begins with `user:`.
fn neither(id: &str) -> String {
    let hint =
        if id.contains('@') { format!("; a person who gave this address is named `user:{id}`") } else { String::new() };
    format!("`{id}` is neither a domain nor a person (user:…, visitor:…){hint}")
}

fn tell_account(story: &explain::AccountStory, detail: bool, scale: &Scale) {
    let reading = &story.reading;
    let title = reading.name.as_deref().unwrap_or(reading.account.as_str());
    output::text_line(&format!("{title} ({}), as of {}", reading.account, reading.as_of));
    output::text_line(&format!("  {}: {}", reading.band.as_str(), reading.band_reasons.join(" ")));
    output::text_line(&format!(
        "  room {}; outside {}, problem {}, solution {}, offer {}, sales {}",
        reading.shown.as_str(),
        output::percent(reading.rooms.outside),
        output::percent(reading.rooms.rooms[0]),
        output::percent(reading.rooms.rooms[1]),
        output::percent(reading.rooms.rooms[2]),
        output::percent(reading.rooms.rooms[3]),
    ));
    match scale::shown(scale, reading) {
        Some(shown) => output::text_line(&format!(
            "  readiness {} of 100; {}",
            output::shown_in_words(&shown),
            scale::source(scale)
        )),
        None => output::text_line("  readiness: not enough evidence for a number"),
    }
    output::reasons::tell(&story.evidence, detail.then_some(&story.detail), story.prior_log_odds);
    for line in &story.would_change {
        output::text_line(&format!("  {line}"));
    }
    output::reasons::tell_rest(&story.topics, &story.questions, &story.ignored);
    output::silence::tell(&story.reading.silence);
    output::committee::tell(story);
    output::committee::tell_guests(story);
    for statement in &story.statements {
        let said = stated::sentence(statement);
        output::text_line(&format!("  {} {said} (statement {})", output::date(Some(statement.at)), statement.id));
    }
    for deal in &story.deals {
        let end = deal.closed_at.map_or_else(String::new, |at| format!(", closed {}", output::date(Some(at))));
        let opened = output::date(Some(deal.opened_at));
        output::text_line(&format!("  deal {} opened {opened}: {}{end}", deal.deal_id, deal.stage.as_str()));
    }
    if let Some(made) = &story.as_made {
        output::text_line(&format!(
            "  as it was made on {} (model {}): {}, room {}, readiness {}",
            output::date(Some(made.made_at)),
            made.model_version,
            made.band.as_str(),
            made.shown.as_str(),
            output::percent(made.readiness).trim()
        ));
    }
    if story.revised {
        output::text_line("  revised: some of this arrived more than a day after it happened");
    }
}

fn tell_person(story: &explain::PersonStory, detail: bool) {
    let reading = &story.reading;
    let who = reading.name.clone().unwrap_or_else(|| "an anonymous reader".to_owned());
    output::text_line(&format!("{who} ({}), as of {}", reading.person, reading.as_of));
    output::text_line(&format!("  {}: {}", reading.kind.as_str(), reading.kind_reason));
    output::text_line(&format!(
        "  room {}, {} visits, first {}, last {}",
        reading.shown.as_str(),
        reading.sessions,
        output::date(reading.first_seen),
        output::date(reading.last_seen)
    ));
    output::silence::tell(&reading.silence);
    if let Some([week, month]) = reading.visit_within {
        output::text_line(&format!(
            "  comes again within a week with {}, within 30 days with {}",
            output::percent(week).trim(),
            output::percent(month).trim()
        ));
    }
    output::reasons::tell(&story.evidence, detail.then_some(&story.detail), story.prior_log_odds);
    output::reasons::tell_rest(&story.topics, &story.questions, &story.ignored);
    for device in &story.life.life.device_evidence {
        let struck = if device.struck_out { " (struck out)" } else { "" };
        output::text_line(&format!("  device {} since {}{struck}", device.visitor, output::date(Some(device.since))));
    }
    for (name, days) in story.life.life.networks_of() {
        output::text_line(&format!(
            "  network of {name}, as an address database says, {days} days; no company is made of that"
        ));
    }
    for one in &story.life.life.company_evidence {
        let struck = if one.struck_out { " (struck out)" } else { "" };
        output::text_line(&format!(
            "  {}: {} since {}, {} days, strength {:.2}{struck}",
            one.account,
            one.kind.sentence(),
            output::date(Some(one.since)),
            one.days,
            one.kind.strength()
        ));
    }
}

/// Accounts that have been reading for weeks and raised no hand.
pub(crate) fn quiet(opened: &Opened, asked: &Ready) -> Result<Outcome, Failure> {
    let listed = match asked.as_of {
        Some(moment) => as_of::listed(&opened.app, &opened.workspace, moment)?,
        None => listing::accounts(&opened.app, &opened.workspace, opened.app.now())?,
    };
    let scale = scale::at(&opened.app, opened.workspace.id, moment_of(opened, asked.as_of))?;
    let readers = silence::quiet_readers(&listed);
    for reader in &readers {
        if asked.json {
            output::line(&output::shown_account(&reader.reading, &scale));
        } else {
            account_row(&reader.reading, &scale);
            output::silence::tell(&reader.reading.silence);
        }
    }
    if readers.is_empty() && !asked.json {
        eprintln!("nobody reads quietly over weeks yet");
    }
    Ok(Outcome::Done)
}

/// The moment asked for; now where none was.
fn moment_of(opened: &Opened, as_of: Option<Timestamp>) -> Timestamp {
    as_of.unwrap_or_else(|| opened.app.now())
}

/// Accounts in some bands, and anonymous readers of no known company whose own visits put them there.
pub(crate) fn in_bands(opened: &Opened, asked: &Ready, bands: &[Band]) -> Result<Outcome, Failure> {
    let mut found = accounts(opened, asked.as_of)?;
    let asked_to_talk = found.iter().filter(|reading| reading.band == Band::AskedToTalk).count();
    found.retain(|reading| {
        bands.contains(&reading.band) && (reading.first_seen.is_some() || reading.band != Band::NotYet)
    });
    found.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.account.cmp(&b.account)));
    let scale = scale::at(&opened.app, opened.workspace.id, moment_of(opened, asked.as_of))?;
    let mut readers = Vec::new();
    let mut keep = |reading: PersonReading| {
        if reading.account.is_none() && reading.kind.is_read() && bands.contains(&reading.band) && reading.sessions > 1
        {
            readers.push(reading);
        }
    };
    persons(opened, asked.as_of, &mut keep)?;
    readers.sort_by(|a, b| b.readiness.total_cmp(&a.readiness).then_with(|| a.person.cmp(&b.person)));
    for reading in &found {
        if asked.json {
            output::line(&output::shown_account(reading, &scale));
        } else {
            account_row(reading, &scale);
            reasons(&reading.band_reasons);
        }
    }
    for reading in &readers {
        if asked.json {
            output::line(&output::person(reading));
        } else {
            output::text_line(&format!(
                "{:34} {:20} {:22} {:>18}",
                reading.name.as_deref().unwrap_or("an anonymous reader"),
                reading.shown.as_str(),
                reading.band.as_str(),
                output::percent(reading.readiness)
            ));
            output::text_line(&format!("    {}", reading.person));
            reasons(&reading.band_reasons);
        }
    }
    if bands == [Band::Ready] {
        if found.is_empty() && readers.is_empty() && !asked.json {
            eprintln!("nobody is ready to hear from us, and that is a fine answer");
        }
        if asked_to_talk > 0 {
            eprintln!("{asked_to_talk} asked to talk and deserve an answer first: enfilade asked");
        }
    }
    Ok(Outcome::Done)
}

fn reasons(lines: &[String]) {
    for line in lines {
        output::text_line(&format!("    {line}"));
    }
}
