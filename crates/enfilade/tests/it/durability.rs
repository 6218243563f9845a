//! Accepted means kept: whatever was acknowledged survives a process that ends without warning.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::house::House;
use crate::server::{Server, send};

const KILLS: u32 = 50;
const CLIENTS: u32 = 4;

/// Sends single messages and batches until told to stop; gives the ids that were acknowledged.
fn client(
    address: &str,
    key: &str,
    round: u32,
    client: u32,
    stop: &AtomicBool,
    acknowledged: &Mutex<BTreeSet<String>>,
) {
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        let ids: Vec<String> =
            (0..if client == 0 { 5 } else { 1 }).map(|n| format!("{round}-{client}-{number}-{n}")).collect();
        let messages: Vec<_> = ids
            .iter()
            .map(|id| json!({"type": "track", "event": "Seen", "anonymousId": "steady", "messageId": id}))
            .collect();
        let body = json!({"writeKey": key, "batch": messages}).to_string();
        match send(address, "POST", "/v1/batch", &[("content-type", "application/json")], body.as_bytes()) {
            Ok(response) if response.status == 200 => acknowledged.lock().unwrap().extend(ids),
            // Nothing was promised.
            Ok(_) | Err(_) => {}
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_in_fifty_kills() {
    let house = House::new();
    let key = house.done(&["key", "add"]).trim().to_owned();
    let acknowledged = Mutex::new(BTreeSet::new());
    for round in 0..KILLS {
        let server = Server::start(&house);
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for number in 0..CLIENTS {
                let (address, key, stop, acknowledged) = (&server.address, &key, &stop, &acknowledged);
                let address = address.clone();
                scope.spawn(move || client(&address, key, round, number, stop, acknowledged));
            }
            // Not always at the same point of the work: the filing job runs every 150 ms.
            std::thread::sleep(Duration::from_millis(60 + u64::from(round * 7 % 50) * 4));
            server.kill();
            stop.store(true, Ordering::Relaxed);
        });
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() as u32 > KILLS * CLIENTS, "only {} were acknowledged", acknowledged.len());
    house.done(&["import", "--events", &house.write("none.jsonl", "")]);
    let events = house.held("visitor:steady");
    let held: Vec<String> = events.iter().map(|event| event["message_id"].as_str().unwrap().to_owned()).collect();
    let distinct: BTreeSet<&String> = held.iter().collect();
    assert_eq!(distinct.len(), held.len(), "nothing twice");
    let lost: Vec<&String> = acknowledged.iter().filter(|id| !distinct.contains(id)).collect();
    assert!(lost.is_empty(), "{} of {} were lost: {lost:?}", lost.len(), acknowledged.len());
    let doctor = &house.lines(&["doctor", "--json"])[0];
    assert_eq!((&doctor["well"], &doctor["damage"]), (&json!(true), &json!(null)), "{doctor}");
    assert_eq!(doctor["events"].as_u64(), Some(held.len() as u64), "{doctor}");
}
