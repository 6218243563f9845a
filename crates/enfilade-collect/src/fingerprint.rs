//! Ids for things that come without one: the same content has the same id, so that importing again changes nothing.

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher24};

/// A 128-bit fingerprint of some parts as 32 hex digits. No secret: it only tells equal from different.
pub(crate) fn of_parts(parts: &[&[u8]]) -> String {
    let mut hasher = SipHasher24::new();
    for part in parts {
        // The length in front keeps ("ab", "c") apart from ("a", "bc").
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    let hash = hasher.finish128();
    format!("{:016x}{:016x}", hash.h1, hash.h2)
}
