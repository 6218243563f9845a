//! Whom it is all for, and which pieces speak of something else or to everybody.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_content::wording::stems;
use enfilade_domain::{Account, Audience, LibraryPiece, PageKind, Role, Workspace};
use enfilade_language::{t, translated};

use super::paper::{self, Kept};
use super::texts::Texts;
use crate::{App, AppError};

/// Turns of phrase of a piece that is for everybody, and so for nobody.
const FOR_EVERYONE: [&str; 18] = [
    "for everyone",
    "for everybody",
    "for anyone",
    "for any business",
    "for any company",
    "for every business",
    "for every company",
    "for all businesses",
    "for all companies",
    "businesses of all sizes",
    "companies of all sizes",
    "organizations of all sizes",
    "organisations of all sizes",
    "teams of all sizes",
    "businesses of any size",
    "companies of any size",
    "whatever your industry",
    "no matter your industry",
];

/// How a piece fails the audience.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoherent {
    /// It speaks of none of the problems, nor of what the pieces about them speak of.
    OffTopic,
    /// It is written for a role that is not served.
    OtherRole(Role),
    /// It says that it is for everybody; the sentence.
    ForEveryone(String),
}

impl Incoherent {
    /// The name in results.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::OffTopic => "off-topic",
            Self::OtherRole(_) => "other-role",
            Self::ForEveryone(_) => "for-everyone",
        }
    }

    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::OffTopic => {
                t!("It names none of the problems you serve, and shares hardly a word with the pieces that do.")
                    .to_owned()
            }
            Self::OtherRole(role) => {
                t!(
                    "It is written for {as_str}, whom you do not name.",
                    as_str = translated(role.as_str()).replace('_', " ")
                )
            }
            Self::ForEveryone(quote) => t!("It says that it is for everybody: “{quote}”", quote = quote),
        }
    }
}

/// A piece with what speaks against it.
#[derive(Debug, Clone)]
pub struct Doubt {
    pub entry: LibraryPiece,
    pub why: Vec<Incoherent>,
}

/// The pieces, held against the audience.
#[derive(Debug, Default)]
pub struct Coherence {
    pub doubts: Vec<Doubt>,
    /// Pieces that were held against it.
    pub checked: usize,
    /// Pieces of which too little text is known to say what they are about.
    pub unread: usize,
    /// By problem, in their order: how many pieces speak of it.
    pub problems: Vec<(String, usize)>,
}

/// Companies that are known, held against the audience.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    pub fit: usize,
    pub others: usize,
    /// Too little is known of them.
    pub unknown: usize,
}

/// The audience as it was last written down.
///
/// # Errors
/// The store cannot be read.
pub fn stated(app: &App, workspace: &Workspace) -> Result<Option<Kept<Audience>>, AppError> {
    paper::single(app, workspace)
}

/// Writes the audience down.
///
/// # Errors
/// It is for everybody, its sizes contradict each other, or the store failed.
pub fn state(app: &App, workspace: &Workspace, audience: &Audience, by: &str) -> Result<(), AppError> {
    if let (Some(least), Some(most)) = (audience.employees_min, audience.employees_max)
        && least > most
    {
        return Err(AppError::invalid(
            t!("employees"),
            t!("at least {least} and at most {most} cannot both be", least = least, most = most),
        ));
    }
    for text in audience.industries.iter().chain(&audience.problems).chain([&audience.point_of_view]) {
        if let Some(quote) = for_everyone(text).or_else(|| is_everybody(text).then(|| text.clone())) {
            return Err(AppError::invalid(
                t!("audience"),
                t!("“{quote}” is everybody; name whom you serve, so that they recognise themselves", quote = quote),
            ));
        }
    }
    paper::put_single(app, workspace, audience, by)
}

fn is_everybody(text: &str) -> bool {
    let plain = text.trim().to_lowercase();
    ["everyone", "everybody", "anyone", "all", "any", "all industries", "every company", "all companies"]
        .contains(&plain.as_str())
}

/// Holds the companies that are known against the audience.
#[must_use]
pub fn known(audience: &Audience, accounts: &[Account]) -> Known {
    let mut known = Known::default();
    for account in accounts {
        match audience.has(account) {
            Some(true) => known.fit += 1,
            Some(false) => known.others += 1,
            None => known.unknown += 1,
        }
    }
    known
}

/// Words that a text needs before it is judged to be about something else.
const FEWEST_STEMS: usize = 12;
/// A piece with less than this part of the likeness that is usual among pieces about the problems is about something else.
const LIKE_LEAST: f32 = 0.34;
/// Pieces about the problems that have to be there before others are compared with them.
const FEWEST_CORE: usize = 3;
/// Words of one problem that a piece has to have to be about it.
const PROBLEM_SHARE: f32 = 0.5;

/// Holds every piece that is for buyers against the audience.
#[must_use]
pub fn coherence(audience: &Audience, texts: &Texts) -> Coherence {
    let mut found = Coherence::default();
    let buyers = |entry: &LibraryPiece| {
        !matches!(
            entry.piece.kind,
            PageKind::Careers | PageKind::Login | PageKind::About | PageKind::Docs | PageKind::DemoForm
        )
    };
    let problems: Vec<BTreeSet<String>> = audience.problems.iter().map(|problem| stems(problem)).collect();
    let speaks_of = |piece: usize, problem: &BTreeSet<String>| {
        let of = texts.wordings.pieces()[piece].stems();
        let sum = |only: bool| {
            problem
                .iter()
                .filter(|stem| !only || of.contains(*stem))
                .map(|stem| texts.wordings.weight(stem))
                .sum::<f32>()
        };
        !problem.is_empty() && sum(true) >= PROBLEM_SHARE * sum(false)
    };
    let count = texts.pieces.len();
    for (text, problem) in audience.problems.iter().zip(&problems) {
        found.problems.push((text.clone(), (0..count).filter(|piece| speaks_of(*piece, problem)).count()));
    }
    let core: Vec<usize> =
        (0..count).filter(|piece| problems.iter().any(|problem| speaks_of(*piece, problem))).collect();
    let likeness = Likeness::of(texts, &core);
    for (index, entry) in texts.pieces.iter().enumerate().filter(|(_, entry)| buyers(entry)) {
        let mut why = Vec::new();
        let stems = texts.wordings.pieces()[index].stems().len();
        if stems < FEWEST_STEMS {
            found.unread += 1;
        } else {
            found.checked += 1;
            let is_home = entry.piece.kind == PageKind::Home;
            if !is_home && !problems.is_empty() && !core.contains(&index) && likeness.is_far(texts, index) {
                why.push(Incoherent::OffTopic);
            }
        }
        if let Some(role) =
            entry.piece.role.as_ref().filter(|role| !audience.roles.is_empty() && !audience.roles.contains(role))
        {
            why.push(Incoherent::OtherRole(role.clone()));
        }
        if let Some(quote) = texts.wordings.pieces()[index].sentences().find_map(for_everyone) {
            why.push(Incoherent::ForEveryone(quote));
        }
        if !why.is_empty() {
            found.doubts.push(Doubt { entry: entry.clone(), why });
        }
    }
    found
}

/// The sentence, if it says that something is for everybody.
fn for_everyone(sentence: &str) -> Option<String> {
    let plain = sentence.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let is_whole = |start: usize, phrase: &str| {
        !plain[start + phrase.len()..].starts_with(char::is_alphanumeric)
            && !plain[..start].ends_with(char::is_alphanumeric)
    };
    FOR_EVERYONE
        .iter()
        .any(|phrase| plain.match_indices(phrase).any(|(start, _)| is_whole(start, phrase)))
        .then(|| sentence.trim().to_owned())
}

/// What the pieces about the problems have in common, as weights of words.
struct Likeness {
    centre: BTreeMap<String, f32>,
    /// The middle likeness among those pieces themselves.
    usual: f32,
}

impl Likeness {
    fn of(texts: &Texts, core: &[usize]) -> Self {
        let mut centre: BTreeMap<String, f32> = BTreeMap::new();
        for piece in core {
            for stem in texts.wordings.pieces()[*piece].stems() {
                *centre.entry(stem.clone()).or_default() += texts.wordings.weight(stem);
            }
        }
        if core.len() < FEWEST_CORE {
            centre.clear();
        }
        let mut likeness = Self { centre, usual: 0.0 };
        // Without the piece itself, or each would be like its own part of the centre.
        let mut own: Vec<f32> = core.iter().map(|piece| likeness.with(texts, *piece, true)).collect();
        own.sort_by(f32::total_cmp);
        likeness.usual = own.get(own.len() / 2).copied().unwrap_or(0.0);
        likeness
    }

    /// Cosine of a piece's words with the centre.
    fn with(&self, texts: &Texts, piece: usize, is_in_it: bool) -> f32 {
        let stems = texts.wordings.pieces()[piece].stems();
        let own = |stem: &String| texts.wordings.weight(stem);
        let part = |stem: &String| {
            let all = self.centre.get(stem).copied().unwrap_or(0.0);
            if is_in_it { all - own(stem) } else { all }
        };
        let product: f32 = stems.iter().map(|stem| own(stem) * part(stem)).sum();
        let length: f32 = stems.iter().map(|stem| own(stem).powi(2)).sum::<f32>().sqrt();
        let centre: f32 = self.centre.values().map(|value| value.powi(2)).sum::<f32>().sqrt();
        if length * centre > 0.0 { product / (length * centre) } else { 0.0 }
    }

    fn is_far(&self, texts: &Texts, piece: usize) -> bool {
        !self.centre.is_empty() && self.with(texts, piece, false) < LIKE_LEAST * self.usual
    }
}
