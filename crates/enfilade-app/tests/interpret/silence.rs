//! Silence against an account's own rhythm, returns, decisions elsewhere, and a site that is blind.

use enfilade_app::interpret::{as_of, silence};
use enfilade_domain::{Band, SilenceState};

use crate::house::{House, evening};

const LIBRARY: &str = "
decision-months 5
content /p/late problem
content /p/gap problem
content /s/options solution
content /s/ways solution
content /price pricing
account acme.example office 203.0.113.0/28
account other.example office 203.0.113.16/28
visitor v1 at acme.example
visitor w1 at other.example
";
/// Five months of problem and solution, then nothing, without any form; the other reads alike and comes back.
const READING: &str = "
d0,d12,d24,d35    v1 reads /p/late /p/gap deep
d48,d63,d77,d92   v1 reads /s/options deep
d105,d118,d131    v1 reads /s/ways /s/options deep
d140              v1 reads /s/ways /price deep
d0,d12,d24,d35    w1 reads /p/late /p/gap deep
d48,d63,d77,d92   w1 reads /s/options deep
d105,d118,d131    w1 reads /s/ways /s/options deep
d140              w1 reads /s/ways /price deep
d190              w1 reads /s/ways /s/options deep
";

fn quiet_list(house: &House, day: u32) -> Vec<String> {
    let listed = as_of::listed(&house.app, &house.workspace, evening(day)).unwrap();
    let mut found: Vec<String> =
        silence::quiet_readers(&listed).iter().map(|one| one.reading.account.to_string()).collect();
    found.sort();
    found
}

#[test]
fn quiet_readers_are_listed_before_they_decide() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    assert!(quiet_list(&house, 12).is_empty(), "two weeks are no habit");
    assert_eq!(quiet_list(&house, 40), ["acme.example", "other.example"]);
    let asked = House::playing(&format!("{LIBRARY}{READING}d36 v1 requests contact\n"));
    assert_eq!(quiet_list(&asked, 40), ["other.example"]);
}

#[test]
fn a_decision_elsewhere_is_a_growing_chance_and_never_a_fact() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    let silence = |day| house.reading("acme.example", day).silence;
    let chances: Vec<f32> = [141, 150, 160, 170, 180].map(|day| silence(day).decided_elsewhere).to_vec();
    assert!(chances.windows(2).all(|pair| pair[0] < pair[1]), "{chances:?}");
    assert!(chances[0] < 0.05 && (0.25..0.5).contains(&chances[4]), "{chances:?}");
    // Nobody knows yet who will come back: both read the same.
    let twin = house.reading("other.example", 170);
    let own = silence(170);
    assert_eq!((twin.silence.state, twin.silence.days), (own.state, own.days));
    assert!((twin.silence.decided_elsewhere - own.decided_elsewhere).abs() < 0.01);
    assert_eq!(twin.band, house.reading("acme.example", 170).band);
}

#[test]
fn a_silence_is_told_against_the_usual_one() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    let silence = |domain, day| house.reading(domain, day).silence;
    let quiet = silence("acme.example", 155);
    assert_eq!((quiet.state, quiet.days, quiet.own_silences), (SilenceState::Quiet, 15, 11));
    assert!(quiet.usual_low > 3.0 && quiet.usual_high > 20.0 && quiet.usual_high < 45.0, "{quiet:?}");
    assert!(quiet.sentence().starts_with("Quiet, day 15 of a usual "));
    assert_eq!(silence("acme.example", 140).state, SilenceState::Visiting);
    assert!(matches!(silence("acme.example", 190).state, SilenceState::Longer | SilenceState::Deep));
    assert_eq!(silence("other.example", 190).back_after, Some(50));
    assert_eq!(silence("other.example", 190).sentence(), "Back after 50 days.");
    assert_eq!(silence("other.example", 199).back_after, None, "a week later it is no news");
}

#[test]
fn a_glance_is_no_journey_that_could_be_quiet() {
    let house = House::playing(&format!("{LIBRARY}d3 v1 reads /p/late glance\n"));
    let reading = house.reading("acme.example", 40);
    assert_eq!((reading.silence.state, reading.silence.decided_elsewhere < 0.05), (SilenceState::NoJourney, true));
}

/// The same silence of one account, once with and once without others who go on visiting.
#[test]
fn a_blind_site_is_not_read_as_silence() {
    let busy = |until: u32| {
        let crowd: String = (0..=until).map(|day| format!("d{day} c{day} reads /p/late\n")).collect();
        House::playing(&format!(
            "{LIBRARY}{}{crowd}",
            READING.lines().filter(|line| !line.starts_with("d190")).collect::<Vec<_>>().join("\n") + "\n"
        ))
    };
    let (seen, blind) = (busy(200), busy(141));
    let (seen, blind) = (seen.reading("acme.example", 195), blind.reading("acme.example", 195));
    assert_eq!(seen.silence.blind_since, None);
    assert_eq!(blind.silence.state, SilenceState::Blind);
    let since = blind.silence.blind_since.unwrap();
    assert!(since > evening(140) && since < evening(141));
    assert!(blind.silence.days <= 1 && blind.silence.decided_elsewhere < 0.05, "no silence of theirs");
    assert!(blind.rooms.in_market() > seen.rooms.in_market() + 0.05, "{:?} {:?}", blind.rooms, seen.rooms);
    assert!(
        blind.band_reasons.iter().any(|reason| reason.starts_with("Blind since 2025-05-2")),
        "{:?}",
        blind.band_reasons
    );
    assert!(blind.band >= Band::NotYet);
}

#[test]
fn of_a_small_site_blindness_cannot_be_told() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    assert_eq!(house.reading("acme.example", 300).silence.blind_since, None);
}
