//! What happened, day by day, as domain events with believable times.

use std::collections::BTreeMap;
use std::net::IpAddr;

use enfilade_domain::{
    Action, Channel, CompanyClaim, CompanyClaimKind, DAY_MS, Event, HOUR_MS, MINUTE_MS, Place, Source, Timestamp,
    UserId,
};

use super::moment::{Moment, Silence, moments, scatter, silence};
use super::record::{company_of, deal, decide, first_address, identified, touch, visitor_of};
use super::stated::stated;
use super::words::{JourneyError, Words};
use super::{FIRST_MOMENT, Scenario};

/// Everything of a day happens in the 14 hours after its first moment, before its expectations are read.
const DAY_LENGTH_MS: i64 = 14 * HOUR_MS;
/// More than the half hour of inactivity that ends a visit.
const BETWEEN_VISITS_MS: i64 = 40 * MINUTE_MS;
/// At most so many events in one file; a slip such as `d0..d9999` with a crowd must not fill the memory.
const MOST_EVENTS: usize = 100_000;

/// Words for things that are done once and need nothing but an object.
const DEEDS: [(&str, &str, Action); 13] = [
    ("requests", "demo", Action::DemoRequested),
    ("requests", "contact", Action::ContactRequested),
    ("signs-up", "newsletter", Action::NewsletterSignup),
    ("receives", "email", Action::EmailDelivered),
    ("opens", "email", Action::EmailOpened),
    ("clicks", "email", Action::EmailLinkClicked),
    ("sees", "ad", Action::AdImpression),
    ("registers", "webinar", Action::WebinarRegistered),
    ("attends", "webinar", Action::WebinarAttended),
    ("books", "meeting", Action::MeetingBooked),
    ("holds", "meeting", Action::MeetingHeld),
    ("holds", "call", Action::CallHeld),
    ("views", "proposal", Action::ProposalViewed),
];

/// How a page is read: active seconds and the deepest point reached.
#[derive(Debug, Clone, Copy)]
struct Depth {
    seconds: f32,
    scroll: f32,
}

const DEEP: Depth = Depth { seconds: 150.0, scroll: 0.9 };
const READ: Depth = Depth { seconds: 60.0, scroll: 0.6 };
const GLANCE: Depth = Depth { seconds: 6.0, scroll: 0.1 };

/// What is known while the lines are read from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    /// From which address a visitor comes.
    addresses: BTreeMap<String, IpAddr>,
    /// When an actor last did something on a day, in milliseconds after its first moment.
    busy_until: BTreeMap<(u32, String), i64>,
    silences: Vec<Silence>,
    shares: usize,
}

impl Timeline {
    /// `visitor NAME at DOMAIN`: the visitor comes from this account's own network. `visitor NAME from ADDRESS`: from an
    /// address of which nothing is stated.
    pub(super) fn visitor(&mut self, scenario: &mut Scenario, words: &mut Words) -> Result<(), JourneyError> {
        let name = words.need("the visitor")?;
        if words.take("from") {
            let text = words.need("the address")?;
            let address = text.parse().map_err(|_| words.error(format!("`{text}` is not an IP address")))?;
            self.addresses.insert(name, address);
            return Ok(());
        }
        if !words.take("at") {
            return Err(words.error("`at` and the account's domain, or `from` and an address, are missing"));
        }
        let domain = words.need_domain("the account")?;
        let account = scenario.accounts.iter().find(|account| account.domain == domain);
        let network = account.and_then(|account| account.office_networks.first());
        let Some(address) = network.and_then(|network| first_address(network)) else {
            return Err(words.error(format!("state `account {domain} … office CIDR` first")));
        };
        self.addresses.insert(name, address);
        Ok(())
    }

    /// A line that begins with days.
    pub(super) fn happening(
        &mut self,
        scenario: &mut Scenario,
        days: &str,
        words: &mut Words,
    ) -> Result<(), JourneyError> {
        if let Some(silence) = silence(days, words) {
            self.silences.push(silence);
            return Ok(());
        }
        let moments = moments(days, words)?;
        let actor = words.need("who did it")?;
        if actor.contains("..") {
            return Err(words.error(format!("`{actor}` is not a row of visitors such as v1..v40")));
        }
        match (actor.as_str(), moments.as_slice()) {
            ("deal", [moment]) => deal(scenario, *moment, words)?,
            (verb @ ("declare" | "overrule" | "verdict" | "request"), [moment]) => {
                stated(scenario, verb, *moment, words)?;
            }
            ("touch", moments) => {
                for moment in moments {
                    scenario.touches.push(touch(*moment, &mut words.clone())?);
                }
                words.skip_all();
            }
            ("deal" | "declare" | "overrule" | "verdict" | "request", _) => {
                return Err(words.error(format!("a {actor} has one day")));
            }
            (_, moments) => {
                for moment in moments {
                    // Every repetition reads the same words again.
                    let mut again = words.clone();
                    self.act(scenario, &actor, *moment, &mut again)?;
                    again.finish()?;
                }
                words.skip_all();
            }
        }
        Ok(())
    }

    fn act(
        &mut self,
        scenario: &mut Scenario,
        actor: &str,
        moment: Moment,
        words: &mut Words,
    ) -> Result<(), JourneyError> {
        let at = self.time_of(actor, moment, words)?;
        let verb = words.need("what was done")?;
        match verb.as_str() {
            "reads" => self.reads(scenario, actor, moment.day, at, words),
            "forwards" => self.forwards(scenario, actor, moment, at, words),
            "downloads" | "shares" => {
                let action = if verb == "shares" { Action::ContentShared } else { Action::ContentDownloaded };
                let mut event = self.event(scenario, actor, at, action, words)?;
                event.place = Some(place(&words.need("the path")?, words)?);
                scenario.events.push(event);
                Ok(())
            }
            "identifies" => {
                let event = self.event(scenario, actor, at, Action::Identify, words)?;
                scenario.events.push(identified(event, words)?);
                Ok(())
            }
            "joins" => {
                let domain = words.need_domain("the company")?;
                let mut event = self.event(scenario, actor, at, Action::Group, words)?;
                event.company = Some(CompanyClaim { domain, kind: CompanyClaimKind::Group });
                scenario.events.push(event);
                Ok(())
            }
            "is" => decide(scenario, actor, at, words),
            _ => self.deed(scenario, actor, at, &verb, words),
        }
    }

    /// `reads PATH… [deep|read|glance] [from SOURCE]`: one visit over the pages in this order.
    fn reads(
        &mut self,
        scenario: &mut Scenario,
        actor: &str,
        day: u32,
        at: Timestamp,
        words: &mut Words,
    ) -> Result<(), JourneyError> {
        let mut paths = Vec::new();
        while words.peek().is_some_and(|word| word.starts_with('/')) {
            paths.extend(words.next());
        }
        if paths.is_empty() {
            return Err(words.error("the path of a page is missing"));
        }
        let depth = depth(words);
        let source = source(words)?;
        let mut at = at;
        for (position, path) in paths.iter().enumerate() {
            let mut event = self.event(scenario, actor, at, Action::Page, words)?;
            event.place = Some(place(path, words)?);
            event.dwell_seconds = Some(depth.seconds);
            event.scroll = Some(depth.scroll);
            event.source = if position == 0 { source.or(Some(Source::Direct)) } else { None };
            scenario.events.push(event);
            at = at.plus_millis((depth.seconds as i64 + 15) * 1_000);
        }
        self.stay(actor, day, at);
        Ok(())
    }

    /// `forwards PATH to ACTOR [deep|read|glance]`: makes a link, which the other opens a little later.
    fn forwards(
        &mut self,
        scenario: &mut Scenario,
        actor: &str,
        moment: Moment,
        at: Timestamp,
        words: &mut Words,
    ) -> Result<(), JourneyError> {
        let path = words.need("the path")?;
        if !words.take("to") {
            return Err(words.error("`to` and the receiver are missing"));
        }
        let receiver = words.need("the receiver")?;
        let depth = depth(words);
        self.shares += 1;
        let token = format!("share-{}", self.shares);
        let mut share = self.event(scenario, actor, at, Action::ContentShared, words)?;
        share.place = Some(place(&path, words)?);
        share.share_token = Some(token.clone());
        scenario.events.push(share);
        let opened_at = at.plus_millis(25 * MINUTE_MS);
        let mut opened = self.event(scenario, &receiver, opened_at, Action::Page, words)?;
        opened.place = Some(place(&path, words)?);
        opened.dwell_seconds = Some(depth.seconds);
        opened.scroll = Some(depth.scroll);
        opened.source = Some(Source::Forward);
        opened.share_token = Some(token);
        scenario.events.push(opened);
        self.stay(&receiver, moment.day, opened_at);
        Ok(())
    }

    /// A deed of the table, perhaps `xN` times, perhaps `on PATH`.
    fn deed(
        &mut self,
        scenario: &mut Scenario,
        actor: &str,
        at: Timestamp,
        verb: &str,
        words: &mut Words,
    ) -> Result<(), JourneyError> {
        let object = words.need("what it was done with")?;
        let Some((_, _, action)) = DEEDS.iter().find(|(v, o, _)| *v == verb && *o == object) else {
            return Err(words.error(format!("`{verb} {object}` is nothing that a visitor does")));
        };
        let times = match words.peek().and_then(|word| word.strip_prefix('x')).and_then(|n| n.parse::<u32>().ok()) {
            Some(times) if times <= 1_000 => {
                words.next();
                times
            }
            _ => 1,
        };
        let path = if words.take("on") { Some(words.need("the path")?) } else { None };
        for time in 0..times {
            let at = at.plus_millis(i64::from(time) * MINUTE_MS / 2);
            let mut event = self.event(scenario, actor, at, action.clone(), words)?;
            event.place = path.as_deref().map(|path| place(path, words)).transpose()?;
            scenario.events.push(event);
        }
        Ok(())
    }

    /// A time on the day that nothing else of this actor overlaps; by the line, so that it stays the same.
    fn time_of(&mut self, actor: &str, moment: Moment, words: &Words) -> Result<Timestamp, JourneyError> {
        let key = (moment.day, actor.to_owned());
        let vary = |below: u64| (scatter(words.line() as u64, u64::from(moment.day), actor) % below) as i64;
        let offset = match (moment.offset_ms, self.busy_until.get(&key)) {
            (Some(offset), _) => offset,
            (None, None) => vary(180) * MINUTE_MS,
            (None, Some(busy)) => busy + BETWEEN_VISITS_MS + vary(20) * MINUTE_MS,
        };
        if offset > DAY_LENGTH_MS {
            return Err(words.error(format!("too much happens to {actor} on day {}", moment.day)));
        }
        self.busy_until.insert(key, offset);
        Ok(FIRST_MOMENT.plus_millis(i64::from(moment.day) * DAY_MS + offset))
    }

    /// Keeps the actor busy on that day until this moment.
    fn stay(&mut self, actor: &str, day: u32, until: Timestamp) {
        let offset = until.millis() - FIRST_MOMENT.millis() - i64::from(day) * DAY_MS;
        let busy = self.busy_until.entry((day, actor.to_owned())).or_insert(offset);
        *busy = (*busy).max(offset);
    }

    /// An event of this actor with nothing else in it. Somebody written as an e-mail address has named himself.
    fn event(
        &self,
        scenario: &mut Scenario,
        actor: &str,
        at: Timestamp,
        action: Action,
        words: &Words,
    ) -> Result<Event, JourneyError> {
        if scenario.events.len() >= MOST_EVENTS {
            return Err(words.error(format!("more than {MOST_EVENTS} events")));
        }
        let message_id = format!("{}-{}", scenario.id, scenario.events.len() + 1);
        if let Some(address) = self.addresses.get(actor) {
            scenario.addresses.push((message_id.clone(), *address));
        }
        let email = actor.contains('@').then(|| actor.to_owned());
        let user_id = email.as_deref().map(UserId::new);
        Ok(Event {
            message_id,
            visitor: visitor_of(actor),
            user_id,
            at,
            known_at: at,
            clock_suspect: false,
            channel: Channel::Api,
            action,
            place: None,
            dwell_seconds: None,
            scroll: None,
            source: None,
            consent: None,
            company: email.as_deref().and_then(company_of),
            email,
            name: None,
            job_title: None,
            share_token: None,
            network: None,
            agent: None,
            attributes: None,
        })
    }

    /// Puts everything in order of time and holds the silences against it.
    pub(super) fn finish(self, scenario: &mut Scenario) -> Result<(), JourneyError> {
        scenario.events.sort_by_key(|event| event.at);
        for silence in self.silences {
            let begin = FIRST_MOMENT.plus_millis(i64::from(silence.from) * DAY_MS);
            let end = FIRST_MOMENT.plus_millis((i64::from(silence.to) + 1) * DAY_MS);
            let broken = scenario.events.iter().find(|event| {
                let concerned = silence.actor.as_deref().is_none_or(|actor| event.visitor == visitor_of(actor));
                concerned && event.at >= begin && event.at < end
            });
            if let Some(event) = broken {
                let reason = format!("it is not silent: {} acts at {}", event.visitor, event.at);
                return Err(JourneyError { line: silence.line, reason });
            }
        }
        Ok(())
    }
}

fn depth(words: &mut Words) -> Depth {
    let named = [("deep", DEEP), ("read", READ), ("glance", GLANCE)];
    named.into_iter().find(|(name, _)| words.take(name)).map_or(READ, |(_, depth)| depth)
}

fn source(words: &mut Words) -> Result<Option<Source>, JourneyError> {
    if !words.take("from") {
        return Ok(None);
    }
    let word = words.need("the source")?;
    Source::parse(&word).map(Some).ok_or_else(|| words.error(format!("`{word}` is no source")))
}

fn place(path: &str, words: &Words) -> Result<Place, JourneyError> {
    if !path.starts_with('/') {
        return Err(words.error(format!("the path `{path}` must begin with a slash")));
    }
    Ok(Place { path: path.to_owned(), ..Place::default() })
}
