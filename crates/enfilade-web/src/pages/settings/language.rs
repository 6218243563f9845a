//! The language of the pages, on the sheet of settings: what is in force, how far it reaches, and how to change it.

use enfilade_language::t;
use maud::{Markup, html};

use super::Settings;
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{forms, words};
use crate::pages::frame::{Frame, PostForm};

/// What the pages speak.
#[derive(Debug, Clone, Default)]
pub struct Spoken {
    /// Such as "de"; "en" where no file is in force.
    pub code: String,
    /// Texts that the file has words for, of all texts.
    pub translated: usize,
    pub texts: usize,
    /// Texts of the file that are to be looked at again.
    pub fuzzy: usize,
    /// Texts of the file that no page says, with their lines.
    pub unknown: Vec<String>,
    /// Such as "given by Ines Falk on 12 Sep 2026"; `None` where English is spoken.
    pub given: Option<String>,
    pub remove: Option<PostForm>,
    pub take_back: Option<PostForm>,
}

/// Unknown texts that the sheet names; the command line names them all.
const MOST_UNKNOWN: usize = 10;

pub(super) fn draw(frame: &Frame, view: &Settings) -> Markup {
    let spoken = &view.language;
    html! {
        section.sheet.sect aria-labelledby="language-h" {
            h2 #language-h { (t!("The language of the pages")) }
            p { (coverage(spoken)) }
            @if let Some(given) = &spoken.given {
                p.cap { (t!("The file was {given}. Texts that it has no words for are shown in English; dates and numbers stay as they are.", given = given)) }
            }
            @if spoken.fuzzy > 0 {
                p.small { (counted_sentence!(
                    spoken.fuzzy,
                    "{count} text is marked in it as to be looked at again, and not used until then.",
                    "{count} texts are marked in it as to be looked at again, and not used until then.",
                    count = words::capital(&words::number(spoken.fuzzy)),
                )) }
            }
            @if !spoken.unknown.is_empty() {
                details {
                    summary { (sentence!("Texts of the file that no page says: {count}", count = words::thousands(spoken.unknown.len()))) }
                    ul.rows { @for one in spoken.unknown.iter().take(MOST_UNKNOWN) { li { (one) } } }
                }
            }
            p.small {
                a href="/settings/language.pot" { (t!("Every text of the pages, as a template for gettext")) }
                @if spoken.given.is_some() { " · " a href="/settings/language.po" { (t!("The file in force")) } }
            }
            @if view.may_set_up {
                form.inline method="post" action="/settings/language" enctype="multipart/form-data" {
                    (forms::csrf_field(frame))
                    label.field { span { (t!("A translation file (.po)")) } input type="file" name="file" accept=".po,text/x-gettext-translation" required; }
                    button.btn type="submit" { (t!("Speak this language")) }
                }
                div.btns {
                    @if let Some(remove) = &spoken.remove { (forms::button(frame, remove, "btn")) }
                    @if let Some(take_back) = &spoken.take_back { (forms::button(frame, take_back, "linklike")) }
                }
            } @else { p.cap { (t!("Owners and editors can change this.")) } }
        }
    }
}

/// How much of the pages is translated, in a sentence.
fn coverage(spoken: &Spoken) -> String {
    let (translated, texts) = (words::thousands(spoken.translated), words::thousands(spoken.texts));
    if spoken.given.is_none() {
        return t!("The pages speak English: {texts} texts, all of them complete.", texts = texts);
    }
    t!(
        "The pages speak the language with the code {code}: {translated} of {texts} texts are translated.",
        code = spoken.code,
        translated = translated,
        texts = texts
    )
}
