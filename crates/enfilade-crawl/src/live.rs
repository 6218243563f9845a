//! Reading a site over HTTP: what it asks of robots first, then its sitemaps and its links, breadth first.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::thread::sleep;
use std::time::{Duration, Instant};

use enfilade_content::{Page, read_page};
use url::Url;

use crate::answer::{page_of, refusal};
use crate::double::{Met, is_alike, says_not_found};
use crate::fetch::{Fetched, Fetcher};
use crate::kept::Kept;
use crate::robots::Rules;
use crate::{CrawlError, LeftOut, Manners, Progress, Site, SitePage, address, guard, shell, sitemap};

/// Sitemaps read of one site, and addresses taken from them.
const SITEMAPS_MAX: usize = 60;
const KNOWN_MAX: usize = 20_000;

/// Pages of one shape, such as the days of a calendar, that are read where no sitemap names them.
const SHAPE_MAX: usize = 40;

/// Failures in a row after which a site is left alone.
const FAILURES_MAX: usize = 8;

/// How long a server that asks for patience is waited for, once.
const PATIENCE_MAX: Duration = Duration::from_secs(20);

/// Things left out that are named; beyond it they are only counted.
const LEFT_OUT_MAX: usize = 2_000;

pub(crate) fn crawl(start: &Url, manners: &Manners, told: &mut dyn FnMut(&Progress)) -> Result<Site, CrawlError> {
    let fetcher = Fetcher::new(&manners.allowed_hosts);
    let unreachable = |reason: String| CrawlError::Unreachable { url: start.to_string(), reason };
    // The first page may send a visitor to where the site really is.
    let first = fetcher.get(start).map_err(unreachable)?;
    if first.status >= 400 {
        return Err(unreachable(refusal(first.status)));
    }
    let root = first.url.clone();
    let rules = Rules::fetch(&fetcher, &root).map_err(unreachable)?;
    if !rules.allow(&root) {
        return Err(unreachable("its robots.txt asks not to be read; that is respected".to_owned()));
    }
    let mut crawl = Crawl::new(&fetcher, manners, &root, rules);
    crawl.learn_missing_page();
    crawl.take(&address::normal(start), &first);
    for page in crawl.in_sitemaps() {
        crawl.sitemap.insert(page.to_string());
        crawl.find(&page);
    }
    crawl.run(told);
    Ok(crawl.finish())
}

struct Crawl<'a> {
    fetcher: &'a Fetcher,
    manners: &'a Manners,
    root: Url,
    rules: Rules,
    pause: Duration,
    kept: Option<Kept>,
    begun: Instant,
    queue: VecDeque<Url>,
    known: HashSet<String>,
    sitemap: HashSet<String>,
    shapes: HashMap<String, usize>,
    met: Met,
    missing: Option<Page>,
    pages: BTreeMap<String, Read>,
    /// Path asked for to path under which the page stands.
    aliases: HashMap<String, String>,
    left_out: Vec<LeftOut>,
    remarks: Vec<String>,
    done: usize,
    failures: usize,
    shells: usize,
    rendered: usize,
    is_cut: bool,
}

struct Read {
    url: Url,
    page: Page,
    same_as: Option<String>,
}

impl<'a> Crawl<'a> {
    fn new(fetcher: &'a Fetcher, manners: &'a Manners, root: &Url, rules: Rules) -> Self {
        let host = root.host_str().unwrap_or_default();
        // Who allows an inner host by name is its owner; nobody else is disturbed.
        let is_own = guard::is_allowed(host, &manners.allowed_hosts);
        let pause = if is_own { Duration::ZERO } else { manners.pause };
        Self {
            fetcher,
            manners,
            root: root.clone(),
            pause: rules.pause.unwrap_or_default().max(pause),
            rules,
            kept: manners.kept_in.as_deref().map(|folder| Kept::open(folder, &host_and_port(root))),
            begun: Instant::now(),
            queue: VecDeque::new(),
            known: HashSet::new(),
            sitemap: HashSet::new(),
            shapes: HashMap::new(),
            met: Met::default(),
            missing: None,
            pages: BTreeMap::new(),
            aliases: HashMap::new(),
            left_out: Vec::new(),
            remarks: Vec::new(),
            done: 0,
            failures: 0,
            shells: 0,
            rendered: 0,
            is_cut: false,
        }
    }

    /// Asks for an address that cannot exist, so that the same answer elsewhere is known for what it is.
    fn learn_missing_page(&mut self) {
        let Ok(url) = self.root.join("/enfilade-asks-for-a-page-that-is-not-there") else { return };
        if let Ok(fetched) = self.fetcher.get(&url)
            && fetched.status == 200
            && fetched.media_type.contains("html")
        {
            self.missing = Some(read_page("page.html", &fetched.text()));
        }
    }

    fn in_sitemaps(&mut self) -> Vec<Url> {
        let mut waiting: VecDeque<Url> = self.rules.sitemaps.iter().cloned().collect();
        if waiting.is_empty() {
            waiting.extend(self.root.join("/sitemap.xml"));
        }
        let (mut seen, mut pages) = (HashSet::new(), Vec::new());
        while let Some(url) = waiting.pop_front() {
            if seen.len() >= SITEMAPS_MAX || pages.len() >= KNOWN_MAX || !seen.insert(url.to_string()) {
                continue;
            }
            sleep(self.pause.min(Duration::from_millis(200)));
            let Ok(fetched) = self.fetcher.get(&url) else { continue };
            if fetched.status != 200 {
                continue;
            }
            let named = sitemap::read(&fetched.body, &fetched.url);
            let mut own: Vec<Url> =
                named.pages.iter().filter(|url| address::is_same_site(url, &self.root)).map(address::normal).collect();
            if own.is_empty() {
                // A copy of the site on another host, such as for trying it out, names the pages of the real one.
                let here = |url: &Url| self.root.join(url.path()).ok().map(|url| address::normal(&url));
                own.extend(named.pages.iter().filter_map(here));
            }
            pages.extend(own);
            waiting.extend(named.sitemaps);
        }
        pages
    }

    /// Puts an address of this site into the queue, unless it is known, no page, or one of endlessly many.
    fn find(&mut self, url: &Url) {
        let url = address::normal(url);
        let fits = address::is_same_site(&url, &self.root) && matches!(url.scheme(), "http" | "https");
        if !fits || !address::can_be_page(&url) || self.known.len() >= KNOWN_MAX {
            return;
        }
        if !self.known.insert(key(&url)) {
            return;
        }
        if !self.sitemap.contains(url.as_str()) {
            if address::is_endless(&url) {
                return self.leave_out(&url, "its address looks endless".to_owned());
            }
            let shape = address::shape(&url);
            if shape.contains('0') || url.query().is_some() {
                let count = self.shapes.entry(shape).or_default();
                *count += 1;
                if *count > SHAPE_MAX {
                    return self.leave_out(&url, format!("more than {SHAPE_MAX} pages have this sort of address"));
                }
            }
        }
        if !self.rules.allow(&url) {
            return self.leave_out(&url, "robots.txt asks not to read it".to_owned());
        }
        self.queue.push_back(url);
    }

    fn leave_out(&mut self, url: &Url, reason: String) {
        if self.left_out.len() < LEFT_OUT_MAX {
            self.left_out.push(LeftOut { url: url.to_string(), reason });
        }
    }

    fn run(&mut self, told: &mut dyn FnMut(&Progress)) {
        while let Some(url) = self.queue.pop_front() {
            if self.pages.len() >= self.manners.pages_max {
                self.is_cut = true;
                self.remarks.push(format!("{} pages were read; there are more", self.pages.len()));
                return;
            }
            if self.begun.elapsed() >= self.manners.time_max {
                self.is_cut = true;
                let rest = if self.kept.is_some() { "; asked again within a day, it goes on from there" } else { "" };
                self.remarks.push(format!("the time was over after {} pages{rest}", self.pages.len()));
                return;
            }
            if self.failures >= FAILURES_MAX {
                self.is_cut = true;
                self.remarks.push(format!("{FAILURES_MAX} requests in a row failed, so the site was left alone"));
                return;
            }
            told(&Progress { done: self.done, known: self.known.len(), at: url.to_string() });
            match self.kept_or_fetched(&url) {
                Ok(fetched) => {
                    self.failures = 0;
                    self.take(&url, &fetched);
                }
                Err(reason) => {
                    self.failures += 1;
                    self.leave_out(&url, reason);
                }
            }
            self.done += 1;
        }
        told(&Progress { done: self.done, known: self.known.len(), at: String::new() });
    }

    fn kept_or_fetched(&self, url: &Url) -> Result<Fetched, String> {
        if let Some(fetched) = self.kept.as_ref().and_then(|kept| kept.get(url)) {
            return Ok(fetched);
        }
        sleep(self.pause);
        let fetched = self.fetch(url)?;
        if let Some(kept) = &self.kept {
            kept.put(url, &fetched);
        }
        Ok(fetched)
    }

    fn fetch(&self, url: &Url) -> Result<Fetched, String> {
        let may = |to: &Url| address::is_same_site(to, &self.root) && self.rules.allow(to);
        let fetched = self.fetcher.get_if(url, &may)?;
        if !matches!(fetched.status, 429 | 503) {
            return Ok(fetched);
        }
        sleep(PATIENCE_MAX.min(self.manners.time_max.saturating_sub(self.begun.elapsed())));
        self.fetcher.get_if(url, &may)
    }

    /// Reads what came back, and finds where it leads.
    fn take(&mut self, asked: &Url, fetched: &Fetched) {
        if fetched.status >= 400 {
            return self.leave_out(asked, refusal(fetched.status));
        }
        let url = address::normal(&fetched.url);
        let (asked_path, path) = (address::path_of(asked), address::path_of(&url));
        self.known.insert(key(&url));
        if asked_path != path {
            self.aliases.insert(asked_path, path.clone());
        }
        if self.pages.contains_key(&path) {
            return;
        }
        let (mut page, is_pdf) = match page_of(fetched) {
            Ok(read) => read,
            Err(reason) => return self.leave_out(asked, reason),
        };
        let looks_missing =
            says_not_found(&page) || self.missing.as_ref().is_some_and(|missing| is_alike(missing, &page));
        // The answer to a missing address may well be the first page itself.
        if looks_missing && path != "/" {
            return self.leave_out(asked, "it answers as if it were there, but says that nothing is".to_owned());
        }
        if !is_pdf && shell::is_shell(&page, &fetched.body) {
            match self.rendered(&fetched.url) {
                Some(rendered) => page = rendered,
                None => {
                    self.shells += 1;
                    page.needs_scripts = true;
                }
            }
        }
        let links: Vec<Url> =
            page.links.iter().chain(&page.menu_links).filter_map(|link| fetched.url.join(&link.target).ok()).collect();
        links.iter().for_each(|link| self.find(link));
        let same_as = self.met.before(&page, &path);
        if let Some(first) = &same_as {
            self.aliases.insert(path.clone(), first.clone());
        }
        self.pages.insert(path, Read { url, page, same_as });
    }

    /// The page as a browser shows it; nothing where there is no browser or no more to see.
    fn rendered(&mut self, url: &Url) -> Option<Page> {
        let browser = self.manners.browser.as_ref()?;
        match browser.read(url, &self.manners.allowed_hosts) {
            Ok(markup) => {
                let page = read_page("page.html", &markup);
                let is_more = !shell::is_shell(&page, markup.as_bytes());
                self.rendered += usize::from(is_more);
                is_more.then_some(page)
            }
            Err(reason) => {
                self.remarks.push(format!("{url} could not be opened in a browser: {reason}"));
                None
            }
        }
    }

    fn finish(mut self) -> Site {
        self.fold_canonical();
        if let Some(kept) = self.kept.as_ref().filter(|_| !self.is_cut) {
            kept.finish();
        }
        if self.rendered > 0 {
            self.remarks.push(format!(
                "{} of {} pages show their text only to a browser that runs scripts, and were opened in one",
                self.rendered,
                self.pages.len()
            ));
        }
        if self.shells * 2 > self.pages.len().max(1) {
            self.remarks.push(
                "most pages show their text only to a browser that runs scripts (--render opens them in one); what is said here is about the rest"
                    .to_owned(),
            );
        }
        let pages = std::mem::take(&mut self.pages);
        let pages = pages
            .into_iter()
            .map(|(path, read)| SitePage {
                leads_to: self.paths(&path, &read.url, read.page.links.iter().map(|link| link.target.as_str())),
                url: read.url.to_string(),
                path,
                page: read.page,
                same_as: read.same_as,
            })
            .collect();
        self.left_out.sort_by(|a, b| a.url.cmp(&b.url));
        let host = self.root.host_str().unwrap_or_default().trim_start_matches("www.");
        // Two sites on one machine are two sites.
        let name = self.root.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Site { name, pages, left_out: self.left_out, is_cut: self.is_cut, remarks: self.remarks }
    }

    /// Marks pages that name another one as their own address, where that one was read and says about the same. Sites that
    /// name their first page everywhere are not believed.
    fn fold_canonical(&mut self) {
        let mut copies = Vec::new();
        for (path, read) in self.pages.iter().filter(|(_, read)| read.same_as.is_none()) {
            let named = read.url.join(&read.page.canonical).ok().filter(|_| !read.page.canonical.is_empty());
            let Some(named) = named.filter(|named| address::is_same_site(named, &self.root)) else { continue };
            let to = address::path_of(&named);
            let says_the_same = |other: &Read| other.same_as.is_none() && is_alike(&other.page, &read.page);
            if to != *path && self.pages.get(&to).is_some_and(says_the_same) {
                copies.push((path.clone(), to));
            }
        }
        for (path, to) in copies {
            // Two that name each other stay one and one copy.
            let is_original = self.pages.get(&to).is_some_and(|other| other.same_as.is_none());
            if let Some(read) = self.pages.get_mut(&path).filter(|_| is_original) {
                read.same_as = Some(to.clone());
                self.aliases.insert(path, to);
            }
        }
    }

    fn paths<'b>(&self, own: &str, url: &Url, targets: impl Iterator<Item = &'b str>) -> Vec<String> {
        let mut paths = Vec::new();
        for target in targets {
            let Some(to) = url.join(target).ok().filter(|to| address::is_same_site(to, &self.root)) else { continue };
            let mut path = address::path_of(&to);
            if let Some(alias) = self.aliases.get(&path) {
                path.clone_from(alias);
            }
            if path != own && !paths.contains(&path) && address::can_be_page(&to) {
                paths.push(path);
            }
        }
        paths
    }
}

fn host_and_port(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

/// An address without what may differ between two mentions of one page: scheme and `www.`.
fn key(url: &Url) -> String {
    address::path_of(url)
}
