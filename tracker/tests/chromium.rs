//! Drives a headless Chromium through chromedriver's WebDriver interface: the few commands these tests need.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

const FLAGS: [&str; 8] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A browser with an empty profile; ends with the value.
#[derive(Debug)]
pub(crate) struct Chromium {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Chromium {
    /// Starts a browser. `None` when there is none on this machine.
    pub(crate) fn start() -> Option<Self> {
        let mut driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().ok()?;
        let lines = BufReader::new(driver.stdout.take()?).lines().map_while(Result::ok);
        let port = lines
            .filter_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok())
            .next()?;
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self { driver, port, session: String::new(), _profile: profile };
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", browser._profile.path().display()));
        let wanted = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": flags}}}});
        let session = browser.send("POST", "/session", &wanted);
        browser.session = session["sessionId"].as_str().expect("a session").to_owned();
        // A window that nobody sees has the focus or not as the version of Chromium pleases; a reader's has it.
        browser.devtools("Emulation.setFocusEmulationEnabled", &json!({"enabled": true}));
        Some(browser)
    }

    pub(crate) fn open(&self, url: &str) {
        self.command("POST", "url", &json!({ "url": url }));
    }

    /// Makes the window so wide and high, in pixels.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        self.command("POST", "window/rect", &json!({"width": width, "height": height}));
    }

    /// Runs a function body in the page and returns what it returns.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.command("POST", "execute/sync", &json!({"script": script, "args": []}))
    }

    /// Clicks the element as a hand would.
    pub(crate) fn click(&self, selector: &str) {
        self.command("POST", &format!("element/{}/click", self.find(selector)), &json!({}));
    }

    /// Types into a field as a hand would, over whatever stands there.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        self.command("POST", &format!("element/{}/clear", self.find(selector)), &json!({}));
        self.give(selector, text);
    }

    /// Types into a field, or gives a file's path to one that asks for a file.
    pub(crate) fn give(&self, selector: &str, text: &str) {
        self.command("POST", &format!("element/{}/value", self.find(selector)), &json!({ "text": text }));
    }

    fn find(&self, selector: &str) -> String {
        let element = self.command("POST", "element", &json!({"using": "css selector", "value": selector}));
        let id = element.as_object().and_then(|element| element.values().next()?.as_str());
        id.unwrap_or_else(|| panic!("no element {selector}")).to_owned()
    }

    /// Presses the keys together, the last one last (WebDriver's key codes).
    pub(crate) fn press(&self, keys: &[&str]) {
        let down = keys.iter().map(|key| json!({"type": "keyDown", "value": key}));
        let up = keys.iter().rev().map(|key| json!({"type": "keyUp", "value": key}));
        let actions: Vec<Value> = down.chain(up).collect();
        self.command("POST", "actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}));
    }

    /// Types a text or presses single keys, one after the other.
    pub(crate) fn type_keys(&self, text: &str) {
        let strokes = text
            .chars()
            .map(String::from)
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})));
        let actions: Vec<Value> = strokes.collect();
        self.command("POST", "actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}));
    }

    /// Runs before the scripts of every page from now on.
    pub(crate) fn before_every_page(&self, source: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
    }

    /// A command of the browser's own protocol, for what WebDriver does not have.
    pub(crate) fn devtools(&self, name: &str, parameters: &Value) -> Value {
        self.command("POST", "goog/cdp/execute", &json!({"cmd": name, "params": parameters}))
    }

    /// Shows pages in a window of exactly this width, in `light` or `dark`, on `screen` or in `print`.
    pub(crate) fn show_as(&self, width: u32, scheme: &str, medium: &str) {
        let window = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &window);
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", &json!({"media": medium, "features": features}));
    }

    /// The cookies of the open page.
    pub(crate) fn cookies(&self) -> Vec<Value> {
        self.command("GET", "cookie", &Value::Null).as_array().cloned().unwrap_or_default()
    }

    fn command(&self, method: &str, name: &str, body: &Value) -> Value {
        self.send(method, &format!("/session/{}/{name}", self.session), body)
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, mut answer) = self.exchange(method, path, body).expect("an answer of chromedriver");
        assert!(status.contains(" 200 "), "{method} {path}: {answer}");
        answer["value"].take()
    }

    /// One request over a connection of its own: the status line and the JSON answer.
    fn exchange(&self, method: &str, path: &str, body: &Value) -> std::io::Result<(String, Value)> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut answer = BufReader::new(stream);
        let (mut status, mut length) = (String::new(), 0);
        answer.read_line(&mut status)?;
        for line in answer.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut bytes = vec![0; length];
        answer.read_exact(&mut bytes)?;
        Ok((status, serde_json::from_slice(&bytes)?))
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Ending the session ends the browser; a killed driver would leave it behind.
        let _ = self.exchange("DELETE", &format!("/session/{}", self.session), &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
