//! One message to one event.

use enfilade_domain::{Action, Event, Timestamp, UserId, VisitorId};
use serde_json::value::RawValue;

use super::circumstances::Circumstances;
use super::page::{page_parts, share_token, source};
use super::wire::{Context, Message, Properties, Traits};
use super::{MessageKind, action_of_name, person};
use crate::address_parts::place_of;
use crate::clock;
use crate::fingerprint;
use crate::lenient::{Leaf, Lenient, clean_text};
use crate::limits::{ID_CHARACTERS, NESTING_LEVELS};
use crate::outcome::{Arrival, Collected, Rejection};
use crate::segment::Identity;

/// Where a message's times come from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Timing<'a> {
    /// It has just arrived; `sent` is the batch's `sentAt`, `index` its place in the batch.
    Live { arrival: &'a Arrival, sent: Option<Timestamp>, index: usize },
    /// It lay in a file.
    File,
}

impl<'a> Timing<'a> {
    pub(crate) const fn live(arrival: &'a Arrival, sent: Option<Timestamp>, index: usize) -> Self {
        Self::Live { arrival, sent, index }
    }
}

/// Turns a message into an event. `text` is the message as it arrived, for ids derived from it.
pub(crate) fn collect(
    text: &str,
    message: &Message<'_>,
    kind: Option<MessageKind>,
    shared: Option<&Context<'_>>,
    timing: &Timing<'_>,
) -> Result<Collected, Rejection> {
    let kind = match kind {
        Some(kind) => kind,
        None => read_kind(&message.kind)?,
    };
    if message.context.wrong_type() {
        return Err(Rejection::new("context", "must be an object"));
    }
    let properties = parse_object::<Properties<'_>>(message.properties, "properties")?;
    let traits = parse_object::<Traits<'_>>(message.traits, "traits")?;
    let user_id = person::read_id(&message.user_id, "userId")?.map(UserId::new);
    let visitor = match (person::read_id(&message.anonymous_id, "anonymousId")?, &user_id) {
        (Some(id), _) => VisitorId::new(id),
        (None, Some(user)) => VisitorId::of_user(user),
        (None, None) => return Err(Rejection::new("userId", "missing; a message needs userId or anonymousId")),
    };
    let moments = read_moments(message, timing)?;
    let action = read_action(kind, message, user_id.as_ref())?;
    let circumstances = Circumstances::of(message, shared, timing);
    let page = page_parts(&message.context, &properties, &action);
    let identity = identity_of(kind, message, &properties, &traits, user_id.as_ref());
    let (kept, understood) = match kind {
        MessageKind::Identify | MessageKind::Group => (message.traits, !traits.has_unknown()),
        _ => (message.properties, !properties.has_unknown() && dwell_is_sound(&properties)),
    };
    let event = Event {
        message_id: message_id(text, message, timing)?,
        visitor,
        user_id,
        at: moments.at,
        known_at: moments.known_at,
        clock_suspect: moments.suspect,
        channel: circumstances.channel,
        source: source(&action, &page, message, shared),
        place: place_of(page.path, page.url, page.title, page.referrer),
        action,
        dwell_seconds: properties.dwell.number().and_then(sound_dwell),
        scroll: properties.scroll.number().and_then(sound_scroll),
        consent: circumstances.consent,
        email: identity.email,
        name: identity.name,
        job_title: identity.job_title,
        company: identity.company,
        share_token: share_token(&properties, &page),
        network: None,
        agent: circumstances.agent,
        // What was understood whole needs no second copy.
        attributes: kept.filter(|_| !understood).map(|raw| raw.get().to_owned()),
    };
    Ok(Collected { event, address: circumstances.address })
}

fn read_kind(leaf: &Leaf<'_>) -> Result<MessageKind, Rejection> {
    let Some(word) = leaf.text() else {
        return Err(Rejection::new("type", "missing; it must be page, track, identify, group, alias or screen"));
    };
    MessageKind::parse(word).ok_or_else(|| {
        let word: String = word.chars().take(40).collect();
        Rejection::new("type", format!("`{word}` is none of page, track, identify, group, alias, screen"))
    })
}

fn read_action(kind: MessageKind, message: &Message<'_>, user: Option<&UserId>) -> Result<Action, Rejection> {
    Ok(match kind {
        MessageKind::Page => Action::Page,
        MessageKind::Screen => Action::Screen,
        MessageKind::Identify => Action::Identify,
        MessageKind::Group => {
            if person::read_id(&message.group_id, "groupId")?.is_none() && message.traits.is_none() {
                return Err(Rejection::new("groupId", "missing; a group message names its group"));
            }
            Action::Group
        }
        MessageKind::Alias => {
            let previous = person::read_id(&message.previous_id, "previousId")?
                .ok_or_else(|| Rejection::new("previousId", "missing; an alias message needs previousId and userId"))?;
            if user.is_none() {
                return Err(Rejection::new("userId", "missing; an alias message needs previousId and userId"));
            }
            Action::Alias { previous }
        }
        MessageKind::Track => {
            let name = message
                .event
                .word()
                .map_err(|()| Rejection::new("event", "must be text"))?
                .filter(|name| !name.trim().is_empty())
                .ok_or_else(|| Rejection::new("event", "missing; a track message names what happened"))?;
            action_of_name(&name)
        }
    })
}

/// Parses `properties` or `traits`, which must be an object of bounded depth where they are given.
pub(crate) fn parse_object<'a, T: serde::Deserialize<'a> + Lenient + Default>(
    raw: Option<&'a RawValue>,
    field: &str,
) -> Result<T, Rejection> {
    let Some(raw) = raw else { return Ok(T::default()) };
    if levels(raw.get()) > NESTING_LEVELS {
        return Err(Rejection::new(field, format!("is nested deeper than {NESTING_LEVELS} levels")));
    }
    let object: T = serde_json::from_str(raw.get()).map_err(|error| Rejection::new(field, error.to_string()))?;
    if object.wrong_type() {
        return Err(Rejection::new(field, "must be an object"));
    }
    Ok(object)
}

/// Depth of valid JSON, or a number that is at least that and still allowed. Without recursion.
fn levels(json: &str) -> usize {
    // Nearly all objects open fewer brackets in all than may stand inside each other; counting them is much faster.
    let opened = json.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count();
    if opened <= NESTING_LEVELS {
        return opened;
    }
    let (mut level, mut deepest, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in json.bytes() {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => {
                level += 1;
                deepest = deepest.max(level);
            }
            b'}' | b']' => level = level.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

struct Moments {
    at: Timestamp,
    known_at: Timestamp,
    suspect: bool,
}

/// A moment as a message writes it: RFC 3339, or seconds or milliseconds since 1970.
pub(crate) fn moment(leaf: &Leaf<'_>, field: &str) -> Result<Option<Timestamp>, Rejection> {
    let unreadable = |shown: &str| {
        let shown: String = shown.chars().take(40).collect();
        Rejection::new(field, format!("`{shown}` is no time such as 2026-03-01T09:30:00Z"))
    };
    match leaf {
        Leaf::Absent => Ok(None),
        Leaf::Text(text) if text.trim().is_empty() => Ok(None),
        Leaf::Text(text) => clock::parse_moment(text).map(Some).ok_or_else(|| unreadable(text)),
        Leaf::Whole(number) => Ok(Some(clock::from_epoch(*number))),
        Leaf::Real(number) => Ok(Some(clock::from_epoch(*number as i64))),
        Leaf::Large(number) => Err(unreadable(&number.to_string())),
        Leaf::Truth(_) | Leaf::Structure => Err(Rejection::new(field, "must be a time such as 2026-03-01T09:30:00Z")),
    }
}

fn read_moments(message: &Message<'_>, timing: &Timing<'_>) -> Result<Moments, Rejection> {
    let stated = match moment(&message.timestamp, "timestamp")? {
        Some(at) => Some(at),
        None => moment(&message.original_timestamp, "originalTimestamp")?,
    };
    let own_sent = moment(&message.sent_at, "sentAt")?;
    match *timing {
        Timing::Live { arrival, sent, .. } => {
            let at = stated.map_or(arrival.at, |at| clock::correct_skew(at, own_sent.or(sent), arrival.at));
            let suspect = clock::is_impossible(at, arrival.at);
            Ok(Moments { at: if suspect { arrival.at } else { at }, known_at: arrival.at, suspect })
        }
        Timing::File => {
            let received = moment(&message.received_at, "receivedAt")?;
            let at = stated.or(received).or(own_sent).ok_or_else(|| {
                Rejection::new("timestamp", "missing; an event of a file needs timestamp or receivedAt")
            })?;
            let Some(received) = received else {
                return Ok(Moments { at, known_at: at, suspect: clock::is_impossible(at, at) });
            };
            if clock::is_impossible(at, received) {
                return Ok(Moments { at: received, known_at: received, suspect: true });
            }
            Ok(Moments { at, known_at: received.max(at), suspect: false })
        }
    }
}

fn message_id(text: &str, message: &Message<'_>, timing: &Timing<'_>) -> Result<String, Rejection> {
    let given = message.message_id.word().map_err(|()| Rejection::new("messageId", "must be text or a number"))?;
    if let Some(given) = given.as_deref().map(str::trim).filter(|given| !given.is_empty()) {
        if given.len() > ID_CHARACTERS && given.chars().count() > ID_CHARACTERS {
            return Err(Rejection::new("messageId", format!("is longer than {ID_CHARACTERS} characters")));
        }
        if let Some(id) = clean_text(given, ID_CHARACTERS) {
            return Ok(id);
        }
    }
    Ok(match timing {
        Timing::File => fingerprint::of_parts(&[text.as_bytes()]),
        // A live message without an id may well be repeated on purpose; time and position keep repetitions apart.
        Timing::Live { arrival, index, .. } => fingerprint::of_parts(&[
            text.as_bytes(),
            &arrival.at.millis().to_le_bytes(),
            &u64::try_from(*index).unwrap_or(u64::MAX).to_le_bytes(),
        ]),
    })
}

fn identity_of(
    kind: MessageKind,
    message: &Message<'_>,
    properties: &Properties<'_>,
    traits: &Traits<'_>,
    user: Option<&UserId>,
) -> Identity {
    let of_context = person::read_traits(&message.context.traits);
    // The traits of a group describe the company: its e-mail address is no person's.
    let mut identity = if kind == MessageKind::Group { Identity::default() } else { person::read_traits(traits) };
    identity.email = identity
        .email
        .or(of_context.email)
        .or_else(|| properties.email.text().and_then(person::read_email))
        .or_else(|| person::email_of_user(user));
    identity.name = identity.name.or(of_context.name);
    identity.job_title = identity.job_title.or(of_context.job_title).or_else(|| properties.job_title.clean());
    if kind == MessageKind::Group {
        identity.company = person::read_group(&message.group_id, traits);
    }
    identity.with_company_of_email()
}

/// Seconds between 0 and a day; more is a tab that was forgotten.
pub(crate) fn sound_dwell(seconds: f64) -> Option<f32> {
    (0.0..=86_400.0).contains(&seconds).then_some(seconds as f32)
}

/// A share between 0 and 1, or a percentage.
pub(crate) fn sound_scroll(depth: f64) -> Option<f32> {
    match depth {
        share if (0.0..=1.0).contains(&share) => Some(share as f32),
        percent if (1.0..=100.0).contains(&percent) => Some((percent / 100.0) as f32),
        _ => None,
    }
}

/// Whether reading time and depth were understood, so that nothing would be lost with the raw properties.
fn dwell_is_sound(properties: &Properties<'_>) -> bool {
    let understood = |leaf: &Leaf<'_>, sound: fn(f64) -> Option<f32>| {
        *leaf == Leaf::Absent || leaf.number().and_then(sound).is_some()
    };
    understood(&properties.dwell, sound_dwell) && understood(&properties.scroll, sound_scroll)
}
