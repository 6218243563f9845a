//! `/accounts/{domain}`: one account's journey.

mod beside;
mod links;

use axum::extract::{Extension, Path, Query, State};
use axum::response::Html;
use enfilade_app::engage::ready as short;
use enfilade_app::interpret::explain::{self, AccountStory, Member};
use enfilade_app::interpret::fold::ReadLife;
use enfilade_app::interpret::scale;
use enfilade_app::interpret::sessions::{PageVisit, Visit};
use enfilade_domain::{
    Band, Domain, FitRule, PersonId, Room, ShownRoom, SilenceReading, SilenceState, Stated, Timestamp, Touch, Workspace,
};
use enfilade_engine::REQUEST_DAYS;
use enfilade_engine::judge::Shown;
use enfilade_language::{t, translated};
use enfilade_store::StoreError;

use super::floor_plan::Asked;
use super::guard::Viewer;
use super::{PageError, Shared, Site, as_made, blocking, dates, done, floor_plan, ready, statements};
use crate::components::words;
use crate::pages::frame::{Frame, Likely, Sheet};
use crate::pages::journey::{
    self, BeliefDay, DealLine, Depth, Evidence, EvidenceStep, Journey, Note, OutsideEvent, QuietBand, ReadinessDay,
    Rest, SalesTouch, Slur, Voice,
};

/// A silence of the whole account of at least this many days is drawn as a rest.
const REST_DAYS: i64 = 14;

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(domain): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let domain = Domain::parse(&domain).map_err(|error| PageError::not_found(format!("{error}.")))?;
        let story = explain::account(&site.app, &workspace, &domain, moment)?.ok_or_else(|| {
            PageError::not_found(t!(
                "No company is known as {domain} here yet. Find looks for names, too.",
                domain = domain
            ))
        })?;
        // Of a past day nothing is decided.
        let decider = Viewer { may_decide: viewer.may_decide && as_of.is_none(), ..viewer.clone() };
        let mut view = view(&site, &workspace, &decider, &story, moment)?;
        if as_of.is_some() {
            view.is_past = true;
            view.beside = None;
            view.actions.clear();
            view.identity.iter_mut().for_each(|line| line.undo = None);
            view.stated.iter_mut().for_each(|line| (line.undo, line.answer) = (None, None));
        }
        let name = view.account.name.clone();
        let frame = Frame {
            done: done::told(&site, &workspace, &viewer, asked.done.as_deref(), &format!("/accounts/{domain}"))?,
            ..floor_plan::frame(
                &site,
                &workspace,
                &viewer,
                Sheet::Accounts,
                moment,
                as_of,
                &name,
                t!("1 bar = 1 month"),
            )?
        };
        Ok(Html(journey::render(&frame, &view).into_string()))
    })
    .await
}

fn view(
    site: &Site,
    workspace: &Workspace,
    viewer: &Viewer,
    story: &AccountStory,
    moment: Timestamp,
) -> Result<Journey, PageError> {
    let reading = &story.reading;
    let records = &site.app.records;
    let stated = records.account(workspace.id, &reading.account)?;
    let mut order: Vec<&ReadLife> = story.lives.iter().filter(|read| !read.visits.is_empty()).collect();
    order.sort_by_key(|read| read.visits.first().map(|visit| visit.session.at));
    let mut touches = records.touches_of(workspace.id, &reading.account)?;
    touches.retain(|touch| touch.at <= moment);
    let notes = notes(&order);
    let mut facts = stated.as_ref().map(ready::facts).unwrap_or_default();
    let rule = stated.as_ref().and_then(|account| FitRule::of(&workspace.settings.fit_rules, account));
    facts.extend(rule.map(|rule| t!("fit by the rule “{rule}”", rule = rule)));
    facts.extend(led_by(reading.shown).map(str::to_owned));
    if story.revised {
        facts.push(t!("revised: some evidence arrived late").to_owned());
    }
    // Pages show the one scale: of ten past accounts shown at 70, about seven would have welcomed a talk.
    let scale = scale::at(&site.app, workspace.id, moment).map_err(PageError::from)?;
    let linked = links::of(site, workspace, viewer, story, moment)?;
    let likely = |shown: Shown| Likely { value: shown.value as f32, low: shown.low as f32, high: shown.high as f32 };
    let pieces = records.pieces(workspace.id)?;
    let mut voices: Vec<Voice> = order.iter().enumerate().map(|(index, read)| voice(index, read, story)).collect();
    for (voice, next) in voices.iter_mut().zip(beside::next(story, &pieces, &order)) {
        voice.next = next;
    }
    Ok(Journey {
        account: floor_plan::link(reading),
        facts,
        as_of_day: moment.utc_day(),
        is_past: false,
        band: reading.band,
        band_reasons: reading.band_reasons.clone(),
        decided: ready::decided(site, workspace, &reading.account, viewer, moment)?,
        window_passed: reading.band == Band::Ready && !short::is_open(reading.band, reading.last_seen, moment),
        may_decide: viewer.may_decide,
        tomorrow: ready::tomorrow(moment),
        shown: reading.shown,
        rooms: reading.rooms,
        readiness: likely(scale.shown(f64::from(reading.z))),
        door_opens_at: Some(scale::shown_for(&scale, enfilade_engine::READY_FROM).value as f32),
        enough_evidence: reading.enough_evidence,
        visits: reading.sessions as u32,
        fit: reading.fit.map(enfilade_domain::Fit::value),
        voices,
        missing_roles: reading.roles_missing.iter().map(|role| words::capital(role.as_str())).collect(),
        rests: rests(&notes, moment),
        slurs: slurs(story, &order, &notes),
        events: outside_events(story),
        touches: touches.iter().map(|touch| sales_touch(touch, story)).collect(),
        delivered_days: Vec::new(),
        presence: Vec::new(),
        ribbon: story.history.iter().map(|point| BeliefDay { day: point.at.utc_day(), belief: point.rooms }).collect(),
        readiness_line: story
            .history
            .iter()
            .map(|point| ReadinessDay {
                day: point.at.utc_day(),
                readiness: likely(scale::shown_for(&scale, point.readiness)),
            })
            .collect(),
        quiet: quiet_band(&reading.silence),
        silence: reading.silence.sentence(),
        works_on: story.topics.words(),
        decided_elsewhere: reading.silence.decided_elsewhere,
        evidence: evidence(story),
        stated: statements::lines(&story.statements, reading.account.as_str(), viewer.may_decide),
        as_made: story.as_made.as_ref().map(|made| as_made::sentence(made, &scale)),
        identity: linked.lines,
        set_aside: linked.set_aside,
        marked: linked.marked,
        actions: linked.actions,
        deals: deals(site, workspace, story, moment)?,
        beside: beside::others(site, workspace, story, &scale)?,
        not_seen: not_seen(story, stated.is_some_and(|account| !account.office_networks.is_empty())),
        notes,
    })
}

/// Who leads by the room they are in. Both teams see everything, and either may act (requirement P02).
fn led_by(shown: ShownRoom) -> Option<&'static str> {
    match shown {
        ShownRoom::In(Room::Problem | Room::Solution) => Some(t!("Led by marketing")),
        ShownRoom::In(Room::Offer | Room::Sales) => Some(t!("Led by sales")),
        ShownRoom::Outside | ShownRoom::Unclear | ShownRoom::NotEnoughEvidence => None,
    }
}

/// What happened at the buyer's and what was said, as marks over the staff.
fn outside_events(story: &AccountStory) -> Vec<OutsideEvent> {
    let caption = |stated: &Stated| match stated {
        Stated::Declaration(declaration) => declaration.as_str().to_owned(),
        Stated::Overrule(standing) => t!("said to be {standing}", standing = translated(standing.as_str())),
        Stated::Conversation(_) => "conversation".to_owned(),
        Stated::TalkRequest(_) => t!("asked to talk").to_owned(),
    };
    let capital =
        |text: String| text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect();
    story
        .statements
        .iter()
        .map(|statement| OutsideEvent { day: statement.at.utc_day(), caption: capital(caption(&statement.stated)) })
        .collect()
}

fn letter(index: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    letters.get(index).map_or_else(|| (index + 1).to_string(), |letter| char::from(*letter).to_string())
}

fn voice(index: usize, read: &ReadLife, story: &AccountStory) -> Voice {
    let member: Option<&Member> = story.committee.iter().find(|member| member.reading.person == read.life.person);
    let named = member.and_then(|member| member.reading.role.named());
    let stated = read.life.job_title.clone();
    let role_title = named.map(|(role, _)| words::capital(role.as_str()));
    let topics = member.and_then(|member| member.works_on.clone());
    Voice {
        letter: letter(index),
        title: stated.clone().or(role_title).unwrap_or_else(|| t!("Somebody").to_owned()),
        // A title that was given is no inference.
        role_certainty: named.filter(|_| stated.is_none()).map(|(_, share)| share),
        joined: member.and_then(joined),
        given_name: read.life.name.clone().or_else(|| read.life.email.clone()),
        person_id: read.life.person.as_str().to_owned(),
        shown: member.map_or(enfilade_domain::ShownRoom::NotEnoughEvidence, |member| member.reading.shown),
        first_day: read.visits.first().map_or(0, |visit| visit.session.at.utc_day()),
        last_day: read.visits.last().map_or(0, |visit| visit.session.at.utc_day()),
        thinking_about: topics,
        next: None,
    }
}

/// How somebody joined what was under way, and whether the person left since.
fn joined(member: &Member) -> Option<String> {
    let entry = member.entry.as_ref().filter(|entry| entry.newcomer);
    let came = entry.map(|entry| {
        let room =
            entry.began_in.map_or_else(String::new, |room| t!(", began in the {room} room", room = room.title()));
        t!("Joined on day {after_days}{room}", after_days = entry.after_days, room = room)
    });
    match (came, member.departed_at) {
        (came, Some(at)) => {
            let left = t!("left {utc_day}, and is no longer counted", utc_day = words::day_of_year(at.utc_day()));
            Some(came.map_or_else(|| words::capital(&left), |came| format!("{came}; {left}")))
        }
        (came, None) => came,
    }
}

/// One note for each day on which a person came.
fn notes(order: &[&ReadLife]) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for (voice, read) in order.iter().enumerate() {
        let mut paths_read: Vec<&str> = Vec::new();
        let mut from = 0;
        while let Some(first) = read.visits.get(from) {
            let day = first.session.at.utc_day();
            let until = from + read.visits.iter().skip(from).take_while(|v| v.session.at.utc_day() == day).count();
            let today: Vec<&PageVisit> =
                read.visits[from..until].iter().flat_map(|visit: &Visit| &visit.pages).collect();
            let returned = today.iter().any(|page| paths_read.contains(&page.path.as_str()));
            notes.push(Note { day, room: most_read(&today), voice, depth: depth(&today, returned) });
            paths_read.extend(today.iter().map(|page| page.path.as_str()));
            from = until;
        }
    }
    notes.sort_by_key(|note| (note.day, note.voice));
    notes
}

fn most_read(pages: &[&PageVisit]) -> Option<Room> {
    let mut by_room = [0.0_f32; 4];
    for page in pages {
        if let Some(room) = page.facts.category.and_then(enfilade_domain::PageCategory::room) {
            by_room[room.index()] += page.dwell_seconds.unwrap_or(30.0).max(1.0);
        }
    }
    let top = Room::ALL.into_iter().max_by(|a, b| by_room[a.index()].total_cmp(&by_room[b.index()]))?;
    (by_room[top.index()] > 0.0).then_some(top)
}

fn depth(pages: &[&PageVisit], returned: bool) -> Depth {
    let longest = pages.iter().filter_map(|page| page.dwell_seconds).fold(0.0_f32, f32::max);
    match longest {
        seconds if seconds >= 180.0 || (returned && seconds >= 30.0) => Depth::Studied,
        seconds if seconds >= 30.0 => Depth::Read,
        _ => Depth::Glance,
    }
}

fn rests(notes: &[Note], moment: Timestamp) -> Vec<Rest> {
    let mut days: Vec<i64> = notes.iter().map(|note| note.day).collect();
    days.dedup();
    days.extend((!days.is_empty()).then_some(moment.utc_day()));
    days.windows(2)
        .filter(|pair| pair[1] - pair[0] > REST_DAYS)
        .map(|pair| Rest { from_day: pair[0], to_day: pair[1] })
        .collect()
}

/// `None` while there is no journey that could be quiet.
pub(super) fn quiet_band(silence: &SilenceReading) -> Option<QuietBand> {
    (silence.state != SilenceState::NoJourney).then_some(QuietBand {
        low_days: silence.usual_low,
        median_days: silence.usual_middle,
        high_days: silence.usual_high,
        now_days: silence.days as f32,
        silences: silence.own_silences,
    })
}

/// Links passed on: from the maker's last note before to the reader's first note after.
fn slurs(story: &AccountStory, order: &[&ReadLife], notes: &[Note]) -> Vec<Slur> {
    let voice_of = |person: &PersonId| order.iter().position(|read| read.life.person == *person);
    let mut found = Vec::new();
    for forward in &story.forwards {
        let (Some(from), Some(to)) = (voice_of(&forward.from), voice_of(&forward.to)) else { continue };
        let day = forward.at.utc_day();
        let start = notes.iter().rposition(|note| note.voice == from && note.day <= day);
        let end = notes.iter().position(|note| note.voice == to && note.day >= day);
        if let (Some(start), Some(end)) = (start, end) {
            found.push(Slur { from: start, to: end });
        }
    }
    found
}

/// A touch of ours. Whoever asked to talk is not talked to too early.
fn sales_touch(touch: &Touch, story: &AccountStory) -> SalesTouch {
    let before = story.history.iter().rev().find(|point| point.at <= touch.at);
    SalesTouch {
        day: touch.at.utc_day(),
        caption: words::touch(&touch.kind),
        early: touch.asks && before.is_none_or(|point| point.readiness < 0.35) && !had_asked(story, touch.at),
    }
}

/// Whether somebody of theirs had asked to talk by a moment, lately enough to be heard.
fn had_asked(story: &AccountStory, moment: Timestamp) -> bool {
    let is_heard = |at: Timestamp| (0.0..=REQUEST_DAYS).contains(&moment.days_since(at));
    let stated = story.statements.iter().any(|one| is_heard(one.at) && matches!(one.stated, Stated::TalkRequest(_)));
    let mut events = story.lives.iter().flat_map(|read| &read.life.events);
    stated || events.any(|event| is_heard(event.at) && short::asks_to_talk(&event.action))
}

fn evidence(story: &AccountStory) -> Option<Evidence> {
    if story.evidence.is_empty() {
        return None;
    }
    Some(Evidence {
        base_text: t!("Where any account usually stands").to_owned(),
        base_log_odds: story.prior_log_odds as f32,
        steps: story
            .evidence
            .iter()
            .map(|line| EvidenceStep {
                text: line.text.clone(),
                log_odds: line.log_odds as f32,
                is_rest: line.is_rest(),
            })
            .collect(),
        detail: story
            .detail
            .iter()
            .map(|line| EvidenceStep {
                text: line.text.clone(),
                log_odds: line.log_odds as f32,
                is_rest: line.is_rest(),
            })
            .collect(),
        ignored: story
            .ignored
            .iter()
            .map(|line| format!("{} ({}): {}.", words::capital(&line.what), line.count, line.why))
            .collect(),
        would_change: story.would_change.iter().map(|line| fragment(line)).collect(),
    })
}

/// A sentence as a part of a longer one.
fn fragment(sentence: &str) -> String {
    let bare = sentence.trim_end_matches('.');
    bare.chars().take(1).flat_map(char::to_lowercase).chain(bare.chars().skip(1)).collect()
}

fn deals(
    site: &Site,
    workspace: &Workspace,
    story: &AccountStory,
    moment: Timestamp,
) -> Result<Vec<DealLine>, StoreError> {
    let deals = site.app.records.deals_of(workspace.id, &story.reading.account)?;
    Ok(deals
        .into_iter()
        .filter_map(|deal| {
            Some(DealLine {
                stage: deal.stage_at(moment)?,
                opened_day: deal.opened_at.utc_day(),
                closed_day: deal.closed_at.filter(|at| *at <= moment).map(Timestamp::utc_day),
                amount: deal.amount.as_ref().map(money),
                heard_from: deal.heard_from,
            })
        })
        .collect())
}

fn not_seen(story: &AccountStory, has_networks: bool) -> Vec<String> {
    let mut lines = vec![t!("Talks, recommendations and reading elsewhere leave no trace here.").to_owned()];
    if !has_networks {
        lines.push(
            t!("No office network is stated for this company, so its anonymous readers are not seen as its own.")
                .to_owned(),
        );
    }
    if story.lives.iter().any(|read| !read.life.may_be_read) {
        lines.push(t!("Somebody here declined to be read; nothing of that is interpreted.").to_owned());
    }
    lines
}

/// An amount with its currency, such as "41,000 EUR"; of a thousand and more without cents.
pub(super) fn money(amount: &enfilade_domain::Money) -> String {
    let currency = amount.currency.as_deref().unwrap_or("");
    let whole = usize::try_from((amount.minor / 100).unsigned_abs()).map_or_else(|_| "–".to_owned(), words::thousands);
    let sign = if amount.minor < 0 { "−" } else { "" };
    let cents = match (amount.minor % 100).abs() {
        _ if amount.minor.unsigned_abs() >= 100_000 => String::new(),
        0 => String::new(),
        cents => format!(".{cents:02}"),
    };
    format!("{sign}{whole}{cents} {currency}").trim_end().to_owned()
}
