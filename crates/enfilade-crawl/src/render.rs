//! Pages that show their text only to a browser, opened in one. The browser is held on the same leash as the crawler: it
//! can reach the host of the page, at the address that the guard looked at, and nothing else.

use std::io::Read as _;
use std::net::{IpAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use url::Url;

use crate::guard;

/// Names under which a Chromium is installed.
const PROGRAMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Milliseconds of the page's own clock that its scripts get; the browser does not wait them out.
const SCRIPT_MS: u32 = 10_000;

/// Time after which a page that goes on and on is given up.
const WHOLE_MAX: Duration = Duration::from_secs(40);

/// Bytes of a page that are taken from the browser.
const BYTES_MAX: u64 = 24 * 1024 * 1024;

/// An installed browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    program: PathBuf,
}

impl Browser {
    /// The first Chromium on the path.
    #[must_use]
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let program = PROGRAMS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        program.into_iter().find(|file| file.is_file()).map(|program| Self { program })
    }

    /// The page's markup after its scripts have run.
    ///
    /// # Errors
    /// A sentence that says what stood in the way.
    pub(crate) fn read(&self, url: &Url, allowed_hosts: &[String]) -> Result<String, String> {
        let host = url.host_str().ok_or("it has no host")?;
        let rules = leash(host, address(url, allowed_hosts)?);
        let profile = tempfile::tempdir().map_err(|error| format!("a browser cannot be started: {error}"))?;
        self.run(url, &rules, profile.path())
    }

    fn run(&self, url: &Url, rules: &str, profile: &Path) -> Result<String, String> {
        let mut command = Command::new(&self.program);
        command.args([
            "--headless",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--disable-sync",
            "--mute-audio",
            "--no-first-run",
            "--no-proxy-server",
            // Scripts could otherwise send datagrams past the rules for names.
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--dump-dom",
        ]);
        // Chromium refuses its own sandbox to root.
        if rustix::process::geteuid().is_root() {
            command.arg("--no-sandbox");
        }
        command
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("--host-resolver-rules={rules}"))
            .arg(format!("--virtual-time-budget={SCRIPT_MS}"))
            .arg(url.as_str())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("a browser cannot be started: {error}"))?;
        let output = child.stdout.take().ok_or("the browser says nothing")?;
        let reading = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            output.take(BYTES_MAX).read_to_end(&mut bytes).map(|_| bytes)
        });
        let begun = Instant::now();
        let ended = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Ok(status),
                Ok(None) if begun.elapsed() < WHOLE_MAX => std::thread::sleep(Duration::from_millis(20)),
                Ok(None) => break Err("the browser did not finish it in time".to_owned()),
                Err(error) => break Err(format!("the browser was lost: {error}")),
            }
        };
        if ended.is_err() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let bytes = reading.join().map_err(|_| "the browser's answer was lost")?;
        let status = ended?;
        let bytes = bytes.map_err(|error| format!("the browser's answer was lost: {error}"))?;
        if !status.success() || bytes.is_empty() {
            return Err(format!("the browser failed ({status})"));
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The address of a page's host, where it may be fetched at all.
fn address(url: &Url, allowed_hosts: &[String]) -> Result<IpAddr, String> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(443);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found: Vec<IpAddr> = (bare, port)
        .to_socket_addrs()
        .map_err(|error| format!("its host is not known: {error}"))?
        .map(|address| address.ip())
        .collect();
    let is_allowed = guard::is_allowed(host, allowed_hosts) || found.iter().all(|address| guard::is_public(*address));
    if !is_allowed {
        return Err(guard::REFUSED.to_owned());
    }
    // Where there is a choice, the older protocol is the one that works everywhere.
    found
        .iter()
        .find(|address| address.is_ipv4())
        .or(found.first())
        .copied()
        .ok_or_else(|| "its host is not known".to_owned())
}

/// Rules for the browser's names: this host is at this address, and there is no other host, by name or by number.
fn leash(host: &str, address: IpAddr) -> String {
    let to = match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    };
    format!("MAP {host} {to}, MAP * ~NOTFOUND")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inward_pages_are_not_opened() {
        let url = Url::parse("http://127.0.0.1:9/").unwrap();
        assert_eq!(address(&url, &[]).unwrap_err(), guard::REFUSED);
        assert!(address(&url, &["127.0.0.1".to_owned()]).is_ok());
        let url = Url::parse("http://[::1]:9/").unwrap();
        assert_eq!(address(&url, &[]).unwrap_err(), guard::REFUSED);
    }
}
