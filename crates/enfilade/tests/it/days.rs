//! The day that is looked at: what a past day may show, where evidence ends, and what a first look leads to.

use crate::house::House;
use crate::journeys::{BROWSER, furnish};
use crate::server::Server;

const PASSWORD: &str = "correct-horse-battery";

struct Looking {
    _house: House,
    server: Server,
    cookie: String,
}

impl Looking {
    fn at(house: House) -> Self {
        let server = Server::start(&house);
        let cookie = server.set_up("ann@seller.example", PASSWORD);
        Self { _house: house, server, cookie }
    }

    fn answer(&self, path: &str) -> crate::server::Response {
        self.server.get(path, &[("cookie", &self.cookie)])
    }

    fn see(&self, path: &str) -> String {
        let answer = self.answer(path);
        assert_eq!(answer.status, 200, "{path}: {answer:#?}");
        answer.body
    }
}

/// Readers of whom nothing but an address is known.
fn log(days: std::ops::Range<u32>) -> String {
    days.flat_map(|day| {
        ["/blog/costs", "/style.css", "/guides/options"].into_iter().enumerate().map(move |(second, target)| {
            format!(
                "198.51.100.{} - - [{day:02}/Mar/2025:10:00:{second:02} +0000] \"GET {target} HTTP/1.1\" 200 5120 \"-\" \"{BROWSER}\"\n",
                day % 5 + 1
            )
        })
    })
    .collect()
}

#[test]
fn a_log_alone_says_what_was_understood_and_leads_on() {
    let house = House::new();
    let file = house.write("access.log", log(1..20));
    house.done(&["import", "--logs", &file, "--site", "www.seller.example"]);
    let looking = Looking::at(house);
    for path in ["/", "/ready", "/accounts"] {
        let page = looking.see(path);
        assert!(page.contains("From 1 Mar 2025 to 19 Mar 2025: five people are read"), "{path}: {page}");
        assert!(page.contains("list of accounts with their networks") && page.contains("href=\"/site\""), "{path}");
        assert!(page.contains("Drawn from evidence up to 19 Mar 2025"), "{path}");
        let lede = page.split_once("class=\"lede\"").unwrap().1.split_once("</p>").unwrap().0;
        assert!(!lede.contains(" yet") && !page.contains("import an access log"), "{path} sends nobody back: {lede}");
    }
    assert!(looking.see("/monday").contains("Drawn from evidence up to 19 Mar 2025"));
    assert!(!looking.see("/?as_of=2025-03-19").contains("Drawn from evidence up to"), "that day is looked at already");
    // Nobody who came later is counted on a day before.
    let before = looking.see("/?as_of=2020-01-01");
    assert!(before.contains("No company was known on this day") && !before.contains("five"), "{before}");
    assert!(before.contains("not known who was set aside"), "{before}");
}

#[test]
fn a_list_that_nobody_of_visited_is_not_read() {
    let house = House::new();
    house.import_accounts("domain,name\nnorthmill.example,North Mill\neastgate.example,East Gate\n");
    let looking = Looking::at(house);
    let begin = looking.see("/begin");
    assert!(begin.contains("Two companies are on your list, and nobody of them was seen"), "{begin}");
    assert_eq!(begin.matches(">done<").count(), 0, "{begin}");
    let plan = looking.see("/");
    assert!(!plan.contains("too few visits") && plan.contains("nobody of them was seen"), "{plan}");
    let ready = looking.see("/ready");
    assert!(ready.contains("No company has been seen yet") && ready.contains("Add the script"), "{ready}");
    assert!(looking.see("/accounts").contains("North Mill"));
}

#[test]
fn a_day_that_has_not_come_is_refused_kindly() {
    let house = House::new();
    furnish(&house);
    let looking = Looking::at(house);
    let page = looking.see("/");
    let today = page.split_once("max=\"").expect("the field ends with today").1.get(..10).unwrap().to_owned();
    for path in ["/", "/ready", "/accounts", "/monday", "/content", "/site"] {
        let refused = looking.answer(&format!("{path}?as_of=2999-05-01"));
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.body.contains("1 May 2999 has not come yet"), "{path}: {}", refused.body);
        assert!(
            !looking.see(&format!("{path}?as_of={today}")).contains("as it was known then"),
            "{path}: today is today"
        );
    }
}

#[test]
fn a_past_day_is_kept_and_nothing_is_decided_in_it() {
    let house = House::new();
    furnish(&house);
    let looking = Looking::at(house);
    let day = "2026-03-01";
    for path in
        ["/site", "/honesty", "/find?q=mill", "/settings", "/settings/import", "/content", "/content/desk", "/keys"]
    {
        let page = looking.see(&format!("{path}{}as_of={day}", if path.contains('?') { '&' } else { '?' }));
        let bar = page.split_once("<main").unwrap().0;
        for sheet in ["/", "/ready", "/honesty", "/settings"] {
            assert!(
                bar.contains(&format!("href=\"{sheet}?as_of={day}\"")),
                "{path} loses the day on the way to {sheet}"
            );
        }
        assert!(
            bar.contains(&format!("<input type=\"hidden\" name=\"as_of\" value=\"{day}\">")),
            "{path}: find keeps it"
        );
        assert!(bar.contains("Back to today"), "{path}");
    }
    let site = looking.see(&format!("/site?as_of={day}"));
    assert!(site.contains("No site had been assessed by this day") && !site.contains("/site/assess"), "{site}");
    let found = looking.see(&format!("/find?q=mill&as_of={day}"));
    assert!(found.contains(&format!("/accounts/northmill.example?as_of={day}")), "{found}");
    assert!(found.contains("names of today"), "{found}");
    assert!(!looking.see(&format!("/content?as_of={day}")).contains("/content/settle"));
    let account = looking.see(&format!("/accounts/northmill.example?as_of={day}"));
    let person = looking.see(&format!("/people/user:ana@northmill.example?as_of={day}"));
    for page in [account, person] {
        let main = page.split_once("<main").unwrap().1;
        assert!(!main.contains("method=\"post\""), "{main}");
    }
    let file = looking.answer(&format!("/ready.csv?as_of={day}"));
    assert!(file.header("content-disposition").contains(&format!("ready-{day}.csv")), "{file:#?}");
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    let house = House::new();
    furnish(&house);
    let looking = Looking::at(house);
    let token = looking.answer("/settings").form_token();
    for path in ["/content/settle", "/site/assess", "/site/accept"] {
        let form = format!("csrf_token={token}");
        let refused = looking.server.post_form(path, &[("cookie", &looking.cookie)], &form);
        assert_eq!(refused.status, 400, "{path}: {refused:#?}");
        assert!(refused.body.contains("<h1>") && !refused.body.contains("deserialize"), "{path}: {}", refused.body);
    }
    let refused = looking.answer("/site?id=first");
    assert!(refused.status == 400 && refused.body.contains("<h1>"), "{refused:#?}");
    // Going back to where a form was sent is no blank page, and a day that is none is named as it was written.
    let refused = looking.answer("/settings/answers");
    assert!(refused.status == 405 && refused.body.contains("what a form sends"), "{refused:#?}");
    let refused = looking.answer("/accounts?as_of=banana");
    assert!(refused.status == 400 && refused.body.contains("“banana” is no day"), "{refused:#?}");
}
