//! Files stay readable: a warning above 400 lines without tests, a stop above 800.
//!
//! `xtask/long-files.txt` names the exceptions as `path lines`. It may only shrink: a listed file may not grow beyond
//! its number, and an entry that is no longer needed must go.

use super::{Fault, SourceFile};

const LOOK_TWICE: usize = 400;
const STOP: usize = 800;

/// Lines of a Rust file before its tests; zero for files that are tests.
fn lines_without_tests(file: &SourceFile) -> usize {
    if !file.is_rust() || file.name() == "tests.rs" || file.path.contains("/tests/") {
        return 0;
    }
    let mut lines = 0;
    for line in file.text.lines() {
        if line == "#[cfg(test)]" {
            break;
        }
        lines += 1;
    }
    lines
}

/// Files worth a second look.
pub(super) fn long_files(files: &[SourceFile]) -> Vec<Fault> {
    let long = files.iter().map(|file| (file, lines_without_tests(file)));
    long.filter(|(_, lines)| (LOOK_TWICE + 1..=STOP).contains(lines))
        .map(|(file, lines)| Fault::new(file.path.clone(), format!("{lines} lines; does it hold two subjects?")))
        .collect()
}

pub(super) fn check(files: &[SourceFile], allowed: &[String]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let allowed: Vec<(&str, usize)> = allowed
        .iter()
        .filter_map(|entry| entry.rsplit_once(' ').and_then(|(path, lines)| Some((path.trim(), lines.parse().ok()?))))
        .collect();
    for (file, lines) in files.iter().map(|file| (file, lines_without_tests(file))).filter(|(_, lines)| *lines > STOP) {
        match allowed.iter().find(|(path, _)| *path == file.path) {
            Some((_, limit)) if lines <= *limit => {}
            Some((_, limit)) => {
                let message = format!("{lines} lines, more than the {limit} that the list of long files allows");
                faults.push(Fault::new(file.path.clone(), message));
            }
            None => {
                let message = format!("{lines} lines without tests; divide it, {STOP} is the limit");
                faults.push(Fault::new(file.path.clone(), message));
            }
        }
    }
    for (path, _) in allowed {
        if !files.iter().any(|file| file.path == path && lines_without_tests(file) > STOP) {
            faults.push(Fault::new("xtask/long-files.txt", format!("{path} is no longer too long; remove its entry")));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::sample;

    fn file_of(lines: usize) -> SourceFile {
        sample("a.rs", &format!("{}#[cfg(test)]\n{}", "x\n".repeat(lines), "y\n".repeat(2000)))
    }

    #[test]
    fn tests_do_not_count() {
        assert_eq!(lines_without_tests(&file_of(12)), 12);
        assert_eq!(lines_without_tests(&sample("a/tests.rs", &"x\n".repeat(2000))), 0);
    }

    #[test]
    fn four_hundred_warns_and_eight_hundred_stops() {
        assert!(long_files(&[file_of(400)]).is_empty());
        assert_eq!(long_files(&[file_of(401)]).len(), 1);
        assert!(check(&[file_of(800)], &[]).is_empty());
        assert_eq!(check(&[file_of(801)], &[]).len(), 1);
    }

    #[test]
    fn the_list_may_only_shrink() {
        assert!(check(&[file_of(900)], &["a.rs 900".into()]).is_empty());
        assert_eq!(check(&[file_of(901)], &["a.rs 900".into()]).len(), 1);
        let stale = check(&[file_of(700)], &["a.rs 900".into()]);
        assert!(stale[0].message.contains("remove its entry"));
    }
}
