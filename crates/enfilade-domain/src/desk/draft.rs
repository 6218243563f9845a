//! What is being written, and who signed it.

use crate::{PageKind, Role, Room, Timestamp};

/// A piece before it is published. Every text it ever had is kept as a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub title: String,
    /// Where it will stand.
    pub path: String,
    pub kind: PageKind,
    pub room: Option<Room>,
    pub role: Option<Role>,
    pub question: String,
    pub topic: String,
    pub outline: String,
    pub text: String,
    /// Whether readers have to fill in a form first.
    pub is_gated: bool,
    /// Why so, where the room asks for a reason.
    pub gate_reason: String,
    /// Who signed this very text; gone with the next change of it.
    pub signed: Option<SignOff>,
    /// Who published it, and when.
    pub published: Option<(String, Timestamp)>,
}

/// A signature under a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    pub by: String,
    pub at: Timestamp,
    pub note: String,
}

/// Whether nothing goes live unsigned, and who may sign.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignOffRule {
    pub is_on: bool,
    /// Names of those who may sign; anybody where there are none.
    pub experts: Vec<String>,
}

impl SignOffRule {
    /// Case and surrounding space do not matter.
    #[must_use]
    pub fn may_sign(&self, name: &str) -> bool {
        self.experts.is_empty() || self.experts.iter().any(|expert| expert.trim().eq_ignore_ascii_case(name.trim()))
    }
}

impl Draft {
    /// Whether a form would stand before learning: it needs a reason in these rooms.
    #[must_use]
    pub fn gates_learning(&self) -> bool {
        self.is_gated && self.room.is_some_and(|room| matches!(room, Room::Problem | Room::Solution))
    }

    /// Whether another text says something else than this one; a signature is for one text.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let told = |draft: &Self| {
            (
                draft.title.trim().to_owned(),
                draft.outline.trim().to_owned(),
                draft.text.trim().to_owned(),
                draft.question.trim().to_owned(),
                (draft.room, draft.is_gated),
            )
        };
        told(self) == told(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn experts_sign_and_others_do_not() {
        let mut rule = SignOffRule::default();
        assert!(rule.may_sign("anybody"));
        rule.experts = vec!["Dr. Hale".into()];
        assert!(rule.may_sign(" dr. hale ") && !rule.may_sign("Sam"));
    }
}
