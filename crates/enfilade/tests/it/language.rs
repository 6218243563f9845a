//! A workspace that speaks another language: the file is taken as a whole or not at all, the pages follow it, and what is
//! for programs stays English.

use serde_json::json;

use crate::house::House;
use crate::journeys::furnish;
use crate::server::{Response, Server, send};

const PASSWORD: &str = "correct-horse-battery";

const GERMAN: &str = r#"msgid ""
msgstr ""
"Language: de\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Settings"
msgstr "Einstellungen"

msgid "Accounts"
msgstr "Firmen <b>& Häuser</b>"

msgid "Problem"
msgstr "Problemraum"

msgid "This company is nowhere"
msgstr "Diese Firma ist nirgends"
"#;

fn page(server: &Server, cookie: &str, path: &str) -> Response {
    let answer = server.get(path, &[("cookie", cookie)]);
    assert_eq!(answer.status, 200, "{path}: {answer:#?}");
    answer
}

/// The form of the settings with a file, as a browser sends it.
fn give(server: &Server, cookie: &str, token: &str, file: &[u8]) -> Response {
    let line = "----enfilade-test";
    let mut body = format!(
        "--{line}\r\nContent-Disposition: form-data; name=\"csrf_token\"\r\n\r\n{token}\r\n--{line}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"de.po\"\r\nContent-Type: text/plain\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{line}--\r\n").as_bytes());
    let content_type = format!("multipart/form-data; boundary={line}");
    let headers = [("cookie", cookie), ("content-type", content_type.as_str())];
    send(&server.address, "POST", "/settings/language", &headers, &body).unwrap()
}

/// Languages are looked for once a second.
fn wait_for_another_look() {
    std::thread::sleep(std::time::Duration::from_millis(1_100));
}

#[test]
fn the_command_line_gives_a_language_and_the_pages_speak_it() {
    let house = House::new();
    furnish(&house);
    let readings = ["readings", "--json", "--as-of", "2026-11-01"];
    let before = house.done(&readings);
    let template = house.done(&["workspace", "language", "--template"]);
    assert!(template.contains("msgid \"Settings\"\nmsgstr \"\"") && template.contains("msgid_plural"), "no template");
    let shown = &house.lines(&["workspace", "language", "--json"])[0];
    assert_eq!((&shown["language"], &shown["translated"]), (&json!("en"), &json!(0)), "{shown}");

    let server = Server::start(&house);
    let ann = server.set_up("ann@agency.example", PASSWORD);
    let english = page(&server, &ann, "/settings").body;
    assert!(english.contains("<html lang=\"en\">") && english.contains("<h1>Settings</h1>"), "{english}");

    let file = house.write("de.po", GERMAN);
    let taken = house.run(&["workspace", "language", "--file", &file]);
    assert!(taken.code == 0 && taken.out.starts_with("de: 3 of "), "{taken:#?}");
    assert!(taken.err.contains("line 16: no page says `This company is nowhere`"), "{taken:#?}");
    wait_for_another_look();
    let german = page(&server, &ann, "/settings").body;
    assert!(german.contains("<html lang=\"de\">") && german.contains("<h1>Einstellungen</h1>"), "{german}");
    assert!(german.contains("Firmen &lt;b&gt;&amp; Häuser&lt;/b&gt;") && !german.contains("Häuser</b>"), "{german}");
    assert!(german.contains("3 of ") && german.contains("Return to English"), "what is not translated is English");
    // Commands and files for programs stay as they were.
    assert_eq!(house.done(&readings), before);
    assert!(page(&server, &ann, "/accounts").body.contains("Problemraum"));
    let csv = page(&server, &ann, "/accounts.csv").body;
    assert!(!csv.contains("Problemraum"), "{csv}");

    assert!(house.done(&["workspace", "language", "--remove"]).starts_with("en: the pages speak English"));
    wait_for_another_look();
    assert!(page(&server, &ann, "/settings").body.contains("<html lang=\"en\">"));
}

#[test]
fn owners_give_a_file_on_the_settings_and_take_it_back() {
    let house = House::new();
    furnish(&house);
    let server = Server::start(&house);
    let ann = server.set_up("ann@agency.example", PASSWORD);
    let token = page(&server, &ann, "/settings").form_token();
    assert_eq!(give(&server, &ann, "0000", GERMAN.as_bytes()).status, 403);
    assert_eq!(give(&server, "", &token, GERMAN.as_bytes()).status, 303, "to the door");
    let taken = give(&server, &ann, &token, GERMAN.as_bytes());
    assert_eq!((taken.status, taken.header("location")), (303, "/settings?saved=language#language-h"), "{taken:#?}");
    let shown = page(&server, &ann, "/settings").body;
    assert!(shown.contains("<html lang=\"de\">") && shown.contains("given by"), "at once: {shown}");
    assert_eq!(page(&server, &ann, "/settings/language.po").body, GERMAN);
    assert!(page(&server, &ann, "/settings/language.pot").body.contains("msgid \"Settings\""));

    let post =
        |path: &str, form: &str| server.post_form(path, &[("cookie", &ann)], &format!("csrf_token={token}&{form}"));
    assert_eq!(post("/settings/language/undo", "version=7").status, 400, "somebody changed it meanwhile");
    assert_eq!(post("/settings/language/undo", "version=1").status, 303);
    assert!(page(&server, &ann, "/settings").body.contains("<html lang=\"en\">"));
    assert_eq!(post("/settings/language/undo", "version=2").status, 303, "and back again");
    assert!(page(&server, &ann, "/settings").body.contains("<html lang=\"de\">"));
    assert_eq!(post("/settings/language/remove", "").status, 303);
    assert!(page(&server, &ann, "/settings").body.contains("<html lang=\"en\">"));

    house
        .run_with_input(&["user", "add", "viewer@agency.example", "--role", "viewer"], b"correct-horse-battery\n")
        .done();
    let form = format!("email=viewer@agency.example&password={PASSWORD}");
    let viewer = server.post_form("/sign-in", &[], &form).cookie();
    let token = page(&server, &viewer, "/accounts").form_token();
    assert_eq!(give(&server, &viewer, &token, GERMAN.as_bytes()).status, 403);
}

#[test]
fn what_is_no_translation_changes_nothing_and_is_told_with_its_line() {
    let house = House::new();
    furnish(&house);
    let server = Server::start(&house);
    let ann = server.set_up("ann@agency.example", PASSWORD);
    let token = page(&server, &ann, "/settings").form_token();
    let broken = GERMAN.replace("msgstr \"Einstellungen\"", "msgstr \"Einstellungen");
    let no_header = "msgid \"Settings\"\nmsgstr \"Einstellungen\"\n";
    let huge = format!("{GERMAN}{}", "# <script>\n".repeat(400_000));
    for (file, told) in [
        (broken.as_bytes(), "line 8: a text stands between two quotation marks"),
        (no_header.as_bytes(), "line 1: the file has no header"),
        (b"\x89PNG\r\n\x1a\n\xff".as_slice(), "no text in UTF-8"),
        (b"<script>alert(1)</script>".as_slice(), "line 1: `&lt;script&gt;alert(1)&lt;/script&gt;` is no line"),
        (huge.as_bytes(), "larger than a translation"),
    ] {
        let answer = give(&server, &ann, &token, file);
        assert!(answer.status == 400 && answer.body.contains(told), "{told}: {answer:#?}");
    }
    let file = house.write("broken.po", &broken);
    let refused = house.run(&["workspace", "language", "--file", &file]);
    assert!(
        refused.code == 2 && refused.err.contains("line 8:") && refused.err.contains("nothing was changed"),
        "{refused:#?}"
    );
    assert!(page(&server, &ann, "/settings").body.contains("<html lang=\"en\">"));
}
