//! How far each room is lit, 0 to 100. A published sum of three parts, each of the room's own pages only.

use enfilade_domain::Room;

use super::{Finding, ROOMS};
use crate::guides::guide;

/// What a room's score is made of; the parts sum to the score.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RoomScore {
    /// 0 to 100.
    pub score: f32,
    /// Points for pages that serve the room, of 55: more pages add less and less.
    pub presence: f32,
    /// Points for what readers need there and find on at least one page, of 20.
    pub coverage: f32,
    /// Points for pages that do not cost trust, of 25.
    pub trust: f32,
    /// Points lost to faults of the room as a whole and of the way into it.
    pub lost: f32,
    pub pages: usize,
}

const PRESENCE: f32 = 55.0;
const COVERAGE: f32 = 20.0;
const TRUST: f32 = 25.0;

/// Pages of full quality after which a room has about two thirds of its presence.
const PAGES_SCALE: f32 = 4.0;

/// The share of a page's quality that one unit of a finding's weight costs, and the most that findings take.
const COST: f32 = 0.10;
const COST_MAX: f32 = 0.7;

/// What a page about the own solution counts in the Solution Room.
const OWN_SHARE: f32 = 0.35;

/// Points that a room without any page gains by a first, middling one.
const FIRST_PAGE: f32 = 16.0;

/// Points that one unit of weight costs where it concerns the whole room or the first page, and the most of it.
const LOST: f32 = 3.0;
const LOST_MAX: f32 = 30.0;

/// What a page weighs in its room: all that scores need, so that they can be computed again without the pages.
#[derive(Debug, Clone, Copy)]
pub struct Weighed<'a> {
    pub path: &'a str,
    pub room: Option<Room>,
    pub is_home: bool,
    /// Probability of the room.
    pub certainty: f32,
    /// Whether the page is built on the own solution.
    pub is_about_own: bool,
    /// Items of the room's checklist that the page meets.
    pub guide_met: &'a [String],
}

/// The scores of all rooms.
#[must_use]
pub fn scores(pages: &[Weighed<'_>], findings: &[Finding]) -> [RoomScore; ROOMS] {
    let all: Vec<&Finding> = findings.iter().collect();
    Room::ALL.map(|room| score(room, pages, &all))
}

/// The points by which a finding's room gains without it.
#[must_use]
pub(super) fn gain(pages: &[Weighed<'_>], findings: &[Finding], index: usize, now: &[RoomScore; ROOMS]) -> f32 {
    let room = findings[index].room;
    let others: Vec<&Finding> =
        findings.iter().enumerate().filter(|(i, f)| *i != index && f.room == room).map(|(_, f)| f).collect();
    let before = now[room.index()].score;
    let rule = findings[index].rule.as_str();
    if let Some(item) = rule.strip_prefix("guide-gap-").or_else(|| rule.strip_prefix("page-gap-")) {
        return score(room, &with_item(pages, &findings[index].path, item, &mut Vec::new()), &all_of(findings)).score
            - before;
    }
    if rule == "room-narrow" {
        let items: Vec<String> = guide(room).step_by(2).map(|item| item.id.to_owned()).collect();
        let mut pages = pages.to_vec();
        pages.push(Weighed {
            path: "",
            room: Some(room),
            is_home: false,
            certainty: MIDDLING,
            is_about_own: false,
            guide_met: &items,
        });
        return score(room, &pages, &all_of(findings)).score - before;
    }
    let gain = score(room, pages, &others).score - before;
    if rule.ends_with("-room-missing") { gain.max(FIRST_PAGE) } else { gain }
}

/// How sure a middling page's room is.
const MIDDLING: f32 = 0.6;

fn all_of(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().collect()
}

/// The pages as they would be if one of them met one more item of its checklist.
fn with_item<'a>(pages: &[Weighed<'a>], path: &str, item: &str, met: &'a mut Vec<String>) -> Vec<Weighed<'a>> {
    if let Some(page) = pages.iter().find(|page| page.path == path) {
        met.extend(page.guide_met.iter().cloned());
    }
    met.push(item.to_owned());
    let met: &'a [String] = met;
    pages.iter().map(|page| if page.path == path { Weighed { guide_met: met, ..*page } } else { *page }).collect()
}

/// Advice about what is not there. It takes no points: presence and coverage are without it already.
fn is_advice(finding: &Finding) -> bool {
    let rule = finding.rule.as_str();
    rule.starts_with("guide-gap-") || rule.starts_with("page-gap-") || matches!(rule, "room-narrow" | "room-nearest")
}

fn score(room: Room, pages: &[Weighed<'_>], findings: &[&Finding]) -> RoomScore {
    let own: Vec<&Weighed<'_>> = pages.iter().filter(|page| page.room == Some(room) && !page.is_home).collect();
    let of_page = |page: &Weighed<'_>| {
        let weights =
            findings.iter().filter(|f| f.room == room && f.path == page.path && !is_whole(f) && !is_advice(f));
        let weight: f32 = weights.map(|finding| f32::from(finding.weight)).sum();
        (weight * COST).min(COST_MAX)
    };
    let items = guide(room).count().max(1) as f32;
    let mut quality = 0.0;
    let mut trust = 0.0;
    let mut certainty = 0.0;
    for page in &own {
        let cost = of_page(page);
        let use_of = 0.4 + 0.6 * page.guide_met.len() as f32 / items;
        // Who compares ways learns little from a page about one of them.
        let neutral = if room == Room::Solution && page.is_about_own { OWN_SHARE } else { 1.0 };
        quality += page.certainty * use_of * neutral * (1.0 - cost);
        trust += page.certainty * (1.0 - cost);
        certainty += page.certainty;
    }
    let met = guide(room).filter(|item| own.iter().any(|page| page.guide_met.iter().any(|met| met == item.id))).count()
        as f32;
    let presence = PRESENCE * (1.0 - (-quality / PAGES_SCALE).exp());
    // One page that covers everything is not yet a room; the other parts grow with presence.
    let lit = (presence / PRESENCE * 2.5).min(1.0);
    let coverage = COVERAGE * met / items * lit;
    let trust = if certainty > 0.0 { TRUST * trust / certainty * lit } else { 0.0 };
    let weight: f32 =
        findings.iter().filter(|f| f.room == room && is_whole(f) && !is_advice(f)).map(|f| f32::from(f.weight)).sum();
    let whole = presence + coverage + trust;
    let lost = (weight * LOST).min(LOST_MAX).min(whole);
    RoomScore { score: whole - lost, presence, coverage, trust, lost, pages: own.len() }
}

/// Whether a finding concerns the room as a whole, or the first page, rather than one of the room's pages.
fn is_whole(finding: &Finding) -> bool {
    finding.path == "/" || super::site_rules::costs_whole_room(&finding.rule)
}
