//! The touches file: what sellers and campaigns did.

use std::io::Read;

use enfilade_domain::Touch;

use super::columns::Row;
use super::rows::CsvRows;
use crate::mail_domain::{business_domain, is_address};
use crate::outcome::Rejection;

/// Reads `at`, `domain`, `email`, `kind`, `by`, `asks` (0 or 1). A touch without domain belongs to the company of its
/// business e-mail address.
pub fn read_touches(reader: impl Read + 'static) -> CsvRows<Touch> {
    CsvRows::new(reader, &[&["at"], &["kind"], &["domain", "email"]], read_touch)
}

fn read_touch(row: &Row<'_>) -> Result<Touch, Rejection> {
    let at = row.moment("at")?.ok_or_else(|| Rejection::new("at", "is empty"))?;
    let email = row.cell("email").map(str::to_lowercase);
    if email.as_deref().is_some_and(|email| !is_address(email)) {
        return Err(Rejection::new("email", "is no e-mail address such as ana@example.com"));
    }
    let domain = row.domain("domain")?.or_else(|| business_domain(email.as_deref()?));
    if domain.is_none() && email.is_none() {
        return Err(Rejection::new("domain", "is empty; a touch needs a domain or an email"));
    }
    let kind = row.text("kind").ok_or_else(|| Rejection::new("kind", "is empty"))?;
    let asks = match row.cell("asks").map(str::to_lowercase).as_deref() {
        None | Some("0" | "no" | "false" | "n") => false,
        Some("1" | "yes" | "true" | "y") => true,
        Some(_) => return Err(Rejection::new("asks", "must be 0 or 1")),
    };
    Ok(Touch { at, domain, email, kind: kind.to_lowercase().replace([' ', '-'], "_"), by: row.text("by"), asks })
}
