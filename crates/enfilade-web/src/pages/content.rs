//! The content sheet: which pieces serve which room and role, where nothing does, what to write next, one piece to settle.

use enfilade_app::build::coverage::{Asked, Cell, Coverage, Density};
use enfilade_app::build::lift::Lift;
use enfilade_app::build::report::PageReport;
use enfilade_domain::{LibraryPiece, PieceState, Role, Room};
use enfilade_language::{marked, t, tn, translated};
use maud::{Markup, html};

use super::frame::Frame;
use crate::components::sentences::{counted_sentence, sentence};
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
                p.empty { (t!("Nothing is in the library yet.")) }
                p { (t!("Let your site be read: its pages are proposed with room, question and role, and you correct what is wrong. Or send a list as a file.")) }
                div.btns.gap-above { a.btn.solid href=(links::page(frame, "/site")) { (t!("Read the site")) } a.btn href="/settings/import" { (t!("Send a file")) } }
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
    shell::page(frame, t!("Content"), &body)
}

fn head(frame: &Frame, view: &Content) -> Markup {
    let serving = view.pieces.iter().filter(|entry| entry.piece.room.is_some()).count();
    html! {
        div.head {
            div {
                h1 { (t!("Content")) }
                p.lede {
                    @if view.pieces.is_empty() { (sentence!("<b>No piece is known yet.</b> What a page is for is read from its text.")) }
                    @else {
                        (sentence!(
                            "{serving} of {pieces} pieces serve a buyer's question. <b>{gaps}</b>",
                            serving = words::capital(&words::number(serving)),
                            pieces = words::thousands(view.pieces.len()),
                            gaps = gaps(view),
                        ))
                    }
                }
            }
            div.btns.noprint {
                a.btn href=(links::page(frame, "/content/desk")) { (t!("The desk")) }
                @if !view.pieces.is_empty() { a.btn href="/content.csv" { (t!("Take it with you (CSV)")) } }
                a.btn href=(links::page(frame, "/site")) { (t!("Assess the site")) }
            }
        }
    }
}

fn gaps(view: &Content) -> String {
    if let Some(room) = view.coverage.missing_rooms.first() {
        let others = view.coverage.missing_rooms.len() - 1;
        let also = if others == 0 { String::new() } else { t!(", and {others} more", others = words::number(others)) };
        return t!("The {room} Room is empty{also}.", room = room.title(), also = also);
    }
    match view.unassigned.len() {
        0 => {
            let by_role = || view.coverage.cells.iter().filter(|cell| cell.role.is_some());
            match by_role().filter(|cell| cell.density == Density::Empty).count() {
                0 => t!("Every room has something to read for every role.").to_owned(),
                empty => t!(
                    "Every room has something to read; for {empty} of {by_role} pairs of room and role nothing is written for that role alone.",
                    empty = words::number(empty),
                    by_role = words::number(by_role().count())
                ),
            }
        }
        count => tn!(
            count,
            "{count} waits for somebody to say what is missing.",
            "{count} wait for somebody to say what is missing.",
            count = words::capital(&words::number(count))
        ),
    }
}

fn role_meaning(role: Option<&Role>) -> &'static str {
    match role {
        None => t!("two or more alike"),
        Some(Role::Executive) => t!("what it means"),
        Some(Role::Finance) => t!("what it costs"),
        Some(Role::Operations) => t!("who feels it"),
        Some(Role::Technical) => t!("how it works"),
        Some(Role::Legal) => t!("what could go wrong"),
        Some(Role::Champion) => t!("how to carry it through"),
        Some(Role::Own(_)) => "",
    }
}

fn role_name(role: Option<&Role>) -> String {
    match role {
        None => t!("Any role").to_owned(),
        Some(Role::Technical) => "IT".to_owned(),
        Some(role) => words::capital(&words::plain(role.as_str())),
    }
}

/// A role inside a sentence.
fn for_whom(role: Option<&Role>) -> String {
    match role {
        Some(Role::Technical) => "IT".to_owned(),
        Some(Role::Executive) => t!("executives").to_owned(),
        role => role_name(role).to_lowercase(),
    }
}

fn map(frame: &Frame, view: &Content) -> Markup {
    html! {
        section.sheet aria-label=(t!("Library by room and role")) {
            div.mx {
                div.corner {}
                @for room in Room::ALL {
                    @let own = view.coverage.cells.iter().filter(|cell| cell.room == room).map(|cell| cell.pieces.len()).sum::<usize>();
                    div class=(format!("colh r{}", room.index())) {
                        b { (room.title()) } i { (room.question()) }
                        span { (counted_sentence!(
                            own,
                            "{own} piece",
                            "{own} pieces",
                            own = words::thousands(own),
                        )) }
                        @let here = view.here[room.index()];
                        @if here > 0 { span { (counted_sentence!(
                            here,
                            "{here} company here now",
                            "{here} companies here now",
                            here = words::thousands(here),
                        )) } }
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
            p.small.gap-above { (t!("A cell in which one question is answered is thin, however many pieces answer it; one with more than seven pieces is crowded. How many companies are in a room is known for the room as a whole, not role by role. Rooms are proposed from the text until somebody confirms or corrects them.")) }
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
                @if cell.role.is_some() && view.waiting[room.index()] >= 1.0 { div.gap { (sentence!("<b>Nothing here</b>There are readers in this room.")) } }
                @else { div.gap.calm { (t!("No piece yet.")) } }
            }
            @for asked in cell.questions.iter().take(NAMED) { (answers(frame, view, asked)) }
            @if cell.questions.len() > NAMED {
                details {
                    summary {
                        (counted_sentence!(
                            cell.questions.len() - NAMED,
                            "{len} more question",
                            "{len} more questions",
                            len = words::thousands(cell.questions.len() - NAMED),
                        ))
                        @if cell.density == Density::Crowded { (t!(", crowded")) }
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
            @if let Some(question) = &asked.question { "“" (question) "”" } @else { (t!("No question is known")) }
            @if count > 1 { (sentence!(", {count} pieces", count = words::number(count))) }
        }
        @for path in asked.pieces.iter().take(NAMED) { (strip(frame, view, path)) }
        @if count > NAMED {
            details {
                summary { (sentence!("{count} more for this question", count = words::thousands(count - NAMED))) }
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
                @if entry.state == PieceState::Proposed { small { (t!("proposed")) } }
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
                    @if let Some(room) = one.entry.piece.room { span class=(format!("tag r{}", room.index())) { (sentence!(
                        "{room} Room",
                        room = room.title(),
                    )) } " " }
                    (state_words(&one.entry))
                    @if one.is_shown_first { " " (t!("Shown first because what its readers did is clearest; any other can be chosen above.")) }
                }
                (readers::bars(view, &one.entry.piece.path))
                ul.rows {
                    (readers::rows(view, &one.entry.piece.path))
                    @if let Some(judged) = &one.judged { (judgement(judged)) }
                }
                @if view.may_decide { (settle(frame, Some(&one.entry))) }
            } @else {
                h2 #one { (t!("One piece")) }
                p.empty { (t!("Choose a piece above to see what it is for, why, and to say otherwise.")) }
            }
        }
    }
}

fn state_words(entry: &LibraryPiece) -> String {
    match (entry.state, &entry.decided) {
        (PieceState::Proposed, _) => t!("Proposed from its text; nobody has looked at it yet.").to_owned(),
        (state, Some((by, at))) => {
            t!(
                "{state} by {by} on {utc_day}.",
                state = words::capital(translated(state.as_str())),
                by = by,
                utc_day = words::day_of_year(at.utc_day())
            )
        }
        (state, None) => t!("{state} by a file.", state = words::capital(translated(state.as_str()))),
    }
}

fn judgement(judged: &PageReport) -> Markup {
    html! {
            li { b { (t!("Its room.")) " " } @for (room, share) in Room::ALL.into_iter().zip(&judged.rooms) { @if *share >= 0.05 { (room.title()) " " (format!("{:.0} %", share * 100.0)) ". " } } }
            @if !judged.question.is_empty() { li { b { (t!("It answers.")) " " } (judged.question) } }
            @if !judged.reason.is_empty() { li { b { (t!("Decided by.")) " " } "“" (judged.reason) "”" } }
            li { (sentence!(
                "<b>How it speaks. </b>{judged} of sentences are about the company.",
                judged = format!("{:.0} %", judged.voice[0] * 100.0),
            )) " "
                @if judged.gated { (t!("Its content is behind a form.")) " " } (sentence!(
                    "Main call: {cta}.",
                    cta = judged.cta,
                )) }
    }
}

/// Kinds that a person chooses from.
const KINDS: [&str; 13] = [
    marked!("article"),
    marked!("guide"),
    marked!("product"),
    marked!("pricing"),
    marked!("case"),
    marked!("about"),
    marked!("home"),
    marked!("docs"),
    marked!("careers"),
    "demo_form",
    marked!("download"),
    marked!("login"),
    marked!("other"),
];
const MEDIA: [&str; 10] = [
    marked!("page"),
    marked!("deck"),
    marked!("video"),
    marked!("podcast"),
    marked!("webinar"),
    marked!("ad"),
    marked!("e-mail"),
    marked!("one-pager"),
    marked!("white paper"),
    marked!("letter"),
];
const ROLES: [&str; 7] = [
    marked!("any"),
    marked!("executive"),
    marked!("finance"),
    marked!("operations"),
    marked!("technical"),
    marked!("legal"),
    marked!("champion"),
];

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
                    @for option in options { option value=(option) selected[*option == chosen] { (words::plain(option)) } }
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
            @else { input type="hidden" name="new" value="yes"; (write("path", t!("Path or name"), String::new())) (choose("medium", t!("What it is"), &MEDIA, "deck")) }
            (choose("room", t!("Room"), &["problem", "solution", "offer", "sales", "none"], room))
            (choose("role", t!("Written for"), &ROLES, role))
            (choose("kind", t!("Kind"), &KINDS, piece.map_or("article", |piece| translated(piece.kind.as_str()))))
            (write("question", t!("The buyer's question"), text(piece.and_then(|piece| piece.question.as_ref()))))
            (write("topic", t!("Topic"), text(piece.and_then(|piece| piece.topic.as_ref()))))
            (write("title", t!("Title"), text(piece.and_then(|piece| piece.title.as_ref()))))
            button.btn type="submit" { @if entry.is_some() { (t!("So it is")) } @else { (t!("Add it")) } }
        }
    }
}

fn next(view: &Content) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="next" {
            h2 #next { (t!("Write next")) }
            p.cap { (t!("Ordered by companies in the room, times how little there is for them.")) }
            @if view.coverage.next.is_empty() { p.empty { (t!("No cell is empty or thin.")) } }
            ol.rows {
                @for (index, item) in view.coverage.next.iter().enumerate() {
                    li class=(format!("r{}", item.room.index())) {
                        b { (sentence!(
                            "For {for_whom}, in {room}",
                            for_whom = for_whom(item.role.as_ref()),
                            room = item.room.title(),
                        )) }
                        p.small {
                            (sentence!(
                                "{reason} It should answer “{question}”",
                                reason = item.reason,
                                question = item.room.question(),
                            ))
                            // A room's companies are counted once, whatever is missing there for whom.
                            @if !view.coverage.next[..index].iter().any(|before| before.room == item.room) {
                                @let here = view.here[item.room.index()];
                                @if here > 0 { " " (counted_sentence!(
                                    here,
                                    "{here} company of any role is in this room now.",
                                    "{here} companies of any role are in this room now.",
                                    here = words::capital(&words::number(here)),
                                )) }
                                @else { " " (t!("Nobody is known to wait there.")) }
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
        (piece.room.is_none(), t!("room")),
        (piece.question.is_none(), t!("question")),
        (piece.topic.is_none(), t!("topic")),
        (piece.title.is_none(), t!("title")),
    ];
    let names: Vec<String> =
        lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| t!("its {name}", name = name)).collect();
    let verb = tn!(names.len(), "is", "are");
    match (&entry.state, &entry.url) {
        // Only what was read can fail to say it.
        (PieceState::Proposed, Some(_)) if piece.room.is_none() => {
            t!("its text does not say clearly enough which question it answers").to_owned()
        }
        _ => t!("{names} {verb} not stated", names = words::list(&names), verb = verb),
    }
}

fn queue(frame: &Frame, view: &Content) -> Markup {
    html! {
        @if !view.unassigned.is_empty() {
            section.sheet.sect aria-labelledby="queue" {
                h2 #queue { (t!("To be assigned")) }
                p.cap { (t!("A piece guides somebody when its room, the question it answers and its topic are known. Until then these guide nobody.")) }
                ul.rows {
                    @for entry in view.unassigned.iter().take(QUEUED) { li { a href=(links::piece(frame, &entry.piece.path)) { (title_of(entry)) } " " span.small { (entry.piece.path) " · " (missing(entry)) } } }
                }
                @if view.unassigned.len() > QUEUED { p.small { (sentence!(
                    "and {len} more; the file has them all",
                    len = words::thousands(view.unassigned.len() - QUEUED),
                )) } }
            }
        }
    }
}

fn by_hand(frame: &Frame) -> Markup {
    html! {
        section.sheet.sect.noprint aria-labelledby="by-hand" {
            h2 #by-hand { (t!("Add a piece by hand")) }
            p.cap { (t!("A deck, a podcast, a webinar, an ad, an e-mail, a one-pager: everything that answers a question counts.")) }
            details.more { summary { (t!("Open")) } (settle(frame, None)) }
        }
    }
}
