//! A data directory of its own, and the binary run on it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// One installation: a temporary folder with a data directory, and where asked another database.
pub(crate) struct House {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
    workspace: String,
}

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl House {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new(), workspace: "default".to_owned() }
    }

    /// The same with an `ENFILADE_…` variable set for every command.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    pub(crate) fn write_gzip(&self, name: &str, content: &str) -> String {
        self.write(name, gzip(content.as_bytes()))
    }

    pub(crate) fn command(&self) -> Command {
        self.command_in(&self.workspace)
    }

    fn command_in(&self, workspace: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
        command.current_dir(self.folder.path()).arg("--data").arg(self.path("data")).args(["--workspace", workspace]);
        command.env_remove("ENFILADE_DATABASE_URL");
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        answer(self.command().args(arguments).output().unwrap())
    }

    pub(crate) fn run_in(&self, workspace: &str, arguments: &[&str]) -> Answer {
        answer(self.command_in(workspace).args(arguments).output().unwrap())
    }

    /// Runs with something on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Answer {
        self.run_in_with_input(&self.workspace, arguments, input)
    }

    pub(crate) fn run_in_with_input(&self, workspace: &str, arguments: &[&str], input: &[u8]) -> Answer {
        let mut child = self
            .command_in(workspace)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut door = child.stdin.take().unwrap();
        door.write_all(input).unwrap();
        drop(door);
        answer(child.wait_with_output().unwrap())
    }

    /// Runs a command that has to succeed, and gives its standard output.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        self.run(arguments).done()
    }

    /// The JSON lines of a command that has to succeed.
    pub(crate) fn lines(&self, arguments: &[&str]) -> Vec<Value> {
        json_lines(&self.done(arguments))
    }

    /// Imports events and what surrounds them.
    pub(crate) fn import_events(&self, events: &[Value]) {
        let file = self.write("events-in.jsonl", jsonl(events));
        self.done(&["import", "--events", &file]);
    }

    pub(crate) fn import_accounts(&self, csv: &str) {
        let file = self.write("accounts-in.csv", csv);
        self.done(&["import", "--accounts", &file]);
    }

    /// The events that an export holds; lines of other kinds (the reading, decisions) are left out.
    pub(crate) fn held(&self, id: &str) -> Vec<Value> {
        self.lines(&["export", id]).into_iter().map(event_of).filter(|line| line["message_id"].is_string()).collect()
    }

    /// The account's line of `readings` at a moment.
    pub(crate) fn account(&self, domain: &str, moment: &str) -> Option<Value> {
        let lines = self.lines(&["readings", "--as-of", moment, "--json"]);
        lines.into_iter().find(|line| line["account"] == domain)
    }

    pub(crate) fn people(&self, moment: &str) -> Vec<Value> {
        self.lines(&["readings", "--level", "person", "--as-of", moment, "--json"])
    }

    pub(crate) fn person(&self, id: &str, moment: &str) -> Option<Value> {
        self.people(moment).into_iter().find(|line| line["person"] == id)
    }

    /// What is kept for `readings` equals what is folded anew from the log.
    pub(crate) fn kept_is_folded(&self) {
        // The moment of `readings` without --as-of is now: the far end of the log.
        let kept = self.lines(&["readings", "--json"]);
        let Some(now) = kept.first().map(|line| line["as_of"].as_str().unwrap().to_owned()) else { return };
        let folded = self.lines(&["readings", "--as-of", &now, "--json"]);
        let of = |lines: &[Value], field: &str| lines.iter().map(|line| line[field].to_string()).collect::<Vec<_>>();
        for field in ["account", "band", "room", "people", "sessions", "roles_seen", "first_seen", "last_seen"] {
            assert_eq!(of(&kept, field), of(&folded, field), "{field}");
        }
        for (kept, folded) in kept.iter().zip(&folded) {
            for field in ["readiness", "quiet", "outlook_60d", "classic_score"] {
                let apart = kept[field].as_f64().unwrap() - folded[field].as_f64().unwrap();
                assert!(apart.abs() < 1e-4, "{field}: {kept}\n{folded}");
            }
        }
        let mut kept = self.lines(&["readings", "--level", "person", "--json"]);
        let mut folded = self.people(&now);
        kept.sort_by_key(|line| line["person"].to_string());
        folded.sort_by_key(|line| line["person"].to_string());
        for field in ["person", "account", "kind", "room", "sessions", "anonymous_ids", "user_ids", "name"] {
            assert_eq!(of(&kept, field), of(&folded, field), "{field}");
        }
    }

    /// Both levels at a moment, as printed.
    pub(crate) fn readings(&self, moment: &str) -> String {
        let mut text = self.done(&["readings", "--as-of", moment, "--json"]);
        let mut people: Vec<String> = self
            .done(&["readings", "--level", "person", "--as-of", moment, "--json"])
            .lines()
            .map(str::to_owned)
            .collect();
        people.sort();
        text.push_str(&people.join("\n"));
        text
    }
}

impl Answer {
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:#?}");
        self.out
    }
}

fn answer(output: Output) -> Answer {
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn jsonl(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A variable of the surroundings in which the tests run.
#[expect(clippy::disallowed_methods, reason = "a test has no binary that reads the environment for it")]
pub(crate) fn surrounding(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

pub(crate) fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// An export's line says what it holds; an event may stand in it by itself or under its kind.
pub(crate) fn event_of(line: Value) -> Value {
    if line["event"].is_object() { line["event"].clone() } else { line }
}
