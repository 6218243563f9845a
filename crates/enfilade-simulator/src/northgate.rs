//! The vendor of the demo: Northgate Systems, who renew ageing platforms, with everything they have published. All of it
//! is invented.

use enfilade_domain::{PageKind, Piece, Role, Room};

use crate::flavour::{Climate, Flavour};
use crate::library::{Library, Question};

const COST: &str = "What does keeping the old platform cost us?";
const SIGNS: &str = "How do we know that it will not last?";
const PEOPLE: &str = "Who in the house is hurt by it?";
const WAYS: &str = "Which ways are there to renew it?";
const SUITS: &str = "Which way suits our applications?";
const WORK: &str = "How does each way change the daily work?";
const AUDIT: &str = "What will our auditors accept?";
const TIMING: &str = "Why this year and not the next?";
const MONEY: &str = "How is it paid for?";
const START: &str = "What happens in the first three months?";
const TEAM: &str = "Who will do the work?";
const RISK: &str = "What if it goes wrong?";
const TERMS: &str = "What do we sign?";

const QUESTIONS: [(Room, &str, &[Role]); 13] = [
    (Room::Problem, COST, &[Role::Finance, Role::Executive]),
    (Room::Problem, SIGNS, &[Role::Technical, Role::Champion]),
    (Room::Problem, PEOPLE, &[]),
    (Room::Solution, WAYS, &[]),
    (Room::Solution, SUITS, &[Role::Technical, Role::Champion]),
    (Room::Solution, WORK, &[Role::Operations, Role::Champion]),
    (Room::Solution, AUDIT, &[Role::Legal, Role::Technical]),
    (Room::Offer, TIMING, &[Role::Executive, Role::Champion]),
    (Room::Offer, MONEY, &[Role::Finance]),
    (Room::Offer, START, &[Role::Operations, Role::Technical]),
    (Room::Sales, TEAM, &[]),
    (Room::Sales, RISK, &[Role::Executive, Role::Technical]),
    (Room::Sales, TERMS, &[Role::Legal, Role::Finance]),
];

/// A piece that answers a question: path, kind, whom it is written for, the question, the title, the topic.
type Answering = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const ANSWERING: [Answering; 36] = [
    (
        "/insights/price-of-standing-still",
        "article",
        "finance",
        COST,
        "The price of standing still, over five years",
        "cost",
    ),
    (
        "/insights/third-maintenance-contract",
        "article",
        "finance",
        COST,
        "Reading your third maintenance contract",
        "cost",
    ),
    (
        "/insights/what-the-board-should-ask",
        "article",
        "executive",
        COST,
        "Six questions a board should ask about old systems",
        "cost",
    ),
    (
        "/insights/nine-warning-signs",
        "article",
        "technical",
        SIGNS,
        "Nine warning signs of a platform past its time",
        "ageing systems",
    ),
    (
        "/insights/patching-takes-longer",
        "article",
        "technical",
        SIGNS,
        "Why patching takes longer every quarter",
        "ageing systems",
    ),
    (
        "/insights/when-the-vendor-stops",
        "article",
        "",
        SIGNS,
        "What happens the day the vendor stops support",
        "ageing systems",
    ),
    (
        "/insights/night-shift-diary",
        "article",
        "operations",
        PEOPLE,
        "Diary of a night shift with a 1998 system",
        "daily work",
    ),
    (
        "/insights/the-one-who-knows",
        "article",
        "",
        PEOPLE,
        "The one colleague who still knows how it works",
        "daily work",
    ),
    ("/guides/taking-stock", "guide", "", SIGNS, "Taking stock: a guide to knowing what you run", "ageing systems"),
    (
        "/insights/five-ways-to-renew",
        "article",
        "",
        WAYS,
        "Five ways to renew a platform, and whom each suits",
        "approaches",
    ),
    (
        "/insights/rewrite-or-move",
        "article",
        "technical",
        WAYS,
        "Rewrite, move or retire: how to decide per application",
        "approaches",
    ),
    ("/insights/when-not-to-renew", "article", "", WAYS, "When renewing is the wrong answer", "approaches"),
    (
        "/insights/mapping-dependencies",
        "article",
        "technical",
        SUITS,
        "Mapping dependencies before they map you",
        "architecture",
    ),
    (
        "/insights/databases-first",
        "article",
        "technical",
        SUITS,
        "Databases first or last? Two honest accounts",
        "architecture",
    ),
    (
        "/insights/shifts-and-cutovers",
        "article",
        "operations",
        WORK,
        "What a cutover means for people who work in shifts",
        "daily work",
    ),
    (
        "/insights/training-without-classrooms",
        "article",
        "champion",
        WORK,
        "Learning a new system without a classroom",
        "daily work",
    ),
    (
        "/insights/evidence-for-auditors",
        "article",
        "legal",
        AUDIT,
        "Evidence that auditors accept during a renewal",
        "audit",
    ),
    ("/insights/regulated-data-in-steps", "article", "legal", AUDIT, "Moving regulated data in steps", "audit"),
    ("/guides/comparing-approaches", "guide", "", WAYS, "A worksheet to compare approaches side by side", "approaches"),
    (
        "/guides/application-portfolio",
        "guide",
        "technical",
        SUITS,
        "Sorting an application portfolio in ten days",
        "architecture",
    ),
    (
        "/insights/this-year-or-next",
        "article",
        "executive",
        TIMING,
        "This year or next: what waiting buys and what it costs",
        "timing",
    ),
    ("/insights/case-for-the-board", "article", "champion", TIMING, "Making the case in two pages", "timing"),
    ("/insights/paying-in-stages", "article", "finance", MONEY, "Paying for a renewal in stages", "budget"),
    (
        "/insights/capital-or-running-cost",
        "article",
        "finance",
        MONEY,
        "Capital or running cost: what your auditor will say",
        "budget",
    ),
    (
        "/insights/first-ninety-days",
        "article",
        "operations",
        START,
        "The first ninety days, told by those who did them",
        "getting started",
    ),
    (
        "/insights/what-we-need-from-you",
        "article",
        "",
        START,
        "What we will need from your people, and when",
        "getting started",
    ),
    ("/guides/timing-worksheet", "guide", "finance", TIMING, "A worksheet for the question of timing", "timing"),
    ("/insights/your-delivery-team", "article", "", TEAM, "The people who would be in your building", "delivery"),
    (
        "/insights/projects-that-slipped",
        "article",
        "executive",
        RISK,
        "Three projects that slipped, and what we changed",
        "delivery",
    ),
    ("/insights/going-back", "article", "technical", RISK, "How to go back if a step fails", "delivery"),
    ("/insights/contract-in-plain-words", "article", "legal", TERMS, "Our contract in plain words", "contract"),
    (
        "/insights/fixed-and-variable",
        "article",
        "finance",
        TERMS,
        "What is fixed, what varies, and who decides",
        "contract",
    ),
    ("/customers/harrow-quay", "case", "", TEAM, "Harrow Quay: a port renewed without a day of standstill", "delivery"),
    ("/customers/saint-orsolya", "case", "", RISK, "Saint Orsolya: a hospital group in eleven steps", "delivery"),
    (
        "/customers/brandt-and-daughters",
        "case",
        "",
        TEAM,
        "Brandt and Daughters: forty applications, one small team",
        "delivery",
    ),
    ("/security", "about", "legal", TERMS, "Our controls, our auditors and our open points", "audit"),
];

/// Pages that answer no single question: path, kind, title.
const OTHERS: [(&str, &str, &str); 18] = [
    ("/", "home", "Northgate Systems"),
    ("/product", "product", "What we do"),
    ("/product/assessment", "product", "Platform assessment"),
    ("/product/migration", "product", "Migration in steps"),
    ("/product/operations", "product", "Operations afterwards"),
    ("/pricing", "pricing", "What it costs"),
    ("/about", "about", "Who we are"),
    ("/careers", "careers", "Working here"),
    ("/careers/platform-engineer", "careers", "Platform engineer"),
    ("/careers/delivery-lead", "careers", "Delivery lead"),
    ("/docs", "docs", "Documentation"),
    ("/docs/runbooks", "docs", "Runbooks"),
    ("/docs/access", "docs", "Access and roles"),
    ("/docs/monitoring", "docs", "Monitoring"),
    ("/docs/release-notes", "docs", "Release notes"),
    ("/talk", "demo_form", "Talk to us"),
    ("/downloads/renewal-workbook", "download", "The renewal workbook"),
    ("/login", "login", "Customer log-in"),
];

impl Library {
    /// The site of Northgate Systems, the demo's vendor.
    #[must_use]
    pub fn northgate() -> Self {
        let questions: Vec<Question> = QUESTIONS
            .iter()
            .map(|(room, text, roles)| Question { room: *room, roles: roles.to_vec(), text: (*text).to_owned() })
            .collect();
        let answering = ANSWERING.iter().map(|(path, kind, role, question, title, topic)| Piece {
            path: (*path).to_owned(),
            kind: PageKind::parse(kind),
            room: questions.iter().find(|known| known.text == *question).map(|known| known.room),
            role: Role::parse(role),
            question: Some((*question).to_owned()),
            title: Some((*title).to_owned()),
            topic: Some((*topic).to_owned()),
        });
        let others = OTHERS.iter().map(|(path, kind, title)| Piece {
            path: (*path).to_owned(),
            kind: PageKind::parse(kind),
            room: None,
            role: None,
            question: None,
            title: Some((*title).to_owned()),
            topic: None,
        });
        let pieces = answering.chain(others).collect();
        Self { host: "www.northgate.example".to_owned(), questions, pieces }
    }
}

impl Climate {
    /// The market of Northgate Systems: committees of two to five and half a year to decide. More companies are on their
    /// way at once, and read more, than in the other markets, so that a demo has something to show.
    #[must_use]
    pub const fn northgate() -> Self {
        Self {
            companies: 84,
            months: 12,
            decision_months: 6.0,
            shopping_per_year: 1.6,
            committee: (2, 5),
            join_days: 40.0,
            pace: 0.7,
            web_habit: 1.6,
            freezes_per_year: 0.3,
            office_known: 0.8,
            curious: 0.3,
            digest_readers: 0.4,
            passing_colleagues: 0.3,
            students: 0.1,
            candidates: 0.1,
            customer_share: 0.04,
            rivals: 2,
            crawlers: 1,
            ..Flavour::Consult.climate()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_is_answered_and_every_answer_has_a_question() {
        let library = Library::northgate();
        for (number, question) in library.questions.iter().enumerate() {
            let answers = library.pieces.iter().filter(|piece| library.question_of(piece) == Some(number)).count();
            assert!(answers >= 2, "{}: {answers}", question.text);
        }
        let without = library.pieces.iter().filter(|piece| piece.question.is_some() && piece.room.is_none()).count();
        assert_eq!(without, 0);
        assert!(library.pieces.iter().all(|piece| !matches!(piece.kind, PageKind::Other(_))));
    }
}
