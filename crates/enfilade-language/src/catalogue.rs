//! A language: what stands for each text, checked against the texts that there are.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fmt::{self, Display};

use crate::places::{self, Piece, braces_are_whole, marks, names, pieces};
use crate::plural::PluralForms;
use crate::po::{self, Entry, Form, shortened};

/// A file larger than this is no translation of these pages.
pub const LARGEST_BYTES: usize = 2 << 20;

/// What is wrong in a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

impl Fault {
    pub(crate) fn at(line: usize, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// The texts that there are, each with its plural where it has one.
#[derive(Debug, Clone, Default)]
pub struct Template {
    texts: BTreeMap<String, Option<String>>,
}

impl Template {
    /// Reads a `.pot` file, which is a `.po` file without translations.
    ///
    /// # Errors
    /// It is none.
    pub fn read(file: &str) -> Result<Self, Fault> {
        let entries = po::parse(file)?.into_iter().filter(|entry| !entry.text.is_empty());
        Ok(Self { texts: entries.map(|entry| (entry.text, entry.many)).collect() })
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// A language with its words.
#[derive(Debug)]
pub struct Language {
    code: String,
    plural: PluralForms,
    /// The forms for each text; one, or as many as the language has.
    texts: HashMap<String, Vec<String>>,
    /// Those with places, with their plurals.
    with_places: Vec<(String, Option<String>)>,
}

/// What a file turned out to hold.
#[derive(Debug)]
pub struct ReadFile {
    pub language: Language,
    /// Texts of the file that no page has (any more), with their lines. They do no harm.
    pub unknown: Vec<Fault>,
    /// Texts that are marked as to be looked at again, and not used until then.
    pub fuzzy: usize,
}

/// Reads a `.po` file and holds it against the texts that there are.
///
/// # Errors
/// Everything that is wrong with it. A file with a fault is not used at all.
pub fn read(file: &str, template: &Template) -> Result<ReadFile, Vec<Fault>> {
    if file.len() > LARGEST_BYTES {
        let most = LARGEST_BYTES >> 20;
        return Err(vec![Fault::at(
            1,
            format!("the file is larger than {most} MB, so it is no translation of these pages"),
        )]);
    }
    let entries = po::parse(file).map_err(|fault| vec![fault])?;
    let (code, plural) = header(&entries).map_err(|fault| vec![fault])?;
    let mut read = ReadFile { language: Language::empty(code, plural), unknown: Vec::new(), fuzzy: 0 };
    let mut faults = Vec::new();
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for entry in entries.iter().filter(|entry| !entry.text.is_empty()) {
        if let Some(line) = lines.insert(&entry.text, entry.line) {
            let text = shortened(&entry.text);
            faults.push(Fault::at(entry.line, format!("`{text}` stands in line {line} already")));
            continue;
        }
        let Some(many) = template.texts.get(&entry.text) else {
            read.unknown.push(Fault::at(entry.line, format!("no page says `{}`", shortened(&entry.text))));
            continue;
        };
        if entry.forms.iter().all(|form| form.text.is_empty()) {
            continue;
        }
        if entry.is_fuzzy {
            read.fuzzy += 1;
            continue;
        }
        match checked(entry, many.as_deref(), &read.language.plural) {
            Ok(forms) => read.language.put(&entry.text, many.as_deref(), forms),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

/// The language's code and its rule for plurals, which the entry without a text states.
fn header(entries: &[Entry]) -> Result<(String, PluralForms), Fault> {
    let entry = entries.iter().find(|entry| entry.text.is_empty());
    let form = entry.and_then(|entry| entry.forms.first());
    let form = form.ok_or_else(|| Fault::at(1, "the file has no header: an empty `msgid` with `Language: …`"))?;
    let field = |name: &str| {
        form.text.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    if let Some(kind) = field("Content-Type")
        && let Some((_, charset)) = kind.split_once("charset=")
        && !charset.trim().eq_ignore_ascii_case("utf-8")
    {
        return Err(Fault::at(form.line, "the header names a charset other than UTF-8"));
    }
    let code = field("Language").unwrap_or_default().replace('_', "-");
    if !is_code(&code) {
        let what = "the header has no `Language:` with a code such as de, pt-BR or sr-Latn";
        return Err(Fault::at(form.line, what));
    }
    let rule = field("Plural-Forms");
    let rule = rule.ok_or_else(|| Fault::at(form.line, "the header has no `Plural-Forms:`"))?;
    let plural = PluralForms::parse(rule).map_err(|what| Fault::at(form.line, what))?;
    Ok((code, plural))
}

/// Whether a page may declare this language: subtags of letters and digits, the first of them letters.
fn is_code(code: &str) -> bool {
    let mut parts = code.split('-');
    let is_first = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_further =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    code.len() <= 35 && parts.next().is_some_and(is_first) && parts.all(is_further)
}

/// The forms of an entry in order of their numbers, if they can stand for its text.
fn checked(entry: &Entry, many: Option<&str>, plural: &PluralForms) -> Result<Vec<String>, Fault> {
    let Some(many) = many else {
        if entry.many.is_some() {
            return Err(Fault::at(entry.line, "this text has no plural here"));
        }
        let [form @ Form { number: None, .. }] = entry.forms.as_slice() else {
            return Err(Fault::at(entry.line, "this text takes one `msgstr` without a number"));
        };
        let names = names(&entry.text);
        same_places(form, &names, &names, &entry.text)?;
        return Ok(vec![form.text.clone()]);
    };
    if entry.many.as_deref() != Some(many) {
        return Err(Fault::at(entry.line, format!("the plural of this text is `{}`", shortened(many))));
    }
    let mut forms: Vec<&Form> = entry.forms.iter().collect();
    forms.sort_by_key(|form| form.number);
    let numbers = forms.iter().map(|form| form.number);
    if !numbers.eq((0..plural.forms).map(Some)) {
        let last = plural.forms - 1;
        return Err(Fault::at(
            entry.line,
            format!("this language has the forms msgstr[0] to msgstr[{last}], all of them"),
        ));
    }
    let (known, of_one) = (names(many), names(&entry.text));
    for (number, form) in forms.iter().enumerate() {
        // What stands for one number only need not show it; English does the same.
        let needed: Vec<&str> = if plural.is_of_one_number(number) {
            known.iter().copied().filter(|name| of_one.contains(name)).collect()
        } else {
            known.clone()
        };
        same_places(form, &needed, &known, many)?;
    }
    Ok(forms.into_iter().map(|form| form.text.clone()).collect())
}

/// A translation has the places and marks of its text, and no others.
fn same_places(form: &Form, needed: &[&str], known: &[&str], text: &str) -> Result<(), Fault> {
    let fault = |what: String| Err(Fault::at(form.line, what));
    if form.text.is_empty() {
        return fault("one form of this text is missing".to_owned());
    }
    if form.text.len() > 400 + 8 * text.len() {
        return fault("this translation is much longer than its text".to_owned());
    }
    if form.text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')) {
        return fault("this translation holds a control character".to_owned());
    }
    if !known.is_empty() && !braces_are_whole(&form.text) {
        return fault("a brace belongs to a place such as {count}, or is written twice".to_owned());
    }
    if known.is_empty() && form.text.contains('{') && !text.contains('{') {
        return fault("this text has no place in braces".to_owned());
    }
    let found = names(&form.text);
    if let Some(missing) = needed.iter().find(|name| !found.contains(name)) {
        return fault(format!("the place {{{missing}}} is missing"));
    }
    if let Some(unknown) = found.iter().find(|name| !known.contains(name)) {
        return fault(format!("this text has no place {{{unknown}}}"));
    }
    // A text without marks may speak of whatever looks like one; it is shown as it is written.
    let wanted = marks(text).unwrap_or_default();
    if !wanted.is_empty() && marks(&form.text).as_ref() != Some(&wanted) {
        return fault(format!("the marks <{}> of the text have to stand in its translation too", wanted.join("> <")));
    }
    Ok(())
}

impl Language {
    fn empty(code: String, plural: PluralForms) -> Self {
        Self { code, plural, texts: HashMap::new(), with_places: Vec::new() }
    }

    fn put(&mut self, one: &str, many: Option<&str>, forms: Vec<String>) {
        if many.unwrap_or(one).contains('{') {
            self.with_places.push((one.to_owned(), many.map(str::to_owned)));
        }
        self.texts.insert(one.to_owned(), forms);
    }

    /// As a page declares it, such as "de".
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// How many texts it has words for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// What stands for a text.
    #[must_use]
    pub fn text(&self, text: &str) -> Option<&str> {
        self.texts.get(text)?.first().map(String::as_str)
    }

    /// What stands for a text that goes with a count, by this language's own rule.
    #[must_use]
    pub fn counted(&self, count: u64, one: &str) -> Option<&str> {
        let forms = self.texts.get(one)?;
        forms.get(self.plural.form(count)).or(forms.first()).map(String::as_str)
    }

    /// Texts with places, and their plurals, each with the text by which it is known.
    pub(crate) fn with_places(&self) -> impl Iterator<Item = (&str, &str)> {
        self.with_places.iter().flat_map(|(one, many)| {
            std::iter::once((one.as_str(), one.as_str())).chain(many.as_deref().map(|many| (many, one.as_str())))
        })
    }

    /// What stands for a text, with its places filled.
    #[must_use]
    pub fn filled(&self, text: &str, places: &[(&str, &dyn Display)]) -> String {
        places::filled(self.text(text).unwrap_or(text), places)
    }

    /// Keeps the language for as long as the program runs, because pages hold its words without counting who does.
    /// Whoever calls this sees to it that the same file is not kept twice.
    #[must_use]
    pub fn keep(self) -> &'static Self {
        Box::leak(Box::new(self))
    }

    /// The words of every text in brackets: what a page shows outside of them was not written as a text, but filled in.
    #[must_use]
    pub fn bracketed(template: &Template) -> Self {
        let bracket = |text: &String| {
            let each = |piece| match piece {
                Piece::Words(words) if words.contains(char::is_alphabetic) => format!("\u{27e6}{words}\u{27e7}"),
                Piece::Words(brace @ ("{" | "}")) => brace.repeat(2),
                Piece::Words(words) => words.to_owned(),
                Piece::Place(name) => format!("{{{name}}}"),
                Piece::Opens(name) => format!("<{name}>"),
                Piece::Closes(name) => format!("</{name}>"),
            };
            pieces(text).map(each).collect()
        };
        let mut language = Self::empty("en-XA".to_owned(), PluralForms::english());
        for (one, many) in &template.texts {
            language.put(one, many.as_deref(), std::iter::once(one).chain(many.as_ref()).map(bracket).collect());
        }
        language
    }
}
