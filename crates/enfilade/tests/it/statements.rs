//! What people state: it counts from when it is known, it can be taken back, and it is shown.

use serde_json::{Value, json};

use crate::house::{House, json_lines};
use crate::journeys::{date, day, furnish, page, page_from};
use crate::server::Server;

const NORTH: &str = "northmill.example";

fn furnished() -> House {
    let house = House::new();
    furnish(&house);
    house
}

fn story(house: &House, id: &str, moment: Option<&str>) -> Value {
    let mut arguments = vec!["reading", id, "--json"];
    arguments.extend(moment.into_iter().flat_map(|moment| ["--as-of", moment]));
    house.lines(&arguments).pop().unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn an_overrule_counts_at_once_and_leaves_no_trace_when_taken_back() {
    let house = furnished();
    let before = story(&house, NORTH, None);
    assert_ne!(before["room"], "sales");
    let reason = "I spoke to her; they are choosing";
    let recorded = house
        .lines(&["overrule", NORTH, "--room", "sales", "--reason", reason, "--by", "Sam", "--json"])
        .pop()
        .unwrap();
    assert_eq!(
        (&recorded["kind"], &recorded["room"], &recorded["by"]),
        (&json!("overrule"), &json!("sales"), &json!("Sam"))
    );
    let after = story(&house, NORTH, None);
    assert_eq!(after["room"], "sales", "{after}");
    assert!(number(&after["readiness"]) > number(&before["readiness"]));
    let evidence = after["evidence"].as_array().unwrap();
    let line = evidence.iter().find(|line| line["text"].as_str().unwrap().contains(reason)).unwrap();
    assert!(number(&line["log_odds"]) > 0.5, "{line}");
    let sum: f64 =
        evidence.iter().map(|line| number(&line["log_odds"])).sum::<f64>() + number(&after["prior_log_odds"]);
    let late = number(&after["rooms"]["offer"]) + number(&after["rooms"]["sales"]);
    assert!((sum - (late / (1.0 - late)).ln()).abs() < 0.01, "the reasons add up: {sum} {late}");
    assert_eq!(after["statements"][0]["note"], reason);
    house.kept_is_folded();
    assert_eq!(story(&house, NORTH, Some("2026-11-01"))["room"], before["room"].clone(), "it was not known then");

    house.done(&["undo", &recorded["statement"].to_string()]);
    let again = story(&house, NORTH, None);
    assert!((number(&again["readiness"]) - number(&before["readiness"])).abs() < 1e-4);
    assert_eq!((&again["room"], &again["statements"]), (&before["room"], &json!([])));
    assert!(house.lines(&["statements", "--json"])[0]["undone_at"].is_string());
    assert_eq!(house.run(&["undo", &recorded["statement"].to_string()]).code, 1, "once only");
}

#[test]
fn statements_that_say_nothing_are_refused_with_the_field() {
    let house = furnished();
    for (arguments, code, named) in [
        (vec!["overrule", NORTH, "--room", "sales", "--reason", " "], 1, "reason"),
        (vec!["overrule", NORTH, "--room", "unclear", "--reason", "x"], 2, "room"),
        (vec!["overrule", "nobody", "--room", "sales", "--reason", "x"], 1, "about"),
        (vec!["declare", NORTH, "victory"], 2, "victory"),
        (vec!["declare", NORTH, "freeze", "--at", "2126-01-01"], 1, "future"),
        (vec!["declare", NORTH, "departed", "--person", "Ben"], 1, "person"),
        (vec!["verdict", NORTH, "--welcome", "perhaps"], 2, "welcome"),
        (vec!["answer", "7"], 1, "7"),
        (vec!["declare", NORTH, "departed"], 2, "user:ana@northmill.example"),
        (vec!["declare", NORTH, "departed", "--person", "visitor:nobody"], 2, "user:ana@northmill.example"),
        (vec!["declare", "elsewhere.example", "departed", "--person", "user:ana@northmill.example"], 2, "not of"),
        (vec!["overrule", "visitor:nobody", "--room", "sales", "--reason", "x"], 2, "visitor:nobody"),
        (vec!["request", NORTH, "--person", "visitor:nobody"], 2, "visitor:nobody"),
    ] {
        let answer = house.run(&arguments);
        assert!(answer.code == code || (code == 1 && answer.code == 2), "{arguments:?}: {answer:#?}");
        assert!(answer.err.contains(named), "{arguments:?}: {answer:#?}");
    }
    assert!(house.lines(&["statements", "--json"]).is_empty());
}

#[test]
fn whoever_is_named_for_the_first_time_is_kept_and_said_to_be_new() {
    let house = furnished();
    let known = house.run(&["declare", NORTH, "freeze"]);
    assert!(known.code == 0 && !known.err.contains("not seen so far"), "{known:#?}");
    for arguments in [
        &["declare", "nosuch.example", "freeze"][..],
        &["request", "caller.example", "--point", "price"],
        &["verdict", "heard-of.example", "--room", "problem"],
        &["verdict", NORTH, "--person", "user:finance@northmill.example", "--welcome", "yes"],
    ] {
        let answer = house.run(arguments);
        assert!(answer.code == 0 && answer.err.contains("was not seen so far; kept"), "{arguments:?}: {answer:#?}");
    }
    let again = house.run(&["declare", "nosuch.example", "restart"]);
    assert!(!again.err.contains("not seen so far"), "it is known by now: {again:#?}");
}

#[test]
fn what_is_taken_back_or_answered_is_told_as_json() {
    let house = furnished();
    house.done(&["request", NORTH, "--point", "price"]);
    let answered = house.lines(&["answer", "1", "--by", "Kim", "--json"]).remove(0);
    assert_eq!(answered["answered_by"], "Kim");
    let undone = house.lines(&["undo", "1", "--json"]).remove(0);
    assert!(undone["undone_at"].is_string(), "{undone}");
    let placed =
        house.lines(&["identity", "displace", "visitor:ana-laptop", NORTH, "--because", "x", "--json"]).remove(0);
    assert_eq!((&placed["decision"], &placed["because"]), (&json!(1), &json!("x")));
    assert!(house.lines(&["identity", "undo", "1", "--json"])[0]["undone_at"].is_string());
    let address = house.run(&["reading", "ana@northmill.example"]);
    assert!(address.code == 2 && address.err.contains("user:ana@northmill.example"), "{address:#?}");
    let address = house.run(&["export", "ana@northmill.example"]);
    assert!(address.code == 2 && address.err.contains("user:ana@northmill.example"), "{address:#?}");
    let erased = house.lines(&["erase", "user:ana@northmill.example", "--yes", "--json"]).remove(0);
    assert!(erased["events"].as_u64().unwrap() > 0, "{erased}");
}

#[test]
fn a_declared_pause_rests_on_its_own_date_and_keeps_what_is_known() {
    let house = furnished();
    let file = house.write(
        "declarations.csv",
        format!(
            "at,domain,event,person,by,note\n{},{NORTH},Freeze,,Sam,budget round\n{},{NORTH},victory,,Sam,\n\
             {},{NORTH},approved,,Sam,\n",
            day(52, 9),
            day(53, 9),
            day(100, 9)
        ),
    );
    let answer = house.run(&["import", "--declarations", &file, "--json"]);
    assert_eq!(answer.code, 3, "{answer:#?}");
    assert!(answer.err.contains("event") && answer.err.contains("victory"), "{}", answer.err);
    let again = house.run(&["import", "--declarations", &file, "--json"]);
    assert_eq!(json_lines(&again.out)[0]["duplicate"], 2, "{again:#?}");

    let at = |days: u32| house.account(NORTH, &date(days)).unwrap();
    let (before, paused, later, resumed) = (at(51), at(53), at(99), at(101));
    assert_ne!(before["band"], "paused");
    assert_eq!((&paused["band"], &later["band"]), (&json!("paused"), &json!("paused")));
    assert_eq!(paused["rooms"], later["rooms"], "silence is no evidence while it rests");
    assert!(later["band_reasons"][0].as_str().unwrap().contains("rested"), "{later}");
    assert_ne!(resumed["band"], "paused");
    let plain = furnished().account(NORTH, &date(99)).unwrap();
    let in_market = |reading: &Value| 1.0 - number(&reading["rooms"]["outside"]);
    assert!(in_market(&plain) < in_market(&later), "the twin: silence nobody explained");
    house.kept_is_folded();
}

#[test]
fn who_departed_no_longer_weighs_from_that_day_on() {
    let house = furnished();
    let file =
        house.write("left.csv", format!("at,domain,event,person\n{},{NORTH},departed,visitor:ben-desk\n", day(60, 9)));
    house.done(&["import", "--declarations", &file]);
    let plain = furnished();
    let people = |house: &House, days: u32| house.account(NORTH, &date(days)).unwrap()["people"].as_i64().unwrap();
    assert_eq!(people(&house, 59), people(&plain, 59));
    assert_eq!(people(&house, 60), people(&plain, 60) - 1);
    assert!(house.person("visitor:ben-desk", &date(60)).is_some(), "he is still himself");
    let (before, after) = (story(&house, NORTH, Some(&date(60))), story(&plain, NORTH, Some(&date(60))));
    let at = |story: &Value, at: usize| story["history"][at]["rooms"].clone();
    assert_eq!(at(&before, 20), at(&after, 20), "the old history stays as it was");
    assert_ne!(before["sessions"], after["sessions"]);
    house.kept_is_folded();
}

#[test]
fn a_caller_nobody_knew_is_an_account_that_asked() {
    let house = furnished();
    let recorded =
        house.lines(&["request", "caller.example", "--point", "price", "--point", "exit", "--json"]).pop().unwrap();
    let asked = house.lines(&["asked", "--json"]);
    assert!(asked.iter().any(|line| line["account"] == "caller.example" && line["people"] == 0), "{asked:#?}");
    assert!(house.lines(&["ready", "--json"]).is_empty(), "asking is no readiness");
    let told = story(&house, "caller.example", None);
    assert_eq!(told["statements"][0]["points"], json!(["price", "exit"]));
    let number = recorded["statement"].to_string();
    house.done(&["answer", &number, "--by", "Kim"]);
    assert_eq!(story(&house, "caller.example", None)["band"], "in conversation");
    assert_eq!(story(&house, "caller.example", None)["statements"][0]["answered_by"], "Kim");
    house.kept_is_folded();
    house.done(&["undo", &number]);
    assert_eq!(house.run(&["reading", "caller.example"]).code, 1, "nothing names it any more");
    house.done(&["readings", "--json"]);
}

#[test]
fn a_verdict_is_imported_moves_the_reading_and_comes_back_whole() {
    let house = furnished();
    let file = house.write(
        "verdicts.csv",
        format!(
            "at;domain;person;by;prepared;room;asked_first;words;mentioned;missing;welcome\n\
             {};{NORTH};;Sam;partly;offer;How would this work for us?;\"How, here?\";/security|Options;legal|finance;yes\n",
            day(56, 9)
        ),
    );
    let answer = house.run(&["import", "--verdicts", &file]);
    assert_eq!(answer.code, 0, "{answer:#?}");
    let told = story(&house, NORTH, Some(&date(56)));
    let verdict = &told["statements"][0];
    assert_eq!(
        (&verdict["prepared"], &verdict["asked_first"]),
        (&json!("partly"), &json!("how would this work for us"))
    );
    assert_eq!((&verdict["mentioned"], &verdict["welcome"]), (&json!(["/security", "Options"]), &json!(true)));
    assert_eq!(verdict["missing"], json!(["legal", "finance"]));
    assert_eq!((&told["room"], &told["band"]), (&json!("offer"), &json!("in conversation")));
    assert_eq!(house.account(NORTH, &date(85)).unwrap()["band"], "in conversation");
    assert_ne!(house.account(NORTH, &date(87)).unwrap()["band"], "in conversation", "a month is enough");
}

#[test]
fn a_word_that_two_weeks_of_reading_contradict_is_asked_about() {
    let house = furnished();
    let file = house.write("verdicts.csv", format!("at,domain,by,room\n{},{NORTH},Sam,problem\n", day(56, 20)));
    house.done(&["import", "--verdicts", &file]);
    let mut events = Vec::new();
    for (index, at) in [58, 61, 64, 68].into_iter().enumerate() {
        for (step, path) in ["/how-we-work", "/security", "/how-we-work"].into_iter().enumerate() {
            let id = format!("late-{index}-{step}");
            events.push(page(&id, "ana-laptop", &format!("{}T09:{:02}:00Z", date(at), step * 5), path, 200.0));
        }
    }
    house.import_events(&events);
    let question = |days: u32| house.account(NORTH, &date(days)).unwrap()["band_reasons"].to_string();
    assert!(!question(69).contains("still true"), "{}", question(69));
    assert!(question(71).contains("Is it still true? Sam said"), "{}", question(71));
    let twin = furnished();
    twin.done(&[
        "import",
        "--verdicts",
        &twin.write("verdicts.csv", format!("at,domain,by,room\n{},{NORTH},Sam,offer\n", day(56, 20))),
    ]);
    twin.import_events(&events);
    assert!(!twin.account(NORTH, &date(71)).unwrap()["band_reasons"].to_string().contains("still true"));
}

#[test]
fn readings_are_kept_as_they_were_made() {
    let house = furnished();
    let first = story(&house, NORTH, None)["as_made"].clone();
    assert!(first["evidence"].as_array().is_some_and(|lines| !lines.is_empty()), "{first}");
    assert!(first["model"].is_string());
    assert_eq!(story(&house, NORTH, Some("2026-03-01"))["as_made"], Value::Null, "none had been made by then");
    house.done(&["overrule", NORTH, "--room", "sales", "--reason", "they told me"]);
    let second = story(&house, NORTH, None)["as_made"].clone();
    assert_eq!(second["room"], "sales");
    let made_at = first["made_at"].as_str().unwrap();
    assert_eq!(story(&house, NORTH, Some(made_at))["as_made"], first, "the first one is kept word for word");

    // Something from the past arrives late: the recomputation changes, and what was made does not.
    house.import_events(&[page_from("198.51.100.9", "late-1", "newcomer", &day(30, 9), "/security", 300.0)]);
    let told = story(&house, NORTH, Some(made_at));
    assert_eq!(told["as_made"], first);
    assert_ne!(told["sessions"], first["sessions"]);
    assert!(house.done(&["reading", NORTH]).contains("as it was made"));

    house.done(&["erase", "user:ana@northmill.example", "--yes"]);
    assert_eq!(story(&house, NORTH, Some(made_at))["as_made"], Value::Null, "it rested on her too");
}

#[test]
fn what_was_stated_about_a_person_is_exported_and_goes_with_her() {
    let house = furnished();
    let ana = "user:ana@northmill.example";
    let before = story(&house, ana, None);
    house.done(&["overrule", "visitor:ana-laptop", "--room", "outside", "--reason", "known by the device only"]);
    let heard = story(&house, ana, None)["statements"].as_array().unwrap().len();
    assert_eq!(heard, 1, "what was said of her device follows her to her name");
    house.done(&["overrule", ana, "--room", "sales", "--reason", "she is choosing"]);
    let after = story(&house, ana, None);
    assert_eq!(after["room"], "sales");
    assert!(number(&after["rooms"]["sales"]) > number(&before["rooms"]["sales"]));
    let exported = house.done(&["export", ana]);
    assert!(exported.contains("she is choosing"), "{exported}");
    house.kept_is_folded();
    house.done(&["erase", ana, "--yes"]);
    let left = house.lines(&["statements", "--json"]);
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn essential_roles_are_answered_and_returned_to_their_default() {
    let house = furnished();
    let own = ["workspace", "configure", "--essential-role", "finance", "--essential-role", "Clinical Director"];
    let unknown = house.run(&own);
    assert_eq!(unknown.code, 2, "{unknown:#?}");
    assert!(unknown.err.contains("clinical director") && unknown.err.contains("operations, finance"), "{unknown:#?}");
    house.done(&["content", "set", "/for-directors", "--room", "offer", "--role", "Clinical Director"]);
    house.done(&own);
    let shown = || house.lines(&["workspace", "show", "--json"])[0]["essential_roles"].clone();
    assert_eq!(shown(), json!(["finance", "clinical director"]));
    house.done(&["workspace", "configure", "--essential-role", "default"]);
    assert_eq!(shown(), Value::Null);
    let both = house.run(&["workspace", "configure", "--essential-role", "default", "--essential-role", "legal"]);
    assert_eq!(both.code, 2);
}

#[test]
fn the_sheet_shows_and_takes_statements() {
    let house = furnished();
    let server = Server::start(&house);
    let cookie = server.set_up("ann@seller.example", "correct-horse-battery");
    let cookie = ("cookie", cookie.as_str());
    let sheet = format!("/accounts/{NORTH}");
    let see = || server.get(&sheet, &[cookie]);
    let token = see().form_token();
    let post = |action: &str, fields: &str| {
        server.post_form(&format!("{sheet}/{action}"), &[cookie], &format!("{fields}&csrf_token={token}"))
    };
    assert_eq!(server.post_form(&format!("{sheet}/declare"), &[cookie], "event=freeze").status, 403);
    assert_eq!(post("declare", "event=victory").status, 400);
    assert!(post("overrule", "room=problem&note=").status >= 400, "without a reason");
    assert!(house.lines(&["statements", "--json"]).is_empty());

    assert_eq!(post("declare", "event=freeze&note=budget+round").status, 303);
    let page = see().body;
    assert!(page.contains("the decision is frozen") && page.contains("budget round"), "{page}");
    assert!(page.contains("Their decision rests"), "{page}");
    assert_eq!(
        post("verdict", "prepared=yes&room=offer&asked_first=what+do+you+do&missing=legal&welcome=yes").status,
        303
    );
    assert_eq!(post("request", "points=price%0Aexit").status, 303);
    let page = see().body;
    assert!(
        page.contains("Prepared: yes.") && page.contains("Missing: legal.") && page.contains("price; exit"),
        "{page}"
    );
    let stated = house.lines(&["statements", "--json"]);
    assert_eq!((stated.len(), &stated[0]["by"]), (3, &stated[1]["by"]));
    let request = stated.iter().find(|line| line["kind"] == "talk request").unwrap();
    let fields = format!("account={NORTH}&csrf_token={token}");
    let answer = server.post_form(&format!("/statements/{}/answer", request["statement"]), &[cookie], &fields);
    let answered = format!("{sheet}?done=answer-{}", request["statement"]);
    assert_eq!((answer.status, answer.header("location")), (303, answered.as_str()));
    assert!(server.get(&answered, &[cookie]).body.contains("request to talk is answered"));
    assert!(see().body.contains("Answered by"));
    let undo = format!("/statements/{}/undo", stated[0]["statement"]);
    assert_eq!(server.post_form(&undo, &[cookie], &format!("account={NORTH}")).status, 403);
    let nowhere = format!("account=no%20domain&csrf_token={token}");
    assert_eq!(server.post_form(&undo, &[cookie], &nowhere).status, 400);
    assert!(see().body.contains("Their decision rests"), "what is refused is not done");
    let undone = server.post_form(&undo, &[cookie], &format!("csrf_token={token}"));
    let told = format!("{sheet}?done=statement-{}", stated[0]["statement"]);
    assert_eq!((undone.status, undone.header("location")), (303, told.as_str()), "a form need not name the sheet");
    assert!(server.get(&told, &[cookie]).body.contains("Taken back: "));
    assert!(!see().body.contains("Their decision rests"));
    let past = server.get(&format!("{sheet}?as_of=2026-03-01"), &[cookie]).body;
    assert!(!past.contains("budget round") && !past.contains("/overrule"), "of a past day nothing new can be said");
}
