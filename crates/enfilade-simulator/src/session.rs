//! One sitting of reading: how somebody comes in, what he opens next, how long he stays, what he takes with him.

use enfilade_domain::{PageKind, Piece, Role, Room};

use crate::flavour::Climate;
use crate::gadgets::Sitting;
use crate::library::Library;
use crate::market::Act;
use crate::mind::Mind;
use crate::random::Random;
use crate::recorder::{Person, Recorder};

/// What everybody in a market shares.
#[derive(Debug)]
pub(crate) struct Stand<'a> {
    pub(crate) library: &'a Library,
    pub(crate) climate: &'a Climate,
    /// The question that each piece answers.
    pub(crate) answers: &'a [Option<usize>],
    /// Pieces of each digest.
    pub(crate) digests: &'a [Vec<usize>],
}

/// How somebody comes in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entry {
    Direct,
    Search,
    Social,
    Advertisement,
    /// A link of the digest, to this piece.
    Digest(usize),
    Referral,
    /// A link that somebody forwarded, with its token where the share button was used, or bare.
    Forwarded {
        piece: usize,
        token: Option<String>,
    },
}

impl Entry {
    fn query(&self) -> Option<String> {
        match self {
            Self::Direct | Self::Search | Self::Referral => None,
            Self::Social => Some("utm_medium=social".to_owned()),
            Self::Advertisement => Some("utm_medium=cpc".to_owned()),
            Self::Digest(_) => Some("utm_medium=email&utm_source=digest".to_owned()),
            // A link copied from the address bar arrives without any mark.
            Self::Forwarded { token, .. } => token.as_ref().map(|token| format!("utm_medium=share&ef_s={token}")),
        }
    }

    fn referrer(&self) -> &'static str {
        match self {
            Self::Search => "https://search.example/",
            Self::Social => "https://www.linkedin.com/",
            Self::Referral => "https://reviews.example/",
            _ => "",
        }
    }

    fn given_piece(&self) -> Option<usize> {
        match self {
            Self::Digest(piece) | Self::Forwarded { piece, .. } => Some(*piece),
            _ => None,
        }
    }
}

/// What somebody likes to open and how long he stays there.
pub(crate) trait Taste {
    /// How likely this piece is opened next, relative to the others.
    fn pull(&self, position: usize, piece: &Piece) -> f64;
    /// Median seconds of active reading.
    fn median_seconds(&self, position: usize, piece: &Piece) -> f64;
    /// Probability of opening one more page.
    fn goes_on(&self) -> f64;
    fn takes_in(&mut self, position: usize, seconds: f64);
}

/// Spread of reading times around their median.
const READING_SIGMA: f64 = 0.75;
const LONGEST_READING_SECONDS: f64 = 1_500.0;

/// What came of a sitting.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) sitting: Sitting,
    pub(crate) is_named: bool,
    pub(crate) ended: f64,
    /// The piece read longest, and for how long.
    pub(crate) best: Option<(usize, f64)>,
    pub(crate) pages: usize,
}

/// Somebody sits down and reads. The clock time is drawn for the device used.
pub(crate) fn read(
    library: &Library,
    recorder: &mut Recorder,
    person: &mut Person,
    taste: &mut dyn Taste,
    entry: &Entry,
    day: f64,
    random: &mut Random,
) -> Reading {
    let sitting = person.gadgets.sit(day, random);
    let is_exact = day.fract() != 0.0;
    let mut now = if is_exact { day } else { day + clock_time(sitting.is_evening, random) };
    // The digest's links carry who they were sent to.
    let mut is_named = sitting.is_named;
    if matches!(entry, Entry::Digest(_)) && !is_named {
        identify(recorder, person, &sitting, now);
        is_named = true;
    }
    let mut reading = Reading { sitting, is_named, ended: now, best: None, pages: 0 };
    let mut referrer = entry.referrer().to_owned();
    let mut next = entry.given_piece().or_else(|| first_piece(library, entry, taste, random));
    while let Some(position) = next {
        let Some(piece) = library.pieces.get(position) else { break };
        let median = taste.median_seconds(position, piece);
        let seconds = random.log_normal(median, READING_SIGMA).clamp(0.6, LONGEST_READING_SECONDS);
        let query = if reading.pages == 0 { entry.query() } else { None };
        let act = Act::Page { path: piece.path.clone(), query, referrer, seconds: (seconds * 10.0).round() / 10.0 };
        recorder.act(now, person, &reading.sitting, is_named, act);
        taste.takes_in(position, seconds);
        reading.pages += 1;
        if reading.best.is_none_or(|(_, longest)| seconds > longest) {
            reading.best = Some((position, seconds));
        }
        referrer = format!("https://{}{}", library.host, piece.path);
        now += (seconds + random.between(1.0, 14.0)) / 86_400.0;
        next = if random.chance(taste.goes_on()) { following(library, position, taste, random) } else { None };
    }
    reading.ended = now;
    reading
}

/// States who somebody is: a form was sent or a personal link followed.
pub(crate) fn identify(recorder: &mut Recorder, person: &mut Person, sitting: &Sitting, now: f64) {
    person.gadgets.remember_name(sitting);
    let act = Act::Identify { name: person.name.clone(), email: person.email.clone() };
    recorder.act(now, person, sitting, true, act);
    if let Some(domain) = person.domain.clone().filter(|domain| person.email.ends_with(domain.as_str())) {
        recorder.act(now, person, sitting, true, Act::Group { domain });
    }
}

/// Opens a form's page and sends it. Returns when.
pub(crate) fn send_form(
    library: &Library,
    recorder: &mut Recorder,
    person: &mut Person,
    reading: &Reading,
    name: &'static str,
    random: &mut Random,
) -> f64 {
    let kind = if name == "Demo Requested" { PageKind::DemoForm } else { PageKind::Download };
    let mut now = reading.ended;
    let path = library.of_kind(&kind).first().map(|position| library.pieces[*position].path.clone());
    if let Some(path) = path.clone() {
        let seconds = random.log_normal(38.0, 0.5).round();
        let act = Act::Page { path, query: None, referrer: String::new(), seconds };
        recorder.act(now, person, &reading.sitting, reading.is_named, act);
        now += seconds / 86_400.0;
    }
    let act = Act::Track { name, content: path, share_token: None, domain: None };
    recorder.act(now, person, &reading.sitting, reading.is_named, act);
    identify(recorder, person, &reading.sitting, now + 2.0 / 86_400.0);
    now
}

fn first_piece(library: &Library, entry: &Entry, taste: &dyn Taste, random: &mut Random) -> Option<usize> {
    let suits = |piece: &Piece| match entry {
        // Search engines and networks lead to what answers a question; a typed address to the front door.
        Entry::Search | Entry::Social | Entry::Advertisement => {
            if piece.room.is_some() {
                1.0
            } else {
                0.12
            }
        }
        Entry::Direct => match piece.kind {
            PageKind::Home => 9.0,
            PageKind::Product | PageKind::Pricing => 1.5,
            _ => 0.6,
        },
        _ => match piece.kind {
            PageKind::Home | PageKind::Case => 3.0,
            _ => 0.5,
        },
    };
    let pulls = library.pieces.iter().enumerate().map(|(position, piece)| suits(piece) * taste.pull(position, piece));
    random.weighted(&pulls.collect::<Vec<f64>>())
}

/// The next page. Links lead nearby: half of the pull goes to what the present page is about.
fn following(library: &Library, from: usize, taste: &dyn Taste, random: &mut Random) -> Option<usize> {
    let here = library.pieces.get(from)?;
    let pulls = library.pieces.iter().enumerate().map(|(position, piece)| {
        let is_near = piece.room == here.room && piece.question == here.question;
        let linked = if position == from { 0.0 } else { 1.0 + f64::from(u8::from(is_near)) };
        linked * taste.pull(position, piece)
    });
    random.weighted(&pulls.collect::<Vec<f64>>())
}

/// Time of day as a part of the day.
pub(crate) fn clock_time(is_evening: bool, random: &mut Random) -> f64 {
    let hour = if is_evening && random.chance(0.6) { random.normal(20.2, 1.4) } else { random.normal(12.4, 2.7) };
    (hour.clamp(6.0, 23.4) + random.share() * 0.5) / 24.0
}

/// How pages that name no room are visited by somebody in a room (Problem, Solution, Offer, Sales).
fn side_pull(kind: &PageKind, room: Room) -> f64 {
    let by_room = match kind {
        PageKind::Home => [0.8, 0.6, 0.4, 0.3],
        PageKind::Product => [0.3, 0.9, 0.9, 0.5],
        PageKind::Pricing => [0.1, 0.35, 2.6, 1.6],
        PageKind::Docs => [0.03, 0.2, 0.15, 0.25],
        PageKind::About => [0.25, 0.25, 0.3, 0.9],
        PageKind::DemoForm => [0.02, 0.05, 0.2, 0.35],
        PageKind::Careers => [0.03; 4],
        PageKind::Download | PageKind::Login => [0.01; 4],
        _ => [0.5; 4],
    };
    by_room[room.index()]
}

/// What somebody with a mind of his own reads.
#[derive(Debug)]
pub(crate) struct Curiosity<'a> {
    pub(crate) answers: &'a [Option<usize>],
    pub(crate) mind: &'a mut Mind,
    /// The mind's room at this page.
    pub(crate) own: Room,
    pub(crate) role: &'a Role,
    pub(crate) habits: &'a Habits,
    /// How often each piece was read before.
    pub(crate) seen: &'a mut Vec<u16>,
    /// How much is learned from a minute with the right page.
    pub(crate) strength: f64,
    pub(crate) learned: f64,
}

/// How somebody reads, whatever he reads.
#[derive(Debug, Clone)]
pub(crate) struct Habits {
    /// How well somebody finds what he is looking for, 0 to 1; the rest is chance.
    pub(crate) aim: f64,
    /// Factor on reading times.
    pub(crate) patience: f64,
    pub(crate) goes_on: f64,
}

impl Habits {
    pub(crate) fn draw(random: &mut Random) -> Self {
        Self { aim: random.beta(5.0, 2.0), patience: random.log_normal(1.0, 0.3), goes_on: random.beta(9.0, 5.5) }
    }
}

impl Taste for Curiosity<'_> {
    fn pull(&self, position: usize, piece: &Piece) -> f64 {
        let own = self.own;
        let freshness = 1.0 / (1.0 + 0.8 * f64::from(self.seen.get(position).copied().unwrap_or(0)));
        let by_question = self.answers.get(position).copied().flatten().map(|question| {
            let rooms_away = piece.room.map_or(1, |room| room.index().abs_diff(own.index()));
            let near = [1.0, 0.3, 0.1, 0.05][rooms_away.min(3)];
            let for_role = match &piece.role {
                Some(role) if role == self.role => 1.5,
                Some(_) => 0.6,
                None => 1.0,
            };
            8.0 * near * self.mind.doubt(question) * self.mind.care(question) * for_role
        });
        let aimed = match (by_question, &piece.kind) {
            (Some(pull), PageKind::Pricing) => 0.5 * pull + side_pull(&piece.kind, own),
            (Some(pull), _) => pull,
            (None, kind) => side_pull(kind, own),
        };
        freshness * (self.habits.aim * aimed + (1.0 - self.habits.aim) * 0.6)
    }

    fn median_seconds(&self, position: usize, piece: &Piece) -> f64 {
        let own = self.own.index();
        let by_match = match (&piece.kind, piece.room) {
            (PageKind::Pricing, _) => 34.0,
            (_, Some(room)) => [78.0, 47.0, 29.0, 24.0][room.index().abs_diff(own).min(3)],
            (_, None) => 20.0,
        };
        let again = if self.seen.get(position).is_some_and(|times| *times > 0) { 0.6 } else { 1.0 };
        by_match * self.habits.patience * again
    }

    fn goes_on(&self) -> f64 {
        self.habits.goes_on
    }

    fn takes_in(&mut self, position: usize, seconds: f64) {
        let again = self.seen.get(position).is_some_and(|times| *times > 0);
        if let Some(times) = self.seen.get_mut(position) {
            *times = times.saturating_add(1);
        }
        let Some(question) = self.answers.get(position).copied().flatten() else { return };
        let taken = 1.0 - (-seconds / 60.0).exp();
        let gain = self.strength * taken * if again { 0.4 } else { 1.0 };
        self.mind.learn(question, gain);
        self.own = self.mind.room();
        self.learned += taken;
    }
}
