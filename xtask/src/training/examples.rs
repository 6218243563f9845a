//! The training texts: `== room[/second] role mentions self-focus pressure call [gated]`, then the page in Markdown.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use enfilade_content::model::{CLASSES, class_name};
use enfilade_content::sentence::Purpose;
use enfilade_content::{Mentions, Page, Posture, read_page};

/// A page with the room a careful reader gave it.
#[derive(Debug)]
pub(super) struct Example {
    pub(super) name: String,
    pub(super) page: Page,
    pub(super) class: usize,
    /// The style's position among the files.
    pub(super) style: usize,
    pub(super) posture: Option<Posture>,
}

/// The texts of one style of writing.
#[derive(Debug)]
pub(super) struct Style {
    pub(super) name: String,
    pub(super) examples: Vec<Example>,
}

/// Reads every style, in order of name.
///
/// # Errors
/// A file cannot be read or a head line says something unknown.
pub(super) fn read_folder(folder: &Path) -> Result<Vec<Style>> {
    let files = text_files(folder)?;
    let mut styles = Vec::new();
    for (style, file) in files.iter().enumerate() {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let mut examples = Vec::new();
        for (index, piece) in text.split("== ").skip(1).enumerate() {
            let (head, body) = piece.split_once('\n').unwrap_or((piece, ""));
            let room = head.split([' ', '/']).next().unwrap_or_default();
            let Some(class) = class_of(room) else { bail!("{name}: piece {}: unknown room `{room}`", index + 1) };
            let posture = posture(head.split_whitespace().skip(2));
            if posture.is_none() {
                bail!("{name}: piece {}: mentions, self-focus and pressure cannot be read", index + 1);
            }
            examples.push(Example {
                name: format!("{name} {index}"),
                page: read_page("text.md", body),
                class,
                style,
                posture,
            });
        }
        styles.push(Style { name, examples });
    }
    Ok(styles)
}

/// Reads pages that lie outside the tree with their labels.
///
/// # Errors
/// The labels or a page cannot be read, or a room is unknown.
pub(super) fn read_labelled(labels: &Path, folder: &Path) -> Result<Vec<Example>> {
    let text = fs::read_to_string(labels).with_context(|| format!("{} cannot be read", labels.display()))?;
    let mut examples = Vec::new();
    for line in text.lines() {
        let mut parts = line.split_whitespace();
        let (Some(name), Some(room)) = (parts.next(), parts.next()) else { continue };
        let Some(class) = class_of(room) else { bail!("{name}: unknown room `{room}`") };
        let source = fs::read(folder.join(name)).with_context(|| format!("{name} cannot be read"))?;
        let page = read_page(name, &String::from_utf8_lossy(&source));
        let posture = posture(parts.skip(1));
        examples.push(Example { name: name.to_owned(), page, class, style: 0, posture });
    }
    Ok(examples)
}

/// Reads sentences, `purpose|sentence` a line, a list for each file in order of name.
///
/// # Errors
/// A file cannot be read or a line names no known purpose.
pub(super) fn read_sentences(folder: &Path) -> Result<Vec<Vec<(Purpose, String)>>> {
    text_files(folder)?
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
            let read = |(index, line): (usize, &str)| {
                let parts = line
                    .split_once('|')
                    .and_then(|(name, sentence)| Some((Purpose::parse(name)?, sentence.to_owned())));
                parts.with_context(|| format!("{}, line {}: no known purpose", file.display(), index + 1))
            };
            text.lines().enumerate().map(read).collect()
        })
        .collect()
}

/// The text files of a folder in order of name, so that training gives the same result everywhere.
fn text_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    Ok(files)
}

/// `mentions self-focus pressure`.
fn posture<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<Posture> {
    let mentions = match words.next()? {
        "no" => Mentions::No,
        "lightly" => Mentions::Lightly,
        "centrally" => Mentions::Centrally,
        _ => return None,
    };
    let mut degree = || words.next()?.parse().ok().filter(|degree| *degree <= 3);
    Some(Posture { mentions, self_focus: degree()?, pressure: degree()? })
}

fn class_of(room: &str) -> Option<usize> {
    (0..CLASSES).find(|class| class_name(*class) == room)
}
