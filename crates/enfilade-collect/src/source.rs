//! How a visitor came to a page: marks in the address first, then the page he came from.

use enfilade_domain::Source;

use crate::address_parts::{AddressParts, query_value};
use crate::mail_domain::registrable_domain;

/// Query parameters that an advertising network adds to the clicks it sells.
const AD_CLICK_IDS: [&str; 14] = [
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "li_fat_id",
    "ttclid",
    "twclid",
    "rdt_cid",
    "yclid",
    "epik",
    "scclid",
    "gad_source",
    "obclid",
];
/// Marks of mailing systems.
const EMAIL_CLICK_IDS: [&str; 5] = ["mc_eid", "_hsenc", "mkt_tok", "vero_id", "ck_subscriber_id"];
/// Labels of search engines, whatever their country's suffix.
const SEARCH_LABELS: [&str; 24] = [
    "google",
    "bing",
    "duckduckgo",
    "ecosia",
    "qwant",
    "startpage",
    "yandex",
    "baidu",
    "naver",
    "seznam",
    "yahoo",
    "brave",
    "kagi",
    "mojeek",
    "swisscows",
    "sogou",
    "aol",
    "ask",
    "metager",
    "perplexity",
    "chatgpt",
    "search",
    "so",
    "daum",
];
const SOCIAL_DOMAINS: [&str; 34] = [
    "linkedin.com",
    "lnkd.in",
    "facebook.com",
    "fb.com",
    "fb.me",
    "instagram.com",
    "twitter.com",
    "x.com",
    "t.co",
    "reddit.com",
    "redd.it",
    "youtube.com",
    "youtu.be",
    "tiktok.com",
    "pinterest.com",
    "xing.com",
    "vk.com",
    "ok.ru",
    "weibo.com",
    "mastodon.social",
    "bsky.app",
    "threads.net",
    "threads.com",
    "tumblr.com",
    "quora.com",
    "ycombinator.com",
    "lobste.rs",
    "medium.com",
    "discord.com",
    "telegram.org",
    "t.me",
    "whatsapp.com",
    "snapchat.com",
    "slack.com",
];
/// Beginnings of the host names of mail read in a browser.
const WEBMAIL_PREFIXES: [&str; 8] =
    ["mail.", "webmail.", "email.", "outlook.", "roundcube.", "zimbra.", "owa.", "deref-"];

/// How a visitor came, judged from the query of the page's address and from the page before. The hosts in `own_hosts`
/// count as the same site with all their subdomains; coming from there says nothing and gives [`Source::Direct`], so
/// ask only for the first page of a visit.
#[must_use]
pub fn source_of(url_query: Option<&str>, referrer: Option<&str>, own_hosts: &[&str]) -> Source {
    if let Some(marked) = url_query.and_then(source_of_query) {
        return marked;
    }
    let Some(parts) = referrer.and_then(AddressParts::split) else { return Source::Direct };
    let host = parts.host().trim_end_matches('.').to_ascii_lowercase();
    if host.is_empty() || is_own(&host, own_hosts) {
        return Source::Direct;
    }
    source_of_host(&host)
}

/// The source a campaign's own words state; `None` when they state none.
pub(crate) fn campaign_source(source: Option<&str>, medium: Option<&str>) -> Option<Source> {
    let source = source.unwrap_or_default().trim().to_ascii_lowercase();
    let medium = medium.unwrap_or_default().trim().to_ascii_lowercase();
    if source.is_empty() && medium.is_empty() {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| medium.contains(word));
    let is_email_source = ["newsletter", "email", "mailchimp", "hubspot", "hs_email", "sendgrid", "brevo"]
        .iter()
        .any(|word| source.contains(word));
    let is_social_source =
        ["linkedin", "facebook", "twitter", "instagram", "reddit", "youtube", "xing", "tiktok", "mastodon", "bluesky"]
            .iter()
            .any(|word| source.contains(word));
    Some(if has(&["mail", "newsletter"]) {
        Source::Email
    } else if has(&["cpc", "ppc", "paid", "cpm", "display", "banner", "ads", "retargeting", "sponsored", "cpv"])
        || medium == "ad"
    {
        Source::Ad
    } else if has(&["forward", "share"]) {
        Source::Forward
    } else if has(&["social"]) {
        Source::Social
    } else if has(&["organic", "search"]) {
        Source::Search
    } else if has(&["referral", "partner", "affiliate"]) {
        Source::Referral
    } else if is_email_source {
        Source::Email
    } else if is_social_source {
        Source::Social
    } else if SEARCH_LABELS.contains(&source.as_str()) {
        Source::Search
    } else {
        Source::Referral
    })
}

fn source_of_query(query: &str) -> Option<Source> {
    let has_any = |names: &[&str]| names.iter().any(|name| query_value(query, name).is_some());
    if query.is_empty() {
        return None;
    }
    // The token says who passed the page on, whatever else a mail program appended.
    if query_value(query, "ef_s").is_some() {
        return Some(Source::Forward);
    }
    let stated = campaign_source(query_value(query, "utm_source"), query_value(query, "utm_medium"));
    // Facebook marks every outgoing link, paid or not.
    let of_click = || {
        if has_any(&AD_CLICK_IDS) {
            Some(Source::Ad)
        } else if has_any(&EMAIL_CLICK_IDS) {
            Some(Source::Email)
        } else {
            has_any(&["fbclid", "igshid"]).then_some(Source::Social)
        }
    };
    stated.or_else(of_click)
}

fn is_own(host: &str, own_hosts: &[&str]) -> bool {
    own_hosts.iter().any(|own| {
        let own = own.trim_end_matches('.');
        if host.eq_ignore_ascii_case(own) {
            return true;
        }
        registrable_domain(host).is_some_and(|domain| registrable_domain(own).is_some_and(|own| own == domain))
    })
}

fn source_of_host(host: &str) -> Source {
    let host = host.strip_prefix("www.").unwrap_or(host);
    // Links opened from a phone's mail or social application carry the application's name as host.
    if host == "com.google.android.gm" || WEBMAIL_PREFIXES.iter().any(|prefix| host.starts_with(prefix)) {
        return Source::Email;
    }
    if host.starts_with("com.linkedin") || host.starts_with("com.facebook") || host.starts_with("com.twitter") {
        return Source::Social;
    }
    if host == "com.google.android.googlequicksearchbox" {
        return Source::Search;
    }
    let Some(domain) = registrable_domain(host) else { return Source::Referral };
    let domain = domain.as_str();
    if SOCIAL_DOMAINS.contains(&domain) {
        return Source::Social;
    }
    let label = domain.split('.').next().unwrap_or_default();
    let subdomain = host.strip_suffix(domain).unwrap_or_default();
    // Documents, calendars and meetings of a search company are pages like others.
    let is_search_part = matches!(subdomain, "" | "search." | "m." | "news." | "cn." | "html." | "lite.")
        || subdomain.ends_with(".search.")
        || label == "yandex";
    if SEARCH_LABELS.contains(&label) && is_search_part { Source::Search } else { Source::Referral }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_before_the_page_before() {
        let own = ["www.v.example"];
        let cases = [
            (None, None, Source::Direct),
            (None, Some("https://blog.v.example/x"), Source::Direct),
            (None, Some("https://www.google.co.uk/"), Source::Search),
            (None, Some("https://docs.google.com/document/1"), Source::Referral),
            (None, Some("https://mail.google.com/"), Source::Email),
            (None, Some("https://www.linkedin.com/feed"), Source::Social),
            (None, Some("https://partner.example/list"), Source::Referral),
            (Some("gclid=1"), Some("https://www.google.com/"), Source::Ad),
            (Some("utm_source=newsletter"), None, Source::Email),
            (Some("utm_medium=paid-social&utm_source=linkedin"), None, Source::Ad),
            (Some("fbclid=1"), None, Source::Social),
            (Some("utm_medium=email&ef_s=t"), None, Source::Forward),
        ];
        for (query, referrer, source) in cases {
            assert_eq!(source_of(query, referrer, &own), source, "{query:?} {referrer:?}");
        }
    }
}
