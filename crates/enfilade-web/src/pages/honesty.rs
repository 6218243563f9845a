//! The honesty page: how well readings did on past dates, beside points and plain methods, and what they cannot do.

use enfilade_app::interpret::scale;
use enfilade_app::measure::backtest::report::{Disagreement, Figure, Report, Sent};
use enfilade_engine::judge::Scale;
use enfilade_language::{t, tn};
use maud::{Markup, PreEscaped, html};

use super::frame::{Frame, TitleBlock};
use crate::assets::STYLE;
use crate::components::sentences::sentence;
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
            div.head { div { h1 { (t!("Honesty")) } p.lede { (sentence!("<b>Not computed yet.</b> The past is being read again in the background; look in again in a few minutes.")) } } }
            section.sheet { p.empty { (t!("Here will stand what was said on past days beside what happened then: who would have been called, who was missed, and whether the numbers mean what they say.")) } }
        },
        State::TooLittle(reason) => html! {
            div.head { div { h1 { (t!("Honesty")) } p.lede { (sentence!("<b>Too early to tell.</b> There is not enough history to hold readings against what happened.")) } } }
            section.sheet { p.empty { (sentence!("The last try said: {reason}.", reason = reason)) } p.small { (t!("Until then readings rest on published priors. They are shown with their ranges, and no figure of this site stands behind them.")) } }
        },
    };
    let body = html! {
        (body)
        @if let Some(again) = &view.again { div.btns.gap-above.noprint { (forms::button(frame, again, "btn")) } }
    };
    shell::page(frame, t!("Honesty"), &body)
}

/// The same as a document of its own, with its style inside, to send and to print.
#[must_use]
pub fn document(report: &Report, workspace: &str) -> String {
    let block = TitleBlock {
        sheet: t!("Honesty, {workspace}", workspace = workspace),
        drawn: day(&report.computed_at),
        evidence_up_to: day(&report.until),
        belief: t!("Model {models}", models = report.models.join(", ")),
        scale: t!("1 dot = 1 group of account-dates").to_owned(),
    };
    let body = html! { (head(report)) (sections(None, report)) };
    shell::standalone(t!("Honesty"), &PreEscaped(STYLE.to_owned()), &block, &body).into_string()
}

fn head(report: &Report) -> Markup {
    html! {
        div.head { div {
            h1 { (t!("Honesty")) }
            (lede(report))
            p.cap.gap-above {
                (sentence!(
                    "Computed on {computed_at} from {account_dates} readings of {accounts}{accounts_word} on {dates}{dates_word} from {from} to {to}, each made from what was known on its date. What happened is known up to {until}.",
                    computed_at = day(&report.computed_at),
                    account_dates = words::thousands(report.population.account_dates),
                    accounts = words::thousands(report.population.accounts),
                    accounts_word = tn!(report.population.accounts, " company", " companies"),
                    dates = report.dates,
                    dates_word = tn!(report.dates, " date", " dates"),
                    from = day(&report.from),
                    to = day(&report.to),
                    until = day(&report.until),
                ))
                @if report.population.sampled_accounts < report.population.known_accounts {
                    " " (sentence!(
                        "A sample of {sampled_accounts} of {known_accounts} companies was read.",
                        sampled_accounts = words::thousands(report.population.sampled_accounts),
                        known_accounts = words::thousands(report.population.known_accounts),
                    ))
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
            (sentence!(
                "<b>{too_early}.</b> So few companies came to a decision in the judged time that no order of methods can be trusted. The figures below are shown with their ranges.",
                too_early = words::capital(&words::too_early(processes as u32, FEWEST_PROCESSES as u32)),
            ))
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
            (Some(low), _) if low > 0.0 => t!("Readings put them higher than points did, beyond chance."),
            (_, Some(high)) if high < 0.0 => t!("Points put them higher than readings did, beyond chance."),
            _ => t!("Whether readings put them higher than points did cannot be told from so few."),
        })
    };
    html! { p.lede {
        @if let (Some(readings), Some(points)) = (missed("readings"), missed(t!("classic points"))) {
            (sentence!(
                "Of {processes} companies that came to a decision, <b>readings would have sent {readings} to sales beforehand</b>, classic points, allowed to point as often, {points}.",
                processes = words::number(processes),
                readings = words::none_or(readings),
                points = words::none_or(points),
            )) " "
        }
        (surely(t!("classic points")).unwrap_or(""))
    } }
}

fn sections(frame: Option<&Frame>, report: &Report) -> Markup {
    let scale = scale::of_report(report);
    html! {
        section.sheet.sect {
            h2 { (t!("Who would have been sent to sales")) }
            p.cap { (t!("Each method may send as many readings as the product called ready, so none wins by sending more. A conversation is wasted when no decision process, won or lost, opened within 180 days. Ranges are 95 %.")) }
            (sent(&report.sent, report.happened.processes))
            p.small.gap-above { (happened(report)) }
        }
        section.sheet.sect {
            h2 { (t!("What readings cannot do")) }
            ul.rows.plain { @for limit in &report.limits { li { (limit) } } }
        }
        section.sheet.sect {
            h2 { (t!("Do the numbers mean what they say?")) }
            p.cap { (t!("Dots on the dashed line are honest. The whisker is the 95 % range of what came true; hollow dots rest on fewer than ten companies. Both axes are drawn as square roots, because most readings are low.")) }
            div.grid.g-11 { @for table in &report.calibration { (tables::calibration(table)) } }
        }
        section.sheet.sect {
            h2 { (t!("Who was put on top?")) }
            @for table in &report.outcomes { (tables::ranking(table)) }
        }
        @if !report.rooms.is_empty() {
            section.sheet.sect {
                h2 { (t!("Was it the right room?")) }
                @for table in &report.rooms { (tables::rooms(table)) }
            }
        }
        @if report.silence.iter().any(|table| table.cases > 0) {
            section.sheet.sect {
                h2 { (t!("Who comes back out of silence?")) }
                p.cap { (t!("People with at least one visit, and whether they visited again. Recency and the decayed count only rank; the others state a chance, which should come true as often as it says.")) }
                @for table in report.silence.iter().filter(|table| table.cases > 0) { (tables::silence(table)) }
            }
        }
        (disagreements(frame, t!("Loud and unready"), t!("Among the highest 3 % by classic points, and not near the top by reading. The date is the first on which it was so."), &scale, &report.loud_unready))
        (disagreements(frame, t!("Quiet and ready"), t!("Among the highest 3 % by reading, and not near the top by classic points."), &scale, &report.quiet_ready))
    }
}

fn happened(report: &Report) -> String {
    let happened = &report.happened;
    t!(
        "In the judged time {deals} deals opened: {won} were won, {lost} lost, {no_decision} ended without a decision, {open} are still open. {asked} companies asked to talk. Sales said after {verdicts} conversations where the buyer truly was.",
        deals = words::number(happened.deals),
        won = words::number(happened.won),
        lost = words::number(happened.lost),
        no_decision = words::number(happened.no_decision),
        open = words::number(happened.open),
        asked = words::capital(&words::number(happened.asked)),
        verdicts = words::number(happened.verdicts)
    )
}

fn sent(rows: &[Sent], processes: usize) -> Markup {
    html! {
        div.scroll { table.data {
            thead { tr { @for head in [t!("Method"), t!("Companies sent"), t!("Came to a decision"), t!("Wasted conversations"), t!("Buyers never sent"), t!("Days of warning")] { th scope="col" { (head) } } } }
            tbody { @for row in rows {
                tr {
                    th scope="row" data-l=(t!("Method")) { b { (words::capital(&row.method)) } }
                    td data-l=(t!("Companies sent")) { (row.accounts) @if row.undecided > 0 { " " (sentence!(
                        "({undecided} still open)",
                        undecided = row.undecided,
                    )) } }
                    td data-l=(t!("Came to a decision")) { (sentence!(
                        "{became} of {min}",
                        became = row.became,
                        min = row.accounts - row.undecided.min(row.accounts),
                    )) }
                    td data-l=(t!("Wasted conversations")) { (tables::share_of(row.wasted, row.accounts - row.undecided.min(row.accounts))) }
                    td data-l=(t!("Buyers never sent")) { (tables::share_of(row.never_flagged, processes)) }
                    td data-l=(t!("Days of warning")) { (tables::plain(row.lead_days, 0)) }
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
            p.cap { (meaning) @if known > 0 { " " (sentence!(
                "A decision followed for {followed} of {known}.",
                followed = followed,
                known = known,
            )) } }
            @if rows.is_empty() { p.empty { (t!("Nobody.")) } } @else {
                div.scroll { table.data {
                    thead { tr { @for head in [t!("Company"), t!("Date"), t!("Readiness"), t!("Classic points"), t!("Read as"), t!("What happened")] { th scope="col" { (head) } } } }
                    tbody { @for row in rows {
                        tr {
                            td { (company(frame, row)) }
                            td.date data-l=(t!("Date")) { (day(&row.at)) }
                            td data-l=(t!("Readiness")) { (shown(row)) }
                            td data-l=(t!("Classic points")) { (format!("{:.0}", row.classic_score)) }
                            td data-l=(t!("Read as")) { (words::capital(&row.room)) ", " (row.band) }
                            td data-l=(t!("What happened")) { (words::capital(&row.afterwards)) }
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
