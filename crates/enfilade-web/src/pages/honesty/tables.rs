//! Tables of figures, each with its range.

use enfilade_app::measure::backtest::report::{
    CalibrationTable, Figure, MethodFigures, OutcomeTable, RoomTable, SilenceTable,
};
use maud::{Markup, html};

use super::best;
use crate::charts::reliability;
use crate::components::words;

/// A share as whole percent with its range.
pub(super) fn share(figure: Option<Figure>) -> String {
    with_range(figure, |value| format!("{:.0}", value * 100.0), " %")
}

/// A share of few cases as cases, with the range.
pub(super) fn share_of(figure: Option<Figure>, cases: usize) -> String {
    const FEW: usize = 30;
    let of_few = figure.filter(|_| cases < FEW).and_then(|figure| {
        let count = figure.value * cases as f64;
        // A share that is weighted stands for no whole number of cases.
        ((count - count.round()).abs() < 0.05).then_some((count.round(), figure))
    });
    let Some((count, figure)) = of_few else { return share(figure) };
    match (figure.low, figure.high) {
        (Some(low), Some(high)) => format!("{count:.0} of {cases} ({:.0} to {:.0} %)", low * 100.0, high * 100.0),
        _ => format!("{count:.0} of {cases}"),
    }
}

/// A number with its range.
pub(super) fn plain(figure: Option<Figure>, digits: usize) -> String {
    with_range(figure, |value| format!("{value:.digits$}"), "")
}

/// A share in percent, finer where it is small.
pub(super) fn percent(share: f64) -> String {
    if share < 0.01 { "under 1 %".to_owned() } else { format!("{:.0} %", share * 100.0) }
}

fn with_range(figure: Option<Figure>, number: impl Fn(f64) -> String, unit: &str) -> String {
    let Some(figure) = figure else { return "–".to_owned() };
    let bound = |bound: Option<f64>| bound.map_or_else(|| "?".to_owned(), &number);
    if figure.low.is_none() && figure.high.is_none() {
        return format!("{}{unit} (range not known)", number(figure.value));
    }
    format!("{}{unit} ({} to {})", number(figure.value), bound(figure.low), bound(figure.high))
}

fn title_of(number: &str) -> &str {
    match number {
        "outlook_60d" => "Outlook: a decision process within 60 days",
        "readiness" => "Readiness: the raw probability",
        "shown_scale" => "Readiness as it is shown, 0 to 100",
        other => other,
    }
}

/// The chart with its figures.
pub(super) fn calibration(table: &CalibrationTable) -> Markup {
    html! {
        figure {
            h3 { (title_of(&table.number)) }
            p.cap { "Held against: " (table.against) "." }
            (reliability::draw(table))
            p.small {
                "Said on average " (percent(table.mean_predicted)) ", came true " (share(Some(table.observed)))
                ". Said to true: " (plain(table.predicted_to_observed, 2)) ", where 1 is honest. "
                "Mean distance " (format!("{:.3}", table.expected_calibration_error)) ", Brier score " (format!("{:.4}", table.brier)) "."
            }
            details { summary { "Read the groups" }
                div.scroll { table.data {
                    thead { tr { @for head in ["Said", "Readings", "Companies", "Mean said", "Came true"] { th scope="col" { (head) } } } }
                    tbody { @for bin in &table.bins {
                        tr {
                            td data-l="Said" { (format!("{:.0}–{:.0} %", bin.from * 100.0, bin.until * 100.0)) }
                            td data-l="Readings" { (words::thousands(bin.cases)) }
                            td data-l="Companies" { (words::thousands(bin.accounts)) }
                            td data-l="Mean said" { (format!("{:.1} %", bin.mean_predicted * 100.0)) }
                            td data-l="Came true" { (share_of(Some(bin.observed), bin.cases)) }
                        }
                    } }
                } }
            }
        }
    }
}

type Column = (&'static str, fn(&MethodFigures) -> Option<Figure>, bool);

const COLUMNS: [Column; 6] = [
    ("Area under the curve", |one| one.area, true),
    ("Average precision", |one| one.average_precision, true),
    ("Right among the first ten", |one| one.precision_at_10, true),
    ("Caught at 3 % false alarms", |one| one.caught_at_3_percent, true),
    ("Loud outsiders in the top 3 %", |one| one.loud_outsiders_in_top_3_percent, false),
    ("Days of warning", |one| one.lead_days, true),
];

/// How the methods ranked companies by one outcome. The best figure of a column is set in bold.
pub(super) fn ranking(table: &OutcomeTable) -> Markup {
    html! {
        h3 { (words::capital(&table.outcome)) }
        p.cap { (table.meaning) " " (words::thousands(table.came_true)) " of " (words::thousands(table.cases)) " readings, of " (words::number(table.accounts)) (words::plural(table.accounts, " company.", " companies.")) }
        @if table.came_true == 0 { p.empty { "It did not happen in the judged time, so no method can be told from another." } } @else {
            div.scroll { table.data {
                thead { tr { th scope="col" { "Method" } @for (head, _, _) in COLUMNS { th scope="col" { (head) } } } }
                tbody { @for (place, method) in table.methods.iter().enumerate() {
                    tr {
                        th scope="row" data-l="Method" { b { (words::capital(&method.method)) } @if method.cases < table.cases { br; span.cap { "on " (words::thousands(method.cases)) " of them" } } }
                        @for (head, figure, higher) in COLUMNS {
                            @let column: Vec<Option<Figure>> = table.methods.iter().map(figure).collect();
                            td data-l=(head) { @if best(&column, higher) == Some(place) { b { (written(head, figure(method))) } } @else { (written(head, figure(method))) } }
                        }
                    }
                } }
            } }
            @for difference in &table.differences {
                p.small { "Readings minus " (difference.rival) ": area " (plain(difference.area, 2)) ", average precision " (plain(difference.average_precision, 2)) ". " (verdict(difference.average_precision)) }
            }
        }
    }
}

fn written(column: &str, figure: Option<Figure>) -> String {
    match column {
        "Days of warning" => plain(figure, 0),
        "Area under the curve" | "Average precision" => plain(figure, 2),
        _ => share(figure),
    }
}

fn verdict(difference: Option<Figure>) -> &'static str {
    match difference {
        Some(Figure { low: Some(low), .. }) if low > 0.0 => "Better, beyond chance.",
        Some(Figure { high: Some(high), .. }) if high < 0.0 => "Worse, beyond chance.",
        _ => "The difference may be chance.",
    }
}

/// Which room was read where which was true.
pub(super) fn rooms(table: &RoomTable) -> Markup {
    const ROOMS: [&str; 5] = ["Outside", "Problem", "Solution", "Offer", "Sales"];
    html! {
        h3 { (words::capital(&table.method)) " against " (table.truth) }
        p.cap {
            (words::thousands(table.cases as usize)) " cases. Mean F1 over all five " (format!("{:.2}", table.macro_f1)) ", over the rooms among buyers " (format!("{:.2}", table.macro_f1_buyers))
            @if let Some(within) = table.within_one { "; right or one beside it " (percent(within)) } "."
        }
        div.scroll { table.data {
            thead { tr { th scope="col" { "Truly in" } @for room in ROOMS { th scope="col" { "read " (room) } } } }
            tbody { @for (room, counts) in ROOMS.iter().zip(&table.counts) {
                tr { th scope="row" { (room) } @for (read, count) in ROOMS.iter().zip(counts) {
                    td data-l={ "Read " (read) } { @if room == read { b { (words::thousands(*count as usize)) } } @else { (words::thousands(*count as usize)) } }
                } }
            } }
        } }
    }
}

/// What each method expected of silences.
pub(super) fn silence(table: &SilenceTable) -> Markup {
    html! {
        h3 { "Back within " (format!("{:.0}", table.within_days)) " days"
            @if table.silent_days > 0.0 { ", of those silent for " (format!("{:.0}", table.silent_days)) " days or more" } }
        p.cap { (words::thousands(table.came_back)) " of " (words::thousands(table.cases)) " times somebody came back; " (words::thousands(table.people)) " people." }
        div.scroll { table.data {
            thead { tr { @for head in ["Method", "Area under the curve", "Said to true", "Brier score"] { th scope="col" { (head) } } } }
            tbody { @for method in &table.methods {
                tr {
                    th scope="row" data-l="Method" { b { (words::capital(&method.method)) } }
                    td data-l="Area under the curve" { (plain(method.area, 2)) }
                    td data-l="Said to true" { (plain(method.predicted_to_observed, 2)) }
                    td data-l="Brier score" { (method.brier.map_or_else(|| "–".to_owned(), |brier| format!("{brier:.4}"))) }
                }
            } }
        } }
    }
}
