//! What surrounds every sheet: the bar, the notice strip and the title block.

/// The sheets that exist. The navigation shows these and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    FloorPlan,
    Ready,
    Accounts,
    Content,
    /// The content desk, under Content.
    Desk,
    Site,
    Monday,
    Honesty,
    Settings,
    /// Inside, and none of the drawings: what was found, the keys.
    Elsewhere,
    /// A page outside the set of drawings: sign-in, set-up, errors.
    None,
}

/// Provenance of a drawing, shown at its foot. Texts are ready to print.
#[derive(Debug, Clone, Default)]
pub struct TitleBlock {
    /// Such as "Floor plan" or the name of the account.
    pub sheet: String,
    /// The day it was drawn, such as "14 Sep 2026".
    pub drawn: String,
    /// The last day whose events are in it.
    pub evidence_up_to: String,
    /// Which model, and whether outcomes have been checked against it.
    pub belief: String,
    /// Such as "1 mark = 1 account".
    pub scale: String,
}

/// What surrounds a page.
#[derive(Debug, Clone)]
pub struct Frame {
    pub workspace_name: String,
    pub current: Sheet,
    /// The name of the signed-in person; `None` hides the navigation.
    pub signed_in: Option<String>,
    /// Whether the signed-in person works in further workspaces.
    pub works_elsewhere: bool,
    /// `None` on pages that are no drawings.
    pub title_block: Option<TitleBlock>,
    /// A plain sentence about late or wrong evidence, such as "Collection has been silent since yesterday."
    pub notice: Option<String>,
    /// What the viewer just did, told once on the sheet one returns to.
    pub done: Option<Done>,
    /// The newest evidence is weeks old: the sheet of today has little to say, and the day it ends says more.
    pub late: Option<Late>,
    /// The `as_of` of the address when it is not today, such as "2026-03-01"; links carry it on.
    pub as_of: Option<String>,
    /// The last day that can be looked at, such as "2026-09-14"; empty where no day can be chosen.
    pub today: String,
    /// What was asked of the whole house, so that it can be asked otherwise.
    pub sought: String,
    /// Goes into a hidden field of every form.
    pub csrf_token: String,
}

/// Something that was just done, with the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// A plain sentence.
    pub sentence: String,
    pub undo: Option<PostForm>,
}

/// Where evidence ends, when that is long ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// In words, such as "23 Jun 2025".
    pub up_to: String,
    /// As an address says it, such as "2025-06-23".
    pub day: String,
}

impl Frame {
    /// Whether a past day is looked at.
    #[must_use]
    pub const fn is_past(&self) -> bool {
        self.as_of.is_some()
    }
}

/// An account as it is linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLink {
    pub domain: String,
    /// The name, or the domain where none is known.
    pub name: String,
}

/// A button that posts: an undo, or a mark such as "This is a competitor".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostForm {
    /// Path on this site.
    pub action: String,
    /// The words on the button.
    pub label: String,
    /// Hidden fields besides the csrf token, as name and value.
    pub fields: Vec<(String, String)>,
}

/// A belief between 0 and 1 with its 80 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likely {
    pub value: f32,
    pub low: f32,
    pub high: f32,
}
