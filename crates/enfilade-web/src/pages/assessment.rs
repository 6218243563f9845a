//! The assessment of a web site: how far each room is lit, whom its pages are about, how they are joined, and what to
//! change first. As a page, and as a document of its own.

use enfilade_app::build::assessment::Comparison;
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::report::{PageReport, Report};
use enfilade_domain::{Room, Task, Timestamp};
use enfilade_language::{marked, retold, t, tn, translated};
use maud::{Markup, PreEscaped, html};

use super::frame::{Frame, TitleBlock};
use crate::assets::STYLE;
use crate::charts::doorways::{self, Doorway};
use crate::charts::path_map::{self, Place};
use crate::components::sentences::{counted_sentence, sentence};
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
            div.btns.gap-above.noprint { a.btn href=(links::page(frame, &format!("/site.csv?id={}", view.id))) { (t!("Take the findings with you (CSV)")) } }
        }
    };
    shell::page(frame, t!("Website assessment"), &body)
}

/// The page before there is any assessment.
#[must_use]
pub fn empty(frame: &Frame, asking: &Asking) -> Markup {
    let body = html! {
        div.report {
            div.head { div {
                h1 { (t!("Site")) }
                @if frame.is_past() { p.lede { b { (t!("No site had been assessed by this day.")) } } }
                @else { p.lede { (sentence!("<b>No site was assessed yet.</b> Give an address: the pages are read as a careful buyer would read them, room by room. It takes a few minutes.")) } }
            } }
            (form(frame, asking))
        }
    };
    shell::page(frame, t!("Website assessment"), &body)
}

/// The same as a document of its own, with its style inside, to send and to print.
#[must_use]
pub fn document(report: &Report, since_last: Option<&Comparison>) -> String {
    let block = title_block(report);
    let body = html! { div.report { (head(report)) (sections(None, report, since_last)) } };
    shell::standalone(t!("Website assessment"), &PreEscaped(STYLE.to_owned()), &block, &body).into_string()
}

/// The provenance at the foot.
#[must_use]
pub fn title_block(report: &Report) -> TitleBlock {
    TitleBlock {
        sheet: t!("Website assessment, {site}", site = report.site),
        drawn: day(&report.made_at),
        evidence_up_to: t!("{pages} pages", pages = report.pages.len()),
        belief: t!("Assessment {method}, published rubric, {basis}", method = report.method, basis = report.basis()),
        scale: t!("1 door = 1 room").to_owned(),
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
                (counted_sentence!(
                    report.pages.len(),
                    "{pages} page read on {made_at}. <b>{report}</b>",
                    "{pages} pages read on {made_at}. <b>{report}</b>",
                    pages = words::thousands(report.pages.len()),
                    made_at = day(&report.made_at),
                    report = sentence(report),
                ))
            }
            @for remark in &report.remarks { p { b { (t!("Note.")) " " } (words::capital(&retold(remark))) "." } }
        } }
    }
}

/// The answer first: which room is darkest, and what a buyer finds there.
fn sentence(report: &Report) -> String {
    let judged = report.originals().filter(|page| page.not_judged.is_none()).count();
    if judged == 0 {
        return t!("No page could be judged, so there is nothing to say about the rooms.").to_owned();
    }
    if !report.pieces.is_empty() {
        return t!("There is one page, read here as a single piece for a reader of each room.").to_owned();
    }
    let judged: Vec<(Room, f32, usize)> = Room::ALL
        .into_iter()
        .zip(&report.scores)
        .filter_map(|(room, score)| Some((room, report.score_of(room)?, score.pages)))
        .collect();
    if judged.len() < Room::ALL.len() {
        let seen: Vec<&str> = judged.iter().map(|(room, ..)| room.title()).collect();
        return match seen.as_slice() {
            [] => t!("No room could be judged.").to_owned(),
            [one] => t!("Only pages of the {one} Room were seen; the others are not judged.", one = one),
            several => {
                t!("Pages of {several} were seen; the other rooms are not judged.", several = several.join(t!(" and ")))
            }
        };
    }
    let dark = judged.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let light = judged.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let (Some((dark, low, few)), Some((light, high, many))) = (dark, light) else { return String::new() };
    if high - low < 15.0 {
        return t!(
            "The rooms are lit about evenly, {overall} of 100 on the whole.",
            overall = format_args!("{:.0}", report.overall().unwrap_or_default())
        );
    }
    let pages = |count: usize| match count {
        0 => t!("no page").to_owned(),
        1 => t!("one page").to_owned(),
        count => t!("{count} pages", count = words::number(count)),
    };
    t!(
        "Who asks “{question}” finds {pages}; who asks “{question2}” finds {which}.",
        question = light.question(),
        pages = pages(many),
        question2 = dark.question(),
        which = if few == 0 { t!("none of its own").to_owned() } else { pages(few) }
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
        0 => t!("Every page that was judged belongs to a room.").to_owned(),
        none => tn!(
            none,
            "{none} of the {pages} belongs to no room.",
            "{none} of the {pages} belong to no room.",
            none = words::thousands(none),
            pages = words::plural(pages, "page", &t!("{pages} pages", pages = words::thousands(pages)))
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
            h2 #doors { (t!("Four doorways")) }
            p.cap {
                (t!("How far each room is lit for a buyer who arrives alone, out of 100.")) " "
                @if let Some(overall) = report.overall() { (sentence!(
                    "Overall {overall}; each room that was judged counts the same.",
                    overall = format!("{overall:.0}"),
                )) " " }
                (roomless(none, report.pages.len()))
            }
            (doorways::draw(&doors))
            @if report.pieces.is_empty() { details.more {
                summary { (t!("What the scores are made of")) }
                table.data {
                    thead { tr { th { (t!("Room")) } th { (t!("Score")) } th { (t!("Pages that serve it (55)")) } th { (t!("What readers need there (20)")) } th { (t!("Without cost to trust (25)")) } th { (t!("Lost on the way in")) } } }
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
                p.small { (t!("The first page counts with the Problem Room, because that is the question of most who arrive. Each further page adds less. The same pages give the same scores.")) }
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
            h2 #since { (sentence!(
                "Since {utc_day}",
                utc_day = words::day_of_year(last.last_made_at.utc_day()),
            )) }
            @match last.pages_in_both {
                Some(0) => p { (t!("The last run read other pages, so the two are not compared.")) },
                Some(pages) => p { (counted_sentence!(
                    pages,
                    "One of the two runs saw only a part of the site. Compared are the {pages} page that both read; their scores, and what is missing, are not.",
                    "One of the two runs saw only a part of the site. Compared are the {pages} pages that both read; their scores, and what is missing, are not.",
                    pages = words::thousands(pages),
                )) },
                None => p { @if moved.is_empty() { (t!("No score has changed.")) } @else { (moved.join(", ")) "." } },
            }
            ul.rows {
                @if !last.mended.is_empty() { li { b { (sentence!(
                    "{mended} mended.",
                    mended = words::thousands(last.mended.len()),
                )) " " } (named(&last.mended)) } }
                @if !last.new.is_empty() { li { b { (sentence!(
                    "{new} new.",
                    new = words::thousands(last.new.len()),
                )) " " } (named(&last.new)) } }
                @if !last.pages_added.is_empty() { li { b { (counted_sentence!(
                    last.pages_added.len(),
                    "{pages_added} page added:",
                    "{pages_added} pages added:",
                    pages_added = words::thousands(last.pages_added.len()),
                )) " " } (listed(&last.pages_added)) } }
                @if !last.pages_gone.is_empty() { li { b { (counted_sentence!(
                    last.pages_gone.len(),
                    "{pages_gone} page gone:",
                    "{pages_gone} pages gone:",
                    pages_gone = words::thousands(last.pages_gone.len()),
                )) " " } (listed(&last.pages_gone)) } }
                @for (path, before, now) in last.moved.iter().take(6) { li { (sentence!(
                    "{path} now serves <b>{now}</b>, before {before}.",
                    path = path,
                    now = now,
                    before = before,
                )) } }
            }
        }
    }
}

fn named(findings: &[enfilade_app::build::report::FindingReport]) -> String {
    let names: Vec<String> = findings.iter().take(3).map(|found| format!("{} ({})", found.name, found.path)).collect();
    let more = findings.len().saturating_sub(3);
    if more == 0 { names.join("; ") } else { t!("{names}; and {more} more", names = names.join("; "), more = more) }
}

fn listed(paths: &[String]) -> String {
    let shown = paths.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    let more = paths.len().saturating_sub(5);
    if more == 0 { shown } else { t!("{shown} and {more} more", shown = shown, more = more) }
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
            h2 #voice { (t!("Whom the pages are about")) }
            p.cap { (sentence!("Share of sentences that speak of {site} first.", site = report.site)) }
            @if shown.is_empty() { p.empty { (t!("Too little text to tell.")) } }
            div.st {
                @for page in shown.iter().take(VOICES) {
                    @let [us, you, subject] = page.voice;
                    @let label = t!(
                        "{us} percent about the company, {you} percent about the reader, {subject} percent about the subject",
                        us = format_args!("{:.0}", us * 100.0),
                        you = format_args!("{:.0}", you * 100.0),
                        subject = format_args!("{:.0}", subject * 100.0)
                    );
                    span.n title=(page.path) { @if page.kind == "home" { (t!("Home")) } @else { (page.path) } }
                    svg viewBox="0 0 300 16" preserveAspectRatio="none" role="img" aria-label=(label) {
                        rect.seg-us x="0" y="0" width=(format!("{:.0}", us * 300.0)) height="16" {}
                        rect.seg-n x=(format!("{:.0}", us * 300.0)) y="0" width=(format!("{:.0}", subject * 300.0)) height="16" {}
                        rect.seg-you x=(format!("{:.0}", (us + subject) * 300.0)) y="0" width=(format!("{:.0}", you * 300.0)) height="16" {}
                    }
                    span.w { (format!("{:.0} %", us * 100.0)) }
                }
            }
            ul.legend {
                li { svg width="12" height="12" aria-hidden="true" { rect width="12" height="12" class="seg-us" {} } (t!("the company")) }
                li { svg width="12" height="12" aria-hidden="true" { rect width="12" height="12" class="seg-n" {} } (t!("the subject")) }
                li { svg width="12" height="12" aria-hidden="true" { rect width="12" height="12" class="seg-you" {} } (t!("the reader")) }
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
            h2 #gates { (t!("Gates and pressure")) }
            p.cap { (t!("Moments where a careful buyer has to give something up, or feels hurried.")) }
            @if shown.is_empty() { p.empty { (t!("None was found. Nothing on these pages hurries anybody.")) } }
            ul.rows { @for found in shown { li { b { "“" (found.quote) "”" } " " (sentence!(
                "{name}, on {path}.",
                name = retold(&found.name),
                path = found.path,
            )) } } }
        }
    }
}

const PLACES: [(&str, &str); 6] = [
    (marked!("Home"), ""),
    (marked!("Problem"), "r0"),
    (marked!("Solution"), "r1"),
    (marked!("Offer"), "r2"),
    (marked!("Sales"), "r3"),
    (marked!("Demo, contact"), ""),
];

fn map(report: &Report) -> Markup {
    let pages = |index: usize| match index {
        0 => report.originals().filter(|page| page.kind == "home").count(),
        5 => report.originals().filter(|page| page.kind == "demo_form").count(),
        _ => report.scores.get(index - 1).map_or(0, |score| score.pages),
    };
    let places: Vec<Place> = PLACES
        .iter()
        .enumerate()
        .map(|(index, (name, class))| Place { name: translated(name), class, pages: pages(index) })
        .collect();
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
            h2 #paths { (t!("How the rooms connect")) }
            p.cap {
                (sentence!(
                    "Links inside the texts, menus left aside: {lined} lead on to the next room, {straight} straight to a form.",
                    lined = lined,
                    straight = straight,
                )) " "
                @if wanted.is_empty() { (t!("Every door is open.")) } @else { (counted_sentence!(
                    wanted.len(),
                    "{wanted} door is missing (dashed).",
                    "{wanted} doors are missing (dashed).",
                    wanted = words::capital(&words::number(wanted.len())),
                )) }
            }
            div.scroll tabindex="0" role="region" aria-label=(t!("Path map")) { (path_map::draw(&places, &report.links, &wanted)) }
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
