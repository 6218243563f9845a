//! Reading a site or a page: the crawler's work, judged.

use std::panic::{AssertUnwindSafe, catch_unwind};

use enfilade_content::Page;
pub use enfilade_content::assessment::SaidOf;
use enfilade_content::assessment::{self, Assessment, Extent, Read};
pub use enfilade_crawl::Site;
pub use enfilade_crawl::{Browser, Manners, Place, Progress};
use enfilade_crawl::{CrawlError, FOR_THE_OPERATOR, Fetcher};
use enfilade_language::t;

use crate::AppError;

/// What somebody at a terminal typed: an address, or a folder that exists.
///
/// # Errors
/// It is neither.
pub fn place(text: &str) -> Result<Place, AppError> {
    Place::parse(text).map_err(refused)
}

/// What somebody typed into a browser: only an address, since a folder would be one of the server's.
///
/// # Errors
/// It is none.
pub fn address(text: &str) -> Result<Place, AppError> {
    Place::parse_address(text).map_err(refused)
}

/// Reads a site.
///
/// # Errors
/// Its first page cannot be had.
pub fn site(place: &Place, manners: &Manners, told: &mut dyn FnMut(&Progress)) -> Result<Site, AppError> {
    guarded(|| enfilade_crawl::crawl(place, manners, told).map_err(refused))
}

/// A fault of this program in a page it did not foresee is an error like any other, so that whoever waits for the answer
/// gets one.
fn guarded<T>(work: impl FnOnce() -> Result<T, AppError>) -> Result<T, AppError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(AppError::invalid(t!("site"), t!("reading it failed inside this program; please report it")))
    })
}

/// Assesses a site that was read, with what people said its pages are for.
///
/// # Errors
/// This program has a fault.
pub fn assessed(site: &Site, said: &SaidOf) -> Result<Assessment, AppError> {
    guarded(|| Ok(judged(site, said)))
}

fn judged(site: &Site, said: &SaidOf) -> Assessment {
    let read: Vec<Read<'_>> = site
        .pages
        .iter()
        // A copy is the same to a reader; it counts once.
        .filter(|page| page.same_as.is_none())
        .map(|page| Read { path: &page.path, url: &page.url, page: &page.page, leads_to: &page.leads_to })
        .collect();
    let extent = if site.is_cut { Extent::Cut } else { Extent::Whole };
    assessment::assess_as(&site.name, &read, extent, said)
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn refused(error: CrawlError) -> AppError {
    AppError::invalid(t!("site"), error.to_string())
}

/// Why a site could not be read, for somebody who asked from outside: without what only the operator can change.
#[must_use]
pub fn for_a_stranger(error: &AppError) -> String {
    match error {
        AppError::Invalid { reason, .. } => reason.replace(FOR_THE_OPERATOR, ""),
        _ => t!("something went wrong here; please try again later").to_owned(),
    }
}

/// Fetches one page and reads it.
///
/// # Errors
/// A sentence that says why there is none.
pub fn page(address: &str, allowed_hosts: &[String]) -> Result<Page, String> {
    let Place::Address(url) = Place::parse_address(address).map_err(|error| error.to_string())? else {
        return Err(t!("it is no address").to_owned());
    };
    let fetched = Fetcher::new(allowed_hosts).get(&url)?;
    if fetched.status >= 400 {
        return Err(t!("it answers {status}", status = fetched.status));
    }
    enfilade_crawl::page_of(&fetched).map(|(page, _)| page)
}
