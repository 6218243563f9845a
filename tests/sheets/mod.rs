//! The demo's sheets in a real browser: looked at, read on small and enlarged screens, used by keyboard alone, printed.
//!
//! What was seen is left as pictures and PDF files in `target/screenshots`, for people to look at.

mod first_hour;
mod house;
mod keyboard;

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::browser::browser;
use crate::chromium::Chromium;
use house::House;

/// Each sheet by the name of its picture.
const SHEETS: [(&str, &str); 21] = [
    ("floor-plan", "/"),
    ("ready", "/ready"),
    ("accounts", "/accounts"),
    ("account", "/accounts/polwick-water.example"),
    ("account-loud", "/accounts/halden-optics.example"),
    ("brief", "/accounts/polwick-water.example/brief"),
    ("content", "/content"),
    ("desk", "/content/desk"),
    ("worksheets", "/content/worksheets"),
    ("tasks", "/content/tasks"),
    ("site", "/site"),
    ("monday", "/monday"),
    ("honesty", "/honesty"),
    ("begin", "/begin"),
    ("find", "/find?q=freight"),
    ("keys", "/keys"),
    ("settings", "/settings"),
    ("script", "/settings/script"),
    ("import", "/settings/import"),
    ("scenarios", "/scenarios"),
    ("sign-in", "/sign-in"),
];
/// Taller pages are cut off in the picture, not in the checks.
const TALLEST: u64 = 6_000;

/// The least distances that a reader may ask for (WCAG 2.2, 1.4.12), set through the style of each element, because the
/// pages' own policy lets no style sheet in.
const SPACED: &str = "for (const one of document.querySelectorAll('body, body *')) {
    one.style.setProperty('line-height', '1.5', 'important');
    one.style.setProperty('letter-spacing', '0.12em', 'important');
    one.style.setProperty('word-spacing', '0.16em', 'important');
    if (one.localName === 'p') one.style.setProperty('margin-bottom', '2em', 'important');
}";
/// What reaches beyond the window, though nothing that may be scrolled by itself holds it.
const WIDER: &str = "const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const held = (one) => { for (let up = one.parentElement; up; up = up.parentElement)
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return true; return false; };
    const found = [...document.querySelectorAll('body *')].filter((one) =>
        one.getBoundingClientRect().right > wide + 1 && !held(one));
    return ['the page is ' + document.documentElement.scrollWidth + ' wide'].concat(
        found.slice(0, 5).map((one) => one.outerHTML.slice(0, 160)));";
/// Text that its box cuts off.
const CUT_OFF: &str = "return [...document.querySelectorAll('main *, header *')].filter((one) => {
        const style = getComputedStyle(one);
        return one.namespaceURI.endsWith('xhtml') && !['INPUT', 'SELECT', 'TEXTAREA'].includes(one.tagName)
            && (['hidden', 'clip'].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1
                || ['hidden', 'clip'].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1)
            && one.clientWidth > 1 && one.textContent.trim() !== '';
    }).map((one) => one.outerHTML.slice(0, 160));";

/// Words of the page's head that lie upon others.
const UPON_EACH_OTHER: &str = "const boxes = [...document.querySelectorAll('.bar .brand, .bar nav, .bar .who > *, h1')]
        .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
    const found = [];
    boxes.forEach(([one, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
            found.push(one.outerHTML.slice(0, 60) + ' upon ' + other.outerHTML.slice(0, 60));
    }));
    return found;";

/// Where pictures are left: a build artefact that no commit contains.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn keep(name: &str, data: &Value) -> Vec<u8> {
    let bytes = STANDARD.decode(data.as_str().expect("data")).expect("base64");
    std::fs::write(folder().join(name), &bytes).unwrap();
    bytes
}

/// Keeps a picture of the whole page.
fn picture(browser: &Chromium, name: &str, width: u32) {
    let height = browser.run("return document.documentElement.scrollHeight").as_u64().unwrap().min(TALLEST);
    let clip = json!({"x": 0, "y": 0, "width": width, "height": height, "scale": 1});
    let shot = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
    let bytes = keep(&format!("{name}.png"), &browser.devtools("Page.captureScreenshot", &shot)["data"]);
    assert!(bytes.len() > 8_000, "{name} is an empty picture");
}

fn found(browser: &Chromium, script: &str) -> Vec<String> {
    let list = browser.run(script);
    list.as_array().expect("a list").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn every_sheet_fits_wide_and_narrow_by_day_and_by_night() {
    let Some(browser) = browser() else { return };
    let house = House::start(true);
    let mut wrong = Vec::new();
    for (name, path) in SHEETS {
        for width in [1280, 390] {
            for scheme in ["light", "dark"] {
                browser.show_as(width, scheme, "screen");
                browser.open(&house.url(path));
                assert!(browser.run("return document.querySelector('h1') !== null").as_bool().unwrap(), "{path}");
                picture(&browser, &format!("{name}-{width}-{scheme}"), width);
                wrong.extend(found(&browser, WIDER).into_iter().map(|one| format!("{name} at {width}: {one}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_sheet_is_read_enlarged_and_with_wider_spaces() {
    let Some(browser) = browser() else { return };
    let house = House::start(true);
    // That the checks find what is wrong, before it is believed that nothing is.
    browser.show_as(320, "light", "screen");
    browser
        .open("data:text/html,<main><p style='width:600px'>x</p><div style='height:9px;overflow:hidden'>y<br>y</div>");
    assert!(!found(&browser, WIDER).is_empty() && !found(&browser, CUT_OFF).is_empty());
    let mut wrong = Vec::new();
    for (name, path) in SHEETS {
        // 1280 pixels enlarged four times are 320 pixels of the style sheet.
        for (width, is_spaced) in [(320, false), (320, true), (390, true), (1280, true)] {
            browser.show_as(width, "light", "screen");
            browser.open(&house.url(path));
            let before = found(&browser, CUT_OFF);
            if is_spaced {
                browser.run(SPACED);
            }
            let spaced = if is_spaced { " spaced" } else { "" };
            if is_spaced && width != 390 {
                picture(&browser, &format!("{name}-{width}-spaced"), width);
            }
            let mut here = found(&browser, WIDER);
            here.extend(found(&browser, UPON_EACH_OTHER));
            here.extend(found(&browser, CUT_OFF).into_iter().filter(|one| !before.contains(one)));
            wrong.extend(here.into_iter().map(|one| format!("{name} at {width}{spaced}: {one}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_assessment_and_the_brief_are_printed_without_their_surroundings() {
    let Some(browser) = browser() else { return };
    let house = House::start(true);
    for (name, path, says) in
        [("site", "/site", "Four doorways"), ("brief", "/accounts/polwick-water.example/brief", "To say")]
    {
        browser.show_as(1280, "dark", "screen");
        browser.open(&house.url(path));
        let text = || browser.run("return document.body.innerText").as_str().unwrap().to_owned();
        assert!(text().contains("Floor plan") && text().contains(says), "{path} has a menu on the screen");
        browser.show_as(1280, "dark", "print");
        let printed = text();
        assert!(printed.contains(says), "{path}: {printed}");
        for menu in ["Floor plan", "Skip to content", "Sign out", "Settings", "As of"] {
            assert!(!printed.lines().any(|line| line.trim() == menu), "{path} prints `{menu}`: {printed}");
        }
        let controls = "return [...document.querySelectorAll('button, input, select, textarea')].filter((one) => \
                        one.getClientRects().length > 0).map((one) => one.outerHTML)";
        assert_eq!(found(&browser, controls), [""; 0], "{path}: paper has nothing to press");
        let paper = "return getComputedStyle(document.body).backgroundColor";
        assert_eq!(browser.run(paper), "rgb(255, 255, 255)", "{path}: paper is white at night, too");
        let asked =
            json!({"preferCSSPageSize": true, "printBackground": true, "paperWidth": 8.27, "paperHeight": 11.7});
        let pdf = keep(&format!("{name}.pdf"), &browser.devtools("Page.printToPDF", &asked)["data"]);
        let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
        assert!(pdf.starts_with(b"%PDF-") && (1..=12).contains(&pages), "{path}: {pages} pages");
    }
}
