//! Messages of the Segment specification, alone or in a batch, as the SDKs of Segment and RudderStack send them.

mod action;
mod circumstances;
mod message;
mod page;
mod person;
mod wire;

#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::lenient::{Leaf, Lenient, lenient_object};
use crate::limits::{BATCH_BYTES, BATCH_EVENTS, EVENT_BYTES};
use crate::outcome::{Arrival, Batch, Rejection};

pub(crate) use action::action_of_name;
pub(crate) use message::{Timing, collect, parse_object, sound_dwell, sound_scroll};
pub(crate) use person::{Identity, email_of_user, read_id, read_traits};
pub(crate) use wire::{Context, Message, Traits};

/// The type of a message, where the request's path says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageKind {
    Page,
    Track,
    Identify,
    Group,
    Alias,
    Screen,
}

impl MessageKind {
    pub const ALL: [Self; 6] = [Self::Page, Self::Track, Self::Identify, Self::Group, Self::Alias, Self::Screen];

    /// The word used in `type` and in the request's path.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Track => "track",
            Self::Identify => "identify",
            Self::Group => "group",
            Self::Alias => "alias",
            Self::Screen => "screen",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(name.trim()))
    }
}

/// Reads one message whose type the request names.
///
/// # Errors
/// The body as a whole is unusable: too large, no UTF-8, or no JSON object. An event that is merely incomplete is in
/// [`Batch::rejections`].
pub fn read_message(body: &[u8], kind: MessageKind, arrival: &Arrival) -> Result<Batch, Rejection> {
    let text = body_text(body)?;
    check_size(text)?;
    let message: Message<'_> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    if message.wrong_type() {
        return Err(Rejection::whole("the body must be a JSON object"));
    }
    let mut batch = Batch { write_key: message.write_key.clean(), ..Batch::default() };
    match collect(text, &message, Some(kind), None, &Timing::live(arrival, None, 0)) {
        Ok(collected) => batch.collected.push(collected),
        Err(rejection) => batch.rejections.push(rejection),
    }
    Ok(batch)
}

/// Reads `{"batch": […], "writeKey", "sentAt", "context"}` or a bare array of messages.
///
/// # Errors
/// The body as a whole is unusable: too large, too many events, no UTF-8, no JSON, or no list of messages.
pub fn read_batch(body: &[u8], arrival: &Arrival) -> Result<Batch, Rejection> {
    let text = body_text(body)?;
    let envelope: Envelope<'_> = if text.trim_start().starts_with('[') {
        let messages = serde_json::from_str(text).map_err(|error| not_json(&error))?;
        Envelope { batch: messages, ..Envelope::default() }
    } else {
        serde_json::from_str(text).map_err(|error| not_json(&error))?
    };
    if envelope.wrong_type() {
        return Err(Rejection::whole("the body must be a JSON object with `batch`, or a list of messages"));
    }
    let Messages::List(messages) = &envelope.batch else {
        return Err(Rejection::new("batch", "missing; it must be a list of messages"));
    };
    if messages.len() > BATCH_EVENTS {
        let reason = format!("holds {} events; at most {BATCH_EVENTS} are taken at once", messages.len());
        return Err(Rejection::new("batch", reason));
    }
    let sent = message::moment(&envelope.sent_at, "sentAt").unwrap_or(None);
    let mut batch = Batch {
        collected: Vec::with_capacity(messages.len()),
        rejections: Vec::new(),
        write_key: envelope.write_key.clean(),
    };
    for (index, raw) in messages.iter().enumerate() {
        let timing = Timing::live(arrival, sent, index);
        match read_one(raw.get(), Some(&envelope.context), &timing) {
            Ok(collected) => batch.collected.push(collected),
            Err(rejection) => batch.rejections.push(rejection.at_index(index)),
        }
    }
    Ok(batch)
}

/// One message with its own `type`.
pub(crate) fn read_one(
    text: &str,
    shared: Option<&Context<'_>>,
    timing: &Timing<'_>,
) -> Result<crate::Collected, Rejection> {
    check_size(text)?;
    let message: Message<'_> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    if message.wrong_type() {
        return Err(Rejection::whole("a message must be a JSON object"));
    }
    collect(text, &message, None, shared, timing)
}

/// The body as text, within the limit of a request.
pub(crate) fn body_text(body: &[u8]) -> Result<&str, Rejection> {
    if body.len() > BATCH_BYTES {
        let reason = format!("the body has {} bytes; at most {BATCH_BYTES} are taken at once", body.len());
        return Err(Rejection::whole(reason));
    }
    utf8(body)
}

/// The bytes as text, without a byte order mark.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Rejection> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Rejection::whole(format!("invalid UTF-8 at byte {}", error.valid_up_to())))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn check_size(text: &str) -> Result<(), Rejection> {
    if text.len() > EVENT_BYTES {
        let reason = format!("the event has {} bytes; at most {EVENT_BYTES} are taken", text.len());
        return Err(Rejection::whole(reason));
    }
    Ok(())
}

pub(crate) fn not_json(error: &serde_json::Error) -> Rejection {
    Rejection::whole(format!("not readable as JSON: {error}"))
}

lenient_object! {
    /// What surrounds the messages of a batch.
    Envelope {
        batch: Messages<'a> = "batch",
        write_key: Leaf<'a> = "writeKey" | "write_key",
        sent_at: Leaf<'a> = "sentAt" | "sent_at",
        context: Context<'a> = "context",
    }
}

/// The messages of a batch, not yet read.
#[derive(Debug, Default)]
pub(crate) enum Messages<'a> {
    #[default]
    Missing,
    List(Vec<&'a RawValue>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Messages<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor;
        impl<'de> Visitor<'de> for ListVisitor {
            type Value = Messages<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of messages")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Messages<'de>, A::Error> {
                let mut messages = Vec::new();
                while let Some(message) = sequence.next_element::<&'de RawValue>()? {
                    messages.push(message);
                }
                Ok(Messages::List(messages))
            }
        }
        deserializer.deserialize_seq(ListVisitor)
    }
}
