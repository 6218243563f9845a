//! The first-party script in a real browser: served by the collector, on a page with a strict policy.
//!
//! Needs Chromium and chromedriver. Without them the tests say so and pass, unless `ENFILADE_REQUIRE_BROWSER` is set.

use crate::chromium::Chromium;
use crate::site::Site;
use enfilade_domain::Action;
use serde_json::Value;

/// The page's clock and timers run twenty times as fast, so that half a minute of reading needs no half minute.
const HURRY: &str = "(() => {
    const speed = 20, now = performance.now.bind(performance), every = setInterval, after = setTimeout;
    performance.now = () => now() * speed;
    window.setInterval = (run, ms) => every(run, ms / speed);
    window.setTimeout = (run, ms = 0) => after(run, ms / speed);
})()";
/// Lets a test click links without leaving the page.
const STAY: &str = "document.addEventListener('click', (event) => {
    window.clickedHref = event.target.getAttribute('href');
    event.preventDefault();
})";
const CONTROL: &str = "\u{e009}";

pub(crate) fn browser() -> Option<Chromium> {
    let browser = Chromium::start();
    #[expect(clippy::disallowed_methods, reason = "a switch of the test run itself")]
    let is_required = std::env::var("ENFILADE_REQUIRE_BROWSER").is_ok();
    assert!(browser.is_some() || !is_required, "ENFILADE_REQUIRE_BROWSER is set, and chromedriver does not start");
    if browser.is_none() {
        eprintln!("skipped: chromedriver does not start here");
    }
    browser
}

fn is(kind: &'static str) -> impl Fn(&Value) -> bool {
    move |message| message["t"] == kind
}

fn text<'a>(message: &'a Value, field: &str) -> &'a str {
    message[field].as_str().unwrap_or_default()
}

#[test]
fn a_visit_is_told_as_it_was() {
    let Some(browser) = browser() else { return };
    let site = Site::start();
    browser.before_every_page(HURRY);

    browser.open(&site.url("/article"));
    let page = site.expect("the page view", is("page"));
    assert_eq!((text(&page, "u"), text(&page, "n")), (site.url("/article").as_str(), "Late invoices"));
    let cookies = browser.cookies();
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    assert_eq!((&cookies[0]["name"], &cookies[0]["httpOnly"]), (&"ef_v".into(), &true.into()));
    assert_eq!(browser.run("return document.cookie + localStorage.length"), "0");

    browser.run("window.scrollTo(0, document.documentElement.scrollHeight / 2 - window.innerHeight)");
    let half_read = |message: &Value| {
        message["t"] == "read" && message["s"].as_f64().is_some_and(|depth| (0.3..0.7).contains(&depth))
    };
    let read = site.expect("the report of an open page", half_read);
    assert_eq!(read["o"], page["i"]);
    let seconds = read["d"].as_f64().unwrap();
    assert!((5.0..=62.0).contains(&seconds), "{seconds} active seconds");

    browser.run(STAY);
    browser.click("#outbound");
    let click = site.expect("the click", is("click"));
    assert_eq!((text(&click, "u"), text(&click, "p")), ("https://other.example/study", site.url("/article").as_str()));
    browser.click("#download");
    assert_eq!(text(&site.expect("the download", is("download")), "u"), site.url("/files/guide.pdf"));

    browser.run("enfilade('identify', 'u-7', {email: 'ana@acme.example'}); enfilade('track', 'Demo Requested')");
    site.expect("the name", |message| message["id"] == "u-7" && message["traits"]["email"] == "ana@acme.example");
    site.expect("the request", |message| message["t"] == "track" && message["n"] == "Demo Requested");

    let stored = site.stored();
    let visitor = &stored[0].visitor;
    assert_eq!(visitor.as_str(), cookies[0]["value"]);
    assert!(stored.iter().all(|event| event.visitor == *visitor), "{stored:#?}");
    let did = |action: &Action| stored.iter().any(|event| event.action == *action);
    for action in [Action::Page, Action::OutboundClick, Action::ContentDownloaded, Action::DemoRequested] {
        assert!(did(&action), "{action:?} in {stored:#?}");
    }
    let told = stored.iter().find(|event| matches!(event.action, Action::PageRead { .. })).unwrap();
    assert!(told.dwell_seconds.is_some() && told.scroll.is_some(), "{told:?}");
}

#[test]
fn leaving_a_page_tells_how_far_it_was_read() {
    let Some(browser) = browser() else { return };
    let site = Site::start();
    browser.open(&site.url("/article"));
    let page = site.expect("the page view", is("page"));
    // At the page's own pace the next report of an open page is half a minute away.
    browser.run(
        "return new Promise((done) => {
            addEventListener('scroll', () => setTimeout(done), {once: true});
            scrollTo(0, document.documentElement.scrollHeight);
        })",
    );
    browser.open(&site.url("/pricing"));
    let read = site.expect("the report of the page that was left", is("read"));
    assert_eq!((&read["o"], &read["u"]), (&page["i"], &page["u"]));
    assert!(read["s"].as_f64().is_some_and(|depth| depth > 0.95), "{read}");
}

#[test]
fn a_page_that_changes_its_path_is_another_page() {
    let Some(browser) = browser() else { return };
    let site = Site::start();
    browser.before_every_page(HURRY);
    browser.open(&site.url("/article?utm_source=mail"));
    let first = site.expect("the page view", is("page"));

    browser.run("history.pushState({}, '', '/pricing'); document.title = 'Prices'");
    let pricing = site.url("/pricing");
    let second = site.expect("the second page view", |message| is("page")(message) && message["u"] == *pricing);
    assert_eq!((&second["r"], text(&second, "n")), (&first["u"], "Prices"));
    assert_ne!(first["i"], second["i"]);

    browser.run("history.replaceState({}, '', '/pricing?plan=2'); location.hash = 'terms'; history.pushState({}, '', '?plan=3')");
    browser.run("history.go(-2)");
    browser.run("history.pushState({}, '', '/security')");
    let security = site.url("/security");
    site.expect("the last page view", |message| is("page")(message) && message["u"] == *security);
    let paths: Vec<String> = site
        .messages()
        .iter()
        .filter(|message| is("page")(message))
        .map(|message| text(message, "u").to_owned())
        .collect();
    assert_eq!(paths, [site.url("/article?utm_source=mail"), pricing, security]);
}

#[test]
fn a_copied_address_carries_a_token_and_is_known_again() {
    let Some(browser) = browser() else { return };
    let site = Site::start();
    browser.before_every_page(HURRY);
    browser.open(&site.url("/article"));
    site.expect("the page view", is("page"));

    browser.run("getSelection().selectAllChildren(document.querySelector('#address'))");
    browser.press(&[CONTROL, "c"]);
    let share = site.expect("the share", is("share"));
    let token = text(&share, "k");
    assert!(token.len() >= 8, "{share}");
    assert_eq!(browser.run("return location.href"), site.url("/article"));
    browser.click("#pasted");
    browser.press(&[CONTROL, "v"]);
    let copied = browser.run("return document.querySelector('#pasted').value");
    assert_eq!(copied, site.url(&format!("/article?ef_s={token}")));

    browser.run(STAY);
    browser.click("#mail");
    let mailed = site.expect("the mailed share", |message| is("share")(message) && message["k"] != *token);
    let href = browser.run("return window.clickedHref");
    let href = href.as_str().unwrap();
    assert!(href.ends_with(&format!("%2Farticle%3Fef_s%3D{}", text(&mailed, "k"))), "{href}");

    browser.open(copied.as_str().unwrap());
    let arrival = site.expect("the arrival", |message| is("page")(message) && message["u"] == copied);
    assert_eq!(browser.run("return location.href"), site.url("/article"));
    let stored = site.stored();
    let with_token = stored.iter().filter(|event| event.share_token.as_deref() == Some(token)).count();
    assert_eq!(with_token, 2, "the share and the arrival {arrival} in {stored:#?}");
}

#[test]
fn who_sends_a_privacy_signal_is_left_alone() {
    let Some(browser) = browser() else { return };
    let site = Site::start();
    browser.before_every_page(HURRY);
    browser.before_every_page("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
    for path in ["/article?ef_s=abcdefgh", "/pricing", "/security"] {
        browser.open(&site.url(path));
        browser.run(STAY);
        browser.click("#outbound");
        browser.run("enfilade('identify', 'u-7'); enfilade('consent', 'granted'); history.pushState({}, '', '/other')");
    }
    assert_eq!(site.messages(), Vec::<Value>::new());
    assert_eq!(browser.cookies(), Vec::<Value>::new());
}

#[test]
fn consent_is_waited_for_and_can_be_withdrawn() {
    let Some(browser) = browser() else { return };
    let site = Site::start();
    browser.before_every_page(HURRY);
    browser.open(&site.url("/wait/article"));
    browser.run(STAY);
    browser.click("#outbound");
    browser.open(&site.url("/wait/pricing"));
    browser.run("enfilade('track', 'Plan Compared')");
    assert_eq!(site.messages(), Vec::<Value>::new());
    assert_eq!(browser.cookies(), Vec::<Value>::new());

    browser.run("enfilade('consent', 'granted')");
    site.expect("what waited", |message| message["n"] == "Plan Compared");
    let pages: Vec<Value> = site.messages().into_iter().filter(is("page")).collect();
    assert_eq!(pages.len(), 1, "only the page on which consent was given: {pages:?}");
    assert!(site.beacons().iter().all(|beacon| beacon["c"] == "granted"));
    assert_eq!(browser.cookies().len(), 1);

    browser.run("enfilade('consent', 'denied')");
    site.expect("the refusal", |message| message["c"] == "denied");
    browser.run("enfilade('track', 'Too Late'); history.pushState({}, '', '/wait/other')");
    let names: Vec<Value> = browser.cookies().into_iter().map(|cookie| cookie["name"].clone()).collect();
    assert_eq!(names, ["ef_no"]);

    // The next page carries a script that was told nothing; the refusal still holds.
    browser.open(&site.url("/article"));
    site.expect("a page view that is not kept", |message| is("page")(message) && message["u"] == *site.url("/article"));
    assert!(!site.messages().iter().any(|message| message["n"] == "Too Late"));
    let stored = site.stored();
    assert!(!stored.iter().any(|event| event.place.as_ref().is_some_and(|place| place.path == "/article")));
}
