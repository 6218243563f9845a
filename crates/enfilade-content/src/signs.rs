//! Plain signs of what a page does: the rubric's order of tests as data, see `signs.txt`. They stand beside the text
//! model because a title that says "Pricing" should not need many examples to be believed.

mod shape;

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::model::{CLASSES, class_name};
use crate::page::{BlockKind, Page};
use crate::words::{sentences, words};

const DATA: &str = include_str!("signs.txt");

/// Headings and words that belong to the first screen.
const FIRST_HEADINGS: usize = 3;
const FIRST_WORDS: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Title,
    First,
    Headings,
    Body,
    /// A whole part of the title, between its dividers, or a whole first heading.
    Name,
    /// The beginning of such a part.
    Opening,
    /// A whole heading anywhere.
    Section,
    /// What the page looks like, by the sign's id, see [`shape`].
    Shape,
}

/// One sign.
#[derive(Debug)]
struct Sign {
    id: &'static str,
    class: usize,
    weight: f32,
    place: Place,
    /// How many different cues must be there.
    least: usize,
    cues: Vec<Vec<&'static str>>,
}

static SIGNS: LazyLock<Vec<Sign>> = LazyLock::new(|| DATA.lines().filter_map(parse).collect());

fn parse(line: &'static str) -> Option<Sign> {
    let (head, cues) = line.split_once(':').filter(|_| !line.starts_with('#'))?;
    let mut head = head.split_whitespace();
    let (id, room, weight, place) = (head.next()?, head.next()?, head.next()?, head.next()?);
    let name = place.trim_end_matches(|c: char| c.is_ascii_digit());
    let place_kind = match name {
        "title" => Place::Title,
        "first" => Place::First,
        "heading" => Place::Headings,
        "body" => Place::Body,
        "name" => Place::Name,
        "opening" => Place::Opening,
        "section" => Place::Section,
        "shape" => Place::Shape,
        _ => return None,
    };
    Some(Sign {
        id,
        class: (0..CLASSES).find(|class| class_name(*class) == room)?,
        weight: weight.parse().ok()?,
        place: place_kind,
        least: place[name.len()..].parse().unwrap_or(1),
        cues: cues
            .split(',')
            .map(|cue| cue.split_whitespace().collect())
            .filter(|cue: &Vec<_>| !cue.is_empty())
            .collect(),
    })
}

/// A sign that was met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Met {
    pub(crate) id: &'static str,
    pub(crate) class: usize,
    pub(crate) weight: f32,
    /// Position among the signs.
    index: usize,
}

impl Met {
    /// Where it shows, in words for readers.
    pub(crate) fn place(&self) -> &'static str {
        match SIGNS[self.index].place {
            Place::Title | Place::Name | Place::Opening => "its title is one of such pages",
            Place::Headings | Place::Section => "its headings are those of such pages",
            Place::First => "it opens as such pages do",
            Place::Body => "its words are those of such pages",
            Place::Shape => shape::words(SIGNS[self.index].id),
        }
    }

    /// Words of the page that meet the sign.
    pub(crate) fn quote(&self, page: &Page) -> Option<String> {
        let sign = &SIGNS[self.index];
        if sign.place == Place::Shape {
            return shape::quote(sign.id, page);
        }
        let meets = |text: &str| {
            let words = words(text);
            (0..words.len()).any(|start| sign.cues.iter().any(|cue| begins(cue, &words[start..])))
        };
        if !matches!(sign.place, Place::Headings | Place::Body | Place::Section) && meets(&page.title) {
            return Some(page.title.clone());
        }
        let kept = |block: &&crate::Block| sign.place != Place::Headings || matches!(block.kind, BlockKind::Heading(_));
        let sentences = page.blocks.iter().filter(kept).flat_map(|block| sentences(&block.text));
        sentences.into_iter().find(|sentence| meets(sentence)).map(str::to_owned)
    }
}

/// The signs that a page meets.
pub(crate) fn met(page: &Page) -> Vec<Met> {
    let headings = || page.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
    let title: Vec<Vec<String>> = vec![words(&page.title)];
    let heading_words: Vec<Vec<String>> = headings().map(|block| words(&block.text)).collect();
    let lead = page.blocks.iter().filter(|block| block.kind != BlockKind::Code).flat_map(|block| words(&block.text));
    let mut first = title.clone();
    first.push(lead.take(FIRST_WORDS).collect());
    first.extend(heading_words.iter().take(FIRST_HEADINGS).cloned());
    let body: Vec<Vec<String>> =
        page.blocks.iter().filter(|block| block.kind != BlockKind::Code).map(|block| words(&block.text)).collect();
    let mut names: Vec<Vec<String>> = title_parts(&page.title).map(words).collect();
    names.extend(heading_words.first().cloned());
    let found: [Found; 8] = [
        Found::among(Place::Title, &title),
        Found::among(Place::First, &first),
        Found::among(Place::Headings, &heading_words),
        Found::among(Place::Body, &body),
        Found::among(Place::Name, &names),
        Found::among(Place::Opening, &names),
        Found::among(Place::Section, &heading_words),
        Found::among(Place::Shape, &[]),
    ];
    let is_manual = || {
        let links: Vec<String> =
            page.links.iter().flat_map(|link| words(&format!("{} {}", link.text, link.target))).collect();
        let says = |word: &&&str| body.iter().flatten().chain(&links).any(|said| said == **word);
        MANUAL.iter().filter(says).count() > 1
    };
    let mut met = Vec::new();
    for (index, sign) in SIGNS.iter().enumerate() {
        let found = &found[sign.place as usize];
        let is_refused = match sign.id {
            CLIENT_REFERENCES => is_manual(),
            MANUAL_REFERENCES => !is_manual(),
            _ => sign.place == Place::Shape && !shape::is_met(sign.id, page),
        };
        if is_refused {
            continue;
        }
        // In running text each occurrence counts; a heading or title says a thing once.
        let count = if sign.place == Place::Body { found.times[index] } else { found.cues[index].len() };
        if sign.place == Place::Shape || count >= sign.least {
            met.push(Met { id: sign.id, class: sign.class, weight: sign.weight, index });
        }
    }
    met
}

/// The signs by which clients are told from the reference part of a manual, and the words of the latter.
const CLIENT_REFERENCES: &str = "client-references";
const MANUAL_REFERENCES: &str = "manual-references";
const MANUAL: [&str; 18] = [
    "yml",
    "yaml",
    "cli",
    "api",
    "sdk",
    "changelog",
    "command",
    "commands",
    "syntax",
    "dockerfile",
    "schema",
    "configuration",
    "parameters",
    "documentation",
    "docs",
    "doi",
    "journal",
    "bibliography",
];

/// A title without its dividers: "Pricing | Northgate" has two parts. A hyphen divides only between spaces.
fn title_parts(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(['|', '—', '–', '•', '·', '»', ':'])
        .flat_map(|part| part.split(" - "))
        .filter(|part| !part.trim().is_empty())
}

/// For each sign of a place, how often its cues occur and which of them.
struct Found {
    times: Vec<usize>,
    cues: Vec<BTreeSet<usize>>,
}

impl Found {
    fn among(place: Place, texts: &[Vec<String>]) -> Self {
        let mut found = Self { times: vec![0; SIGNS.len()], cues: vec![BTreeSet::new(); SIGNS.len()] };
        for text in texts {
            for (start, word) in text.iter().enumerate() {
                let key: String = word.chars().take(START_LETTERS).collect();
                for (sign, cue) in BY_START.get(&key).map(Vec::as_slice).unwrap_or_default() {
                    let words = &SIGNS[*sign].cues[*cue];
                    let is_placed = match place {
                        Place::Name | Place::Section => start == 0 && words.len() == text.len(),
                        Place::Opening => start == 0,
                        _ => true,
                    };
                    if SIGNS[*sign].place == place && is_placed && begins(words, &text[start..]) {
                        found.times[*sign] += 1;
                        found.cues[*sign].insert(*cue);
                    }
                }
            }
        }
        found
    }
}

/// Letters by which cues are found.
const START_LETTERS: usize = 2;

/// For each beginning of a word, sign and cue that begin with it.
static BY_START: LazyLock<HashMap<String, Vec<(usize, usize)>>> = LazyLock::new(|| {
    let mut by_start: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (sign, cues) in SIGNS.iter().map(|sign| &sign.cues).enumerate() {
        for (cue, words) in cues.iter().enumerate() {
            if let Some(first) = words.first() {
                let key = first.trim_end_matches('*').chars().take(START_LETTERS).collect();
                by_start.entry(key).or_default().push((sign, cue));
            }
        }
    }
    by_start
});

/// Whether the text begins with the cue.
fn begins(cue: &[&str], text: &[String]) -> bool {
    text.len() >= cue.len()
        && cue.iter().zip(text).all(|(cue, word)| match cue.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => cue == word,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    fn ids(source: &str) -> Vec<&'static str> {
        met(&read_page("a.md", source)).into_iter().map(|met| met.id).collect()
    }

    #[test]
    fn every_line_is_a_sign() {
        let lines = DATA.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
        assert_eq!(SIGNS.len(), lines);
        assert!(SIGNS.iter().all(|sign| sign.cues.is_empty() == (sign.place == Place::Shape)));
    }

    #[test]
    fn titles_and_frames_are_seen() {
        assert!(ids("# Pricing\n\nTwo plans.\n").contains(&"money-title"));
        let story = "# Orbiter\n\n## The challenge\n\na\n\n## Our approach\n\nb\n\n## Results\n\nc\n";
        assert!(ids(story).contains(&"evidence-story-frame"));
        assert!(ids("# Orbiter\n\n## The challenge\n\na\n").is_empty());
    }

    #[test]
    fn whole_parts_of_titles_count_as_names() {
        assert!(ids("# About us | Northgate\n\nText.\n").contains(&"name-vendor"));
        assert!(!ids("# What to ask about us, and when\n\nText.\n").contains(&"name-vendor"));
        // A first page bids welcome too; only the news of it is for nobody who buys.
        assert!(!ids("# Welcome to Northgate\n\nText.\n").contains(&"opening-none"));
        assert!(ids("# Welcome to the new office\n\nText.\n").contains(&"opening-none"));
        assert!(!ids("# Who is welcome to the new office\n\nText.\n").contains(&"opening-none"));
        assert!(ids("# Pumps\n\nText.\n\n## Our certifications\n\nText.\n").contains(&"section-vendor"));
        assert!(!ids("# Pumps\n\nText.\n\n## Why our certifications lapse\n\nText.\n").contains(&"section-vendor"));
    }

    #[test]
    fn words_of_money_and_waiting_are_told_from_what_they_are_about() {
        let rooms = |source: &str| -> Vec<&'static str> {
            met(&read_page("a.md", source)).iter().map(|met| class_name(met.class)).collect()
        };
        assert!(ids("# Competitor price monitoring\n\nEvery hour.\n").contains(&"price-as-topic"));
        assert!(!ids("# Pricing | Hallam billing software\n\nTwo plans.\n").contains(&"price-as-topic"));
        assert!(!rooms("# Employee onboarding tools\n\nNine of them.\n").contains(&"offer"));
        assert!(rooms("# Your onboarding\n\nWeek by week.\n").contains(&"offer"));
        assert!(ids("# Downtime calculator\n\nHours and wages.\n").contains(&"loss-counted"));
        assert!(!ids("# Security risk assessments\n\nWe do them.\n").contains(&"self-check-offered"));
        assert!(!ids("# Why software updates matter\n\nGaps.\n").contains(&"release-title"));
        let told = "# A calendar\n\nYou can now drag a day. We've added search. Sign in to try it.\n";
        assert!(ids(told).contains(&"release-told"));
    }

    #[test]
    fn references_of_clients_are_told_from_those_of_a_manual() {
        assert!(ids("# References\n\n- Holm Timber, Lohr\n- Palm Glass, Hull").contains(&CLIENT_REFERENCES));
        assert!(
            !ids("# References\n\n- The quill.yml file\n- Command line\n- The API\n- Changelog")
                .contains(&CLIENT_REFERENCES)
        );
    }

    #[test]
    fn a_form_alone_is_told_from_one_with_a_text() {
        let form = "<form><input name=name><input type=email><input type=tel><button>Send</button></form>";
        let of = |text: &str| {
            let source = format!("<title>Talk to us</title><main><h1>Talk to us</h1>{text}{form}</main>");
            met(&read_page("a.html", &source)).iter().any(|met| met.id == "bare-form")
        };
        assert!(of(""));
        assert!(of("<p>Fill in your details, and we get back to you soon.</p>"));
        assert!(!of("<h2>What happens next</h2><p>We call you within a working day and ask three questions.</p>"));
        let told = "The kiln dries boards in nine days. It stands in your yard and is fed twice a day. Oak needs longer than \
                    pine, and wet oak longest. Two people learn it in an afternoon. The boards are measured each morning, and \
                    whatever cracks is counted. After a year the lining is changed. Neighbours hear a fan at night, and no \
                    more than that. Larger yards take two kilns and fill them in turn.";
        assert!(!of(&format!("<p>{told}</p>")));
    }

    #[test]
    fn titles_are_divided_where_a_reader_divides_them() {
        let parts = |title| title_parts(title).map(str::trim).collect::<Vec<_>>();
        assert_eq!(parts("Pricing | Northgate"), ["Pricing", "Northgate"]);
        assert_eq!(parts("On-site audits - what they cost"), ["On-site audits", "what they cost"]);
    }
}
