//! What people said a page of their own site is for.

use std::collections::BTreeMap;

use enfilade_domain::Room;

use super::Judged;
use crate::judge::question;
use crate::page::Page;

/// What somebody decided about a page. The room, the role and the question of the text give way to it; everything else
/// is still read from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Nothing for a page that serves no room.
    pub room: Option<Room>,
    /// By name, or `any`.
    pub role: String,
    pub question: Option<String>,
}

/// What was said, by path.
pub type SaidOf = BTreeMap<String, Said>;

/// Takes what was said for granted. The probabilities stay those of the text, so that both can be shown.
pub(super) fn take(judged: &mut Judged, said: &Said, page: &Page) {
    judged.room = said.room;
    judged.second = None;
    judged.role.clone_from(&said.role);
    judged.question = said.question.clone().unwrap_or_else(|| question(page, said.room));
}
