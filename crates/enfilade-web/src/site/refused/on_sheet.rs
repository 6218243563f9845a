//! A sheet with a form that was not taken: opened where it stands, filled with what was typed, and told why.
//!
//! The sheets are drawn without knowing of refusals, so the drawn page is changed, not the drawing: every form of every
//! sheet, also the ones to come, gets this for nothing.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::rc::Rc;

use enfilade_language::t;
use lol_html::html_content::{ContentType, Element};
use lol_html::{ElementContentHandlers, HandlerResult, RewriteStrSettings, Selector, element, rewrite_str};

type Handler<'handlers> = (Cow<'static, Selector>, ElementContentHandlers<'handlers>);

/// What was sent and not taken.
#[derive(Debug)]
pub(super) struct Refused<'a> {
    /// The path it was sent to.
    pub action: &'a str,
    /// Names and values, in order.
    pub fields: &'a [(String, String)],
    /// Why it was not taken, in a sentence.
    pub sentence: &'a str,
}

/// A form of the sheet, as far as one form is told from another.
#[derive(Debug, Default)]
struct Form {
    action: String,
    /// Names and values that nobody types, as they stand in the page.
    carried: Vec<(String, String)>,
    has_fields: bool,
    /// The folded parts around it, by their order in the page.
    folds: Vec<usize>,
}

/// Where a walk through the page is.
#[derive(Debug, Default)]
struct Place {
    forms: usize,
    folds: usize,
    open_folds: Vec<usize>,
}

/// The sheet with the refused form in it; `None` where no form of the sheet is the one that was sent, or where it has
/// nothing that could be mended.
pub(super) fn with_form(sheet: &str, refused: &Refused<'_>) -> Option<String> {
    let forms = forms_of(sheet)?;
    let found = forms.iter().position(|form| is_sent(form, refused))?;
    fill(sheet, refused, found, &forms[found].folds.iter().copied().collect())
}

fn is_sent(form: &Form, refused: &Refused<'_>) -> bool {
    let was_sent = |(name, value): &(String, String)| {
        refused.fields.iter().any(|(sent, with)| sent == name && escaped(with) == *value)
    };
    form.has_fields
        && form.action.split('?').next() == Some(refused.action)
        && form.carried.iter().filter(|(name, _)| name != "csrf_token").all(was_sent)
}

fn forms_of(sheet: &str) -> Option<Vec<Form>> {
    let forms: Rc<RefCell<Vec<Form>>> = Rc::default();
    let place: Rc<RefCell<Place>> = Rc::default();
    let settings = with_all([
        element!("details", |fold| {
            enter(fold, &place);
            Ok(())
        }),
        element!("form", |form| {
            forms.borrow_mut().push(Form {
                action: form.get_attribute("action").unwrap_or_default(),
                folds: place.borrow().open_folds.clone(),
                ..Form::default()
            });
            Ok(())
        }),
        element!(t!("form input, form textarea, form select"), |field| {
            if let Some(form) = forms.borrow_mut().last_mut() {
                let attribute = |name: &str| field.get_attribute(name).unwrap_or_default();
                if attribute("type") == "hidden" {
                    form.carried.push((attribute("name"), attribute("value")));
                } else {
                    form.has_fields = true;
                }
            }
            Ok(())
        }),
    ]);
    rewrite_str(sheet, settings).ok()?;
    Some(forms.take())
}

/// Counts a folded part and remembers it until it closes. Returns its number.
fn enter(fold: &mut Element<'_, '_>, place: &Rc<RefCell<Place>>) -> usize {
    let number = {
        let mut now = place.borrow_mut();
        now.folds += 1;
        let number = now.folds - 1;
        now.open_folds.push(number);
        number
    };
    let place = Rc::clone(place);
    if let Some(handlers) = fold.end_tag_handlers() {
        handlers.push(Box::new(move |_| {
            place.borrow_mut().open_folds.pop();
            Ok(())
        }));
    }
    number
}

fn fill(sheet: &str, refused: &Refused<'_>, found: usize, folds: &BTreeSet<usize>) -> Option<String> {
    let place: Rc<RefCell<Place>> = Rc::default();
    // A name that was sent twice stands in two fields, or is two ticks of one.
    let mut sent: BTreeMap<&str, VecDeque<&str>> = BTreeMap::new();
    for (name, value) in refused.fields {
        sent.entry(name).or_default().push_back(value);
    }
    let sent = RefCell::new(sent);
    let has_focus = RefCell::new(false);
    let chosen: RefCell<Vec<String>> = RefCell::default();
    let is_here = || place.borrow().forms == found + 1;
    let focus = |field: &mut Element<'_, '_>| -> HandlerResult {
        if !has_focus.replace(true) {
            field.set_attribute("autofocus", "")?;
        }
        Ok(())
    };
    let settings = with_all([
        element!("details", |fold| {
            if folds.contains(&enter(fold, &place)) {
                fold.set_attribute("open", "")?;
            }
            Ok(())
        }),
        element!("form", |form| {
            place.borrow_mut().forms += 1;
            if is_here() {
                let words = escaped(refused.sentence);
                form.prepend(&format!(r#"<p class="problem" role="alert">{words}</p>"#), ContentType::Html);
            }
            Ok(())
        }),
        element!(t!("form input"), |input| {
            if !is_here() {
                return Ok(());
            }
            let attribute = |name: &str| input.get_attribute(name).unwrap_or_default();
            let (kind, name, value) = (attribute("type"), attribute("name"), attribute("value"));
            match kind.as_str() {
                "hidden" | "password" | "file" | "submit" => {}
                "checkbox" | "radio" => {
                    let is_ticked = refused
                        .fields
                        .iter()
                        .any(|(sent, with)| *sent == name && (escaped(with) == value || value.is_empty()));
                    input.remove_attribute("checked");
                    if is_ticked {
                        input.set_attribute("checked", "")?;
                    }
                }
                _ => {
                    let typed = sent.borrow_mut().get_mut(name.as_str()).and_then(VecDeque::pop_front);
                    if let Some(typed) = typed {
                        input.set_attribute("value", &escaped(typed))?;
                    }
                    focus(input)?;
                }
            }
            Ok(())
        }),
        element!(t!("form textarea"), |area| {
            if is_here() {
                let name = area.get_attribute("name").unwrap_or_default();
                if let Some(typed) = sent.borrow_mut().get_mut(name.as_str()).and_then(VecDeque::pop_front) {
                    // The first line break of an area is not part of its text.
                    area.set_inner_content(&format!("\n{typed}"), ContentType::Text);
                }
                focus(area)?;
            }
            Ok(())
        }),
        element!(t!("form select"), |list| {
            if is_here() {
                let name = list.get_attribute("name").unwrap_or_default();
                let with = refused.fields.iter().filter(|(sent, _)| *sent == name);
                *chosen.borrow_mut() = with.map(|(_, value)| escaped(value)).collect();
            }
            Ok(())
        }),
        element!(t!("form select option"), |option| {
            let value = option.get_attribute("value");
            let chosen = chosen.borrow();
            if is_here() && !chosen.is_empty() && value.is_some() {
                option.remove_attribute("selected");
                if value.is_some_and(|value| chosen.contains(&value)) {
                    option.set_attribute("selected", "")?;
                }
            }
            Ok(())
        }),
    ]);
    rewrite_str(sheet, settings).ok()
}

/// What to do with each kind of element.
fn with_all<'handlers, const KINDS: usize>(
    handlers: [Handler<'handlers>; KINDS],
) -> RewriteStrSettings<'handlers, 'static> {
    handlers.into_iter().fold(RewriteStrSettings::new(), RewriteStrSettings::append_element_content_handler)
}

/// As the sheets write it into an attribute.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    maud::Escaper::new(&mut html).write_str(text).ok();
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = r#"<details class="a"><summary>A</summary><form action="/one" method="post">
        <input type="hidden" name="csrf_token" value="x"><input type="hidden" name="id" value="1"><input name="why"></form></details>
        <details><summary>B</summary><details><summary>C</summary><form action="/one" method="post">
        <input type="hidden" name="csrf_token" value="y"><input type="hidden" name="id" value="2 &amp; 3"><input name="why" value="old">
        <textarea name="more">before</textarea><input type="checkbox" name="tick" value="on" checked>
        <select name="room"><option value="p">P</option><option value="s" selected>S</option></select></form></details></details>
        <form action="/two"><button>Do</button></form>"#;

    fn refused<'a>(action: &'a str, fields: &'a [(String, String)]) -> Refused<'a> {
        Refused { action, fields, sentence: "It needs <a> day." }
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_form_that_was_sent_is_opened_and_filled() {
        let sent = fields(&[
            ("csrf_token", "old"),
            ("id", "2 & 3"),
            ("why", "say \"no\" & <b>"),
            ("more", "\nfirst\n</textarea>"),
            ("room", "p"),
        ]);
        let page = with_form(SHEET, &refused("/one", &sent)).unwrap();
        let (first, second) = page.split_once("<details open").expect("the fold is open");
        assert!(!first.contains("alert") && first.contains(r#"<input name="why">"#), "the other form stays: {first}");
        assert!(second.contains(r#"<summary>B</summary><details open"#), "both folds are open: {second}");
        assert!(second.contains(r#"<p class="problem" role="alert">It needs &lt;a&gt; day.</p>"#), "{second}");
        assert!(second.contains(r#"value="say &quot;no&quot; &amp; &lt;b&gt;" autofocus="""#), "{second}");
        assert!(second.contains("<textarea name=\"more\">\n\nfirst\n&lt;/textarea&gt;</textarea>"), "{second}");
        assert!(second.contains(r#"<input type="checkbox" name="tick" value="on">"#), "no tick was sent: {second}");
        assert!(second.contains(r#"<option value="p" selected="">"#), "{second}");
        assert!(second.contains(r#"<option value="s">"#), "{second}");
        assert!(second.contains(r#"value="y""#), "the page's own token is the one that counts: {second}");
        assert_eq!(page.matches("autofocus").count(), 1);
    }

    #[test]
    fn a_form_that_is_not_there_or_has_nothing_to_mend_is_left_to_a_page_of_its_own() {
        assert!(with_form(SHEET, &refused("/three", &[])).is_none());
        assert!(with_form(SHEET, &refused("/two", &[])).is_none());
        assert!(with_form(SHEET, &refused("/one", &fields(&[("id", "4")]))).is_none());
        assert!(with_form("<form action=\"/one\"><input <<< name=", &refused("/one", &[])).is_none());
    }
}
