//! Which format a source is in, and reading it accordingly.

use crate::{Page, front_matter, html, limits, markdown};

/// What a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    Html,
    /// Markdown, with or without front matter, and plain text, which is Markdown without marks.
    Markdown,
}

impl SourceFormat {
    /// By the ending of the name where it says something, else by the text itself.
    #[must_use]
    pub fn of(name: &str, source: &str) -> Self {
        let name = name.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        let ending = name.rsplit(['/', '\\']).next().and_then(|file| file.rsplit_once('.')).map_or("", |(_, e)| e);
        match ending {
            "html" | "htm" | "xhtml" | "shtml" | "php" | "asp" | "aspx" | "jsp" => Self::Html,
            "md" | "markdown" | "mdx" | "mdown" | "mkd" | "txt" | "text" | "rst" | "adoc" => Self::Markdown,
            _ => Self::of_text(source),
        }
    }

    /// Markup near the beginning makes it HTML; front matter or anything else Markdown.
    fn of_text(source: &str) -> Self {
        let head = cut(source, 4_000).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
        if head.starts_with("---") || head.starts_with("+++") {
            return Self::Markdown;
        }
        let whole_page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.contains(tag));
        if whole_page || (head.starts_with('<') && head.matches("</").count() >= 2) {
            Self::Html
        } else {
            Self::Markdown
        }
    }
}

/// Words of a body below which the page is looked for in its head.
const BODY_WORDS: usize = 25;

/// Reads a page. `name` is its file name or address and only helps to tell the format.
#[must_use]
pub fn read_page(name: &str, source: &str) -> Page {
    let format = SourceFormat::of(name, source);
    let whole = source.trim_start_matches('\u{feff}');
    let source = cut(whole, limits::SOURCE_BYTES_MAX);
    let (stated, body) = front_matter::divide(source);
    let mut page = match format {
        SourceFormat::Html => html::read(body),
        SourceFormat::Markdown => html::read(&markdown::to_html(body)),
    };
    if page.words() < BODY_WORDS && !stated.is_empty() {
        let head = &source[..source.len() - body.len()];
        let sections = html::read(&markdown::to_html(&front_matter::text_of(head)));
        if sections.words() > page.words() {
            page = sections;
        }
    }
    page.is_cut |= source.len() < whole.len();
    for (key, value) in &stated {
        match key.as_str() {
            "title" => page.title.clone_from(value),
            "description" | "excerpt" | "summary" if page.description.is_empty() => page.description.clone_from(value),
            "lang" | "language" | "locale" if page.stated_language.is_empty() => {
                page.stated_language.clone_from(value);
            }
            _ => {}
        }
    }
    page.front_matter = stated;
    page
}

/// The longest beginning of at most `bytes_max` bytes that ends between two characters.
pub(crate) fn cut(text: &str, bytes_max: usize) -> &str {
    if text.len() <= bytes_max {
        return text;
    }
    let end = (0..=bytes_max).rev().find(|index| text.is_char_boundary(*index)).unwrap_or(0);
    &text[..end]
}
