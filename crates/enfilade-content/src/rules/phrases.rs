//! Lists of cues, and whether a text has one of them. Written as in `cues.txt`.

use crate::words::words;

/// Cues of one or more words; a star at the end of a word stands for any ending.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    cues: Vec<Vec<&'static str>>,
}

impl Phrases {
    /// Reads `cue, cue, …`.
    pub(crate) fn read(list: &'static str) -> Self {
        let cues =
            list.split(',').map(|cue| cue.split_whitespace().collect()).filter(|cue: &Vec<&str>| !cue.is_empty());
        Self { cues: cues.collect() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cues.is_empty()
    }

    /// Whether a text has one of the cues.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        !self.is_empty() && self.different_in(&words(text)) > 0
    }

    /// Whether the words begin with one of the cues.
    pub(crate) fn begin(&self, words: &[String]) -> bool {
        self.cues.iter().any(|cue| begins(cue, words))
    }

    /// How many different cues the words have.
    pub(crate) fn different_in(&self, words: &[String]) -> usize {
        self.cues.iter().filter(|cue| (0..words.len()).any(|start| begins(cue, &words[start..]))).count()
    }

    /// How often cues occur in the words.
    pub(crate) fn times_in(&self, words: &[String]) -> usize {
        (0..words.len()).filter(|start| self.cues.iter().any(|cue| begins(cue, &words[*start..]))).count()
    }
}

fn begins(cue: &[&str], words: &[String]) -> bool {
    words.len() >= cue.len()
        && cue.iter().zip(words).all(|(cue, word)| match cue.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => cue == word,
        })
}
