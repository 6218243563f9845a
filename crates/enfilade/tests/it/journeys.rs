//! Messages as senders write them, and one small market that most tests share.

use serde_json::{Value, json};

use crate::house::House;

pub(crate) const BROWSER: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

pub(crate) const CONTENT: &str = "path,kind,room,role,question,title,topic\n\
    /blog/hidden-costs,article,problem,operations,What does this cost us?,Hidden costs,claims\n\
    /blog/why-it-hurts,article,problem,finance,,Why it hurts,claims\n\
    /guides/options,guide,solution,operations,Which ways are there?,Options,claims\n\
    /guides/trade-offs,guide,solution,legal,,Trade-offs,claims\n\
    /how-we-work,article,offer,,,How we work,\n\
    /security,article,sales,technical,,Security,\n\
    /pricing,pricing,sales,,,Pricing,\n\
    /careers,careers,,,,Careers,\n\
    /careers/engineer,careers,,,,Engineer,\n\
    /,home,,,,Home,\n";

pub(crate) const ACCOUNTS: &str = "domain,name,employees,industry,country,fit,office_ip\n\
    northmill.example,North Mill,120,insurance,DE,80,198.51.100.0/28\n\
    eastgate.example,East Gate,900,insurance,FR,40,203.0.113.7\n\
    quiet.example,Quiet,10,,,,\n";

/// A page view with a reading time.
pub(crate) fn page(id: &str, visitor: &str, at: &str, path: &str, dwell: f64) -> Value {
    json!({
        "type": "page", "messageId": id, "anonymousId": visitor, "timestamp": at,
        "context": {"userAgent": BROWSER, "page": {"path": path, "url": format!("https://www.seller.example{path}")}},
        "properties": {"dwell_s": dwell, "scroll": 0.8},
    })
}

/// A page view from an address.
pub(crate) fn page_from(address: &str, id: &str, visitor: &str, at: &str, path: &str, dwell: f64) -> Value {
    let mut event = page(id, visitor, at, path, dwell);
    event["context"]["ip"] = json!(address);
    event
}

pub(crate) fn identify(id: &str, visitor: &str, user: &str, at: &str, traits: &Value) -> Value {
    json!({
        "type": "identify", "messageId": id, "anonymousId": visitor, "userId": user, "timestamp": at,
        "context": {"userAgent": BROWSER}, "traits": traits,
    })
}

pub(crate) fn track(id: &str, visitor: &str, at: &str, name: &str, properties: &Value) -> Value {
    json!({
        "type": "track", "messageId": id, "anonymousId": visitor, "timestamp": at, "event": name,
        "context": {"userAgent": BROWSER}, "properties": properties,
    })
}

/// The day `day` of the story (0 is the first of January 2026) at an hour, as a time.
pub(crate) fn day(day: u32, hour: u32) -> String {
    format!("{}T{hour:02}:00:00Z", date(day))
}

/// The day `day` of the story as a date.
pub(crate) fn date(day: u32) -> String {
    const MONTHS: [u32; 6] = [31, 28, 31, 30, 31, 30];
    let (mut month, mut left) = (0, day);
    while left >= MONTHS[month] {
        left -= MONTHS[month];
        month += 1;
    }
    format!("2026-{:02}-{:02}", month + 1, left + 1)
}

/// Two companies over ten weeks: an anonymous reader who names herself late, a second device of hers, a colleague
/// behind the office network, a forwarded link, a group, and somebody who stays a stranger.
pub(crate) fn market() -> Vec<Value> {
    let mut events = Vec::new();
    let paths = ["/blog/hidden-costs", "/blog/why-it-hurts", "/guides/options", "/guides/trade-offs", "/how-we-work"];
    for week in 0..8_u32 {
        for step in 0..2_u32 {
            let path = paths[((week / 2) + step) as usize % paths.len()];
            let minutes = 40.0 + f64::from(week * 10 + step);
            events.push(page(&format!("ana-{week}-{step}"), "ana-laptop", &day(week * 7, 9 + step), path, minutes));
            events.push(page_from(
                "198.51.100.4",
                &format!("ben-{week}-{step}"),
                "ben-desk",
                &day(week * 7 + 1, 14 + step),
                paths[step as usize],
                35.0,
            ));
        }
        events.push(page(&format!("eve-{week}"), "eve-home", &day(week * 7 + 2, 20), "/blog/hidden-costs", 20.0));
        events.push(page_from(
            "203.0.113.7",
            &format!("kim-{week}"),
            "kim-desk",
            &day(week * 7 + 3, 11),
            "/guides/options",
            65.0,
        ));
    }
    events.push(page("ana-phone-0", "ana-phone", &day(20, 8), "/guides/options", 30.0));
    let traits = json!({"email": "ana@northmill.example", "name": "Ana Mill", "title": "Head of Claims"});
    events.push(identify("ana-says", "ana-laptop", "ana@northmill.example", &day(36, 9), &traits));
    events.push(identify("ana-says-too", "ana-phone", "ana@northmill.example", &day(37, 9), &traits));
    events.push(track("ana-shares", "ana-laptop", &day(38, 9), "Content Shared", &json!({"share_token": "tok-1"})));
    let mut opened = page("cfo-opens", "cfo-tablet", &day(38, 15), "/guides/trade-offs", 90.0);
    opened["properties"]["share_token"] = json!("tok-1");
    events.push(opened);
    events.push(track("ana-asks", "ana-laptop", &day(50, 9), "Newsletter Signup", &json!({})));
    events.push(json!({
        "type": "group", "messageId": "lee-group", "anonymousId": "lee", "userId": "lee-7", "timestamp": day(40, 10),
        "groupId": "eastgate.example", "traits": {"domain": "eastgate.example"},
    }));
    events.push(page("lee-reads", "lee", &day(41, 10), "/security", 80.0));
    events
}

/// Furnishes a house with the market.
pub(crate) fn furnish(house: &House) {
    let events = house.write("events.jsonl", crate::house::jsonl(&market()));
    let content = house.write("content.csv", CONTENT);
    let accounts = house.write("accounts.csv", ACCOUNTS);
    house.done(&["import", "--events", &events, "--content", &content, "--accounts", &accounts]);
}

/// A shuffle that is the same on every run.
pub(crate) fn shuffled(mut events: Vec<Value>, seed: u64) -> Vec<Value> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for index in (1..events.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        events.swap(index, (state % (index as u64 + 1)) as usize);
    }
    events
}
