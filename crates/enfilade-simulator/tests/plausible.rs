//! Is the market plausible, the same for the same seed, and is its truth of one piece?

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{DAY_MS, DealStage, Domain, MINUTE_MS, Room, Timestamp};
use enfilade_simulator::{Act, Climate, Flavour, Library, Market, Outcome, Part, simulate};

const SEED: u64 = 41;
/// A visit ends after this much silence.
const VISIT_GAP_MS: i64 = 30 * MINUTE_MS;

fn monday() -> Timestamp {
    Timestamp::parse("2024-01-01T00:00:00Z").unwrap()
}

fn market(flavour: Flavour, seed: u64) -> Market {
    simulate(Library::generated(seed), &flavour.climate(), monday(), seed)
}

fn small(flavour: Flavour, companies: usize, seed: u64) -> Market {
    let climate = Climate { companies, months: 9, ..flavour.climate() };
    simulate(Library::generated(seed), &climate, monday(), seed)
}

/// Starts of each person's visits, bots aside.
fn visits(market: &Market) -> BTreeMap<usize, Vec<i64>> {
    let owners: BTreeMap<&str, usize> =
        market.truth.cookies.iter().map(|(cookie, person)| (cookie.as_str(), *person)).collect();
    let mut last: BTreeMap<usize, i64> = BTreeMap::new();
    let mut visits: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for occurrence in &market.occurrences {
        let cookie = occurrence.anonymous_id.as_deref();
        if let (Some(person), Act::Page { .. }) = (cookie.and_then(|cookie| owners.get(cookie)), &occurrence.act) {
            let at = occurrence.at.millis();
            if last.insert(*person, at).is_none_or(|before| at - before > VISIT_GAP_MS) {
                visits.entry(*person).or_default().push(at);
            }
        }
    }
    visits
}

fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share) as usize]
}

/// Share of account-weeks before the first deal in which the company was ready.
fn ready_share(market: &Market, climate: &Climate) -> f64 {
    let (mut ready, mut all) = (0.0, 0.0);
    for company in &market.truth.companies {
        let deals = market.deals.iter().filter(|deal| deal.domain == company.domain);
        let first_deal = deals.map(|deal| deal.opened_at).min().unwrap_or(Timestamp::MAX);
        for week in 0..climate.months as i64 * 30 / 7 {
            let at = monday().plus_millis(week * 7 * DAY_MS);
            if at < first_deal {
                all += 1.0;
                ready += f64::from(u8::from(is_ready(market, &company.domain, at)));
            }
        }
    }
    ready / all
}

fn is_ready(market: &Market, domain: &Domain, at: Timestamp) -> bool {
    let rows = market.truth.rooms.iter().take_while(|row| row.at <= at);
    rows.filter(|row| row.person.is_none() && row.domain == *domain).last().is_some_and(|row| row.ready)
}

#[test]
fn the_same_seed_gives_the_same_market_and_another_one_another() {
    let first = small(Flavour::Agency, 25, SEED);
    assert_eq!(first, small(Flavour::Agency, 25, SEED));
    assert_ne!(first.occurrences, small(Flavour::Agency, 25, SEED + 1).occurrences);
}

#[test]
fn a_further_company_changes_nothing_about_the_others() {
    let (few, more) = (small(Flavour::Health, 20, SEED), small(Flavour::Health, 21, SEED));
    assert_eq!(few.truth.companies, more.truth.companies[..20]);
}

#[test]
fn few_account_weeks_are_ready_in_every_flavour() {
    for flavour in Flavour::ALL {
        let share = ready_share(&market(flavour, SEED), &flavour.climate());
        assert!((0.001..0.009).contains(&share), "{flavour:?}: {share:.4}");
    }
}

#[test]
fn an_agency_has_three_loud_outsiders_per_company_and_the_others_far_fewer() {
    for flavour in Flavour::ALL {
        let market = small(flavour, 150, SEED);
        let loud = market.truth.people.iter().filter(|person| person.part == Part::Curious).count() as f64 / 150.0;
        let expected = if flavour == Flavour::Agency { 2.5..3.5 } else { 0.2..1.6 };
        assert!(expected.contains(&loud), "{flavour:?}: {loud}");
    }
}

#[test]
fn buyers_come_a_handful_of_times_and_their_silences_have_a_heavy_tail() {
    for flavour in Flavour::ALL {
        let market = market(flavour, SEED);
        let of_buyers: Vec<Vec<i64>> = visits(&market)
            .into_iter()
            .filter(|(person, _)| market.truth.people[*person].part == Part::Committee)
            .map(|(_, visits)| visits)
            .collect();
        let mean = of_buyers.iter().map(Vec::len).sum::<usize>() as f64 / of_buyers.len() as f64;
        assert!((3.0..14.0).contains(&mean), "{flavour:?}: {mean} visits");
        let mut gaps: Vec<f64> = of_buyers
            .iter()
            .flat_map(|visits| visits.windows(2).map(|pair| (pair[1] - pair[0]) as f64 / DAY_MS as f64))
            .collect();
        // Were visits to come at a constant rate, the 97th percentile would be 5.1 times the median.
        let tail = quantile(&mut gaps, 0.97) / quantile(&mut gaps, 0.5);
        assert!(tail > 6.0, "{flavour:?}: {tail}");
    }
}

#[test]
fn a_part_of_the_sittings_comes_from_a_known_office_and_cookies_do_not_last() {
    let market = market(Flavour::Consult, SEED);
    let offices: BTreeSet<&str> =
        market.accounts.iter().flat_map(|account| &account.office_networks).map(String::as_str).collect();
    let owners: BTreeMap<&str, usize> =
        market.truth.cookies.iter().map(|(cookie, person)| (cookie.as_str(), *person)).collect();
    let part = |cookie: &str| owners.get(cookie).map(|person| market.truth.people[*person].part);
    let (mut known, mut all) = (0.0, 0.0);
    for occurrence in &market.occurrences {
        if occurrence.anonymous_id.as_deref().and_then(part) == Some(Part::Committee) {
            all += 1.0;
            known += f64::from(u8::from(occurrence.address.as_deref().is_some_and(|one| offices.contains(one))));
        }
    }
    assert!((0.25..0.5).contains(&(known / all)), "{}", known / all);
    let readers: BTreeSet<usize> = owners.values().copied().collect();
    assert!(owners.len() > readers.len() * 3 / 2, "{} cookies of {} people", owners.len(), readers.len());
}

#[test]
fn deals_tell_of_what_happened_and_of_what_never_was() {
    for flavour in Flavour::ALL {
        let market = market(flavour, SEED);
        let mut junk = 0;
        for company in &market.truth.companies {
            let deals: Vec<_> = market.deals.iter().filter(|deal| deal.domain == company.domain).collect();
            let won: Vec<_> = deals.iter().filter(|deal| deal.stage == DealStage::Won).collect();
            match company.outcome {
                // A deal from before the first day is not in the records.
                Outcome::Won => {
                    assert!(won.len() <= 1, "{}", company.domain);
                    assert!(won.iter().all(|deal| deal.closed_at == company.ended), "{}", company.domain);
                }
                _ => assert!(won.is_empty(), "{} won {:?}", company.domain, company.outcome),
            }
            let lost = deals.iter().filter(|deal| deal.stage == DealStage::Lost).count();
            assert!(lost == 0 || company.outcome == Outcome::Competitor, "{}", company.domain);
            junk += if company.buyer { 0 } else { deals.len() };
        }
        assert!(junk > 0, "{flavour:?} knows no junk");
        let silent = market.truth.companies.iter().filter(|company| company.outcome == Outcome::Competitor);
        let silent = silent.filter(|company| !market.deals.iter().any(|deal| deal.domain == company.domain)).count();
        assert!(silent > 0, "{flavour:?}: no competitor ever won silently");
    }
}

#[test]
fn ready_means_that_most_of_the_committee_is_in_the_sales_room() {
    let market = market(Flavour::Health, SEED);
    let mut people: BTreeMap<usize, (&Domain, Option<Room>)> = BTreeMap::new();
    let mut ready_rows = 0;
    for row in &market.truth.rooms {
        match row.person {
            Some(person) => _ = people.insert(person, (&row.domain, row.room)),
            None if row.ready => {
                ready_rows += 1;
                let rooms: Vec<Room> = people
                    .values()
                    .filter(|(domain, _)| **domain == row.domain)
                    .filter_map(|(_, room)| *room)
                    .collect();
                let in_sales = rooms.iter().filter(|room| **room == Room::Sales).count();
                assert!(row.room == Some(Room::Sales) && in_sales * 2 > rooms.len(), "{} {}", row.domain, row.at);
            }
            None => {}
        }
    }
    assert!(ready_rows > 20, "{ready_rows}");
}

#[test]
fn buyers_enter_anywhere_and_go_back() {
    let market = market(Flavour::Consult, SEED);
    let mut paths: BTreeMap<usize, Vec<Room>> = BTreeMap::new();
    for row in &market.truth.rooms {
        if let (Some(person), Some(room)) = (row.person, row.room) {
            paths.entry(person).or_default().push(room);
        }
    }
    let entered: BTreeSet<Room> = paths.values().filter_map(|path| path.first().copied()).collect();
    assert_eq!(entered.len(), 4, "{entered:?}");
    let went_back = paths.values().filter(|path| path.windows(2).any(|pair| pair[1] < pair[0])).count();
    assert!(went_back * 8 > paths.len(), "{went_back} of {}", paths.len());
}
