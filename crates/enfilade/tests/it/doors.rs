//! What comes in live: seen in readings within two seconds, refused with a reason, and undisturbed by other processes.

use std::time::Duration;

use serde_json::json;

use crate::house::House;
use crate::journeys::{ACCOUNTS, BROWSER, day, market, page};
use crate::server::{Server, send, until};

#[test]
fn a_page_view_is_read_within_two_seconds() {
    let house = House::new();
    let server = Server::start(&house);
    let message = json!({
        "anonymousId": "live-1", "messageId": "m1",
        "context": {"userAgent": BROWSER, "page": {"path": "/pricing", "url": "https://www.seller.example/pricing"}},
    });
    let response = server.collect("/v1/page", &message);
    assert_eq!(response.status, 200, "{response:#?}");
    let person = until(Duration::from_secs(2), || {
        let people = house.lines(&["readings", "--level", "person", "--json"]);
        people.into_iter().find(|person| person["person"] == "visitor:live-1")
    });
    assert_eq!(person["sessions"], 1);
    assert_eq!(server.collect("/v1/page", &message).status, 200, "a repeated id is accepted and changes nothing");
    let statement = json!({"anonymousId": "live-1", "userId": "ana", "messageId": "m2", "traits": {"email": "ana@northmill.example"}});
    assert_eq!(server.collect("/v1/identify", &statement).status, 200);
    until(Duration::from_secs(2), || {
        let accounts = house.lines(&["readings", "--json"]);
        accounts.into_iter().find(|account| account["account"] == "northmill.example" && account["people"] == 1)
    });
    assert_eq!(house.held("user:ana").len(), 2);
}

#[test]
fn wrong_requests_are_refused_with_the_field() {
    let house = House::new();
    let server = Server::start(&house);
    let json_type = [("content-type", "application/json")];
    let post = |path: &str, body: &str| send(&server.address, "POST", path, &json_type, body.as_bytes()).unwrap();
    assert_eq!(post("/v1/page", "{\"anonymousId\":\"a\",\"writeKey\":\"wrong\"}").status, 401);
    assert_eq!(post("/v1/page", "{\"anonymousId\":\"a\"}").status, 401);
    let broken = post("/v1/page", "{\"anonymousId\":");
    assert!(matches!(broken.status, 400 | 401), "{broken:#?}");
    let nobody = server.collect("/v1/page", &json!({"messageId": "m"}));
    assert_eq!(nobody.status, 400);
    assert!(nobody.body.contains("anonymousId"), "{nobody:#?}");
    let huge = json!({"anonymousId": "a", "properties": {"x": "y".repeat(2 << 20)}});
    assert_eq!(server.collect("/v1/page", &huge).status, 413);
    for path in ["/v1/page", "/v1/batch", "/e"] {
        let looked = server.get(path, &[]);
        assert_eq!(looked.status, 405, "{path}: {looked:#?}");
    }
    assert!(house.lines(&["readings", "--level", "person", "--json"]).is_empty());
}

#[test]
fn a_revoked_key_opens_nothing() {
    let house = House::new();
    let old = house.done(&["key", "add", "old"]).trim().to_owned();
    house.done(&["key", "add", "new"]);
    house.done(&["key", "revoke", &old]);
    let server = Server::start(&house);
    assert_ne!(server.key, old);
    let body = json!({"anonymousId": "a", "messageId": "m", "writeKey": old}).to_string();
    let answer = send(&server.address, "POST", "/v1/page", &[], body.as_bytes()).unwrap();
    assert_eq!(answer.status, 401, "{answer:#?}");
    assert_eq!(house.run(&["key", "revoke", "unheard-of"]).code, 1);
}

#[test]
fn another_process_imports_while_the_server_runs() {
    let house = House::new();
    let server = Server::start(&house);
    for n in 0..20 {
        let message = json!({"anonymousId": format!("live-{n}"), "messageId": format!("before-{n}")});
        assert_eq!(server.collect("/v1/page", &message).status, 200);
    }
    let importing = std::thread::scope(|scope| {
        let importing = scope.spawn(|| {
            house.import_events(&market());
            house.import_accounts(ACCOUNTS);
        });
        for n in 0..20 {
            let message = json!({"anonymousId": format!("live-{n}"), "messageId": format!("during-{n}")});
            assert_eq!(server.collect("/v1/page", &message).status, 200);
        }
        importing.join()
    });
    importing.unwrap();
    until(Duration::from_secs(5), || {
        let people = house.lines(&["readings", "--level", "person", "--json"]);
        let live =
            people.iter().filter(|person| person["person"].as_str().unwrap().starts_with("visitor:live-")).count();
        (live == 20 && people.iter().any(|person| person["person"] == "user:ana@northmill.example")).then_some(())
    });
    assert_eq!(house.held("visitor:live-3").len(), 2);
}

#[test]
fn told_to_stop_it_stops_soon_and_loses_nothing() {
    let house = House::new();
    let server = Server::start(&house);
    assert_eq!(server.collect("/v1/page", &json!({"anonymousId": "last", "messageId": "m"})).status, 200);
    let (status, took) = server.terminate();
    assert!(status.success(), "{status:?}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    house.import_events(&[page("x", "other", &day(1, 9), "/pricing", 3.0)]);
    assert_eq!(house.held("visitor:last").len(), 1);
}

#[test]
fn two_servers_share_no_port() {
    let house = House::new();
    let server = Server::start(&house);
    let answer = House::new().run(&["serve", "--listen", &server.address]);
    assert_eq!(answer.code, 1, "{answer:#?}");
    assert!(answer.err.contains(&server.address), "{answer:#?}");
}
