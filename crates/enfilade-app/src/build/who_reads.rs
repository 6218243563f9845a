//! Who reads what, as far as the calendar, the gates and an assessment need it: one walk through everybody's pages.

use std::collections::BTreeMap;

use enfilade_domain::{Action, Event, PersonId, Role, Timestamp, VisitorId, Workspace};

use crate::interpret::state::PersonState;
use crate::reveal::people::may_be_read;
use crate::{App, AppError};

/// A page that somebody opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opened {
    pub at: Timestamp,
    /// Without a slash at its end.
    pub path: String,
    /// Where the sender gave a whole address; without `www.`.
    pub host: Option<String>,
}

/// What one person read, and when a form was sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Reader {
    /// The part this person plays, where it is known well enough.
    pub role: Option<Role>,
    /// In order of time.
    pub pages: Vec<Opened>,
    pub forms: Vec<Timestamp>,
}

/// Who is not seen for so many days did not come again.
const AGAIN_DAYS: f64 = 30.0;

impl Reader {
    /// Whether this reader came again on another day within thirty; nothing where the thirty are not over.
    pub(super) fn came_again(&self, at: Timestamp, moment: Timestamp) -> Option<bool> {
        let until = at.plus_days(AGAIN_DAYS);
        let came = self.pages.iter().any(|page| page.at.utc_day() > at.utc_day() && page.at <= until);
        // An early return counts no sooner than a late one could, or the share would be too high.
        (moment >= until).then_some(came)
    }
}

/// Persons held in memory at once.
const AT_ONCE: usize = 400;

/// A path as pieces are known by.
pub(super) fn plain(path: &str) -> &str {
    let plain = path.trim_end_matches('/');
    if plain.is_empty() { path.get(..1).unwrap_or_default() } else { plain }
}

/// The host of an address; nothing for a bare path.
pub(super) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.trim_start_matches("www.").to_lowercase();
    Some(host).filter(|host| !host.is_empty())
}

/// Hands over everybody who may be a buyer and may be read.
pub(super) fn each(
    app: &App,
    workspace: &Workspace,
    moment: Timestamp,
    give: &mut dyn FnMut(&Reader),
) -> Result<(), AppError> {
    let mut after: Option<PersonId> = None;
    loop {
        let stored = app.records.persons_after(workspace.id, after.as_ref(), AT_ONCE)?;
        let Some(last) = stored.last() else { return Ok(()) };
        after = Some(last.person.clone());
        let read: Vec<_> = stored.iter().filter(|one| one.kind.is_read()).collect();
        let visitors: Vec<VisitorId> = read.iter().flat_map(|one| one.visitors.iter().cloned()).collect();
        let mut lives: BTreeMap<VisitorId, Vec<Event>> = BTreeMap::new();
        for event in app.log.events_of(workspace.id, &visitors)? {
            if event.known_at <= moment && event.at <= moment {
                lives.entry(event.visitor.clone()).or_default().push(event);
            }
        }
        for one in read {
            let mut events: Vec<&Event> =
                one.visitors.iter().filter_map(|visitor| lives.get(visitor)).flatten().collect();
            events.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.message_id.cmp(&b.message_id)));
            if !may_be_read(events.iter().copied(), workspace.settings.consent_mode) {
                continue;
            }
            let role = PersonState::from_stored(one)?.part.role.named().map(|(role, _)| role.clone());
            give(&reader(role, &events));
        }
    }
}

fn reader(role: Option<Role>, events: &[&Event]) -> Reader {
    let mut reader = Reader { role, ..Reader::default() };
    let mut is_named = false;
    for event in events {
        match &event.action {
            Action::Page | Action::Screen => {
                if let Some(place) = &event.place {
                    let host = place.url.as_deref().and_then(host);
                    reader.pages.push(Opened { at: event.at, path: plain(&place.path).to_owned(), host });
                }
            }
            Action::ContentDownloaded
            | Action::NewsletterSignup
            | Action::ContactRequested
            | Action::DemoRequested
            | Action::WebinarRegistered => reader.forms.push(event.at),
            // Who is known already is named with every visit; only the first time was a form.
            Action::Identify if !is_named => {
                is_named = true;
                reader.forms.push(event.at);
            }
            _ => {}
        }
    }
    reader
}
