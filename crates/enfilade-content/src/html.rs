//! HTML to a page: the tokenizer follows the standard, the tree is replaced by a short stack of what is open.
//!
//! A full tree would cost thirty times as much to build and gives a reader nothing: which element closes which matters
//! only for where a menu ends. Hostile depth is bounded by [`limits::DEPTH_MAX`].

mod choose;
mod elements;
mod open;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::page::{Block, BlockKind, Button, Field, Form, Link, Page};
use crate::source::cut;
use crate::{limits, template_remains};
use elements::{Nature, nature};
use open::{Attributes, Open, Region, Stack};

/// Reads the HTML of a page.
pub(crate) fn read(source: &str) -> Page {
    let mut reader = Reader::default();
    let mut emitter = CallbackEmitter::<_, (), ()>::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        reader.receive(&event);
        None
    });
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(source, emitter) {
        let Ok(()) = token;
    }
    reader.finish()
}

/// A block together with where it stands and how much of it is links.
#[derive(Debug)]
struct Found {
    block: Block,
    region: Region,
    link_bytes: usize,
}

/// Something a visitor may press, while its words are still coming in.
#[derive(Debug, Default)]
struct Pressing {
    text: String,
    target: String,
    is_button: bool,
    /// The depth of its element, to tell when it ends.
    depth: usize,
}

#[derive(Default)]
struct Reader {
    page: Page,
    stack: Stack,
    found: Vec<Found>,
    links: Vec<(Region, Link)>,
    buttons: Vec<(Region, Button)>,
    /// Text of the block under way, and how much of it lies inside links.
    text: String,
    link_bytes: usize,
    text_bytes: usize,
    pressing: Option<Pressing>,
    form: Option<(usize, Form)>,
    /// A start tag whose attributes are still coming in.
    tag: Vec<u8>,
    attributes: Attributes,
    attribute: Vec<u8>,
}

impl Reader {
    fn receive(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = cut_bytes(name).to_vec();
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = cut_bytes(name).to_vec();
                self.attributes.add(&self.attribute, "");
            }
            CallbackEvent::AttributeValue { value } => {
                let value = String::from_utf8_lossy(cut_bytes(value));
                self.attributes.add(&self.attribute, &value);
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(*self_closing),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.read_text(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn start(&mut self, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        let nature = nature(&tag);
        if nature.ends_block() {
            self.flush();
        }
        for implied in elements::closes(&tag) {
            if self.stack.top_is(implied) {
                self.end(implied);
            }
        }
        match nature {
            Nature::Break => self.text.push('\n'),
            Nature::Meta => self.read_meta(&tag),
            Nature::Input => self.read_field(&tag),
            _ => {}
        }
        if nature.is_void() || self_closing {
            return;
        }
        if tag == b"html" && self.page.stated_language.is_empty() {
            self.attributes.get("lang").trim().clone_into(&mut self.page.stated_language);
        }
        let open = Open::new(&tag, nature, &self.attributes, self.stack.region());
        if !self.stack.push(open) {
            return;
        }
        match nature {
            Nature::Link | Nature::Button => self.begin_pressing(nature == Nature::Button),
            Nature::Form if self.form.is_none() && self.page.forms.len() < limits::FORMS_MAX => {
                let is_in_main = self.stack.region() != Region::Menu;
                let form = Form { is_in_main, position: self.found.len(), ..Form::default() };
                self.form = Some((self.stack.depth(), form));
            }
            Nature::Field => self.read_field(&tag),
            _ => {}
        }
    }

    fn begin_pressing(&mut self, is_button: bool) {
        self.end_pressing();
        let target = template_remains::without(self.attributes.get("href")).trim().to_owned();
        let is_button = is_button || self.attributes.has_button_class();
        self.pressing = Some(Pressing { text: String::new(), target, is_button, depth: self.stack.depth() });
    }

    fn end(&mut self, name: &[u8]) {
        let nature = nature(name);
        if nature.ends_block() {
            self.flush();
        }
        let Some(depth) = self.stack.close(name) else { return };
        if self.pressing.as_ref().is_some_and(|pressing| depth < pressing.depth) {
            self.end_pressing();
        }
        if self.form.as_ref().is_some_and(|(opened, _)| depth < *opened) {
            self.end_form();
        }
    }

    fn end_pressing(&mut self) {
        let Some(pressing) = self.pressing.take() else { return };
        let text = collapse(&template_remains::without(&pressing.text)).replace('\n', " ");
        let region = self.stack.region();
        if let (true, Some((_, form))) = (pressing.is_button, self.form.as_mut())
            && form.submit.is_empty()
        {
            form.submit.clone_from(&text);
        }
        if pressing.is_button && !text.is_empty() && self.buttons.len() < limits::LINKS_MAX {
            let target = pressing.target.clone();
            self.buttons.push((region, Button { text: text.clone(), target, position: self.found.len() }));
        }
        if !pressing.target.is_empty() && self.links.len() < limits::LINKS_MAX {
            self.links.push((region, Link { text, target: pressing.target }));
        }
    }

    fn end_form(&mut self) {
        if let Some((_, form)) = self.form.take() {
            self.page.forms.push(form);
        }
    }

    fn read_text(&mut self, value: &str) {
        if self.stack.is_title() {
            if self.page.title.is_empty() {
                self.page.title = collapse(&template_remains::without(cut(value, limits::ATTRIBUTE_BYTES_MAX)));
            }
            return;
        }
        if self.stack.is_hidden() {
            return;
        }
        if self.text_bytes >= limits::TEXT_BYTES_MAX {
            self.page.is_cut = true;
            return;
        }
        // A line break of the source is white space; only `<br>` and a template's gap break a line for the reader.
        let room = limits::TEXT_BYTES_MAX - self.text_bytes;
        self.page.is_cut |= value.len() > room;
        let value = cut(value, room).replace(['\n', '\r'], " ");
        self.text_bytes += value.trim().len();
        if let Some(pressing) = self.pressing.as_mut() {
            if pressing.text.len() < limits::ATTRIBUTE_BYTES_MAX {
                pressing.text.push_str(cut(&value, limits::ATTRIBUTE_BYTES_MAX));
            }
            self.link_bytes += value.trim().len();
        }
        let mut rest = value.as_str();
        while !rest.is_empty() {
            let piece = cut(rest, limits::BLOCK_BYTES_MAX);
            self.text.push_str(piece);
            rest = &rest[piece.len()..];
            if self.text.len() >= limits::BLOCK_BYTES_MAX {
                self.flush();
            }
        }
    }

    /// Ends the block under way.
    fn flush(&mut self) {
        let link_bytes = std::mem::take(&mut self.link_bytes);
        if self.text.trim().is_empty() {
            self.text.clear();
            return;
        }
        let text = collapse(&template_remains::without(&self.text));
        self.text.clear();
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        if self.found.len() >= limits::BLOCKS_MAX {
            self.page.is_cut = true;
            return;
        }
        let block = Block { kind: self.stack.kind(), text };
        self.found.push(Found { block, region: self.stack.region(), link_bytes });
    }

    fn read_meta(&mut self, tag: &[u8]) {
        let of = |key: &str| self.attributes.get(key).trim().to_owned();
        if tag == b"link" {
            if of("rel").eq_ignore_ascii_case("canonical") && self.page.canonical.is_empty() {
                self.page.canonical = of("href");
            }
            return;
        }
        let name = if of("name").is_empty() { of("property") } else { of("name") }.to_ascii_lowercase();
        let content = collapse(&template_remains::without(&of("content")));
        match name.as_str() {
            "description" | "og:description" if self.page.description.is_empty() => self.page.description = content,
            "og:site_name" if self.page.site_name.is_empty() => self.page.site_name = content,
            "robots" => self.page.is_unlisted |= content.to_ascii_lowercase().contains("noindex"),
            _ => {}
        }
    }

    fn read_field(&mut self, tag: &[u8]) {
        let stated = self.attributes.get("type").to_ascii_lowercase();
        let kind = match (tag, stated.as_str()) {
            (b"input", "") => "text".to_owned(),
            (b"input", _) => stated,
            _ => String::from_utf8_lossy(tag).into_owned(),
        };
        let Some((_, form)) = self.form.as_mut() else { return };
        if matches!(kind.as_str(), "submit" | "button" | "image") {
            if form.submit.is_empty() {
                self.attributes.get("value").trim().clone_into(&mut form.submit);
            }
        } else if kind != "hidden" && form.fields.len() < limits::FORMS_MAX {
            let words = ["name", "id", "placeholder", "aria-label"].map(|key| self.attributes.get(key));
            form.fields.push(Field { kind, name: words.join(" ").trim().to_lowercase() });
        }
    }

    fn finish(mut self) -> Page {
        self.flush();
        self.end_pressing();
        self.end_form();
        choose::choose(self.page, self.found, self.links, self.buttons)
    }
}

/// Names and attributes are cut before anything is done with them.
fn cut_bytes(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(limits::ATTRIBUTE_BYTES_MAX)]
}

/// Runs of white space as one space; a line break that stands for `<br>` or a gap is kept, see [`Block::text`].
fn collapse(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = if c == '\n' || gap == Some('\n') { Some('\n') } else { Some(' ') };
        } else if !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}') {
            if let Some(gap) = gap.take().filter(|_| !kept.is_empty()) {
                kept.push(gap);
            }
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
