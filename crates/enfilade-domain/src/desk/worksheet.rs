//! The journey of one buyer, written down by hand and without any data.

use enfilade_language::{marked, t};

use super::is_blank;
use crate::{Domain, Role, Room};

/// One concrete buyer: where he truly is, and what he asks, fears and has to feel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worksheet {
    /// Who, such as "Maria, who runs the wards".
    pub buyer: String,
    /// The job, in words of the company.
    pub job: String,
    pub role: Option<Role>,
    /// A company that is known here, so that what is read of it can stand beside what is thought.
    pub account: Option<Domain>,
    /// Where the buyer is: honestly, not optimistically.
    pub room: Room,
    /// What makes the writer think so.
    pub because: String,
    pub rows: Vec<WorksheetRow>,
}

/// Something the buyer asks, fears or has to feel, with the pieces that somebody says meet it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorksheetRow {
    pub kind: RowKind,
    pub text: String,
    /// Paths of pieces, ads too.
    pub pieces: Vec<String>,
}

/// What a row of a worksheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKind {
    /// Asked in private.
    Question,
    /// Not said aloud.
    Fear,
    /// What has to be felt before the next step.
    Feeling,
}

impl RowKind {
    pub const ALL: [Self; 3] = [Self::Question, Self::Fear, Self::Feeling];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Question => marked!("question"),
            Self::Fear => marked!("fear"),
            Self::Feeling => marked!("feeling"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(name.trim()))
    }
}

impl Worksheet {
    /// What is still to be written before it helps anybody.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let has = |kind: RowKind| self.rows.iter().any(|row| row.kind == kind && !is_blank(&row.text));
        let parts = [
            (is_blank(&self.buyer), t!("who it is")),
            (is_blank(&self.because), t!("why this room, honestly")),
            (!has(RowKind::Question), t!("a question asked in private")),
            (!has(RowKind::Fear), t!("a fear that is not said aloud")),
            (!has(RowKind::Feeling), t!("what has to be felt before the next step")),
        ];
        parts.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| what).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let mut sheet = Worksheet {
            buyer: "Maria".into(),
            job: String::new(),
            role: None,
            account: None,
            room: Room::Problem,
            because: " … ".into(),
            rows: vec![WorksheetRow { kind: RowKind::Question, text: "Is it me?".into(), pieces: Vec::new() }],
        };
        assert_eq!(sheet.missing().len(), 3);
        sheet.because = "she still asks whether it is normal".into();
        for kind in [RowKind::Fear, RowKind::Feeling] {
            sheet.rows.push(WorksheetRow { kind, text: "x".into(), pieces: Vec::new() });
        }
        assert!(sheet.missing().is_empty());
    }
}
