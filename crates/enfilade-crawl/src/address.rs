//! Addresses: what somebody typed, and when two of them are the same page.

use url::Url;

/// Query parameters that say where a visitor came from and nothing about the page.
const TRACKING: [&str; 14] = [
    "gclid",
    "fbclid",
    "msclkid",
    "dclid",
    "yclid",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "ref",
    "source",
    "igshid",
    "hsCtaTracking",
    "trk",
];

/// Segments of a path from which it is no path that a person follows.
const SEGMENTS_MAX: usize = 12;

/// An address as somebody types it.
pub(crate) fn parse(text: &str) -> Result<Url, String> {
    let text = text.trim();
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&whole).map_err(|error| format!("`{text}` is neither a folder nor an address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("`{text}`: only http and https addresses are read, not {}", url.scheme()));
    }
    let host = url.host_str().unwrap_or_default();
    if host.is_empty() || !(text.contains("://") || host.contains('.') || host == "localhost") {
        return Err(format!("`{text}` is neither a folder that exists nor an address such as https://www.example.com"));
    }
    Ok(url)
}

/// The same page under one address: no fragment, no tracking, parameters in order, no index file, no slash at the end.
pub(crate) fn normal(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let mut kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    kept.sort();
    if kept.is_empty() {
        url.set_query(None);
    } else {
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
    let path = without_index(url.path()).to_owned();
    url.set_path(&path);
    url
}

fn without_index(path: &str) -> &str {
    let path =
        ["/index.html", "/index.htm", "/index.php"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    let path = path.trim_end_matches('/');
    if path.is_empty() { "/" } else { path }
}

/// The path under which a page stands in the content library: from the first slash, without a slash at the end; the
/// query only where one was left after tracking was taken out.
#[must_use]
pub fn path_of(url: &Url) -> String {
    let url = normal(url);
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// The same for an address as somebody writes it down: whole, or from the first slash. Nothing for what is neither.
#[must_use]
pub fn path_of_text(text: &str) -> Option<String> {
    let text = text.trim();
    let base = Url::parse("https://site.invalid").ok()?;
    let url = match text {
        // Two slashes would begin a host.
        _ if text.starts_with('/') => base.join(&format!("/{}", text.trim_start_matches('/'))).ok()?,
        _ if text.contains("://") => Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?,
        _ => return None,
    };
    Some(path_of(&url))
}

/// Whether two hosts are the same site: equal but for a `www.`.
pub(crate) fn is_same_site(a: &Url, b: &Url) -> bool {
    let host = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    host(a) == host(b) && a.port_or_known_default() == b.port_or_known_default()
        || host(a) == host(b) && a.port().is_none() && b.port().is_none()
}

/// Whether an address can be a page at all, by its ending.
pub(crate) fn can_be_page(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let file = path.rsplit('/').next().unwrap_or_default();
    let Some((_, ending)) = file.rsplit_once('.') else { return true };
    !matches!(
        ending,
        "jpg"
            | "jpeg"
            | "png"
            | "gif"
            | "svg"
            | "webp"
            | "avif"
            | "ico"
            | "css"
            | "js"
            | "mjs"
            | "json"
            | "xml"
            | "rss"
            | "atom"
            | "zip"
            | "gz"
            | "tgz"
            | "tar"
            | "rar"
            | "7z"
            | "exe"
            | "dmg"
            | "msi"
            | "deb"
            | "rpm"
            | "mp3"
            | "mp4"
            | "webm"
            | "mov"
            | "avi"
            | "wav"
            | "ogg"
            | "woff"
            | "woff2"
            | "ttf"
            | "eot"
            | "doc"
            | "docx"
            | "xls"
            | "xlsx"
            | "ppt"
            | "pptx"
            | "csv"
            | "ics"
            | "vcf"
            | "map"
            | "wasm"
            | "txt"
    )
}

/// Whether an address looks like an endless one: too deep, or the same segments again and again.
pub(crate) fn is_endless(url: &Url) -> bool {
    let segments: Vec<&str> = url.path_segments().map(Iterator::collect).unwrap_or_default();
    let repeated = segments
        .iter()
        .any(|segment| !segment.is_empty() && segments.iter().filter(|other| *other == segment).count() > 2);
    segments.len() > SEGMENTS_MAX || repeated || url.as_str().len() > 1_000
}

/// The address with every run of digits as `0` and without values of parameters: calendars and counters fall together.
pub(crate) fn shape(url: &Url) -> String {
    let mut shape = String::new();
    for c in url.path().chars() {
        match c {
            c if c.is_ascii_digit() && shape.ends_with('0') => {}
            c if c.is_ascii_digit() => shape.push('0'),
            c => shape.push(c),
        }
    }
    for (name, _) in url.query_pairs() {
        shape.push('&');
        shape.push_str(&name);
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_path() {
        let path = |text: &str| path_of(&Url::parse(text).unwrap());
        assert_eq!(path("https://a.example/blog/x/?utm_source=mail&gclid=1#top"), "/blog/x");
        assert_eq!(path("https://a.example/index.html"), "/");
        assert_eq!(path("https://a.example/p?b=2&a=1"), "/p?a=1&b=2");
        assert_eq!(path("https://a.example"), "/");
    }

    #[test]
    fn a_path_that_somebody_writes_is_the_one_of_the_crawl() {
        let path = |text: &str| path_of_text(text).unwrap();
        for text in
            ["/fees", "/fees/", " /fees/?utm_source=a ", "https://a.example/fees/#top", "//fees", "/fees/index.html"]
        {
            assert_eq!(path(text), "/fees", "{text}");
        }
        assert_eq!(
            (path("/"), path("https://a.example?gclid=1"), path("/p?b=2&a=1")),
            ("/".into(), "/".into(), "/p?a=1&b=2".into())
        );
        assert_eq!((path_of_text("fees"), path_of_text("ftp://a.example/fees")), (None, None));
    }

    #[test]
    fn what_is_typed_is_an_address_or_refused() {
        assert_eq!(parse("a.example/x").unwrap().as_str(), "https://a.example/x");
        assert!(parse("ftp://a.example").unwrap_err().contains("only http"));
        assert!(parse("no-such-folder").is_err());
        assert!(parse("file:///etc/passwd").is_err());
    }

    #[test]
    fn endless_addresses_show() {
        let endless = |text: &str| is_endless(&Url::parse(text).unwrap());
        assert!(endless("https://a.example/a/b/a/b/a/b"));
        assert!(endless("https://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13"));
        assert!(!endless("https://a.example/blog/2026/10/01/title"));
        let shape = |text: &str| shape(&Url::parse(text).unwrap());
        assert_eq!(shape("https://a.example/cal/2026/10?day=3"), shape("https://a.example/cal/2031/1?day=99"));
    }
}
