//! What a job title says about the part somebody plays, in a few languages.
//!
//! A table of words, set by hand. A word counts alone or at the beginning of a longer word (`finan` fits Finanzleiter
//! and financière). Titles name rank and field; rank alone (a director, a head) points only weakly to the executive
//! side. What the table does not know stays unknown.

use enfilade_domain::Role;

/// How a word of the table meets a word of the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    Beginning,
    /// Anywhere in the word, for compounds (`Einkaufsleiter`, `Bereichsleitung`).
    Within,
}

use Fit::{Beginning, Whole, Within};

/// Positions in the table's columns.
const OPERATIONS: usize = 0;
const FINANCE: usize = 1;
const LEGAL: usize = 2;
const EXECUTIVE: usize = 3;
const TECHNICAL: usize = 4;
/// A known field that is none of these parts: sales, marketing, people.
const ELSEWHERE: usize = 5;
const COLUMNS: usize = 6;

/// The roles of the columns before [`ELSEWHERE`].
pub(super) const ROLES: [Role; 5] = [Role::Operations, Role::Finance, Role::Legal, Role::Executive, Role::Technical];

/// Word, how it fits, what it speaks for, how much.
const WORDS: [(&str, Fit, usize, f32); 113] = [
    // Chief officers, whose letters say both field and rank.
    ("cfo", Whole, FINANCE, 1.0),
    ("cfo", Whole, EXECUTIVE, 0.15),
    ("coo", Whole, OPERATIONS, 1.0),
    ("coo", Whole, EXECUTIVE, 0.25),
    ("ceo", Whole, EXECUTIVE, 1.0),
    ("cto", Whole, TECHNICAL, 1.0),
    ("cto", Whole, EXECUTIVE, 0.15),
    ("cio", Whole, TECHNICAL, 1.0),
    ("cio", Whole, EXECUTIVE, 0.15),
    ("ciso", Whole, TECHNICAL, 1.0),
    ("cdo", Whole, TECHNICAL, 0.8),
    ("clo", Whole, LEGAL, 1.0),
    ("cco", Whole, LEGAL, 0.5),
    ("cmo", Whole, ELSEWHERE, 1.0),
    ("cro", Whole, ELSEWHERE, 0.8),
    ("chro", Whole, ELSEWHERE, 1.0),
    ("dpo", Whole, LEGAL, 1.0),
    // The executive side.
    ("founder", Beginning, EXECUTIVE, 1.0),
    ("cofounder", Beginning, EXECUTIVE, 1.0),
    ("owner", Whole, EXECUTIVE, 0.8),
    ("inhaber", Beginning, EXECUTIVE, 1.0),
    ("president", Beginning, EXECUTIVE, 0.6),
    ("chairman", Beginning, EXECUTIVE, 1.0),
    ("chair", Whole, EXECUTIVE, 0.8),
    ("board", Whole, EXECUTIVE, 0.6),
    ("managing", Whole, EXECUTIVE, 0.7),
    ("geschäftsführ", Within, EXECUTIVE, 1.0),
    ("geschaeftsfuehr", Within, EXECUTIVE, 1.0),
    ("vorstand", Within, EXECUTIVE, 1.0),
    ("vorständin", Within, EXECUTIVE, 1.0),
    ("gérant", Beginning, EXECUTIVE, 1.0),
    ("pdg", Whole, EXECUTIVE, 1.0),
    ("directeur", Beginning, EXECUTIVE, 0.2),
    ("directrice", Beginning, EXECUTIVE, 0.2),
    ("gerente", Beginning, EXECUTIVE, 0.4),
    ("amministrat", Beginning, EXECUTIVE, 0.8),
    ("titolare", Whole, EXECUTIVE, 1.0),
    ("bestuurder", Beginning, EXECUTIVE, 1.0),
    ("eigenaar", Beginning, EXECUTIVE, 1.0),
    ("prezes", Whole, EXECUTIVE, 1.0),
    ("vd", Whole, EXECUTIVE, 0.8),
    ("chief", Whole, EXECUTIVE, 0.25),
    ("executive", Whole, EXECUTIVE, 0.3),
    ("director", Beginning, EXECUTIVE, 0.15),
    ("vp", Whole, EXECUTIVE, 0.15),
    ("evp", Whole, EXECUTIVE, 0.25),
    ("head", Whole, EXECUTIVE, 0.05),
    // Operations: whoever lives with the problem.
    ("operations", Whole, OPERATIONS, 1.0),
    ("operational", Whole, OPERATIONS, 0.8),
    ("operating", Whole, OPERATIONS, 0.8),
    ("ops", Whole, OPERATIONS, 1.0),
    ("plant", Whole, OPERATIONS, 0.8),
    ("production", Whole, OPERATIONS, 0.8),
    ("produktion", Within, OPERATIONS, 0.8),
    ("manufacturing", Whole, OPERATIONS, 0.8),
    ("logisti", Beginning, OPERATIONS, 0.8),
    ("supply", Whole, OPERATIONS, 0.8),
    ("facilities", Whole, OPERATIONS, 0.7),
    ("process", Beginning, OPERATIONS, 0.5),
    ("quality", Whole, OPERATIONS, 0.5),
    ("betrieb", Beginning, OPERATIONS, 0.8),
    ("werksleit", Beginning, OPERATIONS, 1.0),
    ("opération", Beginning, OPERATIONS, 1.0),
    ("exploitation", Whole, OPERATIONS, 0.8),
    ("operaciones", Whole, OPERATIONS, 1.0),
    ("operazioni", Whole, OPERATIONS, 1.0),
    ("operações", Whole, OPERATIONS, 1.0),
    ("operationeel", Whole, OPERATIONS, 1.0),
    // Finance.
    ("finan", Beginning, FINANCE, 1.0),
    ("controller", Beginning, FINANCE, 0.8),
    ("controlling", Within, FINANCE, 0.8),
    ("treasur", Beginning, FINANCE, 1.0),
    ("account", Whole, ELSEWHERE, 0.5),
    ("accounting", Whole, FINANCE, 1.0),
    ("accountant", Whole, FINANCE, 1.0),
    ("buchhalt", Beginning, FINANCE, 1.0),
    ("rechnungswesen", Within, FINANCE, 1.0),
    ("comptab", Beginning, FINANCE, 1.0),
    ("contabil", Beginning, FINANCE, 1.0),
    ("kaufmännisch", Beginning, FINANCE, 0.7),
    ("procurement", Whole, FINANCE, 0.5),
    ("purchasing", Whole, FINANCE, 0.5),
    ("einkauf", Beginning, FINANCE, 0.5),
    // Legal, with risk and compliance.
    ("legal", Beginning, LEGAL, 1.0),
    ("counsel", Whole, LEGAL, 1.0),
    ("lawyer", Whole, LEGAL, 1.0),
    ("attorney", Whole, LEGAL, 1.0),
    ("compliance", Within, LEGAL, 0.9),
    ("privacy", Whole, LEGAL, 0.8),
    ("datenschutz", Beginning, LEGAL, 0.8),
    ("risk", Whole, LEGAL, 0.5),
    ("justi", Beginning, LEGAL, 1.0),
    ("recht", Beginning, LEGAL, 1.0),
    ("syndikus", Beginning, LEGAL, 1.0),
    ("juri", Beginning, LEGAL, 1.0),
    ("juríd", Beginning, LEGAL, 1.0),
    ("avvocat", Beginning, LEGAL, 1.0),
    ("abogad", Beginning, LEGAL, 1.0),
    // Technical.
    ("it", Whole, TECHNICAL, 0.9),
    ("technology", Whole, TECHNICAL, 1.0),
    ("technical", Whole, TECHNICAL, 0.9),
    ("technisch", Beginning, TECHNICAL, 0.8),
    ("engineer", Beginning, TECHNICAL, 0.9),
    ("developer", Beginning, TECHNICAL, 1.0),
    ("entwickl", Beginning, TECHNICAL, 0.9),
    ("architect", Beginning, TECHNICAL, 0.8),
    ("security", Whole, TECHNICAL, 0.8),
    ("informati", Beginning, TECHNICAL, 0.9),
    ("data", Whole, TECHNICAL, 0.7),
    // Fields that play none of these parts by themselves.
    ("marketing", Within, ELSEWHERE, 1.0),
    ("sales", Beginning, ELSEWHERE, 1.0),
    ("vertrieb", Beginning, ELSEWHERE, 1.0),
    ("personal", Beginning, ELSEWHERE, 0.8),
];

/// However plain a title is, it may not be what somebody does: this much stays with the other parts.
const SAID_BY_TITLE: f32 = 0.9;

/// What a title says: shares of [`ROLES`], and of something else. `None` where no word is known.
pub(super) fn shares(title: &str) -> Option<([f32; ROLES.len()], f32)> {
    let lower = title.to_lowercase();
    let mut weights = [0.0_f32; COLUMNS];
    for word in lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        for (known, fit, column, weight) in WORDS {
            let fits = match fit {
                Whole => word == known,
                Beginning => word.starts_with(known),
                Within => word.contains(known),
            };
            if fits {
                weights[column] = weights[column].max(weight);
            }
        }
    }
    // "Vice president" is a rank below; whom he presides over is what counts.
    if lower.contains("vice") {
        weights[EXECUTIVE] = weights[EXECUTIVE].min(0.15);
    }
    let total: f32 = weights.iter().sum();
    if total <= 0.0 {
        return None;
    }
    // A rank without a field says little.
    let said = SAID_BY_TITLE * (total / 0.5).min(1.0);
    let share = |column: usize| said * weights[column] / total;
    Some((std::array::from_fn(share), share(ELSEWHERE) + 1.0 - said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeliest(title: &str) -> Option<(Role, f32)> {
        let (shares, _) = shares(title)?;
        ROLES.into_iter().zip(shares).max_by(|a, b| a.1.total_cmp(&b.1))
    }

    #[test]
    fn titles_of_some_languages() {
        for (title, role) in [
            ("CFO", Role::Finance),
            ("VP of Operations", Role::Operations),
            ("Vice President, Legal Affairs", Role::Legal),
            ("General Counsel", Role::Legal),
            ("Chief Executive Officer", Role::Executive),
            ("Geschäftsführerin", Role::Executive),
            ("Leiter Finanzen & Controlling", Role::Finance),
            ("Betriebsleiter", Role::Operations),
            ("Datenschutzbeauftragte", Role::Legal),
            ("Directeur financier", Role::Finance),
            ("Directrice juridique", Role::Legal),
            ("Director de Operaciones", Role::Operations),
            ("Responsabile IT", Role::Technical),
            ("Head of IT", Role::Technical),
            ("Co-Founder", Role::Executive),
        ] {
            let (found, share) = likeliest(title).unwrap_or_else(|| panic!("{title} is not known"));
            assert_eq!(found, role, "{title}");
            assert!((0.5..=0.9).contains(&share), "{title}: {share}");
        }
    }

    #[test]
    fn what_is_not_known_stays_unknown() {
        for title in ["", "   ", "Astronaut", "?!", "Itinerant", "Opsimath"] {
            assert_eq!(shares(title), None, "{title}");
        }
        let (roles, elsewhere) = shares("Head of Marketing").unwrap();
        assert!(elsewhere > 0.8 && roles.iter().all(|share| *share < 0.1));
        let (roles, elsewhere) = shares("Director").unwrap();
        assert!(elsewhere > 0.6 && roles[EXECUTIVE] < 0.4, "a rank alone says little: {roles:?}");
    }

    #[test]
    fn a_chief_of_a_field_is_of_the_field_first() {
        let (roles, _) = shares("Chief Financial Officer").unwrap();
        assert!(roles[FINANCE] > 0.6 && roles[EXECUTIVE] > 0.1 && roles[EXECUTIVE] < roles[FINANCE]);
    }
}
