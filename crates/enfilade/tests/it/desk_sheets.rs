//! The sheets of the content desk in the browser: forms, who may send them, and what they answer.

use crate::desk::read_house;
use crate::house::House;
use crate::server::{Response, Server};

const PASSWORD: &str = "correct-horse-battery";

/// Somebody who is signed in.
pub(crate) struct Seat<'a> {
    server: &'a Server,
    pub(crate) cookie: String,
    token: String,
}

impl<'a> Seat<'a> {
    pub(crate) fn of(server: &'a Server, cookie: String) -> Self {
        let token = server.get("/content/phrases", &[("cookie", &cookie)]).form_token();
        Self { server, cookie, token }
    }

    pub(crate) fn see(&self, path: &str) -> String {
        let answer = self.server.get(path, &[("cookie", &self.cookie)]);
        assert_eq!(answer.status, 200, "{path}: {answer:#?}");
        answer.body
    }

    pub(crate) fn post(&self, path: &str, form: &str) -> Response {
        let form = format!("csrf_token={}&{form}", self.token);
        self.server.post_form(path, &[("cookie", &self.cookie)], &form)
    }

    /// Sends a form that is taken, and says where it leads.
    pub(crate) fn done(&self, path: &str, form: &str) -> String {
        let answer = self.post(path, form);
        assert_eq!(answer.status, 303, "{path} {form}: {answer:#?}");
        answer.header("location").to_owned()
    }

    /// Sends a form that is not taken, and returns what the page says to it.
    pub(crate) fn refused(&self, path: &str, form: &str) -> String {
        let answer = self.post(path, form);
        assert_eq!(answer.status, 400, "{path} {form}: {answer:#?}");
        answer.body
    }
}

const SHEETS: [&str; 9] =
    ["desk", "worksheets", "phrases", "capabilities", "drafts", "audience", "calendar", "gates", "tasks"];

#[test]
fn every_sheet_is_honest_while_nothing_is_on_it_and_only_its_own_forms_count() {
    let house = House::new();
    let server = Server::start(&house);
    let seat = Seat::of(&server, server.set_up("ann@seller.example", PASSWORD));
    assert!(seat.see("/content").contains("href=\"/content/desk\""), "the library leads to the desk");
    for sheet in SHEETS {
        let path = format!("/content/{sheet}");
        let page = seat.see(&path);
        assert!(page.contains(&format!("href=\"{path}\" aria-current=\"true\"")), "{path}: {page}");
        assert!(
            page.contains("href=\"/content\" data-key=\"c\" aria-current=\"page\""),
            "{path} lies beside the content"
        );
        assert_ne!(server.get(&path, &[]).status, 200, "{path} is for those who are signed in");
    }
    for path in ["worksheets", "phrases", "capabilities", "drafts", "drafts-rule", "audience", "calendar", "gates/keep"]
    {
        let path = format!("/content/{path}");
        let forged = server.post_form(&path, &[("cookie", &seat.cookie)], "csrf_token=guess&title=x&words=x");
        assert_eq!(forged.status, 403, "{path}: {forged:#?}");
    }
    for list in ["worksheets", "phrases", "capabilities", "drafts", "calendar", "gates", "tasks"] {
        let path = format!("/content/desk/{list}.csv");
        assert!(seat.see(&format!("/content/{list}")).contains(&format!("href=\"{path}\"")), "{list} goes along");
        let file = server.get(&path, &[("cookie", &seat.cookie)]);
        assert!(file.status == 200 && file.header("content-type").starts_with("text/csv"), "{file:#?}");
        assert!(file.body.lines().next().is_some_and(|head| head.matches(',').count() > 3), "{list}: {}", file.body);
        assert_ne!(server.get(&path, &[]).status, 200, "{path} is for those who are signed in");
    }
    assert_eq!(server.get("/content/desk/secrets.csv", &[("cookie", &seat.cookie)]).status, 404);
    assert_eq!(seat.post("/content/drafts/9/publish", "").status, 404);
    assert_eq!(seat.post("/content/phrases/9/remove", "").status, 404);
}

#[test]
fn a_worksheet_and_a_phrase_are_written_in_forms() {
    let house = read_house();
    let server = Server::start(&house);
    let seat = Seat::of(&server, server.set_up("ann@seller.example", PASSWORD));
    let wrong =
        seat.refused("/content/worksheets", "buyer=&room=problem&because=x&questions=Is+it+only+us%3F%0A%3Cb%3E");
    assert!(wrong.contains("Is it only us?\n&lt;b&gt;</textarea>"), "nothing that was typed is lost: {wrong}");
    assert!(wrong.contains("action=\"/content/worksheets\"") && wrong.contains(&seat.token), "{wrong}");
    assert!(wrong.contains("buyer"), "{wrong}");
    assert!(seat.refused("/content/worksheets", "buyer=Maria&because=x").contains("room"));
    assert!(seat.refused("/content/worksheets", "buyer=Maria&room=kitchen&because=x").contains("problem, solution"));
    let questions =
        "questions=Why+do+nurses+stay+longer+and+where+does+the+overtime+come+from%3F%0ADo+zebras+migrate%3F";
    let at = seat.done("/content/worksheets", &format!("buyer=Maria&room=problem&because=she+asks&{questions}"));
    let file = seat.see("/content/desk/worksheets.csv");
    assert!(file.contains("Maria,,,,problem,she asks,\"Why do nurses stay longer"), "{file}");
    let page = seat.see(&at);
    assert!(page.contains("One of two rows has nothing to read"), "{page}");
    assert!(page.contains("It meets this"), "a piece is proposed with its passage: {page}");

    // A piece that somebody links stays with its row when another row is written.
    let (_, rest) = page.split_once("name=\"path\" value=\"").unwrap();
    let path = rest.split('"').next().unwrap().to_owned();
    seat.done(&format!("{at}/link"), &format!("row=1&path={path}"));
    let changed = format!("version=2&buyer=Maria&room=problem&because=she+asks&{questions}&fears=Blame");
    assert_eq!(seat.done(&at, &changed), at);
    let page = seat.see(&at);
    assert!(page.contains("Not this") && page.contains("Blame"), "{page}");
    assert!(seat.refused(&at, &changed).contains("Somebody else changed it"), "two people, one version");

    let words = "words=nobody+owns+the+list+at+night&source=call&said_by=an+IT+lead&place=recording+7&room=problem";
    assert!(seat.refused("/content/phrases", "words=&source=call").contains("words"));
    assert!(seat.refused("/content/phrases", "words=x+y+z&source=dream").contains("where it was said"));
    assert!(seat.refused("/content/phrases", &format!("{words}&at=someday")).contains("The day"));
    seat.done("/content/phrases", words);
    assert!(seat.see("/content/phrases?q=list").contains("an IT lead, call"));
    assert!(seat.see("/content/phrases?q=zebra").contains("Nobody said that"));
    assert!(seat.see(&at).contains("nobody owns the list at night"), "offered while writing");
}

#[test]
fn a_draft_goes_live_when_it_is_signed_and_a_form_before_learning_has_a_reason() {
    let house = read_house();
    let server = Server::start(&house);
    let seat = Seat::of(&server, server.set_up("ann@seller.example", PASSWORD));
    seat.done("/content/drafts-rule", "on=yes&experts=");
    let draft = "title=The+price+of+a+night&path=%2Fnights&kind=article&room=problem&question=Is+it+only+us%3F&text=You+notice+it+on+Monday.";
    assert!(seat.refused("/content/drafts", "title=&path=%2Fnights").contains("title"));
    let at = seat.done("/content/drafts", &format!("{draft}&gated=yes"));
    let page = seat.see(&at);
    assert!(page.contains("Careful readers leave at it") && !page.contains("Publish it"), "{page}");
    let unsigned = seat.refused(&format!("{at}/publish"), "");
    assert!(unsigned.contains("nobody signed") && unsigned.contains("form"), "{unsigned}");

    seat.done(&at, &format!("version=1&{draft}&gated=yes&gate_reason=the+partner+asks+for+names"));
    assert!(seat.refused(&format!("{at}/sign"), "version=1").contains("version"), "what was read is signed");
    seat.done(&format!("{at}/sign"), "version=2&note=true");
    seat.done(&format!("{at}/publish"), "");
    let page = seat.see(&at);
    assert!(page.contains("The text of version 1") && page.contains("“true”"), "{page}");
    assert!(seat.see("/content/gates").contains("the partner asks for names"));
    assert!(seat.see("/content").contains("The price of a night"), "it is in the library");

    // Another text is signed and published anew, behind the same form.
    let another = draft.replace("Monday", "Tuesday");
    seat.done(&at, &format!("version=4&{another}&gated=yes&gate_reason=the+partner+asks+for+names"));
    assert!(seat.see(&at).contains("Not to be published yet: nobody signed this text"));
    seat.done(&format!("{at}/sign"), "version=5&note=");
    seat.done(&format!("{at}/publish"), "");
    assert_eq!(seat.see("/content/gates").matches("the partner asks for names").count(), 1);
}

#[test]
fn a_capability_an_audience_and_a_calendar_are_kept_in_forms() {
    let house = read_house();
    let server = Server::start(&house);
    let seat = Seat::of(&server, server.set_up("ann@seller.example", PASSWORD));
    seat.done("/content/capabilities", "name=Drift+watch&does=compares+hosts");
    assert!(seat.see("/content/capabilities").contains("It lacks the buyer's problem"));
    let half = seat.refused("/content/capabilities/1/publish", "");
    assert!(half.contains("story") && half.contains("problem"), "{half}");

    let wrong = seat.refused("/content/audience", "industries=Utilities&employees_min=many&problems=x");
    assert!(wrong.contains("People, at least") && wrong.contains("many"), "{wrong}");
    seat.done("/content/audience", "industries=Utilities&roles=finance&problems=overtime+on+wards&point_of_view=Count");
    assert!(seat.see("/content/audience").contains("overtime on wards"));

    assert!(seat.refused("/content/calendar", "title=Fair&kind=campaign").contains("day"));
    seat.done("/content/calendar", "title=Fair&kind=campaign&day=2099-05-04&next=");
    assert!(seat.see("/content/calendar").contains("the conversation would end with it"));
    assert!(seat.see("/content/desk").contains("One campaign has nothing after it"));
    seat.done("/content/calendar/1/next", "next=What+waiting+costs");
    assert!(!seat.see("/content/calendar").contains("the conversation would end with it"));
}
