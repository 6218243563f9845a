//! The script's beacon: whom it makes known, and whom it leaves alone.

use super::*;

fn page_view(id: &str) -> Value {
    json!({"t": "page", "i": id, "u": "https://example.com/pricing", "r": "", "n": "Prices", "a": 10})
}

#[tokio::test]
async fn the_script_is_cached_until_it_changes() {
    let house = House::new();
    let plain = house.send("GET", "/e.js", &[], "").await;
    assert!(
        plain.header("content-type").starts_with("text/javascript")
            && plain.header("cache-control").contains("max-age")
    );
    let packed = house.send("GET", "/e.js", &[("accept-encoding", "gzip, br")], "").await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.body.len() < plain.body.len());
    let unchanged = house.send("GET", "/e.js", &[("if-none-match", plain.header("etag"))], "").await;
    assert_eq!((unchanged.status, unchanged.body.len()), (StatusCode::NOT_MODIFIED, 0));
}

#[tokio::test]
async fn a_visitor_is_known_again_by_his_cookie() {
    let house = House::new();
    let first = house.beacon(&[], None, &[page_view("1")]).await;
    assert_eq!(first.status, StatusCode::OK);
    let [cookie] = first.cookies()[..] else { panic!("{:?}", first.cookies()) };
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
    let pair = cookie.split(';').next().unwrap();
    let second = house.beacon(&[("cookie", pair), ("x-forwarded-proto", "https")], None, &[page_view("2")]).await;
    assert!(second.cookies()[0].starts_with(pair) && second.cookies()[0].contains("Secure"));
    let events = house.stored();
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(|event| format!("ef_v={}", event.visitor) == pair), "{events:?}");
    assert_eq!(events[0].network.as_ref().unwrap().address_key, i64::from(0xcb00_7107_u32));
}

#[tokio::test]
async fn signals_and_refusals_leave_nothing_behind() {
    let house = House::new();
    for signal in [("sec-gpc", "1"), ("dnt", "1")] {
        let answer = house.beacon(&[signal], Some("granted"), &[page_view("1")]).await;
        assert_eq!((answer.status, answer.cookies().len()), (StatusCode::NO_CONTENT, 0));
    }
    let refusal = json!({"t": "consent", "c": "denied", "i": "c"});
    let stranger = house.beacon(&[], Some("denied"), &[page_view("2"), refusal]).await;
    assert_eq!(stranger.status, StatusCode::NO_CONTENT);
    assert!(stranger.cookies().iter().any(|cookie| cookie.starts_with("ef_v=;") && cookie.contains("Max-Age=0")));
    let later = house.beacon(&[("cookie", "ef_no=1")], None, &[page_view("3")]).await;
    assert_eq!((later.status, later.cookies().len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(house.stored(), []);
    let again = house.beacon(&[("cookie", "ef_no=1")], Some("granted"), &[page_view("4")]).await;
    assert_eq!((again.status, again.cookies().len(), house.stored().len()), (StatusCode::OK, 2, 1));
}

#[tokio::test]
async fn a_known_visitor_who_declines_is_known_to_have_declined() {
    let house = House::new();
    let cookie = "ef_v=0123456789abcdef0123456789abcdef";
    house.beacon(&[("cookie", cookie)], None, &[page_view("1")]).await;
    let refusal = json!({"t": "consent", "c": "denied", "i": "c"});
    house.pass(1_000);
    let answer = house.beacon(&[("cookie", cookie)], Some("denied"), &[page_view("2"), refusal]).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let events = house.stored();
    let told: Vec<_> = events.iter().map(|event| (&event.action, event.consent)).collect();
    assert_eq!(told, [(&Action::Page, None), (&Action::ConsentStated, Some(Consent::Denied))]);
}

#[tokio::test]
async fn where_asking_is_the_rule_nobody_is_read_before_he_agreed() {
    let house = House::with(Limits::default(), ConsentMode::OptIn);
    let unasked = house.beacon(&[], None, &[page_view("1")]).await;
    assert_eq!((unasked.status, unasked.cookies().len()), (StatusCode::NO_CONTENT, 0));
    let agreed = house.beacon(&[], Some("granted"), &[page_view("2")]).await;
    assert_eq!((agreed.status, agreed.cookies().len()), (StatusCode::OK, 1));
    assert_eq!(house.stored().len(), 1);
}

#[tokio::test]
async fn without_cookies_a_visitor_is_his_network_for_a_day() {
    let house = House::with(Limits::default(), ConsentMode::CookieFree);
    for id in ["1", "2"] {
        let answer = house.beacon(&[], None, &[page_view(id)]).await;
        assert_eq!((answer.status, answer.cookies().len()), (StatusCode::OK, 0));
    }
    house.pass(enfilade_domain::DAY_MS);
    house.beacon(&[], None, &[page_view("3")]).await;
    let mut visitors: Vec<String> = house.stored().into_iter().map(|event| event.visitor.to_string()).collect();
    assert_eq!(visitors.len(), 3);
    visitors.dedup();
    assert_eq!(visitors, ["day:20833:00000000cb007107", "day:20834:00000000cb007107"]);
}

#[tokio::test]
async fn broken_beacons_are_refused_with_a_reason() {
    let house = House::new();
    for (body, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("{\"v\":1,\"e\":[]}", StatusCode::BAD_REQUEST),
        ("{\"v\":1,\"k\":\"other\",\"e\":[]}", StatusCode::UNAUTHORIZED),
        ("{\"v\":1,\"k\":\"testkey\",\"sent\":1,\"e\":[{\"t\":\"page\"}]}", StatusCode::BAD_REQUEST),
    ] {
        let answer = house.send("POST", "/e", &[], body).await;
        assert_eq!((answer.status, answer.cookies().len()), (status, 0), "{body}: {:?}", answer.json());
    }
}
