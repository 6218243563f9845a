//! How well companies fit whose fit nobody stated: rules by industry, country and size. Fit is one question and
//! readiness another; nothing here moves a reading.

use std::fmt;

use enfilade_language::t;

use crate::{Account, Fit};

/// Says how well companies of a kind fit. What is left open fits every company.
#[derive(Debug, Clone, PartialEq)]
pub struct FitRule {
    /// Part of the industry's name, whatever its case.
    pub industry: Option<String>,
    /// The whole country, as the accounts file writes it, whatever its case.
    pub country: Option<String>,
    pub fewest_employees: Option<i64>,
    pub most_employees: Option<i64>,
    pub fit: Fit,
}

impl FitRule {
    /// The first rule that says how well a company fits; `None` where its fit was stated, or where none does.
    #[must_use]
    pub fn of<'a>(rules: &'a [Self], account: &Account) -> Option<&'a Self> {
        if account.fit.is_some() {
            return None;
        }
        rules.iter().find(|rule| rule.is_about(account))
    }

    /// Whether a company is of the kind. Of what is not known of it, no rule can speak.
    #[must_use]
    pub fn is_about(&self, account: &Account) -> bool {
        let holds = |wanted: &Option<String>, known: &Option<String>, is_part: bool| match (wanted, known) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(wanted), Some(known)) => {
                let (wanted, known) = (wanted.to_lowercase(), known.trim().to_lowercase());
                if is_part { known.contains(&wanted) } else { known == wanted }
            }
        };
        let has_size = match (self.fewest_employees, self.most_employees, account.employees) {
            (None, None, _) => true,
            (_, _, None) => false,
            (fewest, most, Some(people)) => {
                fewest.is_none_or(|fewest| people >= fewest) && most.is_none_or(|most| people <= most)
            }
        };
        holds(&self.industry, &account.industry, true) && holds(&self.country, &account.country, false) && has_size
    }

    /// Reads a line such as `road freight, DE, 200-2000, 0.9`. A cell may be empty or a star; at least one says something.
    ///
    /// # Errors
    /// What is wrong, as a fragment of a sentence.
    pub fn parse(line: &str) -> Result<Self, String> {
        // An industry may hold commas, the other cells do not.
        let mut cells = line.rsplitn(4, ',').map(str::trim);
        let (fit, people, country, industry) = (cells.next(), cells.next(), cells.next(), cells.next());
        let (Some(fit), Some(people), Some(country), Some(industry)) = (fit, people, country, industry) else {
            return Err(t!("`{line}` has not the four cells industry, country, employees, fit", line = line.trim()));
        };
        let fit = fit
            .parse::<f32>()
            .ok()
            .and_then(Fit::new)
            .ok_or_else(|| t!("the fit `{fit}` is no number from 0 to 1", fit = fit))?;
        let (fewest_employees, most_employees) = size(people)?;
        let said = |cell: &str| Some(cell.to_owned()).filter(|cell| !cell.is_empty() && cell != "*");
        let rule = Self { industry: said(industry), country: said(country), fewest_employees, most_employees, fit };
        if rule.industry.is_none() && rule.country.is_none() && (fewest_employees, most_employees) == (None, None) {
            return Err(t!("it names no industry, country or size, so it would speak of every company").to_owned());
        }
        Ok(rule)
    }
}

/// `200-2000`, `200-`, `-50`, `200+` or one number.
fn size(cell: &str) -> Result<(Option<i64>, Option<i64>), String> {
    if cell.is_empty() || cell == "*" {
        return Ok((None, None));
    }
    let wrong = || t!("the employees `{cell}` are no range such as 200-2000, 200- or -50", cell = cell);
    let number = |text: &str| -> Result<Option<i64>, String> {
        let text = text.trim();
        if text.is_empty() { Ok(None) } else { text.parse::<i64>().map(Some).map_err(|_| wrong()) }
    };
    let found = if let Some(fewest) = cell.strip_suffix('+') {
        (number(fewest)?, None)
    } else if let Some((fewest, most)) = cell.split_once(['-', '–']) {
        (number(fewest)?, number(most)?)
    } else {
        let one = number(cell)?;
        (one, one)
    };
    match found {
        (None, None) => Err(wrong()),
        (Some(fewest), Some(most)) if fewest > most => Err(wrong()),
        found => Ok(found),
    }
}

/// The line that is read back as the same rule.
impl fmt::Display for FitRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let people = match (self.fewest_employees, self.most_employees) {
            (None, None) => String::new(),
            (fewest, most) => format!("{}-{}", number(fewest), number(most)),
        };
        let text = |text: &Option<String>| text.as_deref().unwrap_or("*").to_owned();
        let people = if people.is_empty() { "*".to_owned() } else { people };
        write!(f, "{}, {}, {people}, {}", text(&self.industry), text(&self.country), self.fit.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Domain;

    fn account(industry: &str, country: &str, employees: Option<i64>) -> Account {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Account {
            industry: said(industry),
            country: said(country),
            employees,
            ..Account::bare(Domain::parse("acme.example").unwrap())
        }
    }

    #[test]
    fn lines_are_read_and_written_back() {
        for line in ["road freight, DE, 200-2000, 0.9", "*, AT, *, 0.5", "*, *, -50, 0.1", "Food, drink, *, 200-, 1"] {
            assert_eq!(FitRule::parse(line).unwrap().to_string(), line);
        }
        assert_eq!(FitRule::parse(" freight ,, 80+ , 40").unwrap().to_string(), "freight, *, 80-, 0.4");
    }

    #[test]
    fn lines_that_say_nothing_say_why() {
        for (line, why) in [
            ("freight, 0.9", "four cells"),
            ("freight, DE, many, 0.9", "no range"),
            ("freight, DE, 9-3, 0.9", "no range"),
            ("freight, DE, -, 0.9", "no range"),
            ("freight, DE, 1-9, good", "no number"),
            ("freight, DE, 1-9, 101", "no number"),
            ("*, , *, 0.9", "every company"),
        ] {
            let refusal = FitRule::parse(line).unwrap_err();
            assert!(refusal.contains(why), "{line}: {refusal}");
        }
    }

    #[test]
    fn the_first_rule_that_is_about_a_company_speaks_and_never_against_what_was_stated() {
        let rules = ["freight, DE, 200-, 0.9", "freight, *, *, 0.4"].map(|line| FitRule::parse(line).unwrap()).to_vec();
        let fit = |account: &Account| FitRule::of(&rules, account).map(|rule| rule.fit.value());
        assert_eq!(fit(&account("Road Freight", "de", Some(900))), Some(0.9));
        assert_eq!(fit(&account("Road freight", "DE", Some(20))), Some(0.4));
        assert_eq!(fit(&account("Road freight", "DE", None)), Some(0.4), "its size is not known");
        assert_eq!(fit(&account("Banking", "DE", Some(900))), None);
        assert_eq!(fit(&account("", "DE", Some(900))), None);
        let stated = Account { fit: Fit::new(0.2), ..account("Road freight", "DE", Some(900)) };
        assert_eq!(fit(&stated), None);
    }
}
