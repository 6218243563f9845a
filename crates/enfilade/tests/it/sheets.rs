//! The sheets of the demo in use: decisions are made and taken back, the past is only looked at, and no link leads
//! nowhere.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use crate::house::House;
use crate::server::{Server, until};

fn demo() -> (House, Server) {
    let house = House::new();
    house.done(&["demo", "--no-serve"]);
    let server = Server::start_as(&house, &["demo", "--listen", "127.0.0.1:0"]);
    (house, server)
}

fn see(server: &Server, path: &str) -> String {
    let answer = server.get(path, &[]);
    assert_eq!(answer.status, 200, "{path}: {answer:#?}");
    answer.body
}

/// The part of a page from one heading's id to the next section.
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let begin = page.split_once(&format!("id=\"{id}\"")).map_or("", |(_, rest)| rest);
    begin.split_once("</section>").map_or(begin, |(part, _)| part)
}

/// What stands in quotes after each occurrence of a text.
fn quoted<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn people_decide_on_the_short_list_and_may_change_their_mind() {
    let (_house, server) = demo();
    let page = server.get("/ready", &[]);
    let token = page.form_token();
    let cards: Vec<&str> = page.body.split("<article").skip(1).collect();
    assert!(!cards.is_empty(), "somebody is ready in the demo");
    let call = quoted(cards[0], "action=\"")[0].to_owned();
    let account = call.trim_start_matches("/accounts/").trim_end_matches("/call").to_owned();
    let list = |page: &str| -> Vec<String> {
        page.split("<article").skip(1).map(|card| quoted(card, "href=\"/accounts/")[0].to_owned()).collect()
    };
    assert!(list(&page.body).contains(&account));

    assert_eq!(server.post_form(&call, &[], "").status, 403, "without the form's token");
    assert_eq!(server.get(&call, &[]).status, 405, "looking decides nothing");
    let form = format!("csrf_token={token}");
    assert_eq!(server.post_form(&call, &[], &form).status, 303);
    let page = see(&server, "/ready");
    assert!(!list(&page).contains(&account));
    assert!(section(&page, "called-h").contains(&account), "{page}");
    let undo = quoted(section(&page, "called-h"), "action=\"")[0].to_owned();
    assert_eq!(server.post_form(&undo, &[], &form).status, 303);
    assert!(list(&see(&server, "/ready")).contains(&account), "taken back");
    assert_eq!(server.post_form(&undo, &[], &form).status, 404, "once");

    let wait = call.replace("/call", "/not-yet");
    assert_eq!(server.post_form(&wait, &[], &form).status, 400, "waiting has a reason");
    let past = format!("{form}&reason=x&look_again=2020-01-01");
    assert_eq!(server.post_form(&wait, &[], &past).status, 400, "nobody looks again in the past");
    let because = format!("{form}&reason=their+%3Cb%3Ebudget%3C%2Fb%3E+round");
    assert_eq!(server.post_form(&wait, &[], &because).status, 303);
    let page = see(&server, "/ready");
    assert!(!list(&page).contains(&account));
    let waiting = section(&page, "ny");
    assert!(waiting.contains("their &lt;b&gt;budget&lt;/b&gt; round") && waiting.contains("the demo, on"), "{waiting}");
    let row = waiting.split("class=\"notyet\"").find(|row| row.contains(&account)).unwrap();
    assert!(!row.contains("/call"), "nobody is asked to chase them");
    let csv = see(&server, "/ready.csv");
    assert!(csv.contains(&format!("not yet,{account}")), "{csv}");
    assert_eq!(server.post_form("/accounts/nobody.example/call", &[], &form).status, 404);
}

#[test]
fn a_decision_is_confirmed_where_it_was_made_with_the_way_back() {
    let (_house, server) = demo();
    let token = server.get("/ready", &[]).form_token();
    let csrf = format!("csrf_token={token}");
    let account = quoted(&see(&server, "/ready"), "action=\"/accounts/")[0].split('/').next().unwrap().to_owned();
    let sheet = format!("/accounts/{account}");
    let send = |path: &str, fields: &str| {
        let answer = server.post_form(path, &[], &format!("{csrf}&{fields}"));
        assert_eq!(answer.status, 303, "{path}: {answer:#?}");
        answer.header("location").to_owned()
    };
    let told = |page: &str| -> String {
        page.split_once("class=\"notice done\"").map_or("", |(_, rest)| rest).split("</div>").next().unwrap().to_owned()
    };
    assert!(see(&server, "/ready").contains("name=\"back\" value=\"/ready\""));
    assert!(see(&server, &sheet).contains(&format!("name=\"back\" value=\"{sheet}\"")));

    let back = send(&format!("{sheet}/call"), &format!("back={sheet}"));
    assert!(back.starts_with(&format!("{sheet}?done=contact-")), "{back}");
    let notice = told(&see(&server, &back));
    assert!(notice.contains("you will call") && notice.contains("Take back"), "{notice}");
    let undo = quoted(&notice, "action=\"")[0].to_owned();
    let back = send(&undo, &format!("back={sheet}"));
    let notice = told(&see(&server, &back));
    assert!(notice.contains("Taken back") && !notice.contains("<form"), "{notice}");
    assert!(send(&format!("{sheet}/not-yet"), "reason=later&back=//evil.example").starts_with("/ready?done=contact-"));
    assert!(!see(&server, "/ready?done=contact-99999").contains("notice done"), "nothing is told that did not happen");
    assert!(!see(&server, "/ready?done=%3Cb%3E").contains("notice done"));
}

#[test]
fn who_was_struck_out_and_what_was_marked_stays_to_be_seen_and_taken_back() {
    let (_house, server) = demo();
    let csrf = format!("csrf_token={}", server.get("/ready", &[]).form_token());
    // A company of which two people are known.
    let account = "wexcombe-council.example";
    let sheet = format!("/accounts/{account}");
    let send = |path: &str, fields: &str| {
        let answer = server.post_form(path, &[], &format!("{csrf}&{fields}"));
        assert_eq!(answer.status, 303, "{path}: {answer:#?}");
    };
    let links = |page: &str| section(page, "identity-h").to_owned();
    let before = links(&see(&server, &sheet));
    let displace = quoted(&before, "action=\"").into_iter().find(|path| path.ends_with("/displace")).unwrap();
    send(displace, &format!("account={account}&back={sheet}"));
    let after = links(&see(&server, &sheet));
    assert!(after.contains("<s>") && after.contains("Not of this company, says the demo on"), "{after}");
    assert!(after.contains("Take back") && after.contains("href=\"/people/"), "{after}");

    send(&format!("{sheet}/mark"), &format!("kind=competitor&back={sheet}"));
    let marked = links(&see(&server, &sheet));
    assert!(marked.contains("Marked as competitor by the demo on") && marked.contains("Bring back"), "{marked}");
    assert!(!marked.contains("This is a competitor"), "{marked}");
    let other = quoted(&marked, "action=\"").into_iter().find(|path| path.ends_with("/displace")).unwrap();
    let page = see(&server, other.trim_end_matches("/displace"));
    assert!(page.contains(&format!("All of {account} marked as competitor.")), "{page}");
    assert!(!page.contains("Nobody has decided anything") && !page.contains("No visits"), "{page}");
    assert!(page.contains("Set aside as competitor") && page.contains("with the whole company"), "{page}");

    for label in ["Bring back", "Take back"] {
        let now = links(&see(&server, &sheet));
        let form = now.split("<form").find(|form| form.contains(label)).unwrap();
        send(quoted(form, "action=\"")[0], &format!("back={sheet}"));
    }
    assert_eq!(links(&see(&server, &sheet)).replace(' ', ""), before.replace(' ', ""), "as it was");
}

#[test]
fn the_past_is_looked_at_and_not_decided_upon() {
    let (_house, server) = demo();
    let today = see(&server, "/ready");
    let day = quoted(&today, "min=\"")[0].to_owned();
    let year: i32 = day[..4].parse().unwrap();
    let before = format!("{}{}", year - 1, &day[4..]);
    let early = see(&server, &format!("/ready?as_of={before}"));
    assert!(early.contains("Nobody") && !early.contains("I will call them"), "{early}");
    let brief = quoted(&today, "href=\"").into_iter().find(|href| href.ends_with("/brief")).unwrap();
    let told = see(&server, brief);
    assert!(told.contains("To say") && told.contains("To know, and not to say") && told.contains("How they came here"));
    assert_eq!(server.get(&format!("{brief}?as_of=never"), &[]).status, 400);
    assert_eq!(server.get("/accounts/nobody.example/brief", &[]).status, 404);
}

#[test]
fn ready_says_why_a_high_number_waits_and_how_a_request_is_answered() {
    let (house, server) = demo();
    let page = see(&server, "/ready");
    assert!(page.contains("What ready means here") && page.contains("at least three days"), "{page}");
    let waiting = section(&page, "ny");
    assert!(waiting.contains("Nobody is ready before everybody who decides is informed"), "{waiting}");
    let asked = section(&page, "asked-h");
    assert!(asked.contains("Halden Optics") && asked.contains("On record since: Call"), "{asked}");
    assert!(asked.contains("Too little is known to say where they stand") && !asked.contains("Early:"), "{asked}");
    house.done(&["verdict", "halden-optics.example", "--prepared", "no", "--room", "outside", "--by", "Ines"]);
    until(Duration::from_secs(20), || (!see(&server, "/ready").contains("On record since")).then_some(()));
}

#[test]
fn every_sheet_can_be_asked_for_a_past_day_and_carries_it_on() {
    let (_house, server) = demo();
    let day = quoted(&see(&server, "/ready"), "min=\"")[0].to_owned();
    let year: i32 = day[..4].parse().unwrap();
    let past = if &day[5..7] > "06" { format!("{year}-03-15") } else { format!("{}-09-15", year - 1) };
    let in_words = format!("15 {} {}", if &past[5..7] == "03" { "Mar" } else { "Sep" }, &past[..4]);
    let account = quoted(&see(&server, "/accounts"), "href=\"/accounts/")[0].to_owned();
    for path in
        ["/", "/ready", "/accounts", "/monday", &format!("/accounts/{account}"), &format!("/accounts/{account}/brief")]
    {
        let today = see(&server, path);
        assert!(today.contains("type=\"date\" name=\"as_of\"") && !today.contains("as it was known then"), "{path}");
        let answer = server.get(&format!("{path}?as_of={past}"), &[]);
        // An account may not have been known by then; the answer is calm all the same.
        if answer.status == 404 && path.matches('/').count() > 1 {
            continue;
        }
        assert_eq!(answer.status, 200, "{path}: {answer:#?}");
        let bar = answer.body.split_once("<main").unwrap().0;
        assert!(bar.contains(&format!("You look at <b>{in_words}</b>")), "{path}");
        for sheet in ["/ready", "/accounts", "/monday"] {
            assert!(
                bar.contains(&format!("href=\"{sheet}?as_of={past}\"")),
                "{path} loses the day on the way to {sheet}"
            );
        }
        assert!(!answer.body.contains("/call\"") && !answer.body.contains("/not-yet\""), "{path}: the past is over");
        assert_eq!(server.get(&format!("{path}?as_of=then"), &[]).status, 400, "{path}");
    }
}

#[test]
fn companies_are_found_by_name_and_taken_along_as_a_file() {
    let (house, server) = demo();
    house.import_accounts("domain,name\nhostile.example,\"=HYPERLINK(\"\"x\"\")\"\n");
    let found = see(&server, "/accounts?q=TARROW+freight");
    let table = found.split_once("<tbody>").unwrap().1;
    assert_eq!(table.matches("<tr>").count(), 1, "{table}");
    assert!(table.contains("tarrow-freight.example") && found.contains("1 company: with"));
    assert!(see(&server, "/accounts?q=nobody+at+all").contains("Nothing fits"));
    let csv = see(&server, "/accounts.csv?q=example");
    assert!(csv.starts_with("domain,name,room,band,readiness,") && csv.lines().count() > 90, "{csv}");
    assert!(csv.contains("\"'=HYPERLINK(\"\"x\"\")\""), "no cell is a formula");
    assert_eq!(see(&server, "/accounts.csv?q=tarrow").lines().count(), 2);
}

#[test]
fn the_week_is_told_without_a_button_for_the_quiet() {
    let (_house, server) = demo();
    let monday = see(&server, "/monday");
    assert!(monday.contains("Were buyers prepared") && monday.contains("Loud is not ready"));
    let quiet = section(&monday, "qu");
    assert!(quiet.contains("quietrow") && !quiet.contains("<form") && !quiet.contains("btn"), "{quiet}");
    let agenda = section(&monday, "ag");
    let short = see(&server, "/ready");
    for card in short.split("<article").skip(1) {
        let account = quoted(card, "href=\"/accounts/")[0];
        assert!(agenda.contains(account) && !quiet.contains(account), "{account} waits for a decision: {agenda}");
    }
    let token = server.get("/ready", &[]).form_token();
    let first = quoted(agenda.split("Who calls").nth(1).unwrap(), "href=\"/accounts/")[0].to_owned();
    let form = format!("csrf_token={token}");
    assert_eq!(server.post_form(&format!("/accounts/{first}/call"), &[], &form).status, 303);
    assert!(!section(&see(&server, "/monday"), "ag").contains(&first), "it was decided");
    let sheet = see(&server, &format!("/accounts/{first}"));
    assert!(sheet.contains("A call was decided (the demo, on"), "{sheet}");
}

/// Words that make people into goods or thinking into a loss (requirement P01).
const DENIED: [&str; 14] = [
    "funnel",
    "funnels",
    "drop-off",
    "mql",
    "mqls",
    "sql",
    "hot lead",
    "lead score",
    "nurture",
    "nurturing",
    "impressions",
    "clicks",
    "lead volume",
    "conversion",
];

/// The words of a page that its reader sees.
fn text_of(html: &str) -> String {
    let body = html.split_once("<body>").map_or(html, |(_, body)| body);
    let mut text = String::new();
    for piece in body.split('<') {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    text.to_lowercase()
}

#[test]
fn no_link_leads_nowhere() {
    /// As many pages are looked at; of lists that repeat themselves the first few are enough.
    const MOST_PAGES: usize = 90;
    let (_house, server) = demo();
    let mut known: BTreeSet<String> = BTreeSet::from(["/".to_owned()]);
    let mut waiting: VecDeque<String> = VecDeque::from(["/".to_owned()]);
    let mut seen = 0;
    while let Some(path) = waiting.pop_front() {
        seen += 1;
        if seen > MOST_PAGES {
            break;
        }
        let answer = server.get(&path, &[]);
        assert_eq!(answer.status, 200, "{path}: {answer:#?}");
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        assert!(answer.body.len() <= 150 * 1024, "{path}: {} bytes", answer.body.len());
        let text = text_of(&answer.body);
        let words: BTreeSet<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').collect();
        for denied in DENIED {
            let is_there = if denied.contains(' ') { text.contains(denied) } else { words.contains(denied) };
            assert!(!is_there, "{path} says `{denied}`");
        }
        for href in quoted(&answer.body, " href=\"") {
            let href = href.replace("&amp;", "&");
            if let Some(id) = href.strip_prefix('#') {
                assert!(answer.body.contains(&format!(" id=\"{id}\"")), "{path}: {href}");
            } else if known.insert(href.clone()) {
                assert!(href.starts_with('/') && !href.starts_with("//"), "{path}: {href} leads away");
                // The bar first, then what the sheets list.
                if href.matches('/').count() == 1 { waiting.push_front(href) } else { waiting.push_back(href) }
            }
        }
    }
    assert!(seen >= 20, "{seen} pages");
}

#[test]
fn the_house_is_asked_from_every_sheet() {
    let (house, server) = demo();
    let identified = see(&server, "/accounts");
    let account = quoted(&identified, "href=\"/accounts/")[0].to_owned();
    for path in ["/", "/ready", "/accounts", "/content", "/site", "/monday", "/honesty", "/settings", "/keys", "/begin"]
    {
        let page = see(&server, path);
        assert!(page.contains("action=\"/find\""), "{path} has no way to ask");
        assert_eq!(page.matches("<script").count(), 1, "{path}");
    }
    let name = account.split('.').next().unwrap();
    let found = see(&server, &format!("/find?q={}", name.to_uppercase()));
    assert!(section(&found, "found-accounts").contains(&account), "{found}");
    let people = house.lines(&["readings", "--level", "person", "--json"]);
    let named = people.iter().find(|one| one["name"].is_string() && one["kind"] == "buyer").unwrap();
    let (id, name) = (named["person"].as_str().unwrap(), named["name"].as_str().unwrap());
    let found = see(&server, &format!("/find?q={}", name.replace(' ', "+")));
    assert!(section(&found, "found-people").contains(id), "{name}: {found}");
    for anonymous in
        people.iter().filter(|one| one["name"].is_null() && one["user_ids"] == serde_json::json!([])).take(3)
    {
        let id = anonymous["person"].as_str().unwrap().trim_start_matches("visitor:");
        assert!(
            see(&server, &format!("/find?q={id}")).contains("Nothing here holds"),
            "an anonymous reader has no name"
        );
    }
    assert!(see(&server, "/find").contains("Type a part"));
    let hostile = see(&server, "/find?q=%3Cscript%3Ex%25_");
    assert!(hostile.contains("&lt;script&gt;x%_") && hostile.matches("<script").count() == 1);
    let script = server.get("/assets/keys.js", &[]);
    assert!(script.status == 200 && script.header("content-type").starts_with("text/javascript"));
    let policy = server.get("/", &[]).header("content-security-policy").to_owned();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
}

#[test]
fn a_narrowed_list_is_kept_for_everybody() {
    let (_house, server) = demo();
    let list = server.get("/accounts?room=solution&fit=strong", &[]);
    assert!(list.status == 200 && list.body.contains("Keep this view"), "{list:#?}");
    let rows = |page: &str| page.split_once("<tbody>").map_or(0, |(_, table)| table.matches("<tr>").count());
    let (all, some) = (rows(&see(&server, "/accounts")), rows(&list.body));
    assert!(0 < some && some < all, "{some} of {all}");
    let csv = see(&server, "/accounts.csv?room=solution&fit=strong");
    assert_eq!(csv.lines().count(), some + 1, "the file is narrowed alike");
    let token = list.form_token();
    let keep = |query: &str, name: &str| {
        let query = query.replace('&', "%26").replace('=', "%3D");
        server.post_form("/accounts/views", &[], &format!("csrf_token={token}&query={query}&name={name}"))
    };
    let kept = keep("room=solution&fit=strong&page=3&evil=1", "Strong+%3Cb%3E");
    assert_eq!((kept.status, kept.header("location")), (303, "/accounts?room=solution&fit=strong"), "{kept:#?}");
    for (query, name) in
        [("room=solution&fit=strong", "Again"), ("room=offer", "Strong+%3Cb%3E"), ("", "All"), ("room=offer", "")]
    {
        assert_eq!(keep(query, name).status, 400, "{query} {name}");
    }
    assert_eq!(keep("room=kitchen", "Kitchen").status, 400);
    let page = see(&server, "/accounts?room=solution&fit=strong");
    assert!(page.contains("Strong &lt;b&gt;") && page.contains("Forget this view") && !page.contains("Keep this view"));
    let everywhere = see(&server, "/accounts");
    assert!(everywhere.contains("href=\"/accounts?room=solution&amp;fit=strong\""), "{everywhere}");
    let forget = quoted(&page, "action=\"/accounts/views/").pop().unwrap();
    let forget = format!("/accounts/views/{forget}");
    assert_eq!(server.post_form(&forget, &[], "csrf_token=0").status, 403);
    assert_eq!(server.post_form(&forget, &[], &format!("csrf_token={token}")).status, 303);
    assert!(!see(&server, "/accounts").contains("Kept views"));
    assert_eq!(server.post_form(&forget, &[], &format!("csrf_token={token}")).status, 404);
}

#[test]
fn a_signal_appears_while_it_lasts_and_goes_when_somebody_decided() {
    let (_house, server) = demo();
    let ready = server.get("/ready", &[]);
    let token = ready.form_token();
    assert_eq!(server.post_form("/ready/signals", &[], "csrf_token=0").status, 403);
    let make = || {
        let made = server.post_form("/ready/signals", &[], &format!("csrf_token={token}"));
        assert_eq!(made.status, 200, "{made:#?}");
        format!("/ready.atom?key={}", made.body.split_once("/ready.atom?key=").unwrap().1.split('<').next().unwrap())
    };
    let old = make();
    let address = make();
    assert_eq!(server.get(&old, &[]).status, 404, "the newer address ends the older");
    assert_eq!(server.get("/ready.atom", &[]).status, 404);
    let feed = || {
        let answer = server.get(&address, &[]);
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
        answer.body
    };
    let cards: Vec<&str> = ready.body.split("<article").skip(1).collect();
    let call = quoted(cards[0], "action=\"")[0].to_owned();
    let account = call.trim_start_matches("/accounts/").trim_end_matches("/call").to_owned();
    let entry = |feed: &str, account: &str| {
        feed.split("<entry>")
            .skip(1)
            .find(|entry| entry.contains(&format!("/accounts/{account}/brief")))
            .map(str::to_owned)
    };
    let told = entry(&feed(), &account).expect("whoever is ready is told of");
    assert!(told.contains("would likely welcome a conversation"), "{told}");
    assert_eq!(server.post_form(&call, &[], &format!("csrf_token={token}")).status, 303);
    assert_eq!(entry(&feed(), &account), None, "somebody decided");
    let quiet = see(&server, "/monday");
    let feed_now = feed();
    for one in quoted(section(&quiet, "qu"), "href=\"/accounts/") {
        assert_eq!(entry(&feed_now, one), None, "no quiet account is told of");
    }
    let list = see(&server, "/accounts.csv");
    let quiet = list.lines().find(|line| line.contains(",not yet,")).unwrap().split(',').next().unwrap();
    let asks = format!("csrf_token={token}&at=&by=Sam&points=Price%0ADates&back=/accounts/{quiet}");
    let asked = server.post_form(&format!("/accounts/{quiet}/request"), &[], &asks);
    assert_eq!(asked.status, 303, "{asked:#?}");
    let told = entry(&feed(), quiet).expect("a request to talk is told at once");
    assert!(told.contains("asked to talk"), "{told}");
}

#[test]
fn the_week_goes_along_as_a_file() {
    let (house, server) = demo();
    house.import_accounts("domain,name\nhostile.example,\"=1+1\"\n");
    let csv = see(&server, "/monday.csv");
    assert!(csv.starts_with("list,domain,name,day,from,to,readiness,readiness range,in words"), "{csv}");
    let page = see(&server, "/monday");
    assert!(page.contains("href=\"/monday.csv\""));
    for (list, id) in [("to decide", "ag"), ("quiet", "qu")] {
        let shown: BTreeSet<&str> = quoted(section(&page, id), "href=\"/accounts/")
            .into_iter()
            .filter(|one| !one.contains(['/', '?']))
            .collect();
        let rows = csv.lines().filter(|line| line.starts_with(&format!("{list},"))).count();
        assert!(rows > 0 && rows >= shown.len(), "{list}: {rows} rows, {shown:?}");
        assert!(shown.iter().all(|domain| csv.contains(&format!("{list},{domain},"))), "{list}: {shown:?}");
    }
}

#[test]
fn the_demo_has_conversations_to_tell_of_and_a_site_that_was_read() {
    let (_house, server) = demo();
    let talks = see(&server, "/monday");
    let talks = talks.split_once("Were buyers prepared").expect("the question of the sheet").1;
    let talks = talks.split_once("</section>").unwrap().0;
    assert!(!talks.contains("Too early to tell"), "{talks}");
    for (company, answer) in [("Thornby Retail", "prepared"), ("Cinderhill", "partly"), ("Larkfield", "not prepared")] {
        let row = talks.split_once(company).unwrap_or_else(|| panic!("{company}: {talks}")).1;
        assert!(row.split("</li>").next().unwrap().contains(answer), "{company}: {row}");
    }
    let site = see(&server, "/site");
    assert!(site.contains("www.northgate.example") && site.contains("class=\"finding"));
    for fault in ["Leads with a claim about itself", "Pretends that time or places run out", "Hides what would help"] {
        assert!(site.contains(fault), "{fault}: {site}");
    }
    assert!(!site.contains("no reason to hurry"), "calm words are no pressure: {site}");
}
