//! What words alone do not tell: where a call stands, what a form asks, how dense a text is.

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::{Setting, first_screen, readable};
use crate::calls::{Call, call_of};
use crate::page::{Form, Page};
use crate::posture::{gate, urging};
use crate::words::{sentences, words};

/// A check gives the words of the piece that meet it.
pub(super) type Check = fn(&Page, Setting) -> Option<String>;

/// The check of that name.
pub(super) fn named(name: &str) -> Option<Check> {
    Some(match name {
        "scarcity" => |page, _| urging(page),
        "case-early" => |page, _| case_early(page),
        "call-early" => |page, _| call_early(page),
        "demo-first" => |page, _| demo_first(page),
        "gate" => |page, _| gate(page),
        "long-form" => |page, _| long_form(page),
        "jargon" => |page, _| jargon(page),
        "one-option" => |page, _| one_option(page),
        _ => return None,
    })
}

/// A call that asks for a talk, a trial or an order.
fn asks(call: Option<Call>) -> bool {
    matches!(call, Some(Call::Demo | Call::Contact | Call::Buy))
}

/// Words of a link or a button; a longer text is a sentence that happens to be linked.
const CALL_WORDS_MAX: usize = 8;

fn is_short(text: &str) -> bool {
    text.split_whitespace().count() <= CALL_WORDS_MAX
}

/// Customer stories, as links and headings name them.
static CASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "case study, case studies, success story, success stories, customer story, customer stories, client story, \
         client stories, testimonial*, what our customers say, what our clients say, see how 0 companies",
    )
});

fn case_early(page: &Page) -> Option<String> {
    let links = page.links.iter().map(|link| link.text.as_str());
    let buttons = page.buttons.iter().map(|button| button.text.as_str());
    // A study that is cited is no story of the vendor's; one that is offered, or called one's own, is.
    let texts = readable(page).flat_map(|block| sentences(&block.text)).filter(|text| OWN.are_in(text));
    let offered = links.chain(buttons).filter(|text| is_short(text));
    offered.chain(texts).find(|text| CASES.are_in(text)).map(str::to_owned)
}

/// Words by which a vendor speaks of its own stories.
static OWN: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read("our, we, us, read the, read how, see the, see how, download the, check out, what customers say")
});

fn call_early(page: &Page) -> Option<String> {
    let buttons = page.buttons.iter().map(|button| button.text.as_str());
    let links = page.links.iter().map(|link| link.text.as_str());
    let submits = page.forms.iter().filter(|form| form.is_in_main).map(|form| form.submit.as_str());
    buttons.chain(links).chain(submits).find(|text| is_short(text) && asks(call_of(text))).map(str::to_owned)
}

/// The first button that leads anywhere for a buyer, or else the first link; it must stand near the beginning.
fn demo_first(page: &Page) -> Option<String> {
    let near = first_screen(page).len();
    let is_call = |text: &str| is_short(text) && call_of(text).is_some();
    let buttons = page.buttons.iter().filter(|button| button.position <= near && is_call(&button.text));
    let submits = page.forms.iter().filter(|form| form.is_in_main && form.position <= near && is_call(&form.submit));
    // Forms carry no place among buttons but their position.
    let first = buttons
        .map(|button| (button.position, button.text.as_str()))
        .chain(submits.map(|form| (form.position, form.submit.as_str())))
        .min_by_key(|(position, _)| *position)
        .map(|(_, text)| text);
    let first_link = || page.links.iter().take(1).map(|link| link.text.as_str()).find(|text| is_short(text));
    let first = first.or_else(first_link)?;
    matches!(call_of(first), Some(Call::Demo | Call::Buy)).then(|| first.to_owned())
}

/// Fields from which a form asks for more than the next step needs.
const FIELDS_MANY: usize = 6;

fn long_form(page: &Page) -> Option<String> {
    let visible = |form: &Form| {
        form.fields.iter().filter(|field| !matches!(field.kind.as_str(), "hidden" | "submit" | "search")).count()
    };
    let asks_phone = |form: &Form| {
        form.fields.iter().any(|field| field.kind == "tel" || field.name.contains("phone")) && visible(form) > 3
    };
    let form = page.forms.iter().find(|form| form.is_in_main && (visible(form) >= FIELDS_MANY || asks_phone(form)))?;
    Some(if form.submit.is_empty() { page.title.clone() } else { form.submit.clone() })
}

static JARGON: LazyLock<Phrases> = LazyLock::new(|| {
    let list = include_str!("jargon.txt").lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    Phrases::read(list)
});

/// Different words of the trade, and their share of the first screen in a hundred words, from which a newcomer is lost.
const JARGON_MIN: usize = 4;
const JARGON_SHARE: f32 = 6.0;

fn jargon(page: &Page) -> Option<String> {
    let texts = first_screen(page);
    let all: Vec<String> = texts.iter().flat_map(|text| words(text)).collect();
    let share = JARGON.times_in(&all) as f32 * 100.0 / all.len().max(1) as f32;
    if JARGON.different_in(&all) < JARGON_MIN || share < JARGON_SHARE {
        return None;
    }
    let densest = texts.into_iter().flat_map(sentences).max_by_key(|sentence| JARGON.times_in(&words(sentence)))?;
    Some(densest.to_owned())
}

/// Words that set one way beside another.
static WAYS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "alternative*, option*, approach*, versus, vs, compare*, comparison, another way, ways to, either, trade off*, \
         tradeoff*, in house, build or buy, do nothing, instead of, or you can, drawback*, downside*, disadvantage*",
    )
});

/// Words below which a page is too short to compare anything.
const COMPARING_WORDS: usize = 120;

fn one_option(page: &Page) -> Option<String> {
    if page.words() < COMPARING_WORDS {
        return None;
    }
    let all: Vec<String> = readable(page).flat_map(|block| words(&block.text)).collect();
    let is_one = WAYS.different_in(&all) == 0;
    is_one.then(|| heading(page)).flatten()
}

/// What stands at the head of a page: for findings about what is missing, which have no words of their own.
pub(super) fn heading(page: &Page) -> Option<String> {
    let first = readable(page).find(|block| matches!(block.kind, crate::BlockKind::Heading(_)));
    let text = first.or_else(|| readable(page).next()).map_or(page.title.as_str(), |block| block.text.as_str());
    sentences(text).first().map(|sentence| (*sentence).to_owned())
}
