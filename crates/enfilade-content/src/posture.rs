//! How a page behaves towards its reader: what it asks for, what it hides behind a form, and whose work it serves.

use std::collections::BTreeMap;

use crate::cues::Cues;
use crate::page::{Button, Form, Page};
use crate::words::{sentences, words};

/// What a page mainly asks the reader to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    None,
    LearnMore,
    Contact,
    Demo,
    Buy,
    Subscribe,
}

impl Call {
    /// The name in files and results.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::LearnMore => "learn-more",
            Self::Contact => "contact",
            Self::Demo => "demo",
            Self::Buy => "buy",
            Self::Subscribe => "subscribe",
        }
    }
}

/// Words of calls; the first kind that fits decides, and calls that are not for buyers come first.
const CALLS: [(Option<Call>, &[&str]); 7] = [
    (
        None,
        &["apply", "log in", "login", "sign in", "open a ticket", "unsubscribe", "accept", "cookie", "view openings"],
    ),
    (
        Some(Call::Subscribe),
        &["subscribe", "newsletter", "register", "save my seat", "save your seat", "join the waitlist"],
    ),
    (
        Some(Call::Demo),
        &[
            "demo",
            "free trial",
            "trial",
            "try it",
            "try for free",
            "try free",
            "start free",
            "pilot",
            "see it live",
            "tour",
        ],
    ),
    (
        Some(Call::Contact),
        &[
            "contact",
            "get in touch",
            "quote",
            "book a call",
            "call us",
            "talk to",
            "consultation",
            "schedule",
            "audit",
            "reach out",
            "speak with",
            "speak to",
            "enquir",
            "inquir",
            "estimate",
            "request a proposal",
            "discuss",
            "book your",
            "write to us",
            "say hello",
            "let's talk",
            "lets talk",
            "call now",
            "call today",
            "drawing",
        ],
    ),
    (
        Some(Call::Buy),
        &[
            "buy",
            "order now",
            "order your",
            "add to cart",
            "checkout",
            "sign up",
            "get started",
            "purchase",
            "subscribe now",
            "claim your",
            "create account",
            "choose plan",
            "upgrade",
        ],
    ),
    (
        Some(Call::LearnMore),
        &[
            "learn more",
            "read more",
            "find out",
            "see how",
            "download",
            "view ",
            "explore",
            "discover",
            "see our",
            "read the",
        ],
    ),
    (None, &[]),
];

fn call_of(text: &str) -> Option<Call> {
    let text = text.to_lowercase();
    CALLS.iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).and_then(|(call, _)| *call)
}

/// The main call with the words that make it: buttons before the form's button, links, and what the text asks at its
/// end. Of equal ones the more demanding is the main one.
pub(crate) fn main_call(page: &Page) -> (Call, Option<String>) {
    let mut weights: BTreeMap<Call, (f32, String)> = BTreeMap::new();
    let mut add = |text: &str, weight: f32| {
        if let Some(call) = call_of(text).filter(|_| text.len() < 300) {
            let entry = weights.entry(call).or_insert_with(|| (0.0, text.to_owned()));
            // A quiet link to read on does not stand against a request.
            entry.0 += if call == Call::LearnMore { weight * 0.3 } else { weight };
        }
    };
    for Button { text, .. } in &page.buttons {
        add(text, 3.0);
    }
    for form in page.forms.iter().filter(|form| form.is_in_main) {
        add(&form.submit, 3.0);
    }
    for link in &page.links {
        if link.text.split_whitespace().count() <= 7 {
            add(&link.text, 1.0);
        }
    }
    let first_of_end = page.blocks.len() - page.blocks.len().min(6);
    for block in &page.blocks[first_of_end..] {
        for sentence in sentences(&block.text) {
            add(sentence, 0.8);
        }
    }
    let main = weights.into_iter().max_by(|(a, (x, _)), (b, (y, _))| x.total_cmp(y).then(a.cmp(b)));
    match main {
        Some((call, (weight, text))) if weight >= 0.3 => (call, Some(text)),
        _ => (Call::None, None),
    }
}

/// Whether what the page promises can be had only for an address: the words that say so, or the form.
pub(crate) fn gate(page: &Page) -> Option<String> {
    const PROMISES: [&str; 12] = [
        "fill in the form",
        "fill out the form",
        "complete the form",
        "to get the pdf",
        "to download",
        "leave your name",
        "enter your email to",
        "register to watch",
        "to watch",
        "get instant access",
        "download the report",
        "save your seat",
    ];
    const SUBMITS: [&str; 9] =
        ["download", "get the", "watch", "access", "register", "send me", "unlock", "read the report", "save my seat"];
    let told = page.blocks.iter().flat_map(|block| sentences(&block.text)).find(|sentence| {
        let text = sentence.to_lowercase();
        let asks_for_data =
            ["email", "e-mail", "name", "form", "register", "seat"].iter().any(|word| text.contains(word));
        asks_for_data && PROMISES.iter().any(|promise| text.contains(promise))
    });
    if let Some(sentence) = told {
        return Some(sentence.to_owned());
    }
    let asks = |form: &&Form| {
        let submit = form.submit.to_lowercase();
        let has_email = form.fields.iter().any(|field| field.kind == "email" || field.name.contains("mail"));
        form.is_in_main && has_email && form.fields.len() >= 2 && SUBMITS.iter().any(|word| submit.contains(word))
    };
    page.forms.iter().find(asks).filter(|_| page.words() < 500).map(|form| form.submit.clone())
}

static ROLES: std::sync::LazyLock<Cues> = std::sync::LazyLock::new(|| Cues::read(include_str!("roles.txt")));

/// Whose job the page serves best, `any` if two fit alike or none shows.
pub(crate) fn role(page: &Page) -> &'static str {
    let mut counts = ROLES.count(&words(&page.title)).into_iter().map(|count| count * 4.0).collect::<Vec<_>>();
    for block in &page.blocks {
        for (sum, count) in counts.iter_mut().zip(ROLES.count(&words(&block.text))) {
            *sum += count;
        }
    }
    let total: f32 = counts.iter().sum();
    let best = counts.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
    match best {
        Some((index, count)) if total >= 3.0 && *count >= total * 0.42 => ROLES.families[index],
        _ => "any",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    #[test]
    fn the_main_call_is_what_the_page_asks_for() {
        let call = |source: &str| main_call(&read_page("a.md", source)).0;
        assert_eq!(call("Text.\n\n[Book a demo](/demo)\n"), Call::Demo);
        assert_eq!(call("Text.\n\n[Request a quote](/q) [Read more](/m)\n"), Call::Contact);
        assert_eq!(call("Text.\n\n[Log in](/l) and [Apply now](/a)\n"), Call::None);
        assert_eq!(call("Just text that asks for nothing.\n"), Call::None);
    }

    #[test]
    fn a_gate_is_a_form_before_what_was_promised() {
        let gated = "<h1>Guide</h1><p>28 pages.</p><form><input type=email><input name=company><button>Download</button></form>";
        assert!(gate(&read_page("a.html", gated)).is_some());
        let search = "<h1>Guide</h1><form><input type=search><button>Search</button></form>";
        assert_eq!(gate(&read_page("a.html", search)), None);
        let contact = "<h1>Hi</h1><form><input type=email><input name=a><button>Send</button></form>";
        assert_eq!(gate(&read_page("a.html", contact)), None);
    }

    #[test]
    fn roles_show_in_their_words() {
        let of = |source: &str| role(&read_page("a.md", source));
        assert_eq!(of("# Month end\n\nInvoices, VAT and cash flow: what finance sees."), "finance");
        assert_eq!(of("# Terraform modules\n\nDeploy code to the cluster."), "technical");
        assert_eq!(of("# Hello\n\nA page."), "any");
    }
}
