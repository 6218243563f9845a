//! A life to visit sessions: runs of reading with no gap of thirty minutes.

use std::collections::BTreeMap;
use std::sync::Arc;

use enfilade_domain::{Action, Event, PageCategory, Role, Source, Timestamp};
use enfilade_engine::{ClassicAct, DEEP_READ_SECONDS, GLANCE_SECONDS, ReadingTime, SESSION_GAP_MS, Session};

use crate::reveal::people::Life;
use crate::reveal::surroundings::{PageFacts, Surroundings};

/// A page longer open than this without a next one was left, not read.
const LONGEST_READ_SECONDS: f32 = 1_800.0;
/// A visit of at least this many pages with a mean dwell below three seconds is a machine's (engine specification, 5).
const MACHINE_PAGES: usize = 4;
const MACHINE_DWELL_SECONDS: f32 = 3.0;

/// A session with what it was made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    pub session: Session,
    pub pages: Vec<PageVisit>,
    pub message_ids: Vec<String>,
    /// What was done besides reading, with the message that told it.
    pub acts: Vec<(Act, String)>,
    /// Arrived more than a day after it happened, so that readings in between were revised.
    pub late: bool,
}

/// What somebody does besides reading that speaks for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Asked for a talk or a demo.
    Asked,
    TookAlong,
    PassedOn,
}

/// A page within a visit.
#[derive(Debug, Clone, PartialEq)]
pub struct PageVisit {
    pub message_id: String,
    pub at: Timestamp,
    pub path: String,
    pub facts: Arc<PageFacts>,
    /// Active seconds where measured, else the time until the next page; `None` for a last page without measure.
    pub dwell_seconds: Option<f32>,
    pub scroll: Option<f32>,
}

impl PageVisit {
    #[must_use]
    pub fn is_deep(&self) -> bool {
        self.dwell_seconds.is_some_and(|seconds| seconds > DEEP_READ_SECONDS)
    }
}

/// The sessions of a life in order of time. Sessions of machines, and sessions without a page or a form, are left out.
#[must_use]
pub fn visits(life: &Life, surroundings: &Surroundings) -> Vec<Visit> {
    if !life.may_be_read || !life.kind.kind.is_read() {
        return Vec::new();
    }
    let reads = reads_by_page(&life.events);
    let mut found = Vec::new();
    let mut open: Vec<&Event> = Vec::new();
    let mut open_until = Timestamp::MIN;
    for event in life.events.iter().filter(|event| opens_or_extends(&event.action)) {
        if !open.is_empty() && event.at.millis() - open_until.millis() >= SESSION_GAP_MS {
            found.extend(visit(&open, &reads, surroundings));
            open.clear();
        }
        let (dwell, _) = measured(event, &reads);
        open_until = event.at.plus_millis((dwell.unwrap_or(0.0) * 1_000.0) as i64).max(open_until);
        open.push(event);
    }
    if !open.is_empty() {
        found.extend(visit(&open, &reads, surroundings));
    }
    found
}

/// What extends a visit. Mail opens and ad impressions carry no weight (engine specification, 5), and what the seller
/// does is never a visit.
const fn opens_or_extends(action: &Action) -> bool {
    matches!(
        action,
        Action::Page
            | Action::Screen
            | Action::DemoRequested
            | Action::ContactRequested
            | Action::ContentDownloaded
            | Action::NewsletterSignup
            | Action::ContentShared
            | Action::WebinarRegistered
            | Action::WebinarAttended
            | Action::ProposalViewed
            | Action::OutboundClick
    )
}

/// Reading time and depth told separately, by the message id of the page view.
fn reads_by_page(events: &[Event]) -> BTreeMap<&str, (f32, f32)> {
    let mut reads: BTreeMap<&str, (f32, f32)> = BTreeMap::new();
    for event in events {
        if let Action::PageRead { of } = &event.action {
            let read = reads.entry(of).or_default();
            read.0 = read.0.max(event.dwell_seconds.unwrap_or(0.0));
            read.1 = read.1.max(event.scroll.unwrap_or(0.0));
        }
    }
    reads
}

fn measured(event: &Event, reads: &BTreeMap<&str, (f32, f32)>) -> (Option<f32>, Option<f32>) {
    match reads.get(event.message_id.as_str()) {
        Some((dwell, scroll)) => {
            (Some(dwell.max(event.dwell_seconds.unwrap_or(0.0))), Some(scroll.max(event.scroll.unwrap_or(0.0))))
        }
        None => (event.dwell_seconds, event.scroll),
    }
}

fn visit(events: &[&Event], reads: &BTreeMap<&str, (f32, f32)>, surroundings: &Surroundings) -> Option<Visit> {
    let first = events.first()?;
    let mut session = Session {
        at: first.at,
        pages: 0,
        categories: [0; PageCategory::COUNT],
        read: [ReadingTime::NONE; PageCategory::COUNT + 1],
        source: events.iter().find_map(|event| event.source).unwrap_or(Source::Direct),
        demo: false,
        download: false,
        share: false,
    };
    let mut pages = Vec::new();
    let mut acts = Vec::new();
    let mut form = false;
    for (position, event) in events.iter().enumerate() {
        match event.action {
            Action::Page | Action::Screen => {
                let (mut dwell, scroll) = measured(event, reads);
                if dwell.is_none() {
                    dwell = events
                        .get(position + 1)
                        .map(|next| next.at.millis() - event.at.millis())
                        .map(|gap| (gap as f32 / 1_000.0).min(LONGEST_READ_SECONDS));
                }
                let path = event.place.as_ref().map(|place| place.path.clone()).unwrap_or_default();
                let facts = Arc::clone(surroundings.page(&path));
                pages.push(PageVisit {
                    message_id: event.message_id.clone(),
                    at: event.at,
                    path,
                    facts,
                    dwell_seconds: dwell,
                    scroll,
                });
            }
            Action::DemoRequested | Action::ContactRequested => {
                session.demo = true;
                acts.push((Act::Asked, event.message_id.clone()));
            }
            Action::ContentDownloaded => {
                session.download = true;
                acts.push((Act::TookAlong, event.message_id.clone()));
            }
            Action::ContentShared => {
                session.share = true;
                acts.push((Act::PassedOn, event.message_id.clone()));
            }
            Action::NewsletterSignup | Action::WebinarRegistered | Action::WebinarAttended | Action::ProposalViewed => {
                form = true;
            }
            _ => {}
        }
    }
    for page in &pages {
        // A page left within three seconds was not read: it counts against depth and for nothing else, so that ten
        // clicks never weigh more than one reading.
        let is_glance = page.dwell_seconds.is_some_and(|seconds| seconds < GLANCE_SECONDS);
        session.pages += u32::from(!is_glance);
        if let Some(seconds) = page.dwell_seconds {
            session.read[page.facts.category.map_or(PageCategory::COUNT, PageCategory::index)].add(seconds);
        }
        let Some(category) = page.facts.category else { continue };
        session.categories[category.index()] += u32::from(!is_glance);
    }
    let dwells: Vec<f32> = pages.iter().filter_map(|page| page.dwell_seconds).collect();
    let hurried = pages.len() >= MACHINE_PAGES
        && dwells.len() + 1 >= pages.len()
        && dwells.iter().sum::<f32>() < MACHINE_DWELL_SECONDS * dwells.len() as f32;
    let empty = pages.is_empty() && !session.demo && !session.download && !form;
    if hurried || empty {
        return None;
    }
    Some(Visit {
        session,
        pages,
        message_ids: events.iter().map(|event| event.message_id.clone()).collect(),
        acts,
        late: events.iter().any(|event| event.known_at.days_since(event.at) > 1.0),
    })
}

/// Roles whose content was read properly in these visits.
pub fn roles_read<'a>(visits: impl Iterator<Item = &'a Visit>) -> Vec<Role> {
    let mut roles: Vec<Role> = visits
        .flat_map(|visit| &visit.pages)
        .filter(|page| page.is_deep())
        .filter_map(|page| page.facts.role.clone())
        .collect();
    roles.sort();
    roles.dedup();
    roles
}

/// What the classic points model counts in a life: every page and every click, whoever made them, read or not.
#[must_use]
pub fn classic_acts(life: &Life, surroundings: &Surroundings) -> Vec<(Timestamp, ClassicAct)> {
    let mut acts = Vec::new();
    for event in &life.events {
        let act = match event.action {
            Action::Page | Action::Screen => {
                ClassicAct::Page(event.place.as_ref().and_then(|place| surroundings.page(&place.path).category))
            }
            Action::DemoRequested | Action::ContactRequested => ClassicAct::Demo,
            Action::ContentDownloaded => ClassicAct::Download,
            Action::NewsletterSignup => ClassicAct::Newsletter,
            Action::ContentShared => ClassicAct::Share,
            Action::EmailOpened => ClassicAct::EmailOpened,
            Action::EmailLinkClicked => ClassicAct::VisitFromEmail,
            _ => continue,
        };
        acts.push((event.at, act));
    }
    acts
}

/// A visit that came from a mail counts as a click on it in the classic model, unless the clicks were told themselves.
pub fn mail_visits<'a>(life: &Life, visits: &'a [Visit]) -> impl Iterator<Item = (Timestamp, ClassicAct)> + 'a {
    let clicks_are_told = life.events.iter().any(|event| event.action == Action::EmailLinkClicked);
    visits
        .iter()
        .filter(move |visit| !clicks_are_told && visit.session.source == Source::Email)
        .map(|visit| (visit.session.at, ClassicAct::VisitFromEmail))
}
