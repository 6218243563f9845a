//! What the house can do, translated into what a buyer asks.

use enfilade_language::t;

use super::is_blank;
use crate::{Room, Timestamp};

/// A story is one that can be told: fewer words than this.
pub const STORY_WORDS: usize = 80;

/// Something that was built, with the problem it is for and the story that sales can carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Capability {
    pub name: String,
    /// What it does, in the engineers' words.
    pub does: String,
    /// The buyer's problem.
    pub problem: String,
    /// The question it answers.
    pub question: String,
    pub room: Option<Room>,
    pub story: String,
    /// The path of the piece about the problem.
    pub behind: String,
    /// Who let sales have it, and when.
    pub published: Option<(String, Timestamp)>,
    pub asked: Vec<AskedQuestion>,
}

/// What sales wants to know about a capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedQuestion {
    pub by: String,
    pub at: Timestamp,
    pub text: String,
    /// What was answered, by whom, and when.
    pub answer: Option<(String, String, Timestamp)>,
}

impl Capability {
    /// What is still to be said before sales can have it. Whether the piece behind it exists is asked of the library.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let parts = [
            (&self.name, t!("its name")),
            (&self.problem, t!("the buyer's problem")),
            (&self.question, t!("the question it answers")),
            (&self.story, t!("the story that sales can carry")),
            (&self.behind, t!("the piece about the problem behind it")),
        ];
        let mut missing: Vec<String> =
            parts.into_iter().filter(|(text, _)| is_blank(text)).map(|(_, what)| what.to_owned()).collect();
        if self.room.is_none() {
            missing.push(t!("the room in which the question is asked").to_owned());
        }
        let words = self.story_words();
        if words >= STORY_WORDS {
            missing.push(t!(
                "a story under {story_words} words, not of {words}",
                story_words = STORY_WORDS,
                words = words
            ));
        }
        missing
    }

    #[must_use]
    pub fn story_words(&self) -> usize {
        self.story.split_whitespace().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capability_is_whole_with_problem_question_room_and_a_short_story() {
        let mut capability = Capability { name: "Drift watch".into(), ..Capability::default() };
        assert_eq!(capability.missing().len(), 5);
        capability.problem = "Machines differ and nobody knows".into();
        capability.question = "How do we know what runs where?".into();
        capability.room = Some(Room::Solution);
        capability.behind = "/drift".into();
        capability.story = "word ".repeat(STORY_WORDS);
        assert_eq!(capability.missing(), ["a story under 80 words, not of 80"]);
        capability.story = "word ".repeat(STORY_WORDS - 1);
        assert!(capability.missing().is_empty());
    }
}
