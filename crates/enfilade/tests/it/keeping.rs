//! Backups, the doctor, and workspaces that never see each other.

use serde_json::{Value, json};

use crate::house::{House, event_of, json_lines};
use crate::journeys::{day, furnish, identify, page};
use crate::server::Server;

#[test]
fn a_backup_of_a_serving_house_reads_the_same_elsewhere() {
    let house = House::new();
    furnish(&house);
    let server = Server::start(&house);
    let expected = house.readings("2026-03-20");
    let copy = house.path("copy.db").display().to_string();
    house.done(&["backup", &copy]);
    assert_eq!(server.collect("/v1/page", &json!({"anonymousId": "later", "messageId": "later"})).status, 200);
    let other = House::new();
    other.done(&["restore", &copy]);
    assert_eq!(other.readings("2026-03-20"), expected);
    assert!(other.person("visitor:later", "2030-01-01").is_none());

    let again = other.run(&["restore", &copy]);
    assert_ne!(again.code, 0, "what is there is not replaced unasked: {again:#?}");
    assert!(again.err.contains("--replace") || again.err.contains("replace"), "{again:#?}");
    other.import_events(&[page("extra", "extra", &day(3, 9), "/pricing", 30.0)]);
    assert_ne!(other.readings("2026-03-20"), expected);
    other.done(&["restore", &copy, "--replace"]);
    assert_eq!(other.readings("2026-03-20"), expected);
}

#[test]
fn what_is_no_backup_is_not_restored() {
    let house = House::new();
    furnish(&house);
    let expected = house.readings("2026-03-20");
    let rubbish = house.write("rubbish.db", "this is no database");
    let missing = house.path("missing.db").display().to_string();
    for file in [&rubbish, &missing] {
        let answer = house.run(&["restore", file, "--replace"]);
        assert!(matches!(answer.code, 1 | 2), "{answer:#?}");
        assert!(!answer.err.is_empty());
    }
    assert_eq!(house.readings("2026-03-20"), expected, "the present database is unharmed");
}

#[test]
fn the_doctor_finds_a_fresh_and_a_furnished_house_well() {
    let house = House::new();
    let well = |house: &House| {
        let answer = house.run(&["doctor", "--json"]);
        assert_eq!(answer.code, 0, "{answer:#?}");
        json_lines(&answer.out).remove(0)
    };
    assert_eq!(well(&house)["doors"], json!([]));
    furnish(&house);
    let condition = well(&house);
    assert_eq!((&condition["well"], &condition["readings_up_to_date"]), (&json!(true), &json!(true)), "{condition}");
    assert_eq!(condition["doors"][0]["channel"], "file");
    assert_eq!(condition["doors"][0]["blind_since"], Value::Null, "files are never blind by themselves");
    assert!(house.done(&["doctor"]).contains("sound"));
}

#[test]
fn a_damaged_database_is_not_well() {
    let house = House::new();
    furnish(&house);
    house.done(&["backup", &house.path("whole.db").display().to_string()]);
    let mut bytes = std::fs::read(house.path("whole.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40_000].fill(0x5a);
    std::fs::write(house.path("data/enfilade.db"), bytes).unwrap();
    for rest in ["data/enfilade.db-wal", "data/enfilade.db-shm"] {
        let _ = std::fs::remove_file(house.path(rest));
    }
    let answer = house.run(&["doctor"]);
    assert_eq!(answer.code, 1, "{answer:#?}");
    assert!(!answer.err.contains("panicked"), "{answer:#?}");
}

#[test]
fn workspaces_never_see_each_other() {
    let house = House::new();
    let events = |company: &str| {
        let events = [
            page("p1", "v1", &day(1, 9), &format!("/only-{company}"), 30.0),
            identify("i1", "v1", "u1", &day(2, 9), &json!({"email": format!("u1@{company}.example"), "name": company})),
            page("p2", "v2", &day(3, 9), "/pricing", 30.0),
        ];
        house.write(&format!("{company}.jsonl"), crate::house::jsonl(&events))
    };
    let accounts =
        |company: &str| house.write(&format!("{company}.csv"), format!("domain,name\n{company}.example,{company}\n"));
    for (workspace, company) in [("red", "crimson"), ("blue", "azure")] {
        let summary = house
            .run_in(workspace, &["import", "--events", &events(company), "--accounts", &accounts(company), "--json"])
            .done();
        assert!(
            json_lines(&summary).iter().all(|line| line["duplicate"] == 0),
            "the same ids are no duplicates: {summary}"
        );
    }
    house.run_in("red", &["identity", "mark", "visitor:v2", "competitor", "--because", "crimson knows"]).done();
    house.run_in("red", &["workspace", "configure", "--own-domain", "crimson-own.example"]).done();
    house.run_in("red", &["key", "add", "crimson-key"]).done();
    house.run_in_with_input("red", &["user", "add", "owner@crimson.example"], b"a long password\n").done();
    for (workspace, own, other) in [("red", "crimson", "azure"), ("blue", "azure", "crimson")] {
        for command in [
            &["readings", "--json"][..],
            &["readings", "--level", "person", "--json"],
            &["readings", "--as-of", "2026-04-01", "--json"],
            &["readings", "--level", "person", "--as-of", "2026-04-01", "--json"],
            &["reading", "user:u1", "--json"],
            &["export", "user:u1"],
            &["ready", "--json"],
            &["not-yet", "--json"],
            &["identity", "decisions", "--json"],
            &["workspace", "show", "--json"],
            &["key", "list", "--json"],
            &["user", "list", "--json"],
            &["content", "pieces", "--json"],
        ] {
            let out = house.run_in(workspace, command).done();
            assert!(!out.contains(other), "{workspace} {command:?} shows the other: {out}");
        }
        assert!(house.run_in(workspace, &["readings", "--json"]).done().contains(own));
        assert_eq!(house.run_in(workspace, &["reading", &format!("{other}.example"), "--json"]).code, 1);
    }
    assert_eq!(
        house.run_in("blue", &["identity", "undo", "1"]).code,
        1,
        "a decision of another workspace is not there"
    );
    let key =
        json_lines(&house.run_in("red", &["key", "list", "--json"]).done())[0]["key"].as_str().unwrap().to_owned();
    assert_eq!(house.run_in("blue", &["key", "revoke", &key]).code, 1);
    assert_ne!(house.run_in("blue", &["user", "remove", "owner@crimson.example"]).code, 0, "nor its people");
    house.run_in("red", &["erase", "user:u1", "--yes"]).done();
    assert_eq!(
        json_lines(&house.run_in("blue", &["export", "user:u1"]).done())
            .into_iter()
            .map(event_of)
            .filter(|line| line["message_id"].is_string())
            .count(),
        2
    );
}

#[test]
fn a_workspaces_people_sign_in_to_it_alone() {
    let house = House::new();
    furnish(&house);
    house.run_in_with_input("other", &["user", "add", "eve@other.example"], b"a long password\n").done();
    house.run_in_with_input("default", &["user", "add", "ann@seller.example"], b"a long password\n").done();
    let server = Server::start(&house);
    let sign_in = |email: &str| {
        let answer = server.post_form("/sign-in", &[], &format!("email={email}&password=a+long+password"));
        let cookie = answer.cookie();
        server.get("/accounts", &[("cookie", &cookie)])
    };
    let ann = sign_in("ann@seller.example");
    assert!(ann.status == 200 && ann.body.contains("northmill.example"), "{ann:#?}");
    let eve = sign_in("eve@other.example");
    assert!(eve.status == 200 && eve.body.contains("<small>other</small>"), "{eve:#?}");
    assert!(!eve.body.contains("northmill.example"), "somebody of another workspace reads this one");
}

#[test]
fn a_workspace_has_a_plain_name() {
    let house = House::new();
    for name in ["", "Upper", "with space", "../up", "a/b"] {
        assert_eq!(house.run_in(name, &["readings"]).code, 2, "{name}");
    }
}

#[test]
fn who_only_looks_makes_no_workspace() {
    let house = House::new();
    let accounts = house.write("accounts.csv", "domain,name\nquarry.example,Quarry\n");
    let made = house.run_in("beta", &["import", "--accounts", &accounts]);
    assert!(made.code == 0 && made.err.contains("made the workspace `beta`"), "{made:#?}");
    let again = house.run_in("beta", &["import", "--accounts", &accounts]);
    assert!(!again.err.contains("made the workspace"), "{again:#?}");
    for looking in
        [&["readings"] as &[&str], &["ready", "--json"], &["workspace", "show"], &["key", "list"], &["user", "list"]]
    {
        let slip = house.run_in("bata", looking);
        assert_eq!((slip.code, slip.out.as_str()), (2, ""), "{slip:#?}");
        assert!(slip.err.contains("there is no workspace `bata`; there is beta."), "{slip:#?}");
    }
    assert_eq!(house.run_in("beta", &["workspace", "list"]).done(), "beta\n");
    house.run_in("default", &["readings"]).done();
    assert_eq!(house.run_in("beta", &["workspace", "list"]).done(), "beta\ndefault\n", "where everybody begins");
}
