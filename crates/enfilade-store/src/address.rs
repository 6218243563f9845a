//! Which database to open.

use std::fmt;
use std::path::PathBuf;

use crate::StoreError;

/// Where the data lies.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A file; its folder is made when missing.
    Sqlite(PathBuf),
    /// A connection URL. Its password is never shown.
    Postgres(String),
}

impl DatabaseAddress {
    /// Reads `sqlite:path`, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// Any other beginning, or no path.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.is_empty() {
                return Ok(Self::Sqlite(PathBuf::from(path)));
            }
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(StoreError::BadAddress(without_password(text)))
    }
}

/// A URL without what stands between its user and its host, nor a `password=` of its query.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    // A password may itself hold an unescaped slash or question mark; the last @ ends the credentials.
    let (authority, tail) = match rest.rfind('@') {
        Some(at) if at > authority.len() => rest.split_at(rest[at..].find(['/', '?']).map_or(rest.len(), |n| at + n)),
        _ => (authority, tail),
    };
    let authority = match authority.rsplit_once('@') {
        Some((credentials, host)) => match credentials.split_once(':') {
            Some((user, _)) => format!("{user}:***@{host}"),
            None => authority.to_owned(),
        },
        None => authority.to_owned(),
    };
    let tail = match tail.split_once("password=") {
        Some((before, after)) => format!("{before}password=***{}", after.find('&').map_or("", |end| &after[end..])),
        None => tail.to_owned(),
    };
    format!("{scheme}://{authority}{tail}")
}

impl fmt::Display for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        assert_eq!(DatabaseAddress::parse("sqlite:a/b.db").unwrap(), DatabaseAddress::Sqlite("a/b.db".into()));
        assert_eq!(DatabaseAddress::parse("sqlite:///a/b.db").unwrap(), DatabaseAddress::Sqlite("/a/b.db".into()));
        assert!(matches!(DatabaseAddress::parse("postgresql://u@h/d").unwrap(), DatabaseAddress::Postgres(_)));
        for bad in ["", "sqlite:", "mysql://h/d", "a.db"] {
            assert!(DatabaseAddress::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for url in [
            "postgres://me:hush@host/db",
            "postgres://me:hu/hush@host/db?x=1",
            "postgres://me@host/db?password=hush&x=1",
            "postgres://me:hush@host",
        ] {
            let address = DatabaseAddress::parse(url).unwrap();
            assert!(!format!("{address} {address:?}").contains("hush"), "{address}");
            assert!(address.to_string().contains("me") && address.to_string().contains("host"));
        }
        let error = DatabaseAddress::parse("mysql://me:hush@host/db").unwrap_err();
        assert!(!error.to_string().contains("hush"));
    }
}
