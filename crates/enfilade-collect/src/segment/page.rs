//! The page a message is about, and how its visitor came there.

use enfilade_domain::{Action, Source};

use super::wire::{Context, Message, Properties};
use crate::address_parts::{AddressParts, query_value};
use crate::lenient::{Leaf, clean_text};
use crate::limits::ID_CHARACTERS;
use crate::source::{campaign_source, source_of};

/// The page a message is about, still as written.
pub(super) struct PageParts<'a> {
    pub(super) path: Option<&'a str>,
    pub(super) url: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    pub(super) referrer: Option<&'a str>,
    search: Option<&'a str>,
}

/// For pages the browser's context comes first; for other actions the content they name, then the page they happened on.
pub(super) fn page_parts<'a>(
    context: &'a Context<'_>,
    properties: &'a Properties<'_>,
    action: &Action,
) -> PageParts<'a> {
    let filled = |leaf: &'a Leaf<'_>| leaf.text().filter(|text| !text.trim().is_empty());
    let page = &context.page;
    let content = filled(&properties.content).filter(|content| AddressParts::split(content).is_some());
    let is_page = matches!(action, Action::Page | Action::Screen);
    let own_url = filled(&properties.url).filter(|url| AddressParts::split(url).is_some());
    let own_path = filled(&properties.path).filter(|path| AddressParts::split(path).is_some());
    let (path, url) = if !is_page && content.is_some() {
        (content, content)
    } else if own_path.is_some() || own_url.is_some() {
        (own_path, own_url.or_else(|| filled(&page.url).filter(|_| is_page)))
    } else {
        (filled(&page.path).filter(|_| filled(&page.url).is_none()), filled(&page.url))
    };
    PageParts {
        path,
        url,
        title: if is_page { filled(&properties.title).or_else(|| filled(&page.title)) } else { None },
        referrer: filled(&properties.referrer).or_else(|| filled(&page.referrer)),
        search: filled(&properties.search).or_else(|| filled(&page.search)),
    }
}

/// The query of the page's address: its own, or the `search` that browser libraries send beside it.
fn query_of<'a>(page: &PageParts<'a>) -> Option<&'a str> {
    let own = [page.url, page.path].into_iter().flatten().find_map(|text| AddressParts::split(text)?.query);
    own.or_else(|| page.search.map(|search| search.trim_start_matches('?')))
}

pub(super) fn source(
    action: &Action,
    page: &PageParts<'_>,
    message: &Message<'_>,
    shared: Option<&Context<'_>>,
) -> Option<Source> {
    if !matches!(action, Action::Page) {
        return None;
    }
    let query = query_of(page);
    let campaign = &message.context.campaign;
    let campaign = if campaign.medium == Leaf::Absent && campaign.source == Leaf::Absent {
        shared.map_or(campaign, |shared| &shared.campaign)
    } else {
        campaign
    };
    let own_host = page.url.and_then(AddressParts::split).map(|parts| parts.host());
    let own_hosts = own_host.as_slice();
    match source_of(query, None, own_hosts) {
        Source::Direct => campaign_source(campaign.source.text(), campaign.medium.text())
            .or_else(|| Some(source_of(None, page.referrer, own_hosts))),
        marked => Some(marked),
    }
}

pub(super) fn share_token(properties: &Properties<'_>, page: &PageParts<'_>) -> Option<String> {
    let given = properties.share_token.text().or_else(|| query_value(query_of(page)?, "ef_s"));
    given.and_then(|token| clean_text(token, ID_CHARACTERS))
}
