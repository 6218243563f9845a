//! Families of cues: what words and turns of phrase say about the work a page does. The data stand in `cues.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("cues.txt");

/// The families, and for each beginning of a word the cues that begin with it.
#[derive(Debug)]
pub(crate) struct Cues {
    pub(crate) families: Vec<&'static str>,
    by_start: HashMap<Start, Vec<Cue>>,
}

#[derive(Debug)]
struct Cue {
    family: usize,
    words: Vec<&'static str>,
}

/// The first two letters of a word, by which cues are found; what is not there is nul. Every word of every page is looked
/// up by them several times, so that nothing is allocated for it.
type Start = [char; 2];

pub(crate) static CUES: LazyLock<Cues> = LazyLock::new(|| Cues::read(DATA));

fn start(word: &str) -> Start {
    let mut letters = word.chars();
    std::array::from_fn(|_| letters.next().unwrap_or('\0'))
}

impl Cues {
    /// Reads lines of `family: cue, cue, …`.
    pub(crate) fn read(data: &'static str) -> Self {
        let mut cues = Self { families: Vec::new(), by_start: HashMap::new() };
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let Some((family, list)) = line.split_once(':') else { continue };
            let index = cues.families.len();
            cues.families.push(family.trim());
            for cue in list.split(',') {
                let words: Vec<&str> = cue.split_whitespace().collect();
                if let Some(first) = words.first() {
                    let start = start(first.trim_end_matches('*'));
                    cues.by_start.entry(start).or_default().push(Cue { family: index, words });
                }
            }
        }
        cues
    }

    /// How often each family occurs in the words.
    pub(crate) fn count(&self, words: &[String]) -> Vec<f32> {
        let mut counts = vec![0.0; self.families.len()];
        for index in 0..words.len() {
            self.met_at(&words[index..]).for_each(|family| counts[family] += 1.0);
        }
        counts
    }

    /// The families of the cues with which the words begin.
    pub(crate) fn met_at<'a>(&'a self, words: &'a [String]) -> impl Iterator<Item = usize> + 'a {
        let known = words.first().and_then(|word| self.by_start.get(&start(word)));
        let fits = move |cue: &&Cue| {
            words.len() >= cue.words.len() && cue.words.iter().zip(words).all(|(cue, word)| is_met(cue, word))
        };
        known.into_iter().flatten().filter(fits).map(|cue| cue.family)
    }
}

fn is_met(cue: &str, word: &str) -> bool {
    match cue.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => cue == word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    #[test]
    fn cues_are_met_as_written_and_as_stems() {
        let of = |text: &str, family: &str| {
            let index = CUES.families.iter().position(|name| *name == family).unwrap();
            CUES.count(&words(text))[index]
        };
        assert!((of("Teams are struggling; the hidden costs grow", "pain") - 2.0).abs() < f32::EPSILON);
        assert!((of("€49 per user", "price") - 2.0).abs() < f32::EPSILON);
        assert!(of("a platform", "pain").abs() < f32::EPSILON);
    }

    #[test]
    fn every_cue_can_be_met_by_words() {
        for cue in CUES.by_start.values().flatten() {
            let text =
                cue.words.join(" ").replace('*', "").replace("0$", "$5").replace("0%", "5%").replace("0y", "2020");
            assert!(CUES.count(&words(&text))[cue.family] > 0.0, "{:?} is never met", cue.words);
        }
    }
}
