//! What a page is about, in a word or two that other pages of the site share.

use std::collections::{BTreeMap, BTreeSet};

use super::Read;
use crate::page::BlockKind;
use crate::words::words;

/// Front matter that names a topic.
const STATED: [&str; 5] = ["topic", "topics", "category", "categories", "tags"];

/// Words that are about no topic.
const EMPTY: &str = "the of and to a in is that it for you with on as are be this or your we have by not at from can an if \
    they their our will more what when how which but all was has one do who about why into out up than most get make use \
    using new first best guide page home blog post article read learn part 0 0y 0% 0$ vs versus case study studies story \
    stories customers customer clients client company companies team teams work works way ways time need needs does dont \
    no yes own good better faster through without between over under after before these those there here every each \
    introduction introducing announcing overview us contact platform product solution solutions services service \
    step steps getting release releases build local next configure configuration setup set install installation installing introduction troubleshooting changelog software help helps free start started today now other others \
    any tell tells told say says said know knows known show shows see look looks find finds give gives take takes keep keeps \
    let lets put come comes go goes went going done did be been being am were will would could should must might may shall \
    never always still again even also just very really much many few less some such same both either neither nobody \
    everybody somebody everyone someone nothing something everything themselves itself yourself two three four five six \
    seven eight nine ten day days week weeks month months year years late later early soon long short big small old bring \
    brings makes made used become becomes want wants enter meet meets questions question answer answers \
    yml yaml json xml html htm md txt pdf js ts css csv toml doc docx php com org net www io file files";

/// The topic of each page; empty where nothing stands out.
#[must_use]
pub fn topics(read: &[Read<'_>]) -> Vec<String> {
    let empty: BTreeSet<&str> = EMPTY.split_whitespace().collect();
    let own: BTreeSet<String> = read.iter().flat_map(|read| words(&read.page.site_name)).collect();
    let terms: Vec<BTreeMap<String, f32>> = read.iter().map(|read| terms(read, &empty, &own)).collect();
    let mut pages_with: BTreeMap<&str, usize> = BTreeMap::new();
    for term in terms.iter().flat_map(BTreeMap::keys) {
        *pages_with.entry(term).or_default() += 1;
    }
    let most = (read.len() * 2 / 5).max(2);
    let best = |terms: &BTreeMap<String, f32>| {
        let value = |term: &str, times: f32| {
            let with = pages_with.get(term).copied().unwrap_or(1);
            // Shared by some pages is a topic; by one only a word; by most the site itself.
            let shared = if with > most { 0.1 } else { (1.0 + with as f32).ln().min(2.0) };
            let long = if term.contains(' ') { 1.6 } else { 1.0 };
            times * shared * long
        };
        let best = terms.iter().max_by(|a, b| value(a.0, *a.1).total_cmp(&value(b.0, *b.1)).then_with(|| b.0.cmp(a.0)));
        best.map(|(term, _)| term.clone()).unwrap_or_default()
    };
    read.iter().zip(&terms).map(|(read, terms)| stated(read).unwrap_or_else(|| best(terms))).collect()
}

fn stated(read: &Read<'_>) -> Option<String> {
    let value = STATED.iter().find_map(|key| read.page.stated(key))?;
    let first = value
        .split([',', ';', '[', ']'])
        .map(|part| part.trim_matches(['"', '\'', ' ', '-']))
        .find(|part| !part.is_empty())?;
    Some(first.to_lowercase())
}

fn terms(read: &Read<'_>, empty: &BTreeSet<&str>, own: &BTreeSet<String>) -> BTreeMap<String, f32> {
    let mut terms = BTreeMap::new();
    let mut add = |text: &str, weight: f32| {
        let kept = |word: &String| {
            word.len() > 2 && !empty.contains(word.as_str()) && !own.contains(word) && !word.starts_with('0')
        };
        let words: Vec<String> = words(text);
        for word in words.iter().filter(|word| kept(word)) {
            *terms.entry(word.clone()).or_default() += weight;
        }
        for pair in words.windows(2).filter(|pair| kept(&pair[0]) && kept(&pair[1])) {
            *terms.entry(pair.join(" ")).or_default() += weight;
        }
    };
    add(&read.page.title, 3.0);
    for block in read.page.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(1..=2))).take(12) {
        add(&block.text, 1.0);
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    #[test]
    fn topics_are_what_titles_name() {
        let topic = |title: &str| {
            let page = read_page("a.md", &format!("# {title}\n\n## Any\n\nText.\n\n## Tell us\n\nText."));
            topics(&[Read { path: "/a", url: "/a", page: &page, leads_to: &[] }]).remove(0)
        };
        assert_eq!(topic("The quill.yml file"), "quill");
        assert_eq!(topic("Any kiln will tell you"), "kiln");
        assert_eq!(topic("Four ways with oak boards"), "oak boards");
    }
}
