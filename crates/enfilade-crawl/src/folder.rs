//! Reading a site from a folder, such as the output of a site generator.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use enfilade_content::{Page, limits, read_page};
use url::Url;

use crate::double::Met;
use crate::{CrawlError, LeftOut, Progress, Site, SitePage, address, pdf, shell, sitemap};

/// Folders inside each other that are looked into.
const DEPTH_MAX: usize = 24;

/// Stands for the site's own host where nothing in the folder names it.
const NO_HOST: &str = "http://folder.invalid/";

pub(crate) fn read(folder: &Path, pages_max: usize, told: &mut dyn FnMut(&Progress)) -> Result<Site, CrawlError> {
    let mut files = Vec::new();
    collect(folder, 0, &mut files).map_err(|source| CrawlError::Folder { path: folder.to_owned(), source })?;
    files.sort();
    if files.is_empty() {
        return Err(CrawlError::NoSite(format!("{}: there is no HTML, Markdown or PDF file in it", folder.display())));
    }
    let own = own_hosts(folder);
    let mut site = Site { name: name_of(folder, &own), is_cut: files.len() > pages_max, ..Site::default() };
    if site.is_cut {
        site.remarks.push(format!(
            "{pages_max} of {} pages were read, the first page and what it leads to before the others",
            files.len()
        ));
        files = nearest(folder, &files, pages_max);
    }
    let mut met = Met::default();
    let mut aliases = HashMap::new();
    let mut pages: BTreeMap<String, (Page, Option<String>)> = BTreeMap::new();
    let mut shells = 0;
    for (done, file) in files.iter().enumerate() {
        let within = file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
        told(&Progress { done, known: files.len(), at: within.clone() });
        let path = path_of_file(&within);
        let is_pdf = within.to_ascii_lowercase().ends_with(".pdf");
        match read_file(file, &within, is_pdf) {
            Ok(page) => {
                shells += usize::from(page.needs_scripts);
                let same_as = met.before(&page, &path);
                if let Some(first) = &same_as {
                    aliases.insert(path.clone(), first.clone());
                }
                pages.insert(path, (page, same_as));
            }
            Err(reason) => site.left_out.push(LeftOut { url: path, reason }),
        }
    }
    told(&Progress { done: files.len(), known: files.len(), at: String::new() });
    if shells * 2 > pages.len() {
        site.remarks
            .push(format!("most pages show their text only to a browser that runs scripts; {}", shell::FOLDER_ADVICE));
    }
    let known: Vec<String> = pages.keys().cloned().collect();
    let links = Links { own: &own, known: &known, aliases: &aliases };
    for (path, (page, same_as)) in &pages {
        let Ok(base) = Url::parse(NO_HOST).and_then(|base| base.join(&directory(path, &files, folder))) else {
            continue;
        };
        let mut leads_to: Vec<String> = Vec::new();
        for to in page.links.iter().filter_map(|link| links.find(&base, &link.target)).filter(|to| to != path) {
            if !leads_to.contains(&to) {
                leads_to.push(to);
            }
        }
        site.pages.push(SitePage {
            url: path.clone(),
            path: path.clone(),
            leads_to,
            page: page.clone(),
            same_as: same_as.clone(),
        });
    }
    Ok(site)
}

/// Where links of a folder's pages lead.
struct Links<'a> {
    own: &'a [Url],
    /// Paths of the folder's pages, in order.
    known: &'a [String],
    aliases: &'a HashMap<String, String>,
}

impl Links<'_> {
    fn find(&self, base: &Url, target: &str) -> Option<String> {
        let to = base.join(target).ok()?;
        let is_own =
            to.host_str() == Some("folder.invalid") || self.own.iter().any(|host| address::is_same_site(host, &to));
        let path = address::path_of(&to);
        let path = self.aliases.get(&path).cloned().unwrap_or(path);
        if !is_own || !address::can_be_page(&to) {
            return None;
        }
        // A page that lies in `about.html` is linked to with and without its ending.
        let with_ending = format!("{path}.html");
        let is_with_ending = self.known.binary_search(&path).is_err() && self.known.binary_search(&with_ending).is_ok();
        Some(if is_with_ending { with_ending } else { path })
    }
}

/// The files that a visitor reaches first: the first page, what it links to, what those link to; then the others in their
/// order. In the order of their paths, at most `most`.
fn nearest(folder: &Path, files: &[PathBuf], most: usize) -> Vec<PathBuf> {
    let within = |file: &Path| file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let by_path: BTreeMap<String, &PathBuf> = files.iter().map(|file| (path_of_file(&within(file)), file)).collect();
    let known: Vec<String> = by_path.keys().cloned().collect();
    let own = own_hosts(folder);
    let links = Links { own: &own, known: &known, aliases: &HashMap::new() };
    let mut waiting: VecDeque<String> = VecDeque::from(["/".to_owned()]);
    let mut seen: HashSet<String> = HashSet::from(["/".to_owned()]);
    let mut chosen: Vec<PathBuf> = Vec::new();
    while let Some(path) = waiting.pop_front().filter(|_| chosen.len() < most) {
        let Some(file) = by_path.get(&path) else { continue };
        chosen.push((*file).clone());
        let name = within(file);
        let is_pdf = name.to_ascii_lowercase().ends_with(".pdf");
        let Ok(base) = Url::parse(NO_HOST).and_then(|base| base.join(&directory(&path, files, folder))) else {
            continue;
        };
        let Ok(page) = read_file(file, &name, is_pdf) else { continue };
        for to in page.links.iter().chain(&page.menu_links).filter_map(|link| links.find(&base, &link.target)) {
            if seen.insert(to.clone()) {
                waiting.push_back(to);
            }
        }
    }
    let taken: HashSet<PathBuf> = chosen.iter().cloned().collect();
    let others = files.iter().filter(|file| !taken.contains(*file)).take(most - chosen.len());
    chosen.extend(others.cloned());
    chosen.sort();
    chosen
}

/// The address against which a page's own links are read: an index file lies inside its path.
fn directory(path: &str, files: &[PathBuf], folder: &Path) -> String {
    let is_index = ["index.html", "index.htm", "index.md"]
        .iter()
        .any(|index| files.binary_search(&folder.join(path.trim_start_matches('/')).join(index)).is_ok());
    if is_index && path != "/" { format!("{path}/") } else { path.to_owned() }
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        // A link could lead out of the folder, and in circles.
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < DEPTH_MAX && !name.starts_with('.') && name != "node_modules" {
            collect(&entry.path(), depth + 1, files)?;
        } else if kind.is_file() && !name.starts_with('.') {
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            if matches!(ending, "html" | "htm" | "xhtml" | "md" | "markdown" | "pdf") {
                files.push(entry.path());
            }
        }
    }
    Ok(())
}

fn read_file(file: &Path, name: &str, is_pdf: bool) -> Result<Page, String> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|file| file.take(limits::SOURCE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("cannot be read: {error}"))?;
    if is_pdf {
        return pdf::text(&bytes).map(|text| read_page("document.txt", &text));
    }
    let mut page = read_page(name, &String::from_utf8_lossy(&bytes));
    page.needs_scripts = shell::is_shell(&page, &bytes);
    Ok(page)
}

/// `about/index.html` is `/about`, and `about.md` too, as generators make it; other files keep their name.
fn path_of_file(within: &str) -> String {
    let path = format!("/{within}");
    for index in ["/index.html", "/index.htm", "/index.md"] {
        if let Some(start) = path.strip_suffix(index) {
            return if start.is_empty() { "/".to_owned() } else { start.to_owned() };
        }
    }
    let plain = [".md", ".markdown"].iter().find_map(|ending| path.strip_suffix(ending));
    plain.unwrap_or(&path).to_owned()
}

/// Hosts under which the site's own pages link to each other, as its sitemap says.
fn own_hosts(folder: &Path) -> Vec<Url> {
    let Ok(bytes) = std::fs::read(folder.join("sitemap.xml")) else { return Vec::new() };
    let Ok(base) = Url::parse(NO_HOST) else { return Vec::new() };
    let mut hosts: Vec<Url> = Vec::new();
    for url in sitemap::read(&bytes, &base).pages {
        if !hosts.iter().any(|host| address::is_same_site(host, &url)) && hosts.len() < 4 {
            hosts.push(url);
        }
    }
    hosts
}

fn name_of(folder: &Path, own: &[Url]) -> String {
    let host = own.iter().filter_map(Url::host_str).find(|host| *host != "folder.invalid");
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    match host {
        Some(host) => host.trim_start_matches("www.").to_owned(),
        None => folder.file_name().map_or_else(|| "site".to_owned(), |name| name.to_string_lossy().into_owned()),
    }
}
