//! What a message says about who its visitor is.

use enfilade_domain::{CompanyClaim, CompanyClaimKind, UserId};

use super::wire::Traits;
use crate::lenient::{Leaf, clean_text};
use crate::limits::{ID_CHARACTERS, TEXT_CHARACTERS};
use crate::mail_domain::{business_domain, company_domain, is_address};
use crate::outcome::Rejection;

/// What was said, ready for an event.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) job_title: Option<String>,
    pub(crate) company: Option<CompanyClaim>,
}

impl Identity {
    /// Derives the company from the e-mail address, where no group names one.
    pub(crate) fn with_company_of_email(mut self) -> Self {
        if self.company.is_none() {
            self.company = self
                .email
                .as_deref()
                .and_then(business_domain)
                .map(|domain| CompanyClaim { domain, kind: CompanyClaimKind::Email });
        }
        self
    }
}

/// Reads the traits of a person.
pub(crate) fn read_traits(traits: &Traits<'_>) -> Identity {
    let name = traits.name.clean().or_else(|| {
        let parts: Vec<String> = [traits.first_name.clean(), traits.last_name.clean()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    });
    Identity {
        email: traits.email.text().and_then(read_email),
        name,
        job_title: traits.job_title.clean().or_else(|| traits.title.clean()),
        company: None,
    }
}

/// The company of a group message: its id, or what its traits name.
pub(crate) fn read_group(group_id: &Leaf<'_>, traits: &Traits<'_>) -> Option<CompanyClaim> {
    let candidates = [group_id, &traits.domain, &traits.website, &traits.email];
    let domain = candidates.into_iter().filter_map(Leaf::text).find_map(company_domain)?;
    Some(CompanyClaim { domain, kind: CompanyClaimKind::Group })
}

/// An e-mail address in lower case; `None` when the text is none.
pub(crate) fn read_email(text: &str) -> Option<String> {
    let text = text.trim();
    is_address(text).then(|| clean_text(&text.to_lowercase(), TEXT_CHARACTERS)).flatten()
}

/// A user id that is an e-mail address names its person.
pub(crate) fn email_of_user(user: Option<&UserId>) -> Option<String> {
    user.and_then(|user| read_email(user.as_str()))
}

/// An id as text. Placeholders that broken senders put where an id should be count as absent: they would make one
/// person of thousands.
pub(crate) fn read_id(leaf: &Leaf<'_>, field: &str) -> Result<Option<String>, Rejection> {
    let word = leaf.word().map_err(|()| Rejection::new(field, "must be text or a number"))?;
    let Some(word) = word else { return Ok(None) };
    let word = word.trim();
    if is_placeholder(word) {
        return Ok(None);
    }
    if word.len() > ID_CHARACTERS && word.chars().count() > ID_CHARACTERS {
        return Err(Rejection::new(field, format!("is longer than {ID_CHARACTERS} characters")));
    }
    Ok(clean_text(word, ID_CHARACTERS))
}

fn is_placeholder(word: &str) -> bool {
    const PLACEHOLDERS: [&str; 10] =
        ["null", "undefined", "none", "nan", "nil", "anonymous", "guest", "true", "false", "[object object]"];
    word.is_empty()
        || word.bytes().all(|byte| byte == b'0' || byte == b'-')
        || (word.len() <= 15 && PLACEHOLDERS.iter().any(|placeholder| word.eq_ignore_ascii_case(placeholder)))
}
