//! The assessment of a web site: how far each room is lit, whom its pages are about, how they are joined, and what to
//! change first. As a page, and as a document of its own.

use enfilade_app::build::assessment::Comparison;
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::report::{PageReport, Report};
use enfilade_domain::{Room, Task, Timestamp};
use maud::{Markup, PreEscaped, html};

use super::frame::{Frame, TitleBlock};
use crate::assets::STYLE;
use crate::charts::doorways::{self, Doorway};
use crate::charts::path_map::{self, Place};
use crate::components::{links, shell, words};

mod asking;
mod every_page;
mod findings;
mod piece;
mod readers;

use asking::form;
pub use asking::{Asking, Run, public, public_form, public_wait};

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Assessment {
    pub id: i64,
    pub report: Report,
    pub since_last: Option<Comparison>,
    /// Findings that were accepted, whatever became of them.
    pub tasks: Vec<Kept<Task>>,
    pub may_decide: bool,
}

/// Draws the page.
#[must_use]
pub fn render(frame: &Frame, view: &Assessment, asking: &Asking) -> Markup {
    let body = html! {
        div.report {
            (head(&view.report))
            @if asking.run.is_some() { (form(frame, &Asking { may_ask: false, ..asking.clone() })) }
            (sections(Some((frame, view)), &view.report, view.since_last.as_ref()))
            (form(frame, &Asking { run: None, ..asking.clone() }))
            div.btns.gap-above.noprint { a.btn href=(links::page(frame, &format!("/site.csv?id={}", view.id))) { "Take the findings with you (CSV)" } }
        }
    };
    shell::page(frame, "Website assessment", &body)
}

/// The page before there is any assessment.
#[must_use]
pub fn empty(frame: &Frame, asking: &Asking) -> Markup {
    let body = html! {
        div.report {
            div.head { div {
                h1 { "Site" }
                @if frame.is_past() { p.lede { b { "No site had been assessed by this day." } } }
                @else { p.lede { b { "No site was assessed yet." } " Give an address: the pages are read as a careful buyer would read them, room by room. It takes a few minutes." } }
            } }
            (form(frame, asking))
        }
    };
    shell::page(frame, "Website assessment", &body)
}

/// The same as a document of its own, with its style inside, to send and to print.
#[must_use]
pub fn document(report: &Report, since_last: Option<&Comparison>) -> String {
    let block = title_block(report);
    let body = html! { div.report { (head(report)) (sections(None, report, since_last)) } };
    shell::standalone("Website assessment", &PreEscaped(STYLE.to_owned()), &block, &body).into_string()
}

/// The provenance at the foot.
#[must_use]
pub fn title_block(report: &Report) -> TitleBlock {
    TitleBlock {
        sheet: format!("Website assessment, {}", report.site),
        drawn: day(&report.made_at),
        evidence_up_to: format!("{} pages", report.pages.len()),
        belief: format!("Assessment {}, published rubric, {}", report.method, report.basis()),
        scale: "1 door = 1 room".to_owned(),
    }
}

fn day(at: &str) -> String {
    Timestamp::parse(at).map_or_else(|_| at.to_owned(), |at| words::day_of_year(at.utc_day()))
}

fn head(report: &Report) -> Markup {
    html! {
        div.head { div {
            h1 { (report.site) }
            p.lede {
                (words::thousands(report.pages.len())) " " (words::plural(report.pages.len(), "page", "pages"))
                " read on " (day(&report.made_at)) ". " b { (sentence(report)) }
            }
            @for remark in &report.remarks { p { b { "Note. " } (words::capital(remark)) "." } }
        } }
    }
}

/// The answer first: which room is darkest, and what a buyer finds there.
fn sentence(report: &Report) -> String {
    let judged = report.originals().filter(|page| page.not_judged.is_none()).count();
    if judged == 0 {
        return "No page could be judged, so there is nothing to say about the rooms.".to_owned();
    }
    if !report.pieces.is_empty() {
        return "There is one page, read here as a single piece for a reader of each room.".to_owned();
    }
    let judged: Vec<(Room, f32, usize)> = Room::ALL
        .into_iter()
        .zip(&report.scores)
        .filter_map(|(room, score)| Some((room, report.score_of(room)?, score.pages)))
        .collect();
    if judged.len() < Room::ALL.len() {
        let seen: Vec<&str> = judged.iter().map(|(room, ..)| room.title()).collect();
        return match seen.as_slice() {
            [] => "No room could be judged.".to_owned(),
            [one] => format!("Only pages of the {one} Room were seen; the others are not judged."),
            several => format!("Pages of {} were seen; the other rooms are not judged.", several.join(" and ")),
        };
    }
    let dark = judged.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let light = judged.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let (Some((dark, low, few)), Some((light, high, many))) = (dark, light) else { return String::new() };
    if high - low < 15.0 {
        return format!(
            "The rooms are lit about evenly, {:.0} of 100 on the whole.",
            report.overall().unwrap_or_default()
        );
    }
    let pages = |count: usize| match count {
        0 => "no page".to_owned(),
        1 => "one page".to_owned(),
        count => format!("{} pages", words::number(count)),
    };
    format!(
        "Who asks “{}” finds {}; who asks “{}” finds {}.",
        light.question(),
        pages(many),
        dark.question(),
        if few == 0 { "none of its own".to_owned() } else { pages(few) }
    )
}

fn sections(on: Option<(&Frame, &Assessment)>, report: &Report, since_last: Option<&Comparison>) -> Markup {
    html! {
        (doors(report))
        (piece::section(report))
        @if let Some(last) = since_last { (changes(report, last)) }
        div.grid.g-11 { (voices(report)) (gates(report)) }
        (map(report))
        (findings::section(on, report))
        (readers::section(report))
        (every_page::section(report))
    }
}

/// How many pages belong to no room.
fn roomless(none: usize, pages: usize) -> String {
    match none {
        0 => "Every page that was judged belongs to a room.".to_owned(),
        none => format!(
            "{} of the {} {} to no room.",
            words::thousands(none),
            words::plural(pages, "page", &format!("{} pages", words::thousands(pages))),
            words::plural(none, "belongs", "belong")
        ),
    }
}

fn doors(report: &Report) -> Markup {
    let doors: Vec<Doorway> = Room::ALL
        .into_iter()
        .zip(&report.scores)
        .map(|(room, score)| Doorway { room, score: report.score_of(room), pages: score.pages })
        .collect();
    let none = report.originals().filter(|page| page.room.is_none() && page.not_judged.is_none()).count();
    html! {
        figure.sheet aria-labelledby="doors" {
            h2 #doors { "Four doorways" }
            p.cap {
                "How far each room is lit for a buyer who arrives alone, out of 100. "
                @if let Some(overall) = report.overall() { "Overall " (format!("{overall:.0}")) "; each room that was judged counts the same. " }
                (roomless(none, report.pages.len()))
            }
            (doorways::draw(&doors))
            @if report.pieces.is_empty() { details.more {
                summary { "What the scores are made of" }
                table.data {
                    thead { tr { th { "Room" } th { "Score" } th { "Pages that serve it (55)" } th { "What readers need there (20)" } th { "Without cost to trust (25)" } th { "Lost on the way in" } } }
                    tbody {
                        @for (room, score) in Room::ALL.into_iter().zip(&report.scores) {
                            tr {
                                th scope="row" { (room.title()) }
                                td { (format!("{:.1}", score.score)) } td { (format!("{:.1}", score.presence)) }
                                td { (format!("{:.1}", score.coverage)) } td { (format!("{:.1}", score.trust)) }
                                td { @if score.lost > 0.0 { "−" (format!("{:.1}", score.lost)) } @else { "–" } }
                            }
                        }
                    }
                }
                p.small { "The first page counts with the Problem Room, because that is the question of most who arrive. Each further page adds less. The same pages give the same scores." }
            } }
        }
    }
}

fn changes(report: &Report, last: &Comparison) -> Markup {
    let moved: Vec<String> = Room::ALL
        .into_iter()
        .zip(&report.scores)
        .zip(&last.scores)
        .filter(|((_, now), before)| last.pages_in_both.is_none() && (now.score - **before).abs() >= 0.5)
        .map(|((room, now), before)| format!("{} {:.0} → {:.0}", room.title(), before, now.score))
        .collect();
    html! {
        section.sheet.sect aria-labelledby="since" {
            h2 #since { "Since " (words::day_of_year(last.last_made_at.utc_day())) }
            @match last.pages_in_both {
                Some(0) => p { "The last run read other pages, so the two are not compared." },
                Some(pages) => p { "One of the two runs saw only a part of the site. Compared are the " (words::thousands(pages)) " " (words::plural(pages, "page", "pages")) " that both read; their scores, and what is missing, are not." },
                None => p { @if moved.is_empty() { "No score has changed." } @else { (moved.join(", ")) "." } },
            }
            ul.rows {
                @if !last.mended.is_empty() { li { b { (words::thousands(last.mended.len())) " mended. " } (named(&last.mended)) } }
                @if !last.new.is_empty() { li { b { (words::thousands(last.new.len())) " new. " } (named(&last.new)) } }
                @if !last.pages_added.is_empty() { li { b { (words::thousands(last.pages_added.len())) " " (words::plural(last.pages_added.len(), "page", "pages")) " added: " } (listed(&last.pages_added)) } }
                @if !last.pages_gone.is_empty() { li { b { (words::thousands(last.pages_gone.len())) " " (words::plural(last.pages_gone.len(), "page", "pages")) " gone: " } (listed(&last.pages_gone)) } }
                @for (path, before, now) in last.moved.iter().take(6) { li { (path) " now serves " b { (now) } ", before " (before) "." } }
            }
        }
    }
}

fn named(findings: &[enfilade_app::build::report::FindingReport]) -> String {
    let names: Vec<String> = findings.iter().take(3).map(|found| format!("{} ({})", found.name, found.path)).collect();
    let more = findings.len().saturating_sub(3);
    if more == 0 { names.join("; ") } else { format!("{}; and {more} more", names.join("; ")) }
}

fn listed(paths: &[String]) -> String {
    let shown = paths.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    let more = paths.len().saturating_sub(5);
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// Pages whose voice is shown: the first page, then the surest of each room.
const VOICES: usize = 8;

fn voices(report: &Report) -> Markup {
    let mut shown: Vec<&PageReport> = report.originals().filter(|page| page.kind == "home").take(1).collect();
    for room in Room::ALL {
        let mut own: Vec<&PageReport> = report
            .pages
            .iter()
            .filter(|page| page.room() == Some(room) && page.kind != "home" && page.words >= 80)
            .collect();
        own.sort_by(|a, b| b.certainty().total_cmp(&a.certainty()));
        shown.extend(own.into_iter().take(2));
    }
    html! {
        section.sheet.sect.tight aria-labelledby="voice" {
            h2 #voice { "Whom the pages are about" }
            p.cap { "Share of sentences that speak of " (report.site) " first." }
            @if shown.is_empty() { p.empty { "Too little text to tell." } }
            div.st {
                @for page in shown.iter().take(VOICES) {
                    @let [us, you, subject] = page.voice;
                    @let label = format!("{:.0} percent about the company, {:.0} percent about the reader, {:.0} percent about the subject", us * 100.0, you * 100.0, subject * 100.0);
                    span.n title=(page.path) { @if page.kind == "home" { "Home" } @else { (page.path) } }
                    svg viewBox="0 0 300 16" preserveAspectRatio="none" role="img" aria-label=(label) {
                        rect.seg-us x="0" y="0" width=(format!("{:.0}", us * 300.0)) height="16" {}
                        rect.seg-n x=(format!("{:.0}", us * 300.0)) y="0" width=(format!("{:.0}", subject * 300.0)) height="16" {}
                        rect.seg-you x=(format!("{:.0}", (us + subject) * 300.0)) y="0" width=(format!("{:.0}", you * 300.0)) height="16" {}
                    }
                    span.w { (format!("{:.0} %", us * 100.0)) }
                }
            }
            ul.legend {
                li { svg width="12" height="12" aria-hidden="true" { rect width="12" height="12" class="seg-us" {} } "the company" }
                li { svg width="12" height="12" aria-hidden="true" { rect width="12" height="12" class="seg-n" {} } "the subject" }
                li { svg width="12" height="12" aria-hidden="true" { rect width="12" height="12" class="seg-you" {} } "the reader" }
            }
        }
    }
}

/// Rules that are moments of giving something up or of haste.
const PRESSING: [&str; 8] = [
    "gated-early",
    "long-form",
    "call-early",
    "demo-first",
    "scarcity",
    "fear",
    "discount-as-offer",
    "outcome-promise",
];

fn gates(report: &Report) -> Markup {
    let shown: Vec<_> =
        report.findings.iter().filter(|found| PRESSING.contains(&found.rule.as_str())).take(6).collect();
    html! {
        section.sheet.sect.tight aria-labelledby="gates" {
            h2 #gates { "Gates and pressure" }
            p.cap { "Moments where a careful buyer has to give something up, or feels hurried." }
            @if shown.is_empty() { p.empty { "None was found. Nothing on these pages hurries anybody." } }
            ul.rows { @for found in shown { li { b { "“" (found.quote) "”" } " " (found.name) ", on " (found.path) "." } } }
        }
    }
}

const PLACES: [(&str, &str); 6] =
    [("Home", ""), ("Problem", "r0"), ("Solution", "r1"), ("Offer", "r2"), ("Sales", "r3"), ("Demo, contact", "")];

fn map(report: &Report) -> Markup {
    let pages = |index: usize| match index {
        0 => report.originals().filter(|page| page.kind == "home").count(),
        5 => report.originals().filter(|page| page.kind == "demo_form").count(),
        _ => report.scores.get(index - 1).map_or(0, |score| score.pages),
    };
    let places: Vec<Place> =
        PLACES.iter().enumerate().map(|(index, (name, class))| Place { name, class, pages: pages(index) }).collect();
    let link = |from: usize, to: usize| report.links.get(from).and_then(|row| row.get(to)).copied().unwrap_or(0);
    let wanted: Vec<(usize, usize)> = [(0, 1), (1, 2), (2, 3), (3, 4)]
        .into_iter()
        .filter(|(from, to)| link(*from, *to) == 0)
        // Of a part of a site no door is called missing that may lie elsewhere.
        .filter(|(from, to)| !report.is_partial || places[*from].pages > 0 && places[*to].pages > 0)
        .collect();
    let straight: u32 = (0..5).map(|from| link(from, 5)).sum();
    let lined: u32 = [(1, 2), (2, 3), (3, 4)].into_iter().map(|(from, to)| link(from, to)).sum();
    html! {
        figure.sheet aria-labelledby="paths" {
            h2 #paths { "How the rooms connect" }
            p.cap {
                "Links inside the texts, menus left aside: " (lined) " lead on to the next room, " (straight) " straight to a form. "
                @if wanted.is_empty() { "Every door is open." } @else { (words::capital(&words::number(wanted.len()))) (words::plural(wanted.len(), " door is", " doors are")) " missing (dashed)." }
            }
            div.scroll tabindex="0" role="region" aria-label="Path map" { (path_map::draw(&places, &report.links, &wanted)) }
        }
    }
}

/// The page's path, linked where it has a whole address.
fn page_link(page: &PageReport) -> Markup {
    link(&page.url, &page.path)
}

/// Only web addresses become links; a folder's pages have none.
pub(super) fn link(url: &str, path: &str) -> Markup {
    html! {
        @if url.starts_with("https://") || url.starts_with("http://") { a href=(url) rel="noreferrer" { (path) } } @else { (path) }
    }
}
