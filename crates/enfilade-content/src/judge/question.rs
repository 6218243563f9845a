//! The question of a buyer that a page answers: one it asks itself, or one made from its title.

use enfilade_domain::Room;

use crate::page::{BlockKind, Page};
use crate::words::words;

/// Titles and headings that are looked at.
const LOOKED_AT: usize = 4;

/// Words of a question that somebody would ask.
const ASKED_WORDS: std::ops::RangeInclusive<usize> = 3..=22;

/// Words from which a heading within the text is a question of its own.
const BELOW_WORDS: usize = 5;

/// The question; empty for pages that answer none.
pub(crate) fn question(page: &Page, room: Option<Room>) -> String {
    let Some(room) = room else { return String::new() };
    let headings = page.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(1 | 2)));
    let texts: Vec<&str> = std::iter::once(page.title.as_str())
        .chain(headings.map(|block| block.text.as_str()))
        .filter(|text| !text.trim().is_empty())
        .take(LOOKED_AT)
        .collect();
    // Below the title stand parts of the answer; what they ask counts only where the titles say nothing.
    let (titles, below) = texts.split_at(texts.len().min(2));
    let from_title = |text: &&str| if is_asked(text) { Some(text.replace('\n', " ")) } else { turned(text, room) };
    titles
        .iter()
        .find_map(from_title)
        .or_else(|| {
            let is_whole = |text: &&&str| is_asked(text) && words(text).len() >= BELOW_WORDS;
            below.iter().find(is_whole).map(|text| text.replace('\n', " "))
        })
        .or_else(|| titles.iter().find_map(|text| named(text, room)).map(str::to_owned))
        .or_else(|| titles.first().and_then(|title| about(title, room)))
        .unwrap_or_else(|| room.question().to_owned())
}

/// Whether a heading is a question and no teaser with a question mark.
fn is_asked(text: &str) -> bool {
    const BEGIN: [&str; 26] = [
        "how", "what", "why", "when", "where", "which", "who", "whom", "whose", "is", "are", "do", "does", "did",
        "can", "could", "should", "will", "would", "has", "have", "must", "may", "whats", "whether", "at",
    ];
    let words = words(text);
    let begins = words.first().is_some_and(|first| BEGIN.contains(&first.as_str()));
    let chooses = words.iter().any(|word| matches!(word.as_str(), "or" | "vs" | "versus"));
    text.trim_end().ends_with('?') && ASKED_WORDS.contains(&words.len()) && (begins || chooses)
}

/// Makes a question of a title, or of a part of it between its dividers.
fn turned(title: &str, room: Room) -> Option<String> {
    let parts = title.split(['|', '—', '–', ':']).map(str::trim).filter(|part| !part.is_empty());
    parts.into_iter().find_map(|part| {
        let part = part.trim_end_matches(['.', '!', '…', '?']);
        // "Why it is late, and why nobody is to blame" asks twice; once is enough.
        let cut = [", and ", ", or "].iter().filter_map(|joint| part.find(joint)).min().unwrap_or(part.len());
        turned_part(&part[..cut], room).filter(|question| question.split_whitespace().count() <= *ASKED_WORDS.end())
    })
}

/// The rest of a text after a beginning, whatever its case.
fn after<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let head = text.get(..beginning.len())?;
    let rest = &text[beginning.len()..];
    (head.eq_ignore_ascii_case(beginning) && rest.starts_with(' ')).then(|| rest.trim_start())
}

fn turned_part(part: &str, room: Room) -> Option<String> {
    let ask = |head: &str, rest: &str| Some(format!("{head} {}?", ours(rest)));
    for (beginning, head) in [
        ("how to", "How do we"),
        ("when not to", "When should we not"),
        ("when to", "When should we"),
        ("where to", "Where should we"),
        ("what to", "What should we"),
        ("whether to", "Should we"),
        ("a guide to", "How do we go about"),
        ("the guide to", "How do we go about"),
        ("guide to", "How do we go about"),
        ("how it went", "How did it go"),
        ("choosing", "How do we choose"),
    ] {
        if let Some(rest) = after(part, beginning) {
            return ask(head, rest);
        }
    }
    if let Some(rest) = after(part, "why") {
        let first = words(rest).into_iter().next()?;
        let is_inverted = matches!(
            first.as_str(),
            "do" | "does"
                | "did"
                | "is"
                | "are"
                | "was"
                | "can"
                | "should"
                | "would"
                | "will"
                | "not"
                | "use"
                | "choose"
                | "us"
        );
        // "Why us" and "Why choose Acme" are no clauses.
        return if is_inverted { None } else { ask("Why is it that", rest) };
    }
    if let Some(rest) = after(part, "what") {
        return what(rest);
    }
    if let Some(rest) = after(part, "how") {
        let subject = rest.strip_suffix(" works").or_else(|| rest.strip_suffix(" work"))?;
        let verb = if rest.ends_with(" works") { "How does" } else { "How do" };
        return Some(format!("{verb} {} work?", ours(subject)));
    }
    listed(part).or_else(|| cost_of(part, room)).or_else(|| choice(part)).or_else(|| doing(part, room))
}

/// "What it costs" and its kin.
fn what(rest: &str) -> Option<String> {
    let all: Vec<&str> = rest.split_whitespace().collect();
    let first = all.first()?.to_lowercase();
    if matches!(first.as_str(), "is" | "are" | "does" | "do" | "happens" | "makes" | "causes" | "helps" | "goes") {
        return Some(format!("What {}?", ours(rest)));
    }
    let at = all.iter().position(|word| matches!(*word, "costs" | "cost" | "means" | "mean" | "takes" | "does"))?;
    let verb = all[at].trim_end_matches('s');
    let verb = if verb == "doe" { "do" } else { verb };
    let does = if all[at].ends_with('s') { "does" } else { "do" };
    let (subject, rest) = (all[..at].join(" "), all[at + 1..].join(" "));
    (at > 0).then(|| format!("What {does} {} {verb} {}", ours(&subject), ours(&rest)).trim_end().to_owned() + "?")
}

/// "Four ways to …", "Signs that …", "Five reasons why …".
fn listed(part: &str) -> Option<String> {
    let lower = part.to_lowercase();
    for (words, head) in [
        ("ways to ", "What are the ways to"),
        ("options for ", "What are the options for"),
        ("approaches to ", "What are the approaches to"),
        ("alternatives to ", "What are the alternatives to"),
        ("signs that ", "How do we tell that"),
        ("signs of ", "How do we notice"),
        ("signs your ", "How do we tell that our"),
        ("signs you ", "How do we tell that we"),
        ("symptoms of ", "How do we notice"),
        ("reasons why ", "Why is it that"),
        ("reasons to ", "Why should we"),
        ("steps to ", "How do we"),
        ("tips to ", "How do we"),
        ("tips for ", "How do we go about"),
        ("best practices for ", "How do we go about"),
        ("mistakes in ", "Which mistakes are made in"),
        ("mistakes when ", "Which mistakes are made when"),
    ] {
        // Only a number or an adjective may stand before it.
        if let Some(at) = lower.find(words).filter(|at| lower[..*at].split_whitespace().count() <= 3) {
            // Lower case may change how long a text is.
            let rest = part.get(at + words.len()..)?;
            return Some(format!("{head} {}?", ours(rest)));
        }
    }
    None
}

fn cost_of(part: &str, room: Room) -> Option<String> {
    let lower = part.to_lowercase();
    let (at, length) = ["cost of ", "costs of "].iter().find_map(|words| Some((lower.find(words)?, words.len())))?;
    let rest = part.get(at + length..).filter(|_| lower[..at].split_whitespace().count() <= 3)?;
    let us = if room == Room::Problem { " us" } else { "" };
    let subject = ours(rest);
    let is_plural = subject.ends_with('s') && !subject.ends_with("ss") && !subject.contains(" of ");
    Some(format!("What {} {subject} cost{us}?", if is_plural { "do" } else { "does" }))
}

/// "X vs Y", "X or Y".
fn choice(part: &str) -> Option<String> {
    const CHOICE_WORDS: usize = 9;
    let is_short = part.split_whitespace().count() <= CHOICE_WORDS;
    [" vs. ", " vs ", " versus ", " or "].iter().filter(|_| is_short).find_map(|joint| {
        let (a, b) = part.split_once(joint)?;
        Some(format!("{} or {}: which suits us?", a.trim(), b.trim()))
    })
}

/// "Drying timber in the open".
fn doing(part: &str, room: Room) -> Option<String> {
    const NOUNS: [&str; 14] = [
        "pricing",
        "building",
        "onboarding",
        "training",
        "billing",
        "meaning",
        "evening",
        "morning",
        "introducing",
        "announcing",
        "welcoming",
        "engineering",
        "consulting",
        "marketing",
    ];
    let (first, rest) = part.split_once(' ')?;
    let lower = first.to_lowercase();
    let is_doing = lower.len() > 5 && lower.ends_with("ing") && !NOUNS.contains(&lower.as_str());
    (room == Room::Solution && is_doing && rest.split_whitespace().count() > 1)
        .then(|| format!("How do we go about {lower} {}?", with_our(rest)))
}

/// A title in the mouth of its reader: "your" becomes "our", and a capital goes that only the place asked for.
fn ours(text: &str) -> String {
    let text = with_our(text);
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_plain = first.chars().skip(1).all(char::is_lowercase) && crate::rules::is_ordinary(&first.to_lowercase());
    if !is_plain {
        return text;
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

fn with_our(text: &str) -> String {
    let of = |word: &str| match word.to_lowercase().as_str() {
        "your" => "our".to_owned(),
        "you" => "we".to_owned(),
        "yours" => "ours".to_owned(),
        "yourself" => "ourselves".to_owned(),
        "you're" | "you’re" => "we are".to_owned(),
        _ => word.to_owned(),
    };
    text.split_whitespace().map(of).collect::<Vec<_>>().join(" ")
}

/// What pages of a common name are asked.
fn named(title: &str, room: Room) -> Option<&'static str> {
    const OFFER: [(&[&str], &str); 5] = [
        (&["roi", "payback", "business", "board", "case"], "How do we make the case for it inside?"),
        (
            &["pricing", "price", "prices", "fees", "rates", "costs", "cost", "plans", "packages", "subscriptions"],
            "What does it cost, and on which terms?",
        ),
        (&["trial", "pilot"], "Can we try it before we decide?"),
        (&["guarantee", "terms", "contract", "cancellation", "refund"], "How do we get out if it does not work?"),
        (
            &["begin", "begins", "start", "onboarding", "process", "project", "runs", "engagement", "together"],
            "How would we begin, and what is our part?",
        ),
    ];
    const SALES: [(&[&str], &str); 6] = [
        (&["case", "story", "stories", "testimonials", "reviews"], "How did it go for others?"),
        (&["security", "trust", "safe", "protect", "protection", "privacy"], "Are our data safe with them?"),
        (
            &["certificates", "certifications", "certificate", "iso", "accreditations", "quality", "awards"],
            "Who has checked what they say of themselves?",
        ),
        (
            &["machinery", "equipment", "facilities", "plant", "capabilities", "fleet", "machines"],
            "Do they have what the work needs?",
        ),
        (&["references", "customers", "clients", "tell", "ask"], "Whom can we ask about them?"),
        (&["about", "team", "people", "who", "company"], "Who are the people behind it?"),
    ];
    const SOLUTION: [(&[&str], &str); 3] = [
        (&["features", "product", "products", "platform"], "What does it do?"),
        (&["integrations", "integration"], "Does it work with what we have?"),
        (&["services", "service"], "Which work would they take on?"),
    ];
    let words = words(title);
    let of = |table: &[(&[&str], &'static str)]| {
        let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
        table.iter().find(|(names, _)| has(names)).map(|(_, question)| *question)
    };
    match room {
        Room::Offer => of(&OFFER),
        Room::Sales => of(&SALES),
        // A longer title says more than its kind.
        Room::Solution if words.len() <= 3 => of(&SOLUTION),
        Room::Solution | Room::Problem => None,
    }
}

/// Words of a title that says what it is about.
const TELLING: std::ops::RangeInclusive<usize> = 2..=12;

fn about(title: &str, room: Room) -> Option<String> {
    let title = title.trim().trim_end_matches(['.', '!', '?', '…']).replace('\n', " ");
    if !TELLING.contains(&title.split_whitespace().count()) {
        return None;
    }
    Some(match room {
        Room::Problem => format!("Do we have this too: {}?", ours(&title)),
        Room::Solution => format!("What would this do for us: {title}?"),
        Room::Offer => format!("Is now the right time for it: {title}?"),
        Room::Sales => format!("Can we trust them to deliver: {title}?"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str, room: Room) -> String {
        question(&Page { title: title.to_owned(), ..Page::default() }, Some(room))
    }

    #[test]
    fn titles_become_the_questions_of_buyers() {
        for (title, room, asked) in [
            ("How to dry your timber sooner", Room::Solution, "How do we dry our timber sooner?"),
            ("Why boards crack", Room::Problem, "Why is it that boards crack?"),
            ("Why boards crack, and why nobody is to blame", Room::Problem, "Why is it that boards crack?"),
            ("Four ways to dry boards", Room::Solution, "What are the ways to dry boards?"),
            ("Kiln vs open air", Room::Solution, "Kiln or open air: which suits us?"),
            ("Kiln or open air?", Room::Solution, "Kiln or open air?"),
            ("What a kiln costs to run", Room::Offer, "What does a kiln cost to run?"),
            ("What it costs, and how one begins", Room::Offer, "What does it cost?"),
            ("The hidden cost of damp boards", Room::Problem, "What do damp boards cost us?"),
            ("Signs that a kiln leaks", Room::Problem, "How do we tell that a kiln leaks?"),
            ("Drying oak in the open", Room::Solution, "How do we go about drying oak in the open?"),
            ("Fees", Room::Offer, "What does it cost, and on which terms?"),
            ("Our machinery", Room::Sales, "Do they have what the work needs?"),
            ("Kiln KX 20", Room::Solution, "What would this do for us: Kiln KX 20?"),
            ("Kilns", Room::Solution, "What are the ways to solve this?"),
            ("How a kiln works", Room::Solution, "How does a kiln work?"),
        ] {
            assert_eq!(of(title, room), asked, "{title}");
        }
        assert_eq!(question(&Page::default(), None), "");
    }
}
