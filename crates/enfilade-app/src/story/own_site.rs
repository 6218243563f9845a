//! The demo vendor's own web site, as far as it is written out: read from the text below instead of the network, because
//! its host is invented, and judged as any other site is.

use enfilade_content::read_page;
use enfilade_crawl::{Site, SitePage};

/// Pages in Markdown, each after a line that names its path.
const PAGES: &str = include_str!("northgate.site");
/// Begins the line that names a page.
const PAGE: &str = "=== ";

/// The site, its pages in the order of their paths.
pub(super) fn northgate(host: &str) -> Site {
    let mut texts: Vec<(&str, &str)> =
        PAGES.split(PAGE).filter_map(|part| part.split_once('\n')).map(|(path, text)| (path.trim(), text)).collect();
    texts.sort_unstable();
    let pages = texts.iter().map(|(path, text)| {
        let page = read_page("page.md", text);
        let mut leads_to: Vec<String> = Vec::new();
        for to in page.links.iter().map(|link| &link.target) {
            let is_page = texts.iter().any(|(known, _)| known == to);
            if is_page && to != path && !leads_to.contains(to) {
                leads_to.push(to.clone());
            }
        }
        // As with a folder: an address at an invented host would be a link to nowhere.
        SitePage { url: (*path).to_owned(), path: (*path).to_owned(), page, same_as: None, leads_to }
    });
    Site { name: host.to_owned(), pages: pages.collect(), ..Site::default() }
}

#[cfg(test)]
mod tests {
    use enfilade_simulator::Library;

    use super::*;

    #[test]
    fn its_pages_are_those_of_the_library_and_lead_to_each_other() {
        let library = Library::northgate();
        let site = northgate(&library.host);
        assert!(site.pages.len() >= 15, "{}", site.pages.len());
        for page in &site.pages {
            let known = library.pieces.iter().find(|piece| piece.path == page.path);
            let known = known.unwrap_or_else(|| panic!("{} is not in the library", page.path));
            if known.question.is_some() {
                assert_eq!(known.title.as_deref(), Some(page.page.title.as_str()), "{}", page.path);
            }
            for link in page.page.links.iter().filter(|link| link.target.starts_with('/')) {
                let leads = library.pieces.iter().any(|piece| piece.path == link.target);
                assert!(leads, "{} leads to {}", page.path, link.target);
            }
        }
        assert!(site.pages.iter().any(|page| page.leads_to.len() >= 3));
    }
}
