//! `enfilade backtest`: what readings and plain methods said on past dates, held against what happened.

mod text;
mod truth;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use enfilade_app::measure::backtest::{self, Backtest, Request};
use enfilade_domain::Timestamp;

use super::Opened;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct BacktestArguments {
    /// First judged date (RFC 3339, or a date); the middle of the history where it is not given.
    #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
    from: Option<Timestamp>,
    /// Last judged date; sixty days before the end of the history where it is not given.
    #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
    to: Option<Timestamp>,
    /// Days from one date to the next.
    #[arg(long, value_name = "DAYS", default_value_t = 14.0)]
    every: f64,
    /// Where accounts truly were, as JSON lines with kind, at, domain, room and ready, where somebody knows it.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// Write a report that stands on its own, to read and to print.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write every judged row, what was said and what came, as JSON lines, for analyses of your own.
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,
    /// Every figure with its interval, as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the back-test and prints what it found.
pub(crate) fn run(opened: &Opened, asked: &BacktestArguments) -> Result<Outcome, Failure> {
    let truth = asked.truth.as_deref().map(truth::read).transpose()?;
    let request = Request { from: asked.from, to: asked.to, every_days: Some(asked.every), truth };
    let Backtest { report, rows } = backtest::run(&opened.app, &opened.workspace, &request)?;
    if let Some(file) = &asked.rows {
        let lines: Vec<String> =
            rows.iter().map(serde_json::to_string).collect::<Result<_, _>>().context("write rows")?;
        std::fs::write(file, lines.join("\n") + "\n").with_context(|| format!("write {}", file.display()))?;
        eprintln!("wrote {}", file.display());
    }
    if let Some(file) = &asked.html {
        let document = enfilade_web::pages::honesty::document(&report, &opened.workspace.slug);
        std::fs::write(file, document).with_context(|| format!("write {}", file.display()))?;
        eprintln!("wrote {}", file.display());
    }
    if asked.json {
        output::line(&report);
    } else {
        text::print(&report);
    }
    Ok(Outcome::Done)
}
