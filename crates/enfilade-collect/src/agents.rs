//! What a user agent says about who asks: a reader's browser, a machine, or nobody can tell.

use std::sync::LazyLock;

const LIST: &str = include_str!("../data/agents.txt");

/// Lines of the list by the first two letters of their words. Every event's agent is judged, and searching it for three
/// hundred words one after another took longer than everything else that is done with an event.
static INDEX: LazyLock<Vec<Vec<Line>>> = LazyLock::new(|| {
    let mut slots = vec![Vec::new(); SLOTS];
    for (order, line) in LIST.lines().enumerate() {
        let Some(line) = Line::read(order, line) else { continue };
        match line.word.as_bytes() {
            [first, second, ..] => slots[slot(*first, *second)].push(line),
            // A sign that stands alone may be followed by anything.
            [only] => (0..32).for_each(|second| slots[slot(*only, second)].push(line)),
            [] => {}
        }
    }
    slots
});
const SLOTS: usize = 1 << 10;

/// Two letters in lower case, told apart by five bits each.
fn slot(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

/// A line of the list.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// The first line that fits wins.
    order: usize,
    word: &'static str,
    class: AgentClass,
    name: Option<&'static str>,
}

impl Line {
    /// `None` for comments.
    fn read(order: usize, line: &'static str) -> Option<Self> {
        let mut cells = line.split('\t').filter(|_| !line.starts_with('#'));
        let class = if cells.next()? == "library" { AgentClass::Library } else { AgentClass::Bot };
        let word = cells.next()?;
        Some(Self { order, word, class, name: cells.next().filter(|name| !name.is_empty()) })
    }
}

/// Browsers older than these are not driven by readers of today: Chrome 49 was the last for Windows XP.
const OLDEST_CHROME: u32 = 40;
const OLDEST_FIREFOX: u32 = 30;

/// What sort of program sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgentClass {
    /// A browser that people read with.
    Browser,
    /// A crawler, monitor, preview, link check or scanner that says so.
    Bot,
    /// A programming library or command line tool.
    Library,
    /// Nothing was sent, or nothing that a reader's browser sends today.
    Unknown,
}

/// Judges a user agent; the name is that of the machine or the browser where one is known.
#[must_use]
pub fn classify(agent: Option<&str>) -> (AgentClass, Option<&'static str>) {
    let Some(agent) = agent.map(str::trim).filter(|agent| !agent.is_empty() && *agent != "-") else {
        return (AgentClass::Unknown, None);
    };
    // No browser sends more, and nothing is found twice.
    let lower: String = agent.chars().take(1_024).collect::<String>().to_ascii_lowercase();
    if let Some((class, name)) = listed(&lower) {
        return (class, name);
    }
    if says_bot(agent) {
        return (AgentClass::Bot, None);
    }
    browser(&lower)
}

fn listed(lower: &str) -> Option<(AgentClass, Option<&'static str>)> {
    let bytes = lower.as_bytes();
    let found = bytes.iter().enumerate().flat_map(|(at, first)| {
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        let lines = INDEX[slot(*first, second)].iter();
        lines.filter(move |line| bytes[at..].starts_with(line.word.as_bytes()))
    });
    found.min_by_key(|line| line.order).map(|line| (line.class, line.name))
}

/// `ExampleBot`, `example-bot/1.0`, `bot` as a word; not `Cubot`, which is a maker of phones.
fn says_bot(agent: &str) -> bool {
    let lower = agent.to_ascii_lowercase();
    lower.match_indices("bot").any(|(at, _)| {
        let after = lower.as_bytes().get(at + 3).copied();
        let ends = after.is_none_or(|byte| !byte.is_ascii_alphanumeric() || byte == b's');
        let phone = lower[..at].ends_with("cu");
        ends && !phone
    })
}

fn browser(lower: &str) -> (AgentClass, Option<&'static str>) {
    // Short forms such as a bare "Mozilla/5.0" carry no version that could be impossible.
    if lower == "mozilla/5.0" {
        return (AgentClass::Browser, None);
    }
    if !lower.starts_with("mozilla/5.0 (") && !lower.starts_with("opera/9.80") {
        return (AgentClass::Unknown, None);
    }
    if lower.contains("msie ") || lower.contains("windows 98") || lower.contains("windows 95") {
        return (AgentClass::Unknown, Some("Internet Explorer"));
    }
    let version = |mark: &str| -> Option<u32> {
        let start = lower.find(mark)? + mark.len();
        let digits: &str = lower[start..].split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    };
    let known = |mark: &str, name: &'static str, oldest: u32| {
        version(mark).map(|version| {
            let class = if version >= oldest { AgentClass::Browser } else { AgentClass::Unknown };
            (class, Some(name))
        })
    };
    known("edg/", "Edge", OLDEST_CHROME)
        .or_else(|| known("edga/", "Edge", OLDEST_CHROME))
        .or_else(|| known("edge/", "Edge", 12))
        .or_else(|| known("opr/", "Opera", 20))
        .or_else(|| known("samsungbrowser/", "Samsung Internet", 4))
        .or_else(|| known("vivaldi/", "Vivaldi", 1))
        .or_else(|| known("crios/", "Chrome", OLDEST_CHROME))
        .or_else(|| known("fxios/", "Firefox", 1))
        .or_else(|| known("firefox/", "Firefox", OLDEST_FIREFOX))
        .or_else(|| known("chrome/", "Chrome", OLDEST_CHROME))
        .or_else(|| known("trident/", "Internet Explorer", 7))
        .or_else(|| known("version/", "Safari", 6).filter(|_| lower.contains("safari/")))
        .or_else(|| lower.contains("applewebkit/").then_some((AgentClass::Browser, None)))
        .unwrap_or((AgentClass::Unknown, None))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn machines_and_readers_are_told_apart() {
        let cases = [
            ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", AgentClass::Bot),
            ("Mozilla/5.0 (compatible; AcmeBot/1.0)", AgentClass::Bot),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36", AgentClass::Bot),
            ("curl/8.5.0", AgentClass::Library),
            ("python-requests/2.32", AgentClass::Library),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", AgentClass::Browser),
            ("Mozilla/5.0 (Linux; Android 12; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile", AgentClass::Browser),
            ("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", AgentClass::Unknown),
            ("Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/15.0 Safari/537.36", AgentClass::Unknown),
            ("Mozilla/5.0", AgentClass::Browser),
            ("-", AgentClass::Unknown),
        ];
        for (agent, class) in cases {
            assert_eq!(classify(Some(agent)).0, class, "{agent}");
        }
        assert_eq!(classify(None).0, AgentClass::Unknown);
    }

    #[test]
    fn every_line_of_the_list_has_class_and_word() {
        for line in LIST.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(matches!(cells[0], "bot" | "library"), "{line}");
            assert!(!cells[1].is_empty() && cells[1] == cells[1].to_lowercase(), "{line}");
        }
    }

    #[test]
    fn the_index_finds_what_a_search_line_by_line_finds() {
        let lines: Vec<Line> = LIST.lines().enumerate().filter_map(|(order, line)| Line::read(order, line)).collect();
        assert!(lines.len() > 200);
        for (number, line) in lines.iter().enumerate() {
            let other = lines[(number * 7 + 3) % lines.len()].word;
            for agent in
                [line.word.to_owned(), format!("mozilla/5.0 ({other}; {})", line.word), format!("{other}{}", line.word)]
            {
                let expected = lines.iter().find(|line| agent.contains(line.word)).map(|line| (line.class, line.name));
                assert_eq!(listed(&agent), expected, "{agent}");
            }
        }
        assert_eq!(listed("mozilla/5.0 (x11; linux x86_64; rv:140.0) gecko/20100101 firefox/140.0"), None);
        assert_eq!((listed(""), listed("é")), (None, None));
    }

    proptest! {
        #[test]
        fn no_agent_makes_it_panic(agent in "\\PC{0,80}") {
            let (class, name) = classify(Some(&agent));
            prop_assert!(class != AgentClass::Library || name.is_some());
        }
    }
}
