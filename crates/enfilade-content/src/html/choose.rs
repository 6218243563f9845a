//! Which of the text found is the page's own.

use super::open::Region;
use super::{Block, BlockKind, Button, Found, Link, Page};

/// Words from which something marked as main is believed to be it.
const MAIN_WORDS_MIN: usize = 25;

/// Words from which the same block again is a repetition and not a label that happens to recur.
const REPEATED_WORDS: usize = 4;

/// Consecutive short links from which a run is a menu that nobody marked.
const MENU_RUN_MIN: usize = 4;

pub(super) fn choose(
    mut page: Page,
    found: Vec<Found>,
    links: Vec<(Region, Link)>,
    buttons: Vec<(Region, Button)>,
) -> Page {
    let kept = kept_regions(&found);
    // Positions of buttons and forms count all that was found; here they learn to count what is kept.
    let mut kept_before = Vec::with_capacity(found.len() + 1);
    let in_menu_run = menu_runs(&found);
    let has_heading = found.iter().any(|f| kept.contains(&f.region) && f.block.kind == BlockKind::Heading(1));
    let mut said = std::collections::HashSet::new();
    for (item, is_run) in found.into_iter().zip(in_menu_run) {
        kept_before.push(page.blocks.len());
        let is_lost_heading = !has_heading && item.block.kind == BlockKind::Heading(1) && item.region != Region::Menu;
        let is_bare_link = item.region == Region::Header && item.link_bytes * 2 > item.block.text.len();
        // What a page says twice, for a small screen or as a running band, a reader takes in once.
        let is_repeated = item.block.words() >= REPEATED_WORDS && !said.insert(item.block.text.clone());
        if !is_repeated && (is_lost_heading || (kept.contains(&item.region) && !is_run && !is_bare_link)) {
            page.blocks.push(Block { text: said_once(item.block.text), ..item.block });
        }
    }
    kept_before.push(page.blocks.len());
    let place = |position: usize| kept_before.get(position).copied().unwrap_or(page.blocks.len());
    for form in &mut page.forms {
        form.position = place(form.position);
    }
    page.buttons = buttons
        .into_iter()
        .filter(|(region, _)| kept.contains(region) && *region != Region::Header)
        .map(|(_, button)| Button { position: place(button.position), ..button })
        .collect();
    for (region, link) in links {
        if kept.contains(&region) && region != Region::Header {
            page.links.push(link);
        } else {
            page.menu_links.push(link);
        }
    }
    let whole = std::mem::take(&mut page.title);
    page.title = own_title(&whole, &page.blocks);
    if page.site_name.is_empty() {
        page.site_name = site_name(&whole, &page.title);
    }
    page
}

/// The regions that hold the page's own text.
fn kept_regions(found: &[Found]) -> Vec<Region> {
    let words =
        |region: Region| -> usize { found.iter().filter(|f| f.region == region).map(|f| f.block.words()).sum() };
    let (main, body, header, menu) =
        (words(Region::Main), words(Region::Body), words(Region::Header), words(Region::Menu));
    if main >= MAIN_WORDS_MIN && main * 4 >= body {
        vec![Region::Main]
    } else if (main + body + header) * 5 >= menu {
        vec![Region::Main, Region::Body, Region::Header]
    } else {
        // A page that lies in an unclosed menu is still a page.
        vec![Region::Main, Region::Body, Region::Header, Region::Menu]
    }
}

/// For each block, whether it belongs to a run of short links.
fn menu_runs(found: &[Found]) -> Vec<bool> {
    let is_short_link = |f: &Found| {
        let is_list = matches!(f.block.kind, BlockKind::Item | BlockKind::Paragraph);
        is_list && f.link_bytes * 5 >= f.block.text.len() * 4 && f.block.words() <= 4
    };
    let mut in_run = vec![false; found.len()];
    let mut start = 0;
    while start < found.len() {
        let length = found[start..].iter().take_while(|f| is_short_link(f)).count();
        if length >= MENU_RUN_MIN {
            in_run[start..start + length].fill(true);
        }
        start += length.max(1);
    }
    in_run
}

/// The title without the name of the site: the part that the first heading repeats, else all but a short last part.
fn own_title(title: &str, blocks: &[Block]) -> String {
    const SIGNS: [&str; 6] = [" | ", " – ", " — ", " - ", " · ", " :: "];
    let heading = blocks.iter().find(|block| block.kind == BlockKind::Heading(1)).map(|block| block.text.as_str());
    let title = title.replace('\n', " ");
    if title.is_empty() {
        return heading.unwrap_or_default().replace('\n', " ");
    }
    for sign in SIGNS {
        let parts: Vec<&str> = title.split(sign).map(str::trim).collect();
        if parts.len() < 2 {
            continue;
        }
        if let Some(part) = parts.iter().find(|part| heading.is_some_and(|h| h.eq_ignore_ascii_case(part))) {
            return (*part).to_owned();
        }
        let (last, rest) = parts.split_last().unwrap_or((&"", &[]));
        let before = rest.join(sign);
        if last.split_whitespace().count() <= 3 && !before.is_empty() {
            return before;
        }
    }
    title
}

/// What the title names beside the page itself, if it is as short as a name.
fn site_name(whole: &str, own: &str) -> String {
    let rest = whole.strip_prefix(own).or_else(|| whole.strip_suffix(own)).unwrap_or_default();
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "|–—-·:".contains(c));
    if rest.split_whitespace().count() <= 4 { rest.to_owned() } else { String::new() }
}

/// The first part of a text that consists of the same part several times over.
fn said_once(text: String) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let begins_again = |length: &usize| {
        words.len() >= 2 * length && words.iter().zip(&words[*length..]).all(|(first, again)| first == again)
    };
    match (REPEATED_WORDS..=words.len().min(400) / 2).find(begins_again) {
        Some(length) => words[..length].join(" "),
        None => text,
    }
}
