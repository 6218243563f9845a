//! The file that says where accounts truly were: that of a simulated market, or one written down by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use enfilade_app::measure::backtest::{TrueRoom, Truth};
use enfilade_domain::{Domain, Room, Timestamp};
use serde::Deserialize;

use crate::failure::Failure;

/// One line. Lines of other kinds are left out.
#[derive(Deserialize)]
struct Line {
    kind: String,
    domain: Option<String>,
    at: Option<String>,
    /// A number where the line is about one person of the account.
    #[serde(default)]
    person: serde_json::Value,
    room: Option<String>,
    #[serde(default)]
    ready: bool,
    #[serde(default)]
    buyer: bool,
    #[serde(rename = "type")]
    person_type: Option<String>,
}

/// Reads the file.
pub(super) fn read(path: &Path) -> Result<Truth, Failure> {
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    parse(&text).map_err(|reason| Failure::Usage(format!("{}: {reason}", path.display())))
}

fn parse(text: &str) -> Result<Truth, String> {
    let mut rooms: BTreeMap<Domain, Vec<TrueRoom>> = BTreeMap::new();
    let mut curious: BTreeSet<Domain> = BTreeSet::new();
    let mut buyers: BTreeSet<Domain> = BTreeSet::new();
    for (number, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let line: Line = serde_json::from_str(text).map_err(|error| format!("line {number}: {error}"))?;
        let Some(domain) = line.domain.as_deref().and_then(|name| Domain::parse(name).ok()) else { continue };
        match line.kind.as_str() {
            "company" if line.buyer => _ = buyers.insert(domain),
            "person" if line.person_type.as_deref() == Some("curious") => _ = curious.insert(domain),
            "room" if line.person.is_null() => {
                let at = line.at.as_deref().unwrap_or_default();
                let since = Timestamp::parse(at).map_err(|error| format!("line {number}: at: {error}"))?;
                let name = line.room.as_deref().unwrap_or_default();
                let room = match Room::parse(name) {
                    Some(room) => room.index() + 1,
                    None if name == "outside" => 0,
                    None => return Err(format!("line {number}: room: `{name}` is neither a room nor outside")),
                };
                rooms.entry(domain).or_default().push(TrueRoom { since, room, ready: line.ready });
            }
            _ => {}
        }
    }
    // Stable: of two lines of one moment the later one counts.
    rooms.values_mut().for_each(|rooms| rooms.sort_by_key(|room| room.since));
    Ok(Truth { rooms, loud: curious.difference(&buyers).cloned().collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_accounts_count_and_others_do_not() {
        let truth = parse(
            r#"{"kind":"company","domain":"a.example","buyer":true}
               {"kind":"person","domain":"a.example","type":"curious"}
               {"kind":"person","domain":"b.example","type":"curious"}
               {"kind":"room","at":"2024-03-01","domain":"a.example","person":3,"room":"sales"}
               {"kind":"room","at":"2024-03-02","domain":"a.example","person":null,"room":"offer","ready":true}"#,
        )
        .unwrap();
        assert_eq!(truth.loud.iter().map(Domain::as_str).collect::<Vec<_>>(), ["b.example"]);
        let rooms = &truth.rooms[&Domain::parse("a.example").unwrap()];
        assert_eq!((rooms.len(), rooms[0].room, rooms[0].ready), (1, 3, true));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        assert!(parse("{\"kind\":").unwrap_err().starts_with("line 1: "));
        let attic = r#"{"kind":"room","at":"2024-03-01","domain":"a.example","room":"attic"}"#;
        assert!(parse(attic).unwrap_err().contains("`attic` is neither a room nor outside"));
        let undated = r#"{"kind":"room","domain":"a.example","room":"offer"}"#;
        assert!(parse(undated).unwrap_err().starts_with("line 1: at: "));
    }
}
