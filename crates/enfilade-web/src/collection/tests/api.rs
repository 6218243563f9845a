//! The Segment-compatible API as its SDKs use it.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn track(id: &str) -> Value {
    json!({"type": "track", "messageId": id, "anonymousId": "device", "event": "Plan Compared"})
}

#[tokio::test]
async fn every_kind_of_message_is_kept_under_both_addresses() {
    let house = House::new();
    let messages = [
        ("page", "p", json!({"properties": {"url": "https://example.com/a"}})),
        ("track", "t", json!({"event": "Plan Compared"})),
        ("identify", "i", json!({"userId": "u", "traits": {"email": "ana@acme.example"}})),
        ("group", "g", json!({"groupId": "acme.example"})),
        ("alias", "a", json!({"userId": "u", "previousId": "before"})),
        ("screen", "s", json!({"name": "Start"})),
    ];
    for (name, short, mut message) in messages {
        for path in [name, short] {
            message["anonymousId"] = json!("device");
            message["messageId"] = json!(format!("{name}-{path}"));
            let answer = house.post(&format!("/v1/{path}"), &message).await;
            assert_eq!((answer.status, answer.json()), (StatusCode::OK, json!({"success": true})), "{path}");
        }
    }
    let mut ids: Vec<String> = house.stored().into_iter().map(|event| event.message_id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 12, "{ids:?}");
}

#[tokio::test]
async fn an_accepted_event_survives_without_being_filed() {
    let house = House::new();
    assert_eq!(house.post("/v1/batch", &json!({"batch": [track("1"), track("2")]})).await.status, StatusCode::OK);
    assert_eq!(house.log.inbox_len().unwrap(), 2);
}

#[tokio::test]
async fn the_key_may_stand_in_header_body_or_address_and_must_be_valid() {
    let house = House::new();
    let in_body = |key: &str| json!({"writeKey": key, "batch": [track("1")]}).to_string();
    let cases: [(&str, Option<String>, String, u16); 8] = [
        ("/v1/batch", Some(basic(KEY)), json!({"batch": [track("1")]}).to_string(), 200),
        ("/v1/batch", None, in_body(KEY), 200),
        ("/v1/batch?writeKey=testkey", None, json!({"batch": [track("1")]}).to_string(), 200),
        ("/v1/batch", None, json!({"batch": [track("1")]}).to_string(), 401),
        ("/v1/batch", None, in_body("other"), 401),
        ("/v1/batch", Some(basic("other")), in_body(KEY), 401),
        ("/v1/batch", Some("Basic %%%".to_owned()), json!({"batch": [track("1")]}).to_string(), 401),
        ("/v1/batch", Some(basic(&"k".repeat(100_000))), in_body(KEY), 401),
    ];
    for (path, authorization, body, status) in cases {
        let header = authorization.as_deref().map(|value| ("authorization", value));
        let answer = house.send("POST", path, header.as_slice(), body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {body}");
    }
}

#[tokio::test]
async fn a_revoked_key_is_refused_soon_and_a_new_one_taken_soon() {
    let house = House::new();
    let body = json!({"batch": [track("1")]});
    assert_eq!(house.post("/v1/batch", &body).await.status, StatusCode::OK);
    house.records.revoke_write_key(house.workspace.id, KEY, house.clock.now()).unwrap();
    house.pass(10_000);
    assert_eq!(house.post("/v1/batch", &body).await.status, StatusCode::UNAUTHORIZED);
    let second = WriteKey {
        workspace: house.workspace.id,
        key: "second".to_owned(),
        label: String::new(),
        created_at: house.clock.now(),
        revoked_at: None,
    };
    let authorization = [("authorization", basic("second"))];
    let authorization = authorization.each_ref().map(|(name, value)| (*name, value.as_str()));
    let send = || house.send("POST", "/v1/batch", &authorization, body.to_string());
    assert_eq!(send().await.status, StatusCode::UNAUTHORIZED);
    house.records.add_write_key(&second).unwrap();
    house.pass(10_000);
    assert_eq!(send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_revoked_key_is_refused_even_when_the_client_that_asked_went_away() {
    let house = House::new();
    let body = json!({"batch": [track("1")]});
    assert_eq!(house.post("/v1/batch", &body).await.status, StatusCode::OK);
    house.records.revoke_write_key(house.workspace.id, KEY, house.clock.now()).unwrap();
    house.pass(10_000);
    tokio::select! {
        biased;
        _ = house.post("/v1/batch", &body) => {}
        () = std::future::ready(()) => {}
    }
    house.pass(20_000);
    assert_eq!(house.post("/v1/batch", &body).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn gzip_is_understood_with_and_without_its_header() {
    let house = House::new();
    let packed = gzip(json!({"batch": [track("1")]}).to_string().as_bytes());
    let key = basic(KEY);
    let said = [("authorization", &*key), ("content-encoding", "gzip"), ("content-type", "application/json")];
    let unsaid = [("authorization", &*key), ("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(house.send("POST", "/v1/batch", &said, packed.clone()).await.status, StatusCode::OK);
    assert_eq!(house.send("POST", "/v1/batch", &unsaid, packed.clone()).await.status, StatusCode::OK);
    let cut = house.send("POST", "/v1/batch", &said, packed[..packed.len() - 9].to_vec()).await;
    assert_eq!((cut.status, &cut.json()["error"]["field"]), (StatusCode::BAD_REQUEST, &json!("body")));
    let bomb = gzip(&vec![b' '; Limits::default().inflated_bytes + 1]);
    assert_eq!(house.send("POST", "/v1/batch", &said, bomb).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let large = vec![b' '; Limits::default().body_bytes + 1];
    assert_eq!(house.send("POST", "/v1/batch", &said, large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn one_bad_event_does_not_take_its_neighbours_along() {
    let house = House::new();
    let batch = json!({"batch": [track("1"), {"type": "track", "messageId": "2", "event": "x"}, track("3")]});
    let answer = house.post("/v1/import", &batch).await;
    assert_eq!(answer.status, StatusCode::OK);
    let rejected = &answer.json()["rejected"];
    assert_eq!((rejected.as_array().unwrap().len(), &rejected[0]["index"]), (1, &json!(1)), "{rejected}");
    assert!(!rejected[0]["field"].as_str().unwrap().is_empty() && !rejected[0]["reason"].as_str().unwrap().is_empty());
    assert_eq!(house.stored().len(), 2);

    let nothing_usable = house.post("/v1/track", &json!({"event": "x"})).await;
    assert_eq!(nothing_usable.status, StatusCode::BAD_REQUEST);
    assert!(nothing_usable.json()["error"]["reason"].is_string());
    for body in ["", "{", "null", "{\"batch\":7}", "\u{0}"] {
        let answer = house.send("POST", "/v1/batch", &[("authorization", &basic(KEY))], body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}: {:?}", answer.json());
        assert!(!answer.json()["error"]["field"].as_str().unwrap().is_empty(), "{body}");
    }
}

#[tokio::test]
async fn a_key_that_sends_too_much_is_told_when_to_go_on() {
    let pace = Pace { events_per_second: 2, burst_seconds: 1 };
    let house = House::with(Limits { pace, ..Limits::default() }, ConsentMode::OptOut);
    let batch = json!({"batch": [track("1"), track("2"), track("3"), track("4"), track("5"), track("6")]});
    assert_eq!(house.post("/v1/batch", &batch).await.status, StatusCode::OK);
    let refused = house.post("/v1/batch", &batch).await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "3"));
    house.pass(3_000);
    assert_eq!(house.post("/v1/batch", &batch).await.status, StatusCode::OK);
}

#[tokio::test]
async fn reading_methods_change_nothing() {
    let house = House::new();
    for path in ["/v1/page", "/v1/batch", "/v1/p", "/v1/import", "/e"] {
        for method in ["GET", "HEAD"] {
            let body = json!({"batch": [track("1")], "writeKey": KEY}).to_string();
            let answer = house.send(method, path, &[("authorization", &basic(KEY))], body).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
    }
    assert_eq!(house.log.inbox_len().unwrap(), 0);
}

#[tokio::test]
async fn browsers_of_any_origin_may_send() {
    let house = House::new();
    let origin = [("origin", "https://www.example.com"), ("access-control-request-method", "POST")];
    for (path, credentials) in [("/v1/p", ""), ("/v1/batch", ""), ("/e", "true")] {
        let answer = house.send("OPTIONS", path, &origin, "").await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.header("access-control-allow-origin"), "https://www.example.com");
        assert_eq!(answer.header("access-control-allow-headers"), "authorization, content-type");
        assert_eq!(answer.header("access-control-allow-credentials"), credentials);
    }
    let refused = house.send("POST", "/v1/p", &origin, "{}").await;
    assert_eq!(refused.header("access-control-allow-origin"), "https://www.example.com");
}

#[tokio::test]
async fn the_browser_sdk_gets_its_settings() {
    let house = House::new();
    let answer = house.send("GET", "/v1/projects/testkey/settings", &[("host", "t.example.com")], "").await;
    let settings = answer.json();
    let destination = &settings["integrations"]["Segment.io"];
    assert_eq!(destination["apiKey"], "testkey");
    assert_eq!(destination["apiHost"], "t.example.com/v1");
    assert_eq!(house.send("GET", "/v1/projects/other/settings", &[], "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_came_in_is_counted_by_door() {
    let mut registry = prometheus_client::registry::Registry::default();
    let metrics = CollectionMetrics::register(&mut registry);
    metrics.count(enfilade_domain::Channel::Api, 20, 1);
    metrics.count_refusal(enfilade_domain::Channel::Script, &Refusal::Unavailable);
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
    assert!(text.contains("enfilade_collection_accepted_events_total{channel=\"api\"} 20"), "{text}");
    assert!(text.contains("enfilade_collection_unavailable_requests_total{channel=\"script\"} 1"), "{text}");
}
