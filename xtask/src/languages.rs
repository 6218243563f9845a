//! Collects every text of the pages into `languages/enfilade.pot`, for whoever translates. `tidy` fails when the file is
//! not what this would write.
//!
//! A text stands in one of the macros of `enfilade-language` (or of the pages' `sentences.rs`), or in the data of the
//! rules by which texts are judged. Places name the file and no line, so that the template changes with the words alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use enfilade_content::{Page, guides, rules};
use enfilade_domain::Room;
use enfilade_language::{Piece, Template, pieces};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::tidy::{Fault, SourceFile, read_tree};

/// Where the template lies.
pub(crate) const TEMPLATE: &str = "languages/enfilade.pot";

/// Crates whose texts a page shows.
const CRATES: [&str; 5] = ["domain", "engine", "content", "app", "web"];

/// Macros that hold a text, with how many texts stand in them, after how many other arguments.
const MACROS: [(&str, usize, usize); 5] =
    [("t", 1, 0), ("marked", 1, 0), ("sentence", 1, 0), ("tn", 2, 1), ("counted_sentence", 2, 1)];

/// Marks that a sentence need not be given.
const PLAIN_MARKS: [&str; 9] = ["b", "i", "em", "strong", "code", "cite", "kbd", "small", "span"];

const HEAD: &str = r#"# Every text of Enfilade's pages. Written by `cargo run -p xtask -- languages`; see docs/languages.md.
msgid ""
msgstr ""
"Project-Id-Version: enfilade\n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\n"
"#;

/// A text with its plural, and the files in which it stands.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    many: Option<String>,
    files: Vec<String>,
}

/// Texts in the order in which they were first met.
#[derive(Debug, Default)]
struct Texts {
    order: Vec<String>,
    found: BTreeMap<String, Found>,
    faults: Vec<Fault>,
}

/// Writes the template.
///
/// # Errors
/// The tree cannot be read, a text is written wrongly, or the file cannot be written.
pub(crate) fn run(root: &Path) -> Result<()> {
    let (template, faults) = template(&read_tree(root)?);
    for fault in &faults {
        eprintln!("{fault}");
    }
    if !faults.is_empty() {
        bail!("languages: {} texts are written wrongly", faults.len());
    }
    let count = Template::read(&template).map_err(|fault| anyhow::anyhow!("{TEMPLATE}: {fault}"))?.len();
    fs::create_dir_all(root.join("languages")).context("languages cannot be made")?;
    fs::write(root.join(TEMPLATE), template).with_context(|| format!("{TEMPLATE} cannot be written"))?;
    eprintln!("{TEMPLATE} holds {count} texts");
    Ok(())
}

/// Whether the template is current, and every text written as it should be.
pub(crate) fn check(files: &[SourceFile]) -> Vec<Fault> {
    let (template, mut faults) = template(files);
    let kept = files.iter().find(|file| file.path == TEMPLATE).map_or("", |file| file.text.as_str());
    if kept != template {
        faults.push(Fault::new(TEMPLATE, "is not current; run `cargo run -p xtask -- languages`"));
    }
    faults
}

fn template(files: &[SourceFile]) -> (String, Vec<Fault>) {
    let mut texts = Texts::default();
    for file in files.iter().filter(|file| speaks(&file.path)) {
        match file.text.parse::<TokenStream>() {
            Ok(tokens) => texts.walk(&file.path, tokens),
            Err(error) => texts.faults.push(Fault::new(file.path.clone(), format!("cannot be read: {error}"))),
        }
    }
    for rule in rules::rules() {
        for text in [rule.name, rule.reason, rule.advice] {
            texts.add("crates/enfilade-content/src/rules/rules.txt", text, None);
        }
    }
    for item in Room::ALL.into_iter().flat_map(guides::guide) {
        for text in [item.says, item.advice] {
            texts.add("crates/enfilade-content/src/rules/guides.txt", text, None);
        }
    }
    for role in guides::roles_with_concerns() {
        for concern in guides::concerns(&Page::default(), role) {
            texts.add("crates/enfilade-content/src/rules/concerns.txt", concern.about, None);
        }
    }
    (texts.written(), texts.faults)
}

/// Whether a file holds texts of the pages: not what tests and made-up samples say.
fn speaks(path: &str) -> bool {
    let of_a_crate = CRATES.iter().any(|name| path.starts_with(&format!("crates/enfilade-{name}/src/")));
    let of_tests = path.contains("/tests/") || path.contains("/samples") || path.ends_with("tests.rs");
    of_a_crate && path.ends_with(".rs") && !of_tests
}

impl Texts {
    /// Every text in some tokens, in order; what is compiled for tests alone is passed over.
    fn walk(&mut self, path: &str, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut name: Option<String> = None;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '!' && name.is_some() => {
                    let called = name.take();
                    if let (Some(called), Some(TokenTree::Group(group))) = (called, tokens.peek()) {
                        self.call(path, &called, group.stream());
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    name = None;
                    let attribute = tokens.peek().map(ToString::to_string).unwrap_or_default();
                    if attribute.replace(' ', "") == "[cfg(test)]" {
                        let ends = |token: &TokenTree| match token {
                            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                            TokenTree::Punct(punct) => punct.as_char() == ';',
                            _ => false,
                        };
                        while tokens.next().is_some_and(|token| !ends(&token)) {}
                    }
                }
                TokenTree::Ident(ident) => name = Some(ident.to_string()),
                TokenTree::Group(group) => {
                    name = None;
                    self.walk(path, group.stream());
                }
                _ => name = None,
            }
        }
    }

    /// A call of a macro, if it is one that holds a text.
    fn call(&mut self, path: &str, name: &str, inside: TokenStream) {
        let Some((_, count, skipped)) = MACROS.iter().find(|(known, ..)| *known == name) else { return };
        let arguments = arguments(inside);
        let texts: Vec<String> = arguments.iter().skip(*skipped).map_while(|one| literal(one)).take(*count).collect();
        let mut texts_left = texts.clone().into_iter();
        let (Some(one), many) = (texts_left.next(), texts_left.next()) else { return };
        if texts.len() < *count {
            self.fault(path, &one, "takes two literal texts, for one and for many");
            return;
        }
        let given: Vec<String> = arguments.iter().skip(skipped + count).filter_map(|one| named(one)).collect();
        let has_places = pieces(&one).chain(many.iter().flat_map(|many| pieces(many)));
        for piece in has_places {
            match piece {
                Piece::Place(place) if !given.iter().any(|name| name == place) => {
                    self.fault(path, &one, &format!("has a place {{{place}}} that nothing fills"));
                }
                Piece::Opens(mark) if !given.iter().any(|name| name == mark) && !PLAIN_MARKS.contains(&mark) => {
                    self.fault(path, &one, &format!("has a mark <{mark}> that nothing draws"));
                }
                _ => {}
            }
        }
        self.add(path, &one, many.as_deref());
    }

    fn fault(&mut self, path: &str, text: &str, what: &str) {
        self.faults.push(Fault::new(path, format!("the text `{text}` {what}")));
    }

    fn add(&mut self, path: &str, one: &str, many: Option<&str>) {
        if one.trim().is_empty() {
            return self.fault(path, one, "holds no words");
        }
        let found = self.found.entry(one.to_owned()).or_default();
        if found.files.is_empty() {
            self.order.push(one.to_owned());
        }
        if !found.files.iter().any(|known| known == path) {
            found.files.push(path.to_owned());
        }
        match (&found.many, many) {
            (Some(known), Some(many)) if *known != many => {
                let what = format!("has two plurals, `{known}` and `{many}`");
                self.fault(path, one, &what);
            }
            (None, Some(many)) => found.many = Some(many.to_owned()),
            _ => {}
        }
    }

    fn written(&self) -> String {
        let mut template = HEAD.to_owned();
        for text in &self.order {
            let found = &self.found[text];
            template.push('\n');
            for file in &found.files {
                template.push_str(&format!("#: {file}\n"));
            }
            template.push_str(&format!("msgid {}\n", quoted(text)));
            let forms = match &found.many {
                Some(many) => format!("msgid_plural {}\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n", quoted(many)),
                None => "msgstr \"\"\n".to_owned(),
            };
            template.push_str(&forms);
        }
        template
    }
}

/// The arguments of a call, each as its tokens; a semicolon parts them as a comma does.
fn arguments(inside: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut arguments = vec![Vec::new()];
    for token in inside {
        match &token {
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => arguments.push(Vec::new()),
            _ => {
                if let Some(last) = arguments.last_mut() {
                    last.push(token);
                }
            }
        }
    }
    arguments
}

/// The text of an argument that is one string.
fn literal(argument: &[TokenTree]) -> Option<String> {
    let [TokenTree::Literal(literal)] = argument else { return None };
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|literal| literal.value())
}

/// The name in `name = value`.
fn named(argument: &[TokenTree]) -> Option<String> {
    match argument {
        [TokenTree::Ident(name), TokenTree::Punct(equal), ..] if equal.as_char() == '=' => Some(name.to_string()),
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::sample;

    const SOURCE: &str = r#"//! x
fn a(n: u32) -> String {
    let _ = html! { p { (t!("Ready")) b { (sentence!("<b>{n}</b> of <a>it</a>", n = n; a = html! { a href="/" { } })) } } };
    format!("{} {}", t!("Ready"), tn!(n, "one \"x\"", "{n} x", n = n))
}
#[cfg(test)]
mod tests { fn b() { t!("Never"); } }
"#;

    fn texts(source: &str) -> (String, Vec<Fault>) {
        template(&[sample("crates/enfilade-web/src/pages/a.rs", source)])
    }

    #[test]
    fn every_text_is_collected_once_and_tests_are_passed_over() {
        let (template, faults) = texts(SOURCE);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(template.matches("msgid \"Ready\"").count(), 1);
        assert!(template.contains("#: crates/enfilade-web/src/pages/a.rs\nmsgid \"<b>{n}</b> of <a>it</a>\""));
        assert!(template.contains("msgid \"one \\\"x\\\"\"\nmsgid_plural \"{n} x\"\nmsgstr[0] \"\""));
        assert!(!template.contains("Never"));
        assert!(Template::read(&template).unwrap().len() > 3);
    }

    #[test]
    fn a_place_that_nothing_fills_is_a_fault() {
        let (_, faults) = texts("fn a() { tn!(n, \"{x} a\", \"{y} a\", x = 1); sentence!(\"<q>a</q>\"); }");
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("{y}") && told[1].contains("<q>"));
    }

    #[test]
    fn a_template_that_is_not_current_is_a_fault() {
        let source = sample("crates/enfilade-web/src/pages/a.rs", SOURCE);
        let current = sample(TEMPLATE, &template(std::slice::from_ref(&source)).0);
        assert!(check(&[source.clone(), current]).is_empty());
        assert_eq!(check(&[source]).len(), 1);
    }
}
