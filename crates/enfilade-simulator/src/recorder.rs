//! Writes down what happens: for the vendor what it can see, for the judge what is true.

use enfilade_domain::{Deal, Domain, Money, Role, Room, Timestamp, Touch};

use crate::gadgets::{Gadgets, Sitting};
use crate::market::{Act, CompanyTruth, Occurrence, Part, PersonTruth, RoomTruth, Truth};
use crate::names::Names;
use crate::random::Random;

/// Somebody who reads.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) number: usize,
    pub(crate) name: String,
    /// Also the user id once it was given.
    pub(crate) email: String,
    pub(crate) domain: Option<Domain>,
    pub(crate) gadgets: Gadgets,
}

#[derive(Debug)]
pub(crate) struct Recorder {
    start: Timestamp,
    days: f64,
    pub(crate) names: Names,
    identifiers: Random,
    pub(crate) occurrences: Vec<Occurrence>,
    pub(crate) deals: Vec<Deal>,
    pub(crate) touches: Vec<Touch>,
    pub(crate) truth: Truth,
}

impl Recorder {
    pub(crate) fn new(start: Timestamp, days: f64, identifiers: Random) -> Self {
        Self {
            start,
            days,
            names: Names::default(),
            identifiers,
            occurrences: Vec::new(),
            deals: Vec::new(),
            touches: Vec::new(),
            truth: Truth::default(),
        }
    }

    pub(crate) fn at(&self, day: f64) -> Timestamp {
        self.start.plus_days(day)
    }

    pub(crate) fn days(&self) -> f64 {
        self.days
    }

    fn is_inside(&self, day: f64) -> bool {
        (0.0..self.days).contains(&day)
    }

    /// A new person who gives an address at the company, or one at a free mail service.
    pub(crate) fn person(
        &mut self,
        part: Part,
        role: Role,
        domain: Option<&Domain>,
        gadgets: Gadgets,
        random: &mut Random,
    ) -> Person {
        let at_work = domain.filter(|_| random.chance(0.78));
        let mail_domain = at_work.map_or("gmail.example", Domain::as_str);
        let (name, email) = self.names.person(mail_domain, random);
        let number = self.truth.people.len();
        self.truth.people.push(PersonTruth { part, role, domain: domain.cloned() });
        Person { number, name, email, domain: domain.cloned(), gadgets }
    }

    /// Something a person did in a sitting.
    pub(crate) fn act(&mut self, day: f64, person: &Person, sitting: &Sitting, is_named: bool, act: Act) {
        if !self.is_inside(day) {
            return;
        }
        // Cookies of the time before the first day are listed when they are first seen.
        if self.truth.cookies.last().is_none_or(|(last, _)| *last != sitting.anonymous_id) {
            self.truth.cookies.push((sitting.anonymous_id.clone(), person.number));
        }
        let occurrence = Occurrence {
            at: self.at(day),
            message_id: self.identifiers.identifier(),
            anonymous_id: Some(sitting.anonymous_id.clone()),
            user_id: is_named.then(|| person.email.clone()),
            address: Some(sitting.address.clone()),
            agent: Some(sitting.agent.to_owned()),
            act,
        };
        self.occurrences.push(occurrence);
    }

    /// Something a mail system or an advertising network reports; no browser of the site was involved.
    pub(crate) fn report(&mut self, day: f64, user_id: Option<&str>, act: Act) {
        if !self.is_inside(day) {
            return;
        }
        let message_id = self.identifiers.identifier();
        // An impression has no user; the collector wants one id at least.
        let anonymous_id = user_id.is_none().then(|| self.identifiers.identifier());
        self.occurrences.push(Occurrence {
            at: self.at(day),
            message_id,
            anonymous_id,
            user_id: user_id.map(str::to_owned),
            address: None,
            agent: None,
            act,
        });
    }

    pub(crate) fn token(&mut self) -> String {
        let identifier = self.identifiers.identifier();
        identifier.chars().filter(char::is_ascii_hexdigit).take(12).collect()
    }

    pub(crate) fn room(&mut self, day: f64, domain: &Domain, person: Option<usize>, room: Option<Room>, ready: bool) {
        if self.is_inside(day) {
            self.truth.rooms.push(RoomTruth { at: self.at(day), domain: domain.clone(), person, room, ready });
        }
    }

    pub(crate) fn company(&mut self, truth: CompanyTruth) {
        self.truth.companies.push(truth);
    }

    pub(crate) fn touch(&mut self, day: f64, domain: Option<&Domain>, email: Option<&str>, kind: &str, asks: bool) {
        if self.is_inside(day) {
            let by = Some("sales".to_owned());
            let (domain, email) = (domain.cloned(), email.map(str::to_owned));
            self.touches.push(Touch { at: self.at(day), domain, email, kind: kind.to_owned(), by, asks });
        }
    }

    /// Records a deal that opened inside the market's time. One that closes after the last day is still open.
    pub(crate) fn deal(&mut self, opened: f64, closed: f64, mut deal: Deal) {
        if !self.is_inside(opened) {
            return;
        }
        deal.deal_id = format!("D{}", self.deals.len());
        deal.opened_at = self.at(opened);
        deal.closed_at = self.is_inside(closed).then(|| self.at(closed));
        if deal.closed_at.is_none() {
            deal.stage = enfilade_domain::DealStage::Open;
        }
        self.deals.push(deal);
    }
}

pub(crate) fn amount(random: &mut Random) -> Option<Money> {
    Some(Money { minor: (random.log_normal(21_000.0, 0.9) * 100.0) as i64, currency: Some("EUR".to_owned()) })
}
