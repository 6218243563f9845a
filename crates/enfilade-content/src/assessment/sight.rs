//! How much of a site was seen. What was not read may hold what seems to be missing, so nothing is called missing unless
//! most of the site could be judged and the crawl came to its end.

use std::collections::BTreeMap;

use enfilade_domain::PageKind;
use enfilade_language::t;

use super::{Assessed, Read, SHELL};
use crate::page::Form;

/// Whether the pages handed in are the whole site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    #[default]
    Whole,
    /// A limit of pages or time ended the crawl.
    Cut,
}

/// How much of a site could be judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// Whether what was not found may be where nobody looked.
    pub is_partial: bool,
    /// Why, in sentences without their full stop; empty for a crawl that was only cut, which says so itself.
    pub reasons: Vec<String>,
}

impl Sight {
    pub(super) fn of(read: &[Read<'_>], pages: &[Assessed], extent: Extent) -> Self {
        let all = pages.len();
        let mut unseen: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in read.iter().zip(pages).filter_map(|(read, page)| unseen_because(read, page)) {
            *unseen.entry(reason).or_default() += 1;
        }
        let is_mostly_unseen = unseen.values().sum::<usize>() * 2 > all;
        let mut reasons = Vec::new();
        if is_mostly_unseen {
            // What only scripts show the crawl has said already, with what helps.
            let said =
                unseen.iter().filter(|(reason, _)| **reason != SHELL).map(|(reason, count)| match (*reason, *count) {
                    (LOGIN, 1) => t!("1 of {of_pages} asks for a log-in", of_pages = of_pages(all)),
                    (LOGIN, count) => {
                        t!("{count} of {of_pages} ask for a log-in", count = count, of_pages = of_pages(all))
                    }
                    (reason, count) => {
                        let reason = reason.trim_start_matches("not judged: ");
                        t!(
                            "{count} of {of_pages} {were} not judged: {reason}",
                            count = count,
                            of_pages = of_pages(all),
                            were = were(count),
                            reason = reason
                        )
                    }
                });
            reasons.extend(said);
            reasons.push(
                t!("most pages could not be judged, so nothing is said about what the site lacks; rooms without a judged \
                 page are not judged")
                    .to_owned(),
            );
        } else if extent == Extent::Cut {
            reasons.push(
                t!("only a part of the site was read, so nothing is said about what it lacks; rooms without a page in that \
                 part are not judged")
                    .to_owned(),
            );
        }
        Self { is_partial: is_mostly_unseen || extent == Extent::Cut, reasons }
    }
}

const LOGIN: &str = "log-in";

fn of_pages(all: usize) -> String {
    if all == 1 { "1 page".to_owned() } else { t!("{all} pages", all = all) }
}

const fn were(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

/// Words from which a page with a log-in has a text of its own.
const LOGIN_WORDS: usize = 200;

/// Why a page says nothing about the site: it was not judged, or shows a log-in instead of itself.
fn unseen_because<'a>(read: &Read<'_>, page: &'a Assessed) -> Option<&'a str> {
    let asks = |form: &Form| form.is_in_main && form.fields.iter().any(|field| field.kind == "password");
    match &page.judged {
        Err(reason) => Some(reason),
        Ok(_) if page.kind == PageKind::Login => Some(LOGIN),
        Ok(_) if page.words < LOGIN_WORDS && read.page.forms.iter().any(asks) => Some(LOGIN),
        Ok(_) => None,
    }
}
