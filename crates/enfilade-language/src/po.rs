//! The form of gettext's `.po` files. Strict, because a file that is read by halves would leave pages in two languages;
//! every complaint names its line.

use crate::Fault;

/// A text and what stands for it, as the file has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The line of its `msgid`, counted from 1.
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) many: Option<String>,
    /// The translations with their numbers and lines; `msgstr` without a number is 0.
    pub(crate) forms: Vec<Form>,
    /// Whether somebody has to look at it again (`#, fuzzy`); it is not used until then.
    pub(crate) is_fuzzy: bool,
}

/// One translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) line: usize,
    /// `None` for a plain `msgstr`.
    pub(crate) number: Option<usize>,
    pub(crate) text: String,
}

/// To what the next quoted line belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Text,
    Many,
    Form,
}

/// Reads a file up to its first fault.
pub(crate) fn parse(file: &str) -> Result<Vec<Entry>, Fault> {
    let mut reader = Reader { entries: Vec::new(), entry: None, open: Open::Nothing, is_fuzzy: false };
    // Some editors put a mark of the byte order first.
    for (index, line) in file.strip_prefix('\u{feff}').unwrap_or(file).lines().enumerate() {
        let line = line.trim();
        if line.starts_with("msgid") && !line.starts_with("msgid_") {
            reader.end_entry()?;
        }
        reader.line(index + 1, line).map_err(|what| Fault::at(index + 1, what))?;
    }
    reader.end_entry()?;
    Ok(reader.entries)
}

struct Reader {
    entries: Vec<Entry>,
    entry: Option<Entry>,
    open: Open,
    /// Of the entry that follows.
    is_fuzzy: bool,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            if let Some(flags) = line.strip_prefix("#,") {
                self.is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            }
            // A comment ends a quoted text, and belongs to the entry that follows.
            self.open = Open::Nothing;
            return Ok(());
        }
        if line.starts_with('"') {
            let text = unquoted(line)?;
            let entry = self.entry.as_mut();
            let target = match (self.open, entry) {
                (Open::Text, Some(entry)) => &mut entry.text,
                (Open::Many, Some(entry)) => entry.many.get_or_insert_default(),
                (Open::Form, Some(entry)) => match entry.forms.last_mut() {
                    Some(form) => &mut form.text,
                    None => return Err("a quoted line belongs to nothing".to_owned()),
                },
                _ => return Err("a quoted line belongs to nothing".to_owned()),
            };
            target.push_str(&text);
            return Ok(());
        }
        let (word, rest) = line.split_at(line.find([' ', '\t', '"', '[']).unwrap_or(line.len()));
        match word {
            "msgid" => {
                let is_fuzzy = std::mem::take(&mut self.is_fuzzy);
                self.entry = Some(Entry { line: number, text: unquoted(rest)?, is_fuzzy, ..Entry::default() });
                self.open = Open::Text;
            }
            "msgid_plural" => {
                let entry = self.entry.as_mut().filter(|entry| entry.many.is_none() && entry.forms.is_empty());
                entry.ok_or("`msgid_plural` follows no `msgid`")?.many = Some(unquoted(rest)?);
                self.open = Open::Many;
            }
            "msgstr" => {
                let (form, rest) = numbered(rest)?;
                let entry = self.entry.as_mut().ok_or("`msgstr` follows no `msgid`")?;
                if entry.forms.iter().any(|known| known.number == form) {
                    return Err("this `msgstr` stands here twice".to_owned());
                }
                entry.forms.push(Form { line: number, number: form, text: unquoted(rest)? });
                self.open = Open::Form;
            }
            "msgctxt" => return Err("`msgctxt` is not used here: no text needs a context".to_owned()),
            _ => return Err(format!("`{}` is no line of a .po file", shortened(line))),
        }
        Ok(())
    }

    fn end_entry(&mut self) -> Result<(), Fault> {
        self.open = Open::Nothing;
        let Some(entry) = self.entry.take() else { return Ok(()) };
        if entry.forms.is_empty() {
            return Err(Fault::at(entry.line, "this `msgid` has no `msgstr`"));
        }
        self.entries.push(entry);
        Ok(())
    }
}

/// The number in `[2] "…"`, and what follows it.
fn numbered(rest: &str) -> Result<(Option<usize>, &str), String> {
    let Some(inner) = rest.strip_prefix('[') else { return Ok((None, rest)) };
    let (number, after) = inner.split_once(']').ok_or("`msgstr[` has no `]`")?;
    let number = number.trim().parse().map_err(|_| "`msgstr[` holds no number".to_owned())?;
    Ok((Some(number), after))
}

/// The text between quotation marks.
fn unquoted(text: &str) -> Result<String, String> {
    let inner = text.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let inner = inner.ok_or("a text stands between two quotation marks")?;
    let mut plain = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return Err("a quotation mark inside a text is written \\\"".to_owned()),
            '\\' => plain.push(match letters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('"') => '"',
                Some('\\') => '\\',
                _ => return Err("a backslash is written \\\\".to_owned()),
            }),
            other => plain.push(other),
        }
    }
    Ok(plain)
}

/// As much of a text as a message shows.
pub(crate) fn shortened(text: &str) -> String {
    const LETTERS: usize = 60;
    let mut short: String = text.chars().take(LETTERS).collect();
    if text.chars().nth(LETTERS).is_some() {
        short.push('…');
    }
    short
}
