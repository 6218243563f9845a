//! `/honesty`: the kept back-test. The page never computes; it shows what the background found, or that it will.

use axum::extract::{Extension, Form, State};
use axum::response::{Html, Redirect};
use enfilade_app::measure::backtest::{self, Kept};
use enfilade_language::t;
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, blocking, floor_plan};
use crate::pages::frame::{PostForm, Sheet};
use crate::pages::honesty::{self, Honesty, State as Found};

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let now = site.app.now();
        let kept = backtest::kept(&site.app, workspace.id)?.map(|(_, kept)| kept);
        let state = match kept.as_deref().cloned() {
            None => Found::Waiting,
            Some(Kept::TooLittle(reason)) => Found::TooLittle(reason),
            Some(Kept::Found(report)) => Found::Found(report),
        };
        let again = PostForm {
            action: "/honesty/compute".to_owned(),
            label: if backtest::is_asked(&site.app, workspace.id)? {
                t!("Being computed; ask again").to_owned()
            } else {
                t!("Compute again").to_owned()
            },
            fields: Vec::new(),
        };
        let view = Honesty { state, again: (viewer.may_decide && viewer.day.is_none()).then_some(again) };
        let scale = t!("1 dot = 1 group of readings");
        let frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Honesty, now, None, t!("Honesty"), scale)?;
        Ok(Html(honesty::render(&frame, &view).into_string()))
    })
    .await
}

#[derive(Debug, Deserialize)]
pub(super) struct Again {
    #[serde(default)]
    csrf_token: String,
}

pub(super) async fn compute(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Again>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    blocking(move || {
        backtest::ask(&site.app, site.workspace()?.id)?;
        Ok(Redirect::to("/honesty"))
    })
    .await
}
