//! What was asked for: a page, something a page is made of, or a door that scanners try.

/// The sort of thing a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetKind {
    Page,
    /// Fetched by a browser along with a page.
    Asset,
    /// Fetched by machines for machines: feeds, maps of the site, interfaces. Neither read nor a sign of a browser.
    Machine,
    /// Tried by those who look for a way in.
    Scanner,
}

const ASSETS: [&str; 33] = [
    "css",
    "js",
    "mjs",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "svg",
    "webp",
    "avif",
    "ico",
    "bmp",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "map",
    "mp4",
    "webm",
    "mp3",
    "ogg",
    "wasm",
    "m4a",
    "mov",
    "apng",
    "cur",
    "less",
    "scss",
    "wav",
    "m3u8",
    "ts",
    "webmanifest",
];
const MACHINE: [&str; 8] = ["xml", "rss", "atom", "json", "txt", "rdf", "yml", "yaml"];
/// What no site offers to readers. Pages written in ASP, PHP or JSP are pages like others.
const SCANNED: [&str; 5] = ["env", "git", "sql", "bak", "cgi"];

/// Tells by extension and path.
pub(super) fn kind_of(path: &str) -> TargetKind {
    let path = path.to_ascii_lowercase();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| path.starts_with(prefix));
    let has = |parts: &[&str]| parts.iter().any(|part| path.contains(part));
    if !path.starts_with('/')
        || has(&["/.env", "/.git", "/.aws", "/.ssh", "/.svn", "/.vscode", "wp-login", "wp-admin", "xmlrpc.php"])
        || has(&["phpmyadmin", "/cgi-bin/", "../", "%2e%2e", "/vendor/phpunit", "/etc/passwd", "wlwmanifest"])
        || starts(&[
            "/actuator",
            "/boaform",
            "/hnap1",
            "/solr/",
            "/owa/",
            "/autodiscover",
            "/manager/html",
            "/_ignition",
        ])
    {
        return TargetKind::Scanner;
    }
    if starts(&["/.well-known/", "/wp-json", "/api/", "/graphql", "/robots.txt", "/cdn-cgi/", "/health"])
        || has(&["/feed/", "/sitemap"])
        || path.ends_with("/feed")
        || path == "/api"
    {
        return TargetKind::Machine;
    }
    if has(&["favicon", "apple-touch-icon"]) || starts(&["/_next/static/", "/wp-includes/", "/wp-content/"]) {
        return TargetKind::Asset;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((_, extension)) if ASSETS.contains(&extension) => TargetKind::Asset,
        Some((_, extension)) if MACHINE.contains(&extension) => TargetKind::Machine,
        Some((_, extension)) if SCANNED.contains(&extension) => TargetKind::Scanner,
        _ => TargetKind::Page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_every_technique_are_pages_and_known_doors_are_not() {
        for page in
            ["/products/list.aspx", "/about.php", "/shop/cart.jsp", "/a.html", "/Default.asp", "/index.htm", "/"]
        {
            assert_eq!(kind_of(page), TargetKind::Page, "{page}");
        }
        for door in [
            "/wp-login.php",
            "/xmlrpc.php",
            "/owa/auth/logon.aspx",
            "/.env",
            "/phpMyAdmin/index.php",
            "/backup.sql",
            "/shell.cgi",
        ] {
            assert_eq!(kind_of(door), TargetKind::Scanner, "{door}");
        }
    }
}
