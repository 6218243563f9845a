//! A company: its network, its people's mail, and, for a part of them, a problem that begins to press.

use std::cell::OnceCell;

use enfilade_domain::{Account, Deal, DealStage, Domain, Fit, Timestamp};

use crate::flavour::Climate;
use crate::market::{CompanyTruth, Outcome};
use crate::purchase::Purchase;
use crate::random::Random;
use crate::recorder::{Person, Recorder, amount};
use crate::session::Stand;

/// A company of the market.
#[derive(Debug, Clone)]
pub(crate) struct Company {
    pub(crate) account: Account,
    pub(crate) office_address: String,
    pub(crate) is_customer: bool,
    /// Its mail software follows every link.
    pub(crate) has_scanner: bool,
    /// The machine behind that.
    pub(crate) scanner: OnceCell<Person>,
}

/// People of a company for each of those who decide.
const COLLEAGUES_OF_A_MEMBER: usize = 7;

impl Company {
    pub(crate) fn draw(number: usize, climate: &Climate, recorder: &mut Recorder, random: &mut Random) -> Option<Self> {
        let name = recorder.names.company(random);
        let domain = Domain::parse(&name.domain).ok()?;
        let office_address = format!("10.{}.{}.7", number / 250, number % 250);
        let account = Account {
            name: Some(name.name),
            employees: Some(random.log_normal(180.0, 1.1).clamp(5.0, 40_000.0) as i64),
            industry: Some(name.industry.to_owned()),
            country: Some(name.country.to_owned()),
            office_networks: if random.chance(climate.office_known) {
                vec![office_address.clone()]
            } else {
                Vec::new()
            },
            ..Account::bare(domain)
        };
        let is_customer = random.chance(climate.customer_share);
        let has_scanner = random.chance(climate.scanner_share);
        Some(Self { account, office_address, is_customer, has_scanner, scanner: OnceCell::new() })
    }

    /// Lives through the market's time: may begin to shop, and says how well it suits the vendor.
    pub(crate) fn live(&mut self, stand: &Stand<'_>, recorder: &mut Recorder, random: &mut Random) {
        let (climate, days) = (stand.climate, recorder.days());
        let before = climate.decision_months * 30.4 * 1.2;
        let first = random.exponential(365.0 / climate.shopping_per_year) - before;
        let shops = first < days && !self.is_customer;
        // Who suits the vendor shops more often, but not always, and many who suit never do.
        let suits = if shops { 0.72 } else { 0.36 };
        self.account.fit = Fit::new(if random.chance(suits) { 1.0 } else { 0.0 });
        let mut truth = CompanyTruth {
            domain: self.account.domain.clone(),
            buyer: shops,
            customer: self.is_customer,
            started: None,
            ready: None,
            ended: None,
            outcome: Outcome::None,
        };
        if shops {
            let mut purchase = Purchase::begin(self, first, stand, recorder, random);
            // Only a company of some size has so many to decide.
            let fewest = (purchase.members() * COLLEAGUES_OF_A_MEMBER) as i64;
            self.account.employees = self.account.employees.map(|employees| employees.max(fewest));
            let mut day = first.floor();
            while day < days {
                purchase.day(day, self, stand, recorder, random);
                day += 1.0;
            }
            let at = |day: Option<f64>| day.map(|day| recorder.at(day));
            truth.started = Some(recorder.at(first));
            truth.ready = at(purchase.ready_since());
            truth.ended = at(purchase.ended().map(|(day, _)| day));
            truth.outcome = purchase.ended().map_or(Outcome::InProgress, |(_, outcome)| outcome);
        }
        recorder.company(truth);
    }
}

pub(crate) fn a_deal(domain: &Domain, stage: DealStage, source: &str, random: &mut Random) -> Deal {
    Deal {
        deal_id: String::new(),
        domain: domain.clone(),
        opened_at: Timestamp::default(),
        closed_at: None,
        stage,
        amount: amount(random),
        source: Some(source.to_owned()),
        heard_from: None,
    }
}

/// A deal that somebody opened and nobody ever meant.
pub(crate) fn junk_deal(recorder: &mut Recorder, domain: &Domain, opened: f64, source: &str, random: &mut Random) {
    let deal = a_deal(domain, DealStage::NoDecision, source, random);
    let closed = opened + random.log_normal(18.0, 0.6);
    recorder.deal(opened, closed, deal);
}
