//! The stories that come with the program.

macro_rules! stories {
    ($($id:literal)*) => {
        &[$(($id, include_str!(concat!("../../../../scenarios/", $id, ".journey")))),*]
    };
}

/// By id, as text.
pub const STORIES: &[(&str, &str)] = stories! {
    "S01" "S01-twin"
    "S02" "S02-twin"
    "S03" "S03-twin"
    "S04" "S04-twin"
    "S05" "S05-twin"
    "S07" "S07-twin"
    "S08" "S08-twin"
    "S09" "S09-twin"
    "S10" "S10-twin"
    "S11" "S11-twin"
    "S12" "S12-twin"
    "S13" "S13-twin"
    "S14" "S14-twin"
    "S15" "S15-twin"
    "S16" "S16-twin"
    "S17" "S17-twin"
    "S18" "S18-twin"
    "S19" "S19-twin"
    "S20" "S20-twin"
    "S21" "S21-twin"
    "S22" "S22-twin"
    "S23" "S23-twin"
    "S24" "S24-twin"
    "S25" "S25-twin"
    "S26" "S26-twin"
    "S27" "S27-twin"
    "S28" "S28-twin"
    "S29" "S29-twin"
    "S30" "S30-twin"
    "S31" "S31-twin"
    "S32" "S32-twin"
    "S33" "S33-twin"
    "S34" "S34-twin"
    "S36" "S36-twin"
    "S39" "S39-twin"
    "S40" "S40-twin"
    "S41" "S41-twin"
    "S42" "S42-twin"
    "S43" "S43-twin"
    "S44" "S44-twin"
    "S45" "S45-twin"
    "S46" "S46-twin"
    "S48" "S48-twin"
    "S49" "S49-twin"
    "S50" "S50-twin"
    "S51" "S51-twin"
    "S52" "S52-twin"
};

/// The text of a story. Upper and lower case are of no matter.
#[must_use]
pub fn text_of(id: &str) -> Option<&'static str> {
    STORIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)).map(|(_, text)| *text)
}
