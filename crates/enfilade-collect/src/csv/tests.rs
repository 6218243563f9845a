//! Tables as spreadsheets write them.

use std::io::Cursor;

use enfilade_domain::{DealStage, PageKind, Timestamp};
use proptest::prelude::*;

use super::amount::read_amount;
use super::*;

fn reader(text: &str) -> Cursor<Vec<u8>> {
    Cursor::new(text.as_bytes().to_vec())
}

fn now() -> Timestamp {
    Timestamp::parse("2025-06-01T12:00:00Z").unwrap()
}

#[test]
fn headers_come_in_any_order_case_and_delimiter() {
    let text = "\u{feff}Name;Segment;DOMAIN;Fit;Employees;office_ip\nAcme;A1;https://www.acme.example/;72;1.250;10.0.0.0/24 10.0.9.1\n";
    let account = read_accounts(reader(text)).next().unwrap().unwrap();
    assert_eq!(account.domain.as_str(), "acme.example");
    assert_eq!((account.employees, account.fit.unwrap().value()), (Some(1250), 0.72));
    assert_eq!(account.office_networks, ["10.0.0.0/24", "10.0.9.1"]);
    assert_eq!(account.attributes.as_deref(), Some("{\"Segment\":\"A1\"}"));
}

#[test]
fn a_network_that_is_none_is_refused() {
    let text = "domain,office_ip\nacme.example,203.0.113.0/24 2001:db8::/48\nbrix.example,203.0.113.300\n\
                calder.example,head office\ndorn.example,0.0.0.0/0\n";
    let rows: Vec<_> = read_accounts(reader(text)).collect();
    assert_eq!(rows[0].as_ref().unwrap().office_networks, ["203.0.113.0/24", "2001:db8::/48"]);
    for (row, line) in rows[1..].iter().zip(3..) {
        let refused = row.as_ref().unwrap_err();
        assert_eq!((refused.field.as_str(), refused.line), ("office_ip", Some(line)), "{refused}");
    }
}

#[test]
fn a_missing_column_is_one_clear_refusal() {
    let mut rows = read_deals(reader("deal_id,domain,stage\nD1,acme.example,open\n"), now());
    let refusal = rows.next().unwrap().unwrap_err().to_string();
    assert_eq!(refusal, "line 1: `opened_at`: this column is missing; the header names `deal_id`, `domain`, `stage`");
    assert!(rows.next().is_none());
}

#[test]
fn bad_rows_name_their_line_and_good_ones_stay() {
    let text = "deal_id,domain,opened_at,closed_at,stage,amount\nD1,acme.example,2025-01-01,,open,10.5\n\
                D2,acme.example,soon,,open,1\nD3,acme.example,2025-01-01,2025-02-01,Closed Won,\"1,234.56\"\n";
    let rows: Vec<_> = read_deals(reader(text), now()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].as_ref().unwrap().amount.as_ref().unwrap().minor, 1050);
    assert_eq!(rows[1].as_ref().unwrap_err().line, Some(3));
    assert_eq!(rows[2].as_ref().unwrap().stage, DealStage::Won);
}

#[test]
fn deals_that_contradict_themselves_are_refused_and_the_row_above_counts() {
    let text = "deal_id,domain,opened_at,closed_at,stage\n\
                D1,acme.example,2025-01-01,2025-02-01,open\n\
                D2,acme.example,2099-01-01,,open\n\
                D3,acme.example,2025-01-01,,open\n\
                D3,acme.example,2025-01-01,2025-03-01,closed_won\n\
                D3,acme.example,2025-01-01,2025-03-02,closed_lost\n\
                D4,acme.example,2025-01-01,2099-03-02,closed_lost\n\
                D5,acme.example,2025-01-01,2025-09-01,open\n";
    let rows: Vec<_> = read_deals(reader(text), now()).collect();
    let refused: Vec<String> = rows.iter().filter_map(|row| Some(row.as_ref().err()?.to_string())).collect();
    assert_eq!(refused.len(), 4, "{refused:#?}");
    for (refusal, start, said) in [
        (&refused[0], "line 2: `closed_at`", "stage says open"),
        (&refused[1], "line 3: `opened_at`", "lies in the future"),
        (&refused[2], "line 6: `stage`", "D3 ended above as closed_won; that row counts"),
        (&refused[3], "line 7: `closed_at`", "lies in the future"),
    ] {
        assert!(refusal.starts_with(start) && refusal.contains(said), "{refusal}");
    }
    // A day by which an open deal is hoped to close may lie ahead.
    assert_eq!(rows.last().unwrap().as_ref().unwrap().stage, DealStage::Open);
}

#[test]
fn blank_lines_and_broken_cells_move_no_line_number() {
    let table = "deal_id,domain,opened_at,stage\n\n\nD1,acme.example,soon,open\nD2,acme.example,2025-01-01,\"o\npen\"\n\n\
                 ,,,\n  \nD3,acme.example,soon,open";
    for text in [table.to_owned(), table.replace('\n', "\r\n"), format!("\n{table}\n")] {
        let shift = u64::from(text.starts_with('\n'));
        let lines: Vec<u64> = read_deals(reader(&text), now()).filter_map(|row| row.err()?.line).collect();
        assert_eq!(lines, [4, 5, 10].map(|line| line + shift), "{text:?}");
    }
}

#[test]
fn content_and_touches_are_read() {
    let row = read_content(reader("url,kind,room\nhttps://v.example/a?x=1,Guide,problem\n")).next().unwrap().unwrap();
    assert_eq!((row.state, row.medium), (None, None));
    let piece = row.piece;
    assert_eq!((piece.path.as_str(), piece.kind), ("/a", PageKind::Guide));
    let touch =
        read_touches(reader("at\tkind\temail\tasks\n2025-01-01\tCall\tana@acme.example\t1\n")).next().unwrap().unwrap();
    assert_eq!(touch.domain.unwrap().as_str(), "acme.example");
    assert!(touch.asks && touch.kind == "call");
}

#[test]
fn amounts_are_exact_or_refused() {
    let minor = |text: &str, delimiter| read_amount(text, None, delimiter).unwrap().minor;
    assert_eq!(minor("6401.3", b','), 640_130);
    assert_eq!(minor("1.234,56", b';'), 123_456);
    assert_eq!(minor("1,234,567", b','), 123_456_700);
    assert_eq!(minor("1.234", b';'), 123_400);
    assert_eq!(minor("-$12", b','), -1_200);
    assert_eq!(minor("9007199254740993.01", b','), 900_719_925_474_099_301);
    assert_eq!(read_amount("EUR 5", None, b',').unwrap().currency.as_deref(), Some("EUR"));
    for bad in ["1.234", "1.2345", "abc", "", "1,23,456", "99999999999999999999"] {
        assert!(read_amount(bad, None, b',').is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn no_table_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[-0-9.,$ ]{0,12}") {
        let table = [b"domain,path,at,kind,deal_id,opened_at,stage,amount\n".as_slice(), &bytes].concat();
        let rows = read_accounts(Cursor::new(table.clone())).count() + read_deals(Cursor::new(table.clone()), now()).count();
        let others = read_content(Cursor::new(table.clone())).count() + read_touches(Cursor::new(table)).count();
        prop_assert!(rows + others <= 4 * 201);
        let _either = read_amount(&text, None, b',');
    }
}
