//! Files come in: every kind, in any order, however damaged.

use serde_json::{Value, json};

use crate::house::{House, json_lines, jsonl, text};
use crate::journeys::{ACCOUNTS, BROWSER, CONTENT, date, day, furnish, market, page, shuffled};

const DEALS: &str = "deal_id,domain,opened_at,closed_at,stage,amount,source,heard_from\n\
    d1,northmill.example,2026-02-20,,open,12000 EUR,web,a colleague\n";
const TOUCHES: &str = "at,domain,email,kind,by,asks\n2026-02-10,northmill.example,,call,Sam,1\n";

fn log_lines() -> String {
    let line = |address: &str, second: u32, target: &str, status: u16| {
        format!(
            "{address} - - [02/Mar/2026:10:00:{second:02} +0000] \"GET {target} HTTP/1.1\" {status} 5120 \"-\" \"{BROWSER}\"\n"
        )
    };
    [
        line("198.51.100.9", 1, "/blog/hidden-costs", 200),
        line("198.51.100.9", 2, "/style.css", 200),
        line("192.0.2.77", 3, "/guides/options", 200),
    ]
    .concat()
}

fn total(house: &House, arguments: &[&str]) -> (u64, u64, u64) {
    let answer = house.run(arguments);
    let lines = json_lines(&answer.out);
    let total = lines.iter().find(|line| line["total"] == true).unwrap_or_else(|| panic!("{answer:#?}"));
    let count = |name: &str| total[name].as_u64().unwrap();
    (count("accepted"), count("duplicate"), count("rejected"))
}

#[test]
fn every_kind_comes_in_at_once_and_in_any_order() {
    let house = House::new();
    let files = [
        house.write("events.jsonl", jsonl(&market())),
        house.write("content.csv", CONTENT),
        house.write("accounts.csv", ACCOUNTS),
        house.write("deals.csv", DEALS),
        house.write("touches.csv", TOUCHES),
        house.write("access.log", log_lines()),
    ];
    let [events, content, accounts, deals, touches, logs] = &files;
    let answer = house.run(&[
        "import",
        "--logs",
        logs,
        "--site",
        "https://www.seller.example",
        "--touches",
        touches,
        "--events",
        events,
        "--deals",
        deals,
        "--accounts",
        accounts,
        "--content",
        content,
        "--json",
    ]);
    assert_eq!(answer.code, 0, "{answer:#?}");
    let lines = json_lines(&answer.out);
    let kinds: Vec<&str> = lines.iter().filter_map(|line| line["kind"].as_str()).collect();
    assert_eq!(kinds, ["content", "accounts", "deals", "touches", "events", "logs"]);
    assert!(lines[..5].iter().all(|line| line["rejected"] == 0 && line["accepted"].as_u64() > Some(0)), "{lines:#?}");
    let account = house.account("northmill.example", "2026-03-03").unwrap();
    assert_eq!(account["band"], "in conversation", "the open deal and the office network are known: {account}");
    assert!(account["people"].as_u64() >= Some(2), "{account}");
}

#[test]
fn standard_input_and_gzip_are_read_alike() {
    let plain = House::new();
    furnish(&plain);
    let expected = plain.readings("2026-03-15");
    let piped = House::new();
    let content = piped.write_gzip("content.csv.gz", CONTENT);
    let accounts = piped.write_gzip("accounts.csv.gz", ACCOUNTS);
    piped.done(&["import", "--content", &content, "--accounts", &accounts]);
    piped.run_with_input(&["import", "--events", "-"], jsonl(&market()).as_bytes()).done();
    assert_eq!(piped.readings("2026-03-15"), expected);
    let zipped = House::new();
    zipped.done(&["import", "--events", &zipped.write_gzip("events.jsonl.gz", &jsonl(&market()))]);
    zipped.done(&[
        "import",
        "--accounts",
        &zipped.write("a.csv", ACCOUNTS),
        "--content",
        &zipped.write("c.csv", CONTENT),
    ]);
    assert_eq!(zipped.readings("2026-03-15"), expected, "accounts and content after the events");
}

#[test]
fn neither_order_nor_pieces_nor_repetition_change_a_reading() {
    let straight = House::new();
    furnish(&straight);
    let expected = straight.readings("2026-03-20");
    let earlier = straight.readings("2026-02-03");

    let pieces = House::new();
    let events = shuffled(market(), 11);
    for (number, piece) in events.chunks(events.len().div_ceil(10)).enumerate() {
        let file = pieces.write(&format!("piece-{number}.jsonl"), jsonl(piece));
        pieces.done(&["import", "--events", &file]);
    }
    pieces.import_accounts(ACCOUNTS);
    pieces.done(&["import", "--content", &pieces.write("content.csv", CONTENT)]);
    assert_eq!(pieces.readings("2026-03-20"), expected);
    assert_eq!(pieces.readings("2026-02-03"), earlier);
    pieces.kept_is_folded();

    let again = straight.write("again.jsonl", jsonl(&shuffled(market(), 5)));
    let count = market().len() as u64;
    assert_eq!(total(&straight, &["import", "--events", &again, "--json"]), (0, count, 0));
    assert_eq!(straight.readings("2026-03-20"), expected);
}

#[test]
fn what_is_kept_equals_what_is_folded_from_the_log() {
    let house = House::new();
    furnish(&house);
    house.kept_is_folded();
}

#[test]
fn one_bad_row_loses_nothing_else_and_is_named() {
    let house = House::new();
    let good = page("good-1", "v1", &day(3, 9), "/pricing", 30.0);
    let last = page("good-2", "v1", &day(4, 9), "/pricing", 30.0);
    let mut content =
        format!("{good}\n{{\"type\":\"page\",\"timest\n\n{}\n", json!({"type": "page", "messageId": "x"})).into_bytes();
    content.extend_from_slice(
        b"{\"type\":\"page\",\"anonymousId\":\"\xff\xfe\",\"timestamp\":\"2026-01-05T00:00:00Z\"}\n",
    );
    content.extend_from_slice(&vec![b'a'; 3 << 20]);
    content.extend_from_slice(format!("\n[1,2]\n{last}").as_bytes());
    let file = house.write("broken.jsonl", content);
    let rejects = house.path("rejects.jsonl");
    let answer = house.run(&["import", "--events", &file, "--rejects", &rejects.display().to_string()]);
    assert_eq!(answer.code, 3, "{answer:#?}");
    assert!(answer.err.contains("broken.jsonl"), "{}", answer.err);
    let rows = json_lines(&text(&rejects));
    let lines: Vec<u64> = rows.iter().map(|row| row["line"].as_u64().unwrap()).collect();
    assert!([2, 4, 6, 7].iter().all(|line| lines.contains(line)), "{rows:#?}");
    for row in &rows {
        assert!(row["file"].as_str().unwrap().ends_with("broken.jsonl"), "{row}");
        assert!(!row["reason"].as_str().unwrap().is_empty() && row.get("field").is_some(), "{row}");
    }
    let person = house.person("visitor:v1", &date(5)).unwrap();
    assert_eq!(person["sessions"], 2, "the first and the last row were kept: {person}");
}

#[test]
fn tables_with_bad_rows_keep_the_good_ones() {
    let house = House::new();
    let accounts = house.write(
        "accounts.csv",
        "domain,name,fit\nnot a domain,X,3\nnorthmill.example,North Mill,0.8\neast.example,E,high\n",
    );
    let deals = house.write(
        "deals.csv",
        "deal_id,domain,opened_at,stage\nd1,northmill.example,2026-02-20,open\nd2,northmill.example,someday,open\n",
    );
    let answer = house.run(&["import", "--accounts", &accounts, "--deals", &deals]);
    assert_eq!(answer.code, 3, "{answer:#?}");
    assert!(answer.err.contains("domain") && answer.err.contains("opened_at"), "{}", answer.err);
    assert!(house.account("northmill.example", "2026-03-01").is_some());
}

#[test]
fn rows_whose_time_cannot_be_true_are_refused_with_line_and_field() {
    let house = House::new();
    let events = [
        page("good", "v1", &day(3, 9), "/pricing", 30.0),
        page("old", "v1", "1970-01-01T00:00:10Z", "/pricing", 30.0),
        page("ahead", "v1", "2099-01-01T00:00:00Z", "/pricing", 30.0),
    ];
    let file = house.write("events.jsonl", events.map(|event| event.to_string()).join("\n"));
    let deals = house.write(
        "deals.csv",
        "deal_id,domain,opened_at,closed_at,stage\nd1,a.example,2026-01-02,2026-02-01,open\n\
         d2,a.example,2026-01-02,2026-02-01,closed_won\nd2,a.example,2026-01-02,2026-02-03,closed_lost\n\
         d3,a.example,2099-01-01,,open\n",
    );
    let rejects = house.path("rejects.jsonl");
    let answer =
        house.run(&["import", "--events", &file, "--deals", &deals, "--rejects", &rejects.display().to_string()]);
    assert_eq!(answer.code, 3, "{answer:#?}");
    let rows = json_lines(&text(&rejects));
    let places: Vec<(u64, &str)> =
        rows.iter().map(|row| (row["line"].as_u64().unwrap(), row["field"].as_str().unwrap())).collect();
    assert_eq!(
        places,
        [(2, "closed_at"), (4, "stage"), (5, "opened_at"), (2, "timestamp"), (3, "timestamp")],
        "{rows:#?}"
    );
    let person = house.person("visitor:v1", "2026-11-01").unwrap();
    assert_eq!(person["sessions"], 1, "{person}");
}

#[test]
fn a_truncated_gzip_keeps_what_came_before() {
    let house = House::new();
    let events: Vec<Value> = (0..4000)
        .map(|n| page(&format!("m{n}"), &format!("v{}", n % 7), &day(n % 90, n % 24), "/pricing", f64::from(n)))
        .collect();
    let whole = crate::house::gzip(jsonl(&events).as_bytes());
    let file = house.write("cut.jsonl.gz", &whole[..whole.len() * 2 / 3]);
    let answer = house.run(&["import", "--events", &file]);
    assert_eq!(answer.code, 1, "{answer:#?}");
    assert!(answer.err.contains("cut.jsonl.gz"), "the sentence names the file: {}", answer.err);
    assert!(!house.people("2026-12-31").is_empty(), "what came before is kept");
    assert!(!house.lines(&["readings", "--level", "person", "--json"]).is_empty(), "and was read");
}

#[test]
fn wrong_files_are_answered_with_a_sentence() {
    let house = House::new();
    let empty = house.write("empty", "");
    let wrong = house.write("wrong.csv", "colour,size\nred,3\n");
    let letter = house.write("letter.txt", "Dear all,\nthis is no log.\n");
    let missing = house.path("nowhere.jsonl").display().to_string();
    let cases: [(&[&str], i32, &str); 8] = [
        (&["import"], 2, "nothing to import"),
        (&["import", "--events", &missing], 2, "nowhere.jsonl"),
        (&["import", "--events", &empty], 0, ""),
        (&["import", "--content", &empty], 0, ""),
        (&["import", "--accounts", &wrong], 3, "domain"),
        (&["import", "--logs", &letter], 2, "--site"),
        (&["import", "--logs", &letter, "--site", "https://x.example"], 2, "not recognised"),
        (&["import", "--colour", "red"], 2, "--colour"),
    ];
    for (arguments, code, word) in cases {
        let answer = house.run(arguments);
        assert_eq!(answer.code, code, "{arguments:?}: {answer:#?}");
        assert!(answer.err.contains(word), "{arguments:?}: {answer:#?}");
        assert!(!answer.err.contains("panicked"), "{answer:#?}");
    }
}

#[test]
fn every_command_explains_itself() {
    let house = House::new();
    for command in [
        "serve",
        "demo",
        "import",
        "workspace",
        "readings",
        "reading",
        "ready",
        "not-yet",
        "scenario",
        "export",
        "erase",
        "backup",
        "restore",
        "doctor",
        "user",
        "key",
        "identity",
        "content",
        "config",
        "bench",
    ] {
        let out = house.done(&[command, "--help"]);
        assert!(out.contains("Usage"), "{command}: {out}");
    }
    for command in [
        "identity mark",
        "identity part",
        "identity place",
        "identity displace",
        "identity undo",
        "identity decisions",
        "workspace configure",
        "workspace show",
        "workspace list",
        "key add",
        "key list",
        "user list",
        "config init",
        "config show",
    ] {
        let arguments: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        assert!(
            house
                .done(&arguments)
                .contains(&format!("Example: enfilade {}", command.replace("config show", "--config"))),
            "{command}"
        );
    }
    assert_eq!(house.run(&["learn", "--until", "2126-01-01"]).code, 2);
    assert_eq!(house.run(&["readings", "--as-of", "yesterday"]).code, 2);
    assert_eq!(house.run(&["reading", "nobody.example"]).code, 1);
}
