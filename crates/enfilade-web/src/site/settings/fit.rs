//! Fit rules: tried on everybody whose fit no import states, then kept.

use axum::extract::{Extension, Form, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use enfilade_app::reveal::configure::{self, Answers};
use enfilade_domain::{Fit, FitRule};
use enfilade_language::t;
use serde::Deserialize;

use super::super::guard::Viewer;
use super::super::{PageError, Shared, blocking, ready};
use super::{frame, view};
use crate::pages::frame::AccountLink;
use crate::pages::settings::{self, FitExample, FitPreview, Settings};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::site) struct FitForm {
    csrf_token: String,
    fit_rules: String,
    /// Only show what would change.
    look: String,
}

/// Shows what the rules would change, or keeps them.
pub(in crate::site) async fn fit(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<FitForm>,
) -> Result<Response, PageError> {
    viewer.check_set_up(t!("change settings"), &form.csrf_token)?;
    let lines = form.fit_rules.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let wrong = |number: usize, why: String| {
        PageError::wrong(t!("Rule {number}: {why}. Nothing was changed.", number = number, why = why))
    };
    let rules: Vec<FitRule> = lines
        .map(|(index, line)| FitRule::parse(line).map_err(|why| wrong(index + 1, why)))
        .collect::<Result<_, _>>()?;
    blocking(move || {
        let workspace = site.workspace()?;
        if form.look.is_empty() {
            let answers = Answers { fit_rules: Some(rules), ..Answers::default() };
            configure::configure(&site.app, &workspace, answers)?;
            return Ok(Redirect::to("/settings?saved=fit#fit-h").into_response());
        }
        let preview = configure::try_fit_rules(&site.app, &workspace, &rules)?;
        let view = Settings {
            fit_rules: form.fit_rules,
            fit_preview: Some(fit_preview(&preview)),
            ..view(&site, &workspace, &viewer)?
        };
        let page = settings::render(&frame(&site, &workspace, &viewer, t!("Settings"))?, &view).into_string();
        Ok(Html(page).into_response())
    })
    .await
}

fn fit_preview(preview: &configure::FitPreview) -> FitPreview {
    let example = |one: &configure::FitChange| FitExample {
        account: AccountLink {
            domain: one.account.domain.to_string(),
            name: one.account.name.clone().unwrap_or_else(|| one.account.domain.to_string()),
        },
        facts: ready::facts(&one.account).join(", "),
        before: one.before.map(Fit::value),
        after: one.after.map(Fit::value),
        rule: one.rule.as_ref().map(ToString::to_string),
    };
    FitPreview {
        open: preview.open as u32,
        given: preview.given as u32,
        changed: preview.changed as u32,
        examples: preview.examples.iter().map(example).collect(),
    }
}
