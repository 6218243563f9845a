//! Address databases: small ones made here, and broken ones.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use serde_json::Value;

use crate::house::House;
use crate::journeys::{day, page_from};

const END: &str = "2026-04-30";

/// A field of a database's entry.
enum Field {
    Text(&'static str),
    Flag(bool),
    Short(u16),
    Long(u64),
    Number(u32),
    Map(Vec<(&'static str, Field)>),
    Texts(Vec<&'static str>),
}

fn encode(field: &Field, out: &mut Vec<u8>) {
    let size = |kind: u8, length: usize, out: &mut Vec<u8>| {
        let (kind, extended) = if kind > 7 { (0, Some(kind - 7)) } else { (kind << 5, None) };
        out.push(kind | if length < 29 { length as u8 } else { 29 });
        out.extend(extended);
        if length >= 29 {
            out.push((length - 29) as u8);
        }
    };
    match field {
        Field::Text(text) => {
            size(2, text.len(), out);
            out.extend_from_slice(text.as_bytes());
        }
        Field::Flag(flag) => size(14, usize::from(*flag), out),
        Field::Short(number) => {
            size(5, 2, out);
            out.extend_from_slice(&number.to_be_bytes());
        }
        Field::Long(number) => {
            size(9, 8, out);
            out.extend_from_slice(&number.to_be_bytes());
        }
        Field::Number(number) => {
            size(6, 4, out);
            out.extend_from_slice(&number.to_be_bytes());
        }
        Field::Texts(texts) => {
            size(11, texts.len(), out);
            texts.iter().for_each(|text| encode(&Field::Text(text), out));
        }
        Field::Map(fields) => {
            size(7, fields.len(), out);
            for (name, field) in fields {
                encode(&Field::Text(name), out);
                encode(field, out);
            }
        }
    }
}

/// An MMDB file of the given IPv4 networks (address, prefix length, entry), after the public format specification 2.0.
fn database(networks: &[(Ipv4Addr, u32, Field)]) -> Vec<u8> {
    // Each node has two records: nothing, another node, or a position in the data section.
    let mut nodes: Vec<[Option<usize>; 2]> = vec![[None; 2]];
    let mut leaves: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut data = Vec::new();
    for (address, prefix, entry) in networks {
        let position = data.len();
        encode(entry, &mut data);
        let mut node = 0;
        for depth in 0..*prefix {
            let side = (u32::from(*address) >> (31 - depth) & 1) as usize;
            if depth + 1 == *prefix {
                leaves.insert((node, side), position);
            } else {
                node = match nodes[node][side] {
                    Some(next) => next,
                    None => {
                        nodes.push([None; 2]);
                        let next = nodes.len() - 1;
                        nodes[node][side] = Some(next);
                        next
                    }
                };
            }
        }
    }
    let count = nodes.len();
    let mut file = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        for (side, next) in node.iter().enumerate() {
            let record = leaves.get(&(index, side)).map_or(next.unwrap_or(count), |position| count + 16 + position);
            file.extend_from_slice(&(record as u32).to_be_bytes()[1..]);
        }
    }
    file.extend_from_slice(&[0; 16]);
    file.extend(data);
    file.extend_from_slice(b"\xab\xcd\xefMaxMind.com");
    encode(
        &Field::Map(vec![
            ("binary_format_major_version", Field::Short(2)),
            ("binary_format_minor_version", Field::Short(0)),
            ("build_epoch", Field::Long(1_760_000_000)),
            ("database_type", Field::Text("Test")),
            ("description", Field::Map(vec![("en", Field::Text("made by a test"))])),
            ("ip_version", Field::Short(4)),
            ("languages", Field::Texts(vec!["en"])),
            ("node_count", Field::Number(count as u32)),
            ("record_size", Field::Short(24)),
        ]),
        &mut file,
    );
    file
}

fn furnished(file: &[u8]) -> House {
    let house = House::new();
    let path = house.write("networks.mmdb", file);
    house.with("ENFILADE_NETWORK_DATABASES", &path)
}

#[test]
fn a_database_names_networks_but_makes_no_company() {
    let traits = |fields| Field::Map(vec![("traits", Field::Map(fields))]);
    let business = |domain| {
        traits(vec![
            ("user_type", Field::Text("business")),
            ("organization", Field::Text("Some Company")),
            ("domain", Field::Text(domain)),
        ])
    };
    let house = furnished(&database(&[
        (Ipv4Addr::new(198, 51, 100, 0), 24, business("northmill.example")),
        (Ipv4Addr::new(192, 0, 2, 0), 25, business("stranger.example")),
        (Ipv4Addr::new(192, 0, 2, 128), 25, traits(vec![("is_hosting_provider", Field::Flag(true))])),
        (
            Ipv4Addr::new(203, 0, 113, 0),
            24,
            traits(vec![
                ("user_type", Field::Text("residential")),
                ("domain", Field::Text("northmill.example")),
                ("organization", Field::Text("Home Lines")),
            ]),
        ),
    ]));
    house.import_accounts("domain,name\nnorthmill.example,North Mill\n");
    house.import_events(&[
        page_from("198.51.100.77", "a", "listed", &day(1, 9), "/pricing", 30.0),
        page_from("192.0.2.5", "b", "unlisted", &day(1, 9), "/pricing", 30.0),
        page_from("192.0.2.200", "c", "hosted", &day(1, 9), "/pricing", 30.0),
        page_from("203.0.113.9", "d", "home", &day(1, 9), "/pricing", 30.0),
        page_from("100.64.0.1", "e", "elsewhere", &day(1, 9), "/pricing", 30.0),
    ]);
    let account = |id: &str| house.person(id, END).unwrap()["account"].clone();
    assert_eq!(account("visitor:listed"), "northmill.example");
    for id in ["visitor:unlisted", "visitor:hosted", "visitor:home", "visitor:elsewhere"] {
        assert_eq!(account(id), Value::Null, "{id}");
    }
    let hosted = house.person("visitor:hosted", END).unwrap();
    assert_eq!(hosted["kind"], "bot");
    assert!(hosted["kind_reason"].as_str().unwrap().contains("hosting"), "{hosted}");
    assert!(house.account("stranger.example", END).is_none());
}

#[test]
fn a_broken_database_is_named() {
    let whole = database(&[(Ipv4Addr::new(198, 51, 100, 0), 24, Field::Map(vec![]))]);
    for broken in [&b""[..], b"not a database", &whole[..whole.len() / 2]] {
        let answer = furnished(broken).run(&["readings"]);
        assert_eq!(answer.code, 2, "{answer:#?}");
        assert!(answer.err.contains("networks.mmdb"), "{}", answer.err);
    }
    let house = House::new();
    let missing = house.path("none.mmdb").display().to_string();
    let answer = house.with("ENFILADE_NETWORK_DATABASES", &missing).run(&["readings"]);
    assert!(answer.code != 0 && answer.err.contains("none.mmdb"), "{answer:#?}");
}

#[test]
fn a_damaged_entry_is_an_unknown_network() {
    let mut file =
        database(&[(Ipv4Addr::new(198, 51, 100, 0), 24, Field::Map(vec![("organization", Field::Text("Company"))]))]);
    let marker = file.windows(4).position(|bytes| bytes == b"\xab\xcd\xefM").unwrap();
    file[marker - 10..marker].fill(0xff);
    let house = furnished(&file);
    house.import_events(&[page_from("198.51.100.77", "a", "v", &day(1, 9), "/pricing", 30.0)]);
    assert_eq!(house.person("visitor:v", END).unwrap()["account"], Value::Null);
}
