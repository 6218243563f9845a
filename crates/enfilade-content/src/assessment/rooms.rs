//! What a room lacks as a whole: pages, length, answers; and what to do first where it is weak.

use std::cmp::Reverse;

use enfilade_domain::{PageKind, Room};
use enfilade_language::t;

use super::finding::beginning;
use super::onward::named;
use super::score::RoomScore;
use super::site_rules::Site;
use super::{Assessed, Finding, ROOMS};
use crate::Mentions;
use crate::guides::{GuideItem, against_guide, guide};
use crate::page::{Block, BlockKind};
use crate::words::sentences;

/// Words from which a page by itself fills a room.
const LONG_FROM: usize = 120;

/// Gaps of a room's checklist that are told at once; the next ones follow when these are closed.
const GAPS_MAX: usize = 3;

/// A room below this score is weak, and gets this many recommendations at least.
const WEAK_BELOW: f32 = 45.0;
const RECOMMENDATIONS: usize = 2;

/// Words from which a block is a passage to quote.
const PASSAGE_FROM: usize = 6;

/// Pages from which a room no longer rests on a few.
const FEW_BELOW: usize = 4;

impl Site<'_> {
    /// Pages that light a room. A page about the own product answers no question about ways.
    fn lighting(&self, room: Room) -> Vec<&Assessed> {
        let is_own = |page: &Assessed| {
            page.kind == PageKind::Product
                || page.judged.as_ref().is_ok_and(|judged| judged.mentions == Mentions::Centrally)
        };
        self.in_room(room).filter(|page| room != Room::Solution || !is_own(page)).collect()
    }

    pub(super) fn missing_room(&self, room: Room) -> Option<Finding> {
        if !self.lighting(room).is_empty() {
            return None;
        }
        let (rule, name, reason, advice) = match room {
            Room::Problem => (
                "problem-room-missing",
                t!("No page of its own helps with the question whether it is worth solving"),
                t!(
                    "Most of those who arrive are not sure that they have a problem. They find no page that describes it in \
                 their words, and leave without a trace."
                ),
                t!(
                    "Write one page that describes how it shows, who else knows it and what it leads to over time, without \
                 your product, and link it from the first page."
                ),
            ),
            Room::Solution => (
                "solution-room-missing",
                if self.in_room(room).next().is_some() {
                    t!("The Solution Room is missing: no page compares the ways, only your own is shown")
                } else {
                    t!("The Solution Room is missing: no page compares the ways")
                },
                t!(
                    "Between “we have a problem” and “we want yours” a committee compares ways, with doing nothing among \
                 them. Here they have to do it elsewhere, and mostly do not come back."
                ),
                t!(
                    "Write one page that sets three or four ways side by side, with what each costs, where each fails and \
                 for whom each is right, yours as one of them."
                ),
            ),
            Room::Offer => (
                "offer-room-missing",
                t!("No page of its own says on which terms one would begin"),
                t!(
                    "Who is convinced in principle still asks what it costs, how long it takes, what they have to bring and \
                 how they get out again. Without an answer the decision waits."
                ),
                t!(
                    "Write one page with a price or a range, the first weeks, the duties of both sides, how success is \
                 measured and how to leave."
                ),
            ),
            Room::Sales => (
                "sales-room-missing",
                t!("No page of its own shows that you deliver"),
                t!("The last question is whether you can be trusted to do it. Adjectives do not answer it."),
                t!(
                    "Publish who does the work, one project with its effort and what was harder than planned, and references \
                 that can be asked."
                ),
            ),
        };
        let mut finding = self.finding(rule, name.to_owned(), room, 3, self.front()?);
        finding.reason = reason.to_owned();
        finding.advice = advice.to_owned();
        Some(finding)
    }

    /// A room of short pages only, which leave open what its readers need.
    pub(super) fn thin_room(&self, room: Room) -> Option<Finding> {
        let pages = self.lighting(room);
        let longest = pages.iter().max_by(|a, b| a.words.cmp(&b.words).then(b.path.cmp(&a.path)))?;
        let words: usize = pages.iter().map(|page| page.words).sum();
        let open: Vec<&GuideItem> = self.unmet(room).collect();
        // Short pages that say together what is needed are no fault.
        let says_enough = words >= LONG_FROM && open.len() * 3 < guide(room).count();
        if longest.words >= LONG_FROM || says_enough {
            return None;
        }
        let rest = match pages.len() {
            1 => t!("it rests on one page of {words} words", words = longest.words),
            count => t!("it rests on {count} short pages", count = count),
        };
        let name = t!("The {room} Room is thin: {rest}", room = room.title(), rest = rest);
        let rule = format!("{}-room-thin", room.as_str());
        let mut finding = self.finding(&rule, name, room, 2, longest);
        finding.quote = self.passage(longest).unwrap_or(finding.quote);
        finding.reason = t!(
            "Who asks “{question}” finds the beginning of an answer, and has to ask for the rest.",
            question = room.question()
        );
        finding.advice = match open.first() {
            Some(item) => {
                t!("Write “{longest}” out. First: {lower}.", longest = named(longest), lower = lower(item.advice))
            }
            None => t!("Write “{longest}” out, with one example of how it went.", longest = named(longest)),
        };
        Some(finding)
    }

    /// What readers need in a room and find on none of its pages.
    fn unmet(&self, room: Room) -> impl Iterator<Item = &'static GuideItem> {
        guide(room).filter(move |item| !self.in_room(room).any(|page| page.guide_met.iter().any(|met| met == item.id)))
    }

    pub(super) fn guide_gaps(&self, room: Room) -> Vec<Finding> {
        let Some(main) = self.by_certainty(room).into_iter().next() else { return Vec::new() };
        let gap = |item: &GuideItem| {
            let name = t!("No {room} page {says}", room = room.title(), says = item.says);
            let mut finding = self.finding(&format!("guide-gap-{}", item.id), name, room, 1, main);
            finding.reason = t!(
                "Readers who ask “{question}” need it, and no page of this room has it.",
                question = room.question()
            );
            finding.advice = t!("{advice}. This page is the place for it.", advice = item.advice);
            finding
        };
        self.unmet(room).take(GAPS_MAX).map(gap).collect()
    }

    fn by_certainty(&self, room: Room) -> Vec<&Assessed> {
        let mut pages: Vec<&Assessed> = self.in_room(room).filter(|page| !page.is_cut).collect();
        pages.sort_by(|a, b| b.certainty().total_cmp(&a.certainty()).then(a.path.cmp(&b.path)));
        pages
    }

    /// What to do first in weak rooms about which little else was found. It costs no points, because the scores know it.
    pub(super) fn recommendations(&self, scores: &[RoomScore; ROOMS], found: &[Finding]) -> Vec<Finding> {
        let mut recommended = Vec::new();
        for room in Room::ALL {
            let score = scores[room.index()];
            let own: Vec<&Finding> = found.iter().filter(|finding| finding.room == room).collect();
            let is_unknown = score.pages == 0 && self.sight.is_partial;
            let wanted = RECOMMENDATIONS.saturating_sub(own.len());
            if score.score >= WEAK_BELOW || is_unknown || wanted == 0 {
                continue;
            }
            let mut ideas = Vec::new();
            if score.pages == 0 {
                ideas.extend(self.nearest(room));
            }
            ideas.extend(self.narrow(room));
            ideas.extend(self.page_gaps(room, &own));
            recommended.extend(ideas.into_iter().take(wanted));
        }
        recommended
    }

    /// A room that rests on a few pages.
    fn narrow(&self, room: Room) -> Option<Finding> {
        let pages = self.by_certainty(room);
        let main = pages.first().filter(|_| pages.len() < FEW_BELOW && !self.sight.is_partial)?;
        let rests = match pages.len() {
            1 => t!("one page").to_owned(),
            2 => t!("two pages").to_owned(),
            _ => t!("three pages").to_owned(),
        };
        let mut finding = self.finding(
            "room-narrow",
            t!("The {room} Room rests on {rests}", room = room.title(), rests = rests),
            room,
            1,
            main,
        );
        finding.quote = self.passage(main).unwrap_or(finding.quote);
        finding.reason = t!(
            "Several people ask “{question}”, each with another worry; few pages reach few of them.",
            question = room.question()
        );
        let next = match room {
            Room::Problem => t!("describes another sign by which people notice it, or what it costs those who pay"),
            Room::Solution => t!("compares the ways for another size of company, or for another role"),
            Room::Offer => t!("describes the first weeks and what both sides do, or answers whoever pays"),
            Room::Sales => {
                t!("tells one piece of work from beginning to end, with effort and what was harder than planned")
            }
        };
        finding.advice =
            t!("Beside “{main}”, write a second page that {next}, and link the two.", main = named(main), next = next);
        if pages.len() > 1 {
            finding.advice = t!(
                "Beside “{main}”, write a further page that {next}, and link it from there.",
                main = named(main),
                next = next
            );
        }
        Some(finding)
    }

    /// What single pages of a weak room leave open although others of the room may have it.
    fn page_gaps(&self, room: Room, found: &[&Finding]) -> Vec<Finding> {
        let mut gaps = Vec::new();
        for page in self.by_certainty(room) {
            let is_open = |item: &&GuideItem| {
                let is_said = found.iter().any(|finding| {
                    finding.path == page.path && finding.rule.strip_prefix("guide-gap-") == Some(item.id)
                });
                !is_said && !page.guide_met.iter().any(|met| met == item.id)
            };
            if let Some(item) = guide(room).find(is_open) {
                gaps.push(self.page_gap(room, page, item));
            }
        }
        gaps
    }

    fn page_gap(&self, room: Room, page: &Assessed, item: &GuideItem) -> Finding {
        let name = t!("No passage of this page {says}", says = item.says);
        let mut finding = self.finding(&format!("page-gap-{}", item.id), name, room, 1, page);
        finding.quote = self.passage(page).unwrap_or(finding.quote);
        finding.reason = t!("Readers who ask “{question}” look for it here.", question = room.question());
        finding.advice = t!("After this passage: {lower}.", lower = lower(item.advice));
        finding
    }

    /// For a room without any page: the page that comes nearest, as a place to begin.
    fn nearest(&self, room: Room) -> Option<Finding> {
        let share = |page: &Assessed| page.judged.as_ref().map_or(0.0, |judged| judged.rooms[room.index()]);
        let is_text = |page: &&Assessed| super::single::is_text(page) && !page.is_cut && page.kind != PageKind::Docs;
        let mut pages: Vec<&Assessed> = self.pages.iter().filter(is_text).collect();
        // What a page says for these readers tells more than a small share of doubt.
        let met = |page: &Assessed| {
            let checked = self.source(page).map(|source| against_guide(source, room)).unwrap_or_default();
            checked.iter().filter(|checked| checked.quote.is_some()).count()
        };
        pages.sort_by_cached_key(|page| {
            (Reverse(met(page)), Reverse((share(page) * 1_000.0) as u32), page.path.clone())
        });
        let page = pages.first()?;
        let checked = against_guide(self.source(page)?, room);
        let name = t!("Nearest to the {room} Room comes “{page}”", room = room.title(), page = named(page));
        let mut finding = self.finding("room-nearest", name, room, 1, page);
        let said = checked.iter().find_map(|checked| checked.quote.clone());
        finding.quote = said.or_else(|| self.passage(page)).unwrap_or(finding.quote);
        finding.reason =
            t!("It does not yet answer “{question}”, and is the best place to begin.", question = room.question());
        let open = checked.iter().find(|checked| checked.quote.is_none());
        finding.advice = open.map_or_else(
            || t!("Make a page of its own from this passage, and link it from here.").to_owned(),
            |open| {
                t!(
                    "Begin from this passage. Then: {lower}. Make it a page of its own, linked from here.",
                    lower = lower(open.item.advice)
                )
            },
        );
        Some(finding)
    }

    /// The page's own words that decided what it is for; where that was its title, how its text begins.
    fn passage(&self, page: &Assessed) -> Option<String> {
        let source = self.source(page)?;
        let is_text = |block: &&Block| {
            matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote)
                && block.words() >= PASSAGE_FROM
        };
        let mut texts = source.blocks.iter().filter(is_text);
        let reason = page.judged.as_ref().map_or("", |judged| judged.reason.as_str());
        let decided = texts.clone().any(|block| block.text.replace('\n', " ").contains(reason));
        if decided && !reason.is_empty() {
            return Some(beginning(reason).to_owned());
        }
        let first = sentences(&texts.next()?.text).first().map(|sentence| beginning(sentence).to_owned());
        first.or_else(|| Some(reason.to_owned()).filter(|reason| !reason.is_empty()))
    }
}

/// Advice inside a sentence.
fn lower(advice: &str) -> String {
    let mut letters = advice.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
