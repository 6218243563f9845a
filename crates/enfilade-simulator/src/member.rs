//! One person of a committee: understands, forgets, is busy elsewhere, and now and then looks something up.

use enfilade_domain::{Role, Room};

use crate::company::Company;
use crate::gadgets::Gadgets;
use crate::mail::{self, DIGEST_EVERY_DAYS, DIGEST_HOUR};
use crate::market::{Act, Part};
use crate::mind::Mind;
use crate::outsiders;
use crate::random::Random;
use crate::recorder::{Person, Recorder};
use crate::session::{self, Curiosity, Entry, Habits, Stand};

/// A link to be passed on: piece, token of the share button, when.
pub(crate) type Share = (usize, Option<String>, f64);

#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) person: Person,
    pub(crate) role: Role,
    pub(crate) mind: Mind,
    pub(crate) joins: f64,
    pub(crate) is_briefed: bool,
    /// Links that colleagues sent: when they are opened, the piece, the token.
    pub(crate) forwarded: Vec<(f64, usize, Option<String>)>,
    /// Pages' worth of what the vendor taught this person.
    pub(crate) learned: f64,
    /// The room last written down.
    pub(crate) shown: Option<Option<Room>>,
    habits: Habits,
    /// How readily this person looks at a vendor's site at all.
    web_habit: f64,
    /// What a sitting leaves behind, fading in days and in weeks.
    fresh_urge: f64,
    lasting_urge: f64,
    away_until: f64,
    seen: Vec<u16>,
    subscribed_on: Option<f64>,
}

impl Member {
    pub(crate) fn draw(
        company: &Company,
        role: Role,
        entry: Room,
        joins: f64,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) -> Self {
        let gadgets = Gadgets::draw(Some(company.office_address.clone()), stand.climate.office_share, random);
        let domain = Some(&company.account.domain);
        let person = recorder.person(Part::Committee, role.clone(), domain, gadgets, random);
        // Some never read themselves and let others tell them.
        let web_habit = random.log_normal(1.0, 0.6) * if random.chance(0.17) { 0.06 } else { 1.0 };
        Self {
            person,
            mind: Mind::entering(stand.library, &role, entry, random),
            role,
            joins,
            is_briefed: false,
            forwarded: Vec::new(),
            learned: 0.0,
            shown: None,
            habits: Habits::draw(random),
            web_habit: web_habit * stand.climate.web_habit,
            fresh_urge: random.between(0.4, 1.6),
            lasting_urge: random.between(0.2, 1.0),
            away_until: f64::MIN,
            seen: vec![0; stand.library.pieces.len()],
            subscribed_on: None,
        }
    }

    pub(crate) fn reads_seldom(&mut self, random: &mut Random) {
        self.web_habit *= random.between(0.03, 0.2);
    }

    pub(crate) fn has_joined(&self, day: f64) -> bool {
        self.joins.floor() <= day
    }

    pub(crate) fn is_reminded(&mut self, by: f64) {
        self.fresh_urge = (self.fresh_urge + by).min(2.5);
    }

    /// Another person takes over the seat's questions: nothing is settled any more.
    pub(crate) fn starts_over(&mut self, random: &mut Random) {
        for room in Room::ALL {
            self.mind.unsettle_room(room, random.between(0.4, 0.9));
        }
    }

    /// What a day does to a mind without any website: talk, other sources, forgetting.
    pub(crate) fn day(&mut self, day: f64, attention: f64, by_referral: bool, stand: &Stand<'_>, random: &mut Random) {
        if !self.has_joined(day) {
            return;
        }
        let slowness = stand.climate.slowness();
        self.fresh_urge *= (-1.0_f64 / 2.5).exp();
        self.lasting_urge *= (-1.0 / (30.0 * slowness.sqrt())).exp();
        self.mind.forget(0.0012 / slowness.sqrt());
        let per_day = 0.17 * attention * slowness.powf(-0.85) * if by_referral { 2.4 } else { 1.0 };
        if !random.chance(per_day.min(0.9)) {
            return;
        }
        let own = self.mind.room();
        let weights: Vec<f64> = stand
            .library
            .questions
            .iter()
            .enumerate()
            .map(|(question, asked)| {
                // Others tell of problems and ways more often than of us; a friend of ours tells of us, too.
                let told = if asked.room == Room::Sales && !by_referral { 0.5 } else { 1.0 };
                let near = [1.0, 0.35, 0.1, 0.05][asked.room.index().abs_diff(own.index()).min(3)];
                told * near * self.mind.doubt(question) * self.mind.care(question)
            })
            .collect();
        if let Some(question) = random.weighted(&weights) {
            self.mind.learn(question, random.between(0.1, 0.6) * stand.climate.pace);
        }
    }

    /// Sits down at the vendor's site, if this is such a day. Returns a link to pass on.
    #[expect(clippy::too_many_arguments, reason = "a day needs the company, the site, the records and chance")]
    pub(crate) fn look_things_up(
        &mut self,
        day: f64,
        attention: f64,
        colleagues: usize,
        company: &Company,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) -> Option<Share> {
        if !self.has_joined(day) {
            return None;
        }
        let mut share = None;
        for (at, piece, token) in std::mem::take(&mut self.forwarded) {
            if at < day + 1.0 {
                let entry = Entry::Forwarded { piece, token };
                if self.web_habit > 0.02 && random.chance(0.85) {
                    self.sit_down(at, &entry, stand, recorder, random);
                }
            } else {
                self.forwarded.push((at, piece, token));
            }
        }
        self.digest(day, company, stand, recorder, random);
        if day < self.away_until {
            return None;
        }
        let slowness = stand.climate.slowness();
        let wish = 0.035 + 0.16 * self.fresh_urge + 0.05 * self.lasting_urge;
        let open = 0.3 + 0.7 * self.mind.openness(self.mind.room());
        let weekend = if day.rem_euclid(7.0) >= 5.0 { 0.15 } else { 1.2 };
        let per_day = self.web_habit * attention * wish * open * weekend * slowness.powf(-0.6);
        for _ in 0..random.count(per_day).min(2) {
            let entry = match random.weighted(&[0.44, 0.36, 0.05, 0.05, 0.05]).unwrap_or(0) {
                0 if self.learned > 0.0 => Entry::Direct,
                0 | 1 => Entry::Search,
                2 => Entry::Social,
                3 => Entry::Advertisement,
                _ => Entry::Referral,
            };
            let reading = self.sit_down(day, &entry, stand, recorder, random);
            if let Some((piece, seconds)) = reading.best.filter(|(_, seconds)| *seconds > 50.0)
                && colleagues > 1
                && random.chance(0.1)
            {
                share = Some(self.pass_on(
                    piece,
                    reading.ended + seconds.min(9.0) / 86_400.0,
                    &reading,
                    recorder,
                    stand,
                    random,
                ));
            }
            self.maybe_sign_up(&reading, company, stand, recorder, random);
        }
        share
    }

    fn sit_down(
        &mut self,
        day: f64,
        entry: &Entry,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) -> session::Reading {
        let slowness = stand.climate.slowness();
        let mut taste = Curiosity {
            answers: stand.answers,
            own: self.mind.room(),
            mind: &mut self.mind,
            role: &self.role,
            habits: &self.habits,
            seen: &mut self.seen,
            strength: 0.5 * stand.climate.pace * slowness.powf(-0.15),
            learned: 0.0,
        };
        let reading = session::read(stand.library, recorder, &mut self.person, &mut taste, entry, day, random);
        self.learned += taste.learned;
        self.fresh_urge = (self.fresh_urge + 0.9).min(2.5);
        self.lasting_urge = (self.lasting_urge + 0.45).min(2.5);
        // Something else comes up: most often for days, sometimes for months.
        if random.chance(0.24) {
            self.away_until = day + random.pareto(4.5 * slowness.powf(0.5), 0.95).min(260.0);
        }
        reading
    }

    fn pass_on(
        &mut self,
        piece: usize,
        at: f64,
        reading: &session::Reading,
        recorder: &mut Recorder,
        stand: &Stand<'_>,
        random: &mut Random,
    ) -> Share {
        // Three in five use the button; the others copy the address, and nobody sees it.
        let token = random.chance(0.6).then(|| recorder.token());
        if token.is_some() {
            let content = stand.library.pieces.get(piece).map(|piece| piece.path.clone());
            let act = Act::Track { name: "Content Shared", content, share_token: token.clone(), domain: None };
            recorder.act(at, &self.person, &reading.sitting, reading.is_named, act);
        }
        (piece, token, at)
    }

    fn maybe_sign_up(
        &mut self,
        reading: &session::Reading,
        company: &Company,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) {
        let (name, probability) = match self.subscribed_on {
            None if random.chance(0.5) => ("Newsletter Signup", 0.04),
            _ => ("Content Downloaded", 0.03),
        };
        if !random.chance(probability) {
            return;
        }
        let now = session::send_form(stand.library, recorder, &mut self.person, reading, name, random);
        if name == "Newsletter Signup" {
            self.subscribed_on = Some(now);
        }
        if name == "Content Downloaded" && random.chance(0.6) {
            self.is_called(now + random.between(0.1, 2.0), company, recorder, random);
        }
    }

    /// A seller calls. Before the own question of timing is settled, that costs trust.
    fn is_called(&mut self, at: f64, company: &Company, recorder: &mut Recorder, random: &mut Random) {
        recorder.touch(at, Some(&company.account.domain), Some(&self.person.email), "lead_followup", true);
        if self.mind.room() < Room::Offer {
            self.mind.unsettle_room(Room::Sales, 0.15);
            if random.chance(0.4) {
                self.away_until = self.away_until.max(at + random.pareto(7.0, 1.1).min(150.0));
            }
        }
    }

    fn digest(&mut self, day: f64, company: &Company, stand: &Stand<'_>, recorder: &mut Recorder, random: &mut Random) {
        let Some(since) = self.subscribed_on else { return };
        let is_issue = day >= 1.0 && (day as usize - 1).is_multiple_of(DIGEST_EVERY_DAYS) && since < day;
        let issue = (day.max(1.0) as usize - 1) / DIGEST_EVERY_DAYS;
        let Some(pieces) = stand.digests.get(issue).filter(|_| is_issue) else { return };
        let Some(piece) = random.one_of(pieces).copied() else { return };
        let sent = day + DIGEST_HOUR;
        if company.has_scanner {
            mail::scan(stand.library, recorder, company, &self.person.email, piece, sent, random);
        }
        if random.chance(0.55) {
            let opened = sent + random.exponential(0.2);
            mail::mail_event(recorder, "Email Opened", &self.person.email, None, opened);
            if random.chance(0.3) {
                let clicked = opened + random.between(8.0, 80.0) / 86_400.0;
                let path = stand.library.pieces.get(piece).map(|piece| piece.path.clone());
                mail::mail_event(recorder, "Email Link Clicked", &self.person.email, path, clicked);
                self.sit_down(clicked, &Entry::Digest(piece), stand, recorder, random);
            }
        }
    }

    /// Asks for a conversation through the site. Returns when.
    pub(crate) fn request(
        &mut self,
        day: f64,
        name: &'static str,
        company: &Company,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) -> f64 {
        let reading = self.sit_down(day, &Entry::Direct, stand, recorder, random);
        let at = session::send_form(stand.library, recorder, &mut self.person, &reading, name, random);
        recorder.touch(
            at + random.between(0.05, 1.2),
            Some(&company.account.domain),
            Some(&self.person.email),
            "lead_followup",
            true,
        );
        at
    }

    /// After the purchase: documentation and log-in.
    pub(crate) fn use_product(&mut self, day: f64, stand: &Stand<'_>, recorder: &mut Recorder, random: &mut Random) {
        if day.rem_euclid(7.0) < 5.0 && random.chance(0.07) {
            outsiders::work_with_product(stand.library, recorder, &mut self.person, day, random);
        }
    }
}
