//! What readers did on the pages, in words: few cases as cases, shares with their range.

use enfilade_app::build::readership::{PageReaders, Readership};
use enfilade_app::build::report::{FindingReport, PageReport, Report};
use maud::{Markup, html};

use super::link;
use crate::components::words;

/// Beneath a finding: who met it.
pub(super) fn met(report: &Report, found: &FindingReport) -> Markup {
    let readers = report.readership.as_ref().map(|readership| readership.of(&found.path));
    html! {
        @match readers {
            None => {}
            Some(PageReaders { readers: 0, .. }) => p.small { "Nobody was seen on this page." }
            Some(page) => p.small {
                (words::capital(&words::number(page.readers))) " " (words::plural(page.readers, "reader", "readers")) " opened this page. "
                "The visit ended here: " (words::part(&page.ended)) ". Came again within thirty days: " (words::part(&page.came_again)) "."
            }
        }
    }
}

/// How the findings are ordered, and on what they rest.
pub(super) fn order(report: &Report) -> &'static str {
    if report.readership.is_some() {
        "What costs most trust comes first, and among the same what is read most."
    } else {
        "Ordered by what a buyer gains and what costs most trust. From the text only: no visit to this site was recorded."
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
            h2 #readers { "What readers do there" }
            p.cap { (seen(readership)) " " (unseen(unread)) }
            (table("Pages that are read", first))
            @if !more.is_empty() {
                details.more { summary { (words::thousands(more.len())) " more" } (table("More pages that are read", more)) }
            }
        }
    }
}

fn unseen(pages: usize) -> String {
    match pages {
        0 => "Somebody was seen on every page.".to_owned(),
        pages => format!("On {} of the pages nobody was seen.", words::number(pages)),
    }
}

fn seen(readership: &Readership) -> String {
    format!(
        "{} {} from {} to {} who may be read, without known machines, staff, competitors and customers. Each counts once for \
         a page, by the first time. A visit that ended with a form was not lost there.",
        words::capital(&words::number(readership.readers)),
        words::plural(readership.readers, "reader", "readers"),
        words::day_of_year(readership.first_at().utc_day()),
        words::day_of_year(readership.last_at().utc_day()),
    )
}

fn table(label: &str, pages: &[(&PageReport, PageReaders)]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table.data {
                thead { tr { th { "Page" } th { "Readers" } th { "The visit ended here" } th { "Came again within thirty days" } } }
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
