//! The honesty page: how well readings did on past dates, beside points and plain methods, and what they cannot do.

use enfilade_app::interpret::scale;
use enfilade_app::measure::backtest::report::{Disagreement, Figure, Report, Sent};
use enfilade_engine::judge::Scale;
use maud::{Markup, PreEscaped, html};

use super::frame::{Frame, TitleBlock};
use crate::assets::STYLE;
use crate::components::{forms, links, shell, words};
use crate::pages::frame::PostForm;

mod tables;

/// Fewer accounts that came to a decision than this make no order of methods.
const FEWEST_PROCESSES: usize = 5;

/// What there is to show.
#[derive(Debug, Clone, Default)]
pub struct Honesty {
    pub state: State,
    /// Asks for a new computation; absent for who may only look.
    pub again: Option<PostForm>,
}

/// Where the computation stands.
#[derive(Debug, Clone, Default)]
pub enum State {
    /// Nothing was computed yet; it will be, in the background.
    #[default]
    Waiting,
    /// Too little history, in the words of who tried.
    TooLittle(String),
    Found(Box<Report>),
}

/// Draws the page.
#[must_use]
pub fn render(frame: &Frame, view: &Honesty) -> Markup {
    let body = match &view.state {
        State::Found(report) => html! {
            (head(report))
            (sections(Some(frame), report))
        },
        State::Waiting => html! {
            div.head { div { h1 { "Honesty" } p.lede { b { "Not computed yet." } " The past is being read again in the background; look in again in a few minutes." } } }
            section.sheet { p.empty { "Here will stand what was said on past days beside what happened then: who would have been called, who was missed, and whether the numbers mean what they say." } }
        },
        State::TooLittle(reason) => html! {
            div.head { div { h1 { "Honesty" } p.lede { b { "Too early to tell." } " There is not enough history to hold readings against what happened." } } }
            section.sheet { p.empty { "The last try said: " (reason) "." } p.small { "Until then readings rest on published priors. They are shown with their ranges, and no figure of this site stands behind them." } }
        },
    };
    let body = html! {
        (body)
        @if let Some(again) = &view.again { div.btns.gap-above.noprint { (forms::button(frame, again, "btn")) } }
    };
    shell::page(frame, "Honesty", &body)
}

/// The same as a document of its own, with its style inside, to send and to print.
#[must_use]
pub fn document(report: &Report, workspace: &str) -> String {
    let block = TitleBlock {
        sheet: format!("Honesty, {workspace}"),
        drawn: day(&report.computed_at),
        evidence_up_to: day(&report.until),
        belief: format!("Model {}", report.models.join(", ")),
        scale: "1 dot = 1 group of account-dates".to_owned(),
    };
    let body = html! { (head(report)) (sections(None, report)) };
    shell::standalone("Honesty", &PreEscaped(STYLE.to_owned()), &block, &body).into_string()
}

fn head(report: &Report) -> Markup {
    html! {
        div.head { div {
            h1 { "Honesty" }
            (lede(report))
            p.cap.gap-above {
                "Computed on " (day(&report.computed_at)) " from " (words::thousands(report.population.account_dates))
                " readings of " (words::thousands(report.population.accounts)) (words::plural(report.population.accounts, " company", " companies"))
                " on " (report.dates) (words::plural(report.dates, " date", " dates")) " from " (day(&report.from)) " to " (day(&report.to))
                ", each made from what was known on its date. What happened is known up to " (day(&report.until)) "."
                @if report.population.sampled_accounts < report.population.known_accounts {
                    " A sample of " (words::thousands(report.population.sampled_accounts)) " of " (words::thousands(report.population.known_accounts)) " companies was read."
                }
            }
        } }
    }
}

/// The answer in one paragraph.
fn lede(report: &Report) -> Markup {
    let processes = report.happened.processes;
    if processes < FEWEST_PROCESSES {
        return html! { p.lede {
            b { (words::capital(&words::too_early(processes as u32, FEWEST_PROCESSES as u32))) "." }
            " So few companies came to a decision in the judged time that no order of methods can be trusted. The figures below are shown with their ranges."
        } };
    }
    let missed = |method: &str| {
        let sent = report.sent.iter().find(|sent| sent.method == method)?;
        Some((processes as f64 * (1.0 - sent.never_flagged?.value)).round() as usize)
    };
    let table = report.outcomes.first();
    let surely = |rival: &str| {
        let difference = table?.differences.iter().find(|one| one.rival == rival)?.average_precision?;
        Some(match (difference.low, difference.high) {
            (Some(low), _) if low > 0.0 => "Readings put them higher than points did, beyond chance.",
            (_, Some(high)) if high < 0.0 => "Points put them higher than readings did, beyond chance.",
            _ => "Whether readings put them higher than points did cannot be told from so few.",
        })
    };
    html! { p.lede {
        @if let (Some(readings), Some(points)) = (missed("readings"), missed("classic points")) {
            "Of " (words::number(processes)) " companies that came to a decision, "
            b { "readings would have sent " (words::none_or(readings)) " to sales beforehand" }
            ", classic points, allowed to point as often, " (words::none_or(points)) ". "
        }
        (surely("classic points").unwrap_or(""))
    } }
}

fn sections(frame: Option<&Frame>, report: &Report) -> Markup {
    let scale = scale::of_report(report);
    html! {
        section.sheet.sect {
            h2 { "Who would have been sent to sales" }
            p.cap { "Each method may send as many readings as the product called ready, so none wins by sending more. A conversation is wasted when no decision process, won or lost, opened within 180 days. Ranges are 95 %." }
            (sent(&report.sent, report.happened.processes))
            p.small.gap-above { (happened(report)) }
        }
        section.sheet.sect {
            h2 { "What readings cannot do" }
            ul.rows.plain { @for limit in &report.limits { li { (limit) } } }
        }
        section.sheet.sect {
            h2 { "Do the numbers mean what they say?" }
            p.cap { "Dots on the dashed line are honest. The whisker is the 95 % range of what came true; hollow dots rest on fewer than ten companies. Both axes are drawn as square roots, because most readings are low." }
            div.grid.g-11 { @for table in &report.calibration { (tables::calibration(table)) } }
        }
        section.sheet.sect {
            h2 { "Who was put on top?" }
            @for table in &report.outcomes { (tables::ranking(table)) }
        }
        @if !report.rooms.is_empty() {
            section.sheet.sect {
                h2 { "Was it the right room?" }
                @for table in &report.rooms { (tables::rooms(table)) }
            }
        }
        @if report.silence.iter().any(|table| table.cases > 0) {
            section.sheet.sect {
                h2 { "Who comes back out of silence?" }
                p.cap { "People with at least one visit, and whether they visited again. Recency and the decayed count only rank; the others state a chance, which should come true as often as it says." }
                @for table in report.silence.iter().filter(|table| table.cases > 0) { (tables::silence(table)) }
            }
        }
        (disagreements(frame, "Loud and unready", "Among the highest 3 % by classic points, and not near the top by reading. The date is the first on which it was so.", &scale, &report.loud_unready))
        (disagreements(frame, "Quiet and ready", "Among the highest 3 % by reading, and not near the top by classic points.", &scale, &report.quiet_ready))
    }
}

fn happened(report: &Report) -> String {
    let happened = &report.happened;
    format!(
        "In the judged time {} deals opened: {} were won, {} lost, {} ended without a decision, {} are still open. {} companies asked to talk. Sales said after {} conversations where the buyer truly was.",
        words::number(happened.deals),
        words::number(happened.won),
        words::number(happened.lost),
        words::number(happened.no_decision),
        words::number(happened.open),
        words::capital(&words::number(happened.asked)),
        words::number(happened.verdicts)
    )
}

fn sent(rows: &[Sent], processes: usize) -> Markup {
    html! {
        div.scroll { table.data {
            thead { tr { @for head in ["Method", "Companies sent", "Came to a decision", "Wasted conversations", "Buyers never sent", "Days of warning"] { th scope="col" { (head) } } } }
            tbody { @for row in rows {
                tr {
                    th scope="row" data-l="Method" { b { (words::capital(&row.method)) } }
                    td data-l="Companies sent" { (row.accounts) @if row.undecided > 0 { " (" (row.undecided) " still open)" } }
                    td data-l="Came to a decision" { (row.became) " of " (row.accounts - row.undecided.min(row.accounts)) }
                    td data-l="Wasted conversations" { (tables::share_of(row.wasted, row.accounts - row.undecided.min(row.accounts))) }
                    td data-l="Buyers never sent" { (tables::share_of(row.never_flagged, processes)) }
                    td data-l="Days of warning" { (tables::plain(row.lead_days, 0)) }
                }
            } }
        } }
    }
}

fn disagreements(frame: Option<&Frame>, title: &str, meaning: &str, scale: &Scale, rows: &[Disagreement]) -> Markup {
    let shown = |row: &Disagreement| {
        let shown = scale::shown_for(scale, row.readiness as f32);
        format!("{:.0} ({:.0}–{:.0})", shown.value * 100.0, shown.low * 100.0, shown.high * 100.0)
    };
    let followed = rows.iter().filter(|row| row.became == Some(true)).count();
    let known = rows.iter().filter(|row| row.became.is_some()).count();
    html! {
        section.sheet.sect {
            h2 { (title) }
            p.cap { (meaning) @if known > 0 { " A decision followed for " (followed) " of " (known) "." } }
            @if rows.is_empty() { p.empty { "Nobody." } } @else {
                div.scroll { table.data {
                    thead { tr { @for head in ["Company", "Date", "Readiness", "Classic points", "Read as", "What happened"] { th scope="col" { (head) } } } }
                    tbody { @for row in rows {
                        tr {
                            td { (company(frame, row)) }
                            td.date data-l="Date" { (day(&row.at)) }
                            td data-l="Readiness" { (shown(row)) }
                            td data-l="Classic points" { (format!("{:.0}", row.classic_score)) }
                            td data-l="Read as" { (words::capital(&row.room)) ", " (row.band) }
                            td data-l="What happened" { (words::capital(&row.afterwards)) }
                        }
                    } }
                } }
            }
        }
    }
}

/// On the site, a link to the sheet as it was drawn on that date, with the evidence.
fn company(frame: Option<&Frame>, row: &Disagreement) -> Markup {
    let name = row.name.as_deref().unwrap_or(&row.account);
    match frame {
        Some(frame) => {
            let then = Frame { as_of: Some(row.at.chars().take(10).collect()), ..frame.clone() };
            html! { a href=(links::account(&then, &row.account)) { b { (name) } } }
        }
        None => html! { b { (name) } @if row.name.is_some() { br; span.cap { (row.account) } } },
    }
}

/// The day of an instant, such as "14 Sep 2026".
fn day(at: &str) -> String {
    enfilade_domain::Timestamp::parse(at).map_or_else(|_| at.to_owned(), |at| words::day_of_year(at.utc_day()))
}

/// Marks a figure that is better than every other one of its kind; used by the tables.
fn best(figures: &[Option<Figure>], higher_is_better: bool) -> Option<usize> {
    let values = figures.iter().enumerate().filter_map(|(at, figure)| Some((at, (*figure)?.value)));
    let better = |a: f64, b: f64| if higher_is_better { a.total_cmp(&b) } else { b.total_cmp(&a) };
    values.max_by(|(_, a), (_, b)| better(*a, *b)).map(|(at, _)| at)
}
