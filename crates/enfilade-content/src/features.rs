//! What a page is measured by: its words, hashed, in four places (title, headings, first screen, all), and numbers for
//! cues and layout. The trainer and the judge both stand on this; a change here asks for training anew.

use crate::cues::CUES;
use crate::page::{Block, BlockKind, Page};
use crate::words::{sentences, words};

/// Hashed words are counted modulo this.
pub const BUCKETS: usize = 1 << 16;

/// Words that a visitor sees before scrolling.
const FIRST_SCREEN_WORDS: usize = 70;

/// Words of a passage: about as many as a reader takes in at once, and as the training texts have.
const PASSAGE_WORDS: usize = 90;

/// A page or passage as numbers.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Bucket and weight of each hashed word, buckets ascending.
    pub hashed: Vec<(u32, f32)>,
    /// Cues and layout, in a fixed order.
    pub dense: Vec<f32>,
}

/// Some consecutive blocks that are read together.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    pub blocks: &'a [Block],
    pub words: usize,
}

/// A page divided into passages of about `PASSAGE_WORDS`; program text is left out of them.
#[must_use]
pub fn passages(page: &Page) -> Vec<Passage<'_>> {
    let mut passages = Vec::new();
    let (mut start, mut count) = (0, 0);
    for (index, block) in page.blocks.iter().enumerate() {
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        if count >= PASSAGE_WORDS || (is_heading && count * 2 >= PASSAGE_WORDS) {
            passages.push(Passage { blocks: &page.blocks[start..index], words: count });
            (start, count) = (index, 0);
        }
        count += if block.kind == BlockKind::Code { 0 } else { block.words() };
    }
    // A short rest belongs to what is before it.
    match passages.last_mut() {
        Some(last) if count * 4 < PASSAGE_WORDS => {
            let begin = start - last.blocks.len();
            *last = Passage { blocks: &page.blocks[begin..], words: last.words + count };
        }
        _ if count > 0 => passages.push(Passage { blocks: &page.blocks[start..], words: count }),
        _ => {}
    }
    passages
}

/// The features of a whole page.
#[must_use]
pub fn of_page(page: &Page) -> Features {
    let text = |kept: fn(BlockKind) -> bool| -> Vec<String> {
        page.blocks.iter().filter(|block| kept(block.kind)).flat_map(|block| words(&block.text)).collect()
    };
    let title = words(&page.title);
    let headings = text(|kind| matches!(kind, BlockKind::Heading(_)));
    let body = text(|kind| kind != BlockKind::Code);
    let first: Vec<String> = title.iter().cloned().chain(body.iter().take(FIRST_SCREEN_WORDS).cloned()).collect();

    let mut hashed = Hashed::default();
    hashed.add("t", &title, 1.0);
    hashed.add("h", &headings, 0.6);
    hashed.add("f", &first, 0.6);
    hashed.add("", &body, 1.0);

    let mut dense: Vec<f32> = CUES.count(&title).into_iter().map(|count| count.min(2.0) * 0.6).collect();
    dense.extend(rates(&headings, 8.0));
    dense.extend(rates(&first, 20.0));
    dense.extend(rates(&body, 50.0));
    dense.extend(layout(&page.blocks));
    dense.extend(page_layout(page, &title, &body));
    dense.extend(voice(page, &body));
    Features { hashed: hashed.finish(), dense }
}

/// The features of a passage.
#[must_use]
pub fn of_passage(blocks: &[Block]) -> Features {
    let body: Vec<String> =
        blocks.iter().filter(|block| block.kind != BlockKind::Code).flat_map(|block| words(&block.text)).collect();
    let mut hashed = Hashed::default();
    hashed.add("", &body, 1.0);
    let mut dense = rates(&body, 30.0);
    dense.extend(layout(blocks));
    Features { hashed: hashed.finish(), dense }
}

/// The features of a sentence that stands alone.
#[must_use]
pub fn of_sentence(sentence: &str) -> Features {
    let words = words(sentence);
    let mut hashed = Hashed::default();
    hashed.add("", &words, 1.0);
    let mut dense: Vec<f32> = CUES.count(&words).into_iter().map(|count| count.min(2.0) * 0.6).collect();
    dense.push(f32::from(u8::from(sentence.ends_with('?'))));
    dense.push((words.len() as f32 / 20.0).min(2.0));
    Features { hashed: hashed.finish(), dense }
}

/// Cues per hundred words, the square root of it so that the second counts less than the first. A text shorter than
/// `least` words is treated as that long, so that one cue in five words does not weigh like a theme.
fn rates(words: &[String], least: f32) -> Vec<f32> {
    let length = (words.len() as f32).max(least);
    CUES.count(words).into_iter().map(|count| (count * 100.0 / length).sqrt() * 0.4).collect()
}

/// How the text is laid out and punctuated.
fn layout(blocks: &[Block]) -> Vec<f32> {
    let total = blocks.iter().map(Block::words).sum::<usize>().max(20) as f32;
    let share = |kept: fn(BlockKind) -> bool| {
        blocks.iter().filter(|block| kept(block.kind)).map(Block::words).sum::<usize>() as f32 / total
    };
    let all: Vec<&str> = blocks.iter().flat_map(|block| sentences(&block.text)).collect();
    let count = (all.len() as f32).max(3.0);
    let questions = all.iter().filter(|sentence| sentence.ends_with('?')).count() as f32 / count;
    let headings = blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
    let asked = headings.clone().filter(|block| block.text.ends_with('?')).count() as f32;
    let headings = (headings.count() as f32).max(2.0);
    let quoted =
        all.iter().filter(|s| s.starts_with(['"', '“', '«', '„']) || s.contains("” ") || s.contains("\" ")).count();
    let mean_length = total / count;
    vec![
        share(|kind| kind == BlockKind::Item),
        share(|kind| kind == BlockKind::Cell),
        share(|kind| kind == BlockKind::Quote) * 3.0,
        share(|kind| kind == BlockKind::Code),
        questions.sqrt(),
        asked / headings,
        (quoted as f32 / count).sqrt(),
        (mean_length / 25.0).min(1.5),
    ]
}

fn page_layout(page: &Page, title: &[String], body: &[String]) -> Vec<f32> {
    let flag = |is: bool| f32::from(u8::from(is));
    let fields = page.forms.iter().filter(|form| form.is_in_main).map(|form| form.fields.len()).max().unwrap_or(0);
    let has_password = page.forms.iter().flat_map(|form| &form.fields).any(|field| field.kind == "password");
    let length = ((body.len() as f32 + 10.0).ln() - 4.0) / 4.0;
    vec![
        length,
        flag(body.len() < 60),
        (fields as f32 / 6.0).min(1.5),
        flag(has_password),
        (page.buttons.len() as f32 / 6.0).min(1.0),
        flag(page.title.ends_with('?')),
        flag(title.iter().any(|word| word.starts_with('0'))),
        flag(title.len() <= 3),
        flag(title.first().is_some_and(|word| matches!(word.as_str(), "how" | "what" | "why" | "when"))),
    ]
}

/// Who speaks, and where: how often the writer says "we" or the site's name in each third of the text, how often the
/// reader is addressed there, and how often the page asks for something at its end.
fn voice(page: &Page, body: &[String]) -> Vec<f32> {
    let name = words(&page.site_name);
    let third = body.len().div_ceil(3).max(1);
    let mut numbers = Vec::with_capacity(9);
    for index in 0..3 {
        let part = body.chunks(third).nth(index).unwrap_or_default();
        let length = (part.len() as f32).max(15.0);
        let counts = CUES.count(part);
        let of = |family: &str| CUES.families.iter().position(|name| *name == family).map_or(0.0, |i| counts[i]);
        let named = name.first().map_or(0, |first| part.iter().filter(|word| *word == first).count());
        numbers.push(((of("we") + named as f32) * 100.0 / length).sqrt() * 0.4);
        numbers.push((of("you") * 100.0 / length).sqrt() * 0.4);
        numbers.push((of("ask") * 100.0 / length).sqrt() * 0.4);
    }
    numbers
}

/// Words and pairs of words of several places in one bag.
#[derive(Debug, Default)]
struct Hashed(Vec<(u32, f32)>);

impl Hashed {
    /// Adds words and pairs of a place, scaled so that each place has the same length whatever it holds.
    fn add(&mut self, place: &str, words: &[String], weight: f32) {
        let mut counts: Vec<(u32, f32)> = Vec::with_capacity(words.len() * 2);
        for (index, word) in words.iter().enumerate() {
            counts.push((bucket(place, word, ""), 1.0));
            if let Some(next) = words.get(index + 1) {
                counts.push((bucket(place, word, next), 1.0));
            }
        }
        merge(&mut counts);
        for (_, count) in &mut counts {
            *count = count.sqrt();
        }
        let length = counts.iter().map(|(_, count)| count * count).sum::<f32>().sqrt().max(2.0);
        self.0.extend(counts.into_iter().map(|(bucket, count)| (bucket, count * weight * 4.0 / length)));
    }

    fn finish(mut self) -> Vec<(u32, f32)> {
        merge(&mut self.0);
        self.0
    }
}

/// Sorts by bucket and sums what falls into the same.
fn merge(counts: &mut Vec<(u32, f32)>) {
    counts.sort_unstable_by_key(|(bucket, _)| *bucket);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// FNV-1a over place, word and next word; a fixed function, because the model file depends on it.
fn bucket(place: &str, word: &str, next: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in [place, word, next] {
        for byte in part.bytes().chain(std::iter::once(0xff)) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    ((hash >> 40) as usize % BUCKETS) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    #[test]
    fn passages_cover_the_page_once_and_in_order() {
        let paragraphs: String = (0..40).map(|n| format!("Paragraph {n} {}\n\n", "word ".repeat(17))).collect();
        let page = read_page("a.md", &paragraphs);
        let passages = passages(&page);
        assert!(passages.len() > 5);
        assert_eq!(passages.iter().map(|passage| passage.blocks.len()).sum::<usize>(), page.blocks.len());
        assert_eq!(passages.iter().map(|passage| passage.words).sum::<usize>(), page.words());
    }

    #[test]
    fn features_are_finite_and_of_fixed_length() {
        let empty = of_page(&Page::default());
        let full = of_page(&read_page("a.md", "# Why?\n\nYou lose $5 a day.\n\n- one\n- two\n"));
        assert_eq!(empty.dense.len(), full.dense.len());
        assert!(full.dense.iter().chain(full.hashed.iter().map(|(_, value)| value)).all(|value| value.is_finite()));
        assert!(full.hashed.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
