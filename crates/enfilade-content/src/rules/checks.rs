//! What words alone do not tell: where a call stands, what a form asks, how dense a text is.

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::{Brand, Setting, brand, first_screen, lead, readable};
use crate::calls::{Call, call_of};
use crate::page::{Form, Page};
use crate::posture::{gate, urging};
use crate::words::{sentences, words};

/// A check gives the places of the piece that meet it, in their own words.
pub(super) type Check = fn(&Page, Setting, &Brand) -> Vec<String>;

/// The check of that name.
pub(super) fn named(name: &str) -> Option<Check> {
    Some(match name {
        "scarcity" => |page, _, _| urging(page).into_iter().collect(),
        "case-early" => |page, _, _| case_early(page).into_iter().collect(),
        "call-early" => |page, _, _| call_early(page),
        "own-product" => |page, _, brand| brand::own_product(page, brand),
        "own-price" => |page, _, brand| brand::own_price(page, brand),
        "praise" => |page, _, _| praise(page),
        "demo-first" => |page, _, _| demo_first(page).into_iter().collect(),
        "gate" => |page, _, _| gate(page).into_iter().collect(),
        "long-form" => |page, _, _| long_form(page).into_iter().collect(),
        "jargon" => |page, _, _| jargon(page).into_iter().collect(),
        "one-option" => |page, _, _| one_option(page).into_iter().collect(),
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

fn call_early(page: &Page) -> Vec<String> {
    let buttons = page.buttons.iter().map(|button| button.text.as_str());
    let links = page.links.iter().map(|link| link.text.as_str());
    let submits = page.forms.iter().filter(|form| form.is_in_main).map(|form| form.submit.as_str());
    let pressed = buttons.chain(links).chain(submits).filter(|text| is_short(text) && asks(call_of(text)));
    let told = readable(page).flat_map(|block| sentences(&block.text)).filter(|sentence| invites(sentence));
    pressed.chain(told).map(str::to_owned).collect()
}

/// How text without a link calls a reader to the vendor.
static INVITING: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "book a demo, book your demo, book a free, book a call, book your call, book a consultation, book a meeting, \
         book a session, book an appointment, book now, book today, request a demo, request your demo, request a quote, \
         request your quote, request a trial, request a callback, schedule a demo, schedule your demo, schedule a call, \
         schedule a consultation, schedule a meeting, schedule a free, arrange a demo, arrange a call, get a demo, see a \
         demo, watch a demo, ask for a demo, ask us, try it free, try it for free, try it now, try it today, try our, try \
         us, start a free trial, start your free trial, start your trial, start free, start today, start for free, get \
         started now, get started today, get started with us, get in touch, get a quote, get your quote, get a free, get \
         your free, contact us, contact our, contact me, talk to us, talk to our, talk to an, talk to sales, talk with us, \
         speak to us, speak to our, speak with us, speak with our, speak to an expert, chat with us, reach out to us, call \
         us, call me, call now, call today, email us, e mail us, write to us, write to me, message us, send us, drop us, \
         let us show you, let us help, lets talk, lets chat, sign up now, sign up today, sign up for free, sign up here, \
         buy now, order now, order today, order your",
    )
});

/// Whether a sentence, or a part of it between commas, begins with such a call.
fn invites(sentence: &str) -> bool {
    const BEFORE: [&str; 10] = ["please", "so", "then", "and", "or", "just", "simply", "now", "today", "why not"];
    sentence.split([',', ':', ';', '–', '—', '(']).any(|part| {
        let words = words(part);
        let start = words.iter().take_while(|word| BEFORE.contains(&word.as_str())).count();
        INVITING.begin(&words[start..])
    })
}

/// Praise outside the lead, which has a rule of its own.
fn praise(page: &Page) -> Vec<String> {
    let lead = lead(page);
    let is_lead = |sentence: &String| lead.iter().any(|text| text.contains(sentence.as_str()));
    let is_led = |sentence: &String| is_lead(sentence) && LEADING.are_in(sentence);
    brand::praise(page).into_iter().filter(|sentence| !is_led(sentence)).collect()
}

/// The cues of the rule about leads.
static LEADING: LazyLock<&Phrases> =
    LazyLock::new(|| super::rules().iter().find(|rule| rule.id == "leading-claim").map_or(&NONE, |rule| &rule.any));

static NONE: LazyLock<Phrases> = LazyLock::new(Phrases::default);

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
    (TALK.are_in(first) && !ALONE.are_in(first)).then(|| first.to_owned())
}

/// Calls that lead to somebody of the vendor's, and those that a reader follows alone.
static TALK: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "demo, demos, demonstration, talk to sales, contact sales, talk to us, talk to an expert, speak to, speak with, \
         book a call, book a meeting, schedule a call, schedule a meeting, request a quote, get a quote, sales call, \
         consultation",
    )
});
static ALONE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read("try, live demo, interactive, watch, video, recorded, self guided, free trial, play")
});

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
