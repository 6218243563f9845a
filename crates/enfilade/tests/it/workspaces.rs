//! Several workspaces behind one server: who works in which, the way from one to another, and that nothing else leads there.

use crate::house::House;
use crate::journeys::furnish;
use crate::server::{Response, Server};

const PASSWORD: &str = "correct-horse-battery";

fn see(server: &Server, cookie: &str, path: &str) -> Response {
    let answer = server.get(path, &[("cookie", cookie)]);
    assert_eq!(answer.status, 200, "{path}: {answer:#?}");
    answer
}

fn post(server: &Server, cookie: &str, path: &str, form: &str) -> Response {
    let token = see(server, cookie, "/accounts").form_token();
    server.post_form(path, &[("cookie", cookie)], &format!("csrf_token={token}&{form}"))
}

fn signed_in(server: &Server, email: &str) -> String {
    let answer = server.post_form("/sign-in", &[], &format!("email={email}&password={PASSWORD}"));
    assert_eq!(answer.status, 303, "{answer:#?}");
    answer.cookie()
}

/// The house of one agency with two clients: `default`, which has companies, and `beta`, which has another one.
fn agency() -> House {
    let house = House::new();
    furnish(&house);
    let accounts = house.write("beta.csv", "domain,name\nquarry.example,Quarry\n");
    house.run_in("beta", &["import", "--accounts", &accounts]).done();
    house
}

#[test]
fn somebody_works_in_two_workspaces_and_goes_from_one_to_the_other() {
    let house = agency();
    let server = Server::start(&house);
    let ann = server.set_up("ann@agency.example", PASSWORD);
    assert!(!see(&server, &ann, "/").body.contains("href=\"/workspaces\""), "one workspace needs no door");
    assert!(see(&server, &ann, "/workspaces").body.contains("You work in one workspace"));
    let told = house.run_in("beta", &["user", "add", "Ann@Agency.example", "--role", "editor"]).done();
    assert!(told.contains("now works in beta too"), "{told}");

    let list = see(&server, &ann, "/workspaces").body;
    assert!(list.contains("Go to beta") && list.contains(", as owner") && list.contains(", as editor"), "{list}");
    assert_eq!(server.post_form("/workspaces/go", &[("cookie", &ann)], "csrf_token=0&slug=beta").status, 403);
    assert_eq!(post(&server, &ann, "/workspaces/go", "slug=gamma").status, 404);
    let gone = post(&server, &ann, "/workspaces/go", "slug=beta");
    assert_eq!((gone.status, gone.header("location")), (303, "/"), "{gone:#?}");

    let accounts = see(&server, &ann, "/accounts").body;
    assert!(accounts.contains("quarry.example") && !accounts.contains("northmill.example"), "{accounts}");
    assert!(accounts.contains("<small>beta</small>") && accounts.contains("href=\"/workspaces\""), "{accounts}");
    assert_eq!(server.get("/accounts/northmill.example", &[("cookie", &ann)]).status, 404);
    assert_eq!(post(&server, &ann, "/settings/people/invite", "role=owner").status, 403, "an editor here");
    // What is changed is changed here.
    assert_eq!(post(&server, &ann, "/settings/keys", "label=beta-shop").status, 303);
    let keys = |workspace: &str| house.run_in(workspace, &["key", "list"]).done();
    assert!(keys("beta").contains("beta-shop") && !keys("default").contains("beta-shop"));
    // Another browser is where it was.
    let at_home = signed_in(&server, "ann@agency.example");
    assert!(see(&server, &at_home, "/accounts").body.contains("northmill.example"));

    // Whoever may no longer work there is shown the first workspace again.
    house.run_in("beta", &["user", "remove", "ann@agency.example"]).done();
    let accounts = see(&server, &ann, "/accounts").body;
    assert!(accounts.contains("northmill.example") && !accounts.contains("quarry.example"), "{accounts}");
    assert_eq!(post(&server, &ann, "/workspaces/go", "slug=beta").status, 404);
}

#[test]
fn whoever_has_an_account_comes_to_another_workspace_with_its_password() {
    let house = agency();
    let server = Server::start(&house);
    let ann = server.set_up("ann@agency.example", PASSWORD);
    house
        .run_in_with_input("beta", &["user", "add", "ben@beta.example", "--role", "owner"], b"correct-horse-battery\n")
        .done();
    let ben = signed_in(&server, "ben@beta.example");
    assert!(see(&server, &ben, "/accounts").body.contains("quarry.example"), "his own workspace, at the same address");
    assert_eq!(post(&server, &ben, "/workspaces/go", "slug=default").status, 404);
    let invite = |cookie: &str| {
        let shown = post(&server, cookie, "/settings/people/invite", "role=sales");
        shown.body.split_once("/join?token=").unwrap().1.split('<').next().unwrap().to_owned()
    };
    let join = |token: &str, email: &str, password: &str| {
        server.post_form(
            "/join",
            &[],
            &format!("token={token}&name=&email={email}&password={password}&password_again={password}"),
        )
    };
    let token = invite(&ben);
    let door = server.get(&format!("/join?token={token}"), &[]);
    assert!(door.status == 200 && door.body.contains("<small>beta</small>"), "the door says where it leads: {door:#?}");
    let wrong = join(&token, "ann@agency.example", "another-password");
    assert!(wrong.status == 422 && wrong.body.contains("has an account already"), "{wrong:#?}");
    let joined = join(&token, "ann@agency.example", PASSWORD);
    assert_eq!(joined.status, 303, "a wrong password did not cost the link: {joined:#?}");
    let there = see(&server, &joined.cookie(), "/accounts").body;
    assert!(there.contains("quarry.example") && !there.contains("northmill.example"), "{there}");
    assert!(see(&server, &ann, "/accounts").body.contains("northmill.example"), "the other browser stays");
    let again = invite(&ben);
    assert_eq!(join(&again, "ann@agency.example", PASSWORD).status, 422, "she works there already");

    // Who leaves the first workspace keeps the other.
    house
        .run_in_with_input(
            "default",
            &["user", "add", "eve@agency.example", "--role", "owner"],
            b"correct-horse-battery\n",
        )
        .done();
    house.done(&["user", "remove", "ann@agency.example"]);
    assert!(see(&server, &ann, "/accounts").body.contains("quarry.example"));
    house.run_in("beta", &["user", "remove", "ann@agency.example"]).done();
    assert_eq!(server.get("/accounts", &[("cookie", &ann)]).status, 303, "nowhere any more");
}

#[test]
fn a_workspace_is_called_what_its_people_call_it() {
    let house = agency();
    let called = |name: &str| house.run_in("beta", &["workspace", "configure", "--name", name]);
    called("  Quarry &  Sons <Ltd> ").done();
    let shown = house.run_in("beta", &["workspace", "show"]).done();
    assert!(shown.contains("Quarry & Sons <Ltd>"), "{shown}");
    let long = called(&"x".repeat(61));
    assert!(long.code != 0 && long.err.contains("at most 60 letters"), "{long:#?}");
    assert!(house.run(&["workspace", "list"]).done().contains("Quarry & Sons <Ltd>"));

    let server = Server::start(&house);
    let ann = server.set_up("ann@agency.example", PASSWORD);
    house.run_in("beta", &["user", "add", "ann@agency.example", "--role", "editor"]).done();
    let name = "Quarry &amp; Sons &lt;Ltd&gt;";
    assert!(see(&server, &ann, "/workspaces").body.contains(&format!("Go to {name}")));
    post(&server, &ann, "/workspaces/go", "slug=beta");
    assert!(see(&server, &ann, "/accounts").body.contains(&format!("<small>{name}</small>")));
    assert!(!server.get("/sign-in", &[]).body.contains("Quarry"), "strangers are not told whose house this is");

    let answers = "decision_months=4&time_zone=UTC&consent_mode=opt-out&own_domains=quarry-seller.example";
    assert_eq!(post(&server, &ann, "/settings/answers", answers).status, 303);
    assert!(see(&server, &ann, "/").body.contains(name), "a form without the field leaves the name");
    assert_eq!(post(&server, &ann, "/settings/answers", &format!("{answers}&name=+")).status, 303);
    assert!(
        see(&server, &ann, "/").body.contains("<small>quarry-seller.example</small>"),
        "the first own domain stands in"
    );
}
