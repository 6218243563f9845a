//! The library as it is searched: what each piece says, where its text is known, and else what is known of it.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_content::wording::{Echo, Wording, Wordings, stems};
use enfilade_domain::{LibraryPiece, Workspace};

use crate::{App, AppError};

/// From this share on a passage answers what was asked.
const ANSWERS_FROM: f32 = 0.5;
/// From this share on a piece uses somebody's words.
const USES_FROM: f32 = 0.6;

/// The pieces with their texts.
#[derive(Debug)]
pub struct Texts {
    pub pieces: Vec<LibraryPiece>,
    /// Whether the text of the piece at this place is known, and not only its title and question.
    pub is_known: Vec<bool>,
    pub wordings: Wordings,
}

/// A piece that was found, with the passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub path: String,
    pub title: String,
    pub quote: String,
    pub share: f32,
}

impl Texts {
    /// # Errors
    /// The store cannot be read.
    pub fn load(app: &App, workspace: &Workspace) -> Result<Self, AppError> {
        let known: BTreeMap<String, String> = app.records.piece_texts(workspace.id)?.into_iter().collect();
        Ok(Self::of(app.records.library(workspace.id)?, &known))
    }

    /// Reads pieces with the texts that are known, by path.
    #[must_use]
    pub fn of(pieces: Vec<LibraryPiece>, known: &BTreeMap<String, String>) -> Self {
        let wordings = pieces.iter().map(|entry| Wording::of(&whole(entry, known.get(&entry.piece.path))));
        let wordings = Wordings::new(wordings.collect());
        Self { is_known: pieces.iter().map(|entry| known.contains_key(&entry.piece.path)).collect(), pieces, wordings }
    }

    /// Pieces that answer what somebody asks, the closest first.
    #[must_use]
    pub fn answers(&self, asked: &str) -> Vec<Found> {
        self.found(&stems(asked), ANSWERS_FROM)
    }

    /// Pieces that use somebody's words.
    #[must_use]
    pub fn uses(&self, words: &str) -> Vec<Found> {
        self.found(&stems(words), USES_FROM)
    }

    fn found(&self, asked: &BTreeSet<String>, least: f32) -> Vec<Found> {
        let echoes = self.wordings.echoes(asked, least);
        echoes.into_iter().filter_map(|echo| self.one(echo)).collect()
    }

    fn one(&self, echo: Echo) -> Option<Found> {
        let entry = self.pieces.get(echo.piece)?;
        Some(Found {
            path: entry.piece.path.clone(),
            title: title(entry).to_owned(),
            quote: echo.quote,
            share: echo.share,
        })
    }
}

/// What a piece is called.
#[must_use]
pub fn title(entry: &LibraryPiece) -> &str {
    entry.piece.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(&entry.piece.path)
}

/// Title, question and topic each a line of their own, before the text.
fn whole(entry: &LibraryPiece, text: Option<&String>) -> String {
    let piece = &entry.piece;
    let known = [piece.title.as_deref(), piece.question.as_deref(), piece.topic.as_deref(), text.map(String::as_str)];
    known.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
