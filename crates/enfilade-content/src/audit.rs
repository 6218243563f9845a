//! One piece for one buyer in one room: does it meet them, and what does it take for granted that they have not done yet?

use enfilade_domain::Room;
use enfilade_language::t;

use crate::guides::{Checked, Concern, against_guide, concerns};
use crate::judge::{Judgement, NotJudged, judge};
use crate::model::CLASSES;
use crate::page::Page;
use crate::rules::{self, Fired, Setting};

/// What the piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    Page,
    Ad,
    Email,
}

/// Does the piece meet its reader?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Meets,
    InPart,
    Misses,
}

impl Verdict {
    /// The name in files and results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Meets => "meets",
            Self::InPart => t!("in part"),
            Self::Misses => "misses",
        }
    }
}

/// Work that the piece takes as done, and the words that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumed {
    /// What the reader would have settled already.
    pub what: String,
    pub quote: String,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Audit {
    pub verdict: Verdict,
    /// 0 to 100: what the room's readers need and find, less what costs their trust.
    pub score: f32,
    /// Why, in a sentence.
    pub summary: String,
    pub judgement: Judgement,
    pub assumed: Vec<Assumed>,
    pub checklist: Vec<Checked>,
    pub concerns: Vec<Concern>,
    pub findings: Vec<Fired>,
}

/// The share of a later room from which a piece counts as speaking from there.
const LATER_FROM: f32 = 0.25;

/// What a page needs to meet its reader, and what it needs to do so in part.
const MEETS_FROM: f32 = 60.0;
const IN_PART_FROM: f32 = 35.0;

/// Weight of the findings above which a piece does not meet its reader, however much it says.
const MEETS_WITH: f32 = 2.0;

/// Points of the score: for the room it speaks to, for the checklist, for the role's concerns; and what a finding takes.
const FOR_ROOM: f32 = 50.0;
const FOR_CHECKLIST: f32 = 50.0;
const PER_WEIGHT: f32 = 7.0;

/// An ad or an e-mail need not say everything; so much of the checklist suffices.
const MESSAGE_SUFFICES: f32 = 0.34;

/// Audits a piece for a reader in a room, with a role where it matters.
///
/// # Errors
/// The piece is in another language than English, or has no text.
pub fn audit(page: &Page, room: Room, role: Option<&str>, medium: Medium) -> Result<Audit, NotJudged> {
    let judgement = judge(page)?;
    let setting = Setting { room: Some(room), is_home: false, is_message: medium != Medium::Page };
    let findings = rules::check(page, setting);
    let checklist = against_guide(page, room);
    let concerns = role.map_or_else(Vec::new, |role| concerns(page, role));
    let assumed = assumed(page, room, &judgement);
    let met = checklist.iter().filter(|checked| checked.quote.is_some()).count() as f32;
    let mut share = met / checklist.len().max(1) as f32;
    if medium != Medium::Page {
        share = (share / MESSAGE_SUFFICES).min(1.0);
    }
    if !concerns.is_empty() {
        let touched = concerns.iter().filter(|concern| concern.quote.is_some()).count() as f32;
        share = share * 0.7 + 0.3 * touched / concerns.len() as f32;
    }
    let weight: f32 = findings.iter().map(|fired| f32::from(fired.rule.weight)).sum();
    let cost = weight * PER_WEIGHT;
    let speaks = (judgement.rooms[room.index()] / 0.6).min(1.0);
    let score = (FOR_ROOM * speaks + FOR_CHECKLIST * share - cost).clamp(0.0, 100.0);
    let verdict = if score >= MEETS_FROM && judgement.room == Some(room) && weight <= MEETS_WITH {
        Verdict::Meets
    } else if score >= IN_PART_FROM || judgement.room == Some(room) || judgement.second == Some(room) {
        Verdict::InPart
    } else {
        Verdict::Misses
    };
    let summary = summary(room, &judgement, &findings, verdict);
    Ok(Audit { verdict, score, summary, judgement, assumed, checklist, concerns, findings })
}

/// What somebody in a room has not settled: its own question and those of the rooms after it. A piece that speaks from a
/// later room takes the questions before that room as answered.
fn assumed(page: &Page, room: Room, judgement: &Judgement) -> Vec<Assumed> {
    let spoken: Vec<Room> = Room::ALL
        .into_iter()
        .filter(|other| other.index() > room.index() && judgement.rooms[other.index()] >= LATER_FROM)
        .collect();
    let Some(latest) = spoken.into_iter().max_by_key(|room| room.index()) else { return Vec::new() };
    let quote = judgement.evidence.first().map_or_else(|| page.title.clone(), |found| found.quote.clone());
    Room::ALL[room.index()..latest.index()]
        .iter()
        .map(|open| Assumed { what: settled(*open).to_owned(), quote: quote.clone() })
        .collect()
}

fn settled(room: Room) -> &'static str {
    match room {
        Room::Problem => t!("that they have the problem and that it is worth solving"),
        Room::Solution => t!("that they have compared the ways and chosen this one"),
        Room::Offer => t!("that now is the time, on these terms"),
        Room::Sales => t!("that they trust you to deliver"),
    }
}

fn summary(room: Room, judgement: &Judgement, findings: &[Fired], verdict: Verdict) -> String {
    let none = CLASSES - 1;
    let speaks = match judgement.room {
        Some(own) if own == room => t!("It answers the question asked here: “{question}”", question = room.question()),
        Some(other) => t!(
            "It answers “{question}”; the reader asks “{question2}”",
            question = other.question(),
            question2 = room.question()
        ),
        None if judgement.rooms[none] > 0.5 => t!("It answers no question of a buyer").to_owned(),
        None => t!("It is not clear which question it answers").to_owned(),
    };
    let trust = match (verdict, findings.first()) {
        (Verdict::Meets, None) => t!(", and nothing in it costs trust.").to_owned(),
        (_, None) => ".".to_owned(),
        (_, Some(first)) => t!("; what costs most trust: {name}.", name = first.rule.name.to_lowercase()),
    };
    speaks + &trust
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    #[test]
    fn a_pitch_misses_who_is_still_naming_the_problem() {
        let text = "# Northgate ONE\n\nThe leading platform for infrastructure transformation. Our platform patches, \
                    monitors and restores, with one console for all of it. Our customers cut weekends by half.\n\n[Book a demo](/d)";
        let audit = audit(&read_page("a.md", text), Room::Problem, None, Medium::Page).unwrap();
        assert_ne!(audit.verdict, Verdict::Meets);
        assert!(audit.assumed[0].what.contains("have the problem"), "{:?}", audit.assumed);
        assert!(audit.findings.iter().any(|fired| fired.rule.id == "leading-claim"));
        assert!(audit.checklist.iter().any(|checked| checked.item.id == "consequence"));
    }

    #[test]
    fn limits_raise_and_exaggeration_lowers() {
        let base = "# Three ways to patch servers\n\nYou can patch by hand, with a scheduler, or with a service. By hand \
                    suits small teams; the scheduler costs a week to set up, and fails when machines differ. ";
        let score = |text: &str| audit(&read_page("a.md", text), Room::Solution, None, Medium::Page).unwrap().score;
        let plain = score(base);
        assert!(
            score(&format!("{base}\n\nIf you have fewer than ten machines, it is too early for any of it.")) > plain
        );
        assert!(score(&format!("{base}\n\nOurs is risk free and will skyrocket your team.")) < plain);
    }

    #[test]
    fn messages_are_held_to_the_rules_of_messages() {
        let page = read_page("a.txt", "Hi Ana,\n\nI noticed you downloaded our guide. Just checking in!");
        let audit = audit(&page, Room::Problem, Some("finance"), Medium::Email).unwrap();
        let ids: Vec<&str> = audit.findings.iter().map(|fired| fired.rule.id).collect();
        assert_eq!(ids, ["tracking-shown", "checking-in"]);
        assert_eq!(audit.verdict, Verdict::Misses);
        assert_eq!(audit.concerns.len(), 2);
    }
}
