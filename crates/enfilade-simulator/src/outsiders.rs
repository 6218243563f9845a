//! Everybody who reads and is not buying: the larger part of any site's traffic.

use enfilade_domain::{Domain, PageKind, Piece, Role, Room};

use crate::company::{Company, junk_deal};
use crate::gadgets::Gadgets;
use crate::library::Library;
use crate::mail::{self, DIGEST_EVERY_DAYS, DIGEST_HOUR, SCANNER_AGENT, SECOND};
use crate::market::{Act, Part};
use crate::random::Random;
use crate::recorder::{Person, Recorder};
use crate::session::{self, Entry, Stand, Taste};

const ROLES: [Role; 5] = [Role::Operations, Role::Finance, Role::Legal, Role::Executive, Role::Technical];
const CRAWLER_AGENT: &str = "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example/)";

/// A taste that does not change by reading.
#[derive(Debug)]
struct Fixed {
    /// Pull of the pieces by position.
    pulls: Vec<f64>,
    seconds: fn(&Piece) -> f64,
    patience: f64,
    goes_on: f64,
}

impl Fixed {
    fn new(
        library: &Library,
        pull: fn(&Piece) -> f64,
        seconds: fn(&Piece) -> f64,
        goes_on: f64,
        r: &mut Random,
    ) -> Self {
        // Favourites differ from person to person.
        let pulls = library.pieces.iter().map(|piece| pull(piece) * r.gamma(1.5, 0.7)).collect();
        Self { pulls, seconds, patience: r.log_normal(1.0, 0.3), goes_on }
    }
}

impl Taste for Fixed {
    fn pull(&self, position: usize, _: &Piece) -> f64 {
        self.pulls.get(position).copied().unwrap_or(0.0)
    }

    fn median_seconds(&self, _: usize, piece: &Piece) -> f64 {
        (self.seconds)(piece) * self.patience
    }

    fn goes_on(&self) -> f64 {
        self.goes_on
    }

    fn takes_in(&mut self, position: usize, _: f64) {
        if let Some(pull) = self.pulls.get_mut(position) {
            *pull *= 0.5;
        }
    }
}

/// Where outsiders appear.
#[derive(Debug)]
pub(crate) struct Outsiders<'a> {
    pub(crate) stand: &'a Stand<'a>,
    pub(crate) recorder: &'a mut Recorder,
    pub(crate) random: Random,
}

fn a_role(random: &mut Random) -> Role {
    random.one_of(&ROLES).cloned().unwrap_or(Role::Operations)
}

fn is_weekend(day: f64) -> bool {
    day.rem_euclid(7.0) >= 5.0
}

/// The next working day at or after a day.
fn working_day(day: f64) -> f64 {
    let day = day.floor();
    if is_weekend(day) { day + 7.0 - day.rem_euclid(7.0) } else { day }
}

impl Outsiders<'_> {
    fn somebody(&mut self, part: Part, company: Option<&Company>) -> Person {
        let (office, share) = company
            .map_or((None, 0.0), |company| (Some(company.office_address.clone()), self.stand.climate.office_share));
        let gadgets = Gadgets::draw(office, share, &mut self.random);
        let role = a_role(&mut self.random);
        self.recorder.person(part, role, company.map(|company| &company.account.domain), gadgets, &mut self.random)
    }

    fn read(&mut self, person: &mut Person, taste: &mut Fixed, entry: &Entry, day: f64) -> session::Reading {
        session::read(self.stand.library, self.recorder, person, taste, entry, day, &mut self.random)
    }

    /// The outsiders at one company.
    pub(crate) fn at_company(&mut self, company: &Company) {
        for _ in 0..self.random.count(self.stand.climate.curious) {
            self.curious(company);
        }
        for _ in 0..self.random.count(self.stand.climate.digest_readers) {
            self.digest_reader(company);
        }
        for _ in 0..self.random.count(self.stand.climate.passing_colleagues) {
            self.passing_colleague(company);
        }
        if company.is_customer {
            for _ in 0..self.random.whole(1, 4) {
                self.customer(company);
            }
        }
        for _ in 0..self.random.count(self.stand.climate.cold_touches_per_year * self.recorder.days() / 365.0) {
            let day = working_day(self.random.between(0.0, self.recorder.days())) + self.random.between(0.3, 0.7);
            self.recorder.touch(day, Some(&company.account.domain), None, "cold_outreach", true);
            // Sellers now and then book their own hopes as a deal.
            if self.random.chance(0.06) {
                junk_deal(self.recorder, &company.account.domain, day + 3.0, "outbound", &mut self.random);
            }
        }
    }

    /// The outsiders who belong to no company of the market, or to none that is known.
    pub(crate) fn elsewhere(&mut self, companies: &[Company]) {
        let market = companies.len() as f64;
        for _ in 0..self.random.count(self.stand.climate.students * market) {
            let company = self.random.one_of(companies).filter(|_| companies.len() > 1);
            let host = company.filter(|company| company.account.industry.as_deref() == Some("Education"));
            self.student(host);
        }
        for _ in 0..self.random.count(self.stand.climate.candidates * market) {
            let employer = self.random.one_of(companies).cloned();
            self.job_seeker(employer.as_ref());
        }
        for _ in 0..self.stand.climate.rivals {
            self.rival();
        }
        for _ in 0..self.stand.climate.crawlers {
            self.crawler();
        }
    }

    /// Reads very much in a day or three, hardly looks, fills forms in, is gone.
    fn curious(&mut self, company: &Company) {
        let mut person = self.somebody(Part::Curious, Some(company));
        let goes_on = self.random.between(0.8, 0.94);
        let pull = |piece: &Piece| match (&piece.kind, piece.room) {
            (PageKind::Pricing, _) => 1.4,
            (PageKind::DemoForm, _) => 0.4,
            (PageKind::Careers | PageKind::Docs | PageKind::Login, _) => 0.15,
            (_, Some(Room::Offer | Room::Sales)) => 0.7,
            _ => 1.0,
        };
        let mut taste = Fixed::new(self.stand.library, pull, |_| 14.0, goes_on, &mut self.random);
        let entry = if self.random.chance(0.6) { Entry::Social } else { Entry::Advertisement };
        let mut day = working_day(self.random.between(0.0, self.recorder.days()));
        for sitting in 0..self.random.whole(1, 4) {
            let from = if sitting == 0 { entry.clone() } else { Entry::Direct };
            let reading = self.read(&mut person, &mut taste, &from, day);
            if self.random.chance(0.16) {
                let name = if self.random.chance(0.55) { "Demo Requested" } else { "Content Downloaded" };
                self.form(&mut person, &reading, name, company);
            }
            // A few come back after half a year and do the same again.
            let gap =
                if self.random.chance(0.08) { self.random.between(60.0, 200.0) } else { self.random.between(1.0, 4.0) };
            day = working_day(day + gap);
        }
    }

    fn form(&mut self, person: &mut Person, reading: &session::Reading, name: &'static str, company: &Company) {
        let now = session::send_form(self.stand.library, self.recorder, person, reading, name, &mut self.random);
        let domain = &company.account.domain;
        let called = now + self.random.between(0.1, 2.5);
        self.recorder.touch(called, Some(domain), Some(&person.email), "lead_followup", true);
        if name == "Demo Requested" && self.random.chance(0.6) {
            junk_deal(self.recorder, domain, called, "inbound_form", &mut self.random);
        }
    }

    /// Opens the digest for months, clicks now and then, never needs anything.
    fn digest_reader(&mut self, company: &Company) {
        let mut person = self.somebody(Part::DigestReader, Some(company));
        let pull = |piece: &Piece| if piece.room.is_some() { 1.0 } else { 0.2 };
        let mut taste = Fixed::new(
            self.stand.library,
            pull,
            |piece| if piece.room.is_some() { 26.0 } else { 14.0 },
            0.25,
            &mut self.random,
        );
        let joined = working_day(self.random.between(-200.0, self.recorder.days() * 0.8)).max(0.0);
        let reading = self.read(&mut person, &mut taste, &Entry::Search, joined);
        session::send_form(
            self.stand.library,
            self.recorder,
            &mut person,
            &reading,
            "Newsletter Signup",
            &mut self.random,
        );
        let (opens, clicks) = (self.random.beta(3.0, 2.5), self.random.beta(1.3, 5.0));
        let until = joined + self.random.exponential(420.0);
        self.subscribe(&mut person, &mut taste, (reading.ended, until), (opens, clicks), company);
    }

    /// What a subscription brings: mails, the pixel in them, the links, and the machine that follows every link.
    fn subscribe(
        &mut self,
        person: &mut Person,
        taste: &mut Fixed,
        (from, until): (f64, f64),
        (opens, clicks): (f64, f64),
        company: &Company,
    ) {
        for (issue, pieces) in self.stand.digests.iter().enumerate() {
            let sent = (issue * DIGEST_EVERY_DAYS + 1) as f64 + DIGEST_HOUR;
            if sent < from || sent > until {
                continue;
            }
            let Some(piece) = self.random.one_of(pieces).copied() else { continue };
            if company.has_scanner {
                mail::scan(self.stand.library, self.recorder, company, &person.email, piece, sent, &mut self.random);
            }
            if !self.random.chance(opens) {
                continue;
            }
            let opened = sent + self.random.exponential(0.3);
            mail::mail_event(self.recorder, "Email Opened", &person.email, None, opened);
            if self.random.chance(clicks) {
                let clicked = opened + self.random.between(10.0, 90.0) * SECOND;
                let path = self.stand.library.pieces.get(piece).map(|piece| piece.path.clone());
                mail::mail_event(self.recorder, "Email Link Clicked", &person.email, path, clicked);
                self.read(person, taste, &Entry::Digest(piece), clicked + SECOND);
            }
        }
    }

    fn passing_colleague(&mut self, company: &Company) {
        let mut person = self.somebody(Part::Colleague, Some(company));
        let pull = |piece: &Piece| if piece.kind == PageKind::Careers { 0.2 } else { 1.0 };
        let mut taste = Fixed::new(self.stand.library, pull, |_| 28.0, 0.35, &mut self.random);
        let piece = self.random.weighted(&taste.pulls).unwrap_or(0);
        let entry = match self.random.below(4) {
            0 => Entry::Search,
            1 => Entry::Referral,
            2 => Entry::Social,
            _ => Entry::Forwarded { piece, token: None },
        };
        let day = working_day(self.random.between(0.0, self.recorder.days()));
        self.read(&mut person, &mut taste, &entry, day);
    }

    /// Works with the product: documentation and log-in week after week.
    fn customer(&mut self, company: &Company) {
        let mut person = self.somebody(Part::Customer, Some(company));
        let per_day = self.random.gamma(1.2, 0.11);
        let mut day = self.random.between(0.0, 20.0);
        while day < self.recorder.days() {
            if !is_weekend(day) {
                let (library, random) = (self.stand.library, &mut self.random);
                let reading = work_with_product(library, self.recorder, &mut person, day.floor(), random);
                if !reading.is_named && self.random.chance(0.5) {
                    session::identify(self.recorder, &mut person, &reading.sitting, reading.ended);
                }
            }
            day += self.random.exponential(1.0 / per_day).max(0.4);
        }
    }

    /// Writes a paper: long and thorough for some weeks, about problems and ways to solve them.
    fn student(&mut self, host: Option<&Company>) {
        let mut person = self.somebody(Part::Student, host);
        let pull = |piece: &Piece| match piece.room {
            Some(Room::Problem) => 3.0,
            Some(Room::Solution) => 2.0,
            Some(_) => 0.35,
            None => 0.3,
        };
        let mut taste = Fixed::new(
            self.stand.library,
            pull,
            |piece| if piece.room.is_some() { 85.0 } else { 22.0 },
            0.78,
            &mut self.random,
        );
        let mut day = working_day(self.random.between(0.0, self.recorder.days()));
        let until = day + self.random.exponential(30.0);
        while day <= until {
            self.read(&mut person, &mut taste, &Entry::Search, day.floor());
            day += self.random.exponential(5.0).max(1.0);
        }
    }

    fn job_seeker(&mut self, employer: Option<&Company>) {
        let mut person = self.somebody(Part::JobSeeker, employer);
        let pull = |piece: &Piece| match piece.kind {
            PageKind::Careers => 9.0,
            PageKind::About => 4.0,
            PageKind::Home | PageKind::Product | PageKind::Case => 1.0,
            _ => 0.15,
        };
        let mut taste = Fixed::new(
            self.stand.library,
            pull,
            |piece| if piece.kind == PageKind::Careers { 55.0 } else { 27.0 },
            0.75,
            &mut self.random,
        );
        let mut day = self.random.between(0.0, self.recorder.days()).floor();
        for _ in 0..self.random.whole(1, 6) {
            let entry = if self.random.chance(0.5) { Entry::Search } else { Entry::Direct };
            self.read(&mut person, &mut taste, &entry, day);
            day += self.random.between(1.0, 9.0).floor();
        }
    }

    /// Somebody of a competitor studies prices and references.
    fn rival(&mut self) {
        let name = self.recorder.names.company(&mut self.random);
        let gadgets = Gadgets::draw(None, 0.0, &mut self.random);
        let domain = Domain::parse(&name.domain).ok();
        let role = a_role(&mut self.random);
        let mut person = self.recorder.person(Part::Competitor, role, domain.as_ref(), gadgets, &mut self.random);
        let pull = |piece: &Piece| match piece.kind {
            PageKind::Pricing => 5.0,
            PageKind::Product | PageKind::Case => 2.5,
            PageKind::Careers => 1.5,
            _ => 0.5,
        };
        let mut taste = Fixed::new(self.stand.library, pull, |_| 30.0, 0.8, &mut self.random);
        let mut day = working_day(self.random.between(0.0, 60.0));
        while day < self.recorder.days() {
            self.read(&mut person, &mut taste, &Entry::Direct, day);
            day = working_day(day + self.random.exponential(40.0).max(1.0));
        }
    }

    /// A machine that fetches page after page; half of them say so.
    fn crawler(&mut self) {
        let gadgets = Gadgets::draw(None, 0.0, &mut self.random);
        let person = self.recorder.person(Part::Bot, Role::Operations, None, gadgets, &mut self.random);
        let says_so = self.random.chance(0.5);
        let mut day = self.random.between(0.0, 30.0);
        while day < self.recorder.days() {
            let sitting = mail::machine(if says_so { CRAWLER_AGENT } else { SCANNER_AGENT }, &mut self.random);
            let mut now = day;
            for _ in 0..self.random.whole(6, 30) {
                let Some(piece) = self.random.one_of(&self.stand.library.pieces) else { break };
                let seconds = self.random.between(0.2, 1.6);
                let act = Act::Page { path: piece.path.clone(), query: None, referrer: String::new(), seconds };
                self.recorder.act(now, &person, &sitting, false, act);
                now += (seconds + self.random.share()) * SECOND;
            }
            day += self.random.exponential(35.0);
        }
    }
}

/// A sitting with the documentation.
pub(crate) fn work_with_product(
    library: &Library,
    recorder: &mut Recorder,
    person: &mut Person,
    day: f64,
    random: &mut Random,
) -> session::Reading {
    let pull = |piece: &Piece| match piece.kind {
        PageKind::Docs => 6.0,
        PageKind::Login => 5.0,
        PageKind::Pricing | PageKind::Careers => 0.1,
        PageKind::Product => 0.5,
        _ => 0.25,
    };
    let seconds = |piece: &Piece| if piece.kind == PageKind::Login { 8.0 } else { 42.0 };
    let mut taste = Fixed::new(library, pull, seconds, 0.55, random);
    session::read(library, recorder, person, &mut taste, &Entry::Direct, day, random)
}
