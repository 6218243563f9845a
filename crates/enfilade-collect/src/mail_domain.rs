//! E-mail addresses and the companies behind their domains. A free-mail or disposable address names no company.

use enfilade_domain::Domain;

use crate::address_parts::AddressParts;

const FREE_MAIL: &str = include_str!("../data/free_mail.txt");
const DISPOSABLE: &str = include_str!("../data/disposable_mail.txt");

/// Providers that are free mail under every suffix (gmail.com, yahoo.co.jp, hotmail.fr, …).
const FREE_MAIL_LABELS: [&str; 22] = [
    "gmail",
    "googlemail",
    "yahoo",
    "ymail",
    "rocketmail",
    "hotmail",
    "outlook",
    "live",
    "msn",
    "icloud",
    "gmx",
    "proton",
    "protonmail",
    "tutanota",
    "yandex",
    "freenet",
    "fastmail",
    "zoho",
    "zohomail",
    "mailcom",
    "aol",
    "web",
];

/// The registrable domain of a host name or address such as `www.shop.example.co.uk`; `None` for a bare suffix, a
/// name without dot, or an IP address.
#[must_use]
pub fn registrable_domain(host: &str) -> Option<Domain> {
    let host = host.trim().trim_end_matches('.');
    let last = host.rsplit('.').next()?;
    if host.len() > 253 || last.is_empty() || last.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) || !host.is_ascii() {
        let lower = host.to_lowercase();
        return Domain::parse(psl::domain_str(&lower)?).ok();
    }
    Domain::parse(psl::domain_str(host)?).ok()
}

/// The company an e-mail address speaks for: its registrable domain, unless anybody can have such an address.
#[must_use]
pub fn business_domain(email: &str) -> Option<Domain> {
    let email = email.trim();
    if !is_address(email) {
        return None;
    }
    let (_, host) = email.rsplit_once('@')?;
    let host = host.trim_end_matches('.').to_lowercase();
    if is_free_mail(&host) || is_disposable(&host) {
        return None;
    }
    registrable_domain(&host).filter(|domain| !is_free_mail(domain.as_str()) && !is_disposable(domain.as_str()))
}

/// Whether anybody can have an address at this domain. Takes a domain or a whole address.
#[must_use]
pub fn is_free_mail(domain: &str) -> bool {
    let domain = domain_part(domain);
    if is_listed(FREE_MAIL, &domain) {
        return true;
    }
    // The label stands directly before the public suffix, so gmail.acme.com stays acme's.
    let Some(registrable) = psl::domain_str(&domain) else { return false };
    let label = registrable.split('.').next().unwrap_or_default();
    let is_web_de_only = matches!(label, "web" | "live" | "zoho") && !matches!(registrable, "web.de" | "zoho.com");
    let is_live = label == "live" && domain.len() <= "live.com.xx".len();
    FREE_MAIL_LABELS.contains(&label) && (!is_web_de_only || is_live)
}

/// Whether addresses of this domain are thrown away after use. Takes a domain or a whole address.
#[must_use]
pub fn is_disposable(domain: &str) -> bool {
    let domain = domain_part(domain);
    is_listed(DISPOSABLE, &domain)
        || psl::domain_str(&domain).is_some_and(|registrable| is_listed(DISPOSABLE, registrable))
}

/// Whether a text has the form of an e-mail address.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((person, host)) = text.rsplit_once('@') else { return false };
    !person.is_empty()
        && text.len() <= 254
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'))
        && Domain::parse(host).is_ok()
}

/// A company's domain from whatever a group or a file names: a domain, a web address, or an e-mail address.
pub(crate) fn company_domain(text: &str) -> Option<Domain> {
    let text = text.trim();
    let domain = if is_address(text) {
        return business_domain(text);
    } else if text.contains("://") || text.starts_with("//") {
        registrable_domain(AddressParts::split(text)?.host())
    } else {
        registrable_domain(text.split(['/', '?', ':']).next().unwrap_or_default())
    }?;
    (!is_free_mail(domain.as_str()) && !is_disposable(domain.as_str())).then_some(domain)
}

fn domain_part(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    text.rsplit_once('@').map_or(text, |(_, host)| host).to_lowercase()
}

/// The lists are sorted, one domain a line; a test keeps them so.
fn is_listed(list: &str, domain: &str) -> bool {
    // A search by halves over the text itself: no start-up work and no second copy.
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = list.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = list.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(list.len(), |at| start + at);
        match list[start..end].cmp(domain) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_hold_domains() {
        for list in [FREE_MAIL, DISPOSABLE] {
            let lines: Vec<&str> = list.lines().collect();
            assert!(lines.is_sorted());
            for line in lines {
                assert!(is_listed(list, line) && Domain::parse(line).is_ok(), "{line}");
            }
            assert!(!is_listed(list, "") && !is_listed(list, "zzzz.zz") && !is_listed(list, "0.com"));
        }
    }

    #[test]
    fn only_companies_have_business_addresses() {
        let domain = |email| business_domain(email).map(|domain| domain.to_string());
        assert_eq!(domain("Ana@Mail.Acme.co.uk").as_deref(), Some("acme.co.uk"));
        assert_eq!(domain("p39@company000010.example").as_deref(), Some("company000010.example"));
        for private in ["a@gmail.com", "a@gmail.example", "a@yahoo.co.jp", "a@web.de", "a@live.fr", "a@yopmail.com"] {
            assert_eq!(domain(private), None, "{private}");
        }
        for broken in ["acme.example", "@acme.example", "a@localhost", "a@10.0.0.1", "a b@acme.example"] {
            assert_eq!(domain(broken), None, "{broken}");
        }
        assert!(!is_free_mail("web.example") && !is_free_mail("outlook-partners.example"));
    }
}
