//! A site as a visitor finds it: fetched politely over HTTP, or read from a folder of files.
//!
//! The one place that follows addresses somebody else wrote, and therefore the one that must never be turned inward:
//! [`guard`] looks at every address after every resolution, before anything is connected. What is refused, unreachable,
//! double or empty is named in [`Site::left_out`] with its reason, so that nobody takes a part for the whole.

mod address;
mod answer;
mod double;
mod fetch;
mod folder;
pub mod guard;
mod kept;
mod live;
mod pdf;
mod render;
mod robots;
mod shell;
mod sitemap;

use std::path::PathBuf;
use std::time::Duration;

use enfilade_content::Page;

pub use address::{path_of, path_of_text};
pub use answer::page_of;
pub use fetch::{FOR_THE_OPERATOR, Fetched, Fetcher};
pub use render::Browser;

/// How a crawl behaves. The usual values are those of a guest who wants to be asked back.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Pages read at most.
    pub pages_max: usize,
    /// The pause between two requests to a public host.
    pub pause: Duration,
    /// Time after which the crawl ends with what it has.
    pub time_max: Duration,
    /// Hosts that may be fetched although their addresses are not public; the operator named them.
    pub allowed_hosts: Vec<String>,
    /// A browser for pages that show their text only to one.
    pub browser: Option<Browser>,
    /// A folder in which an unfinished crawl leaves its answers for a day, so that the next one goes on from there.
    pub kept_in: Option<PathBuf>,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            pages_max: 500,
            pause: Duration::from_millis(500),
            time_max: Duration::from_secs(20 * 60),
            allowed_hosts: Vec::new(),
            browser: None,
            kept_in: None,
        }
    }
}

/// Where a site is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Address(url::Url),
    Folder(PathBuf),
}

impl Place {
    /// Reads what somebody typed: an address with or without its scheme, or a folder that exists.
    ///
    /// # Errors
    /// It is neither.
    pub fn parse(text: &str) -> Result<Self, CrawlError> {
        let path = PathBuf::from(text);
        if path.is_dir() {
            return Ok(Self::Folder(path));
        }
        if path.is_file() {
            return Err(CrawlError::NoSite(format!("{text} is a file; give its folder, or use classify for one page")));
        }
        Self::parse_address(text)
    }

    /// Reads an address with or without its scheme; never a folder.
    ///
    /// # Errors
    /// It is none.
    pub fn parse_address(text: &str) -> Result<Self, CrawlError> {
        address::parse(text).map(Self::Address).map_err(CrawlError::NoSite)
    }
}

/// A page that was read.
#[derive(Debug, Clone)]
pub struct SitePage {
    /// The whole address; for a folder, the path only.
    pub url: String,
    /// From the first slash, without a slash at the end: the key of the content library.
    pub path: String,
    pub page: Page,
    /// The path of another page that says the same, where this one is only a copy of it.
    pub same_as: Option<String>,
    /// Paths of this site that the main content leads to, in order, each once.
    pub leads_to: Vec<String>,
}

/// Something that was found and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub url: String,
    pub reason: String,
}

/// A site as it was read, pages in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The host, with its port where that is not the usual one; or the folder's name.
    pub name: String,
    pub pages: Vec<SitePage>,
    pub left_out: Vec<LeftOut>,
    /// Whether a limit of pages or time ended it.
    pub is_cut: bool,
    /// What somebody should know about the whole, such as a site that shows its text only to a browser.
    pub remarks: Vec<String>,
}

/// How far a crawl is.
#[derive(Debug, Clone)]
pub struct Progress {
    pub done: usize,
    /// Addresses known so far, those done included.
    pub known: usize,
    pub at: String,
}

/// Why there is no site to speak of.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    #[error("{0}")]
    NoSite(String),
    #[error("{url}: {reason}")]
    Unreachable { url: String, reason: String },
    #[error("{path}: {source}")]
    Folder { path: PathBuf, source: std::io::Error },
}

/// Reads a site.
///
/// # Errors
/// The first page cannot be had at all, or the folder cannot be read. Anything later is named in [`Site::left_out`].
pub fn crawl(place: &Place, manners: &Manners, told: &mut dyn FnMut(&Progress)) -> Result<Site, CrawlError> {
    match place {
        Place::Address(url) => live::crawl(url, manners, told),
        Place::Folder(path) => folder::read(path, manners.pages_max, told),
    }
}
