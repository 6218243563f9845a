//! Telling pages that are the same text from each other, and those that say "not found" with a friendly face.

use std::collections::HashMap;

use enfilade_content::Page;
use sha2::{Digest as _, Sha256};

/// Words of a text from which equality means the same page and not the same phrase.
const WORDS_MIN: usize = 12;

/// The texts met so far.
#[derive(Debug, Default)]
pub(crate) struct Met {
    texts: HashMap<[u8; 32], String>,
}

impl Met {
    /// The path under which the same text was met before; remembers this one otherwise.
    pub(crate) fn before(&mut self, page: &Page, path: &str) -> Option<String> {
        if page.words() < WORDS_MIN {
            return None;
        }
        let print = fingerprint(page);
        if let Some(first) = self.texts.get(&print) {
            return Some(first.clone());
        }
        self.texts.insert(print, path.to_owned());
        None
    }
}

fn fingerprint(page: &Page) -> [u8; 32] {
    let mut hash = Sha256::new();
    for block in &page.blocks {
        hash.update(block.text.to_lowercase().as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().into()
}

/// Whether a page that answers 200 says that there is nothing.
pub(crate) fn says_not_found(page: &Page) -> bool {
    const WORDS: [&str; 7] = [
        "page not found",
        "404",
        "page doesn't exist",
        "page does not exist",
        "page could not be found",
        "nothing was found",
        "page you are looking for",
    ];
    let head = page.blocks.iter().take(3).map(|block| block.text.as_str());
    let head = std::iter::once(page.title.as_str()).chain(head).collect::<Vec<_>>().join(" ").to_lowercase();
    page.words() < 120 && WORDS.iter().any(|words| head.contains(words))
}

/// Whether two pages are made of the same words for the most part: the answer to an address that does not exist,
/// recognised again under another.
pub(crate) fn is_alike(a: &Page, b: &Page) -> bool {
    let words = |page: &Page| {
        page.text().to_lowercase().split_whitespace().map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    let (a, b) = (words(a), words(b));
    let common = a.intersection(&b).count();
    let all = a.union(&b).count();
    all > 0 && common * 10 >= all * 8
}
