//! Companies, by their registrable domain.

use std::fmt;

/// The registrable domain of a company in lower case; the key of an account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(String);

/// A text that cannot be a domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a domain such as example.com")]
pub struct DomainError(String);

impl Domain {
    /// Lower-cases and checks the letters; does not ask whether anybody registered it.
    ///
    /// # Errors
    /// No dot, an empty label, more than 253 bytes, or a character that no host name has.
    pub fn parse(text: &str) -> Result<Self, DomainError> {
        let domain = text.trim().trim_end_matches('.').to_lowercase();
        let label_is_fine =
            |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        if domain.len() > 253 || !domain.contains('.') || !domain.split('.').all(label_is_fine) {
            return Err(DomainError(text.chars().take(60).collect()));
        }
        Ok(Self(domain))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How well a company suits us, 0 to 1. Never part of readiness.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Fit(f32);

impl Fit {
    /// Takes 0 to 1, or 0 to 100 (everything above 1).
    #[must_use]
    pub fn new(value: f32) -> Option<Self> {
        match value {
            v if (0.0..=1.0).contains(&v) => Some(Self(v)),
            v if v > 1.0 && v <= 100.0 => Some(Self(v / 100.0)),
            _ => None,
        }
    }

    #[must_use]
    pub const fn value(self) -> f32 {
        self.0
    }
}

/// A company as the operator states it. Companies first seen in events have only a domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    pub domain: Domain,
    pub name: Option<String>,
    pub employees: Option<i64>,
    pub industry: Option<String>,
    pub country: Option<String>,
    pub fit: Option<Fit>,
    /// The company's own networks as CIDRs (a single address is a /32 or /128). Stated, never guessed.
    pub office_networks: Vec<String>,
    /// Further columns as a JSON object.
    pub attributes: Option<String>,
}

impl Account {
    #[must_use]
    pub fn bare(domain: Domain) -> Self {
        Self {
            domain,
            name: None,
            employees: None,
            industry: None,
            country: None,
            fit: None,
            office_networks: Vec::new(),
            attributes: None,
        }
    }

    /// The name, or the domain where none is known.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(self.domain.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_lower_case_and_checked() {
        assert_eq!(Domain::parse(" Acme.Example. ").unwrap().as_str(), "acme.example");
        for bad in ["", "acme", "a..b", "a b.example", "http://a.example", ".example"] {
            assert!(Domain::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn fit_takes_shares_and_percent() {
        assert_eq!(Fit::new(0.72).unwrap().value(), 0.72);
        assert_eq!(Fit::new(72.0).unwrap().value(), 0.72);
        assert!(Fit::new(-1.0).is_none() && Fit::new(140.0).is_none() && Fit::new(f32::NAN).is_none());
    }
}
