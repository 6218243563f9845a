//! Something that stands in a buyer's way, with the page's own words and what to change.

use std::collections::HashSet;

use enfilade_domain::Room;
use enfilade_language::t;

use super::Assessed;
use crate::rules::Fired;

/// A finding. It always names a page and quotes it; what is missing is quoted by the head of the page where a reader
/// would look for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The headline.
    pub name: String,
    /// The room whose visitors suffer.
    pub room: Room,
    /// 1 a little, 2 clearly, 3 badly.
    pub weight: u8,
    pub path: String,
    pub url: String,
    pub quote: String,
    pub reason: String,
    pub advice: String,
    /// Points by which the room's score rises when this alone is mended.
    pub gain: f32,
}

impl Finding {
    pub(super) fn of_rule(fired: &Fired, room: Room, page: &Assessed) -> Self {
        Self {
            rule: fired.rule.id.to_owned(),
            name: fired.rule.name.to_owned(),
            room,
            weight: fired.rule.weight,
            path: page.path.clone(),
            url: page.url.clone(),
            quote: beginning(&fired.quote).to_owned(),
            reason: reason(fired),
            advice: fired.rule.advice.to_owned(),
            gain: 0.0,
        }
    }
}

/// Why it costs trust, and where else on the page it stands.
fn reason(fired: &Fired) -> String {
    if fired.further.is_empty() {
        return fired.rule.reason.to_owned();
    }
    let further: Vec<String> = fired.further.iter().map(|quote| format!("“{}”", beginning(quote))).collect();
    t!("{reason} It stands here too: {further}.", reason = fired.rule.reason, further = further.join(", "))
}

/// Bytes of a quote; a longer sentence is quoted by its beginning.
const QUOTE_MAX: usize = 400;

/// The beginning of a quote that is too long, up to a whole word.
pub(super) fn beginning(quote: &str) -> &str {
    let cut = crate::source::cut(quote, QUOTE_MAX);
    if cut.len() == quote.len() { cut } else { cut.rsplit_once(' ').map_or(cut, |(start, _)| start) }
}

/// The same words of a template on many pages are one finding, at the first of them.
pub(super) fn keep_once(findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    findings.retain(|finding| seen.insert((finding.rule.clone(), finding.room, finding.quote.to_lowercase())));
}
