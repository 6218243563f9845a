//! Small facts about the installation.

use super::first;
use crate::StoreError;
use crate::database::Connection;
use crate::value::key;

pub(super) fn note(connection: &mut dyn Connection, name: &str) -> Result<Option<String>, StoreError> {
    first(connection, "select value from note where name = $1", &[key(name)], |row| row.of("note").text())
}

pub(super) fn set_note(connection: &mut dyn Connection, name: &str, value: Option<&str>) -> Result<(), StoreError> {
    let changed = match value {
        Some(value) => connection.execute(
            "insert into note (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
            &[key(name), value.into()],
        ),
        None => connection.execute("delete from note where name = $1", &[key(name)]),
    };
    changed.map(drop)
}
