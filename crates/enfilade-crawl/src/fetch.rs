//! One request at a time, bounded in time and size; redirects are followed by hand, so that each is looked at.

use std::io::Read as _;
use std::time::Duration;

use url::Url;

use crate::guard::{GuardedResolver, REFUSED};

/// Bytes read of one answer. A page beyond that is read in part.
const BYTES_MAX: u64 = 24 * 1024 * 1024;

/// Redirects followed from one address.
const REDIRECTS_MAX: usize = 8;

const CONNECT_MAX: Duration = Duration::from_secs(10);
const WHOLE_MAX: Duration = Duration::from_secs(30);

/// What follows a refusal where the operator reads it; strangers can do nothing with it.
pub const FOR_THE_OPERATOR: &str =
    "; if that is meant, allow its host by name (--allow-host, or crawl_allowed_hosts in the configuration)";

/// How this program calls itself, with the word that robots.txt can name.
pub(crate) const AGENT: &str = "enfilade";
const AGENT_LINE: &str =
    concat!("Mozilla/5.0 (compatible; enfilade/", env!("CARGO_PKG_VERSION"), "; reads pages by their room)");

/// What came back.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The address that answered, after redirects.
    pub url: Url,
    pub status: u16,
    /// The media type in lower case, without parameters; may be empty.
    pub media_type: String,
    pub body: Vec<u8>,
    /// Whether the body was longer than is read.
    pub is_cut: bool,
    /// What the server asks of robots in its `X-Robots-Tag`, in lower case; may be empty.
    pub robots_tag: String,
    pub(crate) charset: String,
}

impl Fetched {
    /// The body as text: by the charset of the header, else of the markup, else UTF-8; what cannot be read is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        let named = if self.charset.is_empty() { charset_in(&self.body) } else { self.charset.clone() };
        match named.as_str() {
            "iso-8859-1" | "latin1" | "windows-1252" | "iso-8859-15" | "us-ascii"
                if std::str::from_utf8(&self.body).is_err() =>
            {
                self.body.iter().map(|byte| western(*byte)).collect()
            }
            _ => String::from_utf8_lossy(&self.body).into_owned(),
        }
    }
}

/// The charset that markup names in its first kilobytes.
fn charset_in(body: &[u8]) -> String {
    let head = String::from_utf8_lossy(&body[..body.len().min(2_048)]).to_lowercase();
    let after = head.split("charset=").nth(1).unwrap_or_default();
    after.trim_start_matches(['"', '\'']).chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// A byte of windows-1252, which is what latin1 means on the web; only its punctuation lies outside Unicode's Latin-1.
fn western(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x95 => '•',
        0x96 => '–',
        0x97 => '—',
        0x99 => '™',
        other => char::from(other),
    }
}

/// Fetches addresses, none of them inward.
#[derive(Debug)]
pub struct Fetcher {
    agent: ureq::Agent,
}

impl Fetcher {
    #[must_use]
    pub fn new(allowed_hosts: &[String]) -> Self {
        let config = ureq::Agent::config_builder()
            // A proxy would resolve names itself, behind the guard's back.
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(AGENT_LINE)
            .accept("text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5")
            .timeout_connect(Some(CONNECT_MAX))
            .timeout_resolve(Some(CONNECT_MAX))
            .timeout_global(Some(WHOLE_MAX))
            .build();
        let resolver = GuardedResolver::new(allowed_hosts);
        Self {
            agent: ureq::Agent::with_parts(config, ureq::unversioned::transport::DefaultConnector::default(), resolver),
        }
    }

    /// Fetches an address, following redirects.
    ///
    /// # Errors
    /// A sentence that says what stood in the way.
    pub fn get(&self, url: &Url) -> Result<Fetched, String> {
        self.get_if(url, &|_| true)
    }

    /// Fetches an address, following redirects as long as `may` agrees to where they lead.
    pub(crate) fn get_if(&self, url: &Url, may: &dyn Fn(&Url) -> bool) -> Result<Fetched, String> {
        let asked = url;
        let mut url = url.clone();
        for _ in 0..=REDIRECTS_MAX {
            let mut answer = self.agent.get(url.as_str()).call().map_err(|error| {
                let reason = in_words(&error);
                // What stands in the way is not the address that somebody gave.
                if url == *asked { reason } else { format!("it redirects to {url}, and there: {reason}") }
            })?;
            let status = answer.status().as_u16();
            let header = |name: &str| {
                answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
            };
            if matches!(status, 301 | 302 | 303 | 307 | 308) {
                let to = header("location");
                let next = url.join(&to).map_err(|_| format!("it redirects to `{to}`, which is no address"))?;
                if !matches!(next.scheme(), "http" | "https") {
                    return Err(format!("it redirects to `{to}`, which is not fetched"));
                }
                if !may(&next) {
                    return Err(format!("it redirects to {next}, outside this site"));
                }
                url = next;
                continue;
            }
            let media = header("content-type").to_lowercase();
            let (media_type, rest) = media.split_once(';').unwrap_or((&media, ""));
            let charset = rest.split("charset=").nth(1).unwrap_or_default().trim_matches(['"', '\'', ' ']).to_owned();
            let robots_tag = header("x-robots-tag").to_lowercase();
            let mut body = Vec::new();
            let reader = answer.body_mut().as_reader();
            reader.take(BYTES_MAX + 1).read_to_end(&mut body).map_err(|error| format!("it broke off: {error}"))?;
            let is_cut = body.len() as u64 > BYTES_MAX;
            body.truncate(BYTES_MAX as usize);
            return Ok(Fetched {
                url,
                status,
                media_type: media_type.trim().to_owned(),
                body,
                is_cut,
                robots_tag,
                charset,
            });
        }
        Err(format!("it redirects more than {REDIRECTS_MAX} times"))
    }
}

fn in_words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(inner) if inner.to_string() == REFUSED => {
            format!("{REFUSED}{FOR_THE_OPERATOR}")
        }
        ureq::Error::HostNotFound => "its host is not known; is the name spelt right?".to_owned(),
        ureq::Error::Timeout(_) => "it did not answer in time".to_owned(),
        ureq::Error::Io(inner) => format!("it cannot be reached: {inner}"),
        other => format!("it cannot be fetched: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_refused_redirect_names_where_it_leads() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answering = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 1024]).unwrap();
            let answer = "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/secrets\r\nContent-Length: 0\r\n\r\n";
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let asked = Url::parse(&format!("http://{address}/")).unwrap();
        let refused = Fetcher::new(&["127.0.0.1".to_owned()]).get(&asked).unwrap_err();
        answering.join().unwrap();
        let start = format!("it redirects to http://169.254.169.254/secrets, and there: {REFUSED}");
        assert!(refused.starts_with(&start), "{refused}");
        let itself = Fetcher::new(&[]).get(&asked).unwrap_err();
        assert!(itself.starts_with(REFUSED), "{itself}");
    }
}
