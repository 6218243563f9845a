//! The book's words are the code's words: GLOSSARY.md defines every type that enfilade-domain shows.

use super::{Fault, SourceFile};

const GLOSSARY: &str = "GLOSSARY.md";
const DOMAIN: &str = "crates/enfilade-domain/src/lib.rs";

pub(super) fn check(files: &[SourceFile]) -> Vec<Fault> {
    let text_of = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let Some(domain) = text_of(DOMAIN) else {
        return vec![Fault::new(DOMAIN, "the domain's list of types is missing")];
    };
    let glossary = text_of(GLOSSARY).unwrap_or_default();
    let types = shown_types(domain);
    let missing = types.iter().filter(|name| !glossary.contains(&format!("`{name}`")));
    missing.map(|name| Fault::new(GLOSSARY, format!("define `{name}` of enfilade-domain in one sentence"))).collect()
}

/// Names of types in `pub use module::{A, B};`. Constants and functions are no words of the glossary.
fn shown_types(lib: &str) -> Vec<String> {
    let mut names = Vec::new();
    for statement in lib.split("pub use ").skip(1) {
        let statement = statement.split(';').next().unwrap_or_default();
        let list = statement.rsplit("::").next().unwrap_or_default();
        let words = list.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let is_type =
            |word: &&str| word.starts_with(char::is_uppercase) && word.chars().any(|c| c.is_ascii_lowercase());
        names.extend(words.filter(is_type).map(str::to_owned));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::sample;

    const LIB: &str = "mod room;\npub use room::Room;\npub use time::{\n    Clock, DAY_MS, now,\n};\n";

    #[test]
    fn types_are_found_and_constants_are_not() {
        assert_eq!(shown_types(LIB), ["Room", "Clock"]);
    }

    #[test]
    fn a_type_without_definition_fails() {
        let glossary = sample(GLOSSARY, "- `Room`: a state of mind.\n");
        let faults = check(&[sample(DOMAIN, LIB), glossary]);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.contains("`Clock`"));
    }

    #[test]
    fn a_missing_glossary_names_every_type() {
        assert_eq!(check(&[sample(DOMAIN, LIB)]).len(), 2);
        assert_eq!(check(&[]).len(), 1);
    }
}
