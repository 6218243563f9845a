//! One line of a journey as words: quotes keep spaces together, `#` ends the line.

use std::fmt;

use enfilade_domain::Domain;

/// Why a journey cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneyError {
    /// Counted from 1.
    pub line: usize,
    pub reason: String,
}

impl fmt::Display for JourneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for JourneyError {}

/// The words of a line, taken from the left.
#[derive(Debug, Clone)]
pub(super) struct Words {
    line: usize,
    words: Vec<String>,
    next: usize,
}

impl Words {
    /// Divides a line. Quotes are removed: `a|"b c"` is the one word `a|b c`.
    pub(super) fn of(line: usize, text: &str) -> Result<Self, JourneyError> {
        let mut words = Vec::new();
        let mut word = String::new();
        let (mut quoted, mut begun) = (false, false);
        for c in text.chars() {
            match c {
                '"' => (quoted, begun) = (!quoted, true),
                '#' if !quoted && !begun => break,
                c if c.is_whitespace() && !quoted => {
                    if begun {
                        words.push(std::mem::take(&mut word));
                    }
                    begun = false;
                }
                c => {
                    word.push(c);
                    begun = true;
                }
            }
        }
        if quoted {
            return Err(JourneyError { line, reason: "a quotation mark is not closed".to_owned() });
        }
        if begun {
            words.push(word);
        }
        Ok(Self { line, words, next: 0 })
    }

    /// The line once for each member of its rows, such as `v1..v40` or `c1..c40.example`: all rows of a line go
    /// together. The days that begin a line are no row.
    pub(super) fn expanded(self) -> Result<Vec<Self>, JourneyError> {
        let is_days = |index: usize, word: &str| index == 0 && word.split("..").all(|day| parse_day(day).is_some());
        let rows: Vec<Option<Vec<String>>> = self
            .words
            .iter()
            .enumerate()
            .map(|(index, word)| if is_days(index, word) { None } else { row(word) })
            .collect();
        let mut lengths: Vec<usize> = rows.iter().flatten().map(Vec::len).collect();
        lengths.dedup();
        let length = match lengths.as_slice() {
            [] => return Ok(vec![self]),
            [length] if *length <= LONGEST_ROW => *length,
            [length] => return Err(self.error(format!("a row of {length} is longer than {LONGEST_ROW}"))),
            _ => return Err(self.error(format!("the rows of a line must be equally long, not {lengths:?}"))),
        };
        let member = |number: usize| {
            let words = self.words.iter().zip(&rows);
            let words = words.map(|(word, row)| row.as_ref().and_then(|row| row.get(number)).unwrap_or(word).clone());
            Self { line: self.line, words: words.collect(), next: self.next }
        };
        Ok((0..length).map(member).collect())
    }

    pub(super) const fn line(&self) -> usize {
        self.line
    }

    pub(super) fn peek(&self) -> Option<&str> {
        self.words.get(self.next).map(String::as_str)
    }

    pub(super) fn peek_second(&self) -> Option<&str> {
        self.words.get(self.next + 1).map(String::as_str)
    }

    pub(super) fn skip_all(&mut self) {
        self.next = self.words.len();
    }

    pub(super) fn next(&mut self) -> Option<String> {
        let word = self.words.get(self.next).cloned();
        self.next += usize::from(word.is_some());
        word
    }

    /// The next word, which must be there; `what` names it in the error.
    pub(super) fn need(&mut self, what: &str) -> Result<String, JourneyError> {
        self.next().ok_or_else(|| self.error(format!("{what} is missing at the end")))
    }

    /// Takes the next word when it is this one.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let here = self.peek() == Some(word);
        self.next += usize::from(here);
        here
    }

    pub(super) fn need_number(&mut self, what: &str) -> Result<f64, JourneyError> {
        let word = self.need(what)?;
        let number = word.parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| self.error(format!("{what} must be a number, not `{word}`")))
    }

    pub(super) fn need_domain(&mut self, what: &str) -> Result<Domain, JourneyError> {
        let word = self.need(what)?;
        Domain::parse(&word).map_err(|error| self.error(error.to_string()))
    }

    pub(super) fn need_day(&mut self, what: &str) -> Result<u32, JourneyError> {
        let word = self.need(what)?;
        parse_day(&word).ok_or_else(|| self.error(format!("{what} must be a day such as d14, not `{word}`")))
    }

    pub(super) fn finish(&self) -> Result<(), JourneyError> {
        match self.peek() {
            None => Ok(()),
            Some(word) => Err(self.error(format!("`{word}` is not understood here"))),
        }
    }

    pub(super) fn error(&self, reason: impl Into<String>) -> JourneyError {
        JourneyError { line: self.line, reason: reason.into() }
    }
}

/// The longest row of visitors or companies.
const LONGEST_ROW: usize = 1_000;

/// `v1..v3` is v1, v2 and v3; `ana@c1..c3.example` is ana of three companies; `203.0.113.1..203.0.113.3` three
/// addresses. `None` for any other word.
fn row(word: &str) -> Option<Vec<String>> {
    let (first, last) = word.split_once("..")?;
    let name = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let from: usize = first.get(name.len()..)?.parse().ok()?;
    // The last member repeats the name, or only its end: `ana@c1..c3.example`.
    let endings = name.char_indices().map(|(index, _)| &name[index..]).chain([""]);
    let rest = endings.into_iter().find_map(|ending| last.strip_prefix(ending))?;
    let suffix = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let to: usize = rest.get(..rest.len() - suffix.len())?.parse().ok()?;
    if !(suffix.is_empty() || suffix.starts_with(['.', '@'])) || to < from || to - from > 100 * LONGEST_ROW {
        return None;
    }
    Some((from..=to).map(|number| format!("{name}{number}{suffix}")).collect())
}

/// `d14` is 14. Ten thousand days are enough for every story.
pub(super) fn parse_day(word: &str) -> Option<u32> {
    let digits = word.strip_prefix('d').filter(|digits| digits.chars().all(|c| c.is_ascii_digit()))?;
    digits.parse().ok().filter(|day| *day <= 10_000)
}
