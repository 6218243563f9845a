//! Whom the house serves, and how it sees their problem.

use enfilade_language::t;

use super::is_blank;
use crate::{Account, Role};

/// The companies, roles and problems that are served.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// Industries, as accounts name them.
    pub industries: Vec<String>,
    pub countries: Vec<String>,
    pub employees_min: Option<i64>,
    pub employees_max: Option<i64>,
    pub roles: Vec<Role>,
    /// Problems in the buyers' words.
    pub problems: Vec<String>,
    /// What the house holds that others do not.
    pub point_of_view: String,
}

impl Audience {
    /// What is still to be said. An audience of everybody is none.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let names_companies = !self.industries.is_empty()
            || !self.countries.is_empty()
            || self.employees_min.is_some()
            || self.employees_max.is_some();
        let parts = [
            (!names_companies, t!("which companies: industries, countries or sizes")),
            (self.roles.is_empty(), t!("which roles")),
            (self.problems.iter().all(|problem| is_blank(problem)), t!("which problems")),
            (is_blank(&self.point_of_view), t!("the point of view")),
        ];
        parts.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| what).collect()
    }

    /// Whether a company is one of those; nothing where too little is known of it to say.
    #[must_use]
    pub fn has(&self, account: &Account) -> Option<bool> {
        let one_of = |wanted: &[String], is: Option<&String>| match (wanted.is_empty(), is) {
            (true, _) => Some(true),
            (false, None) => None,
            (false, Some(is)) => Some(wanted.iter().any(|want| want.trim().eq_ignore_ascii_case(is.trim()))),
        };
        let asks_size = self.employees_min.is_some() || self.employees_max.is_some();
        let size = match (asks_size, account.employees) {
            (false, _) => Some(true),
            (true, None) => None,
            (true, Some(count)) => Some(
                self.employees_min.is_none_or(|least| count >= least)
                    && self.employees_max.is_none_or(|most| count <= most),
            ),
        };
        let parts = [
            one_of(&self.industries, account.industry.as_ref()),
            one_of(&self.countries, account.country.as_ref()),
            size,
        ];
        if parts.contains(&Some(false)) {
            return Some(false);
        }
        parts.iter().all(Option::is_some).then_some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Domain;

    #[test]
    fn a_company_fits_does_not_or_cannot_be_told() {
        let audience =
            Audience { industries: vec!["Hospitals".into()], employees_min: Some(100), ..Audience::default() };
        let mut account = Account::bare(Domain::parse("a.example").unwrap());
        assert_eq!(audience.has(&account), None);
        account.industry = Some("hospitals ".into());
        assert_eq!(audience.has(&account), None, "its size is not known");
        account.employees = Some(80);
        assert_eq!(audience.has(&account), Some(false));
        account.employees = Some(100);
        assert_eq!(audience.has(&account), Some(true));
        assert_eq!(audience.missing().len(), 3);
    }
}
