//! The pages: behind a sign-in, changed by forms of their own only, and showing what was imported.

use serde_json::json;

use crate::house::House;
use crate::journeys::{day, furnish, identify, market, page};
use crate::server::{Server, send};

const PASSWORD: &str = "correct-horse-battery";
const ROUTES: [&str; 15] = [
    "/",
    "/monday",
    "/settings",
    "/settings/script",
    "/settings/import",
    "/ready",
    "/accounts/northmill.example/brief",
    "/accounts",
    "/accounts/northmill.example",
    "/honesty",
    "/people/user:ana@northmill.example",
    "/sign-in",
    "/set-up",
    "/health",
    "/metrics",
];

fn furnished() -> (House, Server) {
    let house = House::new();
    furnish(&house);
    let server = Server::start(&house);
    (house, server)
}

#[test]
fn the_set_up_link_works_once() {
    let (house, server) = furnished();
    let link = server.set_up.clone().unwrap();
    let form = server.get(&link, &[]);
    assert_eq!(form.status, 200, "{form:#?}");
    let input = form.body.split("<input").find(|input| input.contains("name=\"email\"")).unwrap();
    let input = input.split('>').next().unwrap();
    assert!(!input.contains("readonly"), "the first owner has to be able to type an address: {input}");
    let token = link.split_once("token=").unwrap().1;
    let differing = format!("token={token}&email=ann@seller.example&password={PASSWORD}&password_again=other-password");
    assert_eq!(server.post_form("/set-up", &[], &differing).status, 422);
    let short = format!("token={token}&email=ann@seller.example&password=short&password_again=short");
    assert_eq!(server.post_form("/set-up", &[], &short).status, 422);
    let cookie = server.set_up("ann@seller.example", PASSWORD);
    assert_eq!(server.get("/", &[("cookie", &cookie)]).status, 200);
    assert_eq!(server.get(&link, &[]).status, 404);
    let again = format!("token={token}&email=eve@else.example&password={PASSWORD}&password_again={PASSWORD}");
    assert_ne!(server.post_form("/set-up", &[], &again).status, 303);
    assert_eq!(house.lines(&["user", "list", "--json"]).len(), 1);
    drop(server);
    assert!(Server::start(&house).set_up.is_none(), "no link is printed once somebody can sign in");
}

#[test]
fn pages_are_for_those_who_signed_in() {
    let (_house, server) = furnished();
    for path in &ROUTES[..11] {
        let answer = server.get(path, &[]);
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.header("location").starts_with("/sign-in"), "{path}: {answer:#?}");
        assert!(!answer.body.contains("northmill"), "{path}");
        assert_eq!(server.get(path, &[("cookie", "enfilade_session=guessed")]).status, 303, "{path}");
    }
    server.set_up("ann@seller.example", PASSWORD);
    let wrong = server.post_form("/sign-in", &[], "email=ann@seller.example&password=wrong");
    let unknown = server.post_form("/sign-in", &[], "email=nobody@seller.example&password=wrong");
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert!(wrong.header("set-cookie").is_empty());
    assert_eq!(wrong.body.replace("ann@", ""), unknown.body.replace("nobody@", ""), "both read alike");

    let form = format!("email=Ann@Seller.example&password={PASSWORD}&next=/accounts");
    let right = server.post_form("/sign-in", &[], &form);
    assert_eq!((right.status, right.header("location")), (303, "/accounts"));
    let attributes = right.header("set-cookie");
    assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax"), "{attributes}");
    let cookie = right.cookie();
    let page = server.get("/accounts", &[("cookie", &cookie)]);
    assert_eq!(page.status, 200);
    assert_eq!(server.get("/scenarios", &[("cookie", &cookie)]).status, 404, "the stories are for the demo");
    for away in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        let answer = server.post_form("/sign-in", &[], &form.replace("/accounts", away));
        assert_eq!(answer.header("location"), "/", "{away}");
    }

    let signed_out = server.post_form("/sign-out", &[("cookie", &cookie)], "");
    assert_eq!(signed_out.status, 403, "without the form's token");
    let person = server.get("/people/user:ana@northmill.example", &[("cookie", &cookie)]);
    let token = person.form_token();
    assert_eq!(server.post_form("/sign-out", &[("cookie", &cookie)], &format!("csrf_token={token}")).status, 303);
    assert_eq!(server.get("/accounts", &[("cookie", &cookie)]).status, 303);
}

#[test]
fn only_forms_of_these_pages_change_anything() {
    let (house, server) = furnished();
    let cookie = server.set_up("ann@seller.example", PASSWORD);
    let cookie = ("cookie", cookie.as_str());
    let path = "/people/visitor:eve-home";
    let page = server.get(path, &[cookie]);
    assert_eq!(page.status, 200, "{page:#?}");
    let form = format!("kind=competitor&because=known&back={path}&csrf_token={}", page.form_token());
    let mark = format!("{path}/mark");
    let decisions = || house.lines(&["identity", "decisions", "--json"]);
    assert_eq!(server.post_form(&mark, &[], &form).status, 303, "to the sign-in");
    assert_eq!(server.post_form(&mark, &[cookie], "kind=competitor").status, 403);
    assert_eq!(server.post_form(&mark, &[cookie], "kind=competitor&csrf_token=0000").status, 403);
    assert_eq!(server.post_form(&mark, &[cookie, ("origin", "https://evil.example")], &form).status, 403);
    assert_eq!(server.post_form(&mark, &[cookie, ("origin", "null")], &form).status, 403);
    assert!(decisions().is_empty());
    let origin = format!("http://{}", server.address);
    let done = server.post_form(&mark, &[cookie, ("origin", &origin)], &form);
    assert_eq!((done.status, done.header("location")), (303, format!("{path}?done=identity-1").as_str()));
    let made = decisions();
    assert_eq!((made.len(), &made[0]["because"], &made[0]["verdict"]), (1, &json!("known"), &json!("is competitor")));
    assert!(server.get(path, &[cookie]).body.contains("competitor"));
    let undo = format!("/decisions/{}/undo", made[0]["decision"]);
    assert_eq!(server.post_form(&undo, &[cookie], "").status, 403);
    assert_eq!(server.post_form(&undo, &[cookie], &form).status, 303);
    assert!(decisions()[0]["undone_at"].is_string());
}

#[test]
fn looking_changes_nothing() {
    let (house, server) = furnished();
    let cookie = server.set_up("ann@seller.example", PASSWORD);
    let state = || {
        let mut text = house.readings("2026-03-20");
        for command in [
            &["identity", "decisions", "--json"][..],
            &["key", "list", "--json"],
            &["user", "list", "--json"],
            &["workspace", "show", "--json"],
        ] {
            text.push_str(&house.done(command));
        }
        text
    };
    let before = state();
    let changing = [
        "/accounts/northmill.example/mark",
        "/people/visitor:eve-home/mark",
        "/people/visitor:eve-home/part",
        "/people/visitor:eve-home/displace",
        "/decisions/1/undo",
        "/accounts/northmill.example/declare",
        "/accounts/northmill.example/overrule",
        "/accounts/northmill.example/verdict",
        "/accounts/northmill.example/request",
        "/statements/1/undo",
        "/statements/1/answer",
        "/accounts/northmill.example/call",
        "/accounts/northmill.example/not-yet",
        "/contacts/1/undo",
        "/settings/answers",
        "/settings/rules",
        "/settings/keys",
        "/settings/keys/revoke",
        "/settings/people/invite",
        "/settings/people/1/role",
        "/settings/people/1/remove",
        "/settings/invitations/withdraw",
        "/sign-out",
        "/v1/page",
        "/v1/batch",
        "/e",
    ];
    for method in ["GET", "HEAD"] {
        for path in ROUTES.iter().chain(&changing).chain(&["/e.js", "/assets/style.css"]) {
            let answer =
                send(&server.address, method, &format!("{path}?kind=bot"), &[("cookie", &cookie)], b"").unwrap();
            assert!(answer.status < 500, "{method} {path}: {answer:#?}");
            if changing.contains(path) {
                assert_eq!(answer.status, 405, "{method} {path}");
            }
        }
    }
    assert_eq!(state(), before);
    assert_eq!(server.get("/accounts", &[("cookie", &cookie)]).status, 200, "still signed in");
}

/// A page without the one script that it may name, which is the program's own.
fn without_keys(body: &str) -> String {
    body.replace("<script src=\"/assets/keys.js\" defer></script>", "")
}

#[test]
fn answers_carry_their_guards() {
    let (_house, server) = furnished();
    let cookie = server.set_up("ann@seller.example", PASSWORD);
    for path in ["/", "/accounts", "/sign-in", "/nothing/here", "/accounts/unknown.example"] {
        let answer = server.get(path, &[("cookie", &cookie)]);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(!without_keys(&answer.body).contains("<script"), "{path}");
    }
    let lost = server.get("/nothing/here", &[]);
    assert_eq!(lost.status, 404);
    assert!(lost.body.contains("<h1"), "{}", lost.body);
    assert_eq!(server.get("/accounts/unknown.example", &[("cookie", &cookie)]).status, 404);
    assert_eq!(server.get("/people/visitor:nobody", &[("cookie", &cookie)]).status, 404);
    assert_eq!(server.get("/accounts?as_of=yesterday", &[("cookie", &cookie)]).status, 400);
}

#[test]
fn machines_can_watch() {
    let (_house, server) = furnished();
    let health = server.get("/health", &[]);
    assert_eq!(health.status, 200);
    let health: serde_json::Value = serde_json::from_str(&health.body).unwrap();
    assert_eq!(health["ready"], true, "{health}");
    server.collect("/v1/page", &json!({"anonymousId": "a", "messageId": "m"}));
    let metrics = server.get("/metrics", &[]).body;
    let line = metrics
        .lines()
        .find(|line| line.contains("accepted_events_total{channel=\"api\"}"))
        .unwrap_or_else(|| panic!("{metrics}"));
    assert!(line.ends_with(" 1"), "{line}");
}

#[test]
fn pages_show_what_was_imported_and_the_past() {
    let (house, server) = furnished();
    let cookie = server.set_up("ann@seller.example", PASSWORD);
    let see = |path: &str| {
        let answer = server.get(path, &[("cookie", &cookie)]);
        assert_eq!(answer.status, 200, "{path}: {answer:#?}");
        answer.body
    };
    assert!(see("/?as_of=2026-03-01").contains("North Mill"), "the floor plan");
    let list = see("/accounts?as_of=2026-03-01");
    assert!(list.contains("North Mill") && list.contains("/accounts/eastgate.example"), "{list}");
    let account = see("/accounts/northmill.example?as_of=2026-03-01");
    assert!(account.contains("North Mill") && account.contains("Ana Mill"), "{account}");
    assert!(!see("/accounts/northmill.example?as_of=2026-01-20").contains("Ana Mill"), "not yet named");
    let person = see("/people/user:ana@northmill.example?as_of=2026-03-01");
    assert!(person.contains("Ana Mill") && person.contains("northmill.example"), "{person}");
    assert!(see("/accounts/northmill.example").contains("North Mill"));
    let band = house.account("northmill.example", "2026-03-01").unwrap()["band"].as_str().unwrap().to_owned();
    assert!(account.to_lowercase().contains(&band), "the page and the command line agree on `{band}`");
}

#[test]
fn hostile_names_are_only_text() {
    let house = House::new();
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    house.import_accounts(&format!("domain,name\nnorthmill.example,\"{}\"\n", hostile.replace('"', "\"\"")));
    let mut events = market();
    events.push(identify(
        "h",
        "ana-laptop",
        "ana@northmill.example",
        &day(51, 9),
        &json!({"name": hostile, "title": hostile}),
    ));
    let mut titled = page("ht", "<b>visitor</b>", &day(52, 9), "/<svg onload=alert(3)>", 40.0);
    titled["context"]["page"]["title"] = json!(hostile);
    events.push(titled);
    events.push(identify(
        "hv",
        "<b>visitor</b>",
        "<i>user</i>",
        &day(53, 9),
        &json!({"email": "x@northmill.example", "name": hostile}),
    ));
    house.import_events(&events);
    let server = Server::start(&house);
    let cookie = server.set_up("ann@seller.example", PASSWORD);
    for path in [
        "/",
        "/accounts",
        "/accounts/northmill.example",
        "/people/user:ana@northmill.example",
        "/people/user:%3Ci%3Euser%3C%2Fi%3E",
    ] {
        for suffix in ["", "?as_of=2026-03-10"] {
            let answer = server.get(&format!("{path}{suffix}"), &[("cookie", &cookie)]);
            assert_eq!(answer.status, 200, "{path}{suffix}: {answer:#?}");
            for raw in ["<script", "<img src=x", "<b>visitor", "<i>user", "<svg onload"] {
                assert!(!without_keys(&answer.body).contains(raw), "{path}{suffix} holds {raw}");
            }
        }
    }
    let mirrored = server.get("/sign-in?next=%22%3E%3Cscript%3E", &[]);
    assert!(!without_keys(&mirrored.body).contains("<script"));
    let form = server.post_form("/sign-in", &[], "email=%22%3E%3Cscript%3E&password=x");
    assert!(!without_keys(&form.body).contains("<script"));
}

#[test]
fn the_demo_is_open_and_furnished() {
    let house = House::new();
    // Furnishing takes its time where tests share the machine; a furnished house is served at once.
    house.done(&["demo", "--no-serve"]);
    let server = Server::start_as(&house, &["demo", "--listen", "127.0.0.1:0"]);
    let page = server.get("/accounts", &[]);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("/accounts/"), "{}", page.body);
    let stories = server.get("/scenarios", &[]);
    assert!(stories.status == 200 && stories.body.contains("/scenarios/S22-twin"), "{stories:#?}");
    let evening = server.get("/scenarios/S22?day=50", &[]);
    assert!(evening.status == 200 && evening.body.contains("type=\"range\""), "{evening:#?}");
    assert!(evening.body.contains("Acme") && !evening.body.contains("Does not hold."), "{evening:#?}");
    assert_eq!((server.get("/scenarios/S99", &[]).status, server.get("/scenarios/S22?day=x", &[]).status), (404, 400));
    let refused = House::new().run(&["demo", "--listen", "0.0.0.0:0", "--no-serve"]);
    assert!(refused.code == 0 || refused.code == 2, "{refused:#?}");
}
