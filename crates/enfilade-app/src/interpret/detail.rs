//! What a reading rests on, cause by cause, as an analyst wants it: pages by what they are for, how somebody came, acts,
//! silence. Adds up to the same belief as the sentences of `reasons.rs`.

use std::collections::BTreeMap;

use enfilade_domain::{PageCategory, Source};
use enfilade_engine::{AccountVisit, Cause, Explanation};
use enfilade_language::{t, tn};

use super::explain::Evidence;
use super::sessions::Visit;
use super::stated::{self, Heard};

/// Steps of the same theme are one line, every statement has its own; the lines that weigh most come first.
/// `credited` are the visits as the account took them; empty for a person.
pub(super) fn themes(
    explanation: &Explanation,
    visits: &[&Visit],
    credited: &[AccountVisit<'_>],
    heard: &Heard<'_>,
) -> Vec<Evidence> {
    #[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
    enum Theme {
        Silence,
        Stated(usize),
        Returning,
        Pages(PageCategory),
        Extent,
        Source(Source),
        Act(u8),
    }
    let mut found: BTreeMap<Theme, (f64, u32, Vec<String>)> = BTreeMap::new();
    for step in &explanation.steps {
        let theme = match step.cause {
            Cause::Silence { .. } => Theme::Silence,
            Cause::Visit => Theme::Returning,
            Cause::Pages { category, .. } => Theme::Pages(category),
            Cause::Extent { .. } => Theme::Extent,
            Cause::Source(source) => Theme::Source(source),
            Cause::Demo(_) => Theme::Act(0),
            Cause::Download(_) => Theme::Act(1),
            Cause::Share(_) => Theme::Act(2),
            Cause::Stated { statement } => Theme::Stated(statement),
        };
        let (sum, count, ids) = found.entry(theme).or_default();
        *sum += step.change;
        *count += match step.cause {
            Cause::Silence { hours } => hours,
            Cause::Pages { count, .. } => count,
            Cause::Extent { pages } => pages,
            Cause::Visit | Cause::Source(_) | Cause::Stated { .. } => 1,
            Cause::Demo(yes) | Cause::Download(yes) | Cause::Share(yes) => u32::from(yes),
        };
        let Some(visit) = step.session.and_then(|session| visits.get(session)) else { continue };
        let pages = visit.pages.iter();
        match step.cause {
            Cause::Pages { category, .. } => ids
                .extend(pages.filter(|page| page.facts.category == Some(category)).map(|page| page.message_id.clone())),
            Cause::Extent { .. } => ids.extend(pages.map(|page| page.message_id.clone())),
            Cause::Visit => ids.extend(visit.message_ids.first().cloned()),
            Cause::Demo(true) | Cause::Download(true) | Cause::Share(true) => {
                ids.extend(visit.message_ids.iter().cloned());
            }
            _ => {}
        }
    }
    let mut lines: Vec<Evidence> = found
        .into_iter()
        .map(|(theme, (log_odds, count, message_ids))| {
            let text = match theme {
                Theme::Silence => t!("{count} quiet days between and after the visits", count = count / 24),
                Theme::Stated(index) => {
                    heard.statements.get(index).map_or_else(String::new, |statement| stated::sentence(statement))
                }
                Theme::Returning => {
                    let of_guests = credited.iter().filter(|visit| visit.credit < 1.0).count();
                    let times = if count == 1 { "time" } else { "times" };
                    if of_guests == 0 {
                        t!("came {count} {times}", count = count, times = times)
                    } else {
                        t!(
                            "came {count} {times}, {of_guests} of them readers at its addresses who count in part",
                            count = count,
                            times = times,
                            of_guests = of_guests
                        )
                    }
                }
                Theme::Pages(category) => format!("{} ({count})", about(category)),
                Theme::Extent => {
                    tn!(
                        count,
                        "{count} page in all, which tells reading from clicking",
                        "{count} pages in all, which tells reading from clicking",
                        count = count
                    )
                }
                Theme::Source(source) => format!("{} ({count})", came_by(source)),
                Theme::Act(0) if count > 0 => t!("asked for a talk or a demo").to_owned(),
                Theme::Act(0) => t!("never asked for a demo, which says little").to_owned(),
                Theme::Act(1) if count > 0 => t!("downloaded a piece ({count})", count = count),
                Theme::Act(1) => t!("downloaded nothing").to_owned(),
                Theme::Act(_) if count > 0 => t!("passed a piece on ({count})", count = count),
                Theme::Act(_) => t!("passed nothing on").to_owned(),
            };
            Evidence { text, log_odds, message_ids }
        })
        .collect();
    lines.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    lines
}

fn about(category: PageCategory) -> &'static str {
    match category {
        PageCategory::Problem => t!("read on whether the problem is worth solving"),
        PageCategory::Solution => t!("compared ways to solve it"),
        PageCategory::Offer => t!("read on timing and on what working together looks like"),
        PageCategory::Sales => t!("read on delivery and trust"),
        PageCategory::Product => t!("looked at what you sell"),
        PageCategory::Pricing => t!("looked at prices"),
        PageCategory::Careers => t!("looked at jobs"),
        PageCategory::About => t!("looked at who you are"),
        PageCategory::Docs => t!("used documentation"),
        PageCategory::Home => t!("opened the home page"),
        PageCategory::Demo => t!("opened the demo or contact page"),
    }
}

pub(super) fn came_by(source: Source) -> &'static str {
    match source {
        Source::Direct => t!("came directly; the origin is unknown, often a recommendation"),
        Source::Search => t!("came by search"),
        Source::Email => t!("came from a mail"),
        Source::Ad => t!("came from an ad"),
        Source::Forward => t!("came by a forwarded link"),
        Source::Social => t!("came from a social network"),
        Source::Referral => t!("came from another site"),
    }
}
