//! A store full of companies, the same each time: what the pages are measured on.

use enfilade_app::App;
use enfilade_app::interpret::refresh;
use enfilade_domain::{
    Account, Action, Band, Channel, CompanyClaim, CompanyClaimKind, ContactChoice, ContactDecision, Deal, DealStage,
    Domain, Event, Fit, PageKind, Piece, Place, Room, Timestamp, UserId, VisitorId, Workspace,
};

use crate::failure::Failure;

/// Accounts whose events are appended in one transaction.
const ACCOUNTS_AT_ONCE: u64 = 500;
/// The year that the events lie in.
const DAYS: f64 = 330.0;

/// Fills the workspace. `progress` is told how many accounts are in.
pub(super) fn fill(
    app: &App,
    workspace: &Workspace,
    accounts: u64,
    events: u64,
    progress: &dyn Fn(u64),
) -> Result<(), Failure> {
    let now = app.now();
    let pieces = pieces();
    app.records.put_pieces(workspace.id, &pieces)?;
    let each = (events / accounts.max(1)).max(2);
    let mut number = 0;
    while number < accounts {
        let until = (number + ACCOUNTS_AT_ONCE).min(accounts);
        let mut stated = Vec::new();
        let mut deals = Vec::new();
        let mut told = Vec::new();
        for account in number..until {
            let company = Company::drawn(account)?;
            stated.push(company.stated());
            deals.extend(company.deal(account, now));
            company.read(account, each, &pieces, now, &mut told);
        }
        app.records.put_accounts(workspace.id, &stated)?;
        app.records.put_deals(workspace.id, &deals)?;
        app.log.append(workspace.id, &told)?;
        number = until;
        progress(number);
    }
    for account in (0..accounts).step_by(997) {
        let decision = ContactDecision {
            id: 0,
            at: now.plus_days(-20.0),
            by: "Ines".to_owned(),
            account: Company::drawn(account)?.domain,
            choice: ContactChoice::NotYet { look_again_at: None },
            reason: "their budget round comes first".to_owned(),
            band: Band::GettingReady,
            undone_at: None,
        };
        app.records.add_contact_decision(workspace.id, &decision)?;
    }
    refresh::catch_up(app, &|_| {})?;
    Ok(())
}

/// Twelve pieces for each room.
fn pieces() -> Vec<Piece> {
    let of = |room: Room| {
        (1..=12).map(move |number| Piece {
            path: format!("/{}/{number}", room.as_str()),
            kind: PageKind::Article,
            room: Some(room),
            role: None,
            question: Some(format!("Question {number} of {}?", room.as_str())),
            title: Some(format!("Answer {number}")),
            topic: Some(format!("theme {}", number % 5)),
        })
    };
    Room::ALL.into_iter().flat_map(of).collect()
}

/// The first company that came all the way.
pub(super) fn far_along(app: &App, workspace: &Workspace) -> Result<String, Failure> {
    let accounts = app.records.accounts(workspace.id)?;
    let far = (0..accounts.len() as u64).find(|number| drawn(*number) % 1_000 <= 7).unwrap_or(0);
    Ok(Company::drawn(far)?.domain.to_string())
}

/// How far a company came.
#[derive(Debug, Clone, Copy)]
struct Course {
    people: u64,
    /// The rooms whose pieces are read, in order of time.
    rooms: &'static [Room],
    /// Days since the last visit.
    last: f64,
}

#[derive(Debug)]
struct Company {
    domain: Domain,
    name: String,
    dice: u64,
    course: Course,
}

impl Company {
    fn drawn(number: u64) -> Result<Self, Failure> {
        let dice = drawn(number);
        let text = format!("company-{number}.example");
        let domain = Domain::parse(&text).map_err(|error| Failure::Usage(error.to_string()))?;
        let course = course(dice);
        Ok(Self { domain, name: format!("{} {number}", NAMES[(dice >> 8) as usize % NAMES.len()]), dice, course })
    }

    fn stated(&self) -> Account {
        Account {
            name: Some(self.name.clone()),
            employees: Some(20 + (self.dice >> 16).cast_signed().rem_euclid(900)),
            industry: Some("manufacturing".to_owned()),
            country: Some("DE".to_owned()),
            fit: Fit::new((self.dice >> 24 & 0xff) as f32 / 255.0),
            ..Account::bare(self.domain.clone())
        }
    }

    fn deal(&self, number: u64, now: Timestamp) -> Option<Deal> {
        let won = self.dice % 100 < 2;
        (self.dice % 100 < 4).then(|| Deal {
            deal_id: format!("deal-{number}"),
            domain: self.domain.clone(),
            opened_at: now.plus_days(-200.0),
            closed_at: won.then(|| now.plus_days(-((self.dice >> 40) as f64 % 150.0))),
            stage: if won { DealStage::Won } else { DealStage::Open },
            amount: None,
            source: None,
            heard_from: None,
        })
    }

    /// Everybody's visits: each person names himself once and reads in the rooms of the course.
    fn read(&self, number: u64, events: u64, pieces: &[Piece], now: Timestamp, told: &mut Vec<Event>) {
        let each = (events / self.course.people).max(2);
        for person in 0..self.course.people {
            let seed = drawn(self.dice ^ (person + 1));
            let email = format!("p{person}@{}", self.domain);
            for step in 0..each {
                let share = (step as f64 + 0.5) / each as f64;
                let room = self.course.rooms[(share * self.course.rooms.len() as f64) as usize % 4];
                let dice = drawn(seed ^ (step << 20));
                let span = 20.0 + (seed >> 30) as f64 % 200.0;
                let at = now.plus_days(-(self.course.last + (1.0 - share) * span).min(DAYS));
                let mut event = page_view(format!("house-{number}-{person}-{step}"), &email, at, dice, room, pieces);
                if step == 0 {
                    event.action = Action::Identify;
                    event.email = Some(email.clone());
                    event.company = Some(CompanyClaim { domain: self.domain.clone(), kind: CompanyClaimKind::Email });
                    event.place = None;
                }
                told.push(event);
            }
        }
    }
}

/// Most only glance; a few come all the way with their colleagues.
const fn course(dice: u64) -> Course {
    use Room::{Offer, Problem, Sales, Solution};
    let last = (dice >> 32) as f64 % 250.0;
    match dice % 1_000 {
        0..=7 => Course { people: 3, rooms: &[Problem, Solution, Offer, Sales], last: (dice >> 32) as f64 % 14.0 },
        8..=79 => Course { people: 3, rooms: &[Problem, Solution, Solution, Offer], last },
        80..=399 => Course { people: 2, rooms: &[Problem, Problem, Solution, Solution], last },
        _ => Course { people: 1, rooms: &[Problem, Problem, Problem, Solution], last },
    }
}

fn page_view(message_id: String, who: &str, at: Timestamp, dice: u64, room: Room, pieces: &[Piece]) -> Event {
    let here: Vec<&Piece> = pieces.iter().filter(|piece| piece.room == Some(room)).collect();
    let path = here.get(dice as usize % here.len().max(1)).map_or_else(|| "/".to_owned(), |piece| piece.path.clone());
    Event {
        message_id,
        visitor: VisitorId::new(format!("visitor-{who}")),
        user_id: Some(UserId::new(who.to_owned())),
        at,
        known_at: at,
        clock_suspect: false,
        channel: Channel::Api,
        action: Action::Page,
        place: Some(Place { path, ..Place::default() }),
        dwell_seconds: Some((20 + dice % 240) as f32),
        scroll: Some(0.8),
        source: None,
        consent: None,
        email: None,
        name: None,
        job_title: None,
        company: None,
        share_token: None,
        network: None,
        agent: None,
        attributes: None,
    }
}

const NAMES: [&str; 8] = [
    "Brackwater Mills",
    "Tolland Works",
    "Ferrow & Sons",
    "Ashdown Freight",
    "Quill Instruments",
    "Marlow Castings",
    "Hexham Paper",
    "Ostrel Energy",
];

/// A number that looks drawn by lot and is the same each time (splitmix64).
const fn drawn(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
