//! The stories that come with the program.

macro_rules! stories {
    ($($id:literal)*) => {
        &[$(($id, include_str!(concat!("../../../../scenarios/", $id, ".journey")))),*]
    };
}

/// By id, as text.
pub const STORIES: &[(&str, &str)] = stories! {
    "S01" "S01-twin"
    "S05" "S05-twin"
    "S09" "S09-twin"
    "S18" "S18-twin"
    "S20" "S20-twin"
    "S22" "S22-twin"
};

/// The text of a story. Upper and lower case are of no matter.
#[must_use]
pub fn text_of(id: &str) -> Option<&'static str> {
    STORIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)).map(|(_, text)| *text)
}
