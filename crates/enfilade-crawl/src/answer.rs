//! What a server's answer means: a page, a refusal, or something else.

use enfilade_content::{Page, read_page};
use url::Url;

use crate::fetch::Fetched;
use crate::pdf;

/// Why an answer with this status is no page.
pub(crate) fn refusal(status: u16) -> String {
    match status {
        401 | 403 => format!("it refuses or asks to log in ({status})"),
        404 | 410 => format!("there is nothing at this address ({status})"),
        429 => "it asks for fewer requests (429)".to_owned(),
        500..=599 => format!("the server fails ({status})"),
        _ => format!("it answers {status}"),
    }
}

/// Reads what was fetched as a page, and says whether it was a PDF.
///
/// # Errors
/// A sentence that says why it is no page.
pub fn page_of(fetched: &Fetched) -> Result<(Page, bool), String> {
    let is_pdf = fetched.media_type == "application/pdf" || fetched.body.starts_with(b"%PDF-");
    let mut page = match fetched.media_type.as_str() {
        _ if is_pdf => read_page("document.txt", &pdf::text(&fetched.body)?),
        "text/html" | "application/xhtml+xml" => read_page("page.html", &fetched.text()),
        "text/markdown" | "text/plain" => read_page("page.md", &fetched.text()),
        "" => read_page("", &fetched.text()),
        other => return Err(format!("it is {other}, no page")),
    };
    page.is_cut |= fetched.is_cut;
    page.is_unlisted |= fetched.robots_tag.contains("noindex");
    if is_pdf && page.title.is_empty() {
        page.title = title_of_file(&fetched.url);
    }
    Ok((page, is_pdf))
}

fn title_of_file(url: &Url) -> String {
    let file = url.path().rsplit('/').next().unwrap_or_default();
    file.trim_end_matches(".pdf").replace(['-', '_'], " ")
}
