//! How much of a page is read. A visitor reads far less; what lies beyond only costs.

/// Bytes of a source that are looked at. The rest of a larger page is left unread, and [`crate::Page::is_cut`] says so.
pub const SOURCE_BYTES_MAX: usize = 24 * 1024 * 1024;

/// Bytes of text kept of one page, some 60,000 words.
pub const TEXT_BYTES_MAX: usize = 400 * 1024;

/// Bytes of one block; a longer paragraph is divided.
pub const BLOCK_BYTES_MAX: usize = 16 * 1024;

/// Headings, paragraphs, items and cells kept of one page.
pub const BLOCKS_MAX: usize = 8_000;

/// Links, and buttons, kept of one page.
pub const LINKS_MAX: usize = 4_000;

/// Forms kept of one page, and fields of one form.
pub const FORMS_MAX: usize = 64;

/// Open elements that are told apart. What lies deeper counts as part of the deepest.
pub const DEPTH_MAX: usize = 256;

/// Bytes kept of an address, a label or another attribute.
pub const ATTRIBUTE_BYTES_MAX: usize = 2_000;
