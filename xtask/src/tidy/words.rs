//! Words that may not appear: those of the model that the book argues against, names that say nothing, statements of
//! the database outside its crate, and traces of the machine on which a file was written.
//!
//! `xtask/allowed-words.txt` names exceptions as `path word`, such as the comparison with the classic score. An entry
//! that nothing needs any more must go.

use super::{Fault, SourceFile};

/// Words of the volume model, and the word to use instead.
const BANNED_WORDS: [(&str, &str); 4] = [
    ("lead_score", "say `classic_score` where the comparison is meant"),
    ("mql", "say what was counted"),
    ("funnel", "say rooms or journey"),
    ("drop-off", "say silence or where reading ends"),
];

const BANNED_NAMES: [&str; 4] = ["utils.rs", "helpers.rs", "manager.rs", "common.rs"];

/// Endings of files that hold identifiers or text for users.
const SPEAKING_FILES: [&str; 7] = ["rs", "js", "css", "html", "sql", "toml", "journey"];

/// A folder of the machine on which helpers worked; written in two halves so that this file passes its own check.
const MACHINE_FOLDER: &str = concat!("/wo", "rk/");

pub(super) fn check(files: &[SourceFile], allowed: &[String]) -> Vec<Fault> {
    let allowed: Vec<(&str, &str)> = allowed.iter().filter_map(|entry| entry.split_once(' ')).collect();
    let mut used = vec![false; allowed.len()];
    let mut faults = Vec::new();
    for file in files {
        if file.is_rust() && BANNED_NAMES.contains(&file.name()) {
            faults.push(Fault::new(file.path.clone(), "name the file by the noun it is about"));
        }
        for (index, line) in file.text.lines().enumerate() {
            if speaks(file) {
                for (word, advice) in BANNED_WORDS.iter().filter(|(word, _)| has_word(line, word)) {
                    match allowed.iter().position(|entry| *entry == (file.path.as_str(), *word)) {
                        Some(entry) => used[entry] = true,
                        None => faults.push(Fault::at(file, index, format!("`{word}` is not our word; {advice}"))),
                    }
                }
            }
            if may_not_hold_sql(file) && is_sql(line) {
                faults.push(Fault::at(file, index, "statements of the database belong into enfilade-store"));
            }
            if names_machine_folder(line) {
                faults.push(Fault::at(file, index, "a path of somebody's machine; make it relative"));
            }
            if names_private_registry(file, line) {
                faults.push(Fault::at(file, index, "a lock file may name the public registry only"));
            }
        }
    }
    for (entry, _) in allowed.iter().zip(used).filter(|(_, used)| !used) {
        let message = format!("`{} {}` allows what nobody writes any more; remove it", entry.0, entry.1);
        faults.push(Fault::new("xtask/allowed-words.txt", message));
    }
    faults
}

/// The checks themselves must be able to name what they forbid.
fn speaks(file: &SourceFile) -> bool {
    SPEAKING_FILES.contains(&file.extension()) && !file.path.starts_with("docs/") && !file.path.starts_with("xtask/")
}

/// The word in any case, not as a part of a longer run of letters.
fn has_word(line: &str, word: &str) -> bool {
    let line = line.to_lowercase();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    line.match_indices(word).any(|(start, _)| {
        let after = line[start + word.len()..].chars().next();
        !letter(line[..start].chars().next_back()) && (!letter(after) || after == Some('s'))
    })
}

/// Benchmarks are free: they compare the store with a database that has nothing in front of it.
fn may_not_hold_sql(file: &SourceFile) -> bool {
    let is_free = file.path.starts_with("crates/enfilade-store/") || file.path.contains("/benches/");
    !is_free && (file.extension() == "sql" || (file.is_rust() && !file.path.starts_with("xtask/")))
}

/// Whether the line opens a statement: as a string, or as a line of a longer string.
fn is_sql(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    if line.starts_with("//") {
        return false;
    }
    let opens = |statement: &str| line.starts_with(statement) || line.contains(&format!("\"{statement}"));
    let selects = line.contains("\"select ") || (line.starts_with("select ") && !line.contains(['{', '"']));
    ["insert into ", "delete from ", "create table "].into_iter().any(opens) || (selects && line.contains(" from "))
}

fn names_machine_folder(line: &str) -> bool {
    line.match_indices(MACHINE_FOLDER).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || ['.', '-', '_', '*', '}'].contains(&c))
    })
}

fn names_private_registry(file: &SourceFile, line: &str) -> bool {
    let line = line.trim();
    match file.name() {
        "Cargo.lock" => {
            line.starts_with("source = ")
                && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
        }
        "package-lock.json" => {
            line.starts_with("\"resolved\":") && !line.starts_with("\"resolved\": \"https://registry.npmjs.org/")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::sample;

    fn faults(path: &str, text: &str) -> Vec<Fault> {
        check(&[sample(path, text)], &[])
    }

    #[test]
    fn words_of_the_volume_model_fail_outside_the_documents() {
        for line in ["let lead_score = 1;", "struct MQL;", "\"your funnels\"", "// drop-off rate"] {
            assert_eq!(faults("crates/a/src/b.rs", line).len(), 1, "{line}");
        }
        assert!(faults("docs/a.md", "the funnel").is_empty());
        assert!(faults("crates/a/src/b.rs", "let html = \"htmlqs\";").is_empty());
    }

    #[test]
    fn an_exception_must_be_needed() {
        let allowed = ["a.rs mql".to_owned()];
        assert!(check(&[sample("a.rs", "mql")], &allowed).is_empty());
        assert_eq!(check(&[sample("a.rs", "")], &allowed).len(), 1);
    }

    #[test]
    fn names_that_say_nothing_fail() {
        assert_eq!(faults("crates/a/src/utils.rs", "//! x").len(), 1);
        assert!(faults("crates/a/src/room.rs", "//! x").is_empty());
    }

    #[test]
    fn statements_fail_outside_the_store() {
        for line in [
            "let q = \"select a from b\";",
            "    select a, b from c",
            "db.execute(\"INSERT INTO a values (1)\")",
            "delete from a where b",
        ] {
            assert_eq!(faults("crates/enfilade-web/src/a.rs", line).len(), 1, "{line}");
            assert!(faults("crates/enfilade-store/src/a.rs", line).is_empty(), "{line}");
            assert!(faults("crates/enfilade/benches/a.rs", line).is_empty(), "{line}");
        }
        for line in ["// select a from b", "select name=\"a\" { \"from here \" }", "let selected = from(1);"] {
            assert!(faults("crates/enfilade-web/src/a.rs", line).is_empty(), "{line}");
        }
    }

    #[test]
    fn paths_of_a_machine_fail() {
        assert_eq!(faults("README.md", &format!("see {MACHINE_FOLDER}a")).len(), 1);
        assert!(faults("README.md", &format!("https://a.example{MACHINE_FOLDER}b")).is_empty());
    }

    #[test]
    fn lock_files_name_the_public_registry() {
        assert_eq!(faults("Cargo.lock", "source = \"registry+https://mirror.example/index\"").len(), 1);
        assert_eq!(faults("t/package-lock.json", "  \"resolved\": \"http://mirror.example/a.tgz\",").len(), 1);
        let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        assert!(faults("Cargo.lock", public).is_empty());
    }
}
