//! The text of a PDF, as plain text.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of a file that is looked into; larger ones are brochures of pictures.
const BYTES_MAX: usize = 12 * 1024 * 1024;

/// The text of a PDF.
///
/// # Errors
/// A sentence that says why there is none.
pub(crate) fn text(bytes: &[u8]) -> Result<String, String> {
    if bytes.len() > BYTES_MAX {
        return Err(format!("a PDF of more than {} MB is not read", BYTES_MAX / 1024 / 1024));
    }
    // The reader of PDF trusts files more than the web deserves.
    let read = catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem(bytes)));
    match read {
        Ok(Ok(text)) if text.split_whitespace().count() >= 5 => Ok(paragraphs(&text)),
        Ok(Ok(_)) => Err("the PDF holds no text, perhaps pictures of it".to_owned()),
        Ok(Err(error)) => Err(format!("the PDF cannot be read: {error}")),
        Err(_) => Err("the PDF cannot be read: it is damaged".to_owned()),
    }
}

/// Lines joined to paragraphs where only the width of the page broke them.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            if !out.ends_with("\n\n") && !out.is_empty() {
                out.push_str("\n\n");
            }
        } else {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            out.push_str(line);
        }
    }
    out
}
