//! A draft held against what its readers need and what costs their trust, as a published page would be. It warns; whether
//! a text goes out is for people to decide.

use enfilade_content::audit::{Audit, Medium, audit};
use enfilade_content::guides::Checked;
use enfilade_content::rules::{self, Fired, Setting};
use enfilade_content::{Page, read_page};
use enfilade_domain::{Draft, PageKind, Role};
use enfilade_language::t;

use crate::build::reader;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// What costs trust, each with the draft's own words.
    pub findings: Vec<Fired>,
    /// The rest, where the draft has a room and a language that is read.
    pub audit: Option<Audit>,
    /// Why there is no more to say.
    pub not_judged: Option<String>,
}

/// Kinds of a draft that come to the reader, by the words in use.
const MESSAGES: [&str; 7] = ["email", "e-mail", "e_mail", "mail", "letter", "message", "newsletter"];

/// What sort of piece the draft becomes.
fn medium(kind: &PageKind) -> Medium {
    match kind.as_str() {
        "ad" => Medium::Ad,
        name if MESSAGES.contains(&name) => Medium::Email,
        _ => Medium::Page,
    }
}

fn page(draft: &Draft) -> Page {
    let text = draft.text.trim_start();
    let is_whole = text.starts_with(['#', '<', '-']) || draft.title.trim().is_empty();
    let text = if is_whole { text.to_owned() } else { format!("# {}\n\n{text}", draft.title.trim()) };
    read_page("draft.md", &text)
}

/// Reads a draft. Of an outline there is nothing to say yet.
#[must_use]
pub fn of(draft: &Draft) -> Proof {
    if draft.text.trim().is_empty() {
        return Proof::default();
    }
    let (page, medium) = (page(draft), medium(&draft.kind));
    let setting = Setting { room: draft.room, is_home: false, is_message: medium != Medium::Page };
    let findings = rules::check(&page, setting);
    let Some(room) = draft.room else {
        let reason = t!("without a room there is no checklist, and what is too early cannot be told");
        return Proof { findings, audit: None, not_judged: Some(reason.to_owned()) };
    };
    let role = draft.role.as_ref().map(Role::as_str).and_then(reader::role);
    match audit(&page, room, role, medium) {
        Ok(audit) => Proof { findings, audit: Some(audit), not_judged: None },
        Err(refusal) => Proof { findings, audit: None, not_judged: Some(refusal.to_string()) },
    }
}

impl Proof {
    /// What the room's readers need and do not find; nothing for a message, which need not say everything.
    pub fn missing(&self) -> impl Iterator<Item = &Checked> {
        let checklist = self.audit.as_ref().map_or(&[][..], |audit| &audit.checklist);
        checklist.iter().filter(|checked| checked.quote.is_none())
    }

    /// The findings, each in a sentence.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.findings.iter().map(|fired| format!("{}: “{}”", fired.rule.name, fired.quote)).collect()
    }

    /// Findings and gaps in a few words; nothing where there are none.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        let counted = |count: usize, one: &str, more: &str| match count {
            0 => None,
            1 => Some(t!("one {one}", one = one)),
            count => Some(format!("{count} {more}")),
        };
        let said = [
            counted(self.findings.len(), t!("passage costs trust"), t!("passages cost trust")),
            counted(
                self.missing().count(),
                t!("thing its readers need is not there"),
                t!("things its readers need are not there"),
            ),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use enfilade_domain::Room;

    use super::*;

    fn draft(kind: &str, room: Option<Room>, text: &str) -> Draft {
        Draft {
            title: "Slow handovers".to_owned(),
            path: "/slow-handovers".to_owned(),
            kind: PageKind::parse(kind),
            room,
            role: None,
            question: "Is it only us?".to_owned(),
            topic: String::new(),
            outline: String::new(),
            text: text.to_owned(),
            is_gated: false,
            gate_reason: String::new(),
            signed: None,
            published: None,
        }
    }

    fn rules_of(draft: &Draft) -> Vec<&'static str> {
        of(draft).findings.iter().map(|fired| fired.rule.id).collect()
    }

    #[test]
    fn a_draft_is_held_against_its_room() {
        let text = "We are the leading platform for handovers. Book a demo now, only 3 slots left!";
        let early = draft("article", Some(Room::Problem), text);
        let rules = rules_of(&early);
        assert!(rules.contains(&"leading-claim") && rules.contains(&"scarcity"), "{rules:?}");
        let proof = of(&early);
        assert!(proof.missing().any(|checked| checked.item.id == "consequence"));
        assert!(proof.warnings()[0].contains('“'), "{:?}", proof.warnings());
        assert!(proof.summary().unwrap().contains("cost trust"), "{:?}", proof.summary());
        // The order counts: late, only what is pressure stays.
        let late = rules_of(&draft("article", Some(Room::Sales), text));
        assert!(late.len() < rules.len(), "{late:?}");
    }

    #[test]
    fn a_message_is_held_to_the_rules_of_messages() {
        let mail =
            draft("e-mail", Some(Room::Solution), "Hi Ana,\n\nI noticed you downloaded our guide. Just checking in!");
        assert_eq!(rules_of(&mail), ["tracking-shown", "checking-in"]);
    }

    #[test]
    fn what_cannot_be_told_is_said() {
        assert!(of(&draft("article", Some(Room::Problem), " ")).summary().is_none());
        assert!(
            of(&draft("article", None, "We are the leading platform.")).not_judged.unwrap().contains("without a room")
        );
        let german = "Die Übergabe dauert lange, und niemand weiß, wer die Liste hat. Das ist in vielen Häusern so und kostet jeden Monat mehr.";
        assert!(of(&draft("article", Some(Room::Problem), german)).not_judged.unwrap().contains("German"));
    }
}
