//! Devices, cookies and networks: why one person looks like several, and a company's people like nobody's.

use crate::random::Random;

const DESKTOPS: [&str; 6] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
];
const DESKTOP_SHARES: [f64; 6] = [0.36, 0.24, 0.12, 0.07, 0.18, 0.03];
const PHONES: [&str; 2] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
];
/// Safari forgets what a script stored after this many days without a visit.
const SCRIPT_STORAGE_DAYS: f64 = 7.0;
/// Mobile networks put many people behind few addresses.
const CARRIER_ADDRESSES: usize = 64;

/// Where somebody sits when reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Office,
    Home,
    Phone,
}

#[derive(Debug, Clone)]
struct Gadget {
    spot: Spot,
    agent: &'static str,
    /// Mean days until the owner or a policy clears what sites stored.
    clears_after_days: f64,
    is_private: bool,
    cookie: Option<Cookie>,
}

#[derive(Debug, Clone)]
struct Cookie {
    id: String,
    last_seen: f64,
    cleared_on: f64,
    is_named: bool,
}

/// Everything somebody reads with.
#[derive(Debug, Clone)]
pub(crate) struct Gadgets {
    gadgets: Vec<Gadget>,
    use_shares: Vec<f64>,
    office_address: Option<String>,
    /// Share of the working days in the office.
    office_share: f64,
    home_address: String,
    home_changes_on: f64,
}

/// One sitting: what the collector sees of who it is.
#[derive(Debug, Clone)]
pub(crate) struct Sitting {
    pub(crate) anonymous_id: String,
    pub(crate) address: String,
    pub(crate) agent: &'static str,
    /// The browser remembers who signed up in it.
    pub(crate) is_named: bool,
    pub(crate) is_evening: bool,
    gadget: usize,
}

impl Gadgets {
    pub(crate) fn draw(office_address: Option<String>, office_share: f64, random: &mut Random) -> Self {
        let mut gadgets = Vec::new();
        let desktop = |random: &mut Random| DESKTOPS[random.weighted(&DESKTOP_SHARES).unwrap_or(0)];
        let mut add = |spot: Spot, agent: &'static str, random: &mut Random| {
            let clears_after_days = if random.chance(0.12) { 2.5 } else { 210.0 };
            let is_private = random.chance(0.05);
            gadgets.push(Gadget { spot, agent, clears_after_days, is_private, cookie: None });
        };
        let agent = desktop(random);
        add(Spot::Office, agent, random);
        let mut use_shares = vec![0.72];
        if random.chance(0.6) {
            add(Spot::Phone, PHONES[usize::from(random.chance(0.5))], random);
            use_shares.push(0.2);
        }
        if random.chance(0.3) {
            let agent = desktop(random);
            add(Spot::Home, agent, random);
            use_shares.push(0.15);
        }
        let home_address = home_address(random);
        let home_changes_on = random.exponential(45.0);
        Self { gadgets, use_shares, office_address, office_share, home_address, home_changes_on }
    }

    /// Sits down to read. `day` is in days since the market's start.
    pub(crate) fn sit(&mut self, day: f64, random: &mut Random) -> Sitting {
        if day > self.home_changes_on {
            self.home_address = home_address(random);
            self.home_changes_on = day + random.exponential(45.0);
        }
        let position = random.weighted(&self.use_shares).unwrap_or(0);
        let gadget = &mut self.gadgets[position];
        let at_work = gadget.spot == Spot::Office && random.chance(self.office_share);
        let address = match (&self.office_address, gadget.spot) {
            (Some(office), Spot::Office) if at_work => office.clone(),
            (_, Spot::Phone) if random.chance(0.6) => format!("100.100.0.{}", random.below(CARRIER_ADDRESSES)),
            _ => self.home_address.clone(),
        };
        let forgets = gadget.agent.contains("Version/17");
        let kept = gadget.cookie.take().filter(|cookie| {
            let too_long = forgets && day - cookie.last_seen > SCRIPT_STORAGE_DAYS;
            !too_long && !gadget.is_private && day < cookie.cleared_on
        });
        let mut cookie = kept.unwrap_or_else(|| Cookie {
            id: random.identifier(),
            last_seen: day,
            cleared_on: day + random.exponential(gadget.clears_after_days),
            is_named: false,
        });
        cookie.last_seen = day;
        let sitting = Sitting {
            anonymous_id: cookie.id.clone(),
            address,
            agent: gadget.agent,
            is_named: cookie.is_named,
            is_evening: gadget.spot != Spot::Office,
            gadget: position,
        };
        gadget.cookie = Some(cookie);
        sitting
    }

    /// The browser remembers the name from now on.
    pub(crate) fn remember_name(&mut self, sitting: &Sitting) {
        if let Some(cookie) = self.gadgets.get_mut(sitting.gadget).and_then(|gadget| gadget.cookie.as_mut()) {
            cookie.is_named = true;
        }
    }
}

fn home_address(random: &mut Random) -> String {
    format!("100.{}.{}.{}", random.whole(64, 95), random.below(256), random.below(256))
}

impl Sitting {
    /// A machine starts anew each time; nothing is remembered.
    pub(crate) const fn of_machine(anonymous_id: String, address: String, agent: &'static str) -> Self {
        Self { anonymous_id, address, agent, is_named: false, is_evening: false, gadget: 0 }
    }
}
