//! Files that the server sends as they are.

/// The one stylesheet, served at [`STYLE_PATH`].
pub const STYLE: &str = concat!(include_str!("style.css"), include_str!("content.css"), include_str!("work.css"));
/// Where pages look for [`STYLE`].
pub const STYLE_PATH: &str = "/assets/style.css";

/// The script that adds keys; no page needs it.
pub const KEYS: &str = include_str!("keys.js");
/// Where pages look for [`KEYS`].
pub const KEYS_PATH: &str = "/assets/keys.js";
