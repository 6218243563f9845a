//! Whole sites: each fault by itself, against its clean twin. The twin lies in `tests/site`, an invented vendor; a fault is
//! one change to one of its pages.

use std::collections::BTreeMap;

use enfilade_content::assessment::{Assessment, Read, assess};
use enfilade_content::{Page, read_page};
use enfilade_domain::Room;

type Pages = BTreeMap<String, String>;

fn clean() -> Pages {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site");
    let mut pages = Pages::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let key = if name == "index" { "/".to_owned() } else { format!("/{name}") };
        pages.insert(key, std::fs::read_to_string(path).unwrap());
    }
    pages
}

fn assessed(pages: &Pages) -> Assessment {
    let read: Vec<(String, Page, Vec<String>)> = pages
        .iter()
        .map(|(path, text)| {
            let page = read_page("page.md", text);
            let links = page.links.iter().map(|link| link.target.clone()).filter(|to| to.starts_with('/')).collect();
            (path.clone(), page, links)
        })
        .collect();
    let views: Vec<Read<'_>> =
        read.iter().map(|(path, page, links)| Read { path, url: path, page, leads_to: links }).collect();
    assess("lanewell.example", &views)
}

fn rules(assessment: &Assessment) -> Vec<&str> {
    assessment.findings.iter().map(|finding| finding.rule.as_str()).collect()
}

fn rooms(assessment: &Assessment) -> BTreeMap<&str, Option<Room>> {
    assessment.pages.iter().map(|page| (page.path.as_str(), page.room())).collect()
}

/// Replaces words of a page; they must be there.
fn with(path: &str, old: &str, new: &str) -> Pages {
    let mut pages = clean();
    let text = pages.get_mut(path).unwrap();
    assert!(text.contains(old), "{path} does not say: {old}");
    *text = text.replacen(old, new, 1);
    pages
}

fn without(gone: &[&str]) -> Pages {
    let mut pages = clean();
    pages.retain(|path, _| !gone.contains(&path.as_str()));
    pages
}

#[test]
fn the_clean_twin_is_read_as_meant() {
    let assessment = assessed(&clean());
    let rooms = rooms(&assessment);
    assert_eq!(rooms["/signs"], Some(Room::Problem));
    assert_eq!(rooms["/cost-of-waiting-rooms"], Some(Room::Problem));
    assert_eq!(rooms["/ways"], Some(Room::Solution));
    assert_eq!(rooms["/integration"], Some(Room::Solution));
    assert_eq!(rooms["/terms"], Some(Room::Offer));
    assert_eq!(rooms["/for-the-board"], Some(Room::Offer));
    assert_eq!(rooms["/delivery"], Some(Room::Sales));
    assert_eq!(rooms["/nurses-story"], Some(Room::Sales));
    let found = &assessment.findings;
    assert!(found.is_empty(), "{:#?}", found.iter().map(|f| (&f.rule, &f.path, &f.quote)).collect::<Vec<_>>());
    for score in assessment.scores {
        assert!(score.score > 45.0, "{:?}", assessment.scores);
    }
}

#[test]
fn each_fault_is_found_and_the_twin_is_silent() {
    let twin = assessed(&clean());
    let lead = "You notice it at seven in the morning";
    let faults: Vec<(&str, &str, Pages)> = vec![
        (
            "leading-claim",
            "/",
            with("/", lead, "Lanewell is the leading platform for clinical handover. You notice it"),
        ),
        (
            "demo-first",
            "/",
            with("/", "[How it shows on a ward](/signs)", "[Book a demo](/demo)\n\n[How it shows](/signs)"),
        ),
        ("why-us", "/signs", with("/signs", "## It is common", "What sets us apart is our people.\n\n## It is common")),
        (
            "like-you",
            "/ways",
            with("/ways", "There is no best way.", "We have helped hospitals and companies just like you."),
        ),
        ("proprietary", "/ways", with("/ways", "There is no best way.", "Our proprietary approach delivers results.")),
        (
            "gated-early",
            "/signs",
            with("/signs", "It starts with", "Fill in the form to get the whole text by email.\n\nIt starts with"),
        ),
        ("solution-room-missing", "/", without(&["/ways", "/integration"])),
        ("problem-room-missing", "/", without(&["/signs", "/cost-of-waiting-rooms"])),
        ("offer-room-missing", "/", without(&["/terms", "/for-the-board"])),
        (
            "case-early",
            "/signs",
            with("/signs", "## It is common", "[Read the case study from Hull](/nurses-story)\n\n## It is common"),
        ),
        (
            "cases-before-problem",
            "/",
            with(
                "/",
                "[How it shows on a ward](/signs)",
                "[A ward in Hull](/nurses-story)\n\n[How it shows on a ward](/signs)",
            ),
        ),
        ("call-early", "/signs", with("/signs", "## It is common", "[Request a demo](/demo)\n\n## It is common")),
        ("own-product", "/signs", with("/signs", "## It is common", "Our platform ends this.\n\n## It is common")),
        (
            "price-early",
            "/signs",
            with("/signs", "## It is common", "Plans start at $49 per month.\n\n## It is common"),
        ),
        (
            "jargon",
            "/",
            with(
                "/",
                lead,
                "Leverage end-to-end, AI-powered orchestration for frictionless, scalable ecosystems. You notice it",
            ),
        ),
        ("dead-end", "/ways", {
            let mut pages = clean();
            let text = pages.get_mut("/ways").unwrap();
            text.truncate(text.find("[How the systems are joined]").unwrap());
            pages
        }),
        ("scarcity", "/terms", with("/terms", "There is nothing else to pay.", "Only 3 places left this month.")),
        (
            "fear",
            "/cost-of-waiting-rooms",
            with("/cost-of-waiting-rooms", "No invoice says", "You cannot afford to ignore it. No invoice says"),
        ),
        ("discount-as-offer", "/terms", with("/terms", "There is nothing else to pay.", "Get 20% off this week.")),
        (
            "outcome-promise",
            "/ways",
            with("/ways", "There is no best way.", "It is risk free, with guaranteed results."),
        ),
        ("for-everyone", "/ways", with("/ways", "There is no best way.", "It suits businesses of all sizes.")),
    ];
    for (rule, path, pages) in faults {
        assert!(!rules(&twin).contains(&rule), "the clean twin shows {rule}");
        let assessment = assessed(&pages);
        let found = assessment.findings.iter().find(|finding| finding.rule == rule && finding.path == path);
        let found = found.unwrap_or_else(|| panic!("{rule} is not found on {path}; found {:?}", rules(&assessment)));
        let page = read_page("page.md", &pages[path]);
        let text = format!("{}\n{}", page.title, page.text()).replace('\n', " ");
        assert!(text.contains(&found.quote), "{rule} quotes what is not there: {}", found.quote);
        assert!(!found.advice.is_empty() && !found.reason.is_empty() && found.gain >= 0.0, "{rule}");
        let room = found.room.index();
        assert!(
            assessment.scores[room].score < twin.scores[room].score,
            "{rule} costs nothing: {:?}",
            assessment.scores[room]
        );
    }
}

#[test]
fn nothing_for_any_role_is_told() {
    let pages = without(&["/cost-of-waiting-rooms", "/integration", "/for-the-board", "/data-protection"]);
    assert!(rules(&assessed(&pages)).contains(&"roles-unserved"), "{:?}", rules(&assessed(&pages)));
}

#[test]
fn taking_pages_away_moves_their_room_only() {
    let whole = assessed(&clean());
    let part = assessed(&without(&["/integration"]));
    for room in Room::ALL {
        let change = whole.scores[room.index()].score - part.scores[room.index()].score;
        if room == Room::Solution {
            assert!(change > 3.0, "{change}");
        } else {
            assert!(change.abs() <= 3.0, "{room:?} moved by {change}");
        }
    }
}

#[test]
fn the_same_site_has_the_same_score() {
    let (a, b) = (assessed(&clean()), assessed(&clean()));
    assert_eq!(a.scores, b.scores);
    assert_eq!(a.findings, b.findings);
}

#[test]
fn a_single_page_and_an_empty_site_are_no_panic() {
    assert_eq!(assessed(&Pages::new()).findings.len(), 0);
    let one: Pages = clean().into_iter().take(1).collect();
    assert!(!rules(&assessed(&one)).iter().any(|rule| rule.ends_with("missing")));
    let german = Pages::from([(
        "/".to_owned(),
        "# Die Übergabe\n\nDie Übergabe dauert länger als die Nacht, und das ist auf den meisten Stationen so, weil die \
         Listen nicht an einem Ort sind und niemand das Ganze sieht."
            .to_owned(),
    )]);
    let assessment = assessed(&german);
    assert_eq!(assessment.pages[0].judged.as_ref().unwrap_err(), "not judged: German");
}
