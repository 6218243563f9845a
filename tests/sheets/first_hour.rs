//! The first hour as somebody spends it in a browser: from the set-up link to the first reading, with one buyer, one room
//! and one piece on the way (scenario S37).

use axum::Router;
use axum::response::Html;
use axum::routing::get;

use crate::browser::browser;
use crate::chromium::Chromium;

use super::house::{EMAIL, House, PASSWORD};
use super::keyboard::arrive;

const PITCH: &str = "# Book a demo\n\nThe leading platform for ward transformation. Our platform hands over, monitors and \
                     plans from one console. Book a demo and see the platform live.";
const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36";

/// Two months in which one office reads of the problem, then of ways out of it.
fn log() -> String {
    let days =
        [("02", "/blog/hidden-costs"), ("09", "/blog/signs"), ("16", "/guides/options"), ("23", "/guides/compare")];
    let mut lines = String::new();
    for (day, path) in days {
        for (second, path) in [(1, path), (40, "/style.css"), (59, "/guides/checklist")] {
            lines.push_str(&format!(
                "198.51.100.9 - - [{day}/Mar/2026:10:00:{second:02} +0000] \"GET {path} HTTP/1.1\" 200 5120 \"-\" \"{AGENT}\"\n"
            ));
        }
    }
    lines
}

fn own_site() -> Router {
    let page = |main: &'static str| {
        let links = "<nav><a href=\"/signs\">Signs</a> <a href=\"/prices\">Prices</a></nav>";
        let html = format!("<!doctype html><html lang=\"en\"><body>{links}<main>{main}</main></body></html>");
        get(move || async move { Html(html) })
    };
    Router::new()
        .route("/", page("<h1>Handing over a ward</h1><p>We help wards hand over without a lost note.</p>"))
        .route(
            "/signs",
            page(
                "<h1>Five signs that handing over costs too much</h1><p>Most teams notice it late. The list on the wall \
                 is copied by hand, and every morning twenty minutes are lost before the first patient is seen. Do you \
                 know how often a note is missing? What it costs shows in overtime and in what nobody wrote down.</p>",
            ),
        )
        .route(
            "/prices",
            page(
                "<h1>What it costs</h1><p>A ward of thirty beds pays 480 euros a month. Setting it up takes two weeks \
                 and is included. You can end the contract at the end of every quarter.</p>",
            ),
        )
}

/// Sends the form that holds a field.
fn send(browser: &Chromium, field: &str) {
    browser
        .run(&format!("document.querySelector('{field}').form.querySelector('button[type=submit]').dataset.here = 1"));
    browser.click("button[data-here]");
}

fn text(browser: &Chromium) -> String {
    browser.run("return document.body.innerText").as_str().unwrap_or_default().to_owned()
}

/// Opens a page again until it says something.
fn until(browser: &Chromium, address: &str, says: &str) {
    for _ in 0..200 {
        browser.open(address);
        if text(browser).contains(says) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{address} does not say `{says}`: {}", text(browser));
}

fn import(browser: &Chromium, house: &House, file: &str) {
    browser.give("form[action=\"/settings/import\"] input[type=file]", file);
    send(browser, "form[action=\"/settings/import\"] input[type=file]");
    arrive(browser, "/settings/import/");
    let run = browser.run("return location.pathname").as_str().unwrap_or_default().to_owned();
    until(browser, &house.url(&run), "Done:");
    house.catch_up();
}

#[test]
fn from_the_set_up_link_to_the_first_reading() {
    let Some(browser) = browser() else { return };
    let house = House::empty(false);
    let site = house.beside(own_site());
    browser.show_as(1280, "light", "screen");
    browser.open(&house.url(&format!("/set-up?token={}", house.set_up_token())));
    browser.fill("input[name=email]", EMAIL);
    browser.fill("input[name=password]", PASSWORD);
    browser.fill("input[name=password_again]", PASSWORD);
    browser.click("main button[type=submit]");
    arrive(&browser, "/begin");
    assert!(text(&browser).contains("From an empty house to a first reading"), "{}", text(&browser));

    // One buyer, one room, one piece, before anything is known.
    browser.fill("textarea[name=text]", PITCH);
    browser.run("document.querySelector('select[name=room]').value = 'problem'");
    send(&browser, "textarea[name=text]");
    arrive(&browser, "/begin/piece");
    let verdict = text(&browser);
    assert!(verdict.contains("It misses a buyer") && verdict.contains("What it takes for granted"), "{verdict}");

    browser.open(&house.url("/begin"));
    browser.fill("input[name=decision_months]", "6");
    browser.fill("textarea[name=own_domains]", "seller.example");
    send(&browser, "input[name=decision_months]");
    arrive(&browser, "/begin");
    assert!(text(&browser).contains("Of the first three steps one is done"), "{}", text(&browser));

    browser.fill("form[action=\"/settings/import\"] input[name=site]", "www.seller.example");
    import(&browser, &house, &house.file("access.log", &log()));
    browser.open(&house.url("/settings/import"));
    browser.run("document.querySelector('[name=kind]').value = 'accounts'");
    import(
        &browser,
        &house,
        &house.file("accounts.csv", "domain,name,office_ip\nnorthmill.example,North Mill,198.51.100.9\n"),
    );

    browser.open(&house.url("/begin"));
    browser.fill("form[action=\"/site/assess\"] input[name=address]", &format!("{site}/"));
    send(&browser, "form[action=\"/site/assess\"] input[name=address]");
    until(&browser, &house.url("/begin"), "was read, 3 pages");
    browser.open(&house.url("/site"));
    assert!(text(&browser).contains("Four doorways"), "{}", text(&browser));

    browser.open(&house.url("/accounts"));
    browser.click("a[href=\"/accounts/northmill.example\"]");
    arrive(&browser, "/accounts/northmill.example");
    let reading = text(&browser);
    assert!(reading.contains("North Mill") && reading.contains("Room"), "{reading}");
}
