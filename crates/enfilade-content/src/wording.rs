//! Which pieces say what somebody said: words without their endings, weighed by how rare they are among the pieces,
//! looked for passage by passage. No meaning is guessed; a piece that says the same in other words is not found, and
//! whoever shows an answer shows the passage with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::words::{sentences, words};

/// Words that are about nothing.
const EMPTY: &str = "the of and to a in is that it for you with on as are be this or your we have by not at from can an if \
    they their our will more what when how which but all was has one do who about why into out up than most get make use \
    using so just really very much many some any there here then them us i me my he she his her its were been being am \
    had did does doing would could should may might must shall also only even still ever never no yes dont cant wont \
    isnt arent wasnt didnt doesnt im ive youre were thats lot lots thing things something anything everything nothing \
    whether because while until after before again over under too own same other others each every both such say says \
    said tell told know need want like go goes going come comes keep put let way ways 0 0y 0% 0$";

/// Sentences that are read together.
const PASSAGE_SENTENCES: usize = 3;

/// The words of a text that say something, without their endings.
#[must_use]
pub fn stems(text: &str) -> BTreeSet<String> {
    static EMPTY_WORDS: std::sync::LazyLock<BTreeSet<&str>> =
        std::sync::LazyLock::new(|| EMPTY.split_whitespace().collect());
    words(text)
        .iter()
        .filter(|word| word.len() > 2 && !word.starts_with('0') && !EMPTY_WORDS.contains(word.as_str()))
        .map(|word| stem(word))
        .collect()
}

/// Takes off what English puts at the end of a word. Words that become alike without being so are rare enough.
fn stem(word: &str) -> String {
    let longer_than = |end: &str, least: usize| word.strip_suffix(end).filter(|rest| rest.chars().count() >= least);
    let plain = longer_than("ies", 2)
        .map(|rest| format!("{rest}y"))
        .or_else(|| longer_than("ing", 3).map(undoubled))
        .or_else(|| longer_than("ed", 3).map(undoubled))
        .or_else(|| longer_than("sses", 1).map(|rest| format!("{rest}ss")))
        .or_else(|| longer_than("s", 3).filter(|rest| !rest.ends_with(['s', 'u', 'i'])).map(str::to_owned))
        .unwrap_or_else(|| word.to_owned());
    match plain.strip_suffix('e') {
        Some(rest) if rest.chars().count() >= 3 => rest.to_owned(),
        _ => plain,
    }
}

/// `plann` is of `plan`; `bill` and `miss` are themselves.
fn undoubled(word: &str) -> String {
    let mut letters = word.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(last), Some(before)) if last == before && !matches!(last, 'l' | 's' | 'z' | 'e' | 'o') => {
            word[..word.len() - last.len_utf8()].to_owned()
        }
        _ => word.to_owned(),
    }
}

/// A text as it is searched.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    all: BTreeSet<String>,
    sentences: Vec<String>,
    /// The words of the few sentences that begin at each place.
    passages: Vec<BTreeSet<String>>,
}

impl Wording {
    /// Reads a text, one block a line.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let (sentences, own): (Vec<String>, Vec<BTreeSet<String>>) =
            sentences(text).into_iter().map(|sentence| (sentence.to_owned(), stems(sentence))).unzip();
        let begins = sentences.len().saturating_sub(PASSAGE_SENTENCES - 1).max(usize::from(!sentences.is_empty()));
        let together = |start: usize| own.iter().skip(start).take(PASSAGE_SENTENCES).flatten().cloned().collect();
        let passages = (0..begins).map(together).collect();
        Self { all: own.iter().flatten().cloned().collect(), sentences, passages }
    }

    /// Every word of it.
    #[must_use]
    pub const fn stems(&self) -> &BTreeSet<String> {
        &self.all
    }

    /// Its sentences in order.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().map(String::as_str)
    }

    fn passage(&self, start: usize) -> String {
        self.sentences.iter().skip(start).take(PASSAGE_SENTENCES).cloned().collect::<Vec<_>>().join(" ")
    }
}

/// Where some words were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Echo {
    /// The piece, by its place in the list.
    pub piece: usize,
    /// Share of the words' weight that the passage has, 0 to 1.
    pub share: f32,
    /// How many different words it has.
    pub words: usize,
    /// The passage.
    pub quote: String,
}

/// Many texts, searched together: a word that all have says little.
#[derive(Debug, Clone, Default)]
pub struct Wordings {
    pieces: Vec<Wording>,
    with: BTreeMap<String, usize>,
}

impl Wordings {
    #[must_use]
    pub fn new(pieces: Vec<Wording>) -> Self {
        let mut with: BTreeMap<String, usize> = BTreeMap::new();
        for stem in pieces.iter().flat_map(|piece| &piece.all) {
            *with.entry(stem.clone()).or_default() += 1;
        }
        Self { pieces, with }
    }

    #[must_use]
    pub fn pieces(&self) -> &[Wording] {
        &self.pieces
    }

    /// How much a word says here.
    #[must_use]
    pub fn weight(&self, stem: &str) -> f32 {
        let with = self.with.get(stem).copied().unwrap_or(0) as f32;
        (1.0 + (self.pieces.len() as f32 + 1.0) / (with + 1.0)).ln()
    }

    /// The best passage of each piece that has enough of the words, the closest first.
    #[must_use]
    pub fn echoes(&self, asked: &BTreeSet<String>, least_share: f32) -> Vec<Echo> {
        let mut found: Vec<Echo> = (0..self.pieces.len())
            .filter_map(|piece| self.echo(piece, asked))
            .filter(|echo| echo.share >= least_share && echo.words >= asked.len().min(2))
            .collect();
        found.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.piece.cmp(&b.piece)));
        found
    }

    fn echo(&self, piece: usize, asked: &BTreeSet<String>) -> Option<Echo> {
        let total: f32 = asked.iter().map(|stem| self.weight(stem)).sum();
        let of = self.pieces.get(piece)?;
        if asked.is_empty() || of.all.is_disjoint(asked) {
            return None;
        }
        let shared = |stems: &BTreeSet<String>| -> (f32, usize) {
            asked
                .iter()
                .filter(|stem| stems.contains(*stem))
                .fold((0.0, 0), |(sum, count), stem| (sum + self.weight(stem), count + 1))
        };
        // Of equal ones the first: `max_by` would take the last.
        let scored = of.passages.iter().map(shared).enumerate();
        let (start, (sum, words)) = scored.rev().max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
        Some(Echo { piece, share: sum / total, words, quote: of.passage(start) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(text: &str) -> Vec<String> {
        stems(text).into_iter().collect()
    }

    #[test]
    fn endings_do_not_matter() {
        assert_eq!(stemmed("Invoices, invoicing and invoiced"), ["invoic"]);
        assert_eq!(stemmed("planning plans planned"), ["plan"]);
        assert_eq!(stemmed("policies policy"), ["policy"]);
        assert_eq!(stemmed("process processes loss"), ["loss", "process"]);
        assert_eq!(stemmed("We do not know what they said in 2024."), Vec::<String>::new());
    }

    #[test]
    fn a_passage_answers_and_scattered_words_do_not() {
        let near = Wording::of("Every Monday somebody asks who has the list.\nThe handover takes an hour. It is lost.");
        let far = Wording::of(
            "Mondays are good.\nIt rains.\nBirds sing.\nA hand is useful.\nTea is warm.\nA handover is a thing.\nNone.",
        );
        let other = Wording::of("Pricing for wards. Two plans.");
        let all = Wordings::new(vec![near, far, other]);
        let found = all.echoes(&stems("our Monday handovers take so long"), 0.5);
        assert_eq!(found.iter().map(|echo| echo.piece).collect::<Vec<_>>(), [0], "{found:?}");
        assert!(found[0].quote.contains("who has the list") && found[0].words == 3);
        assert!(all.echoes(&BTreeSet::new(), 0.0).is_empty());
    }

    #[test]
    fn hostile_texts_are_only_long() {
        for text in ["", "....", "\u{0301}\u{0301}ing ed s", "ééééing ßßßßed", &"a. ".repeat(10_000)] {
            let all = Wordings::new(vec![Wording::of(text)]);
            let _ = all.echoes(&stems("something else entirely"), 0.0);
        }
    }
}
