//! An accepted finding is a task until a crawl no longer finds it.

use serde_json::Value;

use crate::desk::one;
use crate::desk_sheets::Seat;
use crate::house::House;
use crate::server::Server;

const CLAIM: &str = "We are the leading provider of night patching, trusted by everybody.";

/// A small site with or without a claim about its writer in the first room.
fn site(house: &House, claim: &str) -> String {
    let folder = house.path("site");
    std::fs::create_dir_all(&folder).unwrap();
    let body = "Patch nights go wrong for three reasons. The list of servers is old, nobody owns the restart, and the \
                morning begins before the checks end. Teams notice it by the calls at seven, by the second night that \
                was not planned, and by people who no longer volunteer. It costs sleep first, then trust, then people. \
                Who counts the nights of a quarter often finds twice as many as were planned.";
    let page = format!("# Why patch nights go wrong\n\n{claim}\n\n{body}\n");
    std::fs::write(folder.join("nights.md"), page).unwrap();
    std::fs::write(
        folder.join("index.md"),
        "# Night patching without night shifts\n\nServers are patched while they serve. How it works stands in [why \
         nights go wrong](nights.md), for people who run servers and are tired of the second weekend of each month.\n",
    )
    .unwrap();
    folder.display().to_string()
}

fn open_tasks(house: &House) -> Vec<Value> {
    house.lines(&["desk", "task", "list", "--json"])
}

#[test]
fn a_task_closes_when_the_crawl_no_longer_finds_it_and_comes_back_with_it() {
    let house = House::new();
    let folder = site(&house, CLAIM);
    let assess = |more: &[&str]| one(&house, &[&["assess", &folder, "--json"], more].concat());
    let none = house.run(&["desk", "task", "accept", "leading-claim", "/nights"]);
    assert!(none.code == 2 && none.err.contains("no site was assessed yet"), "{none:#?}");
    let found = assess(&[]);
    let (rule, path) = claim_in(&found).expect("the claim is found");
    let accept = ["desk", "task", "accept", &rule, &path, "--owner", "Mira", "--by", "Ben", "--json"];
    let id = one(&house, &accept)["id"].clone();
    assert_eq!(one(&house, &accept)["id"], id, "accepted once");
    let wrong = house.run(&["desk", "task", "accept", &rule, "/elsewhere"]);
    assert!(wrong.code == 2 && wrong.err.contains("no such finding"), "{wrong:#?}");

    let again = assess(&[]);
    assert_eq!((again["tasks"]["open"].as_i64(), again["tasks"]["closed"].as_array().unwrap().len()), (Some(1), 0));
    // Reworded is not mended, and a crawl that saw too little closes nothing.
    site(&house, "We are the leading provider of patching by night, trusted by all.");
    assert_eq!(assess(&[])["tasks"]["open"], 1);
    assert!(open_tasks(&house)[0]["quote"].as_str().unwrap().contains("by night"), "{:?}", open_tasks(&house));
    site(&house, "");
    assert_eq!(assess(&["--max-pages", "1"])["tasks"]["open"], 1);

    let mended = assess(&[]);
    assert_eq!(
        (mended["tasks"]["open"].as_i64(), &mended["tasks"]["closed"][0]["rule"]),
        (Some(0), &rule.clone().into())
    );
    assert!(open_tasks(&house).is_empty());
    let closed = house.lines(&["desk", "task", "list", "--all", "--json"]);
    assert_eq!((&closed[0]["by"], &closed[0]["closed"]["how"]), (&"the crawl".into(), &"text changed".into()));

    site(&house, "We are the leading provider of patching by night, trusted by all.");
    let back = assess(&[]);
    assert_eq!((back["tasks"]["open"].as_i64(), back["tasks"]["came_back"].as_array().unwrap().len()), (Some(1), 1));
    let printed = house.run(&["assess", &folder]);
    assert!(printed.out.contains("Accepted and not mended yet: 1."), "{}", printed.out);
    std::fs::remove_file(house.path("site").join("nights.md")).unwrap();
    assert_eq!(assess(&[])["tasks"]["closed"][0]["closed"]["how"], "page gone");
}

/// Rule and path of the finding that quotes the claim.
fn claim_in(found: &Value) -> Option<(String, String)> {
    let rooms = found["rooms"].as_object()?.values();
    let mut findings = rooms.filter_map(|room| room["findings"].as_array()).flatten();
    let claim = findings.find(|one| one["quote"].as_str().is_some_and(|quote| quote.contains("leading provider")))?;
    Some((claim["rule"].as_str()?.to_owned(), claim["path"].as_str()?.to_owned()))
}

#[test]
fn a_finding_is_accepted_on_the_sheet_handed_over_and_dropped() {
    let house = House::new();
    let folder = site(&house, CLAIM);
    let found = one(&house, &["assess", &folder, "--json"]);
    let (rule, path) = claim_in(&found).expect("the claim is found");
    let server = Server::start(&house);
    let seat = Seat::of(&server, server.set_up("ann@seller.example", "a long enough password"));
    let sheet = seat.see("/site");
    assert!(sheet.contains("We will mend this"), "{sheet}");
    assert!(seat.see("/content/tasks").contains("No finding was accepted yet"));
    let quote = found["rooms"].as_object().unwrap().values().flat_map(|room| room["findings"].as_array().unwrap());
    let quote = quote.filter(|one| one["rule"] == *rule && one["path"] == *path).find_map(|one| one["quote"].as_str());
    let encoded: String = quote.unwrap().bytes().map(|byte| format!("%{byte:02X}")).collect();
    let fields = format!("id=1&rule={rule}&path={path}&quote={encoded}&owner=Mira");
    let forged = server.post_form("/site/accept", &[("cookie", &seat.cookie)], &format!("csrf_token=guess&{fields}"));
    assert_eq!(forged.status, 403);
    assert_eq!(seat.post("/site/accept", &format!("id=1&rule={rule}&path=/none&quote=x")).status, 404);
    seat.done("/site/accept", &fields);
    assert!(seat.see("/site").contains("On the desk"));
    let tasks = seat.see("/content/tasks");
    assert!(tasks.contains("leading provider") && tasks.contains("Mira has it."), "{tasks}");
    assert!(seat.see("/content/desk").contains("not mended yet"));
    seat.done("/content/tasks/1/hand", "owner=Ben+%3Cb%3E");
    assert!(seat.see("/content/tasks").contains("Ben &lt;b&gt; has it."));
    assert!(seat.refused("/content/tasks/1/drop", "reason=+").contains("say why"));
    seat.done("/content/tasks/1/drop", "reason=the+page+goes");
    let tasks = seat.see("/content/tasks");
    assert!(tasks.contains("the page goes") && !tasks.contains("Ben &lt;b&gt; has it."), "{tasks}");
    assert_eq!(seat.post("/content/tasks/1/hand", "owner=x").status, 404);
}
