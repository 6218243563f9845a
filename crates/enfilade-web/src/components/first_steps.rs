//! What was understood of a house that is just furnished, and what to do next.

use enfilade_app::first_hour::{LATE_AFTER_DAYS, Understood};
use enfilade_language::{t, tn};
use maud::{Markup, html};

use super::{links, words};
use crate::components::sentences::sentence;
use crate::pages::frame::Frame;

fn counted(count: u64, one: &str, many: &str) -> String {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    format!("{} {}", words::number(count), words::plural(count, one, many))
}

/// The time, the people, the machines and the companies, in one or two sentences.
#[must_use]
pub fn sentence(found: &Understood) -> String {
    let mut text = String::new();
    if found.people + found.machines > 0 {
        let mut parts = vec![counted(found.people, t!("person is read"), t!("people are read"))];
        if found.machines > 0 {
            parts.push(counted(found.machines, t!("machine is set aside"), t!("machines are set aside")));
        }
        let who = words::list(&parts);
        let time = match (found.from, found.to) {
            (Some(from), Some(to)) if from.utc_day() == to.utc_day() => {
                t!("On {utc_day} ", utc_day = words::day_of_year(to.utc_day()))
            }
            (Some(from), Some(to)) => {
                let (from, to) = (words::day_of_year(from.utc_day()), words::day_of_year(to.utc_day()));
                t!("From {from} to {to}: ", from = from, to = to)
            }
            (None, Some(to)) => t!("Up to {utc_day}: ", utc_day = words::day_of_year(to.utc_day())),
            _ => String::new(),
        };
        text.push_str(&if time.is_empty() { words::capital(&who) } else { format!("{time}{who}") });
        text.push_str(". ");
        text.push_str(&match found.companies_seen {
            0 => t!("None of them belongs to a company we know. ").to_owned(),
            seen => tn!(
                seen,
                "{seen} company is named among them. ",
                "{seen} companies are named among them. ",
                seen = words::capital(&words::number(seen))
            ),
        });
    }
    if found.companies_unseen > 0 && found.companies_seen == 0 {
        let count = found.companies_unseen;
        text.push_str(&tn!(
            count,
            "{count} company is on your list, and nobody of it was seen. ",
            "{count} companies are on your list, and nobody of them was seen. ",
            count = words::capital(&words::number(count))
        ));
    }
    text.trim_end().to_owned()
}

/// The steps that help most now, the first one first. On a past day nothing is offered.
#[must_use]
pub fn next(frame: &Frame, found: &Understood) -> Markup {
    let was_anybody_seen = found.people > 0;
    html! {
        @if !frame.is_past() {
            ol.ways {
                @if !was_anybody_seen {
                    li { (sentence!(
                        "<a>Add the script to your site</a>, and see the first visit arrive.";
                        a = html! { a href="/settings/script" {} },
                    )) }
                    li { (sentence!(
                        "<a>Or import an access log</a>: it shows months at once.";
                        a = html! { a href="/settings/import" {} },
                    )) }
                }
                @if was_anybody_seen && found.companies_seen == 0 {
                    li { a href="/settings/import" { @if found.companies_unseen > 0 { (t!("Import your list of accounts again, with networks")) } @else { (t!("Import a list of accounts with their networks")) } }
                        (t!(": its column office_ip tells whose office somebody reads from. Whoever fills in a form names a company too.")) }
                }
                @if found.pieces == 0 {
                    li { (sentence!(
                        "<a>Let your own site be read</a>: then each visit tells which question somebody is at.";
                        a = html! { a href="/site" {} },
                    )) }
                }
                @if let Some(to) = found.to.filter(|_| found.companies_seen > 0) {
                    @if is_late(found) {
                        li { (sentence!(
                            "<a>Look as of {utc_day}</a>, the last day of the evidence.",
                            utc_day = words::day_of_year(to.utc_day());
                            a = html! { a href=(format!("/?as_of={}", day_in_address(to))) {} },
                        )) }
                    } @else {
                        li { (sentence!(
                            "<a>See the floor plan</a>: in which room each company is, and how sure that is.";
                            a = html! { a href=(links::page(frame, "/")) {} },
                        )) }
                    }
                }
            }
        }
    }
}

fn day_in_address(at: enfilade_domain::Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

fn is_late(found: &Understood) -> bool {
    found.to.is_some_and(|to| found.now.days_since(to) > LATE_AFTER_DAYS)
}

#[cfg(test)]
mod tests {
    use enfilade_domain::Timestamp;

    use super::*;
    use crate::pages::frame::Sheet;
    use crate::pages::samples;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn log() -> Understood {
        Understood {
            from: Some(at("2025-03-01T08:00:00Z")),
            to: Some(at("2025-06-23T08:00:00Z")),
            now: at("2026-09-14T08:00:00Z"),
            people: 70,
            machines: 1,
            ..Understood::default()
        }
    }

    #[test]
    fn a_log_without_companies_leads_on() {
        let found = log();
        assert_eq!(
            sentence(&found),
            "From 1 Mar 2025 to 23 Jun 2025: 70 people are read and one machine is set aside. None of them belongs to a \
             company we know."
        );
        let mut frame = samples::frame(Sheet::FloorPlan, "Floor plan");
        let html = next(&frame, &found).into_string();
        assert!(html.contains("with their networks") && html.contains("href=\"/site\""), "{html}");
        let named = next(&frame, &Understood { companies_seen: 3, ..found }).into_string();
        assert!(named.contains("href=\"/?as_of=2025-06-23\"") && !named.contains("with their networks"), "{named}");
        frame.as_of = Some("2025-06-01".to_owned());
        assert!(!next(&frame, &found).into_string().contains("<li>"), "nothing is asked of a past day");
    }

    #[test]
    fn a_list_that_nobody_of_visited_is_no_evidence() {
        let found = Understood { companies_unseen: 2, now: at("2026-09-14T08:00:00Z"), ..Understood::default() };
        assert_eq!(sentence(&found), "Two companies are on your list, and nobody of them was seen.");
        let html = next(&samples::frame(Sheet::Ready, "Ready"), &found).into_string();
        assert!(html.contains("Add the script") && !html.contains("office_ip") && !html.contains("as_of"), "{html}");
    }
}
