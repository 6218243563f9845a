//! From the door to a company's sheet by keyboard alone.

use std::time::{Duration, Instant};

use crate::browser::browser;
use crate::chromium::Chromium;

use super::house::{EMAIL, House, PASSWORD};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
/// As many steps lead to everything that matters on a sheet.
const MOST_STEPS: usize = 90;
const PATIENCE: Duration = Duration::from_secs(20);

/// What the focus is on, with a word if a reader would not see it; nothing where it is nowhere.
const FOCUS: &str = "const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const isDrawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    const isInside = box.width > 0 && box.height > 0
        && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return [isDrawn && isInside ? '' : 'unseen', one.outerHTML.slice(0, 200)];";

/// Goes on by Tab until the focus fits the selector; whatever is met on the way must show that it has the focus.
fn tab_to(browser: &Chromium, selector: &str) {
    for _ in 0..MOST_STEPS {
        browser.type_keys(TAB);
        let focus = browser.run(FOCUS);
        let Some(focus) = focus.as_array() else { continue };
        assert_eq!(focus[0], "", "on the way to {selector} the focus is not seen on {}", focus[1]);
        let script = format!("return document.activeElement.matches('{selector}')");
        if browser.run(&script) == true {
            return;
        }
    }
    panic!("{MOST_STEPS} steps do not lead to {selector}, but to {}", browser.run(FOCUS));
}

/// Waits until the browser has come to a path, or one below it.
pub(super) fn arrive(browser: &Chromium, path: &str) {
    let began = Instant::now();
    loop {
        let at = browser.run("return document.readyState === 'complete' ? location.pathname : ''");
        let at = at.as_str().unwrap_or_default();
        if at == path || (path.ends_with('/') && path != "/" && at.starts_with(path)) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "at {at} instead of {path}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until a condition holds in the page.
fn wait_for(browser: &Chromium, condition: &str) {
    let began = Instant::now();
    while browser.run(&format!("return {condition}")) != true {
        assert!(began.elapsed() < PATIENCE, "{condition} does not come true");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_day_begins_and_a_decision_is_made_by_keyboard_alone() {
    let Some(browser) = browser() else { return };
    let house = House::start(false);
    browser.show_as(1280, "light", "screen");
    browser.open(&house.url("/"));
    arrive(&browser, "/sign-in");
    tab_to(&browser, "input[name=email]");
    browser.type_keys(EMAIL);
    tab_to(&browser, "input[name=password]");
    browser.type_keys(PASSWORD);
    browser.type_keys(ENTER);
    arrive(&browser, "/");

    tab_to(&browser, "a.skip");
    tab_to(&browser, "main a");
    browser.open(&house.url("/"));
    tab_to(&browser, "nav a[href=\"/ready\"]");
    browser.type_keys(ENTER);
    arrive(&browser, "/ready");

    tab_to(&browser, "article h2 a[href^=\"/accounts/\"]");
    tab_to(&browser, "article form[action$=\"/call\"] button");
    browser.open(&house.url("/ready"));
    tab_to(&browser, "article h2 a[href^=\"/accounts/\"]");
    browser.type_keys(ENTER);
    arrive(&browser, "/accounts/");

    tab_to(&browser, "form[action$=\"/call\"] button");
    let account = browser.run("return location.pathname");
    browser.type_keys(ENTER);
    // One returns to where it was decided, is told so, and finds the company among those who are being called.
    wait_for(&browser, "document.querySelector('.notice.done') !== null");
    assert_eq!(browser.run("return location.pathname"), account);
    tab_to(&browser, "nav a[href=\"/ready\"]");
    browser.type_keys(ENTER);
    arrive(&browser, "/ready");
    let called = format!("return document.querySelector('section:has(#called-h) a[href={account}]') !== null");
    assert_eq!(browser.run(&called), true, "the decision on {account} was not taken");
}
