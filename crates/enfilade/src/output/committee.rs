//! The committee in results: parts with their probabilities, how far each was seen, who came when.

use enfilade_app::interpret::committee::Entry;
use enfilade_app::interpret::explain::{AccountStory, Member};
use enfilade_domain::{PersonId, RoleBelief, RoleCoverage, RoleStanding, Room};
use serde::Serialize;
use serde_json::{Value, json};

use super::{date, percent, rounded, text_line};

/// The part somebody plays: the likely one, and every share.
pub(super) fn role(belief: &RoleBelief) -> Value {
    let shares: serde_json::Map<String, Value> =
        belief.shares.iter().map(|(role, share)| (role.as_str().to_owned(), json!(rounded(*share)))).collect();
    json!({
        "likely": belief.named().map(|(role, _)| role.as_str()),
        "probabilities": shares,
        "unknown": rounded(belief.unknown),
        "champion": rounded(belief.champion),
        "stated": belief.stated,
    })
}

/// How far one role was seen, in JSON, its fields in the order of the alphabet.
#[derive(Debug, Serialize)]
pub(super) struct Coverage<'a> {
    essential: bool,
    role: &'a str,
    seen: f64,
    standing: &'static str,
}

/// How far one role was seen.
pub(super) fn coverage(one: &RoleCoverage) -> Coverage<'_> {
    Coverage {
        essential: one.essential,
        role: one.role.as_str(),
        seen: rounded(one.seen),
        standing: one.standing.as_str(),
    }
}

/// How somebody came.
pub(super) fn entry(entry: &Entry) -> Value {
    json!({
        "joined_at": entry.joined_at.to_string(),
        "after_days": entry.after_days,
        "newcomer": entry.newcomer,
        "began_in": entry.began_in.map(Room::as_str),
        "journey": entry.journey.iter().map(|change| json!({
            "at": change.at.to_string(), "from": change.from.as_str(), "to": change.to.as_str(),
        })).collect::<Vec<_>>(),
    })
}

/// The committee as lines of text.
pub(crate) fn tell(story: &AccountStory) {
    for member in &story.committee {
        text_line(&format!(
            "  {:44} {:10} {:20} {} visits, last {}",
            name(member),
            member.reading.kind.as_str(),
            member.reading.shown.as_str(),
            member.reading.sessions,
            date(member.reading.last_seen)
        ));
        for line in about(member, story) {
            text_line(&format!("      {line}"));
        }
    }
    let of = |standing| -> Vec<String> {
        let found = story.reading.coverage.iter().filter(|one| one.standing == standing);
        found.map(|one| format!("{} ({})", one.role.as_str(), percent(one.seen).trim())).collect()
    };
    for (standing, words) in [
        (RoleStanding::Informed, "seen and informed"),
        (RoleStanding::Early, "has only begun"),
        (RoleStanding::Unseen, "not seen"),
        (RoleStanding::CannotBeTold, "cannot be told here"),
    ] {
        let roles = of(standing);
        if !roles.is_empty() {
            text_line(&format!("  {words}: {}", roles.join(", ")));
        }
    }
}

/// Who counts in part: people of no known company who read where this company's people read.
pub(crate) fn tell_guests(story: &AccountStory) {
    let mut credits: Vec<f32> = story.guests.iter().map(|guest| guest.credit).collect();
    if credits.is_empty() {
        return;
    }
    credits.sort_by(|a, b| b.total_cmp(a));
    let shares: Vec<String> = credits.iter().map(|credit| percent(*credit).trim().to_owned()).collect();
    let (who, verb) = if shares.len() == 1 { ("person", "counts") } else { ("people", "count") };
    text_line(&format!(
        "  {} {who} of no known company read from the same addresses and {verb} in part: {}",
        shares.len(),
        shares.join(", ")
    ));
}

fn name(member: &Member) -> String {
    member.reading.name.clone().unwrap_or_else(|| member.reading.person.to_string())
}

/// What is said of one person besides the room.
fn about(member: &Member, story: &AccountStory) -> Vec<String> {
    let mut lines = Vec::new();
    let belief = &member.reading.role;
    if let Some((role, share)) = belief.named() {
        let source = if belief.stated { "by the title given" } else { "by what was read" };
        lines.push(format!("{} {source}, {} sure", role.as_str(), percent(share).trim()));
    }
    if belief.champion >= RoleBelief::NAMED {
        lines.push(format!("carries the matter, {} sure", percent(belief.champion).trim()));
    }
    if let Some(entry) = member.entry.as_ref().filter(|entry| entry.newcomer) {
        let room = entry.began_in.map_or_else(String::new, |room| format!(", began in the {} Room", room.title()));
        lines.push(format!("joined on day {}{room}", entry.after_days));
    }
    if member.departed_at.is_some() {
        lines.push(format!("left on {}; kept, and no longer counted", date(member.departed_at)));
    }
    let of_person = |person: &PersonId| {
        story.committee.iter().find(|other| other.reading.person == *person).map_or_else(|| person.to_string(), name)
    };
    for forward in story.forwards.iter().filter(|forward| forward.from == member.reading.person) {
        lines.push(format!("forwarded {} to {}", forward.path, of_person(&forward.to)));
    }
    lines
}
