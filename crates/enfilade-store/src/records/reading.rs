//! What is kept of readings between events. The bodies are the interpreter's.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{Domain, PersonId, PersonKind, Room, ShownRoom, Timestamp, VisitorId, WorkspaceId};

use super::{all, change, domain};
use crate::database::{Connection, Dialect};
use crate::event_log::ids_in_order;
use crate::many_rows::{execute_each_list, insert_rows, query_each_list};
use crate::value::{Row, Value, id, key};
use crate::{PersonCount, PersonName, RoomChange, StoreError, StoredAccount, StoredPerson};

fn shown_room(name: &str) -> Option<ShownRoom> {
    let rooms = Room::ALL.into_iter().map(ShownRoom::In);
    [ShownRoom::Outside, ShownRoom::Unclear, ShownRoom::NotEnoughEvidence]
        .into_iter()
        .chain(rooms)
        .find(|shown| shown.as_str() == name)
}

pub(super) fn forget(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    persons: &[PersonId],
    accounts: &[Domain],
) -> Result<(), StoreError> {
    let fixed = [workspace.0.into()];
    let persons: Vec<Value> = persons.iter().map(|person| key(person.as_str())).collect();
    let accounts: Vec<Value> = accounts.iter().map(|account| key(account.as_str())).collect();
    for (sql, keys) in [
        ("delete from stored_person_visitor where workspace = $1 and person in ({list})", &persons),
        ("delete from stored_person where workspace = $1 and person in ({list})", &persons),
        ("delete from room_change where workspace = $1 and account in ({list})", &accounts),
        ("delete from stored_account where workspace = $1 and account in ({list})", &accounts),
    ] {
        execute_each_list(connection, sql, &fixed, keys)?;
    }
    Ok(())
}

pub(super) fn put_persons(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    persons: &[StoredPerson],
) -> Result<(), StoreError> {
    // Of a person given twice the last counts; in order, so that neighbours are written together.
    let persons: BTreeMap<&str, &StoredPerson> =
        persons.iter().map(|person| (person.person.as_str(), person)).collect();
    let names: Vec<Value> = persons.keys().map(|name| key(name)).collect();
    let sql = "delete from stored_person_visitor where workspace = $1 and person in ({list})";
    execute_each_list(connection, sql, &[workspace.0.into()], &names)?;

    let is_named = persons.values().any(|person| person.sought.is_some());
    let named_mark = if is_named { Value::Int(change::names(connection)?) } else { Value::Null };
    let mut rows: Vec<[Value; 8]> = Vec::with_capacity(persons.len());
    let mut visitors: Vec<[Value; 4]> = Vec::with_capacity(persons.len());
    for (person, name) in persons.into_values().zip(names) {
        visitors.extend(
            person
                .visitors
                .iter()
                .zip(0_i64..)
                .map(|(visitor, position)| [workspace.0.into(), name.clone(), position.into(), id(visitor.as_str())]),
        );
        rows.push([
            workspace.0.into(),
            name,
            person.account.as_ref().map(|account| key(account.as_str())).unwrap_or(Value::Null),
            person.kind.as_str().into(),
            person.last_seen.into(),
            person.body.as_slice().into(),
            person.sought.as_deref().map_or(Value::Null, Value::from),
            named_mark.clone(),
        ]);
    }
    let into = "stored_person (workspace, person, account, kind, last_seen, body, sought, named_mark)";
    insert_rows(connection, into, include_str!("../queries/stored_person.put.sql"), &rows)?;
    insert_rows(connection, "stored_person_visitor (workspace, person, position, visitor)", "", &visitors)?;
    Ok(())
}

pub(super) fn put_accounts(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    accounts: &[StoredAccount],
) -> Result<(), StoreError> {
    for account in accounts {
        let name = key(account.account.as_str());
        let cells: [Value; 4] =
            [workspace.0.into(), name.clone(), account.last_seen.into(), account.body.as_slice().into()];
        let sql = "insert into stored_account (workspace, account, last_seen, body) values ($1, $2, $3, $4)
             on conflict (workspace, account) do update set last_seen = excluded.last_seen, body = excluded.body";
        connection.execute(sql, &cells)?;
        let sql = "delete from room_change where workspace = $1 and account = $2";
        connection.execute(sql, &[workspace.0.into(), name.clone()])?;
        let changes: Vec<[Value; 6]> = account
            .room_changes
            .iter()
            .zip(0_i64..)
            .map(|(change, position)| {
                [
                    workspace.0.into(),
                    name.clone(),
                    position.into(),
                    change.at.into(),
                    change.from.as_str().into(),
                    change.to.as_str().into(),
                ]
            })
            .collect();
        let into = "room_change (workspace, account, position, at, from_room, to_room)";
        insert_rows(connection, into, "", &changes)?;
    }
    Ok(())
}

/// All accounts in order of domain, or the one given.
pub(super) fn accounts(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    account: Option<&Domain>,
) -> Result<Vec<StoredAccount>, StoreError> {
    let mut parameters = vec![workspace.0.into()];
    parameters.extend(account.map(|account| key(account.as_str())));
    let narrowed = if account.is_some() { "and account = $2" } else { "" };

    let sql = format!(
        "select account, at, from_room, to_room from room_change
         where workspace = $1 {narrowed} order by account, position"
    );
    let changes = connection.query(&sql, &parameters)?;
    let sql =
        format!("select account, last_seen, body from stored_account where workspace = $1 {narrowed} order by account");
    let accounts = connection.query(&sql, &parameters)?;
    with_changes(accounts, changes)
}

/// The domains of all accounts, in order.
pub(super) fn account_names(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Domain>, StoreError> {
    let sql = "select account from stored_account where workspace = $1 order by account";
    all(connection, sql, &[workspace.0.into()], |row: Row| row.of("account reading").word(domain))
}

/// Some accounts, in order of domain.
pub(super) fn accounts_of(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    domains: &[Domain],
) -> Result<Vec<StoredAccount>, StoreError> {
    let (fixed, names) = ([workspace.0.into()], in_order(domains));
    let sql = "select account, at, from_room, to_room from room_change
         where workspace = $1 and account in ({list}) order by account, position";
    let changes = query_each_list(connection, sql, &fixed, &names)?;
    let sql = "select account, last_seen, body from stored_account
         where workspace = $1 and account in ({list}) order by account";
    let accounts = query_each_list(connection, sql, &fixed, &names)?;
    with_changes(accounts, changes)
}

/// Domains as stored, each once and in the store's order.
fn in_order(domains: &[Domain]) -> Vec<Value> {
    let names: BTreeSet<&str> = domains.iter().map(Domain::as_str).collect();
    names.into_iter().map(key).collect()
}

/// Accounts from their rows, with the changes of their shown room.
fn with_changes(accounts: Vec<Row>, changes: Vec<Row>) -> Result<Vec<StoredAccount>, StoreError> {
    let mut by_account: BTreeMap<String, Vec<RoomChange>> = BTreeMap::new();
    for row in changes {
        let mut row = row.of("room change");
        let name = row.text()?;
        let change = RoomChange { at: row.time()?, from: row.word(shown_room)?, to: row.word(shown_room)? };
        by_account.entry(name).or_default().push(change);
    }
    let account = |row: Row| {
        let mut row = row.of("account reading");
        let account: Domain = row.word(domain)?;
        let room_changes = by_account.remove(account.as_str()).unwrap_or_default();
        Ok(StoredAccount { account, last_seen: row.time()?, body: row.blob()?, room_changes })
    };
    accounts.into_iter().map(account).collect()
}

const SELECT: &str = "select person, account, kind, last_seen, body, sought from stored_person";

fn stored_person(row: Row) -> Result<StoredPerson, StoreError> {
    let mut row = row.of("person reading");
    Ok(StoredPerson {
        person: PersonId::new(row.text()?),
        account: row.opt_word(domain)?,
        kind: row.word(PersonKind::parse)?,
        last_seen: row.time()?,
        body: row.blob()?,
        sought: row.opt_text()?,
        visitors: Vec::new(),
    })
}

/// Gives persons their visitors, read by a query of (person, visitor) in order.
fn with_visitors(mut persons: Vec<StoredPerson>, rows: Vec<Row>) -> Result<Vec<StoredPerson>, StoreError> {
    let mut visitors: BTreeMap<String, Vec<VisitorId>> = BTreeMap::new();
    for row in rows {
        let mut row = row.of("visitor of a person");
        visitors.entry(row.text()?).or_default().push(VisitorId::new(row.text()?));
    }
    for person in &mut persons {
        person.visitors = visitors.remove(person.person.as_str()).unwrap_or_default();
    }
    Ok(persons)
}

pub(super) fn persons(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    account: Option<&Domain>,
) -> Result<Vec<StoredPerson>, StoreError> {
    let Some(account) = account else {
        let parameters = [workspace.0.into()];
        let sql = format!("{SELECT} where workspace = $1 order by person");
        let persons = all(connection, &sql, &parameters, stored_person)?;
        let sql = "select person, visitor from stored_person_visitor where workspace = $1 order by person, position";
        return with_visitors(persons, connection.query(sql, &parameters)?);
    };
    let sql = format!("{SELECT} where workspace = $1 and account = $2 order by person");
    let found = all(connection, &sql, &[workspace.0.into(), key(account.as_str())], stored_person)?;
    complete(connection, workspace, found)
}

/// Persons in order of id, after the one given.
pub(super) fn persons_after(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    after: Option<&PersonId>,
    count: usize,
) -> Result<Vec<StoredPerson>, StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let found = match after {
        Some(after) => {
            let sql = format!("{SELECT} where workspace = $1 and person > $2 order by person limit $3");
            all(connection, &sql, &[workspace.0.into(), key(after.as_str()), count.into()], stored_person)?
        }
        None => {
            let sql = format!("{SELECT} where workspace = $1 order by person limit $2");
            all(connection, &sql, &[workspace.0.into(), count.into()], stored_person)?
        }
    };
    complete(connection, workspace, found)
}

/// Persons by kind, and by whether they have an account.
pub(super) fn counts(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<PersonCount>, StoreError> {
    let sql = "select kind, case when account is null then 0 else 1 end as placed, count(*) from stored_person
         where workspace = $1 group by kind, placed order by kind, placed";
    all(connection, sql, &[workspace.0.into()], |row: Row| {
        let mut row = row.of("person count");
        Ok(PersonCount { kind: row.word(PersonKind::parse)?, is_placed: row.int()? != 0, people: row.int()? as u64 })
    })
}

/// How many persons were last seen between two moments.
pub(super) fn people_last_seen(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    from: Timestamp,
    to: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "select count(*) from stored_person where workspace = $1 and last_seen >= $2 and last_seen <= $3";
    let counts =
        all(connection, sql, &[workspace.0.into(), from.into(), to.into()], |row: Row| row.of("person count").int())?;
    Ok(counts.first().copied().unwrap_or(0) as u64)
}

/// Persons with an account, without their visitors: what lists of accounts need, however many anonymous readers there are.
pub(super) fn placed(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<StoredPerson>, StoreError> {
    let sql = format!("{SELECT} where workspace = $1 and account is not null order by person");
    all(connection, &sql, &[workspace.0.into()], stored_person)
}

/// Persons placed in some accounts, in order of id, without their visitors.
pub(super) fn placed_of(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    domains: &[Domain],
) -> Result<Vec<StoredPerson>, StoreError> {
    without_visitors(connection, workspace, "account", &in_order(domains))
}

/// Persons of whom one column is in a list, in order of id.
fn without_visitors(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    column: &str,
    list: &[Value],
) -> Result<Vec<StoredPerson>, StoreError> {
    let sql = format!("{SELECT} where workspace = $1 and {column} in ({{list}})");
    let rows = query_each_list(connection, &sql, &[workspace.0.into()], list)?;
    let mut found: Vec<StoredPerson> = rows.into_iter().map(stored_person).collect::<Result<_, _>>()?;
    found.sort_by(|a, b| a.person.cmp(&b.person));
    Ok(found)
}

/// These persons, in order of id, without their visitors.
pub(super) fn persons_of(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    persons: &[PersonId],
) -> Result<Vec<StoredPerson>, StoreError> {
    let keys: Vec<Value> = persons.iter().map(|person| key(person.as_str())).collect();
    without_visitors(connection, workspace, "person", &keys)
}

/// Names that were given after a mark, in the order in which they were.
pub(super) fn names_after(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    mark: i64,
) -> Result<Vec<PersonName>, StoreError> {
    let sql = "select person, sought, named_mark from stored_person
         where workspace = $1 and sought is not null and named_mark > $2 order by named_mark";
    all(connection, sql, &[workspace.0.into(), mark.into()], |row: Row| {
        let mut row = row.of("name of a person");
        Ok(PersonName { person: PersonId::new(row.text()?), sought: row.text()?, mark: row.int()? })
    })
}

/// Persons who named themselves, found by words; the last seen first.
pub(super) fn named(
    connection: &mut dyn Connection,
    dialect: Dialect,
    workspace: WorkspaceId,
    words: &[&str],
    most: usize,
) -> Result<Vec<StoredPerson>, StoreError> {
    let mut parameters: Vec<Value> = vec![workspace.0.into()];
    let mut narrowed = String::new();
    for word in words {
        parameters.push((*word).into());
        narrowed.push_str(&format!(" and {}", dialect.holds("sought", parameters.len())));
    }
    parameters.push(i64::try_from(most).unwrap_or(i64::MAX).into());
    let sql = format!(
        "{SELECT} where workspace = $1 and person in (select person from stored_person
         where workspace = $1 and sought is not null{narrowed} order by last_seen desc, person limit ${})
         order by last_seen desc, person",
        parameters.len()
    );
    all(connection, &sql, &parameters, stored_person)
}

/// Reads the visitors of these persons.
fn complete(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    persons: Vec<StoredPerson>,
) -> Result<Vec<StoredPerson>, StoreError> {
    let keys: Vec<Value> = persons.iter().map(|person| key(person.person.as_str())).collect();
    let sql = "select person, visitor from stored_person_visitor
         where workspace = $1 and person in ({list}) order by person, position";
    let rows = query_each_list(connection, sql, &[workspace.0.into()], &keys)?;
    with_visitors(persons, rows)
}

pub(super) fn person(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    person: &PersonId,
) -> Result<Option<StoredPerson>, StoreError> {
    let sql = format!("{SELECT} where workspace = $1 and person = $2");
    let found = all(connection, &sql, &[workspace.0.into(), key(person.as_str())], stored_person)?;
    Ok(complete(connection, workspace, found)?.pop())
}

pub(super) fn persons_of_visitors(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    visitors: &[VisitorId],
) -> Result<Vec<StoredPerson>, StoreError> {
    let fixed = [workspace.0.into()];
    let sql = "select distinct person from stored_person_visitor where workspace = $1 and visitor in ({list})";
    let mut names: Vec<String> = query_each_list(connection, sql, &fixed, &ids_in_order(visitors))?
        .into_iter()
        .map(|row| row.of("visitor of a person").text())
        .collect::<Result<_, _>>()?;
    names.sort_unstable();
    names.dedup();
    let keys: Vec<Value> = names.into_iter().map(Value::Text).collect();
    let sql = format!("{SELECT} where workspace = $1 and person in ({{list}}) order by person");
    let found: Vec<StoredPerson> =
        query_each_list(connection, &sql, &fixed, &keys)?.into_iter().map(stored_person).collect::<Result<_, _>>()?;
    complete(connection, workspace, found)
}
