//! Settings in use: roles and invitations, answers that are checked, files by upload, and the first visit arriving.

use serde_json::json;

use crate::house::House;
use crate::journeys::furnish;
use crate::server::{PATIENCE, Response, Server, until};

const PASSWORD: &str = "correct-horse-battery";

fn furnished() -> (House, Server, String) {
    let house = House::new();
    furnish(&house);
    let server = Server::start(&house);
    let cookie = server.set_up("ann@seller.example", PASSWORD);
    (house, server, cookie)
}

fn page(server: &Server, cookie: &str, path: &str) -> Response {
    let answer = server.get(path, &[("cookie", cookie)]);
    assert_eq!(answer.status, 200, "{path}: {answer:#?}");
    answer
}

fn post(server: &Server, cookie: &str, path: &str, form: &str) -> Response {
    let token = page(server, cookie, "/accounts").form_token();
    server.post_form(path, &[("cookie", cookie)], &format!("csrf_token={token}&{form}"))
}

/// Invites somebody and lets him in.
pub(crate) fn invited(server: &Server, owner: &str, role: &str) -> String {
    let shown = post(server, owner, "/settings/people/invite", &format!("role={role}"));
    assert_eq!(shown.status, 200, "{shown:#?}");
    let link = shown.body.split_once("/join?token=").unwrap().1;
    let token = link.split('<').next().unwrap();
    assert!(!page(server, owner, "/settings").body.contains(token), "the link is shown once");
    let form = |password: &str, again: &str| {
        format!("token={token}&name={role}&email={role}@seller.example&password={password}&password_again={again}")
    };
    let asked = server.get(&format!("/join?token={token}"), &[]);
    assert!(asked.status == 200 && asked.body.contains(&format!("as {role}")), "{asked:#?}");
    assert_eq!(server.post_form("/join", &[], &form("short", "short")).status, 422);
    assert_eq!(server.post_form("/join", &[], &form(PASSWORD, "another-password")).status, 422);
    let joined = server.post_form("/join", &[], &form(PASSWORD, PASSWORD));
    assert_eq!(joined.status, 303, "{joined:#?}");
    assert_eq!(server.get(&format!("/join?token={token}"), &[]).status, 404, "a link works once");
    let second = form(PASSWORD, PASSWORD).replace(&format!("{role}@"), "eve@");
    assert_eq!(server.post_form("/join", &[], &second).status, 422);
    joined.cookie()
}

#[test]
fn roles_decide_what_somebody_may_do() {
    let (house, server, owner) = furnished();
    let [editor, sales, viewer] = ["editor", "sales", "viewer"].map(|role| invited(&server, &owner, role));
    let attempts = [
        ("/settings/people/invite", "role=owner", [200, 403, 403, 403]),
        ("/settings/keys", "label=shop", [303, 303, 403, 403]),
        ("/settings/rules", "rules=/blog/*, article, problem", [303, 303, 403, 403]),
        ("/accounts/northmill.example/not-yet", "reason=later", [303, 303, 303, 403]),
        ("/accounts/northmill.example/call", "", [303, 303, 303, 403]),
    ];
    for (path, form, expected) in attempts {
        let got = [&owner, &editor, &sales, &viewer].map(|cookie| post(&server, cookie, path, form).status);
        assert_eq!(got, expected, "{path}");
    }
    for cookie in [&owner, &editor, &sales, &viewer] {
        for path in ["/", "/ready", "/monday", "/settings", "/settings/script", "/settings/import"] {
            page(&server, cookie, path);
        }
    }
    assert!(!page(&server, &viewer, "/ready").body.contains("/call\""));
    let person = "/people/user:ana@northmill.example";
    for (path, controls) in [
        (
            "/accounts/northmill.example",
            &["/declare", "/overrule", "/verdict", "/request", "/displace", "/mark", "/undo"][..],
        ),
        (person, &["/displace", "/mark", "/part"]),
    ] {
        let shown = page(&server, &viewer, path).body;
        let offered = page(&server, &sales, path).body;
        for control in controls {
            assert!(!shown.contains(&format!("{control}\"")), "{path} offers {control} to whoever may only look");
        }
        assert!(offered.contains("/displace\"") && offered.contains("/mark\""), "{path}: {offered}");
    }
    let refused = post(&server, &viewer, "/content/worksheets", "buyer=x").body;
    assert!(refused.contains("write worksheets") && !refused.contains("change settings"), "{refused}");
    let refused = post(&server, &sales, "/content/calendar", "title=x").body;
    assert!(refused.contains("keep the calendar"), "{refused}");
    assert!(!page(&server, &sales, "/settings").body.contains("/settings/people/invite"));
    assert_eq!(server.post_form("/settings/keys", &[("cookie", &owner)], "label=x").status, 403, "without token");

    let users = house.lines(&["user", "list", "--json"]);
    let id = |role: &str| {
        let body = page(&server, &owner, "/settings").body;
        let row =
            body.split("<tr>").skip(1).find(|row| row.contains(&format!("{role}@seller.example"))).unwrap().to_owned();
        row.split_once("/settings/people/").unwrap().1.split('/').next().unwrap().to_owned()
    };
    assert_eq!(users.len(), 4);
    let alone = post(&server, &owner, &format!("/settings/people/{}/role", id("ann")), "role=viewer");
    assert_eq!(alone.status, 400, "the last owner stays");
    assert_eq!(post(&server, &owner, &format!("/settings/people/{}/role", id("viewer")), "role=sales").status, 303);
    assert_eq!(post(&server, &viewer, "/accounts/northmill.example/call", "").status, 303, "now she may decide");
    assert_eq!(post(&server, &owner, &format!("/settings/people/{}/remove", id("sales")), "").status, 303);
    assert_eq!(server.get("/ready", &[("cookie", &sales)]).status, 303, "whoever was removed is out at once");
}

#[test]
fn answers_and_rules_are_checked_and_kept() {
    let (house, server, owner) = furnished();
    let answers = "decision_months=6&time_zone=Europe/Berlin&own_domains=seller.example%0Asell.example\
                   &own_networks=203.0.113.0/24&consent_mode=opt-in&essential_roles=finance,%20legal";
    for wrong in ["decision_months=6", "decision_months=soon"] {
        let form = answers.replace("decision_months=6", wrong).replace("Europe/Berlin", "Atlantis");
        assert_eq!(post(&server, &owner, "/settings/answers", &form).status, 400, "{form}");
    }
    let wrong = answers.replace("decision_months=6", "decision_months=s%3Co%3Eon");
    let refused = post(&server, &owner, "/settings/answers", &wrong).body;
    assert!(refused.contains("What you wrote") && refused.contains("seller.example\nsell.example"), "{refused}");
    assert!(refused.contains("s&lt;o&gt;on") && refused.contains("action=\"/settings/answers\""), "{refused}");
    assert!(refused.contains("type=\"hidden\" name=\"csrf_token\""), "it can be sent again: {refused}");
    let refused = post(&server, &owner, "/accounts/northmill.example/not-yet", "reason=&look_again_at=soon").body;
    assert!(refused.contains("What you wrote") && refused.contains("soon"), "{refused}");
    let saved = post(&server, &owner, "/settings/answers", answers);
    assert_eq!((saved.status, saved.header("location")), (303, "/settings?saved=answers"), "{saved:#?}");
    let shown = &house.lines(&["workspace", "show", "--json"])[0];
    assert_eq!((&shown["decision_months"], &shown["time_zone"]), (&json!(6.0), &json!("Europe/Berlin")), "{shown}");
    let body = page(&server, &owner, "/settings?saved=answers").body;
    assert!(body.contains("sell.example") && body.contains("finance, legal") && body.contains("Saved."), "{body}");

    let bad = post(&server, &owner, "/settings/rules", "rules=/a/*,%20article%0Anonsense");
    assert!(bad.status == 400 && bad.body.contains("Rule 2"), "{bad:#?}");
    assert_eq!(post(&server, &owner, "/settings/rules", "rules=/a/*,%20article,%20offer").status, 303);
    assert_eq!(
        house.done(&["content", "rules"]).lines().collect::<Vec<_>>(),
        ["pattern,kind,room", "/a/*,article,offer"]
    );
}

/// A form with a file, as a browser sends it.
pub(crate) fn with_file(token: &str, kind: &str, site: &str, name: &str, content: &str) -> (String, String) {
    let line = "----enfilade-test";
    let mut body = String::new();
    for (field, value) in [("csrf_token", token), ("kind", kind), ("site", site)] {
        body.push_str(&format!("--{line}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!(
        "--{line}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n\
         {content}\r\n--{line}--\r\n"
    ));
    (format!("multipart/form-data; boundary={line}"), body)
}

#[test]
fn a_file_is_taken_in_with_every_refused_row_named() {
    let (_house, server, owner) = furnished();
    let token = page(&server, &owner, "/settings/import").form_token();
    let csv =
        "domain,name,employees\nnew-one.example,\"=A1+<b>New</b>\",20\nno domain,Broken,1\nother.example,Other,many\n";
    let send = |kind: &str, token: &str, cookie: &str| {
        let (content_type, body) = with_file(token, kind, "", "<i>accounts</i>.csv", csv);
        let headers = [("cookie", cookie), ("content-type", content_type.as_str())];
        crate::server::send(&server.address, "POST", "/settings/import", &headers, body.as_bytes()).unwrap()
    };
    assert_eq!(send("accounts", "0000", &owner).status, 403);
    assert_eq!(send("gossip", &token, &owner).status, 400);
    assert_eq!(send("log", &token, &owner).status, 400, "a log needs its site");
    let sent = send("accounts", &token, &owner);
    assert_eq!(sent.status, 303, "{sent:#?}");
    let run = sent.header("location").to_owned();
    let done = until(PATIENCE, || {
        let body = page(&server, &owner, &run).body;
        assert!(!body.contains("<i>accounts"), "{body}");
        assert_eq!(body.contains("http-equiv=\"refresh\""), !body.contains("Done:"), "looks again until it is over");
        body.contains("Done:").then_some(body)
    });
    assert!(done.contains("no domain"), "the refused row with its reason: {done}");
    let run = run.trim_end_matches("?watch=1");
    let refused = page(&server, &owner, &format!("{run}/refused.csv"));
    assert!(refused.body.starts_with("line,field,reason\r\n3,domain,"), "{}", refused.body);
    let account = page(&server, &owner, "/accounts/new-one.example").body;
    assert!(account.contains("=A1+&lt;b&gt;New&lt;/b&gt;"), "{account}");
    assert_eq!(server.get("/settings/import/99", &[("cookie", &owner)]).status, 404);
    assert!(page(&server, &owner, "/settings/import").body.contains("by ann@seller.example"));
    let viewer = invited(&server, &owner, "viewer");
    let token = page(&server, &viewer, "/settings/import").form_token();
    assert_eq!(send("accounts", &token, &viewer).status, 403);
}

#[test]
fn the_first_visit_is_seen_to_arrive() {
    let house = House::new();
    let server = Server::start(&house);
    let owner = server.set_up("ann@seller.example", PASSWORD);
    let waiting = page(&server, &owner, "/settings/script?watch=1").body;
    let line = format!("&lt;script async src=\"http://{}/e.js\" data-key=\"{}\"&gt;", server.address, server.key);
    assert!(waiting.contains(&line.replace('"', "&quot;")) || waiting.contains(&line), "{waiting}");
    assert!(waiting.contains("Waiting for the first visit") && waiting.contains("http-equiv=\"refresh\""));
    server.collect("/v1/page", &json!({"anonymousId": "a", "messageId": "m"}));
    assert!(page(&server, &owner, "/settings/script?watch=1").body.contains("Waiting"), "the API is another door");
    let view = json!({"t": "page", "i": "1", "u": "https://seller.example/blog/a", "r": "", "n": "A", "a": 10});
    let beacon = json!({"v": 1, "k": server.key, "sent": 1_800_000_000_000_i64, "e": [view]});
    let body = beacon.to_string();
    let sent = crate::server::send(&server.address, "POST", "/e", &[("content-type", "text/plain")], body.as_bytes());
    assert_eq!(sent.unwrap().status, 200);
    let arrived = until(PATIENCE, || {
        let body = page(&server, &owner, "/settings/script?watch=1").body;
        body.contains("It works.").then_some(body)
    });
    assert!(arrived.contains("1 event has arrived") && !arrived.contains("http-equiv"), "{arrived}");
}

#[test]
fn files_are_remembered_over_a_restart_and_what_was_cut_short_says_so() {
    let (house, server, owner) = furnished();
    let token = page(&server, &owner, "/settings/import").form_token();
    let send = |server: &Server, kind: &str, content: &str| {
        let (content_type, body) = with_file(&token, kind, "www.seller.example", "sent.csv", content);
        let headers = [("cookie", owner.as_str()), ("content-type", content_type.as_str())];
        let sent = crate::server::send(&server.address, "POST", "/settings/import", &headers, body.as_bytes()).unwrap();
        assert_eq!(sent.status, 303, "{sent:#?}");
        sent.header("location").trim_end_matches("?watch=1").to_owned()
    };
    let whole = send(&server, "accounts", "domain,name\nkept.example,Kept\nno domain,Broken\n");
    until(PATIENCE, || page(&server, &owner, &whole).body.contains("Done:").then_some(()));
    // Far more than is read before the process is gone.
    let line = |number: u32| {
        let (a, b) = (number / 250 % 250, number % 250);
        format!(
            "10.{a}.{b}.7 - - [02/Mar/2026:10:00:00 +0000] \"GET /p/{number} HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0\"\n"
        )
    };
    let cut = send(&server, "log", &(0..300_000).map(line).collect::<String>());
    server.kill();
    let server = Server::start(&house);
    let list = page(&server, &owner, "/settings/import").body;
    assert!(list.contains("What was sent") && list.matches("sent.csv").count() == 2, "{list}");
    let again = page(&server, &owner, &whole).body;
    assert!(again.contains("1 accepted") && again.contains("no domain"), "{again}");
    let cut = page(&server, &owner, &cut).body;
    assert!(cut.contains("The server stopped while it read this file"), "{cut}");
    assert!(!cut.contains("<progress"), "nothing is read any more");
}

#[test]
fn fit_rules_are_tried_before_they_are_saved_and_say_so_on_the_account() {
    let (house, server, owner) = furnished();
    house.import_accounts(
        "domain,name,employees,industry,country,fit\nhaul.example,Haul,900,Road freight,DE,\n\
         small.example,Small,20,Road freight,DE,\nbank.example,Bank,900,Banking,DE,\n\
         stated.example,Stated,900,Road freight,DE,0.2\n",
    );
    let rules = "fit_rules=freight,%20DE,%20200-,%200.9%0Afreight,%20*,%20-50,%200.1";
    let fit = |domain: &str| house.account(domain, "2026-04-30").unwrap()["fit"].as_f64();
    let readiness = |domain: &str| house.account(domain, "2026-04-30").unwrap()["readiness"].clone();
    let before = readiness("haul.example");
    let looked = post(&server, &owner, "/settings/fit", &format!("{rules}&look=1"));
    assert_eq!(looked.status, 200, "{looked:#?}");
    let preview = looked.body.split_once("What would change").unwrap().1;
    assert!(preview.contains("Two companies would change") && preview.contains("Nothing is saved yet"), "{preview}");
    assert!(preview.contains("haul.example") && preview.contains("freight, DE, 200-, 0.9"), "{preview}");
    assert!(!preview.contains("/accounts/stated.example"), "what is stated stands: {preview}");
    assert!(looked.body.contains("freight, DE, 200-, 0.9\nfreight, *, -50, 0.1"), "what was typed stays");
    assert_eq!(fit("haul.example"), None, "looking changes nothing");

    let wrong = post(&server, &owner, "/settings/fit", "fit_rules=freight,%20DE,%20200-,%20good");
    assert!(wrong.status == 400 && wrong.body.contains("Rule 1"), "{wrong:#?}");
    assert_eq!(post(&server, &owner, "/settings/fit", rules).status, 303);
    let close = |found: Option<f64>, to: f64| found.is_some_and(|found| (found - to).abs() < 1e-6);
    assert!(close(fit("haul.example"), 0.9) && close(fit("small.example"), 0.1) && close(fit("stated.example"), 0.2));
    assert_eq!(fit("bank.example"), None);
    assert_eq!(readiness("haul.example"), before, "fit is never part of a reading");
    let sheet = page(&server, &owner, "/accounts/haul.example").body;
    assert!(sheet.contains("fit by the rule “freight, DE, 200-, 0.9”"), "{sheet}");
    assert!(!page(&server, &owner, "/accounts/stated.example").body.contains("fit by the rule"));
    assert_eq!(house.lines(&["workspace", "show", "--json"])[0]["fit_rules"].as_array().unwrap().len(), 2);
    assert_eq!(house.run(&["workspace", "configure", "--fit-rule", "freight"]).code, 2);
    house.done(&["workspace", "configure", "--fit-rule", "none"]);
    assert_eq!(fit("haul.example"), None);
}

#[test]
fn every_example_file_is_taken_in_whole() {
    let house = House::new();
    let server = Server::start(&house);
    let owner = server.set_up("ann@seller.example", PASSWORD);
    let files = page(&server, &owner, "/settings/import").body;
    let examples: Vec<&str> =
        files.split("href=\"/settings/import/examples/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(examples.len(), 8, "{files}");
    for kind in examples {
        let example = page(&server, &owner, &format!("/settings/import/examples/{kind}"));
        assert!(example.header("content-disposition").starts_with("attachment"), "{example:#?}");
        let file = house.write(&format!("example-{kind}"), &example.body);
        let flag = if kind == "log" { "--logs".to_owned() } else { format!("--{kind}") };
        let mut arguments = vec!["import", "--json", &flag, &file];
        if kind == "log" {
            arguments.extend(["--site", "https://www.company.example"]);
        }
        let taken = house.run(&arguments);
        assert_eq!(taken.code, 0, "{kind}: {taken:?}");
        let summary: serde_json::Value = serde_json::from_str(taken.out.lines().next().unwrap()).unwrap();
        assert!(summary["accepted"].as_u64() > Some(0) && summary["rejected"] == json!(0), "{kind}: {summary}");
    }
    assert_eq!(server.get("/settings/import/examples/other", &[("cookie", &owner)]).status, 404);
    assert_ne!(server.get("/settings/import/examples/log", &[]).status, 200, "for those who are signed in");
}

#[test]
fn a_refused_form_comes_back_on_its_sheet() {
    let (_house, server, owner) = furnished();
    let token = page(&server, &owner, "/accounts/northmill.example").form_token();
    let form = format!("csrf_token={token}&event=freeze&note=no+%22budget%22+%3Cyet%3E&at=next+week");
    let referer = format!("http://{}/accounts/northmill.example?as_of=&done=statement-1", server.address);
    let send = |referer: &str| {
        let headers = [("cookie", owner.as_str()), ("referer", referer)];
        server.post_form("/accounts/northmill.example/declare", &headers, &form)
    };
    let back = send(&referer);
    assert_eq!(back.status, 400, "{back:#?}");
    assert!(back.body.contains("<nav"), "the whole sheet: {}", back.body);
    let (_, after) = back.body.split_once("role=\"alert\">").expect("it says why");
    assert!(after.contains("no &quot;budget&quot; &lt;yet&gt;"), "what was typed stays: {after}");
    assert!(back.body.contains("<details open=\"\"><summary>Something happened there"), "{}", back.body);
    assert!(back.body.contains("value=\"freeze\" selected"), "{}", back.body);
    // From elsewhere, or where the browser does not say, the form comes on a page of its own.
    for referer in ["https://evil.example/accounts/northmill.example", "", "http://[", "about:blank"] {
        let plain = send(referer);
        assert_eq!(plain.status, 400);
        assert!(
            plain.body.contains("What you wrote") && plain.body.contains("&lt;yet&gt;"),
            "{referer}: {}",
            plain.body
        );
    }
}
