//! Tables of figures, each with its range.

use enfilade_app::measure::backtest::report::{
    CalibrationTable, Figure, MethodFigures, OutcomeTable, RoomTable, SilenceTable,
};
use enfilade_language::{marked, retold, t, translated};
use maud::{Markup, html};

use super::best;
use crate::charts::reliability;
use crate::components::sentences::{counted_sentence, sentence};
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
        (Some(low), Some(high)) => t!(
            "{count} of {cases} ({low} to {high} %)",
            count = format_args!("{count:.0}"),
            cases = cases,
            low = format_args!("{:.0}", low * 100.0),
            high = format_args!("{:.0}", high * 100.0)
        ),
        _ => t!("{count} of {cases}", count = format_args!("{count:.0}"), cases = cases),
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
        return t!("{value}{unit} (range not known)", value = number(figure.value), unit = unit);
    }
    t!(
        "{value}{unit} ({bound} to {bound2})",
        value = number(figure.value),
        unit = unit,
        bound = bound(figure.low),
        bound2 = bound(figure.high)
    )
}

fn title_of(number: &str) -> &str {
    match number {
        "outlook_60d" => t!("Outlook: a decision process within 60 days"),
        "readiness" => t!("Readiness: the raw probability"),
        "shown_scale" => t!("Readiness as it is shown, 0 to 100"),
        other => other,
    }
}

/// The chart with its figures.
pub(super) fn calibration(table: &CalibrationTable) -> Markup {
    html! {
        figure {
            h3 { (title_of(&table.number)) }
            p.cap { (sentence!("Held against: {against}.", against = table.against)) }
            (reliability::draw(table))
            p.small {
                (sentence!(
                    "Said on average {mean_predicted}, came true {observed}. Said to true: {predicted_to_observed}, where 1 is honest. Mean distance {table}, Brier score {table2}.",
                    mean_predicted = percent(table.mean_predicted),
                    observed = share(Some(table.observed)),
                    predicted_to_observed = plain(table.predicted_to_observed, 2),
                    table = format!("{:.3}", table.expected_calibration_error),
                    table2 = format!("{:.4}", table.brier),
                ))
            }
            details { summary { (t!("Read the groups")) }
                div.scroll { table.data {
                    thead { tr { @for head in [t!("Said"), t!("Readings"), t!("Companies"), t!("Mean said"), t!("Came true")] { th scope="col" { (head) } } } }
                    tbody { @for bin in &table.bins {
                        tr {
                            td data-l=(t!("Said")) { (format!("{:.0}–{:.0} %", bin.from * 100.0, bin.until * 100.0)) }
                            td data-l=(t!("Readings")) { (words::thousands(bin.cases)) }
                            td data-l=(t!("Companies")) { (words::thousands(bin.accounts)) }
                            td data-l=(t!("Mean said")) { (format!("{:.1} %", bin.mean_predicted * 100.0)) }
                            td data-l=(t!("Came true")) { (share_of(Some(bin.observed), bin.cases)) }
                        }
                    } }
                } }
            }
        }
    }
}

type Column = (&'static str, fn(&MethodFigures) -> Option<Figure>, bool);

const COLUMNS: [Column; 6] = [
    (marked!("Area under the curve"), |one| one.area, true),
    (marked!("Average precision"), |one| one.average_precision, true),
    (marked!("Right among the first ten"), |one| one.precision_at_10, true),
    (marked!("Caught at 3 % false alarms"), |one| one.caught_at_3_percent, true),
    (marked!("Loud outsiders in the top 3 %"), |one| one.loud_outsiders_in_top_3_percent, false),
    (marked!("Days of warning"), |one| one.lead_days, true),
];

/// How the methods ranked companies by one outcome. The best figure of a column is set in bold.
pub(super) fn ranking(table: &OutcomeTable) -> Markup {
    html! {
        h3 { (words::capital(&table.outcome)) }
        p.cap { (counted_sentence!(
            table.accounts,
            "{meaning} {came_true} of {cases} readings, of {accounts} company.",
            "{meaning} {came_true} of {cases} readings, of {accounts} companies.",
            meaning = retold(&table.meaning),
            came_true = words::thousands(table.came_true),
            cases = words::thousands(table.cases),
            accounts = words::number(table.accounts),
        )) }
        @if table.came_true == 0 { p.empty { (t!("It did not happen in the judged time, so no method can be told from another.")) } } @else {
            div.scroll { table.data {
                thead { tr { th scope="col" { (t!("Method")) } @for (head, _, _) in COLUMNS { th scope="col" { (translated(head)) } } } }
                tbody { @for (place, method) in table.methods.iter().enumerate() {
                    tr {
                        th scope="row" data-l=(t!("Method")) { b { (words::capital(&method.method)) } @if method.cases < table.cases { br; span.cap { (sentence!(
                            "on {cases} of them",
                            cases = words::thousands(method.cases),
                        )) } } }
                        @for (head, figure, higher) in COLUMNS {
                            @let column: Vec<Option<Figure>> = table.methods.iter().map(figure).collect();
                            td data-l=(translated(head)) { @if best(&column, higher) == Some(place) { b { (written(head, figure(method))) } } @else { (written(head, figure(method))) } }
                        }
                    }
                } }
            } }
            @for difference in &table.differences {
                p.small { (sentence!(
                    "Readings minus {rival}: area {area}, average precision {average_precision}. {verdict}",
                    rival = retold(&difference.rival),
                    area = plain(difference.area, 2),
                    average_precision = plain(difference.average_precision, 2),
                    verdict = verdict(difference.average_precision),
                )) }
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
        Some(Figure { low: Some(low), .. }) if low > 0.0 => t!("Better, beyond chance."),
        Some(Figure { high: Some(high), .. }) if high < 0.0 => t!("Worse, beyond chance."),
        _ => t!("The difference may be chance."),
    }
}

/// Which room was read where which was true.
pub(super) fn rooms(table: &RoomTable) -> Markup {
    const ROOMS: [&str; 5] =
        [marked!("Outside"), marked!("Problem"), marked!("Solution"), marked!("Offer"), marked!("Sales")];
    html! {
        h3 { (sentence!(
            "{method} against {truth}",
            method = words::capital(&table.method),
            truth = retold(&table.truth),
        )) }
        p.cap {
            (sentence!(
                "{cases} cases. Mean F1 over all five {table}, over the rooms among buyers {table2}",
                cases = words::thousands(table.cases as usize),
                table = format!("{:.2}", table.macro_f1),
                table2 = format!("{:.2}", table.macro_f1_buyers),
            ))
            @if let Some(within) = table.within_one { (sentence!(
                "; right or one beside it {within}",
                within = percent(within),
            )) } "."
        }
        div.scroll { table.data {
            thead { tr { th scope="col" { (t!("Truly in")) } @for room in ROOMS.map(translated) { th scope="col" { (sentence!(
                "read {room}",
                room = room,
            )) } } } }
            tbody { @for (room, counts) in ROOMS.iter().zip(&table.counts) {
                tr { th scope="row" { (translated(room)) } @for (read, count) in ROOMS.iter().zip(counts) {
                    td data-l=(t!("Read {read}", read = translated(read))) { @if room == read { b { (words::thousands(*count as usize)) } } @else { (words::thousands(*count as usize)) } }
                } }
            } }
        } }
    }
}

/// What each method expected of silences.
pub(super) fn silence(table: &SilenceTable) -> Markup {
    html! {
        h3 { (sentence!("Back within {table} days", table = format!("{:.0}", table.within_days)))
            @if table.silent_days > 0.0 { (sentence!(
                ", of those silent for {table} days or more",
                table = format!("{:.0}", table.silent_days),
            )) } }
        p.cap { (sentence!(
            "{came_back} of {cases} times somebody came back; {people} people.",
            came_back = words::thousands(table.came_back),
            cases = words::thousands(table.cases),
            people = words::thousands(table.people),
        )) }
        div.scroll { table.data {
            thead { tr { @for head in [t!("Method"), t!("Area under the curve"), t!("Said to true"), t!("Brier score")] { th scope="col" { (head) } } } }
            tbody { @for method in &table.methods {
                tr {
                    th scope="row" data-l=(t!("Method")) { b { (words::capital(&method.method)) } }
                    td data-l=(t!("Area under the curve")) { (plain(method.area, 2)) }
                    td data-l=(t!("Said to true")) { (plain(method.predicted_to_observed, 2)) }
                    td data-l=(t!("Brier score")) { (method.brier.map_or_else(|| "–".to_owned(), |brier| format!("{brier:.4}"))) }
                }
            } }
        } }
    }
}
