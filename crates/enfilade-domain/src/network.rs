//! Networks by keyed hash. Raw addresses are used at the door and not kept.

/// The network an event came from. Keys are hashes under the workspace's secret: equal addresses have equal keys
/// within a workspace, and a stated CIDR can be matched later by hashing its addresses or blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Of the full IPv4 address, or of the /64 of an IPv6 address (hosts change the rest daily).
    pub address_key: i64,
    /// Of the /24 of an IPv4 address, or the /48 of an IPv6 address.
    pub block_key: i64,
    pub kind: NetworkKind,
    /// Who operates the network, where an address database says so. Not the visitor's employer.
    pub organisation: Option<String>,
    /// The domain an address database gives for the network.
    pub domain: Option<String>,
}

/// What sort of network it is. Only [`NetworkKind::Business`] can ever point to a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum NetworkKind {
    /// Nobody told us.
    #[default]
    Unknown,
    Business,
    Isp,
    Hosting,
    Vpn,
    Education,
    Mobile,
}

impl NetworkKind {
    pub const ALL: [Self; 7] =
        [Self::Unknown, Self::Business, Self::Isp, Self::Hosting, Self::Vpn, Self::Education, Self::Mobile];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Business => "business",
            Self::Isp => "isp",
            Self::Hosting => "hosting",
            Self::Vpn => "vpn",
            Self::Education => "education",
            Self::Mobile => "mobile",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
