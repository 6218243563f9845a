//! A site of one page: nothing follows about rooms, so the page is read as a single piece, for a reader of each room.

use enfilade_domain::{PageKind, Room};

use super::{Assessed, Read};
use crate::audit::{Medium, audit};

/// Words from which a page is a text.
const TEXT_FROM: usize = 25;

/// What a single page answers and lacks for readers of one room.
#[derive(Debug, Clone, PartialEq)]
pub struct PieceReading {
    pub room: Room,
    pub path: String,
    /// Whether it meets them, as in an audit.
    pub verdict: &'static str,
    /// 0 to 100, as in an audit.
    pub score: f32,
    /// What it does for them, with its own words.
    pub answers: Vec<(String, String)>,
    /// What it does not do, with what to write.
    pub lacks: Vec<(String, String)>,
}

/// Whether a page is a text somebody reads, and neither a form nor a log-in.
pub(super) fn is_text(page: &Assessed) -> bool {
    let is_other = matches!(page.kind, PageKind::Login | PageKind::DemoForm | PageKind::Careers);
    page.judged.is_ok() && (page.is_home() || !is_other && page.words >= TEXT_FROM)
}

/// The only page of text, read for each room; empty where there are more.
pub(super) fn pieces(read: &[Read<'_>], pages: &[Assessed]) -> Vec<PieceReading> {
    let mut texts = read.iter().zip(pages).filter(|(_, page)| is_text(page));
    let (Some((read, page)), None) = (texts.next(), texts.next()) else { return Vec::new() };
    let piece = |room: Room| {
        let audit = audit(read.page, room, None, Medium::Page).ok()?;
        let answers = audit.checklist.iter().filter_map(|checked| {
            Some((checked.item.says.to_owned(), super::finding::beginning(checked.quote.as_ref()?).to_owned()))
        });
        let lacks = audit.checklist.iter().filter(|checked| checked.quote.is_none());
        Some(PieceReading {
            room,
            path: page.path.clone(),
            verdict: audit.verdict.as_str(),
            score: audit.score,
            answers: answers.collect(),
            lacks: lacks.map(|checked| (checked.item.says.to_owned(), checked.item.advice.to_owned())).collect(),
        })
    };
    Room::ALL.into_iter().filter_map(piece).collect()
}
