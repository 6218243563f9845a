//! A furnished workspace to look at: the stories, each played several times by invented companies, ending about now.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{Account, DAY_MS, Domain, Fit, Timestamp, Workspace};

use super::journey::{self, FIRST_MOMENT, Scenario};
use super::library;
use super::replay::{self, Casting};
use crate::{App, AppError};

/// The invented companies: name, and what they do.
const COMPANIES: [(&str, &str, i64); 48] = [
    ("Polwick Water", "Regional water utility", 2_400),
    ("Meridale Health Trust", "Hospitals", 5_100),
    ("Thornby Retail", "Home goods", 860),
    ("Quillon Legal", "Law firm", 240),
    ("Brackenford University", "Education", 3_200),
    ("Pellworth Chemicals", "Coatings", 1_150),
    ("Wexcombe Council", "Local government", 1_900),
    ("Tarrow Freight", "Logistics", 780),
    ("Sundry and Pike", "Publishing", 130),
    ("Halden Optics", "Instruments", 410),
    ("Farrowgate Foods", "Food production", 1_700),
    ("Ostley Insurance", "Insurance", 2_050),
    ("Cinderhill Steel", "Metal works", 960),
    ("Marlow Tidewater", "Ports", 620),
    ("Vantry Pharma", "Medicines", 1_480),
    ("Greyfold Estates", "Property", 190),
    ("Lindenbank Savings", "Banking", 730),
    ("Ashcombe Rail", "Transport", 2_700),
    ("Northmoor Dairy", "Food production", 540),
    ("Belcroft Textiles", "Textiles", 350),
    ("Whitlock Engineering", "Machine building", 890),
    ("Dunmere Energy", "Energy", 1_240),
    ("Copperleaf Hotels", "Hospitality", 1_010),
    ("Ravensworth Labs", "Diagnostics", 280),
    ("Ellery Motors", "Vehicles", 3_900),
    ("Stonebridge Care", "Care homes", 670),
    ("Pinehurst Paper", "Packaging", 450),
    ("Oakhollow Games", "Software", 95),
    ("Saltmarsh Fisheries", "Food production", 160),
    ("Larkfield Schools", "Education", 1_300),
    ("Bramwell Glass", "Glass", 520),
    ("Kestrel Avionics", "Aerospace", 1_050),
    ("Thistledown Toys", "Consumer goods", 210),
    ("Harrowby Courts", "Justice", 980),
    ("Millrace Brewing", "Drinks", 140),
    ("Fenwick Seeds", "Agriculture", 320),
    ("Aldergate Partners", "Consulting", 260),
    ("Corvane Robotics", "Automation", 380),
    ("Westering Travel", "Travel", 175),
    ("Hollins Surveyors", "Building", 110),
    ("Tamber Telecom", "Telecom", 2_200),
    ("Quarry Lane Stone", "Building", 230),
    ("Ivybridge Vets", "Animal health", 150),
    ("Sorrel Cosmetics", "Consumer goods", 480),
    ("Penhallow Mining", "Mining", 1_600),
    ("Driftwood Media", "Media", 85),
    ("Redcastle Museums", "Culture", 310),
    ("Yarrow Biotech", "Research", 220),
];

/// The stories whose companies people the demonstration.
const PLAYED: [&str; 12] =
    ["S01", "S01-twin", "S05", "S05-twin", "S09", "S09-twin", "S18", "S18-twin", "S20", "S20-twin", "S22", "S22-twin"];
/// How often each story is played.
const PERFORMANCES: usize = 3;
/// The stories of one performance end this many days apart.
const DAYS_BETWEEN_ENDS: i64 = 5;

/// Furnishes a workspace; doing so twice on one day changes nothing. Returns how many companies play.
///
/// # Errors
/// A story cannot be read, or the store failed.
pub fn furnish(app: &App, workspace: &Workspace) -> Result<usize, AppError> {
    let today = Timestamp::from_utc_day(app.now().utc_day());
    let mut free = COMPANIES.iter();
    let mut companies = 0;
    for performance in 0..PERFORMANCES {
        for (index, id) in PLAYED.into_iter().enumerate() {
            let text = library::text_of(id).unwrap_or_default();
            let story =
                journey::parse(text).map_err(|error| AppError::invalid("scenario", format!("{id}: {error}")))?;
            let mut cast: BTreeMap<Domain, (Domain, String)> = BTreeMap::new();
            let wanted = companies_in(&story);
            for domain in &wanted {
                let Some((name, _, _)) = free.next() else { break };
                cast.insert(domain.clone(), (domain_of(name)?, (*name).to_owned()));
            }
            if cast.len() < wanted.len() {
                continue;
            }
            companies += cast.len();
            let back = (index as i64 * 7 + performance as i64 * 11) % 12 * DAYS_BETWEEN_ENDS;
            // Ending yesterday, so that nothing of a story still lies ahead.
            let shift_ms = today.millis() - (back + 1) * DAY_MS - end_of(&story).utc_day() * DAY_MS;
            let casting = Casting { prefix: format!("{id}-{performance}-"), companies: cast, shift_ms };
            let mut played = replay::cast(&story, &casting, app.now());
            for (domain, name) in casting.companies.values() {
                if !played.accounts.iter().any(|account| account.domain == *domain) {
                    played.accounts.push(Account { name: Some(name.clone()), ..Account::bare(domain.clone()) });
                }
            }
            dress(&mut played, performance, index);
            replay::add(app, workspace, &played)?;
        }
    }
    app.log.touch_all(workspace.id)?;
    Ok(companies)
}

/// The companies that a story names, stated or only told by e-mail addresses.
fn companies_in(story: &Scenario) -> BTreeSet<Domain> {
    let stated = story.accounts.iter().map(|account| account.domain.clone());
    let told = story.events.iter().filter_map(|event| event.company.as_ref()).map(|claim| claim.domain.clone());
    stated.chain(told).collect()
}

fn end_of(story: &Scenario) -> Timestamp {
    story.events.last().map_or(FIRST_MOMENT, |event| event.at)
}

fn domain_of(name: &str) -> Result<Domain, AppError> {
    let label: String = name.to_lowercase().replace(' ', "-");
    Domain::parse(&format!("{label}.example")).map_err(|error| AppError::invalid("domain", error.to_string()))
}

/// Gives the companies a size, an industry and a fit, and each office a network of its own.
fn dress(story: &mut Scenario, performance: usize, index: usize) {
    let mut moved = BTreeMap::new();
    for (position, account) in story.accounts.iter_mut().enumerate() {
        if let Some((place, (_, industry, employees))) =
            COMPANIES.iter().enumerate().find(|(_, (name, _, _))| account.name.as_deref() == Some(name))
        {
            account.industry = Some((*industry).to_owned());
            account.employees = Some(*employees);
            account.fit = Fit::new([0.9, 0.6, 0.8, 0.4, 0.7][place % 5]);
        }
        if !account.office_networks.is_empty() {
            let block = (performance * PLAYED.len() + index) as u8;
            moved.insert(position, block);
            account.office_networks = vec![format!("10.{block}.{position}.0/24")];
        }
    }
    // Addresses of the documentation ranges name the story's company by their last part.
    for (_, address) in &mut story.addresses {
        if let std::net::IpAddr::V4(v4) = address {
            let [.., last] = v4.octets();
            let position = usize::from(last / 16).min(story.accounts.len().saturating_sub(1));
            let block = moved.get(&position).copied().unwrap_or_default();
            *address = std::net::IpAddr::from([10, block, position as u8, last]);
        }
    }
}
