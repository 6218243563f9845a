//! Markdown to simple HTML, so that one reader sees both. Tolerant rather than complete: what a visitor reads must
//! come through, in order and with its kind; exact nesting does not matter.

use std::fmt::Write as _;

use crate::limits;

/// The state between two lines.
#[derive(Default)]
struct Writer {
    html: String,
    /// Lines of the paragraph, item or quotation under way.
    pending: String,
    /// The element the pending text belongs to.
    element: &'static str,
}

impl Writer {
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.pending);
        if text.trim().is_empty() {
            return;
        }
        let element = if self.element.is_empty() { "p" } else { self.element };
        let _ = write!(self.html, "<{element}>");
        inline(&text, &mut self.html);
        let _ = writeln!(self.html, "</{element}>");
        self.element = "";
    }

    fn begin(&mut self, element: &'static str, text: &str) {
        self.flush();
        self.element = element;
        self.pending.push_str(text);
    }

    fn go_on(&mut self, text: &str) {
        if !self.pending.is_empty() {
            self.pending.push(' ');
        }
        self.pending.push_str(text);
    }
}

/// The text as HTML.
pub(crate) fn to_html(source: &str) -> String {
    let mut writer = Writer { html: String::with_capacity(source.len() + source.len() / 8), ..Writer::default() };
    let mut fence: Option<&str> = None;
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        let content = line.trim();
        if let Some(mark) = fence {
            if content.starts_with(mark) {
                fence = None;
                writer.html.push_str("</pre>\n");
            } else {
                escape(line, &mut writer.html);
                writer.html.push('\n');
            }
            continue;
        }
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| content.starts_with(mark)) {
            writer.flush();
            writer.html.push_str("<pre>");
            fence = Some(mark);
            continue;
        }
        let underline = lines.peek().map(|next| next.trim());
        if let Some(level) = underlined(content, underline) {
            writer.begin(level, content);
            writer.flush();
            lines.next();
            continue;
        }
        read_line(content, &mut writer);
    }
    writer.flush();
    writer.html
}

fn read_line(content: &str, writer: &mut Writer) {
    if content.is_empty() || is_rule(content) || is_statement(content) {
        writer.flush();
    } else if let Some((level, text)) = heading(content) {
        writer.begin(level, text);
        writer.flush();
    } else if let Some(text) = item(content) {
        writer.begin("li", text);
    } else if let Some(text) = content.strip_prefix('>') {
        let text = text.trim_start_matches(['>', ' ']);
        if writer.element == "blockquote" { writer.go_on(text) } else { writer.begin("blockquote", text) }
    } else if content.starts_with('|') || content.matches('|').count() >= 2 {
        writer.flush();
        for cell in content.trim_matches('|').split('|').map(str::trim).filter(|cell| is_cell(cell)) {
            writer.begin("td", cell);
        }
        writer.flush();
    } else if content.starts_with('<') && !content.starts_with("<http") && !content.starts_with("<mailto") {
        // Markup inside Markdown goes through as it is.
        writer.flush();
        writer.html.push_str(content);
        writer.html.push('\n');
    } else {
        writer.go_on(content);
    }
}

/// `# Heading`, up to six marks.
fn heading(content: &str) -> Option<(&'static str, &str)> {
    const LEVELS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let marks = content.bytes().take_while(|byte| *byte == b'#').count();
    let level = LEVELS.get(marks.checked_sub(1)?)?;
    let text = &content[marks..];
    text.starts_with([' ', '\t']).then(|| (*level, text.trim().trim_end_matches('#').trim_end()))
}

/// A line with `===` or `---` below it.
fn underlined(content: &str, below: Option<&str>) -> Option<&'static str> {
    let below = below?;
    let is_text = !content.is_empty() && content.len() < 200 && !content.starts_with(['#', '-', '*', '>', '|', '<']);
    if !is_text || below.len() < 3 {
        None
    } else if below.bytes().all(|byte| byte == b'=') {
        Some("h1")
    } else if below.bytes().all(|byte| byte == b'-') {
        Some("h2")
    } else {
        None
    }
}

/// `- item`, `* item`, `+ item`, `1. item`, `2) item`.
fn item(content: &str) -> Option<&str> {
    if let Some(text) = ["- ", "* ", "+ ", "• "].iter().find_map(|mark| content.strip_prefix(mark)) {
        let text = text.trim_start();
        return Some(["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text));
    }
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let text = content[digits..].strip_prefix(['.', ')'])?;
    ((1..=3).contains(&digits) && text.starts_with(' ')).then(|| text.trim_start())
}

fn is_rule(content: &str) -> bool {
    content.len() >= 3 && ["-", "*", "_", ":"].iter().any(|mark| content.replace(' ', "").replace(mark, "").is_empty())
}

/// Lines of components: `import X from`, `export const`, `:::note`, `[label]: address`, `{: .class}`.
fn is_statement(content: &str) -> bool {
    (content.starts_with("import ") && content.contains(" from "))
        || content.starts_with("export const ")
        || content.starts_with("export default ")
        || content.starts_with(":::")
        || (content.starts_with("{:") && content.ends_with('}'))
        || (content.starts_with('[') && content.split_once("]:").is_some_and(|(label, _)| !label.contains(' ')))
}

fn is_cell(cell: &str) -> bool {
    !cell.is_empty() && !cell.bytes().all(|byte| matches!(byte, b'-' | b':' | b' '))
}

/// Links and images become elements, emphasis goes, markup stays.
fn inline(text: &str, html: &mut String) {
    let mut rest = text;
    while let Some(index) = rest.find(['[', '!', '*', '_', '`']) {
        html.push_str(&rest[..index]);
        let from = &rest[index..];
        let before = rest[..index].chars().next_back();
        let taken = match from.as_bytes()[0] {
            b'!' if from.starts_with("![") => link(&from[1..]).map(|(_, _, length)| length + 1),
            b'[' => link(from).map(|(label, target, length)| {
                html.push_str("<a href=\"");
                html.push_str(&target.replace('"', "%22"));
                html.push_str("\">");
                html.push_str(&label.replace(['*', '`'], ""));
                html.push_str("</a>");
                length
            }),
            b'*' if from.starts_with("**") => Some(2),
            b'_' if from.starts_with("__") => Some(2),
            b'*' if is_emphasis(before, from) => Some(1),
            b'_' if is_emphasis(before, from) => Some(1),
            b'`' => Some(from.bytes().take_while(|byte| *byte == b'`').count()),
            _ => None,
        };
        match taken {
            Some(length) => rest = &from[length..],
            None => {
                html.push_str(&from[..1]);
                rest = &from[1..];
            }
        }
    }
    html.push_str(rest);
}

/// A mark at the edge of a word, not `2 * 3` and not `snake_case`.
fn is_emphasis(before: Option<char>, from: &str) -> bool {
    let after = from[1..].chars().next();
    let is_gap = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    is_gap(before) != is_gap(after)
}

/// `[label](target "title")` at the beginning: label, target and length of the whole.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let near = crate::source::cut(text, limits::ATTRIBUTE_BYTES_MAX);
    let close = near.find("](")?;
    let label = &near[1..close];
    if label.contains('\n') || label.matches('[').count() > label.matches(']').count() {
        return None;
    }
    let end = close + 2 + near[close + 2..].find(')')?;
    let target = near[close + 2..end].split_whitespace().next().unwrap_or("");
    Some((label, target, end + 1))
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '&' => html.push_str("&amp;"),
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn the_common_marks() {
        let html =
            to_html("Top\n===\n\n## Why *now*?\nOne line\nand **more**.\n\n- a\n- [b](/b \"B\")\n\n> said she\n");
        let expected = "<h1>Top</h1>\n<h2>Why now?</h2>\n<p>One line and more.</p>\n<li>a</li>\n\
                        <li><a href=\"/b\">b</a></li>\n<blockquote>said she</blockquote>\n";
        assert_eq!(html, expected);
    }

    #[test]
    fn tables_code_and_components() {
        let html = to_html("import A from 'a'\n\n| Plan | Price |\n|---|---|\n| Team | $5 |\n\n```rust\na < b\n```\n");
        let cells = "<td>Plan</td>\n<td>Price</td>\n<td>Team</td>\n<td>$5</td>\n";
        assert_eq!(html, format!("{cells}<pre>a &lt; b\n</pre>\n"));
    }

    #[test]
    fn names_and_sums_keep_their_signs() {
        assert_eq!(to_html("snake_case and 2 * 3 * 4"), "<p>snake_case and 2 * 3 * 4</p>\n");
    }
}
