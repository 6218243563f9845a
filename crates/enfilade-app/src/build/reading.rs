//! Reading a site or a page: the crawler's work, judged.

use enfilade_content::assessment::{self, Assessment, Read};
use enfilade_content::{Page, read_page};
use enfilade_crawl::{CrawlError, Fetcher, Place, Site};
pub use enfilade_crawl::{Manners, Progress};

use crate::AppError;

/// A site that was read and assessed.
#[derive(Debug)]
pub struct SiteReading {
    pub site: Site,
    pub assessment: Assessment,
}

/// Reads a site from an address or a folder, and assesses it.
///
/// # Errors
/// It is neither, or its first page cannot be had.
pub fn site(place: &str, manners: &Manners, told: &mut dyn FnMut(&Progress)) -> Result<SiteReading, AppError> {
    let site = enfilade_crawl::crawl(&Place::parse(place).map_err(refused)?, manners, told).map_err(refused)?;
    let read: Vec<Read<'_>> = site
        .pages
        .iter()
        // A copy is the same to a reader; it counts once.
        .filter(|page| page.same_as.is_none())
        .map(|page| Read {
            path: &page.path,
            url: &page.url,
            page: &page.page,
            leads_to: &page.leads_to,
            menu_leads_to: &page.menu_leads_to,
        })
        .collect();
    let assessment = assessment::assess(&site.name, &read);
    Ok(SiteReading { site, assessment })
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn refused(error: CrawlError) -> AppError {
    AppError::invalid("site", error.to_string())
}

/// Fetches one page and reads it.
///
/// # Errors
/// A sentence that says why there is none.
pub fn page(address: &str, allowed_hosts: &[String]) -> Result<Page, String> {
    let Place::Address(url) = Place::parse(address).map_err(|error| error.to_string())? else {
        return Err("it is a folder; give a page, or use assess".to_owned());
    };
    let fetched = Fetcher::new(allowed_hosts).get(&url)?;
    if fetched.status >= 400 {
        return Err(format!("it answers {}", fetched.status));
    }
    enfilade_crawl::page_of(&fetched).map(|(page, _)| page)
}

/// Reads a page whose text is at hand.
#[must_use]
pub fn page_from(name: &str, text: &str) -> Page {
    read_page(name, text)
}
