//! Messages as the SDKs send them, and as nobody should.

use std::net::IpAddr;

use enfilade_domain::{Action, Channel, CompanyClaimKind, Consent, Source, Timestamp, UserId};
use proptest::prelude::*;

use super::*;
use crate::{read_beacon, read_event_line};

fn arrival() -> Arrival {
    Arrival {
        at: Timestamp::parse("2026-03-01T10:00:00Z").unwrap(),
        address: Some(IpAddr::from([198, 51, 100, 7])),
        agent: Some("Mozilla/5.0".to_owned()),
        channel: Channel::Api,
        privacy_signal: false,
    }
}

fn event_of(line: &str) -> enfilade_domain::Event {
    read_event_line(line.as_bytes(), 1).unwrap().event
}

#[test]
fn a_browser_page_is_read_whole() {
    let body = r#"{"batch":[{"type":"page","messageId":"m1","anonymousId":"a1","timestamp":"2026-03-01T09:59:58Z",
        "context":{"page":{"url":"https://www.vendor.example/guides/costs?utm_medium=email&ef_s=tok&who=ana#x",
        "referrer":"https://www.google.com/search?q=costs","title":"Costs"},
        "consent":{"categoryPreferences":{"Advertising":true,"Analytics":false}}},
        "properties":{"dwell_s":42.5,"scroll":0.8}}],"writeKey":"k","sentAt":"2026-03-01T09:59:59Z"}"#;
    let batch = read_batch(body.as_bytes(), &arrival()).unwrap();
    assert_eq!(batch.write_key.as_deref(), Some("k"));
    let event = &batch.collected[0].event;
    let place = event.place.as_ref().unwrap();
    assert_eq!(place.path, "/guides/costs");
    assert_eq!(place.url.as_deref(), Some("https://www.vendor.example/guides/costs?utm_medium=email"));
    assert_eq!(place.referrer.as_deref(), Some("https://www.google.com/search"));
    assert_eq!(event.source, Some(Source::Forward));
    assert_eq!(event.share_token.as_deref(), Some("tok"));
    assert_eq!(event.consent, Some(Consent::Denied));
    assert_eq!((event.dwell_seconds, event.scroll), (Some(42.5), Some(0.8)));
    assert_eq!(event.at.to_string(), "2026-03-01T09:59:58Z");
    assert_eq!(event.attributes, None);
}

#[test]
fn a_bad_event_never_takes_its_neighbours() {
    let body = r#"[{"type":"page","anonymousId":"a"},{"type":"page"},{"type":"dance","userId":1},7,
        {"type":"track","userId":12,"event":"demo_requested"},{"type":"track","userId":{"a":1},"event":"x"}]"#;
    let batch = read_batch(body.as_bytes(), &arrival()).unwrap();
    assert_eq!(batch.collected.len(), 2);
    let shown: Vec<String> = batch.rejections.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "batch[1]: `userId`: missing; a message needs userId or anonymousId",
            "batch[2]: `type`: `dance` is none of page, track, identify, group, alias, screen",
            "batch[3]: a message must be a JSON object",
            "batch[5]: `userId`: must be text or a number",
        ]
    );
    let demo = &batch.collected[1].event;
    assert_eq!(demo.action, Action::DemoRequested);
    assert_eq!(demo.visitor.as_str(), "user:12");
}

#[test]
fn a_wrong_clock_is_corrected_by_the_moment_of_sending() {
    let body = r#"{"batch":[{"type":"page","anonymousId":"a","timestamp":"2026-03-01T06:59:00Z"}],
        "sentAt":"2026-03-01T07:00:00Z"}"#;
    let batch = read_batch(body.as_bytes(), &arrival()).unwrap();
    assert_eq!(batch.collected[0].event.at.to_string(), "2026-03-01T09:59:00Z");
    let body = r#"{"anonymousId":"a","timestamp":"2030-01-01T00:00:00Z"}"#;
    let batch = read_message(body.as_bytes(), MessageKind::Page, &arrival()).unwrap();
    let event = &batch.collected[0].event;
    assert!(event.clock_suspect && event.at == arrival().at);
}

#[test]
fn a_customers_server_is_not_the_visitor() {
    let body = r#"{"batch":[{"type":"track","event":"Call Held","userId":"u","context":{"library":{"name":"analytics-python"}}},
        {"type":"track","event":"Call Held","userId":"u","context":{"ip":"203.0.113.9","library":{"name":"analytics-python"}}}]}"#;
    let batch = read_batch(body.as_bytes(), &arrival()).unwrap();
    assert_eq!(batch.collected[0].address, None);
    assert_eq!(batch.collected[0].event.agent, None);
    assert_eq!(batch.collected[1].address, Some(IpAddr::from([203, 0, 113, 9])));
}

/// The form in which RudderStack's server SDKs send: times of the sender, a channel, no key in the body.
#[test]
fn a_rudderstack_batch_is_read_whole() {
    let body = r#"{"batch":[
        {"userId":"u-7","event":"Demo Requested","properties":{"plan":"team"},"type":"track","channel":"server",
         "context":{"library":{"name":"@rudderstack/rudder-sdk-node","version":"3.0.13"}},
         "_metadata":{"nodeVersion":"22.1.0"},"messageId":"node-1","originalTimestamp":"2026-03-01T09:59:50.250Z"},
        {"anonymousId":"device","name":"Plans","type":"page","channel":"web","messageId":"web-1",
         "context":{"app":{"name":"RudderLabs JavaScript SDK"},"library":{"name":"RudderLabs JavaScript SDK"},
         "page":{"path":"/pricing","url":"https://v.example/pricing?gclid=1","referrer":"$direct","search":"?gclid=1"}},
         "originalTimestamp":"2026-03-01T09:59:51Z","sentAt":"2026-03-01T09:59:59Z"}],
        "sentAt":"2026-03-01T10:00:00Z"}"#;
    let batch = read_batch(body.as_bytes(), &arrival()).unwrap();
    assert_eq!((batch.write_key, batch.rejections.len()), (None, 0));
    let [server, browser] = batch.collected.as_slice() else { panic!("two events were sent") };
    assert_eq!((server.event.message_id.as_str(), &server.event.action), ("node-1", &Action::DemoRequested));
    assert_eq!((server.event.visitor.as_str(), server.address), ("user:u-7", None));
    assert_eq!(server.event.at.millis() % 60_000, 50_250);
    assert_eq!((browser.address, browser.event.source), (arrival().address, Some(Source::Ad)));
    let place = browser.event.place.as_ref().unwrap();
    assert_eq!((place.path.as_str(), place.referrer.as_deref()), ("/pricing", None));
}

#[test]
fn an_alias_ties_what_was_to_what_is() {
    let previous = Action::Alias { previous: "device".into() };
    let of = |body: &str| read_message(body.as_bytes(), MessageKind::Alias, &arrival()).unwrap();
    for (body, visitor) in [
        (r#"{"previousId":"device","userId":"u-7"}"#, "user:u-7"),
        (r#"{"previousId":"device","userId":"u-7","anonymousId":"device","context":{},"integrations":{}}"#, "device"),
        (r#"{"previous_id":"device","user_id":"u-7","type":"alias","traits":null}"#, "user:u-7"),
    ] {
        let event = &of(body).collected[0].event;
        assert_eq!((&event.action, event.visitor.as_str()), (&previous, visitor), "{body}");
        assert_eq!(event.user_id.as_ref().map(UserId::as_str), Some("u-7"));
    }
    for (body, field) in
        [(r#"{"userId":"u-7"}"#, "previousId"), (r#"{"previousId":"device","anonymousId":"device"}"#, "userId")]
    {
        assert_eq!(of(body).rejections[0].field, field, "{body}");
    }
}

#[test]
fn a_browser_signal_is_a_refusal() {
    let arrival = Arrival { privacy_signal: true, ..arrival() };
    let body = br#"{"anonymousId":"a","context":{"consent":"granted"}}"#;
    let batch = read_message(body, MessageKind::Page, &arrival).unwrap();
    assert_eq!(batch.collected[0].event.consent, Some(Consent::Denied));
}

#[test]
fn companies_come_from_business_addresses_and_groups() {
    let named = event_of(
        r#"{"type":"identify","timestamp":"2025-01-01T00:00:00Z","anonymousId":"a","userId":"Ana@Acme.Example",
        "traits":{"firstName":"Ana","lastName":"Lima","jobTitle":"CFO"}}"#,
    );
    let company = named.company.unwrap();
    assert_eq!((company.domain.as_str(), company.kind), ("acme.example", CompanyClaimKind::Email));
    assert_eq!(named.email.as_deref(), Some("ana@acme.example"));
    assert_eq!((named.name.as_deref(), named.job_title.as_deref()), (Some("Ana Lima"), Some("CFO")));
    let private = event_of(
        r#"{"type":"identify","timestamp":"2025-01-01T00:00:00Z","userId":"1","traits":{"email":"ana@gmail.example"}}"#,
    );
    assert_eq!(private.company, None);
    let group = event_of(
        r#"{"type":"group","timestamp":"2025-01-01T00:00:00Z","userId":"1","groupId":"g7","traits":{"website":"https://www.acme.example/x"}}"#,
    );
    assert_eq!(group.company.unwrap().kind, CompanyClaimKind::Group);
}

#[test]
fn imports_are_known_from_their_receipt_and_keep_their_derived_id() {
    let line = r#"{"type":"track","event":"Ad Impression","anonymousId":"a","timestamp":"2025-01-01T00:00:00Z",
        "receivedAt":"2025-01-02T00:00:00Z","properties":{"content":"/insights/a","campaign":"x"}}"#;
    let event = event_of(line);
    assert_eq!(event.known_at.to_string(), "2025-01-02T00:00:00Z");
    assert_eq!(event.message_id, event_of(line).message_id);
    assert_eq!(event.place.unwrap().path, "/insights/a");
    assert!(event.attributes.unwrap().contains("campaign"));
}

#[test]
fn an_impossible_time_of_a_file_is_refused_with_its_field_and_a_receipt_mends_it() {
    let refusal = |line: &str| crate::check_clock(&event_of(line), 7, arrival().at).unwrap_err().to_string();
    let old = refusal(r#"{"type":"page","anonymousId":"a","timestamp":"1980-01-01T00:00:00Z"}"#);
    assert!(old.starts_with("line 7: `timestamp`: 1980-01-01T00:00:00Z lies before 1995"), "{old}");
    let ahead = refusal(r#"{"type":"page","anonymousId":"a","timestamp":"2099-01-01T00:00:00Z"}"#);
    assert!(ahead.contains("`timestamp`") && ahead.contains("more than a day ahead"), "{ahead}");
    let received = refusal(
        r#"{"type":"page","anonymousId":"a","timestamp":"2025-01-01T00:00:00Z","receivedAt":"2099-01-01T00:00:00Z"}"#,
    );
    assert!(received.contains("`receivedAt`"), "{received}");
    let mended = event_of(
        r#"{"type":"page","anonymousId":"a","timestamp":"1980-01-01T00:00:00Z","receivedAt":"2025-01-02T00:00:00Z"}"#,
    );
    assert!(mended.clock_suspect && crate::check_clock(&mended, 1, arrival().at).is_ok());
    assert_eq!(mended.at.to_string(), "2025-01-02T00:00:00Z");
}

#[test]
fn doubled_keys_placeholders_and_depth_do_no_harm() {
    let event = event_of(
        r#"{"type":"page","timestamp":"2025-01-01T00:00:00Z","userId":"null","anonymousId":"a","anonymousId":"b"}"#,
    );
    assert_eq!((event.visitor.as_str(), event.user_id), ("b", None));
    let deep = format!(r#"{{"type":"page","userId":"u","properties":{}1{}}}"#, "{\"a\":".repeat(200), "}".repeat(200));
    assert_eq!(read_event_line(deep.as_bytes(), 3).unwrap_err().field, "properties");
    assert!(
        read_event_line(b"{\"a\":\"\xff\"}", 9).unwrap_err().to_string().contains("line 9: invalid UTF-8 at byte 6")
    );
}

#[test]
fn limits_are_named() {
    let many = format!("[{}1]", "1,".repeat(BATCH_EVENTS));
    assert_eq!(read_batch(many.as_bytes(), &arrival()).unwrap_err().field, "batch");
    assert!(read_batch(&vec![b' '; BATCH_BYTES + 1], &arrival()).is_err());
    let large = format!(r#"[{{"type":"page","userId":"{}"}}]"#, "x".repeat(EVENT_BYTES));
    assert_eq!(read_batch(large.as_bytes(), &arrival()).unwrap().rejections.len(), 1);
}

#[test]
fn the_script_tells_pages_readings_and_names() {
    let body = br#"{"v":1,"k":"wk","sent":5,"c":"granted","e":[
        {"t":"page","i":"m1","u":"https://v.example/a?ef_s=T","r":"","n":"A","a":60000},
        {"t":"read","o":"m1","d":31.5,"s":0.5,"i":"m2","u":"https://v.example/a"},
        {"t":"click","u":"https://else.example/x","i":"m3","p":"https://v.example/a"},
        {"t":"download","u":"/files/guide.pdf","p":"https://v.example/a"},
        {"t":"share","k":"T2","u":"https://v.example/a"},
        {"t":"identify","id":"u1","traits":{"email":"ana@acme.example"}},
        {"t":"track","n":"Demo Requested","p":{"size":3}},
        {"t":"consent","c":"denied"},{"t":"jump"}]}"#;
    let batch = read_beacon(body, None, &arrival()).unwrap();
    assert_eq!((batch.collected.len(), batch.rejections.len()), (8, 1));
    let events: Vec<_> = batch.collected.iter().map(|collected| &collected.event).collect();
    assert!(events.iter().all(|event| event.visitor.as_str() == crate::COOKIE_FREE_VISITOR));
    assert_eq!(events[0].at.to_string(), "2026-03-01T09:59:00Z");
    assert_eq!(events[0].source, Some(Source::Forward));
    assert_eq!(events[1].action, Action::PageRead { of: "m1".into() });
    assert_eq!(events[2].place.as_ref().unwrap().path, "/a");
    assert_eq!(events[3].place.as_ref().unwrap().path, "/files/guide.pdf");
    assert_eq!(events[4].share_token.as_deref(), Some("T2"));
    assert_eq!(events[5].company.as_ref().unwrap().domain.as_str(), "acme.example");
    assert_eq!(events[6].attributes.as_deref(), Some("{\"size\":3}"));
    assert_eq!(events[7].consent, Some(Consent::Denied));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read_event_line(&bytes, 1).is_err());
        let _either = read_batch(&bytes, &arrival());
        let _either = read_beacon(&bytes, None, &arrival());
    }

    #[test]
    fn no_values_make_it_panic(url in "\\PC{0,30}|(https?:)?//[a-z@:./?#&=\\[]{0,20}", id in "\\PC{1,8}", time in "\\PC{0,25}", n: f64) {
        let value = serde_json::json!([{"type":"page","anonymousId":id,"timestamp":time,"context":{"page":{"url":url,"referrer":url}},
            "properties":{"dwell_s":n,"path":url,"email":url}},{"type":"track","userId":n,"event":id,"timestamp":n,"properties":{"content":url}}]);
        let batch = read_batch(value.to_string().as_bytes(), &arrival()).unwrap();
        prop_assert_eq!(batch.collected.len() + batch.rejections.len(), 2);
    }
}
