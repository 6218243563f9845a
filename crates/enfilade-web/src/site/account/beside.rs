//! What stands beside one account: the others, and for each of its people a piece that was not read.

use enfilade_app::engage::next_piece::{self, Because, Reader};
use enfilade_app::interpret::explain::AccountStory;
use enfilade_app::interpret::fold::ReadLife;
use enfilade_app::interpret::scale;
use enfilade_app::roll::Roll;
use enfilade_domain::{Piece, ShownRoom, Workspace};
use enfilade_engine::judge::Scale;
use enfilade_language::{t, translated};

use crate::pages::journey::{Beside, NextPiece};
use crate::site::{PageError, Site};

/// Others that are drawn; more no longer tell one from another.
const MOST_OTHERS: usize = 150;
/// Of a big house so many are looked at for them.
const MOST_LOOKED_AT: usize = 2_000;

/// Both figures among those of others; nothing where one of the two is not known.
pub(super) fn others(
    site: &Site,
    workspace: &Workspace,
    story: &AccountStory,
    scale: &Scale,
) -> Result<Option<Beside>, PageError> {
    let reading = &story.reading;
    let Some(fit) = reading.fit.filter(|_| reading.enough_evidence) else { return Ok(None) };
    let shown = |z: f32| scale.shown(f64::from(z)).value as f32;
    let roll = Roll::now(&site.app, workspace)?;
    let entries = roll.entries();
    let step = entries.len().div_ceil(MOST_LOOKED_AT).max(1);
    let others: Vec<(f32, f32)> = entries
        .iter()
        .step_by(step)
        .filter(|one| one.enough_evidence && one.domain != reading.account)
        .filter_map(|one| Some((one.fit?.value(), one.z)))
        .map(|(fit, z)| (fit, shown(z)))
        .collect();
    let step = others.len().div_ceil(MOST_OTHERS).max(1);
    Ok(Some(Beside {
        fit: fit.value(),
        readiness: shown(reading.z),
        others: others.into_iter().step_by(step).collect(),
        opens_at: scale::shown_for(scale, enfilade_engine::READY_FROM).value as f32,
    }))
}

/// For each of these lives a piece, where a room is clear and something of it is unread.
pub(super) fn next<'lives>(
    story: &'lives AccountStory,
    pieces: &[Piece],
    order: &[&'lives ReadLife],
) -> Vec<Option<NextPiece>> {
    let reader = |read: &&'lives ReadLife| {
        let member = story.committee.iter().find(|member| member.reading.person == read.life.person)?;
        let ShownRoom::In(room) = member.reading.shown else { return None };
        // Whoever left the company is given nothing any more.
        member.departed_at.is_none().then(|| Reader {
            room,
            role: member.reading.role.named().map(|(role, _)| role),
            read: read.visits.iter().flat_map(|visit| &visit.pages).map(|page| page.path.as_str()).collect(),
        })
    };
    let readers: Vec<Option<Reader<'_>>> = order.iter().map(reader).collect();
    let known: Vec<Reader<'_>> = readers.iter().flatten().cloned().collect();
    let mut found = next_piece::for_each(pieces, &known).into_iter();
    let told = |next: next_piece::NextPiece| NextPiece {
        because: match next.because {
            Because::Answers(question) => t!("answers “{question}”", question = question),
            Because::WrittenFor(role) => t!("written for {role}", role = translated(role.as_str())),
            Because::NextRoom(room) => t!("leads on to the {room} Room; the one before was read", room = room.title()),
            Because::Unread => t!("of this room, and not read yet").to_owned(),
        },
        path: next.path,
        title: next.title,
    };
    readers.iter().map(|reader| reader.as_ref().and_then(|_| found.next().flatten()).map(told)).collect()
}
