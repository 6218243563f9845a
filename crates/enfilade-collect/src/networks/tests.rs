//! Equal networks have equal keys; stated networks find their addresses.

use std::net::{IpAddr, Ipv4Addr};

use proptest::prelude::*;

use super::*;

fn keys() -> NetworkKeys {
    NetworkKeys::new(*b"0123456789abcdef")
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn an_address_written_as_ipv6_is_the_same() {
    assert_eq!(keys().address_key(address("::ffff:198.51.100.7")), keys().address_key(address("198.51.100.7")));
    assert_eq!(keys().block_key(address("::ffff:198.51.100.7")), keys().block_key(address("198.51.100.200")));
}

#[test]
fn hosts_of_one_ipv6_subnet_share_a_key() {
    let key = |text| keys().address_key(address(text));
    assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
    assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    assert_eq!(keys().block_key(address("2001:db8:1:2::1")), keys().block_key(address("2001:db8:1:3::1")));
}

#[test]
fn another_secret_gives_other_keys() {
    let other = NetworkKeys::new([7; 16]);
    assert_ne!(other.address_key(address("198.51.100.7")), keys().address_key(address("198.51.100.7")));
}

#[test]
fn networks_list_addresses_or_blocks() {
    let fine = keys().keys_of_cidr("198.51.100.64/26").unwrap();
    assert_eq!((fine.addresses.len(), fine.blocks.len()), (64, 0));
    assert!(fine.addresses.contains(&keys().address_key(address("198.51.100.127"))));
    let coarse = keys().keys_of_cidr("198.51.0.0/16").unwrap();
    assert_eq!((coarse.addresses.len(), coarse.blocks.len()), (0, 256));
    assert!(coarse.blocks.contains(&keys().block_key(address("198.51.100.127"))));
    assert_eq!(keys().keys_of_cidr("198.51.100.7").unwrap().addresses, [keys().address_key(address("198.51.100.7"))]);
    assert_eq!(keys().keys_of_cidr("2001:db8:1::/56").unwrap().addresses.len(), 256);
    assert_eq!(keys().keys_of_cidr("2001:db8::/47").unwrap().blocks.len(), 2);
    assert_eq!(
        keys().keys_of_cidr("::ffff:198.51.100.0/120").unwrap(),
        keys().keys_of_cidr("198.51.100.0/24").unwrap()
    );
    assert_eq!(keys().keys_of_cidr("255.255.255.0/24").unwrap().blocks.len(), 1);
}

#[test]
fn too_wide_or_no_network_is_refused_with_reason() {
    for (text, part) in [("10.0.0.0/7", "wider than /8"), ("2001::/20", "wider than /32"), ("office", "`office`")] {
        assert!(keys().keys_of_cidr(text).unwrap_err().contains(part), "{text}");
    }
}

#[test]
fn log_visitors_differ_by_agent_and_address() {
    let visitor = |text, agent| keys().visitor_of_log(address(text), agent);
    assert_eq!(visitor("198.51.100.7", Some("A")), visitor("198.51.100.7", Some("A")));
    assert_ne!(visitor("198.51.100.7", Some("A")), visitor("198.51.100.7", Some("B")));
    assert_ne!(visitor("198.51.100.7", Some("A")), visitor("198.51.100.8", Some("A")));
    assert_eq!(visitor("198.51.100.7", None).as_str().len(), "log:".len() + 16);
}

proptest! {
    #[test]
    fn every_address_of_a_stated_network_is_found(bits: u32, length in 20_u8..=32) {
        let address = Ipv4Addr::from(bits);
        let stated = keys().keys_of_cidr(&format!("{address}/{length}")).unwrap();
        let found = stated.addresses.contains(&keys().address_key(address.into()))
            || stated.blocks.contains(&keys().block_key(address.into()));
        prop_assert!(found);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}|[0-9a-f:./]{0,24}") {
        // Wide IPv4 networks take thousands of hashes; the text decides, and either answer is fine.
        let _answer = keys().keys_of_cidr(&text).map(|keys| keys.blocks.len());
    }
}
