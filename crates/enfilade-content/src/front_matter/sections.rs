//! Pages whose text stands in their head, as the sections that a template builds them from. A visitor reads them like any
//! other page; nothing else of the file says anything.

/// Keys whose values a visitor does not see as text.
const NOT_SHOWN: [&str; 46] = [
    "layout",
    "template",
    "_template",
    "type",
    "class",
    "classes",
    "css",
    "style",
    "id",
    "url",
    "link",
    "href",
    "slug",
    "path",
    "permalink",
    "image",
    "img",
    "images",
    "photo",
    "logo",
    "icon",
    "src",
    "background",
    "video",
    "color",
    "colour",
    "variant",
    "theme",
    "date",
    "lastmod",
    "updated",
    "draft",
    "weight",
    "order",
    "aliases",
    "block",
    "menu",
    "lang",
    "language",
    "seo_title",
    "metatitle",
    "meta_title",
    "tags",
    "categories",
    "keywords",
    "author",
];

/// Keys whose values head a section.
const HEADINGS: [&str; 12] =
    ["title", "heading", "header", "headline", "name", "question", "subtitle", "tier", "plan", "label", "eyebrow", "q"];

/// Words from which a value without a heading's key is text and not a setting.
const TEXT_WORDS: usize = 2;

/// The text of a head as Markdown, in its order. Tolerant: what is not understood is passed over.
pub(crate) fn text_of(head: &str) -> String {
    let mut text = String::new();
    let mut lines = head.lines().peekable();
    while let Some(line) = lines.next() {
        let depth = depth_of(line);
        let content = line.trim().trim_start_matches("- ").trim();
        let (key, value) = pair(content);
        if matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+") {
            text.push('\n');
            while let Some(next) = lines.next_if(|next| next.trim().is_empty() || depth_of(next) > depth) {
                text.push_str(next.trim());
                text.push('\n');
            }
            continue;
        }
        let mut whole = value.to_owned();
        // A long value goes on in deeper lines that begin nothing of their own.
        while let Some(next) = lines.next_if(|next| {
            let content = next.trim();
            !whole.is_empty()
                && !content.is_empty()
                && depth_of(next) > depth
                && !content.starts_with("- ")
                && pair(content).0.is_empty()
        }) {
            whole.push(' ');
            whole.push_str(next.trim());
        }
        show(&key, &whole, &mut text);
    }
    text
}

fn depth_of(line: &str) -> usize {
    let indent = line.len() - line.trim_start().len();
    // An item's own keys stand two columns further in than its dash.
    if line.trim_start().starts_with("- ") { indent + 1 } else { indent }
}

/// The key in lower case and its value; no key where the line is only a value.
fn pair(content: &str) -> (String, &str) {
    let is_key = |key: &str| {
        let key = key.trim();
        !key.is_empty()
            && key.len() <= 40
            && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"'))
    };
    for (sign, spaced) in [(':', true), ('=', true)] {
        if let Some((key, value)) = content.split_once(sign)
            && is_key(key)
            && (value.is_empty() || !spaced || value.starts_with(' '))
        {
            return (key.trim().trim_matches('"').to_lowercase(), value.trim());
        }
    }
    (String::new(), content)
}

fn show(key: &str, value: &str, text: &mut String) {
    if NOT_SHOWN.contains(&key) || value.is_empty() {
        return;
    }
    if value.starts_with('[') {
        for part in value.trim_matches(['[', ']']).split("\", \"").flat_map(|part| part.split("', '")) {
            show_one(key, part.trim_matches([' ', '"', '\'', ',']), text);
        }
    } else {
        show_one(key, value.trim_matches(['"', '\'']), text);
    }
}

fn show_one(key: &str, value: &str, text: &mut String) {
    let value = value.trim();
    let is_heading = HEADINGS.contains(&key) || key.ends_with("_header") || key.ends_with("_title");
    let is_price = matches!(key, "price" | "amount");
    let is_address = value.starts_with(['/', '#', '{']) || value.contains("://") || value.starts_with("fa-");
    let words = value.split_whitespace().count();
    if is_address || !value.contains(char::is_alphanumeric) || (words < TEXT_WORDS && !is_heading && !is_price) {
        return;
    }
    text.push_str(if is_heading { "\n## " } else { "\n" });
    text.push_str(value);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_read_as_a_visitor_sees_them() {
        let head = "title: \"Sprint\"\nlayout: page\nsections:\n  - type: \"content\"\n    class: \"about alt\"\n    content: |\n      ## Why\n      Text of two lines,\n      and more.\n  - title: 'What you get'\n    items:\n      - \"A list that\n        goes on\"\n      - icon: /a.png\n        text: Weekly calls\n    price: 900\n    button:\n      url: \"/buy\"\n";
        let expected = "\n## Sprint\n\n## Why\nText of two lines,\nand more.\n\n## What you get\n\nA list that goes on\n\nWeekly calls\n\n900\n";
        assert_eq!(text_of(head), expected);
        let toml = "title = \"About\"\n[extra]\nstory_header = \"Our Story\"\nstory_paragraphs = [\"I was lucky. \", \"We met.\"]\n";
        assert_eq!(text_of(toml), "\n## About\n\n## Our Story\n\nI was lucky.\n\nWe met.\n");
    }
}
