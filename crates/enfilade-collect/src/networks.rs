//! Addresses to keyed hashes, so that equal networks can be recognised and none can be read back without the key.

use std::fmt;
use std::hash::Hasher;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use enfilade_domain::VisitorId;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use siphasher::sip::SipHasher24;

/// What a hash is of; keeps an address and a block that share their bits apart.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Address4 = 1,
    Address6 = 2,
    Block4 = 3,
    Block6 = 4,
    Visitor = 5,
}

/// The workspace's secret as a hash function (SipHash-2-4).
#[derive(Clone)]
pub struct NetworkKeys {
    hasher: SipHasher24,
}

impl fmt::Debug for NetworkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NetworkKeys(secret)")
    }
}

/// The keys that events from a stated network can carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CidrKeys {
    /// To be compared with [`Network::address_key`](enfilade_domain::Network::address_key).
    pub addresses: Vec<i64>,
    /// To be compared with [`Network::block_key`](enfilade_domain::Network::block_key).
    pub blocks: Vec<i64>,
}

impl NetworkKeys {
    #[must_use]
    pub fn new(secret: [u8; 16]) -> Self {
        Self { hasher: SipHasher24::new_with_key(&secret) }
    }

    /// Of the full IPv4 address or the /64 of an IPv6 address. An IPv4 address written as IPv6 is the IPv4 address.
    #[must_use]
    pub fn address_key(&self, address: IpAddr) -> i64 {
        match address.to_canonical() {
            IpAddr::V4(address) => self.address4(address),
            IpAddr::V6(address) => self.address6(address),
        }
    }

    /// Of the /24 of an IPv4 address or the /48 of an IPv6 address.
    #[must_use]
    pub fn block_key(&self, address: IpAddr) -> i64 {
        match address.to_canonical() {
            IpAddr::V4(address) => self.block4(u32::from(address) >> 8),
            IpAddr::V6(address) => self.block6(u128::from(address) >> 80),
        }
    }

    /// The stand-in device of an access log: everything that came from one address with one agent.
    #[must_use]
    pub fn visitor_of_log(&self, address: IpAddr, agent: Option<&str>) -> VisitorId {
        let key = self.address_key(address).to_le_bytes();
        let agent = agent.unwrap_or_default().as_bytes();
        VisitorId::new(format!("log:{:016x}", self.hash(Purpose::Visitor, &[&key, agent])))
    }

    /// The keys of a stated network, such as `198.51.100.0/26` or a single address. A network finer than a block is
    /// listed by addresses, any other by blocks.
    ///
    /// # Errors
    /// The text is no network, or one wider than /8 (IPv4) or /32 (IPv6), which no single company owns.
    pub fn keys_of_cidr(&self, text: &str) -> Result<CidrKeys, String> {
        match parse_network(text)? {
            IpNet::V4(network) => self.keys_of_network4(network),
            IpNet::V6(network) => self.keys_of_network6(network),
        }
    }

    fn keys_of_network4(&self, network: Ipv4Net) -> Result<CidrKeys, String> {
        let first = u32::from(network.network());
        let length = network.prefix_len();
        if length < 8 {
            return Err(format!("`{network}` is wider than /8; state the company's own networks"));
        }
        if length > 24 {
            let last = u32::from(network.broadcast());
            let addresses = (first..=last).map(|address| self.address4(Ipv4Addr::from(address))).collect();
            return Ok(CidrKeys { addresses, blocks: Vec::new() });
        }
        let blocks = 1_u32 << (24 - length);
        let blocks = (first >> 8..(first >> 8) + blocks).map(|block| self.block4(block)).collect();
        Ok(CidrKeys { addresses: Vec::new(), blocks })
    }

    fn keys_of_network6(&self, network: Ipv6Net) -> Result<CidrKeys, String> {
        let first = u128::from(network.network());
        let length = network.prefix_len();
        if length < 32 {
            return Err(format!("`{network}` is wider than /32; state the company's own networks"));
        }
        if length > 48 {
            // A key stands for a whole /64: anything finer is that one.
            let subnets = 1_u128 << (64 - length.min(64));
            let start = first >> 64;
            let addresses =
                (start..start + subnets).map(|subnet| self.address6(Ipv6Addr::from(subnet << 64))).collect();
            return Ok(CidrKeys { addresses, blocks: Vec::new() });
        }
        let blocks = 1_u128 << (48 - length);
        let start = first >> 80;
        let blocks = (start..start + blocks).map(|block| self.block6(block)).collect();
        Ok(CidrKeys { addresses: Vec::new(), blocks })
    }

    fn address4(&self, address: Ipv4Addr) -> i64 {
        self.hash(Purpose::Address4, &[&address.octets()]).cast_signed()
    }

    fn address6(&self, address: Ipv6Addr) -> i64 {
        self.hash(Purpose::Address6, &[&(u128::from(address) >> 64).to_be_bytes()]).cast_signed()
    }

    fn block4(&self, block: u32) -> i64 {
        self.hash(Purpose::Block4, &[&block.to_be_bytes()]).cast_signed()
    }

    fn block6(&self, block: u128) -> i64 {
        self.hash(Purpose::Block6, &[&block.to_be_bytes()]).cast_signed()
    }

    fn hash(&self, purpose: Purpose, parts: &[&[u8]]) -> u64 {
        let mut hasher = self.hasher;
        hasher.write_u8(purpose as u8);
        for part in parts {
            hasher.write(part);
        }
        hasher.finish()
    }
}

/// Reads a CIDR or a single address; an IPv4 network written as IPv6 is the IPv4 network.
fn parse_network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let wrong = || {
        let shown: String = text.chars().take(60).collect();
        format!("`{shown}` is no network such as 198.51.100.0/24 and no address")
    };
    let network = match text.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address.to_canonical()),
        Err(_) => text.parse::<IpNet>().map_err(|_| wrong())?,
    };
    match network {
        IpNet::V6(mapped) if mapped.prefix_len() >= 96 => match mapped.network().to_ipv4_mapped() {
            Some(address) => Ipv4Net::new(address, mapped.prefix_len() - 96).map(IpNet::V4).map_err(|_| wrong()),
            None => Ok(network),
        },
        _ => Ok(network),
    }
}

#[cfg(test)]
mod tests;
