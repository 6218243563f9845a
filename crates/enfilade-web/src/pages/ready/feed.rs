//! The feed of signals in Atom (RFC 4287).

use std::io;

use enfilade_domain::Timestamp;
use enfilade_language::t;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::components::links;

/// One company to be heard of.
#[derive(Debug, Clone)]
pub struct Entry {
    pub domain: String,
    pub name: String,
    /// Asked to talk; otherwise ready by what was read.
    pub has_asked: bool,
    pub since: Timestamp,
    /// From when on the moment may be over.
    pub passed_at: Option<Timestamp>,
}

impl Entry {
    fn updated(&self) -> Timestamp {
        self.passed_at.unwrap_or(self.since)
    }

    fn title(&self) -> String {
        let name = &self.name;
        match (self.has_asked, self.passed_at) {
            (true, _) => t!("{name} asked to talk", name = name),
            (false, None) => t!("{name} would likely welcome a conversation", name = name),
            (false, Some(_)) => t!("{name}: the moment may have passed", name = name),
        }
    }

    fn summary(&self) -> &'static str {
        match (self.has_asked, self.passed_at) {
            (true, _) => t!("An answer is owed, from somebody who can give it."),
            (false, None) => t!("Read the brief first; a person decides whether to call, and it is fine to wait."),
            (false, Some(_)) => t!("Nothing new was seen for three weeks. Let them come back by themselves."),
        }
    }
}

/// Writes the feed. `base` is the address of the house, without a slash at its end.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn atom(slug: &str, name: &str, base: &str, entries: &[Entry], now: Timestamp) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = writer.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    feed.write_inner_content(|writer| {
        text(writer, "title", &t!("Enfilade, {name}: who may welcome a conversation", name = name))?;
        text(writer, "id", &format!("tag:enfilade,2026:{slug}/signals"))?;
        text(writer, "updated", &entries.iter().map(Entry::updated).max().unwrap_or(now).to_string())?;
        writer.create_element("author").write_inner_content(|writer| text(writer, "name", "Enfilade"))?;
        for entry in entries {
            write(writer, slug, base, entry)?;
        }
        Ok(())
    })?;
    Ok(writer.into_inner())
}

fn write(writer: &mut Writer<Vec<u8>>, slug: &str, base: &str, entry: &Entry) -> io::Result<()> {
    let kind = if entry.has_asked { "asked" } else { "ready" };
    let id = format!("tag:enfilade,2026:{slug}/{}/{kind}/{}", entry.domain, entry.since.millis());
    let brief = format!("{base}/accounts/{}/brief", links::path_segment(&entry.domain));
    writer.create_element("entry").write_inner_content(|writer| {
        text(writer, "title", &entry.title())?;
        text(writer, "id", &id)?;
        text(writer, "updated", &entry.updated().to_string())?;
        writer.create_element("link").with_attribute(("href", without_controls(&brief).as_str())).write_empty()?;
        text(writer, "summary", entry.summary())
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, value: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&without_controls(value)))?;
    Ok(())
}

/// XML knows no control signs, not even escaped ones.
fn without_controls(value: &str) -> String {
    value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::Reader;

    fn entry(domain: &str, name: &str) -> Entry {
        let since = Timestamp::parse("2026-03-01T10:00:00Z").unwrap();
        Entry { domain: domain.to_owned(), name: name.to_owned(), has_asked: false, since, passed_at: None }
    }

    fn feed(entries: &[Entry]) -> String {
        let now = Timestamp::parse("2026-03-02").unwrap();
        String::from_utf8(atom("main", "North Mill", "https://house.example", entries, now).unwrap()).unwrap()
    }

    #[test]
    fn a_hostile_name_stays_text() {
        let name = "</title><script>alert(\"1\")</script> & ]]>\u{0}\u{8} 'Ltd'";
        let feed = feed(&[entry("a\"><b.example", name)]);
        let mut reader = Reader::from_str(&feed);
        let (mut titles, mut inside) = (Vec::new(), false);
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) => {
                    assert_ne!(tag.name().as_ref(), "script");
                    inside = tag.name().as_ref() == "title";
                    if inside {
                        titles.push(String::new());
                    }
                }
                Event::Text(part) if inside => titles.last_mut().unwrap().push_str(&part),
                Event::GeneralRef(sign) if inside => {
                    let sign: &str = &sign;
                    titles.last_mut().unwrap().push_str(quick_xml::escape::resolve_predefined_entity(sign).unwrap());
                }
                Event::End(_) => inside = false,
                _ => {}
            }
        }
        let expected = "</title><script>alert(\"1\")</script> & ]]>   'Ltd' would likely welcome a conversation";
        assert_eq!(titles[1], expected, "{feed}");
    }

    #[test]
    fn the_newest_change_is_the_feeds_and_an_empty_one_is_whole() {
        let mut passed = entry("acme.example", "Acme");
        passed.passed_at = Some(Timestamp::parse("2026-03-22T10:00:00Z").unwrap());
        let told = feed(&[entry("north.example", "North"), passed]);
        assert!(told.contains("<updated>2026-03-22T10:00:00Z</updated>"), "{told}");
        assert!(told.contains("href=\"https://house.example/accounts/acme.example/brief\""), "{told}");
        assert!(feed(&[]).ends_with("</feed>"));
    }
}
