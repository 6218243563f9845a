//! Rules about the letters of one file: header, trailing space, tabs.

use super::{Fault, SourceFile};

/// Endings of files whose white space is ours to keep clean.
const OWN_TEXT: [&str; 12] = ["rs", "toml", "md", "sql", "js", "css", "html", "sh", "yml", "yaml", "journey", "py"];

pub(super) fn check(file: &SourceFile) -> Vec<Fault> {
    let mut faults = Vec::new();
    if file.is_rust() && !file.text.starts_with("//!") {
        faults.push(Fault::at(file, 0, "begin the file with a `//!` line that says what it is for"));
    }
    if !OWN_TEXT.contains(&file.extension()) {
        return faults;
    }
    for (index, line) in file.text.lines().enumerate() {
        if line.ends_with([' ', '\t']) {
            faults.push(Fault::at(file, index, "remove the white space at the end of the line"));
        }
        if file.is_rust() && line.contains('\t') {
            faults.push(Fault::at(file, index, "use spaces, or `\\t` inside a string, instead of a tab"));
        }
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        faults.push(Fault::new(file.path.clone(), "end the file with a line break"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::sample;

    #[test]
    fn a_clean_file_passes() {
        assert!(check(&sample("a.rs", "//! For something.\nfn f() {}\n")).is_empty());
        assert!(check(&sample("Cargo.lock", "x \n")).is_empty(), "generated files are not ours");
    }

    #[test]
    fn a_file_without_header_fails() {
        let faults = check(&sample("a.rs", "fn f() {}\n"));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.contains("//!"));
    }

    #[test]
    fn white_space_at_the_end_fails_with_its_line() {
        let faults = check(&sample("a.md", "fine\nnot fine \n"));
        assert_eq!(faults[0].place, "a.md:2");
    }

    #[test]
    fn tabs_fail_in_rust_only() {
        assert_eq!(check(&sample("a.rs", "//! x\n\tlet a;\n")).len(), 1);
        assert!(check(&sample("a.js", "\tlet a;\n")).is_empty());
    }

    #[test]
    fn a_missing_last_line_break_fails() {
        assert_eq!(check(&sample("a.toml", "a = 1")).len(), 1);
    }
}
