//! Optional address databases (MMDB files that the operator supplies): who operates a network, and what sort it is.
//!
//! A database's word never makes a company. Hosting, provider, VPN and home networks stay unknown; a business network's
//! organisation is shown as "network of", and points, weakly, only to a company that the operator listed himself.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use enfilade_domain::NetworkKind;
use maxminddb::Reader;

use crate::AppError;

/// What the databases say about an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressEntry {
    pub kind: NetworkKind,
    pub organisation: Option<String>,
    pub domain: Option<String>,
}

/// The opened databases, asked in order; later ones fill what earlier ones left open.
#[derive(Debug, Default)]
pub struct AddressBook {
    databases: Vec<Reader<Vec<u8>>>,
}

impl AddressBook {
    /// Opens every file.
    ///
    /// # Errors
    /// A file cannot be read or is no MMDB database.
    pub fn open(files: &[PathBuf]) -> Result<Self, AppError> {
        let databases = files.iter().map(|file| open_one(file)).collect::<Result<_, _>>()?;
        Ok(Self { databases })
    }

    /// What is known; an address that no database holds, or whose entry is damaged, is simply unknown.
    #[must_use]
    pub fn look_up(&self, address: IpAddr) -> AddressEntry {
        let mut found = AddressEntry::default();
        for database in &self.databases {
            let Ok(result) = database.lookup(address) else { continue };
            let text = |keys: &[&str]| -> Option<String> {
                let steps: Vec<_> = keys.iter().map(|key| maxminddb::PathElement::Key(key)).collect();
                result.decode_path::<String>(&steps).ok().flatten().filter(|text| !text.is_empty())
            };
            let flag = |keys: &[&str]| -> bool {
                let steps: Vec<_> = keys.iter().map(|key| maxminddb::PathElement::Key(key)).collect();
                result.decode_path::<bool>(&steps).ok().flatten().unwrap_or(false)
            };
            let organisation = text(&["traits", "organization"])
                .or_else(|| text(&["organization"]))
                .or_else(|| text(&["traits", "isp"]))
                .or_else(|| text(&["isp"]))
                .or_else(|| text(&["traits", "autonomous_system_organization"]))
                .or_else(|| text(&["autonomous_system_organization"]));
            let user_type = text(&["traits", "user_type"]).or_else(|| text(&["user_type"]));
            let connection = text(&["traits", "connection_type"]).or_else(|| text(&["connection_type"]));
            let hidden = ["is_anonymous", "is_anonymous_vpn", "is_public_proxy", "is_tor_exit_node"]
                .iter()
                .any(|key| flag(&["traits", key]) || flag(&[key]));
            let hosted = flag(&["traits", "is_hosting_provider"]) || flag(&["is_hosting_provider"]);
            let kind = if hosted {
                NetworkKind::Hosting
            } else if hidden {
                NetworkKind::Vpn
            } else {
                kind_of(user_type.as_deref(), connection.as_deref(), organisation.as_deref())
            };
            if found.kind == NetworkKind::Unknown {
                found.kind = kind;
            }
            found.organisation = found.organisation.or(organisation);
            found.domain = found.domain.or_else(|| text(&["traits", "domain"])).or_else(|| text(&["domain"]));
        }
        found
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.databases.is_empty()
    }
}

fn open_one(file: &Path) -> Result<Reader<Vec<u8>>, AppError> {
    let bytes = std::fs::read(file).map_err(|source| AppError::File { path: file.to_owned(), source })?;
    Reader::from_source(bytes).map_err(|error| {
        AppError::invalid("network database", format!("{} is not a usable MMDB file: {error}", file.display()))
    })
}

/// Words in an operator's name that tell what sort of network it runs, for databases that hold names only.
const HOSTING_WORDS: [&str; 22] = [
    "hosting",
    "cloud",
    "amazon",
    "google",
    "microsoft",
    "digitalocean",
    "hetzner",
    "ovh",
    "linode",
    "akamai",
    "datacenter",
    "data center",
    "server",
    "vps",
    "leaseweb",
    "oracle",
    "alibaba",
    "tencent",
    "contabo",
    "vultr",
    "choopa",
    "scaleway",
];
const PROVIDER_WORDS: [&str; 19] = [
    "telecom",
    "telekom",
    "comcast",
    "verizon",
    "at&t",
    "vodafone",
    "orange",
    "broadband",
    "cable",
    "internet",
    "communications",
    "mobile",
    "wireless",
    "fiber",
    "fibre",
    "isp",
    "telefonica",
    "charter",
    "network services",
];

fn kind_of(user_type: Option<&str>, connection: Option<&str>, organisation: Option<&str>) -> NetworkKind {
    match user_type {
        Some("hosting" | "content_delivery_network" | "search_engine_spider" | "router") => NetworkKind::Hosting,
        Some("residential" | "traveler" | "cafe" | "dialup" | "consumer_privacy_network") => NetworkKind::Isp,
        Some("cellular") => NetworkKind::Mobile,
        Some("business" | "government" | "military" | "library") => NetworkKind::Business,
        Some("college" | "school") => NetworkKind::Education,
        _ => match (connection, organisation.map(str::to_lowercase)) {
            (Some("Cellular"), _) => NetworkKind::Mobile,
            (Some("Dialup" | "Cable/DSL"), _) => NetworkKind::Isp,
            (_, Some(name)) if HOSTING_WORDS.iter().any(|word| name.contains(word)) => NetworkKind::Hosting,
            (_, Some(name)) if PROVIDER_WORDS.iter().any(|word| name.contains(word)) => NetworkKind::Isp,
            (Some("Corporate"), _) => NetworkKind::Business,
            _ => NetworkKind::Unknown,
        },
    }
}
