//! A first sentence for a conversation: it names a theme, ends in a question, and never says what was seen of anybody.

use enfilade_domain::{Domain, Room};
use enfilade_language::t;

/// Words to begin with, and why these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub text: String,
    /// What it rests on, in a short sentence.
    pub because: &'static str,
}

/// Parts of sentences by which a buyer learns that he was watched, or is pressed. Lower case.
const TRACKING_TALK: [(&str, &str); 34] = [
    ("noticed", "says that somebody was watching"),
    ("i saw that", "says that somebody was watching"),
    ("we saw", "says that somebody was watching"),
    ("i can see", "says that somebody was watching"),
    ("we can see", "says that somebody was watching"),
    ("you visited", "names a visit"),
    ("you've visited", "names a visit"),
    ("your visit", "names a visit"),
    ("visited our", "names a visit"),
    ("you downloaded", "names a download"),
    ("your download", "names a download"),
    ("you've downloaded", "names a download"),
    ("you opened", "names an opened mail"),
    ("opened my", "names an opened mail"),
    ("opened our", "names an opened mail"),
    ("you clicked", "names a click"),
    ("clicked", "names a click"),
    ("you read", "names what was read"),
    ("you've read", "names what was read"),
    ("you have read", "names what was read"),
    ("have been reading", "names what was read"),
    ("been looking at", "names what was looked at"),
    ("you looked at", "names what was looked at"),
    ("you viewed", "names what was looked at"),
    ("our website", "names the website"),
    ("our site", "names the website"),
    ("landing page", "names a page"),
    ("pricing page", "names a page"),
    ("our page", "names a page"),
    ("your colleague", "names a colleague who did not say anything"),
    ("your colleagues", "names colleagues who did not say anything"),
    ("just checking in", "follows up for its own sake"),
    ("following up", "follows up for its own sake"),
    ("circling back", "follows up for its own sake"),
];

/// What in a text a buyer should not hear, as the words found and why. Empty when it may be said.
#[must_use]
pub fn tracking_talk(text: &str) -> Vec<(&'static str, &'static str)> {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            '’' => '\'',
            other if other.is_whitespace() => ' ',
            other => other,
        })
        .collect();
    let plain = plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let is_word = |index: usize, part: &str| {
        let before = plain[..index].chars().next_back();
        let after = plain[index + part.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    TRACKING_TALK
        .into_iter()
        .filter(|(part, _)| plain.match_indices(part).any(|(index, _)| is_word(index, part)))
        .collect()
}

/// Whether a text asks: its last sentence ends in a question mark.
#[must_use]
pub fn asks(text: &str) -> bool {
    text.trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, '”' | '"' | '’' | '\''))
        .ends_with('?')
}

/// A longer theme is a sentence of its own and cannot stand inside one.
const LONGEST_THEME: usize = 60;

/// An opening for somebody in a room who works on a theme. Where somebody of theirs named points to talk about, these
/// come first: they were said, not seen.
#[must_use]
pub fn opening(account: &Domain, room: Option<Room>, theme: Option<&str>, points: &[String]) -> Opening {
    if let Some(point) = points.iter().map(|point| point.trim()).find(|point| !point.is_empty()) {
        let point = point.trim_end_matches(['.', '?', '!']);
        let text = t!(
            "You asked to talk about this: {point}. Shall we begin there, or is something else first?",
            point = point
        );
        if tracking_talk(&text).is_empty() {
            return Opening { text, because: t!("Continues a conversation they started.") };
        }
    }
    let fitting = theme.map(str::trim).filter(|theme| {
        !theme.is_empty() && theme.chars().count() <= LONGEST_THEME && !theme.ends_with('?') && !theme.contains('\n')
    });
    if let Some(theme) = fitting {
        let mixed = account.as_str().bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let turn = mixed >> 4;
        let text = about(room, theme, turn);
        if tracking_talk(&text).is_empty() {
            return Opening { text, because: t!("Speaks to the theme. Says nothing of what anybody did.") };
        }
    }
    Opening {
        text: plain(room).to_owned(),
        because: t!("Speaks to the question of the room. No theme is known for sure."),
    }
}

/// Ways to say it for each room, so that neighbours seldom compare the same sentence.
const WAYS: usize = 4;

fn about(room: Option<Room>, theme: &str, turn: usize) -> String {
    match (room, turn % WAYS) {
        (Some(Room::Problem), 0) => t!(
            "Many companies find it hard to tell whether {theme} is worth acting on at all. How do you judge that in \
             your house?",
            theme = theme
        ),
        (Some(Room::Problem), 1) => t!(
            "Most companies have no figure for what {theme} costs them. Is there one in your house, or does it not \
             matter?",
            theme = theme
        ),
        (Some(Room::Problem), 2) => t!(
            "With {theme}, the first question is mostly whether it happens to others too. Is that yours, or is it a \
             different one?",
            theme = theme
        ),
        (Some(Room::Problem), _) => {
            t!(
                "Some companies look into {theme} and find that it can wait. What would tell you that it cannot?",
                theme = theme
            )
        }
        (Some(Room::Solution), 0) => t!(
            "When it comes to {theme}, companies like yours weigh quite different ways, and doing nothing is one of \
             them. Which would you rule out already?",
            theme = theme
        ),
        (Some(Room::Solution), 1) => t!(
            "With {theme}, the choice is often less about the way than about who has to live with it afterwards. Who \
             would that be in your house?",
            theme = theme
        ),
        (Some(Room::Solution), 2) => t!(
            "Each way to deal with {theme} is the wrong one for somebody. Where do you think it would be wrong for \
             you?",
            theme = theme
        ),
        (Some(Room::Solution), _) => t!(
            "There is more than one good answer when it comes to {theme}. What would a way have to look like so that \
             your people could live with it?",
            theme = theme
        ),
        (Some(Room::Offer), 0) => t!(
            "Companies that have got as far as {theme} have mostly settled what to do. What keeps them is when, and how \
             it would work in their own house. Is either of those on your table?",
            theme = theme
        ),
        (Some(Room::Offer), 1) => t!(
            "What makes {theme} hard is often not the decision but the first month. What would the first month have to \
             leave untouched?",
            theme = theme
        ),
        (Some(Room::Offer), 2) => t!(
            "Before anything on {theme} is decided, somebody usually has to say what it displaces. What would that be \
             in your house?",
            theme = theme
        ),
        (Some(Room::Offer), _) => t!(
            "If the answer on {theme} is next year, that can be a good answer too. What would have to be true for it to \
             be this one?",
            theme = theme
        ),
        (Some(Room::Sales), 0) => t!(
            "With {theme}, the question that is left is mostly who does the work, and what happens when something goes \
             wrong. What would you have to know about that to decide?",
            theme = theme
        ),
        (Some(Room::Sales), 1) => t!(
            "Where {theme} is the open point, it can help to hear somebody who went through it and would do part of it \
             differently. Would such a conversation be of use to you?",
            theme = theme
        ),
        (Some(Room::Sales), 2) => {
            t!(
                "What would have to be on paper about {theme} before you could say yes, and what could wait?",
                theme = theme
            )
        }
        (Some(Room::Sales), _) => t!(
            "On {theme}, it can help to walk through the first ninety days with the people who would do them. \
             Would that help you, or is something else still open?",
            theme = theme
        ),
        (None, _) => t!("Is {theme} something you are working on, or is something else more pressing?", theme = theme),
    }
}

fn plain(room: Option<Room>) -> &'static str {
    match room {
        Some(Room::Problem) => {
            t!(
                "Many companies know the trouble and cannot tell whether it is worth acting on. How do you judge that in \
             your house?"
            )
        }
        Some(Room::Solution) => {
            t!(
                "There are quite different ways to go about this, and doing nothing is one of them. Which would you rule \
             out already?"
            )
        }
        Some(Room::Offer) => {
            t!(
                "Companies at this point have mostly settled what to do. What keeps them is when, and how it would work in \
             their own house. Is either of those on your table?"
            )
        }
        Some(Room::Sales) => {
            t!(
                "The question that is left is mostly who does the work, and what happens when something goes wrong. What \
             would you have to know about that to decide?"
            )
        }
        None => t!("What is it that you would most like to have settled this year?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_opening_may_be_said_and_asks() {
        let rooms = [None, Some(Room::Problem), Some(Room::Solution), Some(Room::Offer), Some(Room::Sales)];
        let hostile = "what you clicked on our website";
        let houses =
            ["a", "b", "c", "d", "e", "f"].map(|name| Domain::parse(&format!("{name}{name}.example")).unwrap());
        let opening = |room, theme, points: &[String]| {
            // All turns of every sentence.
            let both: Vec<Opening> = houses.iter().map(|house| super::opening(house, room, theme, points)).collect();
            assert!(both.iter().all(|one| tracking_talk(&one.text).is_empty() && asks(&one.text)), "{both:?}");
            let texts: std::collections::BTreeSet<&str> = both.iter().map(|one| one.text.as_str()).collect();
            assert!(texts.len() <= WAYS);
            both.into_iter().next().unwrap()
        };
        for room in rooms {
            for theme in [None, Some("ageing systems"), Some(hostile), Some(""), Some("How is it paid for?")] {
                for points in [vec![], vec!["price".to_owned()], vec!["why you visited our site".to_owned()]] {
                    let opening = opening(room, theme, &points);
                    assert!(tracking_talk(&opening.text).is_empty(), "{opening:?}");
                    assert!(asks(&opening.text), "{opening:?}");
                }
            }
            assert!(opening(room, Some("ageing systems"), &[]).text.contains("ageing systems"));
            let turns = [0, 1, 2, 3].map(|turn| about(room, "ageing systems", turn));
            let ways: std::collections::BTreeSet<&String> = turns.iter().collect();
            assert_eq!(ways.len(), if room.is_none() { 1 } else { WAYS }, "ways to say it");
            assert!(turns.iter().all(|text| tracking_talk(text).is_empty() && asks(text)));
            assert!(!opening(room, Some(hostile), &[]).text.contains("clicked"));
        }
        assert!(
            opening(None, Some("x"), &["the exit terms.".to_owned()]).text.contains("about this: the exit terms. ")
        );
    }

    #[test]
    fn tracking_talk_is_found_whatever_its_dress() {
        for text in [
            "I noticed you downloaded our guide.",
            "I NOTICED that …",
            "You\n  clicked the link",
            "you’ve visited twice",
            "Just checking in!",
            "saw you on our pricing page",
        ] {
            assert!(!tracking_talk(text).is_empty(), "{text}");
        }
        for text in [
            "How do you judge whether ageing systems are worth acting on?",
            "Is the cost of unnoticed faults on your table?",
            "We help teams that track their costs by hand.",
            "You already have a plan for this year?",
        ] {
            assert_eq!(tracking_talk(text), [], "{text}");
        }
        assert!(asks("“Is it?”") && !asks("It is. Call me!"));
    }
}
