//! The SDKs that people already use, against the real binary.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::house::{House, surrounding};
use crate::server::{Server, until};

const REQUIRE: &str = "ENFILADE_REQUIRE_SDKS";
const CLIENTS: [&str; 5] = ["segment-node", "rudder-node", "segment-python", "rudder-python", "segment-browser"];

#[test]
fn what_the_sdks_send_arrives() {
    if surrounding(REQUIRE).is_none() {
        eprintln!("SKIPPED: set {REQUIRE} to install the SDKs from npm and PyPI and run them");
        return;
    }
    let house = House::new();
    let server = Server::start(&house);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sdk/run.sh");
    let status = Command::new(script)
        .args([format!("http://{}", server.address), server.key.clone()])
        .env("SDK_RUN", "1")
        .status()
        .unwrap();
    assert!(status.success());
    for client in CLIENTS {
        let user = format!("user:sdk-{client}-1");
        let held = until(Duration::from_secs(5), || {
            let answer = house.run(&["export", &user]);
            (answer.code == 0 && answer.out.lines().count() >= 5).then_some(answer.out)
        });
        for action in ["page", "identify", "group", "alias"] {
            assert!(held.contains(&format!("\"action\":\"{action}\"")), "{client}: {held}");
        }
    }
}
