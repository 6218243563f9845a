//! Whom a page is about: the share of its sentences that speak of the writer, of the reader, and of the subject.

use crate::page::Page;
use crate::rules::readable;
use crate::words::{sentences, words};

/// Shares of a page's sentences; they sum to 1 unless there is no sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Voice {
    pub us: f32,
    pub you: f32,
    pub subject: f32,
}

const US: [&str; 6] = ["we", "our", "us", "ours", "weve", "ourselves"];
const YOU: [&str; 5] = ["you", "your", "yours", "yourself", "youre"];

impl Voice {
    /// Counts sentences by whom they name first. `names` are what the writer is called, in lower case.
    #[must_use]
    pub fn of(page: &Page, names: &[String]) -> Self {
        let (mut us, mut you, mut subject) = (0_u32, 0_u32, 0_u32);
        for sentence in readable(page).flat_map(|block| sentences(&block.text)) {
            let words = words(sentence);
            if words.len() < 3 {
                continue;
            }
            let is_us = |word: &String| US.contains(&word.as_str()) || names.contains(word);
            let first_us = words.iter().position(is_us);
            let first_you = words.iter().position(|word| YOU.contains(&word.as_str()));
            match (first_us, first_you) {
                (Some(a), Some(b)) if b < a => you += 1,
                (Some(_), _) => us += 1,
                (None, Some(_)) => you += 1,
                (None, None) => subject += 1,
            }
        }
        let all = us + you + subject;
        let share = |part: u32| if all == 0 { 0.0 } else { part as f32 / all as f32 };
        Self { us: share(us), you: share(you), subject: share(subject) }
    }
}

/// What the writer is called, as far as one word says it: the site's name and the first part of its host.
#[must_use]
pub fn names(site_name: &str, host: &str) -> Vec<String> {
    let mut names: Vec<String> = words(site_name).into_iter().take(1).filter(|word| word.len() > 3).collect();
    let first = host.split('.').next().unwrap_or_default().to_lowercase();
    if first.len() > 3 && first != "folder" && !names.contains(&first) {
        names.push(first);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    #[test]
    fn sentences_are_counted_by_whom_they_name_first() {
        let page = read_page(
            "a.md",
            "We built it in 2012. You will see how we work. Northgate ONE is fast. The systems still run.",
        );
        let voice = Voice::of(&page, &names("Northgate Systems", "northgate.example"));
        assert_eq!((voice.us, voice.you, voice.subject), (0.5, 0.25, 0.25));
        assert_eq!(Voice::of(&read_page("a.md", ""), &[]), Voice::default());
    }
}
