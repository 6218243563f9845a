//! Pages that come as an empty shell and show their text only after their scripts ran.

use enfilade_content::Page;

/// Words below which a page that loads scripts is such a shell.
const WORDS_MAX: usize = 25;

/// Links from which a short page is a list of pages, which is its text.
const LINKS_MIN: usize = 3;

/// What helps with a folder of shells.
pub(crate) const FOLDER_ADVICE: &str = "give the address of the running site, with --render, to read them";

/// Whether nothing but scripts could show what the page says. A short form and a list of links are what they are.
pub(crate) fn is_shell(page: &Page, source: &[u8]) -> bool {
    page.words() < WORDS_MAX
        && page.links.len() < LINKS_MIN
        && !page.forms.iter().any(|form| form.is_in_main)
        && source.windows(7).any(|window| window.eq_ignore_ascii_case(b"<script"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use enfilade_content::read_page;

    #[test]
    fn a_shell_is_told_from_a_short_page() {
        let is = |html: &str| is_shell(&read_page("a.html", html), html.as_bytes());
        assert!(is("<title>App</title><script src=/a.js></script><div id=root></div>"));
        assert!(!is("<title>App</title><p>Closed on Mondays.</p>"));
        assert!(!is(
            "<script></script><main><h1>Write to us</h1><form><input type=email><button>Send</button></form></main>"
        ));
        assert!(!is(
            "<script></script><main><h1>Notes</h1><a href=/a>One</a> <a href=/b>Two</a> <a href=/c>Three</a></main>"
        ));
    }
}
