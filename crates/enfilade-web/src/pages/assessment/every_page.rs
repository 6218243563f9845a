//! Every page with what it was taken for; what was not judged; what was left out.

use std::collections::BTreeMap;

use enfilade_app::build::report::{PageReport, Report};
use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

use super::page_link;
use crate::components::sentences::sentence;
use crate::components::words;

pub(super) fn section(report: &Report) -> Markup {
    let not_judged: Vec<&PageReport> = report.originals().filter(|page| page.not_judged.is_some()).collect();
    let (folded, shown): (Vec<_>, Vec<_>) =
        report.originals().filter(|page| page.not_judged.is_none()).partition(|page| is_one_of_many(report, page));
    html! {
        section.sheet.sect aria-labelledby="rest" {
            h2 #rest { (t!("Every page")) }
            p.cap { (t!("What each page was taken for, how sure that is, and the passage that decided it.")) }
            details.more {
                summary { (t!("Read as a table")) }
                div.scroll tabindex="0" role="region" aria-label=(t!("Pages")) {
                    table.data {
                        thead { tr { th { (t!("Page")) } th { (t!("Room")) } th { (t!("For")) } th { (t!("Decided by")) } } }
                        tbody {
                            @for page in shown {
                                tr {
                                    th scope="row" { (page_link(page)) @if page.is_cut { " " (t!("(only its beginning was read)")) } }
                                    td { (room_words(page)) }
                                    td { (page.role) }
                                    td { @if !page.reason.is_empty() { "“" (page.reason) "”" } }
                                }
                            }
                        }
                    }
                }
            }
            @for (shape, count) in shapes(folded.iter().map(|page| page.path.as_str())) {
                p.small { (sentence!(
                    "{count} short pages of no room have an address like {shape}, as of a calendar or a counter; they are not listed.",
                    count = words::thousands(count),
                    shape = shape,
                )) }
            }
            @if !not_judged.is_empty() {
                details.more { summary { (sentence!(
                    "{not_judged} not judged",
                    not_judged = words::thousands(not_judged.len()),
                )) }
                    ul.rows { @for page in not_judged { li { (page_link(page)) ": " (page.not_judged.as_deref().unwrap_or_default()) } } } }
            }
            @if !report.left_out.is_empty() {
                details.more { summary { (sentence!(
                    "{left_out} left out",
                    left_out = words::thousands(report.left_out.len()),
                )) }
                    ul.rows { @for (url, reason) in left_out(report).into_iter().take(200) { li { (url) ": " (reason) } } } }
            }
        }
    }
}

fn room_words(page: &PageReport) -> String {
    let sure = page.certainty() * 100.0;
    let name = page.room().map_or(t!("no room"), Room::title);
    if let Some(said) = &page.said {
        let text = page.text_words().map_or_else(String::new, |text| format!("; {text}"));
        return format!("{name}, {}{text}", said.words());
    }
    match page.second.as_deref().and_then(Room::parse) {
        Some(second) => t!(
            "{name} ({sure} %), also {second}",
            name = name,
            sure = format_args!("{sure:.0}"),
            second = second.title()
        ),
        None => format!("{name} ({sure:.0} %)"),
    }
}

/// Pages of one shape of address from which they count as a calendar or a counter, and the words that such pages have at
/// most.
const MANY: usize = 5;
const FEW_WORDS: usize = 60;

/// An address with every run of digits as `…`.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    for c in path.chars() {
        match c {
            c if c.is_ascii_digit() && shape.ends_with('…') => {}
            c if c.is_ascii_digit() => shape.push('…'),
            c => shape.push(c),
        }
    }
    shape
}

/// How many addresses have each shape, in the order of shapes.
fn shapes<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut shapes = BTreeMap::new();
    for path in paths {
        *shapes.entry(shape(path)).or_default() += 1;
    }
    shapes
}

fn is_filler(page: &PageReport) -> bool {
    page.room.is_none() && page.words < FEW_WORDS && shape(&page.path) != page.path
}

fn is_one_of_many(report: &Report, page: &PageReport) -> bool {
    let own = shape(&page.path);
    is_filler(page) && report.originals().filter(|other| is_filler(other) && shape(&other.path) == own).count() >= MANY
}

/// What was left out, alike addresses with the same reason as one.
fn left_out(report: &Report) -> Vec<(String, &str)> {
    let mut alike: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
    for (url, reason) in &report.left_out {
        alike.entry((shape(url), reason)).or_default().push(url);
    }
    let told = alike.into_iter().flat_map(|((shape, reason), urls)| {
        if urls.len() >= MANY {
            vec![(t!("{urls} like {shape}", urls = words::thousands(urls.len()), shape = shape), reason)]
        } else {
            urls.into_iter().map(|url| (url.to_owned(), reason)).collect()
        }
    });
    told.collect()
}
