//! The elements that are open at a place, and what they make of the text there.

use super::BlockKind;
use super::elements::Nature;
use crate::limits;

/// Whose text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Region {
    /// Neither marked as main nor as menu.
    #[default]
    Body,
    /// The head of the page, outside what is marked as main.
    Header,
    Main,
    /// Menus, footers, banners.
    Menu,
}

/// The attributes of one start tag that matter to a reader.
#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<(Vec<u8>, String)>);

const READ_ATTRIBUTES: [&str; 17] = [
    "class",
    "id",
    "role",
    "href",
    "rel",
    "hidden",
    "aria-hidden",
    "aria-label",
    "style",
    "lang",
    "name",
    "type",
    "placeholder",
    "value",
    "content",
    "property",
    "aria-modal",
];

impl Attributes {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// A name comes once without and, if it has one, once with its value; of a repeated name the first value counts.
    pub(super) fn add(&mut self, name: &[u8], value: &str) {
        if !READ_ATTRIBUTES.iter().any(|read| read.as_bytes() == name) {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) if known.is_empty() => value.clone_into(known),
            Some(_) => {}
            None => self.0.push((name.to_vec(), value.to_owned())),
        }
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name.as_bytes()).map_or("", |(_, value)| value)
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name.as_bytes())
    }

    /// Class and id, divided into their words: `site-nav`, `siteNav` and `site_nav` all hold `nav`.
    fn tokens(&self) -> impl Iterator<Item = Vec<String>> {
        let words = format!("{} {}", self.get("class"), self.get("id"));
        words.split_whitespace().take(40).map(parts).collect::<Vec<_>>().into_iter()
    }

    pub(super) fn has_button_class(&self) -> bool {
        self.get("role").eq_ignore_ascii_case("button")
            || self.tokens().flatten().any(|part| matches!(part.as_str(), "btn" | "button" | "cta"))
    }

    fn is_hidden(&self) -> bool {
        let style = self.get("style").replace(' ', "").to_ascii_lowercase();
        self.has("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
    }

    fn is_menu(&self) -> bool {
        const ROLES: [&str; 7] = ["navigation", "contentinfo", "dialog", "alertdialog", "search", "menu", "menubar"];
        const PARTS: [&str; 20] = [
            "nav",
            "navbar",
            "navigation",
            "menu",
            "footer",
            "breadcrumb",
            "breadcrumbs",
            "sidebar",
            "cookie",
            "cookies",
            "consent",
            "gdpr",
            "pagination",
            "pager",
            "offcanvas",
            "toc",
            "skip",
            "share",
            "social",
            "popup",
        ];
        // `has-sidebar` and `menu-page-content` speak about the page around a menu.
        const AROUND: [&str; 13] = [
            "has",
            "with",
            "no",
            "without",
            "main",
            "content",
            "page",
            "wrapper",
            "layout",
            "container",
            "open",
            "body",
            "hero",
        ];
        ROLES.iter().any(|role| self.get("role").eq_ignore_ascii_case(role))
            || self.tokens().any(|parts| {
                parts.iter().any(|part| PARTS.contains(&part.as_str()))
                    && !parts.iter().any(|part| AROUND.contains(&part.as_str()))
            })
    }
}

fn parts(token: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for c in token.chars() {
        let is_new = matches!(c, '-' | '_' | ':' | '.') || (c.is_uppercase() && was_lower);
        if is_new {
            parts.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(part) = parts.last_mut()
        {
            part.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    parts
}

/// An open element.
#[derive(Debug)]
pub(super) struct Open {
    name: Box<[u8]>,
    nature: Nature,
    region: Region,
    is_hidden: bool,
}

impl Open {
    /// An element that opens inside a region.
    pub(super) fn new(name: &[u8], nature: Nature, attributes: &Attributes, around: Region) -> Self {
        let is_frame = matches!(name, b"html" | b"body");
        let may_be_menu = matches!(name, b"div" | b"ul" | b"ol" | b"section" | b"form" | b"p" | b"aside" | b"span");
        let inside_main = around == Region::Main;
        let region = match nature {
            _ if around == Region::Menu => Region::Menu,
            Nature::Main => Region::Main,
            _ if attributes.get("role").eq_ignore_ascii_case("main") => Region::Main,
            Nature::Menu => Region::Menu,
            Nature::Aside if !inside_main => Region::Menu,
            _ if may_be_menu && attributes.is_menu() => Region::Menu,
            Nature::Header if !inside_main => Region::Header,
            _ => around,
        };
        // What stands in a text field is an example for the visitor to overwrite.
        let is_unread = nature == Nature::Hidden || name == b"textarea";
        let is_hidden = is_unread || (!is_frame && attributes.is_hidden());
        Self { name: name.into(), nature, region, is_hidden }
    }
}

/// What is open, from the page inwards.
#[derive(Debug, Default)]
pub(super) struct Stack {
    open: Vec<Open>,
    /// Elements opened beyond the limit and not yet closed.
    beyond: usize,
    hidden: usize,
}

/// Inline elements that a closing block may leave open; deeper search would let one stray end tag close a page.
const SEARCH_MAX: usize = 64;

impl Stack {
    /// False when the depth is used up.
    pub(super) fn push(&mut self, open: Open) -> bool {
        if self.open.len() >= limits::DEPTH_MAX {
            self.beyond += 1;
            return false;
        }
        self.hidden += usize::from(open.is_hidden);
        self.open.push(open);
        true
    }

    /// Closes the innermost element of this name and all inside it; the depth afterwards, or nothing if none is open.
    pub(super) fn close(&mut self, name: &[u8]) -> Option<usize> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return None;
        }
        let back = self.open.iter().rev().take(SEARCH_MAX).position(|open| &*open.name == name)?;
        let depth = self.open.len() - 1 - back;
        for open in self.open.drain(depth..) {
            self.hidden -= usize::from(open.is_hidden);
        }
        Some(depth)
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn top_is(&self, name: &[u8]) -> bool {
        self.beyond == 0 && self.open.last().is_some_and(|open| &*open.name == name)
    }

    pub(super) fn region(&self) -> Region {
        self.open.last().map_or(Region::Body, |open| open.region)
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    pub(super) fn is_title(&self) -> bool {
        self.hidden == 0 && self.open.last().is_some_and(|open| open.nature == Nature::Title)
    }

    /// What the innermost telling element makes of a block.
    pub(super) fn kind(&self) -> BlockKind {
        for open in self.open.iter().rev() {
            match open.nature {
                Nature::Heading(level) => return BlockKind::Heading(level),
                Nature::Item => return BlockKind::Item,
                Nature::Quote => return BlockKind::Quote,
                Nature::Cell => return BlockKind::Cell,
                Nature::Code => return BlockKind::Code,
                Nature::Main | Nature::Menu => break,
                _ => {}
            }
        }
        BlockKind::Paragraph
    }
}
