//! What readers say to the content desk: what forms before learning cost, and for how long there is something new.

use enfilade_domain::{Clock as _, SystemClock};
use serde_json::Value;

use crate::desk::one;
use crate::house::{House, json_lines};

/// A page read by somebody on a day of 2026.
fn read(who: &str, day: usize, hour: usize, path: &str) -> Value {
    let month = 1 + day / 28;
    let at = format!("2026-{month:02}-{:02}T{hour:02}:00:00Z", 1 + day % 28);
    serde_json::json!({
        "type": "page", "messageId": format!("{who}-{day}-{hour}-{path}"), "anonymousId": who, "timestamp": at,
        "context": {"userAgent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
                    "page": {"path": path, "url": format!("https://www.vendor.example{path}")}},
        "properties": {"dwell_s": 80, "scroll": 0.9},
    })
}

fn sent(who: &str, day: usize, hour: usize, path: &str) -> Value {
    let mut event = read(who, day, hour, path);
    event["type"] = "track".into();
    event["event"] = "Content Downloaded".into();
    event["messageId"] = format!("form-{who}-{day}").into();
    event
}

#[test]
fn a_form_before_learning_asks_for_a_reason_and_its_cost_is_counted() {
    let house = House::new();
    let content = house.write(
        "content.csv",
        "path,kind,room,question\n/guide,guide,problem,What?\n/open,article,problem,What?\n/pricing,pricing,sales,How much?\n",
    );
    house.done(&["import", "--content", &content]);
    let mut events = Vec::new();
    // Twelve come to the guide; two send the form. Of the ten who leave, one comes again; three had been here before.
    for n in 0..12 {
        let who = format!("gated-{n}");
        if (2..5).contains(&n) {
            events.push(read(&who, 2, 9, "/about"));
        }
        events.push(read(&who, 6, 9, "/guide"));
        if n < 2 {
            events.push(sent(&who, 6, 9, "/guide"));
        }
        if n < 3 {
            events.push(read(&who, 12, 9, "/about"));
        }
    }
    // Of ten who read the open piece of that room, seven come again.
    for n in 0..10 {
        let who = format!("open-{n}");
        events.push(read(&who, 6, 9, "/open"));
        if n < 7 {
            events.push(read(&who, 14, 9, "/about"));
        }
    }
    // After the form is gone, six read the guide.
    events.extend((0..6).map(|n| read(&format!("late-{n}"), 50, 9, "/guide")));
    house.import_events(&events);
    let refused = house.run(&["desk", "gate", "keep", "/guide", "--reason", " "]);
    assert!(refused.code == 2 && refused.err.contains("say why a form has to stand"), "{refused:#?}");
    assert_ne!(house.run(&["desk", "gate", "keep", "/nowhere", "--reason", "x"]).code, 0);
    house.done(&[
        "desk",
        "gate",
        "keep",
        "/guide",
        "--reason",
        "the partner asks for names",
        "--since",
        "2026-01-01",
        "--by",
        "Mira",
    ]);
    assert_eq!(house.run(&["desk", "gate", "keep", "/guide", "--reason", "again"]).code, 2);
    house.done(&["desk", "gate", "open", "/guide", "--at", "2026-02-10", "--by", "Ben"]);
    let gate = one(&house, &["desk", "gate", "report", "--json"]);
    let cost = &gate["cost"];
    let told = ["came", "sent_the_form", "left", "left_known"].map(|key| cost[key].as_i64().unwrap());
    assert_eq!(told, [12, 2, 10, 3], "{gate}");
    assert_eq!(
        (cost["after_leaving"]["count"].as_i64(), cost["after_leaving"]["of"].as_i64()),
        (Some(1), Some(10)),
        "{gate}"
    );
    assert_eq!((cost["after_open"]["share"].as_f64(), cost["lost"].as_f64()), (Some(0.7), Some(6.0)), "{gate}");
    assert_eq!(cost["since_opened"]["readers"], 6, "{gate}");
    assert!(
        cost["after_leaving"]["low"].as_f64().unwrap() > 0.0 && cost["after_leaving"]["high"].as_f64().unwrap() < 0.5
    );
    let log = house.lines(&["desk", "gate", "log", "--json"]);
    let log: Vec<_> = log.iter().map(|line| (line["did"].as_str().unwrap(), line["by"].as_str().unwrap())).collect();
    assert_eq!(log, [("kept", "Mira"), ("opened", "Ben")]);
}

#[test]
fn who_declines_to_be_read_is_counted_at_no_form() {
    let house = House::new();
    let content = house.write("content.csv", "path,kind,room,question\n/guide,guide,problem,What?\n");
    house.done(&["import", "--content", &content]);
    house.done(&["desk", "gate", "keep", "/guide", "--reason", "a partner asks", "--since", "2026-01-01"]);
    house.import_events(&[read("reads-on", 6, 9, "/guide"), read("declines", 6, 9, "/guide")]);
    let came = || one(&house, &["desk", "gate", "report", "--json"])["cost"]["came"].as_i64();
    assert_eq!(came(), Some(2));
    let mut refusal = read("declines", 7, 9, "/guide");
    refusal["context"]["consent"] = "denied".into();
    house.import_events(&[refusal]);
    assert_eq!(came(), Some(1), "a refusal holds for what was read before it too");
}

#[test]
fn the_runway_falls_as_steady_readers_read_and_a_short_one_asks_for_more() {
    let house = House::new();
    let pieces: String = (0..12).map(|n| format!("/p{n},article,problem,,What?\n")).collect();
    let content =
        house.write("content.csv", format!("path,kind,room,role,question\n{pieces}/s1,article,solution,,Which?\n"));
    house.done(&["import", "--content", &content]);
    let fresh = one(&house, &["desk", "runway", "--json"]);
    let cell = |figures: &Value, room: &str| {
        figures["cells"]
            .as_array()
            .unwrap()
            .iter()
            .find(|cell| cell["room"] == room && cell["role"].is_null())
            .unwrap()
            .clone()
    };
    assert_eq!(
        (cell(&fresh, "problem")["weeks"].as_f64(), cell(&fresh, "problem")["readers"].as_i64()),
        (Some(12.0), Some(0)),
        "{fresh}"
    );
    assert_eq!(fresh["gaps"].as_array().unwrap().len(), 3, "the other rooms end at once: {fresh}");
    // Six readers, a piece a week each, until yesterday; the clock is the machine's.
    let now = SystemClock.now();
    let at = |days: i64| now.plus_days(-(days as f64)).to_string();
    let reads = |piece: usize, days: i64| -> Vec<Value> {
        (0..6)
            .map(|n| {
                let path = format!("/p{piece}");
                let mut event = read(&format!("steady-{n}"), 1, 9, &path);
                event["messageId"] = format!("{n}-{piece}").into();
                event["timestamp"] = at(days).into();
                event
            })
            .collect()
    };
    let mut last = 13.0;
    for pieces in [3, 6, 11] {
        let events: Vec<Value> =
            (0..pieces).flat_map(|piece| reads(piece, 1 + 7 * (pieces - 1 - piece) as i64)).collect();
        let house = House::new();
        let content = house.write(
            "content.csv",
            format!(
                "path,kind,room,role,question\n{}",
                (0..12).map(|n| format!("/p{n},article,problem,,What?\n")).collect::<String>()
            ),
        );
        house.done(&["import", "--content", &content]);
        house.import_events(&events);
        let figures = one(&house, &["desk", "runway", "--json"]);
        let problem = cell(&figures, "problem");
        let weeks = problem["weeks"].as_f64().unwrap();
        assert_eq!(
            (problem["readers"].as_i64(), problem["pace_measured"].as_bool()),
            (Some(6), Some(true)),
            "{figures}"
        );
        assert!(weeks < last, "{weeks} after {pieces} pieces: {figures}");
        last = weeks;
        let is_gap = |figures: &Value| figures["gaps"].as_array().unwrap().iter().any(|gap| gap["room"] == "problem");
        assert_eq!(is_gap(&figures), weeks < 4.0, "{figures}");
        if pieces == 11 {
            let soon = now.plus_days(10.0).to_string();
            for n in 0..4 {
                house.done(&["desk", "plan", "add", &format!("Next {n}"), "--day", &soon, "--room", "problem"]);
            }
            assert!(!is_gap(&one(&house, &["desk", "runway", "--json"])), "it is planned for");
        }
    }
    assert!(last < 4.0);
}

#[test]
fn a_campaign_after_which_nothing_comes_is_flagged_as_it_is_made() {
    let house = House::new();
    let made = house.run(&["desk", "plan", "add", "Trade fair", "--kind", "campaign", "--day", "2026-11-02", "--json"]);
    assert!(made.code == 0 && made.err.contains("the conversation would end with it"), "{made:#?}");
    let id = json_lines(&made.out)[0]["id"].to_string();
    let followed = house.run(&["desk", "plan", "change", &id, "--next", "What the fair left open", "--next", "/ways"]);
    assert!(followed.code == 0 && !followed.err.contains("would end"), "{followed:#?}");
    let entry = one(&house, &["desk", "plan", "list", "--json"]);
    assert_eq!((entry["next"][1].as_str(), entry["warning"].is_null()), (Some("/ways"), true), "{entry}");
    assert_eq!(house.run(&["desk", "plan", "add", " ", "--day", "2026-11-02"]).code, 2);
    assert_eq!(house.run(&["desk", "plan", "add", "x", "--day", "soon"]).code, 2);
}
