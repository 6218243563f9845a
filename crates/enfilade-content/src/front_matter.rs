//! The statements before the text of a Markdown file (or an HTML template), in YAML, TOML or JSON.
//!
//! Read line by line and only one level deep: a title is all that is needed, and a broken head must not lose the page.

use crate::limits;

/// Lines that a head may have; a longer one is text that happens to begin with a rule.
const LINES_MAX: usize = 400;

/// The statements, keys in lower case, and the rest of the source.
pub(crate) fn divide(source: &str) -> (Vec<(String, String)>, &str) {
    let trimmed = source.trim_start();
    let mark = if trimmed.starts_with("---") {
        "---"
    } else if trimmed.starts_with("+++") {
        "+++"
    } else {
        return (Vec::new(), source);
    };
    let mut lines = trimmed.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim() == mark) else { return (Vec::new(), source) };
    let mut stated = Vec::new();
    let mut offset = first.len();
    for line in lines.take(LINES_MAX) {
        let here = offset;
        offset += line.len();
        let content = line.trim_end();
        if content == mark || (mark == "---" && content == "...") {
            return (stated, &trimmed[here + line.len()..]);
        }
        if let Some(pair) = statement(content, if mark == "+++" { '=' } else { ':' }) {
            stated.push(pair);
        }
    }
    (Vec::new(), source)
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
    let is_value = !value.is_empty() && !value.starts_with(['{', '[', '|', '>', '&']);
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
    fn a_rule_is_no_head() {
        let source = "---\nOnce there was a rule and no end.\n";
        assert_eq!(divide(source), (Vec::new(), source));
        assert_eq!(divide("--- not a head\ntext\n---\n").0, Vec::new());
    }
}
