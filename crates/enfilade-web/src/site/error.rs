//! The one place where an error becomes a page.

use axum::Extension;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use enfilade_app::AppError;
use enfilade_language::{t, translated};
use enfilade_store::StoreError;

use crate::pages::doorway::{self, Again, ErrorPage};
use crate::pages::frame::{Frame, Sheet};

/// Why a page cannot be shown. The reader gets a calm sentence; the log gets the cause.
#[derive(Debug, Clone)]
pub struct PageError {
    status: StatusCode,
    title: &'static str,
    sentence: String,
    /// The form that was not taken, with what was typed.
    again: Option<Again>,
    /// Whether somebody from outside reads it, who has no floor plan to go back to.
    is_for_strangers: bool,
}

impl PageError {
    pub fn not_found(sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            title: t!("There is no such sheet"),
            sentence: sentence.into(),
            again: None,
            is_for_strangers: false,
        }
    }

    /// An address that only takes forms was opened, such as by going back to it.
    pub(super) fn form_only() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            title: t!("There is nothing to look at here"),
            ..Self::wrong(t!(
                "This address only takes what a form sends. Please open the sheet on which the form stands."
            ))
        }
    }

    pub fn refused(sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            title: t!("This was not done"),
            sentence: sentence.into(),
            again: None,
            is_for_strangers: false,
        }
    }

    pub fn wrong(sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            title: t!("This cannot be used as it is"),
            sentence: sentence.into(),
            again: None,
            is_for_strangers: false,
        }
    }

    /// Come back later.
    pub fn wait(sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            title: t!("A moment, please"),
            sentence: sentence.into(),
            again: None,
            is_for_strangers: false,
        }
    }

    /// The same for somebody from outside.
    pub(super) fn for_strangers(mut self) -> Self {
        self.is_for_strangers = true;
        self
    }

    /// Where a form was not taken: nothing that was typed is lost with it.
    pub(super) fn with_form(mut self, action: String, fields: impl IntoIterator<Item = (String, String)>) -> Self {
        if self.status == StatusCode::BAD_REQUEST {
            self.again = Some(Again { action, fields: fields.into_iter().collect() });
        }
        self
    }

    /// The sentence, where a form can be shown again with it; a fault of ours is not for the form.
    pub(super) fn for_the_form(self) -> Result<String, Self> {
        if self.status == StatusCode::BAD_REQUEST { Ok(self.sentence) } else { Err(self) }
    }

    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a page could not be drawn");
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            title: t!("This sheet could not be drawn"),
            sentence: t!("The fault is ours and is on record in the server's log. Please try again in a moment.")
                .to_owned(),
            again: None,
            is_for_strangers: false,
        }
    }
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        match &error {
            AppError::NotFound { what, name } => {
                Self::not_found(t!("there is no {what} `{name}` here.", what = translated(what), name = name))
            }
            AppError::Invalid { field, reason } => Self::wrong(format!("{}: {reason}.", translated(field))),
            AppError::Store(StoreError::Unavailable(_)) => {
                tracing::warn!(%error, "the store is unavailable");
                Self {
                    status: StatusCode::SERVICE_UNAVAILABLE,
                    title: t!("The drawings cannot be reached just now"),
                    sentence: t!("The database is away or full. Nothing was changed; please try again in a moment.")
                        .to_owned(),
                    again: None,
                    is_for_strangers: false,
                }
            }
            AppError::Store(_) | AppError::File { .. } | AppError::Model(_) | AppError::Stopped => {
                Self::internal(&error)
            }
        }
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let kept = self.clone();
        let page = ErrorPage {
            status: self.status.as_u16(),
            title: self.title.to_owned(),
            sentence: self.sentence,
            request_id: None,
            again: self.again,
            is_for_strangers: self.is_for_strangers,
        };
        let frame = Frame {
            workspace_name: String::new(),
            current: Sheet::None,
            signed_in: None,
            works_elsewhere: false,
            title_block: None,
            notice: None,
            done: None,
            late: None,
            as_of: None,
            today: String::new(),
            sought: String::new(),
            csrf_token: String::new(),
        };
        (self.status, Extension(kept), Html(doorway::error(&frame, &page).into_string())).into_response()
    }
}

pub(super) async fn no_such_page() -> PageError {
    PageError::not_found(t!("Nothing is drawn at this address. The floor plan is a good place to start again."))
}

/// No panic reaches a reader.
pub(super) fn after_a_panic() -> Response {
    PageError::internal(&"a handler panicked").into_response()
}
