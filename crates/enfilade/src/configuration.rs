//! Configuration: a file, overlaid by the environment. The only reader of either.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use enfilade_store::DatabaseAddress;
use ipnet::IpNet;
use serde::Deserialize;

use crate::arguments::Arguments;
use crate::failure::Failure;

/// The documented sample, also written by `config init`.
pub(crate) const SAMPLE: &str = include_str!("../enfilade.sample.toml");

/// What an installation is told from outside.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// `sqlite:path` or `postgres://…`; the data directory's SQLite file without it.
    pub(crate) database_url: Option<String>,
    pub(crate) listen: Option<SocketAddr>,
    /// The address under which people reach the pages, for links.
    pub(crate) public_url: Option<String>,
    /// Reverse proxies whose X-Forwarded-For is believed.
    #[serde(default)]
    pub(crate) trusted_proxies: Vec<String>,
    /// MMDB files, asked in order.
    #[serde(default)]
    pub(crate) network_databases: Vec<PathBuf>,
    /// Hosts that may be crawled although their addresses are not public.
    #[serde(default)]
    pub(crate) crawl_allowed_hosts: Vec<String>,
    /// Whether pages that only a browser can show are opened in an installed Chromium.
    #[serde(default)]
    pub(crate) crawl_browser: bool,
    /// Events per second and write key before 429.
    pub(crate) events_per_second: Option<u32>,
}

impl Configuration {
    /// Reads the file (the named one must exist) and lays `ENFILADE_…` variables over it.
    ///
    /// # Errors
    /// The file cannot be read or holds an unknown key; a variable holds a value of the wrong form.
    pub(crate) fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let usual = Path::new("enfilade.toml");
        let mut configuration = match file {
            Some(file) => Self::read(file)?,
            None if usual.exists() => Self::read(usual)?,
            None => Self::default(),
        };
        for (name, value) in environment {
            configuration.overlay(&name, &value)?;
        }
        Ok(configuration)
    }

    fn read(file: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Failure::Usage(format!("cannot read {}: {error}", file.display())))?;
        toml::from_str(&text).map_err(|error| Failure::Usage(format!("{}: {}", file.display(), error)))
    }

    fn overlay(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let wrong = |what: &str| Failure::Usage(format!("the variable {name} should be {what}, not `{value}`"));
        match name {
            "ENFILADE_DATABASE_URL" => self.database_url = Some(value.to_owned()),
            "ENFILADE_LISTEN" => {
                self.listen = Some(value.parse().map_err(|_| wrong("an address such as 0.0.0.0:8080"))?);
            }
            "ENFILADE_PUBLIC_URL" => self.public_url = Some(value.to_owned()),
            "ENFILADE_TRUSTED_PROXIES" => {
                self.trusted_proxies =
                    value.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect();
            }
            "ENFILADE_NETWORK_DATABASES" => {
                self.network_databases = value.split(',').filter(|part| !part.is_empty()).map(PathBuf::from).collect();
            }
            "ENFILADE_CRAWL_ALLOWED_HOSTS" => {
                self.crawl_allowed_hosts =
                    value.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect();
            }
            "ENFILADE_CRAWL_BROWSER" => self.crawl_browser = value.parse().map_err(|_| wrong("true or false"))?,
            "ENFILADE_EVENTS_PER_SECOND" => {
                self.events_per_second = Some(value.parse().map_err(|_| wrong("a number"))?);
            }
            _ => {}
        }
        Ok(())
    }

    /// The trusted proxies as networks.
    ///
    /// # Errors
    /// One of them is neither an address nor a CIDR.
    pub(crate) fn proxy_networks(&self) -> Result<Vec<IpNet>, Failure> {
        let network = |text: &String| -> Option<IpNet> {
            text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
        };
        let wrong =
            |text: &String| Failure::Usage(format!("trusted_proxies: `{text}` is neither an address nor a CIDR"));
        self.trusted_proxies.iter().map(|text| network(text).ok_or_else(|| wrong(text))).collect()
    }

    /// The database in force.
    ///
    /// # Errors
    /// The address is of no known kind, or the data directory cannot be made.
    pub(crate) fn database(&self, arguments: &Arguments) -> Result<DatabaseAddress, Failure> {
        if let Some(url) = &self.database_url {
            return Ok(DatabaseAddress::parse(url)?);
        }
        std::fs::create_dir_all(&arguments.data)
            .map_err(|error| Failure::Usage(format!("cannot make {}: {error}", arguments.data.display())))?;
        Ok(DatabaseAddress::Sqlite(arguments.data.join("enfilade.db")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_the_defaults() {
        let sample: Configuration = toml::from_str(SAMPLE).unwrap();
        assert!(sample.database_url.is_none() && sample.network_databases.is_empty());
    }

    #[test]
    fn the_environment_lies_over_the_file() {
        let variables = [
            ("ENFILADE_LISTEN".to_owned(), "0.0.0.0:9000".to_owned()),
            ("ENFILADE_TRUSTED_PROXIES".to_owned(), "10.0.0.1, 10.0.0.2".to_owned()),
            ("PATH".to_owned(), "/bin".to_owned()),
        ];
        let found = Configuration::load(None, variables.into_iter()).unwrap();
        assert_eq!(found.listen.unwrap().port(), 9000);
        assert_eq!(found.proxy_networks().unwrap().len(), 2);
        let wrong = [("ENFILADE_LISTEN".to_owned(), "here".to_owned())];
        assert!(Configuration::load(None, wrong.into_iter()).is_err());
    }

    #[test]
    fn an_unknown_key_is_named() {
        let error = toml::from_str::<Configuration>("databse_url = \"x\"").unwrap_err();
        assert!(error.to_string().contains("databse_url"));
    }
}
