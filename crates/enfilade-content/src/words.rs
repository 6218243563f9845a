//! Text to words and sentences. Sentences are slices of their block, so that a quote is always the page's own words.

/// Words in lower case without apostrophes; any number is `0`, money `0$`, a share `0%`, a year `0y`.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut word = String::new();
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let joins = matches!(c, '\'' | '’') && !word.is_empty();
        let in_number = matches!(c, '.' | ',') && previous.is_ascii_digit();
        if c.is_alphanumeric() {
            if is_currency(previous) && word.is_empty() && c.is_ascii_digit() {
                word.push('$');
            }
            word.extend(c.to_lowercase());
        } else if !(joins || in_number && chars.peek().is_some_and(char::is_ascii_digit)) {
            let is_share = c == '%';
            let is_money = is_currency(c) && word.ends_with(|d: char| d.is_ascii_digit());
            finish(&mut word, is_share, is_money, &mut words);
        }
        previous = c;
    }
    finish(&mut word, false, false, &mut words);
    words
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹')
}

fn finish(word: &mut String, is_share: bool, is_money: bool, words: &mut Vec<String>) {
    if word.is_empty() {
        return;
    }
    let digits = word.strip_prefix('$').unwrap_or(word);
    if digits.starts_with(|c: char| c.is_ascii_digit()) {
        let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        let kind = if is_money || word.starts_with('$') {
            "0$"
        } else if is_share {
            "0%"
        } else if is_year {
            "0y"
        } else {
            "0"
        };
        words.push(kind.to_owned());
    } else {
        words.push(word.clone());
    }
    word.clear();
}

/// The sentences of a block's text.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    for line in text.split('\n') {
        let mut start = 0;
        let mut chars = line.char_indices().peekable();
        while let Some((index, c)) = chars.next() {
            if !matches!(c, '.' | '!' | '?' | '…') {
                continue;
            }
            let end = index + c.len_utf8();
            let rest = &line[end..];
            let closes = rest.starts_with(['"', '”', '’', ')']);
            let end = if closes { end + rest.chars().next().map_or(0, char::len_utf8) } else { end };
            let mut after = line[end..].chars();
            let is_gap = after.next().is_none_or(char::is_whitespace);
            let begins = after.next().is_none_or(|c| !c.is_lowercase());
            if is_gap && begins && !is_abbreviation(&line[start..index], c) {
                push_sentence(&line[start..end], &mut sentences);
                start = end;
                while chars.peek().is_some_and(|(next, _)| *next < end) {
                    chars.next();
                }
            }
        }
        push_sentence(&line[start..], &mut sentences);
    }
    sentences
}

fn push_sentence<'a>(sentence: &'a str, sentences: &mut Vec<&'a str>) {
    let sentence = sentence.trim();
    if sentence.contains(char::is_alphanumeric) {
        sentences.push(sentence);
    }
}

fn is_abbreviation(before: &str, sign: char) -> bool {
    const SHORT: [&str; 14] =
        ["e.g", "i.e", "mr", "mrs", "ms", "dr", "st", "vs", "no", "inc", "ltd", "etc", "approx", "prof"];
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("").to_lowercase();
    sign == '.' && (SHORT.contains(&last.as_str()) || (last.len() == 1 && last.starts_with(char::is_alphabetic)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers() {
        let expected = ["dont", "pay", "0$", "or", "0$", "a", "month", "since", "0y", "0%", "less", "0", "times"];
        assert_eq!(words("Don't pay $1,200 or 19€ a month since 2019: 40% less, 3.5 times"), expected);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let text = "It failed, e.g. on Monday. Why? Nobody asked.\nSee Dr. Hale (“Late.”) now! v1.2 is out";
        let expected =
            ["It failed, e.g. on Monday.", "Why?", "Nobody asked.", "See Dr. Hale (“Late.”) now! v1.2 is out"];
        assert_eq!(sentences(text), expected);
    }
}
