//! Whose eyes a piece is read with: a role of the committee, or the title somebody has.

use enfilade_content::guides;
use enfilade_engine::{LibraryRoles, infer_role};

/// A title that speaks less clearly than this for one role is not taken for it.
const CLEAR_FROM: f32 = 0.5;

/// The role with a list of worries that is meant by a role's name or a job title, such as `finance` or `CFO`. Nothing
/// where there is no such list.
#[must_use]
pub fn role(text: &str) -> Option<&'static str> {
    let known = guides::roles_with_concerns();
    let text = text.trim().to_lowercase();
    if let Some(role) = known.iter().find(|role| **role == text) {
        return Some(role);
    }
    let belief = infer_role(Some(&text), &[], 0, &LibraryRoles::default());
    let (role, share) = belief.shares.first()?;
    known.into_iter().find(|known| *known == role.as_str()).filter(|_| *share >= CLEAR_FROM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_for_roles() {
        assert_eq!(role("Finance"), Some("finance"));
        assert_eq!(role("CFO"), Some("finance"));
        assert_eq!(role("Chief Technology Officer"), Some("technical"));
        assert_eq!(role("clinical director"), None);
    }
}
