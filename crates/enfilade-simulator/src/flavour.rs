//! What kind of market it is. The four flavours differ in pace, size of the committees and noise.

/// A kind of market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// Many small customers, quick decisions by one to three people, much self-service.
    Saas,
    /// Long decisions by committees of four to seven.
    Health,
    /// Few companies, a handful of won deals a year.
    Consult,
    /// Loud outsiders: three people per company who read much and mean nothing by it.
    Agency,
}

impl Flavour {
    pub const ALL: [Self; 4] = [Self::Saas, Self::Health, Self::Consult, Self::Agency];

    /// The name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Saas => "saas",
            Self::Health => "health",
            Self::Consult => "consult",
            Self::Agency => "agency",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flavour| flavour.as_str() == name)
    }

    /// What holds in a market of this kind.
    #[must_use]
    pub const fn climate(self) -> Climate {
        let calm = Climate {
            companies: 220,
            months: 18,
            decision_months: 4.0,
            shopping_per_year: 0.28,
            committee: (1, 4),
            join_days: 35.0,
            pace: 1.0,
            web_habit: 1.0,
            office_known: 0.62,
            office_share: 0.7,
            curious: 0.55,
            digest_readers: 0.9,
            passing_colleagues: 0.45,
            students: 0.3,
            candidates: 0.2,
            customer_share: 0.02,
            rivals: 4,
            crawlers: 3,
            scanner_share: 0.2,
            referral_share: 0.18,
            contact_days: 7.0,
            freezes_per_year: 0.35,
            cold_touches_per_year: 0.3,
        };
        match self {
            Self::Consult => calm,
            Self::Saas => Climate {
                companies: 400,
                months: 12,
                decision_months: 1.8,
                shopping_per_year: 0.2,
                committee: (1, 3),
                join_days: 12.0,
                curious: 1.3,
                digest_readers: 0.6,
                candidates: 0.35,
                customer_share: 0.07,
                rivals: 3,
                crawlers: 7,
                scanner_share: 0.12,
                referral_share: 0.1,
                contact_days: 5.0,
                freezes_per_year: 0.25,
                ..calm
            },
            Self::Health => Climate {
                companies: 250,
                decision_months: 10.0,
                shopping_per_year: 0.35,
                committee: (4, 7),
                join_days: 90.0,
                office_known: 0.72,
                office_share: 0.72,
                curious: 0.35,
                digest_readers: 0.8,
                students: 0.45,
                scanner_share: 0.4,
                referral_share: 0.15,
                contact_days: 6.0,
                freezes_per_year: 0.55,
                ..calm
            },
            Self::Agency => Climate {
                companies: 300,
                months: 12,
                decision_months: 3.2,
                shopping_per_year: 0.25,
                committee: (1, 3),
                join_days: 22.0,
                office_known: 0.5,
                office_share: 0.5,
                curious: 3.0,
                digest_readers: 1.1,
                students: 0.5,
                candidates: 0.5,
                customer_share: 0.04,
                rivals: 8,
                crawlers: 6,
                contact_days: 6.0,
                ..calm
            },
        }
    }
}

/// What holds in a market. Rates are per company and year unless said otherwise; all numbers are our own judgement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Climate {
    pub companies: usize,
    pub months: usize,
    /// Typical time from the first unease to the decision.
    pub decision_months: f64,
    /// How often a company begins to think about the problem.
    pub shopping_per_year: f64,
    /// Least and most people who decide together.
    pub committee: (usize, usize),
    /// Mean days after which a further person joins.
    pub join_days: f64,
    /// Factor on how much is learned from the same reading.
    pub pace: f64,
    /// Factor on how often people look something up on the vendor's site.
    pub web_habit: f64,
    /// Share of the companies whose office network the vendor knows.
    pub office_known: f64,
    /// Share of the working days on which somebody reads from the office network.
    pub office_share: f64,
    /// People per company who click much and mean nothing by it.
    pub curious: f64,
    /// Subscribers of the digest per company who are not buying.
    pub digest_readers: f64,
    /// People per company who once follow a link.
    pub passing_colleagues: f64,
    /// Students per company of the market.
    pub students: f64,
    /// Job seekers per company of the market.
    pub candidates: f64,
    /// Share of the companies that are customers already.
    pub customer_share: f64,
    /// People at competitors who look around.
    pub rivals: usize,
    /// Crawlers that find the site.
    pub crawlers: usize,
    /// Share of the companies whose mail software follows every link before a person sees it.
    pub scanner_share: f64,
    /// Share of the buying companies that a friend recommended us to; they hardly read.
    pub referral_share: f64,
    /// Mean days from being ready to talking to a vendor.
    pub contact_days: f64,
    /// Budget freezes per buying company and year.
    pub freezes_per_year: f64,
    /// Unasked messages from the vendor's sellers.
    pub cold_touches_per_year: f64,
}

impl Climate {
    /// Typical decision time in units of four months.
    pub(crate) fn slowness(&self) -> f64 {
        self.decision_months / 4.0
    }

    pub(crate) fn days(&self) -> usize {
        (self.months as f64 * 30.4375).round() as usize
    }
}
