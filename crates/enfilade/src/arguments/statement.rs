//! Arguments by which people state what no visit shows.

use clap::Args;
use enfilade_domain::{Declaration, FirstQuestion, Prepared, Standing, Timestamp};

/// Who says it, and when it happened.
#[derive(Debug, Args)]
pub(crate) struct Said {
    /// When it happened (RFC 3339, or a date for the end of that day in UTC); now where it is not given.
    #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
    pub(crate) at: Option<Timestamp>,
    /// Who says so.
    #[arg(long, value_name = "NAME", default_value = "the command line")]
    pub(crate) by: String,
    /// The recorded statement as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Declare {
    /// The account's domain.
    pub(crate) account: String,
    /// committee-formed, scope-up, scope-down, competitor, new-leader, budget-cut, freeze, tabled, approved, restart or
    /// departed.
    #[arg(value_parser = declaration)]
    pub(crate) event: Declaration,
    /// The person concerned (`user:…` or `visitor:…`): whose visits no longer count after `departed`.
    #[arg(long, value_name = "ID")]
    pub(crate) person: Option<String>,
    /// A remark.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) note: String,
    #[command(flatten)]
    pub(crate) said: Said,
}

#[derive(Debug, Args)]
pub(crate) struct Overrule {
    /// A domain, or a person's id (`user:…`, `visitor:…`).
    pub(crate) id: String,
    /// outside, problem, solution, offer or sales.
    #[arg(long, value_name = "R", value_parser = standing)]
    pub(crate) room: Standing,
    /// Why you know better.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) said: Said,
}

#[derive(Debug, Args)]
pub(crate) struct Verdict {
    /// The account's domain.
    pub(crate) account: String,
    /// With whom (`user:…` or `visitor:…`).
    #[arg(long, value_name = "ID")]
    pub(crate) person: Option<String>,
    /// Was the buyer prepared: yes, partly or no.
    #[arg(long, value_name = "P", value_parser = prepared)]
    pub(crate) prepared: Option<Prepared>,
    /// The room in which the buyer truly was: outside, problem, solution, offer or sales.
    #[arg(long, value_name = "R", value_parser = standing)]
    pub(crate) room: Option<Standing>,
    /// What was asked first: "what do you do" or "how would this work for us".
    #[arg(long, value_name = "Q", value_parser = first_question)]
    pub(crate) asked_first: Option<FirstQuestion>,
    /// What was asked first, word for word.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) words: String,
    /// Content that the buyer mentioned, by path or title; repeatable.
    #[arg(long, value_name = "PATH")]
    pub(crate) mentioned: Vec<String>,
    /// A role that should have been there; repeatable.
    #[arg(long, value_name = "ROLE")]
    pub(crate) missing: Vec<String>,
    /// Was the conversation welcome: yes or no.
    #[arg(long, value_name = "W", value_parser = yes_or_no)]
    pub(crate) welcome: Option<bool>,
    /// A remark.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) note: String,
    #[command(flatten)]
    pub(crate) said: Said,
}

#[derive(Debug, Args)]
pub(crate) struct Request {
    /// The account's domain.
    pub(crate) account: String,
    /// Who asks (`user:…` or `visitor:…`).
    #[arg(long, value_name = "ID")]
    pub(crate) person: Option<String>,
    /// A point to be talked about; repeatable, and together the agenda.
    #[arg(long, value_name = "TEXT")]
    pub(crate) point: Vec<String>,
    /// A remark.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) note: String,
    #[command(flatten)]
    pub(crate) said: Said,
}

#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The number of the request.
    pub(crate) statement: i64,
    /// Who answered.
    #[arg(long, value_name = "NAME", default_value = "the command line")]
    pub(crate) by: String,
    /// The request as it now stands, as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The number of the statement.
    pub(crate) statement: i64,
    /// The statement as it now stands, as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ListStatements {
    /// Only of this account.
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) account: Option<String>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

fn named<T>(parsed: Option<T>, text: &str, known: &[&str]) -> Result<T, String> {
    parsed.ok_or_else(|| format!("`{text}` is none of {}", known.join(", ")))
}

fn declaration(text: &str) -> Result<Declaration, String> {
    named(Declaration::parse(text), text, &Declaration::ALL.map(Declaration::as_str))
}

fn standing(text: &str) -> Result<Standing, String> {
    named(Standing::parse(text), text, &Standing::ALL.map(Standing::as_str))
}

fn prepared(text: &str) -> Result<Prepared, String> {
    named(Prepared::parse(text), text, &Prepared::ALL.map(Prepared::as_str))
}

fn first_question(text: &str) -> Result<FirstQuestion, String> {
    named(FirstQuestion::parse(text), text, &FirstQuestion::ALL.map(FirstQuestion::as_str))
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    let answer = match text.to_lowercase().as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    named(answer, text, &["yes", "no"])
}
