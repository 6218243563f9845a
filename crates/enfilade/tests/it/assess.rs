//! A site through the binary: crawled into the library, assessed, its pieces audited.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::house::{House, json_lines};
use crate::journeys::BROWSER;
use crate::server::{Server, until};

/// The invented vendor that the content crate's tests read too.
fn site() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../enfilade-content/tests/site").display().to_string()
}

fn one(text: &str) -> Value {
    let lines = json_lines(text);
    assert_eq!(lines.len(), 1, "{text}");
    lines[0].clone()
}

#[test]
fn a_site_is_assessed_and_the_next_run_is_compared() {
    let house = House::new();
    let report = house.path("report.html").display().to_string();
    let first = house.run(&["assess", &site(), "--json", "--out", &report]);
    assert_eq!(first.code, 0, "{first:#?}");
    let found = one(&first.out);
    assert_eq!(found["pages"], 10);
    for room in ["problem", "solution", "offer", "sales"] {
        assert!(found["rooms"][room]["score"].as_f64().unwrap() > 40.0, "{}", found["rooms"]);
    }
    let html = std::fs::read_to_string(&report).unwrap();
    assert!(html.contains("Four doorways") && !html.contains("<script"));
    // A second run of the same pages says the same; one page less is told.
    assert_eq!(one(&house.run(&["assess", &site(), "--json"]).out)["rooms"], found["rooms"]);
    let copy = house.path("site");
    std::fs::create_dir(&copy).unwrap();
    for entry in std::fs::read_dir(site()).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("ways.md") && !path.ends_with("integration.md") {
            std::fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
        }
    }
    let answer = house.run(&["assess", &copy.display().to_string()]);
    assert!(answer.out.contains("The Solution Room is missing"), "{}", answer.out);
    assert!(answer.out.contains("Since ") && answer.out.contains("2 new."), "{}", answer.out);
}

/// A page of the site opened by somebody on a day of January 2026.
fn opened(who: &str, day: usize, minute: usize, url: &str) -> Value {
    serde_json::json!({
        "type": "page", "messageId": format!("{who}-{day}-{minute}"), "anonymousId": who,
        "timestamp": format!("2026-01-{day:02}T09:{minute:02}:00Z"),
        "context": {"userAgent": BROWSER, "page": {"url": url}}, "properties": {"dwell_s": 80, "scroll": 0.9},
    })
}

#[test]
fn what_readers_did_stands_beside_what_the_text_says() {
    let house = House::new();
    let copy = house.path("site");
    std::fs::create_dir(&copy).unwrap();
    for name in ["index", "ways", "signs", "terms"] {
        std::fs::copy(Path::new(&site()).join(format!("{name}.md")), copy.join(format!("{name}.md"))).unwrap();
    }
    // Two pages with the same fault; the second is the one that is read.
    for (name, wards) in [("later", "hospital wards"), ("early", "night shifts")] {
        let text = format!(
            "# What goes wrong with {wards}\n\nThe leading platform for {wards}. You notice it when the handover begins, and \
             notes get lost on the way from one shift to the next.\n"
        );
        std::fs::write(copy.join(format!("{name}.md")), text).unwrap();
    }
    let folder = copy.display().to_string();
    house.done(&["crawl", &folder]);
    let before = one(&house.run(&["assess", &folder, "--json"]).out);
    assert_eq!((before["basis"].as_str(), before["readership"].is_null()), (Some("text only"), true), "{before}");
    let url = |path: &str| format!("https://www.vendor.example{path}");
    let mut events = Vec::new();
    for n in 0..7 {
        let who = format!("reader-{n}");
        events.push(opened(&who, 3, 0, &url("/later")));
        if n < 2 {
            events.push(opened(&who, 3, 5, &url("/ways")));
        }
        if n < 3 {
            events.push(opened(&who, 9, 0, &url("/ways")));
        }
    }
    let mut refused = opened("declines", 3, 0, &url("/later"));
    refused["context"]["consent"] = "denied".into();
    events.push(refused);
    house.import_events(&events);
    let html = house.path("report.html").display().to_string();
    let found = one(&house.run(&["assess", &folder, "--json", "--out", &html]).out);
    assert_eq!((found["basis"].as_str(), found["readership"]["readers"].as_i64()), (Some("text and readers"), Some(7)));
    let page = |path: &str| {
        let pages = found["page_list"].as_array().unwrap();
        pages.iter().find(|page| page["path"] == path).unwrap()["readers"].clone()
    };
    let later = page("/later");
    let told = |part: &str| (later[part]["count"].as_i64().unwrap(), later[part]["of"].as_i64().unwrap());
    assert_eq!((later["readers"].as_i64(), told("ended"), told("came_again")), (Some(7), (5, 7), (3, 7)), "{later}");
    assert!(later["ended"]["low"].as_f64().unwrap() > 0.3 && later["ended"]["high"].as_f64().unwrap() < 1.0);
    assert_eq!(page("/signs")["readers"], 0);
    let claims = |report: &Value| -> Vec<Value> {
        ["problem", "solution", "offer", "sales"]
            .iter()
            .flat_map(|room| report["rooms"][room]["findings"].as_array().unwrap().clone())
            .filter(|finding| finding["rule"] == "leading-claim")
            .collect()
    };
    let paths = |report: &Value| -> Vec<String> {
        claims(report).iter().map(|finding| finding["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths(&before), ["/early", "/later"]);
    let findings = claims(&found);
    assert_eq!(paths(&found), ["/later", "/early"], "what is read comes first: {findings:?}");
    assert_eq!((findings[0]["basis"].as_str(), &findings[0]["readers"]), (Some("text and readers"), &later));
    let html = std::fs::read_to_string(&html).unwrap();
    assert!(html.contains("What readers do there") && html.contains("5 of 7 (likely"), "{html}");
    let printed = house.run(&["assess", &folder]).out;
    assert!(printed.contains("read by 7; the visit ended here: 5 of 7"), "{printed}");
}

#[test]
fn a_crawl_fills_the_library_and_respects_what_people_decided() {
    let house = House::new();
    let content = house.write("content.csv", "path,kind,room,role,question\n/signs,article,offer,finance,When?\n");
    assert_eq!(house.run(&["import", "--content", &content]).code, 0);
    let crawled = one(&house.run(&["crawl", &site(), "--json"]).out);
    assert_eq!((crawled["pages"].as_i64(), crawled["kept"].as_i64()), (Some(10), Some(1)), "{crawled}");
    let pieces = json_lines(&house.run(&["content", "pieces", "--json"]).out);
    let room = |path: &str| pieces.iter().find(|piece| piece["path"] == path).unwrap()["room"].clone();
    assert_eq!(room("/signs"), "offer");
    assert_eq!(room("/ways"), "solution");
    // What somebody says outlives the next crawl; so does what no crawl can find.
    house.done(&["content", "set", "/delivery", "--role", "finance", "--by", "Mira"]);
    house.done(&["content", "set", "/deck", "--medium", "deck", "--room", "sales", "--question", "Who?"]);
    assert_eq!(house.run(&["content", "set", "/deck", "--room", "kitchen"]).code, 2);
    let again = one(&house.run(&["crawl", &site(), "--json"]).out);
    let told = ["new", "changed", "kept"].map(|key| again[key].as_i64());
    assert_eq!(told, [Some(0), Some(0), Some(2)], "{again}");
    let pieces = json_lines(&house.run(&["content", "pieces", "--json"]).out);
    let of = |path: &str| pieces.iter().find(|piece| piece["path"] == path).unwrap().clone();
    assert_eq!(
        (of("/delivery")["role"].as_str(), of("/delivery")["state"].as_str()),
        (Some("finance"), Some("corrected"))
    );
    assert_eq!((of("/deck")["medium"].as_str(), of("/deck")["state"].as_str()), (Some("deck"), Some("confirmed")));
    // A file that repeats what the crawl proposed confirms it.
    assert_eq!(of("/ways")["state"], "proposed");
    let text = |field: &str| of("/ways")[field].as_str().unwrap_or_default().to_owned();
    let row = ["kind", "room", "role", "question", "title", "topic"].map(|field| format!("\"{}\"", text(field)));
    let repeated =
        house.write("again.csv", format!("path,kind,room,role,question,title,topic\n/ways,{}\n", row.join(",")));
    assert_eq!(house.run(&["import", "--content", &repeated]).code, 0);
    let pieces = json_lines(&house.run(&["content", "pieces", "--json"]).out);
    assert_eq!(pieces.iter().find(|piece| piece["path"] == "/ways").unwrap()["state"], "confirmed");
}

#[test]
fn the_own_site_is_assessed_as_people_said() {
    let house = House::new();
    house.done(&["crawl", &site()]);
    let page = |report: &Value, path: &str| {
        report["page_list"].as_array().unwrap().iter().find(|page| page["path"] == path).unwrap().clone()
    };
    let before = one(&house.run(&["assess", &site(), "--json"]).out);
    assert_eq!(
        (page(&before, "/ways")["room"].as_str(), &page(&before, "/ways")["said"]),
        (Some("solution"), &Value::Null)
    );
    house.done(&["content", "set", "/ways/?utm_source=a", "--room", "offer", "--role", "CFO", "--by", "Mira"]);
    house.done(&["crawl", &site()]);
    let out = house.write("report.html", "");
    let after = one(&house.run(&["assess", &site(), "--json", "--out", &out]).out);
    let ways = page(&after, "/ways");
    assert_eq!((ways["room"].as_str(), ways["role"].as_str()), (Some("offer"), Some("finance")), "{ways}");
    assert_eq!((ways["text_room"].as_str(), ways["said"]["by"].as_str()), (Some("solution"), Some("Mira")), "{ways}");
    let count = |report: &Value, room: &str| report["rooms"][room]["pages"].as_i64().unwrap();
    assert_eq!(count(&after, "offer"), count(&before, "offer") + 1);
    assert!(after["remarks"].to_string().contains("otherwise on /ways"), "{}", after["remarks"]);
    let document = std::fs::read_to_string(&out).unwrap();
    assert!(document.contains("Offer, as Mira corrected; its text reads like Solution"), "{document}");
}

#[test]
fn a_correction_finds_its_piece_however_the_address_is_written() {
    let house = House::new();
    house.done(&["crawl", &site()]);
    let pieces = || json_lines(&house.run(&["content", "pieces", "--json"]).out);
    let count = pieces().len();
    house.done(&["content", "set", "/ways/", "--topic", "wards", "--by", "Mira"]);
    house.done(&["content", "set", "https://www.lanewell.example/ways?utm_source=a", "--role", "cfo", "--by", "Mira"]);
    let ways = pieces().into_iter().find(|piece| piece["path"] == "/ways").unwrap();
    assert_eq!((ways["topic"].as_str(), ways["role"].as_str()), (Some("wards"), Some("finance")));
    assert_eq!(pieces().len(), count);
    let new = house.run(&["content", "set", "/wyas", "--room", "offer"]);
    assert!(new.code == 0 && new.err.contains("no piece of the library stood at /wyas"), "{new:#?}");
    let deck = house.run(&["content", "set", "/deck", "--medium", "deck", "--room", "sales"]);
    assert!(!deck.err.contains("no piece"), "{deck:#?}");
}

#[test]
fn a_file_that_was_taken_along_comes_back_with_its_corrections_only() {
    let house = House::new();
    house.done(&["demo", "--no-serve"]);
    house.done(&["crawl", &site()]);
    house.done(&["content", "set", "/signs", "--topic", "wards", "--by", "Mira"]);
    let server = Server::start_as(&house, &["demo", "--listen", "127.0.0.1:0"]);
    let file = server.get("/content.csv", &[]).body;
    // What readers did is counted meanwhile, and no part of what the piece is for.
    let pieces = || {
        let mut pieces = json_lines(&house.run(&["content", "pieces", "--json"]).out);
        pieces.iter_mut().for_each(|piece| piece["reading"] = Value::Null);
        pieces
    };
    let before = pieces();
    let changed: String = file
        .lines()
        .map(|line| if line.starts_with("/ways,") { line.replacen(",solution,", ",offer,", 1) } else { line.to_owned() } + "\n")
        .collect();
    assert_ne!(file.lines().collect::<Vec<_>>(), changed.lines().collect::<Vec<_>>());
    house.done(&["import", "--content", &house.write("back.csv", changed), "--by", "Ruth"]);
    for (before, now) in before.iter().zip(pieces()) {
        if before["path"] == "/ways" {
            assert_eq!((now["state"].as_str(), now["decided_by"].as_str()), (Some("corrected"), Some("Ruth")));
            assert_eq!(now["room"], "offer");
        } else {
            assert_eq!(*before, now);
        }
    }
    let token = server.get("/content", &[]).form_token();
    let form = |rest: &str| format!("csrf_token={token}&kind=article&room=sales&question=Who%3F&topic=people&{rest}");
    let settle = |rest: &str| server.post_form("/content/settle", &[], &form(rest));
    assert_eq!(settle("path=%2Fdelivery%2F").header("location"), "/content?piece=%2Fdelivery#piece");
    let ghost = settle("path=%2Fdelivry%2F");
    assert!(ghost.status == 400 && ghost.body.contains("No piece of the library stands at"), "{ghost:#?}");
    assert_eq!(settle("path=deck&new=yes&medium=deck").status, 303);
    assert_eq!(pieces().len(), before.len() + 1);
}

#[test]
fn what_readers_of_a_piece_did_is_counted_in_the_background() {
    let house = House::new();
    house.done(&["demo", "--no-serve"]);
    let of_boards = || {
        let pieces = json_lines(&house.run(&["content", "pieces", "--json"]).out);
        pieces.into_iter().find(|piece| piece["path"] == "/insights/case-for-the-board").unwrap()["reading"].clone()
    };
    assert!(of_boards().is_null(), "nobody has counted yet");
    let server = Server::start_as(&house, &["demo", "--listen", "127.0.0.1:0"]);
    let reading = until(Duration::from_secs(60), || Some(of_boards()).filter(|reading| !reading.is_null()));
    let number = |name: &str| reading[name].as_f64().unwrap();
    assert!(number("readers") >= number("of") && number("of") > 30.0 && number("went_on") > 0.0, "{reading}");
    let lift = |name: &str| reading["lift"][name].as_f64().unwrap();
    assert!(lift("low_80") < lift("log_odds") && lift("log_odds") < lift("high_80"), "{reading}");
    let piece = server.get("/content?piece=%2Finsights%2Fcase-for-the-board", &[]).body;
    assert!(piece.contains("went on to a later room within three weeks") && piece.contains("no proof"), "{piece}");
    assert!(
        !server.get("/content?as_of=2026-01-10", &[]).body.contains("within three weeks"),
        "of a past day it is not known"
    );
}

#[test]
fn a_crawl_is_never_turned_inward() {
    let house = House::new();
    for place in
        ["http://127.0.0.1:9/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://localhost/"]
    {
        let answer = house.run(&["crawl", place]);
        assert_ne!(answer.code, 0);
        assert!(answer.err.contains("not public") && answer.err.contains("--allow-host"), "{place}: {}", answer.err);
        let judged = one(&house.run(&["classify", place, "--json"]).out);
        assert!(judged["error"].as_str().unwrap().contains("not public"), "{judged}");
    }
    let answer = house.run(&["assess", "no-such-folder"]);
    assert!(answer.code != 0 && answer.err.contains("neither a folder"), "{}", answer.err);
}

#[test]
fn a_piece_is_audited_for_its_reader() {
    let house = House::new();
    let pitch = house.write(
        "pitch.md",
        "# Northgate ONE\n\nThe leading platform for infrastructure transformation. Our platform patches, monitors and \
         restores your servers from one console.\n\n[Book a demo](/demo)\n",
    );
    let found = one(&house.run(&["audit", &pitch, "--room", "problem", "--role", "finance", "--json"]).out);
    assert_eq!(found["meets"], false);
    assert!(found["assumed"][0]["what"].as_str().unwrap().contains("have the problem"), "{found}");
    assert!(found["findings"].as_array().unwrap().iter().any(|finding| finding["rule"] == "leading-claim"));
    let for_title = one(&house.run(&["audit", &pitch, "--room", "problem", "--role", "CFO", "--json"]).out);
    assert_eq!((&for_title["for"]["role"], &for_title["concerns"]), (&Value::from("finance"), &found["concerns"]));
    let unknown = house.run(&["audit", &pitch, "--room", "problem", "--role", "clinical director", "--json"]);
    assert!(unknown.code == 0 && unknown.err.contains("no list of worries fits"), "{unknown:#?}");
    let answer = house.run(&["audit", &pitch, "--room", "kitchen"]);
    assert!(answer.code == 2 && answer.err.contains("problem, solution, offer or sales"), "{}", answer.err);
    let signs = Path::new(&site()).join("signs.md").display().to_string();
    assert_eq!(one(&house.run(&["audit", &signs, "--room", "problem", "--json"]).out)["verdict"], "meets");
}

#[test]
fn the_sheets_show_what_was_read_and_take_what_people_say() {
    let house = House::new();
    house.done(&["demo", "--no-serve"]);
    assert_eq!(house.run(&["crawl", &site()]).code, 0);
    let server = Server::start_as(&house, &["demo", "--listen", "127.0.0.1:0"]);
    let page = server.get("/content", &[]);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("Four ways to hand over a ward, compared"));
    let one = server.get("/content?piece=/signs", &[]).body;
    assert!(one.contains("Proposed from its text"), "{one}");
    let token = page.form_token();
    let form = format!(
        "csrf_token={token}&path=/signs&kind=article&room=offer&role=finance&question=When%3F&topic=handover&medium=page"
    );
    assert_eq!(server.post_form("/content/settle", &[], &form).status, 303);
    assert!(server.get("/content?piece=/signs", &[]).body.contains("Corrected by"));
    assert_eq!(
        server.post_form("/content/settle", &[], "csrf_token=wrong&path=/signs&kind=article&room=sales").status,
        403
    );
    // The correction outlives the next crawl.
    assert_eq!(house.run(&["crawl", &site()]).code, 0);
    assert!(
        server.get("/content.csv", &[]).body.contains("/signs,article,offer,finance"),
        "{}",
        server.get("/content.csv", &[]).body
    );
    let sheet = server.get("/site", &[]).body;
    assert!(sheet.contains("Four doorways") && sheet.contains("Read a site"), "{sheet}");
    assert_eq!(server.get("/site?id=999", &[]).status, 404);
    let inward = format!("csrf_token={token}&address=http%3A%2F%2F127.0.0.1%3A9%2F");
    assert_eq!(server.post_form("/site/assess", &[], &inward).status, 303);
    let folder = format!("csrf_token={token}&address=%2Fetc");
    assert_eq!(server.post_form("/site/assess", &[], &folder).status, 400);
}

#[test]
fn strangers_ask_without_a_wall_and_never_look_inward() {
    let house = House::new();
    let server = Server::start(&house);
    let form = server.get("/assess", &[]);
    assert!(form.status == 200 && form.body.contains("No name, no e-mail"), "{form:#?}");
    assert_eq!(server.post_form("/assess", &[], "address=%2Fetc").status, 400);
    let asked = server.post_form("/assess", &[], "address=http%3A%2F%2F127.0.0.1%3A9%2F");
    assert_eq!(asked.status, 303, "{asked:#?}");
    let place = asked.header("location").to_owned();
    let answer = until(std::time::Duration::from_secs(60), || {
        let page = server.get(&place, &[]).body;
        (!page.contains("It is being read")).then_some(page)
    });
    assert!(answer.contains("not public") && !answer.contains("--allow-host"), "{answer}");
    assert!(answer.contains("Another address"), "{answer}");
    // What read no page does not count, but nobody tries address after address either.
    let try_another = || {
        until(std::time::Duration::from_secs(60), || {
            let asked = server.post_form("/assess", &[], "address=http%3A%2F%2F127.0.0.1%3A9%2F");
            (!asked.body.contains("being read just now")).then_some(asked)
        })
    };
    for _ in 0..5 {
        assert_eq!(try_another().status, 303);
    }
    let enough = try_another();
    assert!(enough.status == 429 && enough.body.contains("in an hour"), "{enough:#?}");
    assert!(!enough.body.contains("floor plan"), "{enough:#?}");
    let folder = server.post_form("/assess", &[], "address=%2Fetc").body;
    assert!(folder.contains("such as www.example.com") && !folder.contains("folder"), "{folder}");
    assert_eq!(server.get("/assess/nobody-asked-this", &[]).status, 404);
}
