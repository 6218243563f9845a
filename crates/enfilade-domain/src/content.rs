//! Pieces of content and what they are for.

use enfilade_language::marked;

use crate::{Room, Timestamp};

/// What sort of page or document a piece is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PageKind {
    Article,
    Guide,
    Product,
    Pricing,
    Careers,
    About,
    Docs,
    Home,
    Case,
    DemoForm,
    Download,
    Login,
    Other(String),
}

impl PageKind {
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Article => marked!("article"),
            Self::Guide => marked!("guide"),
            Self::Product => marked!("product"),
            Self::Pricing => marked!("pricing"),
            Self::Careers => marked!("careers"),
            Self::About => marked!("about"),
            Self::Docs => marked!("docs"),
            Self::Home => marked!("home"),
            Self::Case => marked!("case"),
            Self::DemoForm => "demo_form",
            Self::Download => marked!("download"),
            Self::Login => marked!("login"),
            Self::Other(name) => name,
        }
    }

    /// Case and surrounding space do not matter; an unknown word is kept as it is.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        match name.trim().to_lowercase().as_str() {
            "article" => Self::Article,
            "guide" => Self::Guide,
            "product" => Self::Product,
            "pricing" => Self::Pricing,
            "careers" => Self::Careers,
            "about" => Self::About,
            "docs" => Self::Docs,
            "home" => Self::Home,
            "case" => Self::Case,
            "demo_form" => Self::DemoForm,
            "download" => Self::Download,
            "login" => Self::Login,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// A role on the buying committee.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Operations,
    Finance,
    Legal,
    Executive,
    Technical,
    Champion,
    /// A role of the workspace's own, such as a clinical director.
    Own(String),
}

impl Role {
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Operations => marked!("operations"),
            Self::Finance => marked!("finance"),
            Self::Legal => marked!("legal"),
            Self::Executive => marked!("executive"),
            Self::Technical => marked!("technical"),
            Self::Champion => marked!("champion"),
            Self::Own(name) => name,
        }
    }

    /// `None` for an empty text.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name.trim().to_lowercase().as_str() {
            "" => return None,
            "operations" => Self::Operations,
            "finance" => Self::Finance,
            "legal" => Self::Legal,
            "executive" => Self::Executive,
            "technical" => Self::Technical,
            "champion" => Self::Champion,
            other => Self::Own(other.to_owned()),
        })
    }
}

/// A piece of content as registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Path from the first slash; the key within a workspace.
    pub path: String,
    pub kind: PageKind,
    pub room: Option<Room>,
    pub role: Option<Role>,
    pub question: Option<String>,
    pub title: Option<String>,
    pub topic: Option<String>,
}

impl Piece {
    /// An article of which nothing is known but where it stands.
    #[must_use]
    pub fn at(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            kind: PageKind::Article,
            room: None,
            role: None,
            question: None,
            title: None,
            topic: None,
        }
    }

    /// The model's category of this piece.
    #[must_use]
    pub const fn category(&self) -> Option<PageCategory> {
        PageCategory::of(&self.kind, self.room)
    }
}

/// How far a piece's entry can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PieceState {
    /// Read by the program from the page's own text; the next crawl may say otherwise.
    Proposed,
    /// Somebody agreed, or it came from a file of theirs. No crawl changes it.
    Confirmed,
    /// Somebody said otherwise than was proposed. No crawl changes it.
    Corrected,
}

impl PieceState {
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Confirmed, Self::Corrected];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => marked!("proposed"),
            Self::Confirmed => marked!("confirmed"),
            Self::Corrected => marked!("corrected"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A piece as it stands in the library.
#[derive(Debug, Clone, PartialEq)]
pub struct LibraryPiece {
    pub piece: Piece,
    pub state: PieceState,
    /// Who confirmed or corrected it, and when.
    pub decided: Option<(String, Timestamp)>,
    /// Where it was found; nothing for what was entered by hand.
    pub url: Option<String>,
    /// `page`, or what else it is: deck, podcast, webinar, ad, e-mail, one-pager, …
    pub medium: String,
    /// How its text was judged, as text in the application's form.
    pub judged: Option<String>,
    /// When a crawl last saw it.
    pub seen_at: Option<Timestamp>,
}

impl LibraryPiece {
    /// A page as the program proposes it, before it is known where it was found.
    #[must_use]
    pub fn proposed(piece: Piece) -> Self {
        Self {
            piece,
            state: PieceState::Proposed,
            decided: None,
            url: None,
            medium: "page".to_owned(),
            judged: None,
            seen_at: None,
        }
    }

    /// Whether something is missing that delivery and the coverage map need: a room with its question. Pages for no
    /// buyer, such as careers, are complete without.
    #[must_use]
    pub fn is_unassigned(&self) -> bool {
        let serves_nobody = self.state != PieceState::Proposed && self.piece.room.is_none();
        let is_for_others = matches!(
            self.piece.kind,
            PageKind::Careers | PageKind::Docs | PageKind::Login | PageKind::Home | PageKind::DemoForm
        );
        !serves_nobody
            && !is_for_others
            && (self.piece.room.is_none() || self.piece.question.is_none() || self.piece.topic.is_none())
    }
}

/// An assessment of a web site as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAssessment {
    pub id: i64,
    /// The host, or the folder's name.
    pub site: String,
    pub made_at: Timestamp,
    /// The report as text in the application's form.
    pub report: String,
}

/// A finding that somebody contests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    pub site: String,
    pub rule: String,
    pub path: String,
    pub quote: String,
    pub reason: String,
    pub by: String,
    pub at: Timestamp,
}

/// A rule by which the workspace says what pages are for that no piece names. `*` stands for any run of characters.
/// The first rule that fits wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathRule {
    pub pattern: String,
    pub kind: PageKind,
    pub room: Option<Room>,
}

impl PathRule {
    #[must_use]
    pub const fn category(&self) -> Option<PageCategory> {
        PageCategory::of(&self.kind, self.room)
    }

    /// Whether the path fits the pattern. A trailing slash of the path does not matter.
    #[must_use]
    pub fn fits(&self, path: &str) -> bool {
        let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
        let mut parts = self.pattern.split('*');
        let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
            return false;
        };
        let mut parts: Vec<&str> = parts.collect();
        let Some(last) = parts.pop() else { return rest.is_empty() };
        for part in parts {
            let Some(found) = rest.find(part) else { return false };
            rest = &rest[found + part.len()..];
        }
        rest.len() >= last.len() && rest.ends_with(last)
    }
}

/// The page categories the engine's tables speak of. The order is that of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageCategory {
    Problem,
    Solution,
    Offer,
    Sales,
    Product,
    Pricing,
    Careers,
    About,
    Docs,
    Home,
    Demo,
}

impl PageCategory {
    pub const COUNT: usize = 11;

    /// The room whose question pages of this category answer, where they were labelled with one.
    #[must_use]
    pub const fn room(self) -> Option<Room> {
        match self {
            Self::Problem => Some(Room::Problem),
            Self::Solution => Some(Room::Solution),
            Self::Offer => Some(Room::Offer),
            Self::Sales => Some(Room::Sales),
            _ => None,
        }
    }

    /// Position in the model's tables.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Kinds with a meaning of their own come first; then the room; `None` carries no evidence about rooms.
    #[must_use]
    pub const fn of(kind: &PageKind, room: Option<Room>) -> Option<Self> {
        match kind {
            PageKind::Pricing => Some(Self::Pricing),
            PageKind::Product => Some(Self::Product),
            PageKind::Careers => Some(Self::Careers),
            PageKind::About => Some(Self::About),
            PageKind::Docs | PageKind::Login => Some(Self::Docs),
            PageKind::DemoForm => Some(Self::Demo),
            _ => match (room, kind) {
                (Some(Room::Problem), _) => Some(Self::Problem),
                (Some(Room::Solution), _) => Some(Self::Solution),
                (Some(Room::Offer), _) => Some(Self::Offer),
                (Some(Room::Sales), _) => Some(Self::Sales),
                (None, PageKind::Home) => Some(Self::Home),
                (None, _) => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_paths() {
        let fits = |pattern: &str, path: &str| {
            PathRule { pattern: pattern.into(), kind: PageKind::Article, room: None }.fits(path)
        };
        assert!(fits("/blog/*", "/blog/late-invoices"));
        assert!(fits("/blog", "/blog/"));
        assert!(fits("/", "/"));
        assert!(fits("*pricing*", "/en/pricing-2026"));
        assert!(fits("/a/*/c", "/a/b/c"));
        assert!(!fits("/blog/*", "/about"));
        assert!(!fits("/blog", "/blog/x"));
        assert!(!fits("/a/*a", "/a/"));
    }

    #[test]
    fn kinds_come_before_rooms() {
        assert_eq!(PageCategory::of(&PageKind::Pricing, Some(Room::Offer)), Some(PageCategory::Pricing));
        assert_eq!(PageCategory::of(&PageKind::Case, Some(Room::Sales)), Some(PageCategory::Sales));
        assert_eq!(PageCategory::of(&PageKind::Other("x".into()), None), None);
        assert_eq!(PageCategory::of(&PageKind::Home, None), Some(PageCategory::Home));
    }
}
