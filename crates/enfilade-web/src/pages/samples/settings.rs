//! Believable made-up settings, and files on their way in.

use enfilade_app::first_hour::Understood;
use enfilade_domain::{Room, Timestamp};

use crate::pages::begin::{Assessed, Begin, Questions, Said, Trying, Verdict};
use crate::pages::frame::{AccountLink, PostForm};
use crate::pages::settings::{
    Answers, FitExample, FitPreview, Import, ImportRun, Invited, Key, Person, Reject, Script, Settings, Spoken,
};

/// Settings as an owner sees them, or as somebody who may only look.
#[must_use]
pub fn settings(owner: bool) -> Settings {
    let person = |id, name: &str, role: &str| Person {
        id,
        name: name.to_owned(),
        email: format!("{}@northgate.example", name.to_lowercase().replace(' ', ".")),
        role: role.to_owned(),
        is_viewer: id == 1,
    };
    let button = |action: &str, label: &str| {
        owner.then(|| PostForm { action: action.to_owned(), label: label.to_owned(), fields: Vec::new() })
    };
    Settings {
        language: Spoken {
            code: "de".to_owned(),
            translated: 1_204,
            texts: 1_500,
            fuzzy: 2,
            unknown: vec!["line 80: no page says `Gone`".to_owned()],
            given: Some("given by Ines Falk on 12 Sep 2026".to_owned()),
            remove: button("/settings/language/remove", "Return to English"),
            take_back: button("/settings/language/undo", "Take the last change back"),
        },
        answers: Answers {
            name: "Northgate Systems".to_owned(),
            decision_months: "4.5".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            own_domains: "northgate.example".to_owned(),
            own_networks: "203.0.113.0/24".to_owned(),
            competitor_domains: String::new(),
            consent_mode: "opt-in".to_owned(),
            retention_days: String::new(),
            essential_roles: "finance, executive".to_owned(),
        },
        path_rules: "/, home\n/insights/*, article, problem".to_owned(),
        rules_are_usual: true,
        keys: vec![Key {
            key: "7d7f27e3e2fc730ebfaa1c1896b45dfd".to_owned(),
            label: "website".to_owned(),
            state: "in use since 1 Sep 2026".to_owned(),
            revoke: button("/settings/keys/revoke", "Revoke"),
        }],
        people: vec![person(1, "Ines Falk", "owner"), person(2, "Sam Orr", "sales")],
        invitations: vec![Invited {
            role: "viewer".to_owned(),
            state: "made by Ines Falk, good until 19 Sep 2026".to_owned(),
            withdraw: button("/settings/invitations/withdraw", "Withdraw"),
        }],
        fresh_link: None,
        may_set_up: owner,
        may_manage_people: owner,
        fit_rules: "road freight, *, 200-2000, 0.9".to_owned(),
        fit_preview: owner.then(|| FitPreview {
            open: 41,
            given: 12,
            changed: 1,
            examples: vec![FitExample {
                account: AccountLink { domain: "hexley.example".to_owned(), name: "Hexley Haulage".to_owned() },
                facts: "Road freight, 1,100 people".to_owned(),
                before: None,
                after: Some(0.9),
                rule: Some("road freight, *, 200-2000, 0.9".to_owned()),
            }],
        }),
        done: owner.then(|| "Saved. Everybody is being read again with it.".to_owned()),
        problem: None,
    }
}

/// The script's page before and after the first event.
#[must_use]
pub fn script(events: u64) -> Script {
    Script {
        base: "//enfilade.northgate.example".to_owned(),
        key: Some("7d7f27e3e2fc730ebfaa1c1896b45dfd".to_owned()),
        events,
        last_day: (events > 0).then_some(20_710),
        looks_again: true,
    }
}

/// One file, on its way or over.
#[must_use]
pub fn import_run(is_over: bool) -> ImportRun {
    ImportRun {
        id: 3,
        file_name: "accounts.csv".to_owned(),
        kind: "Accounts: companies you know".to_owned(),
        sent: "14 Sep 2026 by Ines Falk".to_owned(),
        percent: (!is_over).then_some(40),
        accepted: 212,
        duplicate: 3,
        rejected: 1,
        rejects: vec![Reject {
            line: 17,
            field: "domain".to_owned(),
            reason: "`north mill` is not a domain such as example.com".to_owned(),
        }],
        failed: None,
        understood: is_over.then(understood),
        looks_again: true,
    }
}

fn understood() -> Understood {
    let at = Timestamp::from_utc_day;
    Understood {
        from: Some(at(20_600)),
        to: Some(at(20_700)),
        now: at(20_710),
        people: 70,
        machines: 12,
        companies_unseen: 9,
        ..Understood::default()
    }
}

/// The page of files.
#[must_use]
pub fn import() -> Import {
    Import {
        kinds: vec![("log", "Access log of your site"), ("accounts", "Accounts: companies you know")],
        runs: vec![import_run(false), import_run(true)],
        may_import: true,
        largest: "512 MB".to_owned(),
    }
}

/// The first hour, in a house where nothing was done yet or nearly everything.
#[must_use]
pub fn begin(is_done: bool) -> Begin {
    Begin {
        questions: Questions {
            decision_months: "6".to_owned(),
            own_domains: "northgate.example".to_owned(),
            own_networks: String::new(),
        },
        may_set_up: true,
        is_answered: is_done,
        events: if is_done { 41_200 } else { 0 },
        accounts: if is_done { 64 } else { 0 },
        unseen: 0,
        assessed: is_done.then(|| Assessed { site: "northgate.example".to_owned(), pages: 64 }),
        is_reading: !is_done,
        trying: trying(""),
        problem: (!is_done).then(|| "The text: paste the text of one piece.".to_owned()),
    }
}

fn trying(text: &str) -> Trying {
    Trying {
        room: Some(Room::Problem),
        role: "finance".to_owned(),
        roles: vec!["executive", "finance", "it"],
        text: text.to_owned(),
    }
}

/// One piece that misses its reader.
#[must_use]
pub fn verdict() -> Verdict {
    let said = |what: &str, quote: Option<&str>, advice: &str| Said {
        what: what.to_owned(),
        quote: quote.map(str::to_owned),
        advice: advice.to_owned(),
    };
    Verdict {
        trying: trying("Book a demo and see the platform live."),
        room: Room::Problem,
        verdict: "misses",
        summary: "It speaks from the Sales Room, to somebody who has settled what the reader still asks.".to_owned(),
        assumed: vec![(
            "The reader knows that there is a problem worth solving.".to_owned(),
            "Book a demo and see the platform live.".to_owned(),
        )],
        needs: vec![
            said("it names what the reader may notice", None, "Begin with what they see on a Monday"),
            said("it says whom it concerns", Some("Teams of ten and more know it."), ""),
        ],
        worries: vec![said("what it costs to wait", None, "")],
        costs: vec![(
            "Asks before it gives".to_owned(),
            "Book a demo".to_owned(),
            "Say first what the reader gains by it.".to_owned(),
        )],
    }
}
