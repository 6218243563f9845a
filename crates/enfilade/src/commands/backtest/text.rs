//! The report as text for a terminal.

use enfilade_app::measure::backtest::report::{Disagreement, Figure, Report};

use crate::output::text_line;

/// Prints the whole report.
pub(super) fn print(report: &Report) {
    let day = |at: &str| at.chars().take(10).collect::<String>();
    let population = &report.population;
    text_line(&format!(
        "{} accounts on {} dates from {} to {} ({} account-dates); what happened is known up to {}; read with {}",
        population.accounts,
        report.dates,
        day(&report.from),
        day(&report.to),
        population.account_dates,
        day(&report.until),
        report.models.join(", ")
    ));
    let happened = &report.happened;
    text_line(&format!(
        "deals {}: won {}, lost {}, without decision {}, open {}; {} accounts asked to talk; {} verdicts of sales",
        happened.deals,
        happened.won,
        happened.lost,
        happened.no_decision,
        happened.open,
        happened.asked,
        happened.verdicts
    ));
    rankings(report);
    calibration(report);
    silence(report);
    text_line("\nSent to sales, each method as many account-dates as the readings called ready");
    text_line(&format!(
        "  {:18} {:>8} {:>7} {:>20} {:>20} {:>22}",
        "", "accounts", "became", "wasted", "never flagged", "days of warning"
    ));
    for sent in &report.sent {
        text_line(&format!(
            "  {:18} {:>8} {:>7} {:>20} {:>20} {:>22}",
            sent.method,
            sent.accounts,
            sent.became,
            share(sent.wasted),
            share(sent.never_flagged),
            days(sent.lead_days)
        ));
    }
    list("Loud and unready", &report.loud_unready);
    list("Quiet and ready", &report.quiet_ready);
    text_line("\nWhat this model cannot do, and what these figures cannot show");
    for limit in &report.limits {
        text_line(&format!("  - {limit}"));
    }
}

fn rankings(report: &Report) {
    for table in &report.outcomes {
        text_line(&format!(
            "\n{}: {} of {} account-dates, {} accounts",
            table.outcome, table.came_true, table.cases, table.accounts
        ));
        text_line(&format!(
            "  {:18} {:>20} {:>20} {:>20} {:>20} {:>20} {:>22}",
            "", "AUC", "average precision", "right of first 10", "caught at 3 %", "loud in top 3 %", "days of warning"
        ));
        for method in &table.methods {
            text_line(&format!(
                "  {:18} {:>20} {:>20} {:>20} {:>20} {:>20} {:>22}",
                method.method,
                share(method.area),
                share(method.average_precision),
                share(method.precision_at_10),
                share(method.caught_at_3_percent),
                share(method.loud_outsiders_in_top_3_percent),
                days(method.lead_days)
            ));
        }
        for difference in &table.differences {
            text_line(&format!(
                "  readings minus {}: AUC {}, average precision {}",
                difference.rival,
                share(difference.area),
                share(difference.average_precision)
            ));
        }
    }
}

fn calibration(report: &Report) {
    for table in &report.calibration {
        text_line(&format!("\n{} against: {}", table.number, table.against));
        text_line(&format!(
            "  predicted {:.3}, observed {}, predicted to observed {}; Brier {:.4}, calibration error {:.3}",
            table.mean_predicted,
            share(Some(table.observed)),
            days(table.predicted_to_observed),
            table.brier,
            table.expected_calibration_error
        ));
        for bin in &table.bins {
            text_line(&format!(
                "  {:.2} to {:.2}: {:>6} account-dates of {:>4} accounts, predicted {:.3}, observed {}",
                bin.from,
                bin.until,
                bin.cases,
                bin.accounts,
                bin.mean_predicted,
                share(Some(bin.observed))
            ));
        }
    }
    for table in &report.rooms {
        text_line(&format!(
            "\nrooms of {} against {}: macro-F1 {:.3}, among buyers {:.3}, of {} cases",
            table.method, table.truth, table.macro_f1, table.macro_f1_buyers, table.cases
        ));
        for (name, counts) in ["outside", "problem", "solution", "offer", "sales"].iter().zip(&table.counts) {
            let cells: Vec<String> = counts.iter().map(|count| format!("{count:>7}")).collect();
            text_line(&format!("  truly {name:9} {}", cells.join("")));
        }
    }
}

fn silence(report: &Report) {
    for table in report.silence.iter().filter(|table| table.cases > 0) {
        text_line(&format!(
            "\nback within {:.0} days, silent for at least {:.0}: {} of {} cases, {} people",
            table.within_days, table.silent_days, table.came_back, table.cases, table.people
        ));
        for method in &table.methods {
            text_line(&format!(
                "  {:38} AUC {:>20}  Brier {:>7}  predicted to observed {}",
                method.method,
                share(method.area),
                method.brier.map_or_else(|| "-".to_owned(), |brier| format!("{brier:.4}")),
                days(method.predicted_to_observed)
            ));
        }
    }
}

fn list(title: &str, rows: &[Disagreement]) {
    text_line(&format!("\n{title}"));
    if rows.is_empty() {
        text_line("  nobody");
    }
    for row in rows {
        text_line(&format!(
            "  {} {:34} readiness {:>3.0} points {:>4.0}  {}: {}",
            row.at.chars().take(10).collect::<String>(),
            row.account,
            row.readiness * 100.0,
            row.classic_score,
            row.band,
            row.afterwards
        ));
    }
}

fn figure(figure: Option<Figure>, digits: usize) -> String {
    let Some(figure) = figure else { return "-".to_owned() };
    let number = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| format!("{value:.digits$}"));
    if figure.low.is_none() && figure.high.is_none() {
        return number(Some(figure.value));
    }
    format!("{} ({} to {})", number(Some(figure.value)), number(figure.low), number(figure.high))
}

fn share(share: Option<Figure>) -> String {
    figure(share, 2)
}

fn days(days: Option<Figure>) -> String {
    figure(days, 1)
}
