//! Every sample page in a real browser, wide and narrow, judged by axe-core against WCAG 2.2 AA.
//!
//! Needs chromedriver, and npm to fetch axe-core; runs where `ENFILADE_REQUIRE_SDKS` allows to install things.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use enfilade_web::assets::{STYLE, STYLE_PATH};
use enfilade_web::pages::samples;
use serde_json::Value;

use crate::chromium::Chromium;

/// Pinned, so that a new rule is met on purpose.
const AXE: &str = "axe-core@4.14.1";
const PATIENCE: Duration = Duration::from_secs(30);

/// The source of axe-core; `None` where it may not be fetched.
fn axe(folder: &Path) -> Option<String> {
    std::env::var_os("ENFILADE_REQUIRE_SDKS")?;
    let packed = Command::new("npm").args(["pack", "--silent", AXE]).current_dir(folder).output().expect("npm");
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    let name = String::from_utf8(packed.stdout).expect("a file name");
    let unpacked =
        Command::new("tar").args(["xzf", name.trim(), "package/axe.min.js"]).current_dir(folder).status().expect("tar");
    assert!(unpacked.success());
    Some(std::fs::read_to_string(folder.join("package/axe.min.js")).expect("axe-core"))
}

/// What axe-core finds on the open page, as rule and place.
fn violations(browser: &Chromium, axe: &str) -> Vec<String> {
    browser.run(axe);
    browser.run(
        "window.found = null; axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', \
         'wcag21aa', 'wcag22aa']}}).then(done => { window.found = done.violations.flatMap(one => one.nodes.map(node => \
         one.id + ': ' + node.html.slice(0, 200))); });",
    );
    let began = Instant::now();
    loop {
        if let Value::Array(found) = browser.run("return window.found;") {
            return found.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        assert!(began.elapsed() < PATIENCE, "axe-core did not come to an end");
    }
}

#[test]
fn nothing_stands_in_the_way_of_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let Some(axe) = axe(folder.path()) else {
        eprintln!("SKIPPED: set ENFILADE_REQUIRE_SDKS to fetch {AXE} from npm and judge every page with it");
        return;
    };
    let browser = Chromium::start().expect("chromedriver");
    std::fs::write(folder.path().join("style.css"), STYLE).unwrap();
    // That axe-core finds what is wrong, before it is believed that nothing is.
    std::fs::write(folder.path().join("wrong.html"), "<html><body><img src=x><p style='color:#eee'>x").unwrap();
    let open = |name: &str| browser.open(&format!("file://{}", folder.path().join(name).display()));
    open("wrong.html");
    assert!(violations(&browser, &axe).len() >= 3);
    let mut wrong = Vec::new();
    for (name, html) in samples::gallery() {
        let file = format!("{name}.html");
        // A page that looks again by itself does so because somebody asked, and says how to stop it; here it would be
        // gone before it is judged.
        let html = html.replace(STYLE_PATH, "style.css").replace("http-equiv=\"refresh\"", "name=\"calm\"");
        std::fs::write(folder.path().join(&file), html).unwrap();
        for (width, height) in [(1280, 900), (390, 800)] {
            browser.resize(width, height);
            open(&file);
            wrong.extend(violations(&browser, &axe).into_iter().map(|one| format!("{name} at {width}: {one}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
