//! A whole web site, room by room: what each page does, what stands in a buyer's way, and how far each room is lit.
//!
//! A pure function of the pages. The same pages give the same scores; a room's score rests on the pages of that room, so
//! that taking some away moves no other room (the one exception is the first page, which counts with the room of those
//! who arrive: Problem).

mod finding;
mod onward;
mod paths;
mod rooms;
mod said;
mod score;
mod sight;
mod single;
mod site_rules;
mod topics;

use enfilade_domain::{PageKind, Room};

use crate::calls::Call;
use crate::guides::against_guide;
use crate::judge::{Judgement, judge, question};
use crate::model::CLASSES;
use crate::page::Page;
use crate::rules::{self, Brand, Setting};
use crate::voice::{Voice, names};
use crate::{Mentions, kind};
use site_rules::Site;

pub use finding::Finding;
pub use paths::{Connections, PLACES, connections};
pub use said::{Said, SaidOf};
pub use score::{RoomScore, Weighed, scores};
pub use sight::{Extent, Sight};
pub use single::PieceReading;
pub use site_rules::concerns_whole_room;
pub use topics::topics;

/// The number of rooms.
pub const ROOMS: usize = Room::ALL.len();

/// A page of the site, as it was read.
#[derive(Debug, Clone, Copy)]
pub struct Read<'a> {
    pub path: &'a str,
    pub url: &'a str,
    pub page: &'a Page,
    /// Paths of the site that the main content leads to.
    pub leads_to: &'a [String],
}

/// What is known of a page after reading; everything that reports and scores need.
#[derive(Debug, Clone)]
pub struct Assessed {
    pub path: String,
    pub url: String,
    pub title: String,
    pub kind: PageKind,
    pub topic: String,
    pub words: usize,
    /// The judgement; else why there is none.
    pub judged: Result<Judged, String>,
    pub voice: Voice,
    pub leads_to: Vec<String>,
    /// Items of its room's checklist that it meets.
    pub guide_met: Vec<String>,
    /// Only its beginning was read.
    pub is_cut: bool,
    /// Whether its room is what people said, and not what the text suggests.
    pub is_said: bool,
}

/// A judgement without its long parts.
#[derive(Debug, Clone)]
pub struct Judged {
    pub rooms: [f32; CLASSES],
    pub room: Option<Room>,
    pub second: Option<Room>,
    pub role: String,
    pub question: String,
    pub mentions: Mentions,
    pub self_focus: u8,
    pub pressure: u8,
    pub is_gated: bool,
    pub call: Call,
    /// The passage that decided it.
    pub reason: String,
}

impl Judged {
    fn of(judgement: Judgement) -> Self {
        Self {
            rooms: judgement.rooms,
            room: judgement.room,
            second: judgement.second,
            role: judgement.role.to_owned(),
            question: judgement.question,
            mentions: judgement.mentions,
            self_focus: judgement.self_focus,
            pressure: judgement.pressure,
            is_gated: judgement.is_gated,
            call: judgement.call,
            reason: judgement.evidence.first().map(|found| found.quote.clone()).unwrap_or_default(),
        }
    }
}

impl Assessed {
    /// The room it serves, if it was judged and serves one.
    #[must_use]
    pub fn room(&self) -> Option<Room> {
        self.judged.as_ref().ok().and_then(|judged| judged.room)
    }

    /// How probable the room is.
    #[must_use]
    pub fn certainty(&self) -> f32 {
        if self.is_said {
            return 1.0;
        }
        self.judged.as_ref().map_or(0.0, |judged| judged.rooms.iter().copied().fold(0.0, f32::max))
    }

    /// What it weighs in the scores.
    #[must_use]
    pub fn weighed(&self) -> Weighed<'_> {
        Weighed {
            path: &self.path,
            room: self.room(),
            is_home: self.is_home(),
            certainty: self.certainty(),
            is_about_own: self.judged.as_ref().is_ok_and(|judged| judged.mentions == Mentions::Centrally),
            guide_met: &self.guide_met,
        }
    }

    #[must_use]
    pub fn is_home(&self) -> bool {
        self.kind == PageKind::Home
    }
}

/// A site as it was assessed.
#[derive(Debug, Clone)]
pub struct Assessment {
    pub site: String,
    pub pages: Vec<Assessed>,
    /// In the order of what a buyer gains by mending them.
    pub findings: Vec<Finding>,
    pub scores: [RoomScore; ROOMS],
    pub connections: Connections,
    pub sight: Sight,
    /// The only page, for readers of each room; empty for sites of more.
    pub pieces: Vec<PieceReading>,
}

/// Assesses a site that was read to its end. Pages in other languages are kept and not judged.
#[must_use]
pub fn assess(site: &str, read: &[Read<'_>]) -> Assessment {
    assess_as(site, read, Extent::Whole, &SaidOf::new())
}

/// Assesses as much of a site as was read, of which people said what some pages are for. Of a part nothing is said to be
/// missing.
#[must_use]
pub fn assess_as(site: &str, read: &[Read<'_>], extent: Extent, said: &SaidOf) -> Assessment {
    let own_names = names(site_name(read), site);
    let brand = Brand::known(&own_names).with_pages(read.iter().map(|read| read.page));
    let found_topics = topics(read);
    let mut pages = Vec::with_capacity(read.len());
    let mut findings = Vec::new();
    for (read, topic) in read.iter().zip(found_topics) {
        let page = page(read, topic, &own_names, said.get(read.path));
        findings.extend(page_findings(read.page, &page, &brand));
        pages.push(page);
    }
    let sight = Sight::of(read, &pages, extent);
    let pieces = if sight.is_partial { Vec::new() } else { single::pieces(read, &pages) };
    let of_site = Site::new(read, &pages, &sight, &own_names);
    findings.extend(site_rules::findings(&of_site));
    finding::keep_once(&mut findings);
    let weighed: Vec<Weighed<'_>> = pages.iter().map(Assessed::weighed).collect();
    if pieces.is_empty() {
        findings.extend(of_site.recommendations(&scores(&weighed, &findings), &findings));
    }
    let scores = conclude(&weighed, &mut findings);
    Assessment { connections: connections(&pages), site: site.to_owned(), pages, findings, scores, sight, pieces }
}

/// What a fault of each weight does to a buyer beyond the points of its room, in points; a room that is dark already has
/// no points left to lose, and its faults do harm all the same.
const HARM: [f32; 4] = [0.0, 0.0, 4.0, 10.0];

fn harm(finding: &Finding) -> f32 {
    finding.gain + HARM[usize::from(finding.weight).min(HARM.len() - 1)]
}

/// Gives findings their gains and their order, and the rooms their scores; again after findings were disputed.
pub fn conclude(pages: &[Weighed<'_>], findings: &mut [Finding]) -> [RoomScore; ROOMS] {
    let scores = scores(pages, findings);
    for index in 0..findings.len() {
        findings[index].gain = score::gain(pages, findings, index, &scores);
    }
    findings.sort_by(|a, b| {
        harm(b).total_cmp(&harm(a)).then(b.weight.cmp(&a.weight)).then(a.path.cmp(&b.path)).then(a.rule.cmp(&b.rule))
    });
    scores
}

fn site_name<'a>(read: &[Read<'a>]) -> &'a str {
    read.iter().map(|read| read.page.site_name.as_str()).find(|name| !name.is_empty()).unwrap_or_default()
}

/// Said of a page whose text nobody saw; what its head says decides nothing.
const SHELL: &str = "not judged: it shows its text only to a browser that runs scripts";

fn page(read: &Read<'_>, topic: String, own_names: &[String], said: Option<&Said>) -> Assessed {
    let mut judgement = judge(read.page);
    let is_shell = read.page.needs_scripts;
    let kind = kind(read.path, read.page, judgement.as_ref().ok());
    if let (PageKind::Docs, Ok(judged)) = (&kind, &mut judgement) {
        as_documentation(judged);
        judged.question = question(read.page, judged.room);
    }
    // A page whose text nobody saw is not judged, whatever people say of it.
    let mut judged =
        if is_shell { Err(SHELL.to_owned()) } else { judgement.map(Judged::of).map_err(|refusal| refusal.to_string()) };
    if let (Ok(judged), Some(said)) = (&mut judged, said) {
        said::take(judged, said, read.page);
    }
    let room = judged.as_ref().ok().and_then(|judged| judged.room);
    let guide_met = room.map_or_else(Vec::new, |room| {
        against_guide(read.page, room)
            .into_iter()
            .filter(|item| item.quote.is_some())
            .map(|item| item.item.id.to_owned())
            .collect()
    });
    Assessed {
        path: read.path.to_owned(),
        url: read.url.to_owned(),
        title: read.page.title.clone(),
        kind,
        topic,
        words: read.page.words(),
        is_said: judged.is_ok() && said.is_some(),
        judged,
        voice: Voice::of(read.page, own_names),
        leads_to: read.leads_to.to_vec(),
        guide_met,
        is_cut: read.page.is_cut,
    }
}

/// What the neighbourhood adds: in a site's documentation even a good explanation is for those who use the product. The
/// page alone does not show it. In log odds, added to "none".
const DOCUMENTATION: f32 = 3.5;

fn as_documentation(judged: &mut Judgement) {
    let none = CLASSES - 1;
    judged.rooms[none] *= DOCUMENTATION.exp();
    let sum: f32 = judged.rooms.iter().sum();
    judged.rooms.iter_mut().for_each(|share| *share /= sum);
    let best = (0..CLASSES).max_by(|a, b| judged.rooms[*a].total_cmp(&judged.rooms[*b])).unwrap_or(none);
    judged.room = Room::ALL.get(best).copied();
    judged.second = judged.second.filter(|second| Some(*second) != judged.room);
}

fn page_findings(source: &Page, page: &Assessed, brand: &Brand) -> Vec<Finding> {
    let setting = Setting { room: page.room(), is_home: page.is_home(), is_message: false };
    // Who arrives at the first page brings the first question; elsewhere the page's own room suffers.
    let Some(room) = (if page.is_home() { Some(Room::Problem) } else { page.room() }) else { return Vec::new() };
    rules::check_for(source, setting, brand).into_iter().map(|fired| Finding::of_rule(&fired, room, page)).collect()
}
