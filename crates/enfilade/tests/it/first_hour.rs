//! The first hour in an empty house: three questions, a log, the own site, one piece, and the first reading.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use crate::house::House;
use crate::journeys::BROWSER;
use crate::server::{PATIENCE, Response, Server, send, until};
use crate::settings::{invited, with_file};

const PASSWORD: &str = "correct-horse-battery";

fn page(server: &Server, cookie: &str, path: &str) -> Response {
    let answer = server.get(path, &[("cookie", cookie)]);
    assert_eq!(answer.status, 200, "{path}: {answer:#?}");
    answer
}

const SIGNS: &str = "<h1>Five signs that handing over a ward costs more than it should</h1>\
    <p>Most teams notice it late. The list on the wall is copied by hand, and every morning twenty minutes are lost \
    before the first patient is seen. Do you know how often a note is missing? Watch for a week and count.</p>\
    <p>What it costs shows in overtime, in the second call to the night shift, in what nobody wrote down.</p>";
const PRICES: &str = "<h1>What it costs</h1><p>A ward of thirty beds pays 480 euros a month. Setting it up takes two \
    weeks and is included. You can end the contract at the end of every quarter.</p>\
    <h2>What is included</h2><ul><li>Training for every shift</li><li>Support by telephone</li></ul>";

/// A vendor's small site on a port of its own, as long as the test runs.
fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // Whoever hangs up early asked for nothing more.
            let _ = answer(stream);
        }
    });
    address
}

fn answer(stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines().map_while(Result::ok);
    let asked = lines.next().unwrap_or_default();
    let _head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let links = "<nav><a href=\"/signs\">Signs</a> <a href=\"/prices\">Prices</a></nav>";
    let (status, main) = match asked.split(' ').nth(1).unwrap_or("/") {
        "/" => ("200 OK", "<h1>Handing over a ward</h1><p>We help wards hand over without a lost note.</p>"),
        "/signs" => ("200 OK", SIGNS),
        "/prices" => ("200 OK", PRICES),
        _ => ("404 Not Found", ""),
    };
    let html = format!("<!doctype html><html lang=\"en\"><body>{links}<main>{main}</main></body></html>");
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{html}",
        html.len()
    )
}

/// Two months in which one office reads of the problem, then of ways out of it.
fn log() -> String {
    let mut lines = String::new();
    for (index, (day, target)) in [
        ("02/Mar", "/blog/hidden-costs"),
        ("09/Mar", "/blog/signs"),
        ("16/Mar", "/guides/options"),
        ("23/Mar", "/guides/compare"),
    ]
    .into_iter()
    .enumerate()
    {
        for (second, target) in [(1, target), (40, "/style.css"), (59, "/guides/checklist")] {
            lines.push_str(&format!(
                "198.51.100.9 - - [{day}/2026:10:0{index}:{second:02} +0000] \"GET {target} HTTP/1.1\" 200 5120 \"-\" \"{BROWSER}\"\n"
            ));
        }
    }
    lines
}

fn import(server: &Server, cookie: &str, kind: &str, site: &str, content: &str) -> String {
    let token = page(server, cookie, "/begin").form_token();
    let (content_type, body) = with_file(&token, kind, site, "file", content);
    let headers = [("cookie", cookie), ("content-type", content_type.as_str())];
    let sent = send(&server.address, "POST", "/settings/import", &headers, body.as_bytes()).unwrap();
    assert_eq!(sent.status, 303, "{sent:#?}");
    let run = sent.header("location").to_owned();
    until(PATIENCE, || {
        let body = page(server, cookie, &run).body;
        assert!(!body.contains("Broke off"), "{body}");
        body.contains("Done:").then_some(body)
    })
}

#[test]
fn from_an_empty_house_to_the_first_reading() {
    let address = site();
    let house = House::new().with("ENFILADE_CRAWL_ALLOWED_HOSTS", "127.0.0.1");
    let server = Server::start(&house);
    let link = server.set_up.clone().unwrap();
    let token = link.split_once("token=").unwrap().1;
    let form = format!("token={token}&email=ann@seller.example&password={PASSWORD}&password_again={PASSWORD}");
    let in_ = server.post_form("/set-up", &[], &form);
    assert_eq!((in_.status, in_.header("location")), (303, "/begin"), "whoever is new begins here");
    let cookie = in_.cookie();
    let begin = page(&server, &cookie, "/begin");
    assert!(!begin.body.contains(">done<") && begin.body.contains("From an empty house"), "{}", begin.body);
    assert!(page(&server, &cookie, "/").body.contains("href=\"/begin\""), "the empty plan leads there");
    let token = begin.form_token();
    let post =
        |path: &str, form: &str| server.post_form(path, &[("cookie", &cookie)], &format!("csrf_token={token}&{form}"));

    // One piece is held against one buyer before anything is installed, and nothing of it is kept.
    let pitch = "text=%23+Book+a+demo%0A%0AThe+leading+platform+for+ward+transformation.+Our+platform+hands+over%2C+\
                 monitors+and+plans+from+one+console.+Book+a+demo+and+see+the+platform+live.";
    let verdict = post("/begin/piece", &format!("room=problem&role=finance&{pitch}"));
    assert_eq!(verdict.status, 200, "{verdict:#?}");
    assert!(verdict.body.contains("What it takes for granted") && verdict.body.contains("have the problem"));
    assert!(verdict.body.contains("It misses a buyer"), "{}", verdict.body);
    for wrong in ["room=kitchen&text=x", "room=problem&text=+", "room=problem&role=jester&text=Words"] {
        let refused = post("/begin/piece", wrong);
        assert!([400, 422].contains(&refused.status), "{wrong}: {refused:#?}");
    }
    assert_eq!(server.post_form("/begin/piece", &[("cookie", &cookie)], &format!("room=problem&{pitch}")).status, 403);

    let wrong = post("/begin/answers", "decision_months=soon&own_domains=seller.example&own_networks=");
    assert!(wrong.status == 422 && wrong.body.contains("soon") && wrong.body.contains("seller.example"), "{wrong:#?}");
    let answered = post("/begin/answers", "decision_months=6&own_domains=seller.example&own_networks=203.0.113.0/24");
    assert_eq!((answered.status, answered.header("location")), (303, "/begin"), "{answered:#?}");
    let begin = page(&server, &cookie, "/begin").body;
    assert!(begin.matches(">done<").count() == 1 && begin.contains("203.0.113.0/24"), "{begin}");

    import(&server, &cookie, "log", "www.seller.example", &log());
    let run =
        import(&server, &cookie, "accounts", "", "domain,name,office_ip\nnorthmill.example,North Mill,198.51.100.9\n");
    assert!(run.contains("href=\"/accounts\"") || run.contains("href=\"/\""), "the way on: {run}");
    let accounts = page(&server, &cookie, "/accounts").body;
    assert!(accounts.contains("North Mill"), "{accounts}");
    let first = page(&server, &cookie, "/accounts/northmill.example").body;
    assert!(first.contains("North Mill") && first.contains("id=\"score-h"), "the first reading: {first}");

    assert_eq!(
        post("/site/assess", &format!("own=yes&address=http%3A%2F%2F{}%2F", address.replace(':', "%3A"))).status,
        303
    );
    let begin = until(Duration::from_secs(60), || {
        let begin = page(&server, &cookie, "/begin").body;
        (!begin.contains("A site is being read")).then_some(begin)
    });
    assert_eq!(begin.matches(">done<").count(), 4, "{begin}");
    assert!(begin.contains("3 pages"), "{begin}");
    assert!(page(&server, &cookie, "/site").body.contains("Four doorways"));
}

#[test]
fn who_may_not_set_up_looks_on_and_tries_a_piece() {
    let house = House::new();
    let server = Server::start(&house);
    let owner = server.set_up("ann@seller.example", PASSWORD);
    let viewer = invited(&server, &owner, "viewer");
    let begin = page(&server, &viewer, "/begin");
    assert!(begin.body.contains("Owners and editors answer them"), "{}", begin.body);
    assert!(!begin.body.contains("action=\"/settings/import\"") && !begin.body.contains("action=\"/site/assess\""));
    let token = begin.form_token();
    let post = |path: &str, form: &str| {
        server.post_form(path, &[("cookie", &viewer)], &format!("csrf_token={token}&{form}")).status
    };
    assert_eq!(post("/begin/answers", "decision_months=6&own_domains=&own_networks="), 403);
    let piece = "room=offer&text=%23+What+it+costs%0A%0AA+ward+of+thirty+beds+pays+480+euros+a+month.+Setting+it+up+takes+two+weeks.";
    assert_eq!(post("/begin/piece", piece), 200);
}
