//! The content sheet: which pieces serve which room and role, where nothing does, what to write next, one piece to settle.

use enfilade_app::build::coverage::{Asked, Cell, Coverage, Density};
use enfilade_app::build::lift::Lift;
use enfilade_app::build::report::PageReport;
use enfilade_domain::{LibraryPiece, PieceState, Role, Room};
use maud::{Markup, html};

use super::frame::Frame;
use crate::components::{forms, links, shell, words};

mod readers;

/// What the sheet shows.
#[derive(Debug, Clone)]
pub struct Content {
    pub coverage: Coverage,
    /// Accounts in each room now; with fractions, since rooms are probabilities.
    pub waiting: [f32; Room::ALL.len()],
    /// Accounts that stand in each room on the floor plan.
    pub here: [usize; Room::ALL.len()],
    pub pieces: Vec<LibraryPiece>,
    pub unassigned: Vec<LibraryPiece>,
    pub one: Option<OnePiece>,
    pub may_decide: bool,
    /// What went with each piece, as it was counted last; nothing of a past day.
    pub lifts: Vec<Lift>,
    pub are_readers_counted: bool,
}

/// The piece that is looked at.
#[derive(Debug, Clone)]
pub struct OnePiece {
    pub entry: LibraryPiece,
    pub judged: Option<PageReport>,
    /// Nobody chose it; it is the one of which most can be said.
    pub is_shown_first: bool,
}

/// Draws the sheet.
#[must_use]
pub fn render(frame: &Frame, view: &Content) -> Markup {
    let body = html! {
        (head(frame, view))
        @if view.pieces.is_empty() {
            section.sheet {
                p.empty { "Nothing is in the library yet." }
                p { "Let your site be read: its pages are proposed with room, question and role, and you correct what is wrong. Or send a list as a file." }
                div.btns.gap-above { a.btn.solid href=(links::page(frame, "/site")) { "Read the site" } a.btn href="/settings/import" { "Send a file" } }
            }
        } @else {
            (map(frame, view))
            div.grid.g-32 {
                (piece(frame, view))
                (next(view))
            }
            (queue(frame, view))
        }
        @if view.may_decide { (by_hand(frame)) }
    };
    shell::page(frame, "Content", &body)
}

fn head(frame: &Frame, view: &Content) -> Markup {
    let serving = view.pieces.iter().filter(|entry| entry.piece.room.is_some()).count();
    html! {
        div.head {
            div {
                h1 { "Content" }
                p.lede {
                    @if view.pieces.is_empty() { b { "No piece is known yet." } " What a page is for is read from its text." }
                    @else {
                        (words::capital(&words::number(serving))) " of " (words::thousands(view.pieces.len())) " pieces serve a buyer's question. "
                        b { (gaps(view)) }
                    }
                }
            }
            div.btns.noprint {
                a.btn href=(links::page(frame, "/content/desk")) { "The desk" }
                @if !view.pieces.is_empty() { a.btn href="/content.csv" { "Take it with you (CSV)" } }
                a.btn href=(links::page(frame, "/site")) { "Assess the site" }
            }
        }
    }
}

fn gaps(view: &Content) -> String {
    if let Some(room) = view.coverage.missing_rooms.first() {
        let others = view.coverage.missing_rooms.len() - 1;
        let also = if others == 0 { String::new() } else { format!(", and {} more", words::number(others)) };
        return format!("The {} Room is empty{also}.", room.title());
    }
    match view.unassigned.len() {
        0 => {
            let by_role = || view.coverage.cells.iter().filter(|cell| cell.role.is_some());
            match by_role().filter(|cell| cell.density == Density::Empty).count() {
                0 => "Every room has something to read for every role.".to_owned(),
                empty => format!(
                    "Every room has something to read; for {} of {} pairs of room and role nothing is written for that role alone.",
                    words::number(empty),
                    words::number(by_role().count())
                ),
            }
        }
        count => format!(
            "{} {} for somebody to say what is missing.",
            words::capital(&words::number(count)),
            words::plural(count, "waits", "wait")
        ),
    }
}

const fn role_meaning(role: Option<&Role>) -> &'static str {
    match role {
        None => "two or more alike",
        Some(Role::Executive) => "what it means",
        Some(Role::Finance) => "what it costs",
        Some(Role::Operations) => "who feels it",
        Some(Role::Technical) => "how it works",
        Some(Role::Legal) => "what could go wrong",
        Some(Role::Champion) => "how to carry it through",
        Some(Role::Own(_)) => "",
    }
}

fn role_name(role: Option<&Role>) -> String {
    match role {
        None => "Any role".to_owned(),
        Some(Role::Technical) => "IT".to_owned(),
        Some(role) => words::capital(&role.as_str().replace('_', " ")),
    }
}

/// A role inside a sentence.
fn for_whom(role: Option<&Role>) -> String {
    match role {
        Some(Role::Technical) => "IT".to_owned(),
        Some(Role::Executive) => "executives".to_owned(),
        role => role_name(role).to_lowercase(),
    }
}

fn map(frame: &Frame, view: &Content) -> Markup {
    html! {
        section.sheet aria-label="Library by room and role" {
            div.mx {
                div.corner {}
                @for room in Room::ALL {
                    @let own = view.coverage.cells.iter().filter(|cell| cell.room == room).map(|cell| cell.pieces.len()).sum::<usize>();
                    div class=(format!("colh r{}", room.index())) {
                        b { (room.title()) } i { (room.question()) }
                        span { (words::thousands(own)) (words::plural(own, " piece", " pieces")) }
                        @let here = view.here[room.index()];
                        @if here > 0 { span { (words::thousands(here)) (words::plural(here, " company", " companies")) " here now" } }
                    }
                }
                @for role in &view.coverage.roles {
                    div.rowh { (role_name(role.as_ref())) small { (role_meaning(role.as_ref())) } }
                    @for room in Room::ALL {
                        @if let Some(found) = view.coverage.cell(role.as_ref(), room) { (cell(frame, view, found)) }
                    }
                }
            }
            (readers::legend(view))
            p.small.gap-above { "A cell in which one question is answered is thin, however many pieces answer it; one with more than seven pieces is crowded. How many companies are in a room is known for the room as a whole, not role by role. Rooms are proposed from the text until somebody confirms or corrects them." }
        }
    }
}

/// Questions of a cell, and pieces of a question, that are named; the others fold.
const NAMED: usize = 3;

fn cell(frame: &Frame, view: &Content, cell: &Cell) -> Markup {
    let room = cell.room;
    html! {
        div class=(format!("cell r{}", room.index())) {
            span.clab.tag { (room.title()) }
            @if cell.density == Density::Empty {
                @if cell.role.is_some() && view.waiting[room.index()] >= 1.0 { div.gap { b { "Nothing here" } "There are readers in this room." } }
                @else { div.gap.calm { "No piece yet." } }
            }
            @for asked in cell.questions.iter().take(NAMED) { (answers(frame, view, asked)) }
            @if cell.questions.len() > NAMED {
                details {
                    summary {
                        (words::thousands(cell.questions.len() - NAMED)) (words::plural(cell.questions.len() - NAMED, " more question", " more questions"))
                        @if cell.density == Density::Crowded { ", crowded" }
                    }
                    @for asked in cell.questions.iter().skip(NAMED).take(60) { (answers(frame, view, asked)) }
                }
            }
        }
    }
}

/// A question, with its pieces below it.
fn answers(frame: &Frame, view: &Content, asked: &Asked) -> Markup {
    let count = asked.pieces.len();
    html! {
        p.small {
            @if let Some(question) = &asked.question { "“" (question) "”" } @else { "No question is known" }
            @if count > 1 { ", " (words::number(count)) " pieces" }
        }
        @for path in asked.pieces.iter().take(NAMED) { (strip(frame, view, path)) }
        @if count > NAMED {
            details {
                summary { (words::thousands(count - NAMED)) " more for this question" }
                @for path in asked.pieces.iter().skip(NAMED).take(60) { (strip(frame, view, path)) }
            }
        }
    }
}

fn strip(frame: &Frame, view: &Content, path: &str) -> Markup {
    let entry = view.pieces.iter().find(|entry| entry.piece.path == path);
    let is_current = view.one.as_ref().is_some_and(|one| one.entry.piece.path == path);
    html! {
        @if let Some(entry) = entry {
            a.piece href=(links::piece(frame, path)) aria-current=[is_current.then_some("true")] {
                (title_of(entry))
                @if entry.state == PieceState::Proposed { small { "proposed" } }
                (readers::at_a_glance(Lift::find(&view.lifts, path)))
            }
        }
    }
}

fn title_of(entry: &LibraryPiece) -> &str {
    entry.piece.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(&entry.piece.path)
}

fn piece(frame: &Frame, view: &Content) -> Markup {
    html! {
        section.sheet.sect #piece aria-labelledby="one" {
            @if let Some(one) = &view.one {
                h2 #one { (title_of(&one.entry)) }
                p.cap {
                    @if let Some(room) = one.entry.piece.room { span class=(format!("tag r{}", room.index())) { (room.title()) " Room" } " " }
                    (state_words(&one.entry))
                    @if one.is_shown_first { " Shown first because what its readers did is clearest; any other can be chosen above." }
                }
                (readers::bars(view, &one.entry.piece.path))
                ul.rows {
                    (readers::rows(view, &one.entry.piece.path))
                    @if let Some(judged) = &one.judged { (judgement(judged)) }
                }
                @if view.may_decide { (settle(frame, Some(&one.entry))) }
            } @else {
                h2 #one { "One piece" }
                p.empty { "Choose a piece above to see what it is for, why, and to say otherwise." }
            }
        }
    }
}

fn state_words(entry: &LibraryPiece) -> String {
    match (entry.state, &entry.decided) {
        (PieceState::Proposed, _) => "Proposed from its text; nobody has looked at it yet.".to_owned(),
        (state, Some((by, at))) => {
            format!("{} by {by} on {}.", words::capital(state.as_str()), words::day_of_year(at.utc_day()))
        }
        (state, None) => format!("{} by a file.", words::capital(state.as_str())),
    }
}

fn judgement(judged: &PageReport) -> Markup {
    html! {
            li { b { "Its room. " } @for (room, share) in Room::ALL.into_iter().zip(&judged.rooms) { @if *share >= 0.05 { (room.title()) " " (format!("{:.0} %", share * 100.0)) ". " } } }
            @if !judged.question.is_empty() { li { b { "It answers. " } (judged.question) } }
            @if !judged.reason.is_empty() { li { b { "Decided by. " } "“" (judged.reason) "”" } }
            li { b { "How it speaks. " } (format!("{:.0} %", judged.voice[0] * 100.0)) " of sentences are about the company. "
                @if judged.gated { "Its content is behind a form. " } "Main call: " (judged.cta) "." }
    }
}

/// Kinds that a person chooses from.
const KINDS: [&str; 13] = [
    "article",
    "guide",
    "product",
    "pricing",
    "case",
    "about",
    "home",
    "docs",
    "careers",
    "demo_form",
    "download",
    "login",
    "other",
];
const MEDIA: [&str; 10] =
    ["page", "deck", "video", "podcast", "webinar", "ad", "e-mail", "one-pager", "white paper", "letter"];
const ROLES: [&str; 7] = ["any", "executive", "finance", "operations", "technical", "legal", "champion"];

fn settle(frame: &Frame, entry: Option<&LibraryPiece>) -> Markup {
    let piece = entry.map(|entry| &entry.piece);
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    let room = piece.and_then(|piece| piece.room).map_or("none", Room::as_str);
    let role = piece.and_then(|piece| piece.role.as_ref()).map_or("any", Role::as_str);
    let id = if entry.is_some() { "settle" } else { "add" };
    let choose = |name: &str, label: &str, options: &[&str], chosen: &str| {
        let known = options.contains(&chosen);
        html! {
            label for=(format!("{id}-{name}")) { (label)
                select name=(name) id=(format!("{id}-{name}")) {
                    @for option in options { option value=(option) selected[*option == chosen] { (option.replace('_', " ")) } }
                    @if !known { option value=(chosen) selected { (chosen) } }
                }
            }
        }
    };
    let write = |name: &str, label: &str, value: String| {
        html! { label for=(format!("{id}-{name}")) { (label) input type="text" name=(name) id=(format!("{id}-{name}")) value=(value) maxlength="300"; } }
    };
    html! {
        form.settle.gap-above.noprint method="post" action="/content/settle" {
            (forms::csrf_field(frame))
            @if let Some(entry) = entry { input type="hidden" name="path" value=(entry.piece.path); input type="hidden" name="medium" value=(entry.medium); }
            @else { input type="hidden" name="new" value="yes"; (write("path", "Path or name", String::new())) (choose("medium", "What it is", &MEDIA, "deck")) }
            (choose("room", "Room", &["problem", "solution", "offer", "sales", "none"], room))
            (choose("role", "Written for", &ROLES, role))
            (choose("kind", "Kind", &KINDS, piece.map_or("article", |piece| piece.kind.as_str())))
            (write("question", "The buyer's question", text(piece.and_then(|piece| piece.question.as_ref()))))
            (write("topic", "Topic", text(piece.and_then(|piece| piece.topic.as_ref()))))
            (write("title", "Title", text(piece.and_then(|piece| piece.title.as_ref()))))
            button.btn type="submit" { @if entry.is_some() { "So it is" } @else { "Add it" } }
        }
    }
}

fn next(view: &Content) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="next" {
            h2 #next { "Write next" }
            p.cap { "Ordered by companies in the room, times how little there is for them." }
            @if view.coverage.next.is_empty() { p.empty { "No cell is empty or thin." } }
            ol.rows {
                @for (index, item) in view.coverage.next.iter().enumerate() {
                    li class=(format!("r{}", item.room.index())) {
                        b { "For " (for_whom(item.role.as_ref())) ", in " (item.room.title()) }
                        p.small {
                            (item.reason) " It should answer “" (item.room.question()) "”"
                            // A room's companies are counted once, whatever is missing there for whom.
                            @if !view.coverage.next[..index].iter().any(|before| before.room == item.room) {
                                @let here = view.here[item.room.index()];
                                @if here > 0 { " " (words::capital(&words::number(here))) (words::plural(here, " company of any role is", " companies of any role are")) " in this room now." }
                                @else { " Nobody is known to wait there." }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Pieces of the queue that are named.
const QUEUED: usize = 40;

/// What is not known of a piece, as far as a guide needs it.
fn missing(entry: &LibraryPiece) -> String {
    let piece = &entry.piece;
    let lacks = [
        (piece.room.is_none(), "room"),
        (piece.question.is_none(), "question"),
        (piece.topic.is_none(), "topic"),
        (piece.title.is_none(), "title"),
    ];
    let names: Vec<String> =
        lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| format!("its {name}")).collect();
    let verb = words::plural(names.len(), "is", "are");
    match (&entry.state, &entry.url) {
        // Only what was read can fail to say it.
        (PieceState::Proposed, Some(_)) if piece.room.is_none() => {
            "its text does not say clearly enough which question it answers".to_owned()
        }
        _ => format!("{} {verb} not stated", words::list(&names)),
    }
}

fn queue(frame: &Frame, view: &Content) -> Markup {
    html! {
        @if !view.unassigned.is_empty() {
            section.sheet.sect aria-labelledby="queue" {
                h2 #queue { "To be assigned" }
                p.cap { "A piece guides somebody when its room, the question it answers and its topic are known. Until then these guide nobody." }
                ul.rows {
                    @for entry in view.unassigned.iter().take(QUEUED) { li { a href=(links::piece(frame, &entry.piece.path)) { (title_of(entry)) } " " span.small { (entry.piece.path) " · " (missing(entry)) } } }
                }
                @if view.unassigned.len() > QUEUED { p.small { "and " (words::thousands(view.unassigned.len() - QUEUED)) " more; the file has them all" } }
            }
        }
    }
}

fn by_hand(frame: &Frame) -> Markup {
    html! {
        section.sheet.sect.noprint aria-labelledby="by-hand" {
            h2 #by-hand { "Add a piece by hand" }
            p.cap { "A deck, a podcast, a webinar, an ad, an e-mail, a one-pager: everything that answers a question counts." }
            details.more { summary { "Open" } (settle(frame, None)) }
        }
    }
}
