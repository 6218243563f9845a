//! What was seen and not read, and why: so that nobody thinks it was forgotten.

use std::collections::BTreeMap;

use enfilade_domain::{Action, PersonKind, Timestamp, Touch};
use enfilade_engine::GLANCE_SECONDS;
use enfilade_language::t;

use super::fold::ReadLife;

/// One sort of things that carry no weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    pub what: String,
    pub why: &'static str,
    pub count: usize,
}

/// What the lives of an account or person hold that no reading rests on.
#[must_use]
pub fn ignored<'a>(lives: impl Iterator<Item = &'a ReadLife>, touches: &[Touch], moment: Timestamp) -> Vec<Ignored> {
    let mut found: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    let mut add = |what: &str, why: &'static str| *found.entry((what.to_owned(), why)).or_default() += 1;
    for read in lives {
        let life = &read.life;
        if !life.may_be_read {
            add(t!("people who declined to be read"), t!("their wish is honoured; only the refusal is kept"));
            continue;
        }
        if !life.kind.kind.is_read() {
            let what = match life.kind.kind {
                PersonKind::Bot => t!("machines"),
                PersonKind::Staff => t!("people of your own house"),
                PersonKind::Competitor => t!("people of a competitor"),
                PersonKind::Candidate => t!("people who look for a job"),
                PersonKind::Customer => t!("people who use what they bought"),
                PersonKind::Buyer | PersonKind::Unknown => t!("people set aside"),
            };
            add(what, t!("they are set aside as no buyers; a person can bring them back"));
            continue;
        }
        for event in &life.events {
            match event.action {
                Action::EmailDelivered => {
                    add(t!("mails delivered"), t!("a mail that arrived says nothing of its reader"));
                }
                Action::EmailOpened => {
                    add(t!("mails opened"), t!("programs open mails too, and opening is not reading"));
                }
                Action::EmailLinkClicked => {
                    add(t!("links followed in mails"), t!("mail scanners follow them; the visit itself is read"));
                }
                Action::AdImpression => add(t!("ads shown"), t!("having been shown something is nothing one did")),
                Action::Missed { .. } => add(t!("pages that do not exist"), t!("nothing can be learned from them")),
                _ => {}
            }
        }
        for page in read.visits.iter().flat_map(|visit| &visit.pages) {
            if page.dwell_seconds.is_some_and(|seconds| seconds < GLANCE_SECONDS) {
                add(t!("glances"), t!("a page left at once was not read"));
            } else if page.facts.category.is_none() {
                add(t!("pages without a purpose"), t!("the library does not say what they are for"));
            }
        }
    }
    for _ in touches.iter().filter(|touch| touch.at <= moment) {
        add(t!("things your own people did"), t!("what a seller does is nothing a buyer did"));
    }
    let mut lines: Vec<Ignored> = found.into_iter().map(|((what, why), count)| Ignored { what, why, count }).collect();
    lines.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.what.cmp(&b.what)));
    lines
}
