//! A running `enfilade serve`, and a small HTTP client to talk to it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::house::House;

/// How long anything may take before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A server that is stopped with the test.
pub(crate) struct Server {
    child: Child,
    said: Receiver<String>,
    pub(crate) address: String,
    pub(crate) key: String,
    /// The path of the one-time set-up link, where one was printed.
    pub(crate) set_up: Option<String>,
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Server {
    pub(crate) fn start(house: &House) -> Self {
        Self::start_as(house, &["serve", "--listen", "127.0.0.1:0"])
    }

    pub(crate) fn start_as(house: &House, arguments: &[&str]) -> Self {
        let mut child = house.command().args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, said) = channel();
        std::thread::spawn(move || {
            // Reads to the end, so that the server never waits for somebody to listen.
            for line in lines.map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut server = Self { child, said, address: String::new(), key: String::new(), set_up: None };
        server.address = server.wait_for("listening on http://");
        server.key = server.wait_for("write key ");
        let (way_in, rest) = server.wait_for_one(&["set up (once): ", "sign in at ", "open without sign-in"]);
        if way_in.starts_with("set up") {
            server.set_up = rest.split_once("/set-up?").map(|(_, query)| format!("/set-up?{query}"));
        }
        server
    }

    /// Waits for a line that begins so, and gives the rest of it.
    fn wait_for(&self, start: &str) -> String {
        self.wait_for_one(&[start]).1
    }

    /// Waits for the first line that begins in one of these ways, and gives the beginning and the rest of it.
    fn wait_for_one<'a>(&self, starts: &[&'a str]) -> (&'a str, String) {
        let mut heard = Vec::new();
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let Ok(line) = self.said.recv_timeout(PATIENCE) else { break };
            if let Some(found) = starts.iter().find_map(|start| Some((*start, line.strip_prefix(start)?.to_owned()))) {
                return found;
            }
            heard.push(line);
        }
        panic!("the server never said any of {starts:?}, but {heard:#?}");
    }

    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        send(&self.address, "GET", path, headers, b"").unwrap()
    }

    pub(crate) fn post_form(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        send(&self.address, "POST", path, &all, body.as_bytes()).unwrap()
    }

    /// Posts a message with the write key in its body.
    pub(crate) fn collect(&self, path: &str, message: &Value) -> Response {
        self.collect_with(path, &[], message)
    }

    pub(crate) fn collect_with(&self, path: &str, headers: &[(&str, &str)], message: &Value) -> Response {
        let mut message = message.clone();
        message["writeKey"] = Value::String(self.key.clone());
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        send(&self.address, "POST", path, &all, message.to_string().as_bytes()).unwrap()
    }

    /// Uses the set-up link and gives the cookie of the signed-in browser.
    pub(crate) fn set_up(&self, email: &str, password: &str) -> String {
        let link = self.set_up.as_deref().expect("a set-up link was printed");
        let token = link.split_once("token=").unwrap().1;
        let form = format!("token={token}&email={email}&password={password}&password_again={password}");
        let response = self.post_form("/set-up", &[], &form);
        assert_eq!(response.status, 303, "{response:#?}");
        response.cookie()
    }

    /// Tells the process to stop, as a service manager does, and waits for it.
    pub(crate) fn terminate(mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status().unwrap();
        assert!(told.success());
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, began.elapsed());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server did not stop within {PATIENCE:?}");
    }

    /// Ends the process without warning.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The name and value of the cookie that was set.
    pub(crate) fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// The hidden token of the first form.
    pub(crate) fn form_token(&self) -> String {
        let (_, rest) = self.body.split_once("name=\"csrf_token\" value=\"").expect("a form with a token");
        rest.split_once('"').unwrap().0.to_owned()
    }
}

/// One request on a connection of its own.
pub(crate) fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> std::io::Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut request = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request.push_str(&format!("host: {address}\r\n"));
    }
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    stream.write_all(request.as_bytes())?;
    // A server that refuses early may stop reading; its answer counts, not the broken pipe.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let cut_short = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut_short)?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(cut_short)?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok(Response { status, headers, body: body.to_owned() })
}

/// Asks until the answer is there.
pub(crate) fn until<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < limit, "nothing within {limit:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
