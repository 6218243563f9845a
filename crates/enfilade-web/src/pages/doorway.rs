//! Pages before the building: sign-in, the choice of a password, and errors.

use enfilade_language::t;
use maud::{Markup, html};

use super::frame::Frame;
use crate::components::sentences::sentence;
use crate::components::{fields, forms, shell, words};

/// The sign-in form; posts `email`, `password` and `next` to `/sign-in`.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// What was typed, when it was refused.
    pub email: String,
    /// A path on this site to go to afterwards.
    pub next: Option<String>,
    /// A calm sentence, such as "That e-mail address and password do not go together."
    pub problem: Option<String>,
    /// Nobody can sign in yet: the first owner has a link of his own.
    pub is_nobody_known: bool,
}

/// The page behind the one-time link; posts `token`, `password` and `password_again` to `/set-up`.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// What was typed, when it was refused.
    pub email: String,
    /// The secret of the link, carried in a hidden field.
    pub token: String,
    /// Least letters of a password.
    pub least_length: u32,
    pub problem: Option<String>,
}

/// The page behind an invitation.
#[derive(Debug, Clone)]
pub struct Join {
    /// The role that is given; empty once it was said.
    pub role: String,
    pub invited_by: String,
    pub name: String,
    pub set_up: SetUp,
}

/// A page that says what went wrong and what to do.
#[derive(Debug, Clone)]
pub struct ErrorPage {
    pub status: u16,
    /// Such as "There is no such sheet".
    pub title: String,
    /// What happened and what to do next, in one or two sentences.
    pub sentence: String,
    /// For the operator to find it in the log.
    pub request_id: Option<String>,
    pub again: Option<Again>,
    /// Whether somebody from outside reads it, who asked for an assessment.
    pub is_for_strangers: bool,
}

/// A form that was not taken, to be mended and sent again.
#[derive(Debug, Clone, Default)]
pub struct Again {
    pub action: String,
    /// Names and what was sent under them, in order.
    pub fields: Vec<(String, String)>,
}

/// Draws the sign-in page.
#[must_use]
pub fn sign_in(frame: &Frame, view: &SignIn) -> Markup {
    let body = html! {
        section.doorway.sheet {
            h1 { (t!("Sign in")) }
            p.lede { (t!("The drawings are for the people of this workspace.")) }
            @if view.is_nobody_known {
                p.problem { (t!("Nobody can sign in yet. When it started, the server printed a link for the first owner: open that one to choose a password.")) }
            }
            (problem(view.problem.as_deref()))
            form method="post" action="/sign-in" {
                (forms::csrf_field(frame))
                @if let Some(next) = &view.next { input type="hidden" name="next" value=(next); }
                (forms::field(t!("E-mail address"), "email", "email", &view.email, "username"))
                (forms::field(t!("Password"), "password", "password", "", "current-password"))
                button.btn.solid type="submit" { (t!("Sign in")) }
            }
        }
    };
    shell::page(frame, t!("Sign in"), &body)
}

/// Draws the page on which somebody chooses a password.
#[must_use]
pub fn set_up(frame: &Frame, view: &SetUp) -> Markup {
    let body = html! {
        section.doorway.sheet {
            h1 { (t!("The first key to the house")) }
            p.lede { (sentence!(
                "Whoever sets up is the owner. The password has at least {least_length} characters; a sentence is easier to remember than a riddle.",
                least_length = view.least_length,
            )) }
            (problem(view.problem.as_deref()))
            form method="post" action="/set-up" {
                (forms::csrf_field(frame))
                input type="hidden" name="token" value=(view.token);
                (forms::field(t!("E-mail address"), "email", "email", &view.email, "username"))
                (forms::field(t!("Password"), "password", "password", "", "new-password"))
                (forms::field(t!("The same again"), "password_again", "password", "", "new-password"))
                button.btn.solid type="submit" { (t!("Open the house")) }
            }
        }
    };
    shell::page(frame, t!("Set up"), &body)
}

/// Draws the page on which an invited person comes in.
#[must_use]
pub fn join(frame: &Frame, view: &Join) -> Markup {
    let body = html! {
        section.doorway.sheet {
            h1 { (t!("Come in")) }
            p.lede {
                @if !view.invited_by.is_empty() { (sentence!(
                    "{invited_by} invites you",
                    invited_by = view.invited_by,
                )) @if !view.role.is_empty() { (sentence!(
                    ", as {role}",
                    role = view.role,
                )) } ". " }
                (sentence!(
                    "The password has at least {least_length} characters; a sentence is easier to remember than a riddle.",
                    least_length = view.set_up.least_length,
                ))
            }
            (problem(view.set_up.problem.as_deref()))
            form method="post" action="/join" {
                (forms::csrf_field(frame))
                input type="hidden" name="token" value=(view.set_up.token);
                (forms::field(t!("Your name"), "name", "text", &view.name, "name"))
                (forms::field(t!("E-mail address"), "email", "email", &view.set_up.email, "username"))
                (forms::field(t!("Password"), "password", "password", "", "new-password"))
                (forms::field(t!("The same again"), "password_again", "password", "", "new-password"))
                button.btn.solid type="submit" { (t!("Come in")) }
            }
        }
    };
    shell::page(frame, t!("Come in"), &body)
}

/// Draws an error page.
#[must_use]
pub fn error(frame: &Frame, view: &ErrorPage) -> Markup {
    let body = html! {
        section.doorway {
            h1 { (view.title) }
            p.lede { (view.sentence) }
            @if let Some(form) = view.again.as_ref().filter(|form| form.fields.iter().any(is_typed)) { (again(form)) }
            p { @if view.is_for_strangers { a.btn href="/assess" { (t!("Another address")) } } @else { a.btn href="/" { (t!("Back to the floor plan")) } } }
            p.cap.gap-above { (sentence!("Answer {status}", status = view.status)) @if let Some(id) = &view.request_id { (sentence!(
                ", request {id}",
                id = id,
            )) } "." }
        }
    };
    shell::page(frame, &view.title, &body)
}

/// Fields that a person does not type.
const CARRIED: [&str; 18] = [
    "csrf_token",
    "version",
    "id",
    "path",
    "origin",
    "row",
    "number",
    "do",
    "undo",
    "back",
    "rule",
    "quote",
    "query",
    "key",
    "invitation",
    "medium",
    "slug",
    "look",
];

fn is_typed((name, _): &(String, String)) -> bool {
    !CARRIED.contains(&name.as_str())
}

fn again(form: &Again) -> Markup {
    let (typed, carried): (Vec<_>, Vec<_>) = form.fields.iter().partition(|field| is_typed(field));
    html! {
        form.said method="post" action=(form.action) {
            h2 { (t!("What you wrote")) }
            p.cap { (t!("Nothing is lost. Mend it here and send it again.")) }
            @for (name, value) in carried { input type="hidden" name=(name) value=(value); }
            @for (name, value) in typed {
                @let label = words::capital(&name.replace('_', " "));
                @if value.len() > 80 || value.contains('\n') { (fields::area(&label, name, value, "")) } @else { (fields::line(&label, name, value)) }
            }
            button.btn.solid type="submit" { (t!("Send it again")) }
        }
    }
}

fn problem(words: Option<&str>) -> Markup {
    html! { @if let Some(words) = words { p.problem role="alert" { (words) } } }
}
