//! The statements before the text of a Markdown file (or an HTML template), in YAML, TOML or JSON.
//!
//! Read line by line and only one level deep: a title is all that is needed, and a broken head must not lose the page.

use crate::limits;

mod sections;

pub(crate) use sections::text_of;

/// Lines that a head may have; a longer one is text that happens to begin with a rule.
const LINES_MAX: usize = 2_000;

/// Keys of a head without rules around it, as some site builders and writing tools put it.
const PLAIN_KEYS: [&str; 10] =
    ["title", "subtitle", "date", "author", "authors", "slug", "category", "tags", "summary", "meta description"];

/// The statements, keys in lower case, and the rest of the source.
pub(crate) fn divide(source: &str) -> (Vec<(String, String)>, &str) {
    let trimmed = source.trim_start();
    let mark = if trimmed.starts_with("---") {
        "---"
    } else if trimmed.starts_with("+++") {
        "+++"
    } else {
        return plain(source);
    };
    let mut lines = trimmed.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim() == mark) else { return (Vec::new(), source) };
    let mut stated: Vec<(String, String)> = Vec::new();
    let mut offset = first.len();
    // A text value may go on in indented lines, as formatters of YAML fold it.
    let mut goes_on = false;
    for line in lines.take(LINES_MAX) {
        let here = offset;
        offset += line.len();
        let content = line.trim_end();
        if content == mark || (mark == "---" && content == "...") {
            return (stated, &trimmed[here + line.len()..]);
        }
        if content.starts_with([' ', '\t']) || content.is_empty() {
            if let Some((_, value)) = stated.last_mut().filter(|_| goes_on) {
                append(value, content);
            }
            continue;
        }
        let pair = statement(content, if mark == "+++" { '=' } else { ':' });
        goes_on = pair.is_some() && mark == "---";
        stated.extend(pair);
    }
    (Vec::new(), source)
}

/// Adds a further line to a value.
fn append(value: &mut String, line: &str) {
    let line = line.trim().trim_end_matches(['"', '\'']);
    if !line.is_empty() {
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(line);
        let kept = crate::source::cut(value, limits::ATTRIBUTE_BYTES_MAX).len();
        value.truncate(kept);
    }
}

/// A head that is only lines such as `Title: …` and `Date: …`, up to the first line that is none.
fn plain(source: &str) -> (Vec<(String, String)>, &str) {
    let (mut stated, mut offset) = (Vec::new(), 0);
    for line in source.split_inclusive('\n').take(LINES_MAX) {
        let known = line.split_once(':').map(|(key, value)| (key.trim().to_lowercase(), value.trim()));
        let Some((key, value)) = known.filter(|(key, _)| {
            PLAIN_KEYS.contains(&key.as_str()) || (!stated.is_empty() && !key.contains(char::is_whitespace))
        }) else {
            break;
        };
        offset += line.len();
        if !value.is_empty() {
            stated.push((key, crate::source::cut(value, limits::ATTRIBUTE_BYTES_MAX).to_owned()));
        }
    }
    // One such line may be the text itself.
    let is_head = stated.len() >= 2 && stated.iter().any(|(key, _)| key == "title");
    if is_head { (stated, &source[offset..]) } else { (Vec::new(), source) }
}

/// `key: value` at the beginning of a line; nested keys and list items are passed over.
fn statement(line: &str, sign: char) -> Option<(String, String)> {
    if line.starts_with([' ', '\t', '-', '#']) {
        return None;
    }
    let (key, value) = line.split_once(sign)?;
    let key = key.trim().trim_matches('"').to_lowercase();
    let value = value.trim().trim_matches(['"', '\'']).trim();
    let is_word = !key.is_empty() && key.len() <= 60 && !key.contains(char::is_whitespace);
    // The text itself stands in the lines below.
    let is_folded = sign == ':' && matches!(value, ">" | ">-" | ">+" | "|" | "|-" | "|+");
    let value = if is_folded { "" } else { value };
    let is_value = is_folded || !value.is_empty() && !value.starts_with(['{', '[', '|', '>', '&']);
    (is_word && is_value).then(|| (key, crate::source::cut(value, limits::ATTRIBUTE_BYTES_MAX).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_heads_are_taken_off() {
        let (stated, rest) = divide("---\ntitle: \"Late invoices: why\"\ntags:\n  - cash\n---\nText.\n");
        assert_eq!(stated, [("title".to_owned(), "Late invoices: why".to_owned())]);
        assert_eq!(rest, "Text.\n");
        let (stated, rest) = divide("+++\ntitle = 'A'\n+++\nText.");
        assert_eq!(stated, [("title".to_owned(), "A".to_owned())]);
        assert_eq!(rest, "Text.");
    }

    #[test]
    fn a_value_goes_on_in_indented_lines() {
        let head = "---\ntitle: >-\n  How Drumlin Foods closes\n  its month in a day\nsummary: \"Two lines,\n  one text\"\ntags:\n  - cash\n  - title: no\nlayout: story\n---\nText.\n";
        let of = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let expected = [
            of("title", "How Drumlin Foods closes its month in a day"),
            of("summary", "Two lines, one text"),
            of("layout", "story"),
        ];
        assert_eq!(divide(head), (expected.to_vec(), "Text.\n"));
    }

    #[test]
    fn a_head_may_have_no_rules_around_it() {
        let (stated, rest) = divide("Title: Late invoices\nDate: 2024-08-09\nTag1:\n\nThey come late.\n");
        assert_eq!(stated[0], ("title".to_owned(), "Late invoices".to_owned()));
        assert_eq!(rest, "\nThey come late.\n");
        let text = "Note: this is the text itself.\nIt goes on: so.\n";
        assert_eq!(divide(text), (Vec::new(), text));
    }

    #[test]
    fn a_rule_is_no_head() {
        let source = "---\nOnce there was a rule and no end.\n";
        assert_eq!(divide(source), (Vec::new(), source));
        assert_eq!(divide("--- not a head\ntext\n---\n").0, Vec::new());
    }
}
