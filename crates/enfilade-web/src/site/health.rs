//! Is it alive, and what has it done: for machines that watch.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use enfilade_app::doctor;
use serde_json::json;

use super::{PageError, Shared, blocking};

/// Events that may wait to be filed before the answer says so.
const LONG_QUEUE: u64 = 100_000;

/// 200 when ready, 503 with reasons when not.
pub(super) async fn health(State(site): State<Shared>) -> Response {
    let looked = blocking(move || {
        let waiting = site.app.log.inbox_len()?;
        let workspace = site.workspace()?;
        Ok((waiting, doctor::doors(&site.app, &workspace)?))
    });
    let (status, reasons, warnings) = match looked.await {
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, vec!["the store cannot be read".to_owned()], Vec::new()),
        Ok((waiting, doors)) => {
            let mut warnings = Vec::new();
            if waiting > LONG_QUEUE {
                warnings.push(format!("{waiting} accepted events wait to be filed; readings lag behind"));
            }
            for door in doors {
                if let Some(since) = door.blind_since {
                    warnings.push(format!("the {} door is blind since {since}", door.channel.as_str()));
                }
            }
            (StatusCode::OK, Vec::new(), warnings)
        }
    };
    let ready = status == StatusCode::OK;
    (status, Json(json!({"ready": ready, "reasons": reasons, "warnings": warnings}))).into_response()
}

/// Counters in the Prometheus text format.
pub(super) async fn metrics(State(site): State<Shared>) -> Result<Response, PageError> {
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &site.metrics).map_err(|error| PageError::internal(&error))?;
    Ok(([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
