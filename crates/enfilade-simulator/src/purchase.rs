//! A company in the course of buying: a problem that presses more or less, people who join, talk, doubt and read, a
//! budget, and in the end a decision for us, for a competitor, or none.

use enfilade_domain::{DealStage, Role, Room};

use crate::company::{Company, a_deal};
use crate::flavour::Climate;
use crate::market::Outcome;
use crate::member::Member;
use crate::random::Random;
use crate::recorder::Recorder;
use crate::session::Stand;

/// Below this, the problem is off the table.
const LEAST_PRESSURE: f64 = 0.14;
/// Where the buyer says he heard of us.
const HEARD: [&str; 8] = [
    "A former colleague uses you",
    "Found you when searching",
    "A podcast, I forget which",
    "LinkedIn",
    "You were at the trade fair",
    "An analyst's list",
    "Our consultant named you",
    "I have been reading your articles for a while",
];

/// How a company that is ready gets to talk to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Channel {
    Form,
    Phone,
    Outbound,
    Event,
}

impl Channel {
    const fn source(self) -> &'static str {
        match self {
            Self::Form => "inbound_form",
            Self::Phone => "phone",
            Self::Outbound => "outbound",
            Self::Event => "event",
        }
    }
}

/// What is already decided but has not come to pass.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Course {
    Open,
    /// With a competitor; we are told nothing.
    AtCompetitor {
        decided: f64,
    },
    /// A deal with us that ends on a day.
    WithUs {
        closes: f64,
        outcome: Outcome,
    },
}

#[derive(Debug)]
pub(crate) struct Purchase {
    start: f64,
    members: Vec<Member>,
    pressure: f64,
    /// What the pressure swings around; falls with the years.
    usual_pressure: f64,
    frozen_until: f64,
    budget_asked: Option<f64>,
    budget_open: bool,
    course: Course,
    /// A deal that somebody opened too early lies in the records until then.
    early_deal_until: f64,
    by_referral: bool,
    ready_since: Option<f64>,
    ended: Option<(f64, Outcome)>,
    shown: Option<(Option<Room>, bool)>,
}

impl Purchase {
    pub(crate) fn begin(
        company: &Company,
        start: f64,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) -> Self {
        let climate = stand.climate;
        let by_referral = random.chance(climate.referral_share);
        let (least, most) = climate.committee;
        let planned = random.whole(least, most);
        let others = [Role::Finance, Role::Executive, Role::Technical, Role::Legal, Role::Operations, Role::Executive];
        let entries = [Room::Problem, Room::Solution, Room::Offer, Room::Sales];
        let entry = entries[random.weighted(&[0.5, 0.29, 0.14, 0.07]).unwrap_or(0)];
        let members = (0..planned)
            .map(|seat| {
                let role = match seat {
                    0 if random.chance(0.75) => Role::Champion,
                    _ => random.one_of(&others).cloned().unwrap_or(Role::Finance),
                };
                let joins = if seat == 0 { start } else { start + random.exponential(climate.join_days) };
                let own_entry = if seat == 0 || random.chance(0.5) { entry } else { Room::Problem };
                let mut member = Member::draw(company, role, own_entry, joins, stand, recorder, random);
                if by_referral {
                    member.reads_seldom(random);
                }
                member
            })
            .collect();
        let is_weak = random.chance(0.26);
        let usual_pressure = if is_weak { random.between(0.2, 0.5) } else { random.normal(0.9, 0.2).max(0.45) };
        Self {
            start,
            members,
            pressure: random.between(0.7, 1.2),
            usual_pressure,
            frozen_until: f64::MIN,
            budget_asked: None,
            budget_open: random.chance(0.12),
            course: Course::Open,
            early_deal_until: f64::MIN,
            by_referral,
            ready_since: None,
            ended: None,
            shown: None,
        }
    }

    pub(crate) const fn ready_since(&self) -> Option<f64> {
        self.ready_since
    }

    pub(crate) const fn ended(&self) -> Option<(f64, Outcome)> {
        self.ended
    }

    /// One day of the company.
    /// How many take part in the decision.
    pub(crate) fn members(&self) -> usize {
        self.members.len()
    }

    pub(crate) fn day(
        &mut self,
        day: f64,
        company: &Company,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) {
        if let Some((_, outcome)) = self.ended {
            // Whoever bought from us comes for the documentation.
            if outcome == Outcome::Won {
                self.members.iter_mut().take(2).for_each(|member| member.use_product(day, stand, recorder, random));
            }
            return;
        }
        self.swing(day, stand.climate, random);
        let is_frozen = day < self.frozen_until;
        self.join(day, random);
        for seat in 0..self.members.len() {
            let attention = self.pressure * if is_frozen { 0.3 } else { 1.0 };
            let colleagues = self.members.len();
            let member = &mut self.members[seat];
            member.day(day, attention, self.by_referral, stand, random);
            if let Some(share) = member.look_things_up(day, attention, colleagues, company, stand, recorder, random) {
                self.forward(seat, share, random);
            }
        }
        self.talk(day, is_frozen, stand, random);
        self.ask_for_budget(day, is_frozen, stand.climate, random);
        let (room, ready) = self.state(day);
        self.decide(day, ready, company, stand, recorder, random);
        self.tell_truth(day, room, ready, company, recorder);
    }

    /// How much the problem presses, and what shakes the house.
    fn swing(&mut self, day: f64, climate: &Climate, random: &mut Random) {
        let memory_days = 45.0 * climate.slowness().sqrt();
        let pull = (self.usual_pressure - self.pressure) / memory_days;
        self.pressure += pull + 0.2 * (2.0 / memory_days).sqrt() * random.normal(0.0, 1.0);
        self.usual_pressure *= 1.0 - 0.0006 / climate.slowness();
        if random.chance(climate.freezes_per_year / 365.0) {
            self.frozen_until = day + random.pareto(14.0, 1.1).min(180.0);
            self.budget_open = false;
            self.budget_asked = None;
        }
        // A new boss asks everything again.
        if random.chance(0.1 / 365.0)
            && let Some(boss) = self.members.iter_mut().find(|member| member.role == Role::Executive)
        {
            boss.starts_over(random);
            self.budget_open = false;
            self.budget_asked = None;
        }
    }

    /// Late joiners are told the story so far; they believe a part of it.
    fn join(&mut self, day: f64, random: &mut Random) {
        let best: Vec<f64> = match self.members.iter().find(|member| member.has_joined(day)) {
            Some(member) => (0..member.mind.questions()).map(|question| member.mind.doubt(question)).collect(),
            None => return,
        };
        for member in self.members.iter_mut().filter(|member| !member.is_briefed && member.has_joined(day)) {
            member.is_briefed = true;
            let trust = random.between(0.1, 0.55);
            best.iter().enumerate().for_each(|(question, doubt)| member.mind.hear(question, *doubt, trust));
        }
    }

    /// A forwarded link reaches a colleague, and may be how he hears of the whole thing.
    fn forward(&mut self, from: usize, (piece, token, at): (usize, Option<String>, f64), random: &mut Random) {
        let to = random.below(self.members.len());
        if to != from
            && let Some(member) = self.members.get_mut(to)
        {
            let arrives = at + random.exponential(1.3) + 0.02;
            member.joins = member.joins.min(arrives);
            member.forwarded.push((arrives, piece, token));
        }
    }

    /// Meetings: certainty spreads, and sometimes a doubt does.
    fn talk(&mut self, day: f64, is_frozen: bool, stand: &Stand<'_>, random: &mut Random) {
        let present: Vec<usize> = (0..self.members.len()).filter(|seat| self.members[*seat].has_joined(day)).collect();
        let every_days = 11.0 * stand.climate.slowness().powf(0.8) * if is_frozen { 4.0 } else { 1.0 };
        if present.len() < 2 || day.rem_euclid(7.0) >= 5.0 || !random.chance(self.pressure / every_days) {
            return;
        }
        let present: Vec<usize> = present.into_iter().filter(|_| random.chance(0.8)).collect();
        let Some(speaker) = random.one_of(&present).copied() else { return };
        let questions = self.members[speaker].mind.questions();
        let spoken: Vec<f64> = (0..questions)
            .map(|question| {
                let doubts = present.iter().map(|seat| self.members[*seat].mind.doubt(question));
                doubts.sum::<f64>() / present.len() as f64
            })
            .collect();
        for seat in &present {
            let member = &mut self.members[*seat];
            for (question, doubt) in spoken.iter().enumerate() {
                member.mind.hear(question, doubt * 0.86, 0.3);
            }
            member.is_reminded(0.5);
        }
        if random.chance(0.13) {
            let question = random.below(questions);
            let by = random.between(0.2, 0.75);
            present.iter().for_each(|seat| self.members[*seat].mind.unsettle(question, by));
        }
    }

    /// Money follows understanding: whoever holds it must have come to the question of the right time.
    fn ask_for_budget(&mut self, day: f64, is_frozen: bool, climate: &Climate, random: &mut Random) {
        if self.budget_open || is_frozen {
            return;
        }
        let holds = |member: &&Member| matches!(member.role, Role::Finance | Role::Executive) && member.has_joined(day);
        let Some(holder) = self.members.iter().find(holds).or(self.members.first()) else { return };
        if self.budget_asked.is_none() && holder.mind.openness(Room::Solution) < 0.5 {
            self.budget_asked = Some(day + random.exponential(14.0 * climate.slowness()));
        }
        self.budget_open = self.budget_asked.is_some_and(|granted| granted <= day);
    }

    /// The company's room, the median of those who take part, and whether a conversation would be welcome.
    fn state(&self, day: f64) -> (Option<Room>, bool) {
        let mut rooms: Vec<Room> =
            self.members.iter().filter(|member| member.has_joined(day)).map(|member| member.mind.room()).collect();
        if rooms.is_empty() || self.pressure < LEAST_PRESSURE {
            return (None, false);
        }
        rooms.sort_unstable();
        let room = rooms[(rooms.len() - 1) / 2];
        let quorum = rooms.len() * 2 >= self.members.len();
        (Some(room), room == Room::Sales && quorum && self.budget_open && day >= self.frozen_until)
    }

    fn decide(
        &mut self,
        day: f64,
        ready: bool,
        company: &Company,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) {
        let climate = stand.climate;
        if ready && self.ready_since.is_none() {
            self.ready_since = Some(day);
        }
        match self.course {
            Course::AtCompetitor { decided } if day >= decided => self.ended = Some((day, Outcome::Competitor)),
            Course::WithUs { closes, outcome } if day >= closes => self.ended = Some((day, outcome)),
            Course::Open if self.pressure < LEAST_PRESSURE && day > self.start + 10.0 => {
                self.ended = Some((day, Outcome::NoDecision));
            }
            Course::Open if ready && random.chance(1.0 / climate.contact_days) => {
                self.make_contact(day, company, stand, recorder, random);
            }
            Course::Open if !ready && day > self.early_deal_until => {
                self.ask_too_early(day, company, stand, recorder, random);
            }
            _ => {}
        }
    }

    /// Ready, and somebody is called: us, or a competitor of whom we hear nothing.
    fn make_contact(
        &mut self,
        day: f64,
        company: &Company,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) {
        let cycle = stand.climate.decision_months * 30.4;
        let learned: f64 = self.members.iter().map(|member| member.learned).sum();
        let liking = 0.34 + 0.36 * (1.0 - (-learned / 12.0).exp()) + if self.by_referral { 0.3 } else { 0.0 };
        if !random.chance(liking) {
            self.course = Course::AtCompetitor { decided: day + random.exponential(0.05 * cycle) + 1.0 };
            return;
        }
        let channels = [Channel::Form, Channel::Phone, Channel::Outbound, Channel::Event];
        let channel = channels[random.weighted(&[0.66, 0.18, 0.1, 0.06]).unwrap_or(0)];
        let seats: Vec<f64> = self
            .members
            .iter()
            .map(|member| if member.has_joined(day) && member.mind.room() == Room::Sales { 1.0 } else { 0.0 })
            .collect();
        let seat = random.weighted(&seats).unwrap_or(0);
        let opened = match channel {
            Channel::Form => self.members[seat].request(day, "Demo Requested", company, stand, recorder, random),
            _ => day + random.between(0.35, 0.7),
        };
        let outcomes = [Outcome::Won, Outcome::Competitor, Outcome::NoDecision];
        let outcome = outcomes[random.weighted(&[0.56, 0.24, 0.2]).unwrap_or(0)];
        let closes = (opened + random.log_normal(0.17 * cycle, 0.45)).ceil();
        let stage = match outcome {
            Outcome::Won => DealStage::Won,
            Outcome::Competitor => DealStage::Lost,
            _ => DealStage::NoDecision,
        };
        let mut deal = a_deal(&company.account.domain, stage, channel.source(), random);
        deal.heard_from = match self.by_referral {
            true => Some(HEARD[0].to_owned()),
            false => random.chance(0.45).then(|| HEARD[random.below(HEARD.len())].to_owned()),
        };
        recorder.deal(opened, closes, deal);
        let domain = &company.account.domain;
        for number in 0..random.whole(1, 4) {
            let met = opened + 1.0 + f64::from(number as u32) * (closes - opened) / 4.0;
            let email = self.members[seat].person.email.clone();
            recorder.touch(met, Some(domain), Some(&email), if number == 0 { "call" } else { "meeting" }, false);
        }
        self.course = Course::WithUs { closes, outcome };
    }

    /// Somebody asks for a demonstration long before the house is ready, and a seller opens a deal.
    fn ask_too_early(
        &mut self,
        day: f64,
        company: &Company,
        stand: &Stand<'_>,
        recorder: &mut Recorder,
        random: &mut Random,
    ) {
        let per_day = 0.0022 / stand.climate.slowness();
        let eager = self
            .members
            .iter()
            .position(|member| member.has_joined(day) && matches!(member.mind.room(), Room::Offer | Room::Sales));
        let Some(seat) = eager.filter(|_| random.chance(per_day)) else { return };
        let opened = self.members[seat].request(day, "Demo Requested", company, stand, recorder, random);
        let closed = opened + random.log_normal(25.0, 0.5);
        recorder.deal(opened, closed, a_deal(&company.account.domain, DealStage::NoDecision, "inbound_form", random));
        self.early_deal_until = closed;
    }

    /// Writes down each change of a room, of the people and of the company.
    fn tell_truth(&mut self, day: f64, room: Option<Room>, ready: bool, company: &Company, recorder: &mut Recorder) {
        let domain = &company.account.domain;
        let is_over = self.ended.is_some();
        let is_outside = is_over || room.is_none();
        for member in &mut self.members {
            let own = Some(member.mind.room()).filter(|_| !is_outside && member.has_joined(day));
            if day >= 0.0 && member.shown.unwrap_or(None) != own {
                recorder.room(day, domain, Some(member.person.number), own, false);
                member.shown = Some(own);
            }
        }
        let state = if is_over { (None, false) } else { (room, ready) };
        if day >= 0.0 && self.shown.unwrap_or((None, false)) != state {
            recorder.room(day, domain, None, state.0, state.1);
            self.shown = Some(state);
        }
    }
}
