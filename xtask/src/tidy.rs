//! Reads the tree and reports every broken house rule at once.

mod glossary;
mod graph;
mod size;
mod text;
mod words;

use std::path::Path;
use std::process::Command;
use std::{fmt, fs};

use anyhow::{Context, Result, bail};

/// Folders that hold no source of ours.
const SKIPPED_FOLDERS: [&str; 6] = ["target", ".git", "node_modules", "enfilade-data", "proptest-regressions", ".venv"];

/// A text file of the tree, its path relative to the root with forward slashes.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    pub(crate) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.extension() == "rs"
    }

    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// File, or file and line.
    pub(crate) place: String,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }

    pub(crate) fn at(file: &SourceFile, line_index: usize, message: impl Into<String>) -> Self {
        Self::new(format!("{}:{}", file.path, line_index + 1), message)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Runs every check on the tree.
///
/// # Errors
/// Any rule is broken, or the tree cannot be read.
pub(crate) fn run(root: &Path) -> Result<()> {
    let files = read_tree(root)?;
    for warning in size::long_files(&files) {
        eprintln!("warning: {warning}");
    }
    let mut faults: Vec<Fault> = files.iter().flat_map(text::check).collect();
    faults.extend(size::check(&files, &list(root, "xtask/long-files.txt")?));
    faults.extend(words::check(&files, &list(root, "xtask/allowed-words.txt")?));
    faults.extend(graph::check(&workspace_metadata(root)?)?);
    faults.extend(glossary::check(&files));
    faults.extend(crate::languages::check(&files));
    for fault in &faults {
        eprintln!("{fault}");
    }
    match faults.len() {
        0 => Ok(()),
        1 => bail!("tidy: 1 house rule is broken in {} files", files.len()),
        many => bail!("tidy: {many} house rules are broken in {} files", files.len()),
    }
}

/// The lines of an allow-list, without comments and empty lines. A missing list is an empty one.
fn list(root: &Path, path: &str) -> Result<Vec<String>> {
    match fs::read_to_string(root.join(path)) {
        Ok(text) => Ok(text
            .lines()
            .map(|line| line.split('#').next().unwrap_or("").trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(|| format!("{path} cannot be read")),
    }
}

/// All text files below the root, sorted by path. Files that are not UTF-8 (images, archives) are left out.
pub(crate) fn read_tree(root: &Path) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type()?;
            if kind.is_dir() && !SKIPPED_FOLDERS.contains(&name.as_str()) {
                folders.push(entry.path());
            }
            // A worktree's `.git` is a file that names a path of this machine; it is not part of the tree.
            if !kind.is_file() || name == ".git" {
                continue;
            }
            if let Ok(text) = fs::read_to_string(entry.path()) {
                let path = entry.path();
                let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push(SourceFile { path, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn workspace_metadata(root: &Path) -> Result<String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .context("cargo metadata could not be started")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("cargo metadata answered something that is not UTF-8")
}

#[cfg(test)]
pub(crate) fn sample(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}
