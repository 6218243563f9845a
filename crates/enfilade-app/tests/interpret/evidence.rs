//! Reasons: exact sums, plain words, and what happens when the first of them is taken away.

use enfilade_app::interpret::explain::{self, AccountStory};
use enfilade_app::interpret::scale;
use enfilade_domain::Domain;

use crate::house::{House, evening};

const LIBRARY: &str = "
content /p/a problem topic \"late invoices\"
content /p/b problem topic \"late invoices\"
content /s/a solution topic \"late invoices\"
content /s/b solution topic audits
content /o/a offer topic audits
content /x/a sales topic audits
content /price pricing
content /jobs careers
account acme.example office 203.0.113.0/28
visitor v1 at acme.example
visitor v2 at acme.example
";
const PATHS: [&str; 8] = ["/p/a", "/p/b", "/s/a", "/s/b", "/o/a", "/x/a", "/price", "/jobs"];
/// Words that are jargon of scores, or that tell of watching.
const DENIED: [&str; 13] = [
    "score",
    "log-odds",
    "lead",
    "click",
    "page view",
    "pages",
    "session",
    "visit",
    "tracked",
    "we saw",
    "noticed",
    "conversion",
    "%",
];

/// The same random story on every run: day, visitor, path.
fn random_story(seed: u64) -> Vec<(u32, &'static str, &'static str, &'static str)> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut roll = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let count = 3 + roll(14);
    // Journeys drift from early to late paths, more or less.
    let mut story: Vec<_> = (0..count)
        .map(|step| {
            let path = ((step * 6 / count + roll(4)).saturating_sub(1)).min(7) as usize;
            let who = if roll(3) == 0 { "ben@acme.example" } else { "ana@acme.example" };
            ((step * 9 + roll(7)) as u32, who, PATHS[path], ["read", "takes", "deep", "deep", "deep"][roll(5) as usize])
        })
        .collect();
    story.sort_unstable();
    story
}

fn told(story: &[(u32, &str, &str, &str)]) -> House {
    let lines: String = story
        .iter()
        .map(|(day, who, what, depth)| match *depth {
            "takes" => format!("d{day} {who} downloads {what}\n"),
            depth => format!("d{day} {who} reads {what} {depth}\n"),
        })
        .collect();
    House::playing(&format!("{LIBRARY}{lines}"))
}

fn late(story: &AccountStory) -> f64 {
    story.prior_log_odds + story.evidence.iter().map(|line| line.log_odds).sum::<f64>()
}

/// Every sentence is tried: with what it rests on erased from the log, the belief lies where the sentence says.
#[test]
fn what_a_reason_rests_on_taken_away_moves_the_belief_as_it_says() {
    let (mut tried, mut held) = (0, 0);
    for seed in 1..=40 {
        let happened = random_story(seed);
        let house = told(&happened);
        let day = happened.last().unwrap().0 + (seed as u32 % 3) * 15;
        let story = house.account("acme.example", day);
        let with = late(&story);
        // The belief itself is what the sums add up to.
        let rooms = story.reading.rooms;
        if story.reading.enough_evidence {
            let belief = f64::from(rooms.rooms[2] + rooms.rooms[3]);
            assert!((with - (belief / (1.0 - belief)).ln()).abs() < 1e-2, "{seed}: {with} against {belief}");
        }
        assert!(story.evidence.len() <= 5, "{seed}");
        let of_causes: f64 = story.detail.iter().map(|line| line.log_odds).sum();
        assert!((story.prior_log_odds + of_causes - with).abs() < 1e-9);
        for line in &story.evidence {
            let text = line.text.to_lowercase();
            assert!(DENIED.iter().all(|word| !text.contains(word)), "{text}");
            if line.message_ids.is_empty() || line.text.starts_with("Everything else:") {
                continue;
            }
            let events = story.lives.iter().flat_map(|read| &read.life.events);
            let kept: Vec<_> = events.filter(|event| !line.message_ids.contains(&event.message_id)).cloned().collect();
            let other = House::playing(LIBRARY);
            other.app.log.append(other.workspace.id, &kept).unwrap();
            let domain = Domain::parse("acme.example").unwrap();
            let without = explain::account(&other.app, &other.workspace, &domain, evening(day)).unwrap();
            let without = without.map_or(story.prior_log_odds, |story| late(&story));
            tried += 1;
            held += u32::from((with - without) * line.log_odds > 0.0);
        }
    }
    assert!(tried >= 60, "{tried}");
    assert_eq!(held, tried);
}

#[test]
fn what_carries_no_weight_is_said() {
    let house = House::playing(&format!(
        "{LIBRARY}d0,d5,d9 v1 reads /p/a deep\nd3 v1 opens email x4\nd6 v1 reads /unknown\nd7 touch acme.example email by Rep\n"
    ));
    let story = house.account("acme.example", 10);
    let count = |what: &str| story.ignored.iter().find(|one| one.what.contains(what)).map(|one| one.count);
    assert_eq!(count("mails opened"), Some(4));
    assert_eq!(count("without a purpose"), Some(1));
    assert_eq!(count("your own people did"), Some(1));
}

#[test]
fn what_would_change_it_was_tried() {
    let house = House::playing(&format!(
        "{LIBRARY}d0,d5,d9,d15 v1 reads /p/a /s/a deep\nd20,d26,d30 v1 reads /o/a /s/b deep\n"
    ));
    let story = house.account("acme.example", 31);
    let later = house.reading("acme.example", 59);
    let scale = scale::at(&house.app, house.workspace.id, house.app.now()).unwrap();
    let shown = |readiness| format!("{:.0}", scale::shown_for(&scale, readiness).value * 100.0);
    let said = format!("from {} to {}", shown(story.reading.readiness), shown(later.readiness));
    assert!(story.would_change[0].contains(&said), "{:?} {said}", story.would_change);
    assert!(story.would_change[0].contains(later.band.as_str()), "{:?}", story.would_change);
    assert!(house.account("acme.example", 0).would_change.is_empty(), "of a glance nothing can be imagined");
}

#[test]
fn topics_are_told_with_the_day_they_changed() {
    let house = House::playing(&format!(
        "{LIBRARY}d0,d4,d8,d12,d16,d20 v1 reads /p/a /p/b deep\nd30,d34,d38,d42,d46 v1 reads /s/b /o/a deep\n"
    ));
    let early = house.account("acme.example", 21);
    assert_eq!(early.topics.foremost().unwrap().name, "late invoices");
    assert_eq!(early.topics.turn, None);
    let now = house.account("acme.example", 47).topics;
    let turn = now.turn.clone().unwrap();
    assert_eq!((turn.from.as_str(), turn.to.as_str()), ("late invoices", "audits"));
    assert_eq!(turn.at.utc_day(), evening(30).utc_day());
    assert_eq!(now.foremost().unwrap().name, "audits");
    assert!(now.words().unwrap().contains("before 5 Feb rather"), "{:?}", now.words());
    assert!(now.list.iter().all(|one| one.low <= one.share && one.share <= one.high));
}
