//! What sort of page it is, for the library: from its address, its forms and what it was judged to do.

use enfilade_domain::{PageKind, Room};

use crate::focus::Mentions;
use crate::judge::Judgement;
use crate::page::Page;
use crate::words::words;

/// Words of an address or a title by which a page is of a kind.
const BY_WORDS: [(PageKind, &[&str]); 8] = [
    (PageKind::Login, &["login", "signin", "signup", "register", "logout"]),
    (PageKind::Careers, &["careers", "career", "jobs", "job", "vacancies", "hiring"]),
    (PageKind::Pricing, &["pricing", "prices", "price", "plans", "fees", "rates", "packages"]),
    (PageKind::Docs, &["docs", "documentation", "changelog", "help", "manual", "reference", "api", "faq"]),
    (PageKind::Case, &["case", "cases", "customers", "clients", "stories", "testimonials", "references"]),
    (PageKind::DemoForm, &["demo", "contact", "book", "quote", "trial", "talk", "speak", "request", "schedule"]),
    (PageKind::About, &["about", "team", "company", "imprint", "mission"]),
    (PageKind::Guide, &["guide", "guides", "whitepaper", "ebook", "checklist", "handbook"]),
];

/// The kind of a page.
#[must_use]
pub fn kind(path: &str, page: &Page, judged: Option<&Judgement>) -> PageKind {
    if matches!(path, "/" | "/index.html" | "/index.htm" | "/home") {
        return PageKind::Home;
    }
    if page.forms.iter().any(|form| form.fields.iter().any(|field| field.kind == "password")) && page.words() < 200 {
        return PageKind::Login;
    }
    let segments = words(&path.replace(['/', '-', '_', '.'], " "));
    let by_path =
        BY_WORDS.iter().find(|(_, words)| segments.first().is_some_and(|first| words.contains(&first.as_str())));
    let by_path = by_path.map(|(kind, _)| kind.clone()).or_else(|| is_asking(&segments).then_some(PageKind::DemoForm));
    let Some(judged) = judged else { return by_path.unwrap_or(PageKind::Other("other".to_owned())) };
    match (by_path, judged.room) {
        // An address may call itself what it likes; a guide is a page that was judged to help.
        (Some(PageKind::Guide), _) if judged.is_gated => PageKind::Download,
        (Some(kind), _) => kind,
        (None, Some(_)) if judged.is_gated => PageKind::Download,
        (None, Some(Room::Solution)) if judged.mentions == Mentions::Centrally => PageKind::Product,
        (None, Some(_)) => PageKind::Article,
        (None, None) => PageKind::Other("other".to_owned()),
    }
}

/// Whether an address begins as "get in touch", "get a demo" or "free trial" do.
fn is_asking(words: &[String]) -> bool {
    let starts = |phrase: &str| words.join(" ").starts_with(phrase);
    ["get in touch", "get a demo", "get a quote", "free trial", "free demo"].into_iter().any(starts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{judge, read_page};

    #[test]
    fn address_and_judgement_make_the_kind() {
        let of = |path: &str, text: &str| {
            let page = read_page("a.html", text);
            let judged = judge(&page).ok();
            kind(path, &page, judged.as_ref())
        };
        assert_eq!(of("/", "<h1>Hello</h1>"), PageKind::Home);
        assert_eq!(of("/pricing", "<h1>Pricing</h1><p>Two plans from $9 per month.</p>"), PageKind::Pricing);
        assert_eq!(of("/x", "<h1>In</h1><form><input type=email><input type=password></form>"), PageKind::Login);
        for asks in ["/talk", "/talk-to-us", "/get-in-touch.html", "/request-a-demo", "/free-trial"] {
            assert_eq!(
                of(asks, "<h1>Talk to us</h1><p>Tell us in two lines what worries you.</p>"),
                PageKind::DemoForm
            );
        }
        assert_ne!(of("/get-started", "<h1>Get started</h1><p>Install it first.</p>"), PageKind::DemoForm);
        assert_eq!(of("/customers/orbiter", "<h1>Orbiter</h1>"), PageKind::Case);
    }
}
