//! What holds for every page: well-formed, light, without script or inline style, in our own words, and safe.

mod brackets;

use enfilade_domain::{Band, Room, ShownRoom};

use super::frame::{AccountLink, Late, Sheet};
use super::{accounts, brief, floor_plan, journey, person, ready, samples};
use crate::assets::STYLE;

const HEAVIEST: usize = 150 * 1024;
/// Words that make people into goods, or thinking into a loss. None is shown as ours.
const DENIED: [&str; 16] = [
    "funnel",
    "drop-off",
    "dropoff",
    "lead score",
    "mql",
    "hot lead",
    "intent score",
    "nurture",
    "captured",
    "conversion",
    "page view",
    "impression",
    "click",
    "undefined",
    "nan",
    "lorem",
];
const VOID: [&str; 5] = ["meta", "link", "input", "br", "!doctype"];

fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.to_lowercase()
}

/// Every tag that opens is closed, in order.
fn check_nesting(name: &str, html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap_or_else(|| panic!("{name}: a tag without end: {piece}"));
        let word = tag.trim_end_matches('/').split_whitespace().next().unwrap_or("");
        if let Some(closing) = word.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closing), "{name}: {piece}");
        } else if !VOID.contains(&word.to_lowercase().as_str()) {
            open.push(word);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

fn attributes<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_is_well_formed_and_light() {
    let pages = samples::gallery();
    assert!(pages.len() >= 16);
    for (name, html) in pages {
        check_nesting(&name, &html);
        assert!(html.len() <= HEAVIEST, "{name}: {} bytes", html.len());
        let mut ids = attributes(&html, "id");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: an id twice");
        for id in attributes(&html, "aria-labelledby") {
            assert!(ids.contains(&id), "{name}: {id}");
        }
    }
}

#[test]
fn no_page_needs_script_inline_style_or_another_host() {
    for (name, html) in samples::gallery() {
        // The one script of our own adds keys, and comes after everything else.
        let html = html.replace("<script src=\"/assets/keys.js\" defer></script>", "");
        for forbidden in ["<script", " style=", "javascript:", "http://", "https://", " onclick", " onload"] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
        for attribute in ["href", "action", "src"] {
            let leads_away = |address: &&str| !address.starts_with(['/', '#']) || address.starts_with("//");
            assert_eq!(attributes(&html, attribute).into_iter().find(leads_away), None, "{name}");
        }
    }
    assert!(!STYLE.contains("@import") && !STYLE.contains("http"));
}

#[test]
fn no_page_uses_a_denied_word_or_an_hour() {
    for (name, html) in samples::gallery() {
        let text = text_of(&html);
        let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').collect();
        for denied in DENIED {
            let found = if denied.contains(' ') { text.contains(denied) } else { words.contains(&denied) };
            assert!(!found, "{name}: {denied}");
        }
        let clock = text
            .as_bytes()
            .windows(5)
            .any(|five| five[2] == b':' && [0, 1, 3, 4].iter().all(|at| five[*at].is_ascii_digit()));
        assert!(!clock, "{name}: a clock time");
    }
}

#[test]
fn every_class_of_a_page_is_in_the_stylesheet() {
    let hooks = ["r0", "r1", "r2", "r3", "ev", "plan", "gap-above", "sect", "score-w", "num", "head"];
    for (name, html) in samples::gallery() {
        for class in attributes(&html, "class").into_iter().flat_map(str::split_whitespace) {
            assert!(hooks.contains(&class) || STYLE.contains(&format!(".{class}")), "{name}: {class}");
        }
    }
}

#[test]
fn every_post_carries_the_token() {
    for (name, html) in samples::gallery() {
        for form in html.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let tag = form.split('>').next().unwrap();
            if tag.contains("method=\"get\"") {
                assert!(!form.contains("csrf_token"), "{name}: the token does not belong into an address");
                continue;
            }
            assert!(tag.contains("method=\"post\""), "{name}: {tag}");
            assert!(form.contains("name=\"csrf_token\" value=\"sample-token\""), "{name}");
        }
    }
}

#[test]
fn every_chart_has_a_summary_and_the_same_facts_in_words() {
    for (name, html) in samples::gallery() {
        for svg in html.split("<svg ").skip(1) {
            let tag = svg.split('>').next().unwrap();
            assert!(tag.contains("aria-hidden=\"true\"") || tag.contains("aria-label=\""), "{name}: {tag}");
        }
        assert_eq!(html.contains("class=\"wide\""), html.contains("Read as a table"), "{name}");
        assert_eq!(html.contains("class=\"score-w\""), html.contains("Read as a list"), "{name}");
    }
}

#[test]
fn what_sales_may_say_never_tells_that_somebody_watched() {
    for view in [samples::brief(false), samples::brief(true)] {
        let html = brief::render(&samples::frame(Sheet::Ready, "Brief"), &view).into_string();
        let (say, know) = html.split_once("id=\"know-h\"").unwrap();
        assert!(say.contains("A first sentence") && !say.contains("The price of standing still"));
        assert!(know.contains("do not explain again") && know.contains("The price of standing still"));
        assert_eq!(html.contains("no company presentation, no question about budget"), view.early);
    }
}

#[test]
fn who_waits_has_no_button_to_chase_and_who_may_not_decide_has_none_at_all() {
    let frame = samples::frame(Sheet::Ready, "Ready");
    let mut view = samples::ready(2);
    let html = ready::render(&frame, &view).into_string();
    let waiting = html.split("id=\"ny\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(waiting.contains("Aldermoor Bank") && !waiting.contains("/call") && !waiting.contains("btn"));
    assert_eq!(html.matches("I will call them").count(), 2);
    view.may_decide = false;
    view.asked[0].answers.clear();
    let html = ready::render(&frame, &view).into_string();
    assert!(!html.contains("/call\"") && !html.contains("/not-yet\""));
}

const HOSTILE: &str = "\"><script>alert(1)</script><b x='&{{";

#[test]
fn hostile_names_stay_text() {
    let link = AccountLink { domain: "a/../b?\"<c>".to_owned(), name: HOSTILE.to_owned() };
    let mut plan = samples::floor_plan(20);
    (plan.marks[0].name, plan.marks[0].domain) = (link.name.clone(), link.domain.clone());
    plan.news.left[0].account = link.clone();
    let mut journey_view = samples::journey();
    journey_view.account = link.clone();
    for voice in &mut journey_view.voices {
        (voice.title, voice.person_id, voice.letter) = (HOSTILE.to_owned(), HOSTILE.to_owned(), HOSTILE.to_owned());
        voice.given_name = Some(HOSTILE.to_owned());
    }
    journey_view.events[0].caption = HOSTILE.to_owned();
    journey_view.touches[0].caption = HOSTILE.to_owned();
    let mut list = samples::accounts(3);
    (list.rows[0].account, list.narrowing.search) = (link.clone(), HOSTILE.to_owned());
    let mut someone = samples::anonymous_person();
    (someone.given_name, someone.account) = (Some(HOSTILE.to_owned()), Some(link.clone()));
    someone.actions[0].fields[0].1 = HOSTILE.to_owned();
    let mut frame = samples::frame(Sheet::Accounts, HOSTILE);
    (frame.notice, frame.as_of) = (Some(HOSTILE.to_owned()), Some(HOSTILE.to_owned()));
    let mut short = samples::ready(1);
    (short.ready[0].account, short.ready[0].opening, short.ready[0].reasons[0]) =
        (link.clone(), HOSTILE.to_owned(), HOSTILE.to_owned());
    (short.asked[0].account, short.asked[0].points[0]) = (link.clone(), HOSTILE.to_owned());
    (short.called[0].by, short.called[0].reason) = (HOSTILE.to_owned(), HOSTILE.to_owned());
    (short.waiting[0].account, short.waiting[0].why[0]) = (link.clone(), HOSTILE.to_owned());
    let mut told = samples::brief(true);
    (told.account, told.story[0].pieces[0].0, told.known[0]) = (link.clone(), HOSTILE.to_owned(), HOSTILE.to_owned());
    (told.agenda[0], told.concerns[0].0[0]) = (HOSTILE.to_owned(), HOSTILE.to_owned());
    let decided = ready::render(&samples::frame(Sheet::Ready, HOSTILE), &short).into_string();
    assert!(decided.contains("action=\"/accounts/a%2F..%2Fb%3F%22%3Cc%3E/call\""), "an address stays in its segment");
    for html in [
        ready::render(&frame, &short),
        brief::render(&frame, &told),
        floor_plan::render(&frame, &plan),
        journey::render(&frame, &journey_view),
        accounts::render(&frame, &list),
        person::render(&frame, &someone),
    ] {
        let html = html.into_string();
        check_nesting("hostile", &html);
        assert_eq!(html.matches("<script").count(), 1, "the keys only");
        assert!(attributes(&html, "href").iter().all(|href| !href.contains("..") || !href.contains("/../")));
    }
}

#[test]
fn an_empty_building_is_honest() {
    let html =
        floor_plan::render(&samples::frame(Sheet::FloorPlan, "Floor plan"), &samples::floor_plan(0)).into_string();
    let text = text_of(&html);
    assert!(text.contains("no visits yet.") && text.contains("add the script to your site"));
    assert!(!text.split_whitespace().any(|word| word == "0"), "a zero is no figure");
}

#[test]
fn before_anybody_was_seen_no_week_is_told_as_a_calm_one() {
    let pages = samples::gallery();
    let text = |name: &str| text_of(&pages.iter().find(|(known, _)| known == name).unwrap().1);
    let first = text("monday-first");
    assert!(first.contains("there is no week to tell yet") && !first.contains("changed rooms"), "{first}");
    assert!(text("monday-empty").contains("nobody changed rooms this week"));
}

#[test]
fn few_cases_make_no_figure() {
    let frame = samples::frame(Sheet::FloorPlan, "Floor plan");
    let three = text_of(&floor_plan::render(&frame, &samples::floor_plan(3)).into_string());
    assert!(three.contains("too early to tell (3 of 5)"));
    let new = text_of(&journey::render(&frame, &samples::new_journey()).into_string());
    assert!(new.contains("too early to tell (3 of 5)") && !new.contains("likely 1–30"));
}

#[test]
fn the_first_sentence_is_computed() {
    let frame = samples::frame(Sheet::FloorPlan, "Floor plan");
    let mut view = samples::floor_plan(64);
    let text = text_of(&floor_plan::render(&frame, &view).into_string());
    assert!(text.contains("64 companies are in the building.") && text.contains("three are ready"));
    view.marks.truncate(1);
    view.marks[0].ready = false;
    let text = text_of(&floor_plan::render(&frame, &view).into_string());
    assert!(text.contains("one company is in the building.") && text.contains("none is ready for a conversation."));
}

#[test]
fn nobody_is_named_who_did_not_say_a_name() {
    let mut view = samples::journey();
    let frame = samples::frame(Sheet::Accounts, "Polwick Water");
    assert!(journey::render(&frame, &view).into_string().contains("Ana Brix, who gave this name"));
    view.voices[0].given_name = None;
    assert!(!journey::render(&frame, &view).into_string().contains("Ana Brix"));
    let person = person::render(&frame, &samples::anonymous_person()).into_string();
    assert!(person.contains("<h1>Voice B</h1>"));
}

#[test]
fn links_carry_the_date_and_the_band() {
    let mut frame = samples::frame(Sheet::Accounts, "Accounts");
    frame.as_of = Some("2026-03-01".to_owned());
    let mut view = samples::accounts(20);
    view.narrowing.band = Some(Band::Ready);
    view.narrowing.search = "a&b=c".to_owned();
    let html = accounts::render(&frame, &view).into_string();
    assert!(html.contains("/accounts.csv?band=ready+to+hear+from+us&amp;q=a%26b%3Dc&amp;as_of=2026-03-01"), "{html}");
    assert!(html.contains("You look at <b>1 Mar 2026</b>") && html.contains("name=\"as_of\" value=\"2026-03-01\""));
    view.narrowing.search.clear();
    let html = accounts::render(&frame, &view).into_string();
    assert!(html.contains("href=\"/accounts?band=ready+to+hear+from+us&amp;as_of=2026-03-01\" aria-current=\"true\""));
    assert!(html.contains("href=\"/?as_of=2026-03-01\""));
}

#[test]
fn a_room_is_written_and_not_only_coloured() {
    let mut view = samples::journey();
    for room in Room::ALL {
        view.shown = ShownRoom::In(room);
        let html = journey::render(&samples::frame(Sheet::Accounts, ""), &view).into_string();
        assert!(text_of(&html).contains(&format!("most likely in the  {} room", room.as_str())));
    }
}

#[test]
fn small_pages_look_as_they_did() {
    for name in ["sign-in", "error", "person"] {
        let (_, html) = samples::gallery().into_iter().find(|(page, _)| page == name).unwrap();
        insta::assert_snapshot!(name, html.replace("><", ">\n<"));
    }
}

#[test]
fn a_back_test_stands_on_its_own_and_hostile_names_stay_text_in_it() {
    let mut report = samples::honesty(11);
    report.loud_unready[0].name = Some(HOSTILE.to_owned());
    report.loud_unready[0].afterwards = HOSTILE.to_owned();
    report.models = vec![HOSTILE.to_owned()];
    let html = super::honesty::document(&report, HOSTILE);
    check_nesting("honesty document", &html);
    assert!(html.contains("<style>") && html.contains("@media print"));
    for forbidden in ["<script", "<link", " src=", "http://", "https://", "href=\"/"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    let body = html.split("</style>").nth(1).unwrap();
    assert!(text_of(body).contains("readings would have sent six to sales beforehand"));
}

#[test]
fn few_decisions_make_no_verdict() {
    let html = super::honesty::document(&samples::honesty(2), "default");
    let text = text_of(html.split("</style>").nth(1).unwrap());
    assert!(text.contains("too early to tell (2 of 5)") && !text.contains("would have sent two"));
    assert!(text.contains("it did not happen in the judged time"));
}

#[test]
fn long_names_do_not_make_a_heavy_page() {
    let mut view = samples::floor_plan(250);
    for (index, mark) in view.marks.iter_mut().enumerate() {
        mark.name = format!("A company with quite a long name, number {index}");
        mark.domain = format!("a-company-with-a-long-domain-{index}.example");
    }
    let html = floor_plan::render(&samples::frame(Sheet::FloorPlan, "Floor plan"), &view).into_string();
    assert!(html.len() <= HEAVIEST, "{} bytes", html.len());
}

#[test]
fn where_evidence_ends_long_ago_is_said_with_a_way_there() {
    let mut frame = samples::frame(Sheet::FloorPlan, "Floor plan");
    let html = floor_plan::render(&frame, &samples::floor_plan(20)).into_string();
    assert!(!html.contains("Drawn from evidence") && html.contains("max=\"2026-09-14\""), "{html}");
    frame.late = Some(Late { up_to: "23 Jun 2025".to_owned(), day: "2025-06-23".to_owned() });
    let html = floor_plan::render(&frame, &samples::floor_plan(20)).into_string();
    assert!(html.contains("Drawn from evidence up to 23 Jun 2025") && html.contains("value=\"2025-06-23\""), "{html}");
}

#[test]
fn a_past_day_counts_nobody_of_today() {
    let mut frame = samples::frame(Sheet::FloorPlan, "Floor plan");
    frame.as_of = Some("2026-03-01".to_owned());
    let mut view = samples::floor_plan(0);
    view.visitors = None;
    let text = text_of(&floor_plan::render(&frame, &view).into_string());
    assert!(text.contains("no company was known on this day") && !text.contains("add the script"), "{text}");
    let mut view = samples::floor_plan(20);
    view.visitors = None;
    let text = text_of(&floor_plan::render(&frame, &view).into_string());
    assert!(!text.contains("to no company we know") && !text.contains("bots"), "{text}");
}
