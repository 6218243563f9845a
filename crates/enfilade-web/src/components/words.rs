//! Plain words for numbers, dates and beliefs. Nothing here says more than is known.

use enfilade_app::build::part::{FEW, FEWEST, Part};
use enfilade_app::engage::words::small;
use enfilade_domain::{Band, Room, ShownRoom, Timestamp};
use enfilade_language::{t, translated};

/// Fewer cases than this make no figure.
pub const FEWEST_CASES: u32 = 5;
/// Fewer completed stays than this make no median stay.
pub const FEWEST_STAYS: u32 = 8;

/// Small numbers as words, as in running text; larger ones with thousands separated.
#[must_use]
pub fn number(count: usize) -> String {
    small(count).map_or_else(|| thousands(count), str::to_owned)
}

/// A count that stands for the things themselves: "none", "one", "two".
#[must_use]
pub fn none_or(count: usize) -> String {
    if count == 0 { t!("none").to_owned() } else { number(count) }
}

/// Digits with a comma between thousands.
#[must_use]
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count, or a dash where there is none.
#[must_use]
pub fn count_or_dash(count: usize) -> String {
    if count == 0 { "–".to_owned() } else { thousands(count) }
}

/// `one` for one, otherwise `many`.
#[must_use]
pub const fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// A name of a field or a list as words: "inbound_form" is "inbound form".
#[must_use]
pub fn plain(name: &str) -> String {
    translated(&name.replace('_', " ")).to_owned()
}

/// What sales did, in words.
#[must_use]
pub fn touch(kind: &str) -> String {
    match kind {
        "lead_followup" | "lead_follow_up" | "followup" => t!("Follow-up").to_owned(),
        kind => capital(&plain(kind)),
    }
}

/// A reason as a sentence of its own.
#[must_use]
pub fn sentence(reason: &str) -> String {
    let reason = capital(reason.trim());
    if reason.is_empty() || reason.ends_with(['.', '?', '!']) { reason } else { format!("{reason}.") }
}

/// The first letter in upper case.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = translated(text).chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn date(day: i64, format: &str) -> String {
    Timestamp::from_utc_day(day).calendar().map_or_else(|| "–".to_owned(), |at| at.strftime(format).to_string())
}

/// A day such as "14 Sep".
#[must_use]
pub fn day(day: i64) -> String {
    date(day, "%-d %b")
}

/// A day such as "14 Sep 2026".
#[must_use]
pub fn day_of_year(day: i64) -> String {
    date(day, "%-d %b %Y")
}

/// A month such as "Sep".
#[must_use]
pub fn month(day: i64) -> String {
    date(day, "%b")
}

/// First days of the months that begin after `from` and not after `to`.
#[must_use]
pub fn month_starts(from: i64, to: i64) -> Vec<i64> {
    (from + 1..=to).filter(|day| date(*day, "%d") == "01").collect()
}

/// "3 days", "one day".
#[must_use]
pub fn days(count: u32) -> String {
    if count == 1 { t!("one day").to_owned() } else { t!("{count} days", count = thousands(count as usize)) }
}

/// When somebody was last seen, never finer than a day.
#[must_use]
pub fn last_seen(days_since: f32) -> String {
    if days_since < 1.0 {
        return t!("seen today").to_owned();
    }
    t!("last seen {days_since} ago", days_since = days(days_since as u32))
}

/// A share as whole percent.
#[must_use]
pub fn percent(share: f32) -> u32 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u32
}

/// The room as a person would say it.
#[must_use]
pub fn shown_room(shown: ShownRoom) -> &'static str {
    match shown {
        ShownRoom::Outside => t!("outside"),
        ShownRoom::In(room) => room.title(),
        ShownRoom::Unclear => t!("in no one room"),
        ShownRoom::NotEnoughEvidence => t!("too early to tell"),
    }
}

/// What a band asks of a seller, in one sentence.
#[must_use]
pub fn band_advice(band: Band) -> &'static str {
    match band {
        Band::Outside => t!("Nothing to do for now."),
        Band::NotYet => t!("Not yet: they are better left to think."),
        Band::GettingReady => t!("Getting ready: be easy to find, and wait."),
        Band::Ready => t!("A conversation would be welcome now."),
        Band::AskedToTalk => t!("Somebody asked to talk. An answer is owed."),
        Band::InConversation => t!("You are already in conversation."),
        Band::Paused => t!("Their decision rests. Be there, and ask for nothing."),
        Band::Customer => t!("They are your customer."),
    }
}

/// "too early to tell (3 of 5)".
#[must_use]
pub fn too_early(cases: u32, needed: u32) -> String {
    if cases < needed {
        t!("too early to tell ({cases} of {needed})", cases = cases, needed = needed)
    } else {
        t!("too early to tell").to_owned()
    }
}

/// A share of readers: few as cases, and always with the range.
#[must_use]
pub fn part(part: &Part) -> String {
    match part.share() {
        None => too_early(part.of as u32, FEWEST as u32),
        Some((_, low, high)) if part.of < FEW => {
            t!(
                "{count} of {of} (likely {low}–{high} %)",
                count = part.count,
                of = part.of,
                low = percent(low),
                high = percent(high)
            )
        }
        Some((share, low, high)) => format!("{} % ({}–{})", percent(share), percent(low), percent(high)),
    }
}

/// Joins with commas and a last "and".
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => t!("{first} and {last}", first = first.join(", "), last = last),
    }
}

/// What going back or on to a room means, for the loop outside the walls.
#[must_use]
pub fn loop_words(from: Room, to: Room) -> &'static str {
    match (from.index() < to.index(), to) {
        (true, _) => t!("went on past a room"),
        (false, Room::Problem) => t!("went back to rethink the problem"),
        (false, Room::Solution) => t!("went back to weigh other ways"),
        (false, _) => t!("went back"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_words() {
        assert_eq!(number(3), "three");
        assert_eq!(number(5128), "5,128");
        assert_eq!(thousands(1_000_000), "1,000,000");
        assert_eq!(count_or_dash(0), "–");
    }

    #[test]
    fn names_of_fields_are_no_words() {
        assert_eq!(plain("inbound_form"), "inbound form");
        assert_eq!((touch("lead_followup"), touch("cold_outreach")), ("Follow-up".into(), "Cold outreach".into()));
        assert_eq!(sentence("nothing speaks against it"), "Nothing speaks against it.");
        assert_eq!(sentence("Reads at night."), "Reads at night.");
    }

    #[test]
    fn dates_are_plain() {
        assert_eq!(day_of_year(20_710), "14 Sep 2026");
        assert_eq!(day(20_710), "14 Sep");
        assert_eq!(month_starts(20_710, 20_750).len(), 1);
        assert_eq!(day(i64::MAX), "–");
    }

    #[test]
    fn doubt_is_said() {
        assert_eq!(too_early(3, FEWEST_CASES), "too early to tell (3 of 5)");
        assert_eq!(part(&Part { count: 2, of: 4 }), "too early to tell (4 of 5)");
        assert_eq!(part(&Part { count: 7, of: 10 }), "7 of 10 (likely 40–89 %)");
        assert_eq!(part(&Part { count: 50, of: 100 }), "50 % (40–60)");
        assert_eq!(last_seen(0.4), "seen today");
        assert_eq!(last_seen(1.9), "last seen one day ago");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
