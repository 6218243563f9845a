//! What a page says by its layout: ways that are counted or numbered, weeks one after the other, a figure with a limit.

use enfilade_domain::Room;

use crate::page::{Block, BlockKind, Page};
use crate::rules::{names_money, readable};
use crate::words::{sentences, words};

/// The words by which a page's layout or a sentence's build meets an item; nothing where it does not.
pub(super) fn evidence(page: &Page, room: Room, item: &str) -> Option<String> {
    let found = match (room, item) {
        (Room::Problem, "language") => sentence(page, asks_reader),
        (Room::Problem, "normal") => sentence(page, is_of_many),
        (Room::Problem, "consequence") => under(page, &LEADS_TO, |_| true).or_else(|| sentence(page, is_loss)),
        (Room::Solution, "options") => counted(page).or_else(|| numbered(page)).or_else(|| versus(page)),
        (Room::Solution, "order") => in_turn(page, &["step", "steps", "phase", "stage"]),
        (Room::Solution, "premature") => under(page, &WAITING, has_condition),
        (Room::Offer, "together") => {
            in_turn(page, &["week", "weeks", "day", "days", "month", "months", "phase", "step", "stage"])
        }
        (Room::Offer, "measure") => sentence(page, is_threshold),
        (Room::Offer, "price") => sentence(page, is_price).or_else(|| sentence(page, has_amount)),
        (Room::Sales, "effort") => sentence(page, is_effort),
        (Room::Sales, "hard") => {
            let asked = |block: &Block| block.text.trim_end().ends_with('?');
            after_heading(page, asked, |_| true)
        }
        _ => None,
    }?;
    Some(found.to_owned())
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading(_))
}

fn sentence(page: &Page, meets: fn(&[String], &str) -> bool) -> Option<&str> {
    let mut all = readable(page).filter(|block| !is_heading(block)).flat_map(|block| sentences(&block.text));
    all.find(|sentence| meets(&words(sentence), sentence))
}

/// A question about the reader's own days: "Do you know how many …?"
fn asks_reader(words: &[String], sentence: &str) -> bool {
    const ABOUT: [&str; 5] = ["you", "your", "yours", "anybody", "anyone"];
    let is_short = words.len() <= 30;
    is_short && sentence.trim_end().ends_with('?') && words.iter().any(|word| ABOUT.contains(&word.as_str()))
}

/// "Five of eight", "most owners", "on average".
fn is_of_many(words: &[String], _: &str) -> bool {
    let is_number = |word: &String| is_many(word) || word == "one" || word == "every";
    let is_share = (0..words.len()).any(|at| {
        let rest = &words[at + 1..];
        let of = rest.iter().position(|word| word == "of").filter(|of| *of < 2);
        is_number(&words[at]) && of.is_some_and(|of| rest[of + 1..].first().is_some_and(is_number))
    });
    let is_group = words.windows(2).any(|pair| {
        let noun = pair[1].as_str();
        matches!(pair[0].as_str(), "most" | "many")
            && noun.len() > 4
            && noun.ends_with('s')
            && !matches!(noun, "times" | "hours" | "weeks" | "months" | "years" | "always" | "things")
    });
    is_share || is_group || has_run(words, &["on", "average"]) || words.iter().any(|word| word == "typically")
}

/// A loss with its size.
fn is_loss(words: &[String], sentence: &str) -> bool {
    const LOSSES: [&str; 24] = [
        "lost",
        "lose",
        "loses",
        "losing",
        "loss",
        "losses",
        "damage",
        "cost",
        "costs",
        "fine",
        "fines",
        "penalty",
        "penalties",
        "overtime",
        "rework",
        "quit",
        "resign",
        "wasted",
        "waste",
        "delay",
        "delays",
        "leave",
        "written",
        "pays",
    ];
    let has_size = names_money(sentence)
        || words.iter().any(|word| word.starts_with('0') || is_many(word) || matches!(word.as_str(), "half" | "twice"));
    has_size && words.iter().any(|word| LOSSES.contains(&word.as_str()))
}

/// Headings under which what follows from waiting is told.
const LEADS_TO: [&[&str]; 12] = [
    &["happens", "after"],
    &["is", "lost"],
    &["the", "damage"],
    &["leads", "to"],
    &["lead", "to"],
    &["consequence"],
    &["consequences"],
    &["if", "it", "stays"],
    &["if", "nothing"],
    &["left", "alone"],
    &["happens", "next"],
    &["what", "it", "costs"],
];

/// Headings of the way that is no change.
const WAITING: [&[&str]; 9] = [
    &["nothing"],
    &["wait"],
    &["waiting"],
    &["leave"],
    &["keep"],
    &["stay"],
    &["not", "yet"],
    &["as", "it", "is"],
    &["when", "not", "to"],
];

fn has_run(words: &[String], run: &[&str]) -> bool {
    words.windows(run.len()).any(|window| window.iter().zip(run).all(|(word, wanted)| word == wanted))
}

/// The first fitting sentence below a heading that has one of the runs of words.
fn under<'a>(page: &'a Page, runs: &[&[&str]], fits: fn(&[String]) -> bool) -> Option<&'a str> {
    let has = |block: &Block| {
        let words = words(&block.text);
        runs.iter().any(|run| has_run(&words, run))
    };
    after_heading(page, has, fits)
}

fn after_heading(page: &Page, is_it: impl Fn(&Block) -> bool, fits: fn(&[String]) -> bool) -> Option<&str> {
    let blocks: Vec<&Block> = readable(page).collect();
    blocks.iter().enumerate().filter(|(_, block)| is_heading(block) && is_it(block)).find_map(|(at, _)| {
        let below = blocks[at + 1..].iter().take_while(|block| !is_heading(block));
        below.flat_map(|block| sentences(&block.text)).find(|sentence| fits(&words(sentence)))
    })
}

fn has_condition(words: &[String]) -> bool {
    const TELLS: [&str; 13] = [
        "if", "where", "when", "while", "until", "under", "below", "fewer", "fine", "enough", "sense", "cheaper",
        "suits",
    ];
    words.iter().any(|word| TELLS.contains(&word.as_str()))
}

/// A number of at least two, in figures or as a word.
fn is_many(word: &str) -> bool {
    const NUMBERS: [&str; 12] =
        ["0", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "both"];
    NUMBERS.contains(&word)
}

/// "Four ways to …", "three sensible options".
fn counted(page: &Page) -> Option<&str> {
    const WAYS: [&str; 13] = [
        "ways",
        "options",
        "approaches",
        "alternatives",
        "methods",
        "paths",
        "routes",
        "models",
        "choices",
        "strategies",
        "possibilities",
        "roads",
        "answers",
    ];
    let texts = std::iter::once(page.title.as_str())
        .chain(readable(page).filter(|block| is_heading(block)).map(|block| block.text.as_str()))
        .chain(readable(page).filter(|block| !is_heading(block)).flat_map(|block| sentences(&block.text)));
    texts.into_iter().find(|text| {
        let words = words(text);
        (0..words.len())
            .any(|at| is_many(&words[at]) && words[at + 1..].iter().take(3).any(|word| WAYS.contains(&word.as_str())))
    })
}

/// Headings that count: "1. …", "Option B", "The second way".
fn numbered(page: &Page) -> Option<&str> {
    const NAMES: [&str; 7] = ["option", "way", "approach", "alternative", "variant", "route", "method"];
    const COUNTS: [&str; 8] = ["first", "second", "third", "fourth", "one", "two", "a", "b"];
    let counts = |text: &str| {
        let digits = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let is_listed = digits.len() < text.trim_start().len() && digits.starts_with(['.', ')', ':']);
        let words = words(text);
        let is_named = words.windows(2).take(3).any(|pair| {
            let (a, b) = (pair[0].as_str(), pair[1].as_str());
            NAMES.contains(&a) && (b == "0" || COUNTS.contains(&b)) || COUNTS.contains(&a) && NAMES.contains(&b)
        });
        is_listed || is_named
    };
    let headings: Vec<&Block> = readable(page).filter(|block| is_heading(block) && counts(&block.text)).collect();
    headings.first().filter(|_| headings.len() > 1).map(|block| block.text.as_str())
}

/// "X or Y?", "X vs Y" at the head of a page.
fn versus(page: &Page) -> Option<&str> {
    let first = readable(page).find(|block| is_heading(block)).map_or("", |block| block.text.as_str());
    [page.title.as_str(), first].into_iter().find(|text| {
        let words = words(text);
        let is_asked = text.trim_end().ends_with('?') && words.iter().any(|word| word == "or");
        is_asked || words.iter().any(|word| matches!(word.as_str(), "vs" | "versus"))
    })
}

/// The first of two different times or steps: "In week 1 …", "Weeks 2 to 4: …", "the second week".
fn in_turn<'a>(page: &'a Page, units: &[&str]) -> Option<&'a str> {
    const ORDER: [&str; 12] =
        ["0", "one", "two", "three", "four", "five", "six", "first", "second", "third", "fourth", "last"];
    let mut places: Vec<&str> = Vec::new();
    let mut told = 0;
    for sentence in readable(page).flat_map(|block| sentences(&block.text)) {
        let words = words(sentence);
        let times = words.windows(2).filter(|pair| {
            let (a, b) = (pair[0].as_str(), pair[1].as_str());
            let before = matches!(a, "first" | "second" | "third" | "fourth" | "last") && units.contains(&b);
            before || units.contains(&a) && !matches!(b, "first" | "second" | "third" | "last") && ORDER.contains(&b)
        });
        let times = times.count();
        if times > 0 {
            told += times;
            places.push(sentence);
        }
    }
    places.first().copied().filter(|_| told > 1)
}

/// A figure, a limit for it, and what follows from it.
fn is_threshold(words: &[String], _: &str) -> bool {
    const LIMITS: [&str; 14] = [
        "below", "above", "under", "over", "least", "fewer", "less", "more", "target", "falls", "reaches", "exceeds",
        "miss", "missed",
    ];
    const FOLLOWS: [&str; 18] = [
        "refund",
        "refunded",
        "leave",
        "stop",
        "pay",
        "nothing",
        "cancel",
        "success",
        "succeeded",
        "failed",
        "agreed",
        "half",
        "free",
        "continue",
        "goal",
        "measured",
        "measure",
        "owe",
    ];
    let is_figure =
        |word: &String| matches!(word.as_str(), "0" | "0%") || is_many(word) || word == "half" || word == "fifth";
    let is_conditional = words.iter().any(|word| matches!(word.as_str(), "if" | "when" | "unless" | "until"));
    is_conditional
        && words.iter().any(is_figure)
        && words.iter().any(|word| LIMITS.contains(&word.as_str()))
        && words.iter().any(|word| FOLLOWS.contains(&word.as_str()))
}

/// An amount, and that it is to be paid.
fn is_price(words: &[String], sentence: &str) -> bool {
    const TELLS: [&str; 16] = [
        "cost", "costs", "price", "prices", "priced", "pay", "pays", "fee", "fees", "per", "rate", "budget", "charge",
        "charged", "fixed", "plan",
    ];
    const PERIODS: [&str; 8] = ["month", "year", "user", "seat", "day", "hour", "quarter", "week"];
    let tells = words.iter().any(|word| TELLS.contains(&word.as_str()));
    let is_rate = words.windows(3).any(|three| {
        let amount = matches!(three[0].as_str(), "0" | "0$");
        amount && matches!(three[1].as_str(), "a" | "an" | "per") && PERIODS.contains(&three[2].as_str())
    });
    let is_stated = words.windows(3).any(|three| {
        let is_word = matches!(three[0].as_str(), "price" | "cost" | "costs" | "fee" | "pays" | "budget");
        is_word && three[1..].iter().any(|word| matches!(word.as_str(), "0" | "0$"))
    });
    let has_coin = words.iter().any(|word| word == "0$");
    is_rate && (tells || has_coin) || (names_money(sentence) || has_coin) && tells || is_stated
}

/// An amount by itself, as plans and tables have it.
fn has_amount(words: &[String], sentence: &str) -> bool {
    names_money(sentence) || words.iter().any(|word| word == "0$")
}

/// So many weeks or people, and that the work took them; or money, and that the work cost it.
fn is_effort(words: &[String], sentence: &str) -> bool {
    const UNITS: [&str; 17] = [
        "week",
        "weeks",
        "weekend",
        "weekends",
        "month",
        "months",
        "day",
        "days",
        "hour",
        "hours",
        "people",
        "engineers",
        "consultants",
        "nurses",
        "working",
        "nights",
        "minutes",
    ];
    const TOOK: [&str; 16] = [
        "took", "take", "takes", "taken", "lasted", "lasts", "effort", "worked", "longer", "planned", "needed",
        "needs", "spent", "gave", "cost", "costs",
    ];
    let is_number =
        |word: &String| word == "0" || is_many(word) || matches!(word.as_str(), "one" | "eleven" | "twelve");
    let is_counted = (0..words.len())
        .any(|at| is_number(&words[at]) && words[at + 1..].iter().take(2).any(|word| UNITS.contains(&word.as_str())));
    let took = words.iter().any(|word| TOOK.contains(&word.as_str()));
    let paid = words.iter().any(|word| matches!(word.as_str(), "cost" | "costs" | "budget" | "paid" | "price"));
    is_counted && took || paid && (names_money(sentence) || words.iter().any(|word| word == "0$"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    fn of(text: &str, room: Room, item: &str) -> Option<String> {
        evidence(&read_page("a.md", text), room, item)
    }

    #[test]
    fn ways_are_counted_or_numbered() {
        let is = |text: &str| of(text, Room::Solution, "options").is_some();
        assert!(is("# Five ways to dry timber, and whom each suits\n\nText."));
        assert!(is("# Drying timber\n\n## 1. In the open\n\nText.\n\n## 2. In a kiln\n\nText."));
        assert!(is("# Kiln or open air?\n\nText."));
        assert!(is("# Timber\n\nThere are three sensible ways."));
        assert!(!is("# The way we dry timber\n\nWe do it in several weeks."));
    }

    #[test]
    fn a_problem_is_told_by_questions_shares_and_losses() {
        let is = |text: &str, item: &str| of(&format!("# Damp\n\n{text}"), Room::Problem, item).is_some();
        assert!(is("Do you know how many boards you throw away?", "language"));
        assert!(!is("What is damp?", "language"));
        assert!(is("In five of eight yards the roof leaks.", "normal"));
        assert!(is("Most sawyers find out in March.", "normal"));
        assert!(!is("It takes most of the morning and many hours.", "normal"));
        assert!(is("A yard loses about 4,000 euros a year.", "consequence"));
        assert!(!is("The roof is forty years old.", "consequence"));
    }

    #[test]
    fn weeks_follow_each_other() {
        let is = |text: &str| of(text, Room::Offer, "together").is_some();
        assert!(is("# Start\n\n- Week one: we meet the yard.\n- Week two: the kiln is set."));
        assert!(is("# Start\n\nIn week 1 we meet. Weeks 2 to 4: we dry."));
        assert!(!is("# Start\n\nIt is dry within a week."));
    }

    #[test]
    fn a_figure_with_a_limit_measures_success() {
        let is = |text: &str| of(text, Room::Offer, "measure").is_some();
        assert!(is("# End\n\nIf less than 60 percent of the boards stay whole, you stop and owe nothing."));
        assert!(is("# End\n\nIf fewer than a fifth of the boards are saved, we refund half."));
        assert!(!is("# End\n\nYou pay within 30 days."));
    }

    #[test]
    fn prices_and_effort_are_sentences_with_amounts() {
        assert!(of("# Fees\n\n[Fees](/fees)", Room::Offer, "price").is_none());
        assert!(of("# Fees\n\nA kiln costs 24,000 euros.", Room::Offer, "price").is_some());
        assert!(of("# Fees\n\nThe price is 900 a month.", Room::Offer, "price").is_some());
        assert!(of("# S\n\nOur people hold no keys to the yard.", Room::Sales, "effort").is_none());
        assert!(of("# S\n\nIt took six weekends.", Room::Sales, "effort").is_some());
        assert!(of("# S\n\nCost: 31,000 euros in the first year.", Room::Sales, "effort").is_some());
    }

    #[test]
    fn when_to_wait_stands_under_its_heading() {
        let text = "# Kilns\n\n## Keep the yard\n\nIt makes sense where the mill ends within two years.";
        assert!(of(text, Room::Solution, "premature").is_some());
    }
}
