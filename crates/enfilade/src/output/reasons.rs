//! Reasons in results: sentences that can be repeated, what was not counted, what is worked on; and every cause for
//! whoever wants to check.

use enfilade_app::interpret::explain::Evidence;
use enfilade_app::interpret::ignored::Ignored;
use enfilade_app::interpret::topics::{Interest, Interests};
use serde_json::{Value, json};

use super::{evidence, rounded, text_line};

/// Adds what was not counted and what is worked on.
pub(super) fn add(value: &mut Value, ignored: &[Ignored], topics: &Interests, questions: &Interests) {
    let line = |line: &Ignored| json!({"what": line.what, "why": line.why, "count": line.count});
    value["ignored"] = json!(ignored.iter().map(line).collect::<Vec<_>>());
    value["works_on"] = json!({"topics": interests(topics), "questions": interests(questions)});
}

/// Adds every cause with its weight.
pub(crate) fn add_detail(value: &mut Value, detail: &[Evidence]) {
    value["evidence_detail"] = json!(evidence(detail));
}

/// What is worked on, strongest first, and since when something else is.
fn interests(found: &Interests) -> Value {
    let one = |interest: &Interest| {
        json!({
            "name": interest.name, "share": rounded(interest.share), "low": rounded(interest.low),
            "high": rounded(interest.high), "certainty": interest.certainty.as_str(),
            "first": interest.first_at.to_string(), "last": interest.last_at.to_string(),
        })
    };
    let turn = found.turn.as_ref().map(|turn| json!({"at": turn.at.to_string(), "from": turn.from, "to": turn.to}));
    json!({"text": found.words(), "list": found.list.iter().map(one).collect::<Vec<_>>(), "changed": turn})
}

/// Reasons with their weights; every cause where it was asked for.
pub(crate) fn tell(lines: &[Evidence], detail: Option<&[Evidence]>, prior: f64) {
    if !lines.is_empty() {
        text_line(&format!("  why (log-odds of Offer or Sales, from {prior:+.2}):"));
    }
    for line in lines {
        text_line(&format!("    {:+6.2}  {}", line.log_odds, line.text));
    }
    if let Some(detail) = detail.filter(|detail| !detail.is_empty()) {
        text_line("  the same by cause:");
        for line in detail {
            text_line(&format!("    {:+6.2}  {}", line.log_odds, line.text));
        }
    }
}

/// What is worked on, and what was not counted.
pub(crate) fn tell_rest(topics: &Interests, questions: &Interests, ignored: &[Ignored]) {
    for (what, found) in [("works on", topics), ("asks", questions)] {
        if let Some(words) = found.words() {
            text_line(&format!("  {what}: {words}"));
        }
    }
    for line in ignored {
        text_line(&format!("  not counted: {} ({}); {}", line.what, line.count, line.why));
    }
}
