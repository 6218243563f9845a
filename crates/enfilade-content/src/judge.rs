//! What a page is for: its room as probabilities, its posture, and the passages that decided it.

mod question;

use enfilade_domain::Room;
use enfilade_language::t;

use crate::calls::{Call, main_call};
use crate::features::{self, Features, Passage};
use crate::focus::{self, Ground, Mentions};
use crate::language::{Language, language_of};
use crate::model::{CLASSES, MODEL, Model, probabilities};
use crate::page::{BlockKind, Page};
use crate::posture::{gate, pressure, role};
use crate::sentence;
use crate::signs::{self, Met};
use crate::voice::{Voice, names};
use crate::words::sentences;
pub(crate) use question::question;

/// How much the model's sums, the passages and the plain signs count. Chosen on some 390 real pages that lie outside
/// the tree, the share of sentences on some 700 others; neighbouring values do about as well.
const MODEL_SHARE: f32 = 0.6;
const PASSAGE_SHARE: f32 = 0.9;
const SIGN_SHARE: f32 = 1.0;
const SENTENCE_SHARE: f32 = 1.4;

/// A second room is named from this probability.
const SECOND_FROM: f32 = 0.2;

/// A statement about the page with the page's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub claim: String,
    /// Text as it stands on the page, white space collapsed.
    pub quote: String,
}

/// What a page is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The probability of each room in order, then of none; they sum to 1.
    pub rooms: [f32; CLASSES],
    /// The most probable room; nothing if the page answers no buyer's question.
    pub room: Option<Room>,
    /// Another room that takes a good part of the page.
    pub second: Option<Room>,
    /// Whose job it serves best, or `any`.
    pub role: &'static str,
    /// The question a buyer can answer better afterwards; empty where there is none.
    pub question: String,
    pub mentions: Mentions,
    /// 0 about the reader or topic only, to 3 mostly about the company.
    pub self_focus: u8,
    /// 0 none, to 3 explicit urgency or scarcity.
    pub pressure: u8,
    pub is_gated: bool,
    pub call: Call,
    /// What decided it, with quotes.
    pub evidence: Vec<Finding>,
}

/// Why a page was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotJudged {
    /// It is written in a language that is not read yet.
    Language(&'static str),
    /// It has no text.
    Empty,
}

impl std::fmt::Display for NotJudged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Language(name) => write!(f, "{}", t!("not judged: {name}", name = name)),
            Self::Empty => f.write_str(t!("not judged: there is no text to read")),
        }
    }
}

/// Judges a page.
///
/// # Errors
/// The page is in another language than English, or has no text.
pub fn judge(page: &Page) -> Result<Judgement, NotJudged> {
    if page.blocks.is_empty() && page.title.is_empty() {
        return Err(NotJudged::Empty);
    }
    if let Language::Other(name) = language_of(page) {
        return Err(NotJudged::Language(name));
    }
    let met = signs::met(page);
    let measured = Measured::of(&MODEL, page);
    let rooms = measured.rooms(&MODEL, &met);
    let class = best(&rooms);
    let room = Room::ALL.get(class).copied();
    let second = (0..CLASSES)
        .filter(|other| *other != class && rooms[*other] >= SECOND_FROM)
        .max_by(|a, b| rooms[*a].total_cmp(&rooms[*b]))
        .and_then(|other| Room::ALL.get(other).copied());
    let (call, call_words) = main_call(page);
    let (pressure, pressing) = pressure(page);
    let posture = measured.posture(&MODEL, page, &rooms, pressure);
    let gated = gate(page);
    let mut evidence = measured.evidence(&MODEL, page, class, &met);
    evidence.extend(call_words.filter(|_| call >= Call::Contact).map(|quote| Finding {
        claim: t!("the main call is {call}", call = call.as_str()),
        quote: quote.replace('\n', " "),
    }));
    evidence.extend(
        pressing
            .filter(|_| posture.pressure >= 2)
            .map(|quote| Finding { claim: t!("pushes the reader").to_owned(), quote: quote.replace('\n', " ") }),
    );
    if let Some(quote) = &gated {
        evidence.push(Finding { claim: t!("the content is behind a form").to_owned(), quote: quote.clone() });
    }
    Ok(Judgement {
        rooms,
        room,
        second,
        role: role(page),
        question: question(page, room),
        mentions: posture.mentions,
        self_focus: posture.self_focus,
        pressure: posture.pressure,
        is_gated: gated.is_some(),
        call,
        evidence,
    })
}

/// The probability of each room, in order, and of none, with a model at hand.
#[must_use]
pub fn judge_with(model: &Model, page: &Page) -> [f32; CLASSES] {
    Measured::of(model, page).rooms(model, &signs::met(page))
}

/// A page's features and what the model makes of each passage.
struct Measured<'a> {
    features: Features,
    /// What its sentences do more than others', see [`sentence::told`].
    told: [f32; CLASSES],
    passages: Vec<(Passage<'a>, [f32; CLASSES])>,
}

impl<'a> Measured<'a> {
    fn of(model: &Model, page: &'a Page) -> Self {
        let read = |passage: Passage<'a>| {
            let rooms = probabilities(model.passage.sums(&features::of_passage(passage.blocks)));
            (passage, rooms)
        };
        let passages = features::passages(page).into_iter().map(read).collect();
        Self { features: features::of_page(page), told: sentence::told(&model.sentence, page), passages }
    }

    fn rooms(&self, model: &Model, met: &[Met]) -> [f32; CLASSES] {
        let mut sums = model.page.sums(&self.features).map(|sum| sum * MODEL_SHARE);
        let words: usize = self.passages.iter().map(|(passage, _)| passage.words).sum();
        let mut mean = [0.0; CLASSES];
        for (passage, rooms) in &self.passages {
            let share = passage.words as f32 / words.max(1) as f32;
            mean.iter_mut().zip(rooms).for_each(|(sum, room)| *sum += share * room);
        }
        if words > 0 {
            sums.iter_mut().zip(mean).for_each(|(sum, mean)| *sum += PASSAGE_SHARE * mean.max(0.02).ln());
        }
        sums.iter_mut().zip(self.told).for_each(|(sum, told)| *sum += SENTENCE_SHARE * told);
        for sign in met {
            sums[sign.class] += SIGN_SHARE * sign.weight;
        }
        probabilities(sums)
    }

    /// Mentions and self-focus, with rooms and a pressure that are known.
    fn posture(&self, model: &Model, page: &Page, rooms: &[f32; CLASSES], pressure: u8) -> Posture {
        // The expected degree, not the most probable one: degrees are ordered.
        let expected = |degrees: usize, sums: [f32; CLASSES]| {
            let shares: [f32; CLASSES] =
                probabilities(std::array::from_fn(|i| if i < degrees { sums[i] } else { f32::MIN }));
            shares.iter().enumerate().map(|(degree, share)| degree as f32 * share).sum::<f32>()
        };
        let us = Voice::of(page, &names(&page.site_name, "")).us;
        let ground = Ground { rooms: *rooms, words: page.words(), us };
        Posture {
            mentions: focus::mentions(expected(3, model.mentions.sums(&self.features)), &ground),
            self_focus: focus::self_focus(expected(4, model.self_focus.sums(&self.features)), &ground),
            pressure,
        }
    }

    /// The sentences that speak for a class most clearly, from the passages that do.
    fn evidence(&self, model: &Model, page: &Page, class: usize, met: &[Met]) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(sign) = met.iter().filter(|sign| sign.class == class).max_by(|a, b| a.weight.total_cmp(&b.weight))
            && let Some(quote) = sign.quote(page)
        {
            findings.push(Finding { claim: sign.place().to_owned(), quote });
        }
        let mut passages: Vec<&(Passage<'_>, [f32; CLASSES])> = self.passages.iter().collect();
        passages.sort_by(|a, b| b.1[class].total_cmp(&a.1[class]));
        let blocks = passages.iter().take(QUOTED_PASSAGES).flat_map(|(passage, _)| passage.blocks);
        let mut ranked: Vec<(f32, &str)> = Vec::new();
        for block in blocks.filter(|block| block.kind != BlockKind::Code) {
            for sentence in sentences(&block.text).into_iter().take(QUOTED_SENTENCES) {
                if QUOTED_WORDS.contains(&sentence.split_whitespace().count()) {
                    ranked.push((sentence::classes(&model.sentence, sentence)[class], sentence));
                }
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let claim = match Room::ALL.get(class) {
            Some(room) => t!("helps a buyer to answer “{question}”", question = room.question()),
            None => t!("speaks to readers who are not deciding about a purchase").to_owned(),
        };
        let quoted = ranked.iter().take(QUOTES);
        findings.extend(quoted.map(|(_, quote)| Finding { claim: claim.clone(), quote: (*quote).to_owned() }));
        if findings.is_empty() && !page.title.is_empty() {
            findings.push(Finding { claim, quote: page.title.clone() });
        }
        findings
    }
}

fn best(rooms: &[f32]) -> usize {
    (0..rooms.len()).max_by(|a, b| rooms[*a].total_cmp(&rooms[*b])).unwrap_or(0)
}

/// How the page stands towards its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posture {
    pub mentions: Mentions,
    pub self_focus: u8,
    pub pressure: u8,
}

impl Posture {
    /// The posture as a model sees it.
    #[must_use]
    pub fn of(model: &Model, page: &Page) -> Self {
        let measured = Measured::of(model, page);
        let rooms = measured.rooms(model, &signs::met(page));
        measured.posture(model, page, &rooms, pressure(page).0)
    }
}

/// Sentences that are quoted for a room.
const QUOTES: usize = 3;

/// Words of a sentence that can stand for itself.
const QUOTED_WORDS: std::ops::RangeInclusive<usize> = 5..=45;

/// Passages that are searched for quotes, and sentences of one block.
const QUOTED_PASSAGES: usize = 4;
const QUOTED_SENTENCES: usize = 40;

#[cfg(test)]
mod tests;
