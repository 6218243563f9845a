//! How much is accepted. The first three are those of the Segment tracking API.

/// Bytes of one event.
pub const EVENT_BYTES: usize = 32 * 1024;
/// Bytes of one request body, after inflation.
pub const BATCH_BYTES: usize = 500 * 1024;
/// Events of one batch.
pub const BATCH_EVENTS: usize = 2_500;
/// Characters of an id (`messageId`, `userId`, `anonymousId`, `previousId`, `groupId`).
pub const ID_CHARACTERS: usize = 256;
/// Characters of a track event's name.
pub const NAME_CHARACTERS: usize = 200;
/// Characters kept of titles, names and agents; the rest is cut off.
pub const TEXT_CHARACTERS: usize = 512;
/// Characters kept of an address or path; the rest is cut off.
pub const ADDRESS_CHARACTERS: usize = 2_048;
/// Levels of objects and arrays inside `properties` and `traits`.
pub const NESTING_LEVELS: usize = 64;
/// Bytes of one line of an access log.
pub const LOG_LINE_BYTES: usize = 64 * 1024;
