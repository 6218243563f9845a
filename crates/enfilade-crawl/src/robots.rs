//! What a site asks of robots.

use std::time::Duration;

use robotxt::Robots;
use url::Url;

use crate::fetch::{AGENT, Fetcher};

/// A pause that a site asks for is kept up to this; beyond it, fewer pages are read in the time there is.
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// The rules that hold for this program.
#[derive(Debug)]
pub(crate) struct Rules {
    robots: Robots,
    pub(crate) sitemaps: Vec<Url>,
    pub(crate) pause: Option<Duration>,
}

impl Rules {
    /// Fetches the rules. A site without them allows everything; one whose rules cannot be had for an error of the
    /// server allows nothing (RFC 9309, 2.3.1).
    pub(crate) fn fetch(fetcher: &Fetcher, root: &Url) -> Result<Self, String> {
        let Ok(url) = root.join("/robots.txt") else { return Ok(Self::read(b"", root)) };
        let fetched = fetcher.get(&url)?;
        match fetched.status {
            200..=299 if fetched.media_type != "text/html" => Ok(Self::read(&fetched.body, root)),
            500..=599 => Err(format!("robots.txt answers {}; until it can be read, nothing is", fetched.status)),
            _ => Ok(Self::read(b"", root)),
        }
    }

    pub(crate) fn read(text: &[u8], root: &Url) -> Self {
        let text = &text[..text.len().min(512 * 1024)];
        let robots = Robots::parse(text, AGENT);
        let lines = String::from_utf8_lossy(text);
        // Relative ones are not in the standard, and common.
        let sitemaps = lines
            .lines()
            .filter_map(|line| value_of(line, "sitemap"))
            .filter_map(|value| root.join(value).ok())
            .collect();
        Self { robots, sitemaps, pause: pause_in(&lines) }
    }

    pub(crate) fn allow(&self, url: &Url) -> bool {
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        self.robots.is_allowed(&path)
    }
}

fn value_of<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let line = line.split('#').next().unwrap_or_default();
    let (key, value) = line.split_once(':')?;
    key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
}

/// `Crawl-delay` is no part of the standard; those who write it mean it. The one of our own group counts before that of
/// everybody's.
fn pause_in(text: &str) -> Option<Duration> {
    let (mut own, mut all) = (None, None);
    let mut agents: Vec<String> = Vec::new();
    let mut in_rules = false;
    for line in text.lines() {
        if let Some(agent) = value_of(line, "user-agent") {
            if in_rules {
                agents.clear();
                in_rules = false;
            }
            agents.push(agent.to_lowercase());
        } else if value_of(line, "allow").is_some() || value_of(line, "disallow").is_some() {
            in_rules = true;
        } else if let Some(seconds) = value_of(line, "crawl-delay").and_then(|value| value.parse::<f64>().ok()) {
            in_rules = true;
            if seconds.is_finite() && seconds >= 0.0 {
                let pause = Duration::from_secs_f64(seconds.min(3_600.0)).min(PAUSE_MAX);
                if agents.iter().any(|agent| agent == AGENT) {
                    own = Some(pause);
                } else if agents.iter().any(|agent| agent == "*") {
                    all = Some(pause);
                }
            }
        }
    }
    own.or(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_all_and_for_us() {
        let root = Url::parse("https://a.example/").unwrap();
        let text = b"User-agent: *\nDisallow: /private\nCrawl-delay: 2\n\nUser-agent: other\nCrawl-delay: 90\n\nSitemap: /map.xml\n";
        let rules = Rules::read(text, &root);
        assert!(!rules.allow(&root.join("/private/x").unwrap()));
        assert!(rules.allow(&root.join("/blog").unwrap()));
        assert_eq!(rules.sitemaps, [root.join("/map.xml").unwrap()]);
        assert_eq!(rules.pause, Some(Duration::from_secs(2)));
        assert!(!Rules::read(b"User-agent: enfilade\nDisallow: /\n", &root).allow(&root));
        assert_eq!(Rules::read(b"User-agent: *\nCrawl-delay: -1\n", &root).pause, None);
    }
}
