//! `/ready.atom`: what should be heard of while it lasts, for whatever reads feeds. Nothing is sent from here; whoever has
//! the address asks.

use axum::extract::{Extension, Form, Query, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use enfilade_app::access;
use enfilade_app::engage::signals::{self, Signal};
use enfilade_app::roll::Roll;
use enfilade_domain::{Timestamp, Workspace};
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, blocking, floor_plan, settings};
use crate::components::links;
use crate::pages::frame::Sheet;
use crate::pages::ready;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    key: String,
    csrf_token: String,
}

/// Makes the address anew and shows it once; the one before it ends.
pub(super) async fn make(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Form(form): Form<Asked>,
) -> Result<Html<String>, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    let base = settings::base_of(&headers);
    blocking(move || {
        let workspace = site.workspace()?;
        let key = access::make_feed_key(&site.app, &workspace)?;
        let now = site.app.now();
        let scale = "1 entry = 1 company";
        let frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Ready, now, None, "Signals", scale)?;
        Ok(Html(ready::feed_address(&frame, &format!("{base}/ready.atom?key={key}")).into_string()))
    })
    .await
}

pub(super) async fn feed(
    State(site): State<Shared>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let base = settings::base_of(&headers);
    blocking(move || {
        let workspace = access::workspace_of_feed_key(&site.app, &asked.key)?
            .ok_or_else(|| PageError::not_found("This address is not in use; a newer one may have been made."))?;
        let now = site.app.now();
        let roll = Roll::now(&site.app, &workspace)?;
        let found = signals::signals(&site.app, &workspace, &roll, now)?;
        let feed = atom(&workspace, &base, &found, now);
        Ok(([(CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
    })
    .await
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // XML knows no control signs.
            other if other.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

fn atom(workspace: &Workspace, base: &str, signals: &[Signal], now: Timestamp) -> String {
    let slug = escaped(&workspace.slug);
    let updated = signals.iter().map(|one| one.passed_at.unwrap_or(one.since)).max().unwrap_or(now);
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <title>Enfilade, {slug}: who may welcome a conversation</title>\n<id>tag:enfilade,2026:{slug}/signals</id>\n\
         <updated>{updated}</updated>\n<author><name>Enfilade</name></author>\n"
    );
    for one in signals {
        let name = escaped(&one.name);
        let kind = if one.has_asked { "asked" } else { "ready" };
        let (title, summary) = match (one.has_asked, one.passed_at) {
            (true, _) => {
                (format!("{name} asked to talk"), "An answer is owed, from somebody who can give it.".to_owned())
            }
            (false, None) => (
                format!("{name} would likely welcome a conversation"),
                "Read the brief first; a person decides whether to call, and it is fine to wait.".to_owned(),
            ),
            (false, Some(_)) => (
                format!("{name}: the moment may have passed"),
                "Nothing new was seen for three weeks. Let them come back by themselves.".to_owned(),
            ),
        };
        let address = format!("{base}/accounts/{}/brief", links::path_segment(one.account.as_str()));
        feed.push_str(&format!(
            "<entry><title>{title}</title><id>tag:enfilade,2026:{slug}/{}/{kind}/{}</id><updated>{}</updated>\
             <link href=\"{}\"/><summary>{summary}</summary></entry>\n",
            escaped(one.account.as_str()),
            one.since.millis(),
            one.passed_at.unwrap_or(one.since),
            escaped(&address)
        ));
    }
    feed.push_str("</feed>\n");
    feed
}
