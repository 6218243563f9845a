//! Every gate in the order of cost, each with its time, stopping at the first that fails.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::tidy;

/// Runs all gates.
///
/// # Errors
/// The first gate that does not pass, by its name.
pub(crate) fn run(root: &Path) -> Result<()> {
    let start = Instant::now();
    gate(root, "format", &["fmt", "--all", "--check"])?;
    gate(root, "clippy", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    timed("tidy", || tidy::run(root))?;
    gate(root, "tests", test_arguments(has_nextest(root)))?;
    gate(root, "documentation", &["doc", "--workspace", "--no-deps"])?;
    eprintln!("== all gates passed in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// The test runner's arguments: nextest where it is installed, because it isolates and times each test.
const fn test_arguments(nextest: bool) -> &'static [&'static str] {
    if nextest {
        &["nextest", "run", "--workspace", "--no-tests", "pass", "--no-fail-fast"]
    } else {
        &["test", "--workspace", "--no-fail-fast"]
    }
}

fn has_nextest(root: &Path) -> bool {
    let mut version = Command::new("cargo");
    version.args(["nextest", "--version"]).current_dir(root).stdout(Stdio::null()).stderr(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}

fn gate(root: &Path, name: &str, arguments: &[&str]) -> Result<()> {
    timed(name, || {
        let mut cargo = Command::new("cargo");
        cargo.args(arguments).current_dir(root).env("RUSTDOCFLAGS", "-D warnings");
        let status = cargo.status().with_context(|| format!("cargo {} could not be started", arguments.join(" ")))?;
        if !status.success() {
            bail!("the {name} gate failed: cargo {}", arguments.join(" "));
        }
        Ok(())
    })
}

fn timed(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("== {name}");
    let start = Instant::now();
    let outcome = work();
    eprintln!("== {name}: {:.1} s", start.elapsed().as_secs_f64());
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_run_with_either_runner() {
        assert_eq!(test_arguments(true)[0], "nextest");
        assert_eq!(test_arguments(false)[0], "test");
    }

    #[test]
    fn a_failing_gate_is_named() {
        let error = gate(Path::new("."), "made up", &["no-such-subcommand"]).unwrap_err();
        assert!(error.to_string().contains("made up gate failed"), "{error}");
    }
}
