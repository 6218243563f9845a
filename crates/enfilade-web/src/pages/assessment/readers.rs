//! What readers did on the pages, in words: few cases as cases, shares with their range.

use enfilade_app::build::readership::{PageReaders, Readership};
use enfilade_app::build::report::{FindingReport, PageReport, Report};
use enfilade_language::{t, tn};
use maud::{Markup, html};

use super::link;
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::words;

/// Beneath a finding: who met it.
pub(super) fn met(report: &Report, found: &FindingReport) -> Markup {
    let readers = report.readership.as_ref().map(|readership| readership.of(&found.path));
    html! {
        @match readers {
            None => {}
            Some(PageReaders { readers: 0, .. }) => p.small { (t!("Nobody was seen on this page.")) }
            Some(page) => p.small {
                (counted_sentence!(
                    page.readers,
                    "{readers} reader opened this page. The visit ended here: {part}. Came again within thirty days: {part2}.",
                    "{readers} readers opened this page. The visit ended here: {part}. Came again within thirty days: {part2}.",
                    readers = words::capital(&words::number(page.readers)),
                    part = words::part(&page.ended),
                    part2 = words::part(&page.came_again),
                ))
            }
        }
    }
}

/// How the findings are ordered, and on what they rest.
pub(super) fn order(report: &Report) -> &'static str {
    if report.readership.is_some() {
        t!("What costs most trust comes first, and among the same what is read most.")
    } else {
        t!(
            "Ordered by what a buyer gains and what costs most trust. From the text only: no visit to this site was recorded."
        )
    }
}

/// Pages shown at once; the others follow folded.
const SHOWN: usize = 10;

/// The pages by how many opened them.
pub(super) fn section(report: &Report) -> Markup {
    let Some(readership) = &report.readership else { return html! {} };
    let mut pages: Vec<(&PageReport, PageReaders)> = report
        .pages
        .iter()
        .map(|page| (page, readership.of(&page.path)))
        .filter(|(_, page)| page.readers > 0)
        .collect();
    pages.sort_by(|(a, x), (b, y)| y.readers.cmp(&x.readers).then_with(|| a.path.cmp(&b.path)));
    let unread = report.pages.len() - pages.len();
    let (first, more) = pages.split_at(pages.len().min(SHOWN));
    html! {
        section.sheet.sect aria-labelledby="readers" {
            h2 #readers { (t!("What readers do there")) }
            p.cap { (seen(readership)) " " (unseen(unread)) }
            (table(t!("Pages that are read"), first))
            @if !more.is_empty() {
                details.more { summary { (sentence!("{more} more", more = words::thousands(more.len()))) } (table(t!("More pages that are read"), more)) }
            }
        }
    }
}

fn unseen(pages: usize) -> String {
    match pages {
        0 => t!("Somebody was seen on every page.").to_owned(),
        pages => t!("On {pages} of the pages nobody was seen.", pages = words::number(pages)),
    }
}

fn seen(readership: &Readership) -> String {
    tn!(
        readership.readers,
        "{readers} reader from {first_at} to {last_at} who may be read, without known machines, staff, competitors and customers. Each counts once for \
         a page, by the first time. A visit that ended with a form was not lost there.",
        "{readers} readers from {first_at} to {last_at} who may be read, without known machines, staff, competitors and customers. Each counts once for \
         a page, by the first time. A visit that ended with a form was not lost there.",
        readers = words::capital(&words::number(readership.readers)),
        first_at = words::day_of_year(readership.first_at().utc_day()),
        last_at = words::day_of_year(readership.last_at().utc_day())
    )
}

fn table(label: &str, pages: &[(&PageReport, PageReaders)]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table.data {
                thead { tr { th { (t!("Page")) } th { (t!("Readers")) } th { (t!("The visit ended here")) } th { (t!("Came again within thirty days")) } } }
                tbody {
                    @for (page, readers) in pages {
                        tr {
                            th scope="row" { (link(&page.url, &page.path)) }
                            td { (words::thousands(readers.readers)) } td { (words::part(&readers.ended)) } td { (words::part(&readers.came_again)) }
                        }
                    }
                }
            }
        }
    }
}
