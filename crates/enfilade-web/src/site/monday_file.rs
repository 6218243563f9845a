//! `/monday.csv`: the week as a list, for those who keep minutes in a spreadsheet.

use enfilade_domain::Room;

use crate::components::words;
use crate::pages::frame::{AccountLink, Likely};
use crate::pages::monday::{Monday, Step};

pub(super) const HEAD: [&str; 9] =
    ["list", "domain", "name", "day", "from", "to", "readiness", "readiness range", "in words"];

/// One row for each line of the sheet, in its order.
pub(super) fn rows(view: &Monday) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = |list: &str,
                   account: &AccountLink,
                   day: Option<i64>,
                   rooms: [String; 2],
                   likely: Option<Likely>,
                   words: String| {
        let percent = |share: f32| words::percent(share).to_string();
        rows.push(vec![
            list.to_owned(),
            account.domain.clone(),
            account.name.clone(),
            day.map(words::day_of_year).unwrap_or_default(),
            rooms[0].clone(),
            rooms[1].clone(),
            likely.map(|likely| percent(likely.value)).unwrap_or_default(),
            likely.map(|likely| format!("{} to {}", percent(likely.low), percent(likely.high))).unwrap_or_default(),
            words,
        ]);
    };
    let none = || [String::new(), String::new()];
    for one in &view.to_decide {
        let question = format!("{} {}? {}", one.question, one.account.name, one.because);
        row("to decide", &one.account, None, none(), None, question);
    }
    let steps: [(&str, &[Step]); 4] = [
        ("moved towards a decision", &view.forward),
        ("went back to rethink", &view.back),
        ("came in", &view.entered),
        ("left", &view.left),
    ];
    let title = |room: Option<Room>| room.map_or_else(|| "outside".to_owned(), |room| room.title().to_owned());
    for (list, steps) in steps {
        for one in steps {
            let rooms = [title(one.from), title(one.to)];
            row(list, &one.account, None, rooms, None, one.why.clone().unwrap_or_default());
        }
    }
    for one in &view.quiet {
        row(
            "quiet",
            &one.account,
            None,
            [words::shown_room(one.shown).to_owned(), String::new()],
            None,
            one.sentence.clone(),
        );
    }
    for one in &view.conversations {
        let then = if one.is_understood_today { "; readiness understood today from what was known then" } else { "" };
        let words = format!("prepared: {}{then}", one.prepared);
        row("conversation", &one.account, Some(one.day), none(), one.readiness, words);
    }
    for (list, some) in [("loud, not ready", &view.loud), ("ready, not loud", &view.unheard)] {
        for one in some {
            let words = format!("{} points; {}", one.points, one.band);
            row(list, &one.account, None, none(), one.readiness, words);
        }
    }
    for one in &view.won {
        let mut parts = Vec::new();
        parts.extend(one.first_seen_day.map(|day| format!("first seen {}", words::day_of_year(day))));
        parts.push(format!("opened {}", words::day_of_year(one.opened_day)));
        parts.extend(one.amount.clone());
        parts.extend(one.source.as_ref().map(|source| format!("source: {source}")));
        parts.extend(one.heard_from.as_ref().map(|heard| format!("heard from: {heard}")));
        row("became a client", &one.account, Some(one.closed_day), none(), None, parts.join("; "));
    }
    rows
}
