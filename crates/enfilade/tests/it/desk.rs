//! The content desk through the binary: what people put down, and what the house says to it.

use std::path::Path;

use serde_json::Value;

use crate::house::{House, json_lines};

/// The invented vendor that the content crate's tests read too.
pub(crate) fn site() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../enfilade-content/tests/site").display().to_string()
}

/// A house whose library is the vendor's site.
pub(crate) fn read_house() -> House {
    let house = House::new();
    house.done(&["crawl", &site()]);
    house
}

pub(crate) fn one(house: &House, arguments: &[&str]) -> Value {
    let lines = house.lines(arguments);
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines[0].clone()
}

pub(crate) fn paths(values: &Value) -> Vec<&str> {
    values.as_array().unwrap().iter().filter_map(|value| value["path"].as_str()).collect()
}

#[test]
fn a_worksheet_is_written_without_data_and_shows_what_meets_its_rows() {
    let house = House::new();
    let add = |house: &House| {
        let answer = house.done(&[
            "desk",
            "worksheet",
            "add",
            "Maria, who runs the wards",
            "--room",
            "problem",
            "--because",
            "she asks whether it is normal",
            "--question",
            "Why do nurses stay longer and where does the overtime come from?",
            "--question",
            "Do zebras migrate in winter?",
            "--fear",
            "They will say the handover is my fault",
            "--json",
        ]);
        json_lines(&answer)[0]["id"].as_i64().unwrap()
    };
    let id = add(&house).to_string();
    let empty = one(&house, &["desk", "worksheet", "show", &id, "--json"]);
    assert_eq!(empty["rows_with_nothing"], 3, "{empty}");
    assert_eq!(empty["missing"][0], "what has to be felt before the next step");

    let house = read_house();
    let id = add(&house).to_string();
    let sheet = one(&house, &["desk", "worksheet", "show", &id, "--json"]);
    assert!(paths(&sheet["rows"][0]["proposed"]).contains(&"/cost-of-waiting-rooms"), "{sheet}");
    let quote = sheet["rows"][0]["proposed"][0]["quote"].as_str().unwrap();
    assert!(quote.contains("overtime") || quote.contains("nurses"), "{quote}");
    assert_eq!(sheet["rows"][1]["nothing"], true, "{sheet}");
    // A person links what the words do not find; what was linked and is gone is said.
    house.done(&["desk", "worksheet", "link", &id, "2", "/signs"]);
    let sheet = one(&house, &["desk", "worksheet", "show", &id, "--json"]);
    assert_eq!(
        (paths(&sheet["rows"][1]["linked"]), &sheet["rows"][1]["nothing"]),
        (vec!["/signs"], &Value::from(false))
    );
    assert_eq!(sheet["version"], 2);
    assert_ne!(house.run(&["desk", "worksheet", "link", &id, "9", "/signs"]).code, 0);
    assert_ne!(house.run(&["desk", "worksheet", "link", &id, "1", "/nowhere"]).code, 0);
    assert_eq!(house.run(&["desk", "worksheet", "add", " ", "--room", "problem"]).code, 2);
    let wrong = house.run(&["desk", "worksheet", "add", "Maria", "--room", "kitchen"]);
    assert!(wrong.code == 2 && wrong.err.contains("problem, solution, offer or sales"), "{wrong:#?}");
    house.done(&["desk", "worksheet", "remove", &id]);
    assert!(house.done(&["desk", "worksheet", "list", "--json"]).is_empty());
    assert_ne!(house.run(&["desk", "worksheet", "show", &id]).code, 0);
}

#[test]
fn the_buyers_words_are_offered_collected_searched_and_held_against_the_pieces() {
    let house = read_house();
    let deals = house.write(
        "deals.csv",
        "deal_id,domain,opened_at,stage,heard_from\nD-1,ward.example,2026-03-01,open,a colleague told me about the handover list\n",
    );
    house.done(&["import", "--deals", &deals]);
    house.done(&["verdict", "ward.example", "--room", "problem", "--words", "why does nobody own the list at night"]);
    let offered = house.lines(&["desk", "phrase", "offered", "--json"]);
    assert_eq!(offered.len(), 2, "{offered:?}");
    let origin = |text: &str| {
        let offer = offered.iter().find(|offer| offer["words"].as_str().unwrap().contains(text)).unwrap();
        offer["origin"].as_str().unwrap().to_owned()
    };
    house.done(&["desk", "phrase", "take", &origin("nobody own"), "--topic", "handover"]);
    house.done(&["desk", "phrase", "decline", &origin("a colleague")]);
    assert!(house.done(&["desk", "phrase", "offered", "--json"]).is_empty(), "nobody is asked twice");
    assert_ne!(house.run(&["desk", "phrase", "take", "deal:D-1"]).code, 0);
    let taken = one(&house, &["desk", "phrase", "list", "--search", "NIGHT", "--json"]);
    assert_eq!((taken["account"].as_str(), taken["room"].as_str()), (Some("ward.example"), Some("problem")), "{taken}");

    let calls = [
        "two nurses stand at one screen",
        "nobody compares the planned end of a shift with the time people log off",
        "it is the same overtime on every ward",
        "we cannot explain the budget line that drifts",
    ];
    for words in calls {
        house.done(&[
            "desk",
            "phrase",
            "add",
            words,
            "--source",
            "call",
            "--said-by",
            "a ward sister",
            "--place",
            "recording 7",
        ]);
    }
    assert_eq!(house.lines(&["desk", "phrase", "list", "--json"]).len(), 5);
    let found = one(&house, &["desk", "phrase", "list", "--search", "budget drifts", "--json"]);
    assert!(paths(&found["used_by"]).contains(&"/cost-of-waiting-rooms"), "{found}");
    assert_eq!((found["said_by"].as_str(), found["place"].as_str()), (Some("a ward sister"), Some("recording 7")));
    let silent = house.lines(&["desk", "phrase", "silent", "--json"]);
    let silent: Vec<&str> = silent.iter().filter_map(|piece| piece["path"].as_str()).collect();
    assert!(silent.contains(&"/data-protection") && !silent.contains(&"/cost-of-waiting-rooms"), "{silent:?}");
    let nowhere = house.run(&["desk", "phrase", "add", "who has it", "--source", "call"]);
    assert!(nowhere.code == 2 && nowhere.err.contains("where it was said"), "{nowhere:#?}");
}

#[test]
fn a_capability_reaches_sales_only_when_it_is_whole() {
    let house = read_house();
    let id = json_lines(&house.done(&[
        "desk",
        "capability",
        "add",
        "Bedside list",
        "--does",
        "syncs lists over HL7",
        "--json",
    ]))[0]["id"]
        .to_string();
    let refused = house.run(&["desk", "capability", "publish", &id]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("the buyer's problem") && refused.err.contains("the room"), "{}", refused.err);
    assert_eq!(house.run(&["desk", "capability", "ask", &id, "Since when?"]).code, 2, "sales does not have it yet");
    let complete = [
        "desk",
        "capability",
        "change",
        &id,
        "--problem",
        "handovers take too long",
        "--question",
        "Who has the list?",
        "--room",
        "problem",
        "--story",
        "A ward in Hull wrote its list on paper twice a night.",
        "--behind",
    ];
    house.done(&[&complete[..], &["/ways"]].concat());
    let refused = house.run(&["desk", "capability", "publish", &id]);
    assert!(refused.err.contains("`/ways` is not in that room"), "{}", refused.err);
    house.done(&[&complete[..], &["/signs"]].concat());
    house.done(&["desk", "capability", "publish", &id, "--by", "Piotr"]);
    house.done(&["desk", "capability", "ask", &id, "Does it work at night?", "--by", "Sam"]);
    house.done(&["desk", "capability", "answer", &id, "1", "Yes, offline too.", "--by", "Piotr"]);
    let kept = one(&house, &["desk", "capability", "list", "--published", "--json"]);
    assert_eq!(
        (kept["published_by"].as_str(), kept["asked"][0]["answer"]["text"].as_str()),
        (Some("Piotr"), Some("Yes, offline too."))
    );
    let long = "word ".repeat(80);
    let refused = house.run(&["desk", "capability", "change", &id, "--story", &long]);
    assert!(
        refused.code == 2 && refused.err.contains("under 80 words"),
        "what sales carries stays whole: {refused:#?}"
    );
    house.done(&["desk", "capability", "withdraw", &id]);
    assert!(house.done(&["desk", "capability", "list", "--published", "--json"]).is_empty());
}

#[test]
fn nothing_goes_live_unsigned_and_every_text_is_kept() {
    let house = House::new();
    let first = house.write("draft.md", "Handovers take long. It is normal, and it costs.");
    let add = [
        "desk",
        "draft",
        "add",
        "Slow nights",
        "--path",
        "/slow-nights",
        "--room",
        "problem",
        "--question",
        "Is it only us?",
        "--text-file",
        &first,
        "--by",
        "Mira",
        "--json",
    ];
    let id = json_lines(&house.done(&add))[0]["id"].to_string();
    house.done(&["desk", "draft", "rule", "--on", "--expert", "Dr. Hale"]);
    let refused = house.run(&["desk", "draft", "publish", &id]);
    assert!(refused.code == 2 && refused.err.contains("nobody signed this text"), "{refused:#?}");
    assert!(house.run(&["desk", "draft", "sign", &id, "--by", "Mira"]).err.contains("only Dr. Hale may sign"));
    house.done(&[
        "desk",
        "draft",
        "change",
        &id,
        "--text",
        "Handovers take 31 minutes. It is common.",
        "--by",
        "Dr. Hale",
    ]);
    let stale = house.run(&["desk", "draft", "sign", &id, "--version-read", "1", "--by", "Dr. Hale"]);
    assert!(stale.code == 2 && stale.err.contains("changed since you read it"), "{stale:#?}");
    house.done(&["desk", "draft", "sign", &id, "--version-read", "2", "--by", "Dr. Hale", "--note", "doses checked"]);
    house.done(&["desk", "draft", "change", &id, "--text", "Handovers take 32 minutes.", "--by", "Mira"]);
    assert_eq!(house.run(&["desk", "draft", "publish", &id]).code, 2, "a signature is for one text");
    house.done(&["desk", "draft", "sign", &id, "--by", "dr. hale"]);
    house.done(&["desk", "draft", "publish", &id, "--by", "Mira"]);
    let draft = one(&house, &["desk", "draft", "show", &id, "--json"]);
    assert!(draft["checklist"].as_array().unwrap().len() >= 3, "{draft}");
    let versions = draft["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 6, "{draft}");
    assert!(
        versions[0]["text"].as_str().unwrap().contains("it costs") && versions[2]["signed"]["note"] == "doses checked"
    );
    assert_eq!((draft["published_by"].as_str(), versions[3]["signed"].is_null()), (Some("Mira"), true));
    let piece = one(&house, &["content", "pieces", "--json"]);
    assert_eq!(
        (piece["path"].as_str(), piece["room"].as_str(), piece["state"].as_str()),
        (Some("/slow-nights"), Some("problem"), Some("confirmed"))
    );
    // A form before learning is warned of at once, and asks for a reason at last.
    house.done(&["desk", "draft", "rule", "--off"]);
    let gated = house.run(&[
        "desk",
        "draft",
        "add",
        "Guide",
        "--path",
        "/guide",
        "--room",
        "solution",
        "--question",
        "Which way?",
        "--text",
        "Two ways.",
        "--gate",
        "",
        "--json",
    ]);
    assert!(gated.err.contains("careful readers leave at it"), "{gated:#?}");
    let id = json_lines(&gated.out)[0]["id"].to_string();
    assert!(house.run(&["desk", "draft", "publish", &id]).err.contains("say why it has to be there"));
    house.done(&["desk", "draft", "change", &id, "--gate", "the partner asks for names"]);
    house.done(&["desk", "draft", "publish", &id]);
}

#[test]
fn two_pieces_about_something_else_are_found_among_forty() {
    let house = House::new();
    let folder = house.path("site");
    std::fs::create_dir(&folder).unwrap();
    let about = [
        "overtime",
        "agency staff",
        "the paper list",
        "shift ends",
        "the record system",
        "night shifts",
        "training",
        "the ward round",
        "patient notes",
        "the board",
    ];
    for n in 0..38 {
        let theme = about[n % about.len()];
        let text = format!(
            "# Handover on a ward and {theme}, part {n}\n\nNurses on a ward lose information at the handover between shifts. \
            Here it shows in {theme}. You may notice it in the morning. Many hospitals know it; the handover takes longer than planned, and {theme} grows with it.\n"
        );
        std::fs::write(folder.join(format!("piece-{n}.md")), text).unwrap();
    }
    std::fs::write(folder.join("grill.md"), "# Our summer barbecue\n\nWe grilled sausages by the river, played volleyball and drank lemonade. The winners got a cake with candles. Next summer we go sailing.\n").unwrap();
    std::fs::write(folder.join("tax.md"), "# Crypto taxes explained\n\nBitcoin gains are taxed when coins are sold. Keep a ledger of wallets, exchanges and dates. Miners declare rewards as income.\n").unwrap();
    house.done(&["crawl", &folder.display().to_string()]);
    assert_eq!(house.run(&["desk", "audience", "check"]).code, 2, "nobody is named yet");
    let everybody = house.run(&["desk", "audience", "set", "--industry", "everyone"]);
    assert!(everybody.code == 2 && everybody.err.contains("is everybody"), "{everybody:#?}");
    house.done(&[
        "desk",
        "audience",
        "set",
        "--industry",
        "hospitals",
        "--employees-min",
        "200",
        "--role",
        "operations",
        "--problem",
        "handovers between shifts lose information",
        "--point-of-view",
        "a list that nobody owns is no list",
    ]);
    let doubts = house.lines(&["desk", "audience", "check", "--json"]);
    let off: Vec<&str> = doubts
        .iter()
        .filter(|doubt| doubt["why"].as_array().unwrap().iter().any(|why| why["rule"] == "off-topic"))
        .filter_map(|doubt| doubt["path"].as_str())
        .collect();
    assert_eq!(off, ["/grill", "/tax"], "{doubts:?}");
    house.import_accounts("domain,name,employees,industry\nward.example,Ward,900,Hospitals\nmill.example,Mill,900,Milling\nclinic.example,Clinic,,Hospitals\n");
    let shown = one(&house, &["desk", "audience", "show", "--json"]);
    assert_eq!(shown["accounts"], serde_json::json!({"fit": 1, "others": 1, "unknown": 1}));
    std::fs::write(folder.join("all.md"), "# Handover for everyone\n\nOur handover list is for businesses of all sizes. Wards lose information between shifts.\n").unwrap();
    house.done(&["crawl", &folder.display().to_string()]);
    let doubts = house.lines(&["desk", "audience", "check", "--json"]);
    assert!(
        doubts.iter().any(|doubt| doubt["path"] == "/all" && doubt["why"][0]["rule"] == "for-everyone"),
        "{doubts:?}"
    );
}

#[test]
fn a_piece_whose_page_is_gone_is_named() {
    let house = House::new();
    let folder = house.path("site");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(site()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let place = folder.display().to_string();
    house.done(&["crawl", &place]);
    house.done(&["content", "set", "/deck", "--medium", "deck", "--room", "sales", "--question", "Who?"]);
    assert!(house.done(&["desk", "gone", "--json"]).is_empty());
    std::fs::remove_file(folder.join("signs.md")).unwrap();
    house.done(&["crawl", &place, "--max-pages", "3"]);
    assert!(house.done(&["desk", "gone", "--json"]).is_empty(), "a crawl that was cut short proves nothing");
    house.done(&["crawl", &place]);
    let gone = one(&house, &["desk", "gone", "--json"]);
    assert_eq!(gone["path"], "/signs", "a deck has no page to lose");
    std::fs::copy(Path::new(&site()).join("signs.md"), folder.join("signs.md")).unwrap();
    house.done(&["crawl", &place]);
    assert!(house.done(&["desk", "gone", "--json"]).is_empty(), "it came back");
}

#[test]
fn a_draft_is_checked_before_it_goes_out() {
    let house = House::new();
    let text = "We are the leading platform for handovers. Book a demo now, only 3 slots left!";
    let added = house.run(&[
        "desk",
        "draft",
        "add",
        "Why us",
        "--path",
        "/why-us",
        "--room",
        "problem",
        "--question",
        "Is it only us?",
        "--text",
        text,
    ]);
    assert!(
        added.code == 0 && added.err.contains("costs trust: ") && added.err.contains("leading platform"),
        "{added:#?}"
    );
    let id = "1";
    let shown = one(&house, &["desk", "draft", "show", id, "--json"]);
    let quotes: Vec<&str> =
        shown["findings"].as_array().unwrap().iter().map(|found| found["quote"].as_str().unwrap()).collect();
    assert!(quotes.iter().any(|quote| quote.contains("only 3 slots left")), "{shown}");
    assert!(shown["checklist"].as_array().unwrap().iter().any(|item| item["met"] == false), "{shown}");
    let printed = house.run(&["desk", "draft", "show", id]).out;
    assert!(printed.contains("costs trust: ") && printed.contains("  no   it "), "{printed}");
    // People decide: it is said, and done.
    for act in ["sign", "publish"] {
        let done = house.run(&["desk", "draft", act, id, "--by", "Mira"]);
        assert!(done.code == 0 && done.err.contains("costs trust: "), "{done:#?}");
    }
}
