//! Whose eyes a piece is read with: a role of the committee, or the title somebody has.

use enfilade_content::guides;
use enfilade_domain::Role;
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

/// A role by its usual name where somebody wrote a title of one word or of a chief, such as `CFO`. Longer titles may be
/// roles of the house's own.
#[must_use]
pub fn usual(written: Role) -> Role {
    match &written {
        Role::Own(name) if !name.contains(' ') || name.starts_with("chief ") => {
            role(name).and_then(Role::parse).unwrap_or(written)
        }
        _ => written,
    }
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

    #[test]
    fn a_title_of_one_word_becomes_the_usual_role() {
        let usual = |name: &str| usual(Role::parse(name).unwrap());
        assert_eq!((usual("cfo"), usual("Chief Financial Officer")), (Role::Finance, Role::Finance));
        assert_eq!(usual("CTO"), Role::Technical);
        for own in ["clinical director", "compliance officer", "nurse"] {
            assert_eq!(usual(own).as_str(), own);
        }
    }
}
