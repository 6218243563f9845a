//! Believable made-up data at several densities, for tests and for looking at the pages. Never served to customers.

mod building;
mod desk;
mod finding;
mod honesty;
mod market;
mod monday;
mod polwick;
mod ready;
mod settings;

pub use building::{asking, assessment, content, read_assessment};
pub use desk::{
    calendar_sheet, capability_list, desk, draft_list, draft_one, for_whom, gate_list, phrase_list, task_list,
    worksheet_list, worksheet_one,
};
pub use finding::find;
pub use honesty::honesty;
pub use market::{accounts, floor_plan};
pub use monday::monday;
pub use polwick::{anonymous_person, journey, new_journey, quiet_journey};
pub use ready::{brief, empty_ready, ready};
pub use settings::{begin, import, import_run, script, settings, verdict};

use super::doorway::{Again, ErrorPage, SetUp, SignIn};
use super::frame::{Frame, PostForm, Sheet, TitleBlock};
use super::honesty::{Honesty, State};
use super::monday::Monday;
use super::workspaces::{self, House};
use super::{
    accounts as accounts_page, assessment as assessment_page, begin as begin_page, brief as brief_page,
    content as content_page, doorway, find as find_page, floor_plan as floor_plan_page, honesty as honesty_page,
    journey as journey_page, keys as keys_page, monday as monday_page, person, ready as ready_page,
    settings as settings_page,
};

/// The densities at which the plan changes its looks.
pub const DENSITIES: [usize; 6] = [0, 3, 20, 64, 250, 5_000];

/// A frame around `sheet`.
#[must_use]
pub fn frame(current: Sheet, sheet: &str) -> Frame {
    Frame {
        workspace_name: "Northgate Systems".to_owned(),
        current,
        signed_in: (current != Sheet::None).then(|| "Ines Falk".to_owned()),
        works_elsewhere: false,
        title_block: (current != Sheet::None).then(|| TitleBlock {
            sheet: sheet.to_owned(),
            drawn: "14 Sep 2026".to_owned(),
            evidence_up_to: "13 Sep 2026".to_owned(),
            belief: "Model 1, not yet checked against outcomes".to_owned(),
            scale: "1 mark = 1 account".to_owned(),
        }),
        notice: None,
        done: None,
        late: None,
        as_of: None,
        today: "2026-09-14".to_owned(),
        sought: String::new(),
        csrf_token: "sample-token".to_owned(),
    }
}

/// Every page in every state worth looking at, as file name and document.
#[must_use]
pub fn gallery() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = DENSITIES
        .into_iter()
        .map(|count| {
            let mut frame = frame(Sheet::FloorPlan, "Floor plan");
            if count == 3 {
                frame.notice =
                    Some("Drawn from evidence up to 11 Sep. Collection has been silent since then.".to_owned());
            }
            (format!("floor-plan-{count}"), floor_plan_page::render(&frame, &floor_plan(count)).into_string())
        })
        .collect();
    let sheet = |name: &str| frame(Sheet::Accounts, name);
    for (name, view) in [("journey", journey()), ("journey-new", new_journey()), ("journey-quiet", quiet_journey())] {
        pages.push((name.to_owned(), journey_page::render(&sheet(&view.account.name), &view).into_string()));
    }
    for count in [0, 64, 250] {
        let html = accounts_page::render(&sheet("Accounts"), &accounts(count)).into_string();
        pages.push((format!("accounts-{count}"), html));
    }
    pages.push(("person".to_owned(), person::render(&sheet("A person"), &anonymous_person()).into_string()));
    let lists =
        [("ready", ready(3)), ("ready-nobody", ready(0)), ("ready-many", ready(12)), ("ready-empty", empty_ready())];
    for (name, view) in lists {
        pages.push((name.to_owned(), ready_page::render(&frame(Sheet::Ready, "Ready"), &view).into_string()));
    }
    let made = ready_page::feed_address(&frame(Sheet::Ready, "Signals"), "http-free.example/ready.atom?key=one-time");
    pages.push(("ready-feed".to_owned(), made.into_string()));
    let first = Monday { is_empty_house: true, ..Monday::default() };
    let weeks = [
        ("monday", monday(7)),
        ("monday-few", monday(2)),
        ("monday-empty", Monday::default()),
        ("monday-first", first),
    ];
    for (name, view) in weeks {
        pages.push((name.to_owned(), monday_page::render(&frame(Sheet::Monday, "Monday"), &view).into_string()));
    }
    let of_settings = |title: &str| frame(Sheet::Settings, title);
    let house = |slug: &str, is_here, ready| House {
        name: slug.to_owned(),
        slug: slug.to_owned(),
        role: "editor".to_owned(),
        is_here,
        accounts: 1_240,
        ready,
        asked: 1,
    };
    let houses = [house("northgate", true, 2), house("client-<b>", false, 0)];
    let of = frame(Sheet::Settings, "Workspaces");
    pages.push(("workspaces".to_owned(), workspaces::render(&of, &houses).into_string()));
    pages.push(("workspaces-one".to_owned(), workspaces::render(&of, &houses[..1]).into_string()));
    for (name, owner) in [("settings", true), ("settings-viewer", false)] {
        let html = settings_page::render(&of_settings("Settings"), &settings(owner)).into_string();
        pages.push((name.to_owned(), html));
    }
    for (name, is_done) in [("begin", false), ("begin-done", true)] {
        pages.push((name.to_owned(), begin_page::render(&of_settings("Begin"), &begin(is_done)).into_string()));
    }
    pages.push(("verdict".to_owned(), begin_page::verdict(&of_settings("One piece"), &verdict()).into_string()));
    for (name, events) in [("script-waiting", 0), ("script", 12)] {
        pages.push((name.to_owned(), settings_page::script(&of_settings("The script"), &script(events)).into_string()));
    }
    pages.push(("import".to_owned(), settings_page::import(&of_settings("Files"), &import()).into_string()));
    for (name, is_over) in [("import-running", false), ("import-over", true)] {
        let html = settings_page::import_run(&of_settings("A file"), &import_run(is_over)).into_string();
        pages.push((name.to_owned(), html));
    }
    for (name, early) in [("brief", false), ("brief-early", true)] {
        let html = brief_page::render(&frame(Sheet::Ready, "Brief"), &brief(early)).into_string();
        pages.push((name.to_owned(), html));
    }
    for (name, with_pieces) in [("content", true), ("content-empty", false)] {
        let html = content_page::render(&frame(Sheet::Content, "Content"), &content(with_pieces)).into_string();
        pages.push((name.to_owned(), html));
    }
    let elsewhere = frame(Sheet::Elsewhere, "Find");
    for (name, question) in [("find", "water"), ("find-nothing", "zebra"), ("find-empty", "")] {
        pages.push((name.to_owned(), find_page::render(&elsewhere, &find(question)).into_string()));
    }
    pages.push(("keys".to_owned(), keys_page::render(&elsewhere).into_string()));
    pages.extend(desk_pages());
    let of_site = frame(Sheet::Site, "Website assessment");
    let html = assessment_page::render(&of_site, &assessment(), &asking(true)).into_string();
    pages.push(("site".to_owned(), html));
    let html = assessment_page::render(&of_site, &read_assessment(), &asking(false)).into_string();
    pages.push(("site-read".to_owned(), html));
    pages.push(("site-empty".to_owned(), assessment_page::empty(&of_site, &asking(false)).into_string()));
    let states = [
        ("honesty", State::Found(Box::new(honesty(11)))),
        ("honesty-few", State::Found(Box::new(honesty(2)))),
        ("honesty-waiting", State::Waiting),
        (
            "honesty-too-little",
            State::TooLittle("there are 40 days of history; a back-test needs at least 88".to_owned()),
        ),
    ];
    for (name, state) in states {
        let again =
            PostForm { action: "/honesty/compute".to_owned(), label: "Compute again".to_owned(), fields: Vec::new() };
        let view = Honesty { state, again: Some(again) };
        let html = honesty_page::render(&frame(Sheet::Honesty, "Honesty"), &view).into_string();
        pages.push((name.to_owned(), html));
    }
    let outside = frame(Sheet::None, "");
    pages.push(("sign-in".to_owned(), doorway::sign_in(&outside, &SignIn::default()).into_string()));
    let set_up = SetUp {
        email: "ines@northgate.example".to_owned(),
        token: "one-time".to_owned(),
        least_length: 12,
        problem: Some("The two passwords differ. Please type them again.".to_owned()),
    };
    pages.push(("set-up".to_owned(), doorway::set_up(&outside, &set_up).into_string()));
    let missing = ErrorPage {
        status: 404,
        title: "There is no such sheet".to_owned(),
        sentence: "The address may be mistyped, or the account was merged into another.".to_owned(),
        request_id: Some("7f3a".to_owned()),
        again: None,
        is_for_strangers: false,
    };
    pages.push(("error".to_owned(), doorway::error(&outside, &missing).into_string()));
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let typed = ErrorPage {
        status: 400,
        title: "This cannot be used as it is".to_owned(),
        sentence: "Buyer: say who it is.".to_owned(),
        request_id: None,
        again: Some(Again {
            action: "/content/worksheets".to_owned(),
            fields: vec![
                field("csrf_token", "sample-token"),
                field("buyer", ""),
                field("because", "she <asks> whether others \"have it\" too"),
                field("questions", "Is it only us?\nWhat does it cost to leave it?"),
            ],
        }),
        is_for_strangers: false,
    };
    pages.push(("error-form".to_owned(), doorway::error(&outside, &typed).into_string()));
    pages
}

/// The content desk, full and empty.
fn desk_pages() -> Vec<(String, String)> {
    use super::desk::{audience, calendar, capabilities, drafts, gates, overview, phrases, tasks, worksheets};
    let of = |title: &str| frame(Sheet::Desk, title);
    let mut pages = Vec::new();
    for (state, filled) in [("", true), ("-empty", false)] {
        for (name, html) in [
            ("desk", overview::render(&of("The content desk"), &desk(filled))),
            ("worksheets", worksheets::list(&of("One buyer"), &worksheet_list(filled))),
            ("phrases", phrases::render(&of("Their words"), &phrase_list(filled))),
            ("capabilities", capabilities::render(&of("What we can do"), &capability_list(filled))),
            ("drafts", drafts::list(&of("Drafts"), &draft_list(filled))),
            ("draft", drafts::one(&of("A draft"), &draft_one(filled))),
            ("audience", audience::render(&of("For whom"), &for_whom(filled))),
            ("calendar", calendar::render(&of("What comes next"), &calendar_sheet(filled))),
            ("gates", gates::render(&of("Forms"), &gate_list(filled))),
            ("tasks", tasks::render(&of("To mend"), &task_list(filled))),
        ] {
            pages.push((format!("{name}{state}"), html.into_string()));
        }
    }
    pages.push(("worksheet".to_owned(), worksheets::one(&of("One buyer"), &worksheet_one()).into_string()));
    pages
}

/// A small seeded generator; good enough to spread marks about (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn pick(&mut self, count: usize) -> usize {
        ((self.roll() * count as f32) as usize).min(count - 1)
    }
}
