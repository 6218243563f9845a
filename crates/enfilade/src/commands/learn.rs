//! `enfilade learn`: what a workspace teaches the model, which versions there are, and the way back.

use clap::Args;
use enfilade_app::measure::learn::{self, Lesson};
use enfilade_domain::Timestamp;
use serde_json::json;

use super::Opened;
use crate::failure::{Failure, Outcome};
use crate::{output, sources};

#[derive(Debug, Args)]
pub(crate) struct Learn {
    /// Learn from what was known at this time; now where it is not given.
    #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
    until: Option<Timestamp>,
    /// Return to the published priors. Learned versions are kept.
    #[arg(long, conflicts_with_all = ["until", "list", "again"])]
    reset: bool,
    /// The versions there are, and how each fared.
    #[arg(long, conflicts_with_all = ["until", "again"])]
    list: bool,
    /// Read with this learned version again.
    #[arg(long = "use", value_name = "VERSION", conflicts_with = "until")]
    again: Option<String>,
    /// JSON instead of text.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(opened: &Opened, asked: &Learn) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    if asked.list {
        return list(opened, asked.json);
    }
    if asked.reset || asked.again.is_some() {
        learn::use_version(app, workspace, asked.again.as_deref())?;
        let name = asked.again.as_deref().unwrap_or("the published priors");
        eprintln!("everybody was read again with {name}");
        return Ok(Outcome::Done);
    }
    let now = app.now();
    let until = asked.until.unwrap_or(now);
    // A plain date means the end of that day, so today is no future.
    if until.utc_day() > now.utc_day() {
        return Err(Failure::Usage(format!("until: {until} lies in the future, of which nothing can be learned yet")));
    }
    let bar = sources::counting_bar("learning");
    let lesson = learn::learn(app, workspace, until.min(now), &|progress| {
        bar.set_message(progress.doing);
        bar.set_position(progress.done as u64);
        true
    })?;
    bar.finish_and_clear();
    if asked.json {
        output::line(&lesson);
    } else {
        print(&lesson);
    }
    Ok(Outcome::Done)
}

fn print(lesson: &Lesson) {
    let state = if lesson.in_use { "in use" } else { "kept as a shadow" };
    output::text_line(&format!("{}: {state}. {}.", lesson.version, sentence(&lesson.reason)));
    output::text_line(&format!(
        "Learned from {} people, {} accounts with {} deals and statements about where they stood, and {} decided deals, \
         known until {}.",
        lesson.people, lesson.accounts, lesson.anchors, lesson.decided_deals, lesson.learned_until
    ));
    output::text_line(&format!(
        "People held out: mean log-likelihood {:.3} as published, {:.3} as learned.",
        lesson.held_out_published, lesson.held_out_learned
    ));
    output::text_line(&format!(
        "Accounts held out: {:.3} as published, {:.3} as learned.",
        lesson.accounts_held_out_published, lesson.accounts_held_out_learned
    ));
    if let Some(compared) = &lesson.last_90_days {
        output::text_line(&format!(
            "Last 90 days, from {}: {} accounts opened a deal within 60 days of a date. Average precision over {} \
             account-dates: {:.3} with the model before, {:.3} with the rhythm of people, {:.3} with that of accounts too.",
            &compared.from[..10],
            compared.opened,
            compared.account_dates,
            compared.precision_in_use,
            compared.precision_people,
            compared.precision_learned
        ));
    }
    if let (Some(before), Some(after)) = (lesson.returns_ratio_filter, lesson.returns_ratio_learned) {
        output::text_line(&format!(
            "Visits of people within a week, a month and a quarter on the last dates, predicted over observed: {before:.2} \
             by the filter alone, {after:.2} taught by earlier returns."
        ));
    }
    if let (Some(before), Some(after)) = (lesson.outlook_ratio_published, lesson.outlook_ratio_learned) {
        output::text_line(&format!(
            "Outlook of 60 days on the last dates, predicted over observed: {before:.2} as it was, {after:.2} held to \
             earlier deals."
        ));
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// How a version fared, in a line: each figure before and after.
fn in_figures(figures: &serde_json::Value) -> String {
    let pair = |name: &str, before: &serde_json::Value, after: &serde_json::Value, digits: usize| {
        let (before, after) = (before.as_f64()?, after.as_f64()?);
        Some(format!("{name} {before:.digits$} > {after:.digits$}"))
    };
    let of = |what: &str| figures[what].as_u64().map_or_else(String::new, |count| format!("{count} {what}"));
    let compared = &figures["last_90_days"];
    [
        pair(&of("people"), &figures["held_out_published"], &figures["held_out_learned"], 3),
        pair(&of("accounts"), &figures["accounts_held_out_published"], &figures["accounts_held_out_learned"], 3),
        pair("last 90 days", &compared["precision_in_use"], &compared["precision_learned"], 3),
        pair("returns", &figures["returns_ratio_filter"], &figures["returns_ratio_learned"], 2),
        pair("outlook", &figures["outlook_ratio_published"], &figures["outlook_ratio_learned"], 2),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}

fn list(opened: &Opened, json: bool) -> Result<Outcome, Failure> {
    let models = opened.app.records.models(opened.workspace.id)?;
    if models.is_empty() && !json {
        output::text_line("Nothing was learned yet; readings are made with the published priors.");
    }
    for model in models {
        let figures: serde_json::Value = serde_json::from_str(&model.figures).unwrap_or_default();
        if json {
            output::line(&json!({
                "version": model.version, "state": model.state.as_str(), "made_at": model.made_at.to_string(),
                "learned_until": model.learned_until.to_string(), "parent": model.parent, "figures": figures,
            }));
        } else {
            let reason = figures["reason"].as_str().unwrap_or_default();
            output::text_line(&format!("{:<22} {:<8} {reason}", model.version, model.state.as_str()));
            let told = in_figures(&figures);
            if !told.is_empty() {
                output::text_line(&format!("{:31} {told}", ""));
            }
        }
    }
    Ok(Outcome::Done)
}
