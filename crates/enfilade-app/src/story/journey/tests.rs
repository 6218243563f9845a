//! Journeys are read as written, refused with the line, and never bring the reader down.

use enfilade_domain::{Action, Band, Declaration, PageCategory, ShownRoom, Source, Stated, VisitorId};
use proptest::prelude::*;

use super::*;
use crate::story::library::STORIES;

const HEAD: &str =
    "scenario T1\naccount acme.example name \"Acme\" office 203.0.113.0/28\nvisitor v1 at acme.example\n";

fn journey(lines: &str) -> Scenario {
    parse(&format!("{HEAD}{lines}")).unwrap()
}

fn refusal(lines: &str) -> JourneyError {
    parse(&format!("{HEAD}{lines}")).unwrap_err()
}

#[test]
fn the_first_moment_is_a_monday_morning() {
    assert_eq!(FIRST_MOMENT.to_string(), "2025-01-06T08:00:00Z");
    assert_eq!(evening_of(1).to_string(), "2025-01-07T23:00:00Z");
}

#[test]
fn statements_become_domain_values() {
    let scenario = journey(
        "title \"A story\"  # why\ndecision-months 2.5\ncontent /p/a problem role finance\ncontent /team offer about\nown-domain us.example\n",
    );
    assert_eq!((scenario.id.as_str(), scenario.title.as_str(), scenario.decision_months), ("T1", "A story", 2.5));
    assert_eq!(scenario.accounts[0].office_networks, ["203.0.113.0/28"]);
    assert_eq!(scenario.pieces[0].category(), Some(PageCategory::Problem));
    assert_eq!(scenario.pieces[1].category(), Some(PageCategory::About));
}

#[test]
fn reading_several_pages_is_one_visit_from_the_office() {
    let scenario = journey("d3@09:30 v1 reads /p/a /p/b deep from search\n");
    let [first, second] = scenario.events.as_slice() else { panic!("two events expected") };
    assert_eq!(first.at.to_string(), "2025-01-09T09:30:00Z");
    assert_eq!((first.dwell_seconds, first.scroll, first.source), (Some(150.0), Some(0.9), Some(Source::Search)));
    assert_eq!(second.at.millis() - first.at.millis(), 165_000);
    assert_eq!(first.known_at, first.at);
    assert_eq!(scenario.addresses.len(), 2);
    assert_eq!(scenario.addresses[0], (first.message_id.clone(), "203.0.113.1".parse().unwrap()));
}

#[test]
fn lines_of_one_day_keep_their_order() {
    let scenario = journey("d1 v1 reads /a\nd1 v1 reads /b\nd1 v1 requests demo on /demo\nd1 v1 reads /c\n");
    let paths: Vec<&str> = scenario.events.iter().map(|event| event.place.as_ref().unwrap().path.as_str()).collect();
    assert_eq!(paths, ["/a", "/b", "/demo", "/c"]);
    assert!(scenario.events.windows(2).all(|pair| pair[1].at.millis() - pair[0].at.millis() >= 1_800_000));
}

#[test]
fn ranges_lists_and_crowds_multiply() {
    assert_eq!(journey("d0..d42 every 2 days v1 reads /a\n").events.len(), 22);
    assert_eq!(journey("d0,d3,d9 v1 reads /a\n").events.len(), 3);
    assert_eq!(journey("d2 w1..w40 reads /a glance\n").events.len(), 40);
    assert_eq!(journey("d2 v1 opens email x20\n").events.len(), 20);
}

#[test]
fn the_rows_of_a_line_go_together() {
    let scenario = parse(
        "scenario R\naccount c1..c3.example office 198.51.100.1..198.51.100.3\nvisitor v1..v3 at c1..c3.example\n\
         d1 v1..v3 identifies as ana@c1..c3.example\nd2 touch c1..c3.example call\nexpect d1 person v1..v3 of c1..c3.example\n",
    )
    .unwrap();
    let domains: Vec<&str> = scenario.accounts.iter().map(|account| account.domain.as_str()).collect();
    assert_eq!(domains, ["c1.example", "c2.example", "c3.example"]);
    assert_eq!(scenario.accounts[2].office_networks, ["198.51.100.3"]);
    assert_eq!(scenario.addresses[1].1.to_string(), "198.51.100.2");
    assert_eq!(scenario.events.iter().filter_map(|event| event.email.as_deref()).next_back(), Some("ana@c3.example"));
    assert_eq!((scenario.touches.len(), scenario.expectations.len()), (3, 3));
    assert!(refusal("d1 v1..v3 identifies as ana@c1..c2.example\n").reason.contains("equally long"));
    assert!(refusal("d1 v1..v9999 reads /a\n").reason.contains("longer than"));
    assert!(refusal("d1 v3..v1 reads /a\n").reason.contains("not a row"));
}

#[test]
fn a_mark_keeps_its_reason() {
    let scenario = journey("expect d1 nobody listed ready pending: the list is not built\n");
    assert_eq!(scenario.expectations[0].pending.as_deref(), Some("the list is not built"));
    assert_eq!(scenario.expectations[0].text, "expect d1 nobody listed ready");
}

#[test]
fn a_forwarded_link_is_opened_by_another() {
    let scenario = journey("d2 v1 forwards /s/a to v2 deep\n");
    let [share, opened] = scenario.events.as_slice() else { panic!("two events expected") };
    assert_eq!((&share.action, &opened.action), (&Action::ContentShared, &Action::Page));
    assert_eq!(share.share_token, opened.share_token);
    assert!(share.share_token.is_some() && opened.visitor == VisitorId::new("v2"));
    assert_eq!(opened.source, Some(Source::Forward));
}

#[test]
fn identity_deals_touches_and_marks() {
    let scenario = journey(
        "d1 v1 identifies as ana@acme.example name \"Ana B\" title \"COO\"\nd2 bo@freemail.example reads /a\n\
         d3 v1 is competitor\nd4 touch ana@acme.example call by Rep asks\nd5 deal 7 acme.example opened\n\
         d9 deal 7 acme.example closed_won heard \"a friend\"\n",
    );
    let identify = &scenario.events[0];
    assert_eq!(identify.user_id.as_ref().unwrap().as_str(), "ana@acme.example");
    assert_eq!(identify.company.as_ref().unwrap().domain.as_str(), "acme.example");
    assert_eq!(scenario.events[1].company, None, "free mail names no company");
    assert_eq!(scenario.decisions.len(), 1);
    assert!(scenario.touches[0].asks && scenario.touches[0].domain.is_some());
    assert_eq!(scenario.deals[0].stage_at(evening_of(6)), Some(enfilade_domain::DealStage::Open));
    assert_eq!(scenario.deals[0].stage_at(evening_of(9)), Some(enfilade_domain::DealStage::Won));
}

#[test]
fn what_people_state_becomes_statements() {
    let scenario = journey(
        "essential-roles operations|legal\nd3 declare acme.example budget-cut by Rep \"told by phone\"\n\
         d4@09:00 declare acme.example departed of v1 by Rep\nd5 overrule ana@acme.example problem by Rep\n\
         d6 verdict acme.example prepared partly room solution asked-first \"what do you do\" missing legal|finance welcome by Rep\n\
         d7 request bo@acme.example points \"price|exit\" by Office \"a letter\"\nd1,d2 touch acme.example email asks\n",
    );
    assert_eq!(scenario.essential_roles, Some(vec![Role::Operations, Role::Legal]));
    let [cut, departed, overrule, verdict, request] = scenario.statements.as_slice() else { panic!("five statements") };
    assert_eq!((&cut.stated, cut.note.as_str()), (&Stated::Declaration(Declaration::BudgetCut), "told by phone"));
    assert_eq!((cut.at, cut.by.as_str()), (cut.recorded_at, "Rep"));
    assert_eq!(departed.person.as_ref().unwrap().as_str(), "visitor:v1");
    assert_eq!(overrule.person.as_ref().unwrap().as_str(), "user:ana@acme.example");
    assert_eq!(overrule.account.as_ref().unwrap().as_str(), "acme.example");
    let Stated::Conversation(verdict) = &verdict.stated else { panic!("a verdict") };
    assert_eq!((verdict.missing.len(), verdict.welcome), (2, Some(true)));
    assert!(verdict.prepared.is_some() && verdict.standing.is_some() && verdict.first_question.is_some());
    let Stated::TalkRequest(request) = &request.stated else { panic!("a request") };
    assert_eq!(request.points, ["price", "exit"]);
    assert_eq!(scenario.touches.len(), 2);
    for (line, part) in [
        ("d1 declare acme.example victory by Rep\n", "nothing that is declared"),
        ("d1 declare acme.example freeze\n", "author"),
        ("d1 overrule acme.example unclear by Rep\n", "no room"),
        ("d1 verdict acme.example loud by Rep\n", "not a word of a verdict"),
        ("d1,d2 declare acme.example freeze by Rep\n", "one day"),
    ] {
        assert!(refusal(line).reason.contains(part), "{line}: {}", refusal(line));
    }
}

#[test]
fn silence_is_checked() {
    assert!(parse(&format!("{HEAD}d1 v1 reads /a\nd2..d9 silence\nd10 v1 reads /a\n")).is_ok());
    let error = refusal("d1 v1 reads /a\nd0..d9 v1 silence\n");
    assert_eq!(error.line, 5);
    assert!(error.reason.contains("not silent"));
    assert!(parse(&format!("{HEAD}d1 v1 reads /a\nd0..d9 v2 silence\n")).is_ok());
}

#[test]
fn expectations_are_data() {
    let scenario = journey(
        "expect d50 account acme.example room problem|solution in-market > 0.5 is-quiet\n\
         expect d81 account acme.example band \"getting ready\"|\"ready to hear from us\"\n\
         expect d60 classic l.example > acme.example\nexpect d30 everyone outside|not-enough-evidence >= 0.8\n\
         later: a draft names the problem\nexpect d30 nobody listed ready\n",
    );
    let Expected::Of { claims, .. } = &scenario.expectations[0].expected else { panic!("an account") };
    assert_eq!(claims.len(), 3);
    assert!(matches!(&claims[0], Claim::Room(rooms) if rooms[1] == ShownRoom::In(enfilade_domain::Room::Solution)));
    let Expected::Of { claims, .. } = &scenario.expectations[1].expected else { panic!("an account") };
    assert_eq!(claims[0], Claim::Band(vec![Band::GettingReady, Band::Ready]));
    assert_eq!(scenario.expectations.len(), 5);
    assert_eq!(scenario.expectations[4].day, 30);
}

#[test]
fn broken_lines_are_refused_with_number_and_reason() {
    for (line, part) in [
        ("d1 v1 dances\n", "missing"),
        ("d1 v1 reads\n", "path"),
        ("d1 v1 reads /a loudly\n", "`loudly`"),
        ("dx v1 reads /a\n", "no day"),
        ("d1@25:00 v1 reads /a\n", "no day"),
        ("d0..d9 v1 reads /a\n", "every"),
        ("hello\n", "cannot begin"),
        ("visitor v9 at other.example\n", "office"),
        ("expect d1 account acme.example\n", "expected is missing"),
        ("expect d1 account acme.example band hot\n", "no band"),
        ("expect d1 person v1 readiness ~ 2\n", "not one of"),
        ("expect d1 listed loudly = 2\n", "lists"),
        ("expect d1 account acme.example topic\n", "topic"),
        ("expect d1 forward v1 v2\n", "receiver"),
        ("expect d1 in-market v1 > v2 < v3\n", "not the comparison"),
        ("d1 deal 1 acme.example closed_won\n", "not opened"),
        ("title \"open\n", "quotation"),
    ] {
        let error = refusal(line);
        assert_eq!(error.line, 4, "{line}");
        assert!(error.reason.contains(part), "{line}: {error}");
    }
    assert!(parse("title x\n").unwrap_err().reason.contains("scenario ID"));
}

#[test]
fn a_slip_does_not_fill_the_memory() {
    assert!(refusal("d0..d9999 every 1 w1..w999 reads /a\n").reason.contains("more than"));
}

#[test]
fn every_shipped_scenario_is_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "journey") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let scenario = parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(Some(scenario.id.as_str()), path.file_stem().and_then(|stem| stem.to_str()));
        assert!(!scenario.expectations.is_empty() && !scenario.title.is_empty(), "{}", scenario.id);
        // A path that no `content` line names would carry no evidence and make its story empty.
        for place in scenario.events.iter().filter_map(|event| event.place.as_ref()) {
            assert!(scenario.pieces.iter().any(|piece| piece.path == place.path), "{}: {}", scenario.id, place.path);
        }
        seen.push(scenario.id);
    }
    seen.sort();
    let mut shipped: Vec<&str> = STORIES.iter().map(|(id, _)| *id).collect();
    shipped.sort_unstable();
    assert_eq!(seen, shipped, "the folder and the list in story/library.rs differ");
}

proptest! {
    #[test]
    fn no_text_brings_the_parser_down(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn no_arrangement_of_its_words_brings_the_parser_down(
        lines in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![
            "scenario", "S1", "account", "a.example", "office", "10.0.0.0/8", "visitor", "v1", "v1..v3", "at", "d1",
            "d0..d9", "d2@09:00", "every", "2", "reads", "/a", "deep", "forwards", "to", "silence", "expect", "person",
            "room", "problem|sales", "band", "<=", "\"not yet\"", "deal", "touch", "identifies", "as", "a@b.example",
            "x3", "opens", "email", "is", "staff", "content", "problem", "everyone", "nobody", "listed", "ready", ">",
        ]), 0..8), 0..8)
    ) {
        let text: Vec<String> = lines.iter().map(|words| words.join(" ")).collect();
        let _ = parse(&text.join("\n"));
    }

    #[test]
    fn reading_twice_gives_the_same_and_time_runs_forwards(days in prop::collection::vec(0_u32..60, 1..20)) {
        let lines: Vec<String> = days.iter().map(|day| format!("d{day} w{} reads /a", day % 7)).collect();
        let text = format!("scenario P\n{}", lines.join("\n"));
        let scenario = parse(&text).unwrap();
        prop_assert_eq!(&scenario, &parse(&text).unwrap());
        prop_assert_eq!(scenario.events.len(), days.len());
        prop_assert!(scenario.events.windows(2).all(|pair| pair[0].at <= pair[1].at));
        for event in &scenario.events {
            let day = event.at.days_since(FIRST_MOMENT).floor() as u32;
            prop_assert!(days.contains(&day) && event.at < evening_of(day));
        }
    }
}
