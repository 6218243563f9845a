//! An assessment as it is kept and shown: plain data, from which scores are computed again when a finding is disputed.

use enfilade_content::assessment::{self, Assessed, Assessment, Finding, PieceReading, RoomScore, Weighed};
use enfilade_crawl::Site;
use enfilade_domain::{Room, Timestamp};
use enfilade_language::t;
use serde::{Deserialize, Serialize};

use super::readership::Readership;

/// Raised when the rules or the score change; scores of different methods are not compared.
pub const METHOD: u32 = 2;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub site: String,
    /// What was asked for: an address, or a folder.
    pub place: String,
    pub method: u32,
    pub made_at: String,
    pub pages: Vec<PageReport>,
    pub scores: Vec<ScoreReport>,
    /// Ordered by what a buyer gains.
    pub findings: Vec<FindingReport>,
    /// Findings that somebody contests; the scores are without them.
    #[serde(default)]
    pub disputed: Vec<FindingReport>,
    /// Links between places, rows lead to columns: home, the four rooms, forms for a talk.
    pub links: Vec<Vec<u32>>,
    pub left_out: Vec<(String, String)>,
    pub remarks: Vec<String>,
    pub is_cut: bool,
    /// Whether what was not found may be where nobody looked: the crawl was cut, or most pages could not be judged. Rooms
    /// without a page are then not judged.
    #[serde(default)]
    pub is_partial: bool,
    /// The only page, read for each room; empty for sites of more.
    #[serde(default)]
    pub pieces: Vec<PieceReport>,
    /// What readers did on these pages; nothing where no visit to the site was recorded.
    #[serde(default)]
    pub readership: Option<Readership>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageReport {
    pub path: String,
    pub url: String,
    pub title: String,
    pub kind: String,
    pub topic: String,
    pub words: usize,
    /// The room's name; nothing for pages of no room.
    pub room: Option<String>,
    /// Probability of each room in order, then of none; empty where it was not judged.
    pub rooms: Vec<f32>,
    pub second: Option<String>,
    pub role: String,
    pub question: String,
    pub mentions: String,
    pub self_focus: u8,
    pub pressure: u8,
    pub gated: bool,
    pub cta: String,
    /// The passage that decided it.
    pub reason: String,
    /// Why it was not judged.
    pub not_judged: Option<String>,
    /// Shares of sentences about the writer, the reader, the subject.
    pub voice: [f32; 3],
    pub guide_met: Vec<String>,
    pub leads_to: Vec<String>,
    /// The path of the page of which this one is a copy; copies count in no score.
    #[serde(default)]
    pub same_as: Option<String>,
    /// Only its beginning was read.
    #[serde(default)]
    pub is_cut: bool,
    /// Where people decided about the own page: room, role and question are theirs.
    #[serde(default)]
    pub said: Option<SaidReport>,
}

/// What a single page answers and lacks for readers of one room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PieceReport {
    pub room: String,
    pub path: String,
    /// `meets`, `in part` or `misses`.
    pub verdict: String,
    pub score: f32,
    /// What it does, with its own words.
    pub answers: Vec<(String, String)>,
    /// What it does not do, with what to write.
    pub lacks: Vec<(String, String)>,
}

/// Who decided what a page is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidReport {
    /// `confirmed` or `corrected`.
    pub state: String,
    /// Nothing for a content file.
    pub by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoreReport {
    pub score: f32,
    pub presence: f32,
    pub coverage: f32,
    pub trust: f32,
    pub lost: f32,
    pub pages: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingReport {
    pub rule: String,
    pub name: String,
    pub room: String,
    pub severity: u8,
    pub path: String,
    pub url: String,
    pub quote: String,
    pub reason: String,
    pub advice: String,
    /// Points by which the room's score rises when this alone is mended.
    pub gain: f32,
}

impl Report {
    #[must_use]
    pub fn of(place: &str, site: &Site, assessed: &Assessment, at: Timestamp) -> Self {
        let mut pages: Vec<PageReport> = assessed.pages.iter().map(PageReport::of).collect();
        for copy in site.pages.iter().filter(|page| page.same_as.is_some()) {
            let original = pages.iter().find(|page| Some(&page.path) == copy.same_as.as_ref()).cloned();
            pages.extend(original.map(|original| PageReport {
                path: copy.path.clone(),
                url: copy.url.clone(),
                same_as: copy.same_as.clone(),
                ..original
            }));
        }
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        Self {
            site: assessed.site.clone(),
            place: place.to_owned(),
            method: METHOD,
            made_at: at.to_string(),
            pages,
            scores: assessed.scores.iter().map(ScoreReport::of).collect(),
            findings: assessed.findings.iter().map(FindingReport::of).collect(),
            disputed: Vec::new(),
            links: assessed.connections.links.iter().map(|row| row.to_vec()).collect(),
            left_out: site.left_out.iter().map(|left| (left.url.clone(), left.reason.clone())).collect(),
            remarks: remarks(site, assessed),
            is_cut: site.is_cut,
            is_partial: assessed.sight.is_partial,
            pieces: assessed.pieces.iter().map(PieceReport::of).collect(),
            readership: None,
        }
    }

    /// The same without the findings for which `is_disputed` holds: scores, gains and order anew.
    #[must_use]
    pub fn without(mut self, is_disputed: impl Fn(&FindingReport) -> bool) -> Self {
        let (disputed, kept): (Vec<_>, Vec<_>) = self.findings.drain(..).partition(is_disputed);
        let weighed: Vec<Weighed<'_>> = self.originals().map(PageReport::weighed).collect();
        let mut findings: Vec<Finding> = kept.into_iter().filter_map(FindingReport::back).collect();
        let scores = assessment::conclude(&weighed, &mut findings);
        self.scores = scores.iter().map(ScoreReport::of).collect();
        self.findings = findings.iter().map(FindingReport::of).collect();
        self.disputed = disputed;
        self.order();
        self
    }

    /// The same with what readers did there, which decides what is looked at first.
    #[must_use]
    pub fn with_readers(mut self, readership: Option<Readership>) -> Self {
        self.readership = readership;
        self.order();
        self
    }

    /// Where readers are known: among findings of one severity first what is read most. What a buyer gains decides
    /// between pages that are read alike, and everywhere where nobody was seen.
    fn order(&mut self) {
        let Some(readership) = &self.readership else { return };
        let readers = |finding: &FindingReport| readership.of(&finding.path).readers;
        self.findings.sort_by(|a, b| b.severity.cmp(&a.severity).then(readers(b).cmp(&readers(a))));
    }

    /// On what the report rests.
    #[must_use]
    pub fn basis(&self) -> &'static str {
        if self.readership.is_some() { t!("text and readers") } else { t!("text only") }
    }

    /// A room's score of 100; nothing where it could not be judged. A single page is scored as a piece for the room.
    #[must_use]
    pub fn score_of(&self, room: Room) -> Option<f32> {
        if !self.pieces.is_empty() {
            return self.piece(room).map(|piece| piece.score);
        }
        let score = self.scores.get(room.index())?;
        (score.pages > 0 || !self.is_partial).then_some(score.score)
    }

    /// What the only page answers and lacks for readers of a room.
    #[must_use]
    pub fn piece(&self, room: Room) -> Option<&PieceReport> {
        self.pieces.iter().find(|piece| piece.room == room.as_str())
    }

    /// The mean of the rooms that were judged; each counts the same. Nothing where none was.
    #[must_use]
    pub fn overall(&self) -> Option<f32> {
        let scores: Vec<f32> = Room::ALL.into_iter().filter_map(|room| self.score_of(room)).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f32>() / scores.len() as f32)
    }

    /// The pages without copies.
    pub fn originals(&self) -> impl Iterator<Item = &PageReport> {
        self.pages.iter().filter(|page| page.same_as.is_none())
    }

    /// Findings of a room, in the report's order.
    pub fn findings_in(&self, room: Room) -> impl Iterator<Item = &FindingReport> {
        self.findings.iter().filter(move |finding| finding.room == room.as_str())
    }

    #[must_use]
    pub fn page(&self, path: &str) -> Option<&PageReport> {
        self.pages.iter().find(|page| page.path == path)
    }
}

impl PageReport {
    fn of(page: &Assessed) -> Self {
        let judged = page.judged.as_ref().ok();
        Self {
            path: page.path.clone(),
            url: page.url.clone(),
            title: page.title.clone(),
            kind: page.kind.as_str().to_owned(),
            topic: page.topic.clone(),
            words: page.words,
            room: page.room().map(|room| room.as_str().to_owned()),
            rooms: judged.map_or_else(Vec::new, |judged| judged.rooms.to_vec()),
            second: judged.and_then(|judged| judged.second).map(|room| room.as_str().to_owned()),
            role: judged.map_or("any", |judged| judged.role.as_str()).to_owned(),
            question: judged.map(|judged| judged.question.clone()).unwrap_or_default(),
            mentions: judged.map_or("no", |judged| judged.mentions.as_str()).to_owned(),
            self_focus: judged.map_or(0, |judged| judged.self_focus),
            pressure: judged.map_or(0, |judged| judged.pressure),
            gated: judged.is_some_and(|judged| judged.is_gated),
            cta: judged.map_or("none", |judged| judged.call.as_str()).to_owned(),
            reason: judged.map(|judged| judged.reason.clone()).unwrap_or_default(),
            not_judged: page.judged.as_ref().err().cloned(),
            voice: [page.voice.us, page.voice.you, page.voice.subject],
            guide_met: page.guide_met.clone(),
            leads_to: page.leads_to.clone(),
            same_as: None,
            is_cut: page.is_cut,
            said: None,
        }
    }

    fn weighed(&self) -> Weighed<'_> {
        Weighed {
            path: &self.path,
            room: self.room(),
            is_home: self.kind == "home",
            certainty: self.certainty(),
            is_about_own: self.mentions == "centrally",
            guide_met: &self.guide_met,
        }
    }

    #[must_use]
    pub fn room(&self) -> Option<Room> {
        self.room.as_deref().and_then(Room::parse)
    }

    /// Probability of the room: of the most probable one, and certain where people said so.
    #[must_use]
    pub fn certainty(&self) -> f32 {
        if self.said.is_some() {
            return 1.0;
        }
        self.rooms.iter().copied().fold(0.0, f32::max)
    }
}

/// What somebody should know of the whole before reading on.
fn remarks(site: &Site, assessed: &Assessment) -> Vec<String> {
    let mut remarks = site.remarks.clone();
    remarks.extend(assessed.sight.reasons.iter().cloned());
    if let Some(piece) = assessed.pieces.first() {
        remarks
            .push(t!("one page ({path}): it is read as a single piece, for a reader of each room", path = piece.path));
    }
    let cut: Vec<&str> = assessed.pages.iter().filter(|page| page.is_cut).map(|page| page.path.as_str()).collect();
    match cut.as_slice() {
        [] => {}
        [one] => remarks.push(t!("of {one} only the beginning was read, because it is too large", one = one)),
        [first, rest @ ..] => remarks.push(t!(
            "of {first} and {which} only the beginning was read, because they are too large",
            first = first,
            which = if rest.len() == 1 {
                t!("one more page").to_owned()
            } else {
                t!("{rest} more pages", rest = rest.len())
            }
        )),
    }
    remarks
}

impl PieceReport {
    fn of(piece: &PieceReading) -> Self {
        Self {
            room: piece.room.as_str().to_owned(),
            path: piece.path.clone(),
            verdict: piece.verdict.to_owned(),
            score: piece.score,
            answers: piece.answers.clone(),
            lacks: piece.lacks.clone(),
        }
    }
}

impl ScoreReport {
    const fn of(score: &RoomScore) -> Self {
        Self {
            score: score.score,
            presence: score.presence,
            coverage: score.coverage,
            trust: score.trust,
            lost: score.lost,
            pages: score.pages,
        }
    }
}

impl FindingReport {
    fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.clone(),
            name: finding.name.clone(),
            room: finding.room.as_str().to_owned(),
            severity: finding.weight,
            path: finding.path.clone(),
            url: finding.url.clone(),
            quote: finding.quote.clone(),
            reason: finding.reason.clone(),
            advice: finding.advice.clone(),
            gain: finding.gain,
        }
    }

    fn back(self) -> Option<Finding> {
        Some(Finding {
            room: Room::parse(&self.room)?,
            rule: self.rule,
            name: self.name,
            weight: self.severity,
            path: self.path,
            url: self.url,
            quote: self.quote,
            reason: self.reason,
            advice: self.advice,
            gain: self.gain,
        })
    }
}
