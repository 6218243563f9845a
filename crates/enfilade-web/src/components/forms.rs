//! Forms that post: each carries the hidden csrf field.

use maud::{Markup, html};

use crate::pages::frame::{Frame, PostForm};

/// The hidden field without which no post is accepted.
#[must_use]
pub fn csrf_field(frame: &Frame) -> Markup {
    html! { input type="hidden" name="csrf_token" value=(frame.csrf_token); }
}

/// Where the form stands, so that one returns there.
#[must_use]
pub fn back_field(here: &str) -> Markup {
    html! { input type="hidden" name="back" value=(here); }
}

/// One button in a form of its own; `class` is that of the button.
#[must_use]
pub fn button(frame: &Frame, form: &PostForm, class: &str) -> Markup {
    html! {
        form method="post" action=(form.action) {
            (csrf_field(frame))
            @for (name, value) in &form.fields { input type="hidden" name=(name) value=(value); }
            button type="submit" class=(class) { (form.label) }
        }
    }
}

/// A labelled field of the doorway pages.
#[must_use]
pub fn field(label: &str, name: &str, kind: &str, value: &str, autocomplete: &str) -> Markup {
    html! {
        label.field {
            span { (label) }
            input type=(kind) name=(name) value=(value) autocomplete=(autocomplete) required;
        }
    }
}
