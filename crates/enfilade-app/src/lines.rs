//! Many short texts in one, a line each, so that looking for words is a single walk through memory.

/// Texts by number, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    text: String,
    /// Where the line after each begins.
    ends: Vec<u32>,
}

impl Lines {
    /// Adds a text; what would break its line becomes a space.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.extend(text.chars().map(|letter| if letter == '\n' { ' ' } else { letter }));
        self.text.push('\n');
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// The numbers of the texts that hold every one of these words, letter by letter, in rising order; without words all.
    pub(crate) fn holding(&self, words: &[&str]) -> Vec<usize> {
        let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return (0..self.ends.len()).collect() };
        if longest.contains('\n') {
            return Vec::new();
        }
        let mut found = Vec::new();
        let (mut line, mut after) = (0, 0);
        for at in memchr::memmem::find_iter(self.text.as_bytes(), longest.as_bytes()) {
            if at < after {
                // Once more in a line that was looked at already.
                continue;
            }
            while self.end(line) <= at {
                line += 1;
            }
            after = self.end(line);
            if words.len() == 1 || words.iter().all(|word| self.line(line).contains(word)) {
                found.push(line);
            }
        }
        found
    }

    fn end(&self, line: usize) -> usize {
        self.ends.get(line).map_or(usize::MAX, |end| *end as usize)
    }

    fn line(&self, line: usize) -> &str {
        let begin = line.checked_sub(1).map_or(0, |before| self.end(before));
        self.text.get(begin..self.end(line)).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_to_stand_in_the_same_line() {
        let mut lines = Lines::default();
        for text in ["north mill", "millmill north", "", "two\nlines mill", "südmühle"] {
            lines.push(text);
        }
        assert_eq!(lines.holding(&["mill"]), [0, 1, 3]);
        assert_eq!(lines.holding(&["mill", "north"]), [0, 1]);
        assert_eq!(lines.holding(&["north", "two"]), [] as [usize; 0]);
        assert_eq!(lines.holding(&["two lines"]), [3], "a break becomes a space");
        assert_eq!(lines.holding(&["mühle"]), [4]);
        assert_eq!(lines.holding(&["mill\nmill"]), [] as [usize; 0], "nothing reaches over a line's end");
        assert_eq!(lines.holding(&[]), [0, 1, 2, 3, 4]);
        assert_eq!(Lines::default().holding(&["a"]), [] as [usize; 0]);
    }

    proptest::proptest! {
        #[test]
        fn it_finds_what_a_look_at_each_would(
            texts in proptest::collection::vec("[ab ]{0,8}", 0..12),
            words in proptest::collection::vec("[ab]{1,3}", 0..3),
        ) {
            let mut lines = Lines::default();
            texts.iter().for_each(|text| lines.push(text));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let each = texts.iter().enumerate().filter(|(_, text)| words.iter().all(|word| text.contains(word)));
            proptest::prop_assert_eq!(lines.holding(&words), each.map(|(at, _)| at).collect::<Vec<_>>());
        }
    }
}
