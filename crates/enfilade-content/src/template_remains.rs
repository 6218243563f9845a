//! What a template left in the text: `{{ page.title }}`, `{% include x %}`, `{#if open}`, `<%= name %>`, `${price}`.
//!
//! A visitor never sees these. Each becomes a line break, so that nothing is quoted across the gap.

const PAIRS: [(&str, &str); 8] =
    [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("<?", "?>"), ("{#", "}"), ("{/", "}"), ("{:", "}"), ("${", "}")];

/// A remain is short; what is longer is taken for text.
const REMAIN_BYTES_MAX: usize = 1_200;

/// The text without remains.
pub(crate) fn without(text: &str) -> String {
    if !text.contains(['{', '<']) {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['{', '<', '$']) {
        let (before, from) = rest.split_at(start);
        kept.push_str(before);
        match remain_length(from) {
            Some(length) => {
                kept.push('\n');
                rest = &from[length..];
            }
            None => {
                let one = from.chars().next().map_or(0, char::len_utf8);
                kept.push_str(&from[..one]);
                rest = &from[one..];
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// The length of the remain that the text begins with.
fn remain_length(text: &str) -> Option<usize> {
    let near = crate::source::cut(text, REMAIN_BYTES_MAX);
    for (open, close) in PAIRS {
        if let Some(inside) = near.strip_prefix(open) {
            return inside.find(close).map(|end| open.len() + end + close.len());
        }
    }
    let inside = near.strip_prefix('{')?;
    let end = inside.find('}')?;
    is_expression(&inside[..end]).then_some(end + 2)
}

/// `plan.name`, `item`, `t("x")`: an expression of a component, and not words in braces.
fn is_expression(inside: &str) -> bool {
    let inside = inside.trim();
    let begins_well = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$');
    begins_well && (!inside.contains(' ') || inside.contains(['.', '(', '=', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remains_become_gaps_and_words_stay() {
        assert_eq!(without("Save {{ n }} hours"), "Save \n hours");
        assert_eq!(without("{% if a %}Yes{% endif %}"), "\nYes\n");
        assert_eq!(without("From ${price} a month, {plan.name}"), "From \n a month, \n");
        assert_eq!(without("A set {one, two} and $5 < $6"), "A set {one, two} and $5 < $6");
        assert_eq!(without("{{ never closed"), "{{ never closed");
    }
}
