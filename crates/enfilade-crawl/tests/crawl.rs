//! Crawls of small sites over real HTTP on this machine, and of folders.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use enfilade_crawl::{Browser, CrawlError, Manners, Place, Site, crawl};

/// What a path answers: status line with headers, and body.
type Answers = BTreeMap<&'static str, (&'static str, String)>;

const HTML: &str = "200 OK\r\nContent-Type: text/html; charset=utf-8";

/// Serves until the test ends; returns the port.
fn serve(answers: Answers) -> u16 {
    serve_and_note(answers).0
}

/// The same, with the paths that were asked for.
fn serve_and_note(answers: Answers) -> (u16, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let answers = Arc::new(answers);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (answers, noted) = (Arc::clone(&answers), Arc::clone(&noted));
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream);
                let mut line = String::new();
                if reader.read_line(&mut line).is_err() {
                    return;
                }
                let path = line.split_whitespace().nth(1).unwrap_or("/").to_owned();
                noted.lock().unwrap().push(path.clone());
                let mut header = String::new();
                while reader.read_line(&mut header).is_ok_and(|read| read > 2) {
                    header.clear();
                }
                let missing = ("404 Not Found\r\nContent-Type: text/html", "nothing here".to_owned());
                let (head, body) = answers.get(path.as_str()).or(answers.get("*")).unwrap_or(&missing);
                let head = head.replace("{port}", &port.to_string());
                let _ = write!(
                    reader.get_mut(),
                    "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
            });
        }
    });
    (port, asked)
}

fn page(title: &str, links: &[&str]) -> (&'static str, String) {
    let links: String = links.iter().map(|link| format!("<p>See <a href=\"{link}\">the next page</a>.</p>")).collect();
    let body = format!(
        "<title>{title}</title><main><h1>{title}</h1><p>This page speaks about {title} at some length, so that it counts \
         as a text of its own and not as a phrase that many pages share.</p>{links}</main>"
    );
    (HTML, body)
}

fn read(port: u16, manners: &Manners) -> Result<Site, CrawlError> {
    crawl(&Place::parse(&format!("http://127.0.0.1:{port}/")).unwrap(), manners, &mut |_| {})
}

fn own() -> Manners {
    Manners { allowed_hosts: vec!["127.0.0.1".to_owned()], ..Manners::default() }
}

fn paths(site: &Site) -> Vec<&str> {
    site.pages.iter().map(|page| page.path.as_str()).collect()
}

fn reason<'a>(site: &'a Site, path: &str) -> &'a str {
    site.left_out.iter().find(|left| left.url.ends_with(path)).map_or("", |left| &left.reason)
}

#[test]
fn a_site_is_read_as_it_is_linked_and_listed() {
    let port = serve(Answers::from([
        ("/", page("home", &["/blog/", "/old", "/secret", "/nowhere", "/same", "mailto:a@b.example", "/logo.png"])),
        ("/blog", page("blog", &["../?utm_source=x", "/new#part"])),
        ("/old", ("301 Moved\r\nLocation: /new", String::new())),
        ("/new", page("new", &[])),
        ("/same", page("new", &[])),
        ("/listed", page("listed", &[])),
        ("/secret", page("secret", &[])),
        ("/robots.txt", ("200 OK\r\nContent-Type: text/plain", "User-agent: *\nDisallow: /secret\n".to_owned())),
        (
            "/sitemap.xml",
            ("200 OK\r\nContent-Type: text/xml", "<urlset><url><loc>/listed</loc></url></urlset>".to_owned()),
        ),
    ]));
    let site = read(port, &own()).unwrap();
    assert_eq!(paths(&site), ["/", "/blog", "/listed", "/new", "/same"]);
    assert_eq!(site.pages[4].same_as.as_deref(), Some("/new"));
    assert_eq!(reason(&site, "/secret"), "robots.txt asks not to read it");
    assert!(reason(&site, "/nowhere").contains("404"));
    let home = &site.pages[0];
    // The moved page and the double one are both known under the address that was kept.
    assert_eq!(home.leads_to, ["/blog", "/new", "/secret", "/nowhere"]);
    assert_eq!(site.pages[1].leads_to, ["/", "/new"]);
}

#[test]
fn it_cannot_be_turned_inward() {
    let port = serve(Answers::from([("/", page("inner", &[]))]));
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"] {
        let place = Place::parse(&format!("http://{host}:{port}/")).unwrap();
        let error = crawl(&place, &Manners::default(), &mut |_| {}).unwrap_err().to_string();
        assert!(error.contains("not public"), "{host}: {error}");
    }
    // A host that is allowed does not open the others: a redirect from it is looked at as well.
    let port = serve(Answers::from([
        ("/", page("home", &["/out", "/in"])),
        ("/out", ("302 Found\r\nLocation: http://localhost:{port}/in", String::new())),
        ("/in", page("in", &[])),
    ]));
    let site = read(port, &own()).unwrap();
    assert_eq!(paths(&site), ["/", "/in"]);
    assert!(reason(&site, "/out").contains("outside this site"), "{:?}", site.left_out);
    let error =
        crawl(&Place::parse(&format!("http://127.0.0.1:{port}/out")).unwrap(), &own(), &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("not public"), "{error}");
}

#[test]
fn endless_and_pretended_pages_are_left_out() {
    let days: Vec<String> = (1..200).map(|day| format!("/calendar/{day}")).collect();
    let mut answers = Answers::from([("/", page("home", &days.iter().map(String::as_str).collect::<Vec<_>>()))]);
    // Every other address answers 200 with the same friendly page.
    answers.insert("*", page("we could not find what was asked for", &["/a/a/a/a"]));
    let site = read(serve(answers), &own()).unwrap();
    assert_eq!(paths(&site), ["/"]);
    assert!(site.left_out.iter().any(|left| left.reason.contains("this sort of address")));
    assert!(site.left_out.iter().any(|left| left.reason.contains("as if it were there")));
}

#[test]
fn limits_and_refusals_are_told() {
    let port = serve(Answers::from([
        ("/", page("home", &["/a", "/b", "/c"])),
        ("/a", page("a", &[])),
        ("/b", page("b", &[])),
    ]));
    let site = read(port, &Manners { pages_max: 2, ..own() }).unwrap();
    assert!(site.is_cut && site.pages.len() == 2 && site.remarks[0].contains("there are more"));
    let port = serve(Answers::from([
        ("/", page("home", &[])),
        ("/robots.txt", ("200 OK\r\nContent-Type: text/plain", "User-agent: *\nDisallow: /\n".to_owned())),
    ]));
    assert!(read(port, &own()).unwrap_err().to_string().contains("robots.txt"));
    let port = serve(Answers::from([("/", ("503 Busy", String::new()))]));
    assert!(read(port, &own()).unwrap_err().to_string().contains("503"));
}

#[test]
fn a_site_made_by_scripts_is_called_one() {
    let shell = (HTML, "<title>App</title><body><div id=root></div><script src=/app.js></script></body>".to_owned());
    let site = read(serve(Answers::from([("/", shell)])), &own()).unwrap();
    assert!(site.remarks[0].contains("only to a browser"), "{:?}", site.remarks);
}

#[test]
fn a_folder_is_a_site() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, (_, body): (&str, String)| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, body).unwrap();
    };
    write("index.html", page("home", &["about/", "pricing", "https://vendor.example/blog/x/"]));
    write("about/index.html", page("about", &["../pricing.html", "team"]));
    write("about/team/index.html", page("team", &[]));
    write("pricing.html", page("pricing", &[]));
    write("blog/x/index.html", page("x", &[]));
    write("broken.pdf", ("", "%PDF-1.7 nothing".to_owned()));
    write("sitemap.xml", ("", "<urlset><url><loc>https://www.vendor.example/about</loc></url></urlset>".to_owned()));
    let site =
        crawl(&Place::parse(folder.path().to_str().unwrap()).unwrap(), &Manners::default(), &mut |_| {}).unwrap();
    assert_eq!(site.name, "vendor.example");
    assert_eq!(paths(&site), ["/", "/about", "/about/team", "/blog/x", "/pricing.html"]);
    assert_eq!(site.pages[0].leads_to, ["/about", "/pricing.html", "/blog/x"]);
    assert_eq!(site.pages[1].leads_to, ["/pricing.html", "/about/team"]);
    assert!(site.left_out[0].reason.contains("PDF"));
    let empty = tempfile::tempdir().unwrap();
    let error = crawl(&Place::Folder(empty.path().to_owned()), &Manners::default(), &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("no HTML"));
}

#[test]
fn an_unfinished_crawl_goes_on_where_it_ended() {
    let (port, asked) = serve_and_note(Answers::from([
        ("/", page("home", &["/a", "/b", "/c"])),
        ("/a", page("apples", &[])),
        ("/b", page("bridges", &["/d"])),
        ("/c", page("candles", &[])),
        ("/d", page("doors", &[])),
    ]));
    let folder = tempfile::tempdir().unwrap();
    let kept = Manners { kept_in: Some(folder.path().to_owned()), ..own() };
    let first = read(port, &Manners { pages_max: 3, ..kept.clone() }).unwrap();
    assert!(first.is_cut);
    let times = |path: &str| asked.lock().unwrap().iter().filter(|asked| *asked == path).count();
    assert_eq!((times("/a"), times("/c")), (1, 0));

    let whole = read(port, &kept).unwrap();
    assert_eq!(paths(&whole), ["/", "/a", "/b", "/c", "/d"]);
    assert_eq!((times("/a"), times("/b"), times("/c"), times("/d")), (1, 1, 1, 1));
    // Once it is read to its end, the next crawl asks anew.
    read(port, &kept).unwrap();
    assert_eq!(times("/a"), 2);
}

#[test]
fn pages_that_scripts_build_are_opened_in_a_browser_that_reaches_nothing_else() {
    let Some(browser) = Browser::find() else {
        assert!(std::env::var_os("ENFILADE_REQUIRE_BROWSER").is_none(), "no Chromium was found");
        return;
    };
    let (inner, reached) = serve_and_note(Answers::from([("*", (HTML, "secret words".to_owned()))]));
    let script = format!(
        "<title>shell</title><div id=app></div><script>\
         const say = text => {{ const p = document.createElement('p'); p.innerHTML = text; document.getElementById('app').append(p); }};\
         say('Three teams wait for each other at the end of every month, and nobody sees the whole of it until the \
         ninth day, when somebody asks who has the list. <a href=\"/next\">What others tried</a>');\
         fetch('http://127.0.0.1:{inner}/a').then(r => r.text()).then(say, () => say('locked'));\
         fetch('http://[::1]:{inner}/b').catch(() => 0); new Image().src = 'http://metadata.invalid:{inner}/c';</script>"
    );
    let port = serve(Answers::from([("/", (HTML, script)), ("/next", page("options", &[]))]));
    let manners = Manners { allowed_hosts: vec!["localhost".to_owned()], ..Manners::default() };
    let place = Place::parse(&format!("http://localhost:{port}/")).unwrap();
    let plain = crawl(&place, &manners, &mut |_| {}).unwrap();
    assert_eq!(paths(&plain), ["/"]);
    assert!(plain.remarks[0].contains("browser"), "{:?}", plain.remarks);

    let seen = crawl(&place, &Manners { browser: Some(browser), ..manners }, &mut |_| {}).unwrap();
    assert_eq!(paths(&seen), ["/", "/next"]);
    let text: String = seen.pages[0].page.blocks.iter().map(|block| block.text.as_str()).collect();
    assert!(text.contains("Three teams wait") && text.contains("locked"), "{text}");
    assert_eq!(*reached.lock().unwrap(), Vec::<String>::new());
    assert!(seen.remarks[0].contains("1 of 2 pages"), "{:?}", seen.remarks);
}

#[test]
fn of_a_folder_too_large_the_first_page_and_what_it_leads_to_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..20 {
        let name = format!("aaa-{number:02}.html");
        std::fs::write(folder.path().join(&name), page(&name, &[]).1).unwrap();
    }
    std::fs::write(folder.path().join("index.html"), page("home", &["pricing", "ways.html"]).1).unwrap();
    std::fs::write(folder.path().join("pricing.html"), page("pricing", &["terms.html"]).1).unwrap();
    std::fs::write(folder.path().join("terms.html"), page("terms", &[]).1).unwrap();
    std::fs::write(folder.path().join("ways.html"), page("ways", &[]).1).unwrap();
    let place = Place::Folder(folder.path().to_owned());
    let manners = |pages_max| Manners { pages_max, ..Manners::default() };
    let site = crawl(&place, &manners(4), &mut |_| {}).unwrap();
    assert_eq!(paths(&site), ["/", "/pricing.html", "/terms.html", "/ways.html"]);
    assert!(site.is_cut && site.remarks[0].starts_with("4 of 24 pages were read"), "{:?}", site.remarks);
    assert_eq!(paths(&crawl(&place, &manners(1), &mut |_| {}).unwrap()), ["/"]);
    let site = crawl(&place, &manners(6), &mut |_| {}).unwrap();
    assert_eq!(paths(&site)[1..3], ["/aaa-00.html", "/aaa-01.html"]);
    assert!(!crawl(&place, &manners(24), &mut |_| {}).unwrap().is_cut);
}

#[test]
fn a_folder_of_shells_is_called_one_and_ports_tell_sites_apart() {
    let folder = tempfile::tempdir().unwrap();
    let shell = "<title>App</title><div id=root></div><script src=/app.js></script>";
    std::fs::write(folder.path().join("index.html"), shell).unwrap();
    let site = crawl(&Place::Folder(folder.path().to_owned()), &Manners::default(), &mut |_| {}).unwrap();
    assert!(site.pages[0].page.needs_scripts && site.remarks[0].contains("runs scripts"), "{:?}", site.remarks);
    let port = serve(Answers::from([("/", page("home", &[]))]));
    assert_eq!(read(port, &own()).unwrap().name, format!("127.0.0.1:{port}"));
}
