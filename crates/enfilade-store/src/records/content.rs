//! Pieces of content and path rules.

use enfilade_domain::{PageKind, PathRule, Piece, Role, Room, WorkspaceId};

use super::all;
use crate::StoreError;
use crate::database::Connection;
use crate::value::{Row, Value, key};

pub(super) fn put_pieces(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    pieces: &[Piece],
) -> Result<(), StoreError> {
    for piece in pieces {
        let cells: [Value; 8] = [
            workspace.0.into(),
            key(&piece.path),
            piece.kind.as_str().into(),
            piece.room.map(Room::as_str).into(),
            piece.role.as_ref().map(Role::as_str).into(),
            piece.question.as_deref().into(),
            piece.title.as_deref().into(),
            piece.topic.as_deref().into(),
        ];
        let sql = "insert into piece (workspace, path, kind, room, role, question, title, topic)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (workspace, path) do update set kind = excluded.kind, room = excluded.room,
               role = excluded.role, question = excluded.question, title = excluded.title, topic = excluded.topic";
        connection.execute(sql, &cells)?;
    }
    Ok(())
}

pub(super) fn pieces(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<Piece>, StoreError> {
    let sql = "select path, kind, room, role, question, title, topic from piece where workspace = $1 order by path";
    all(connection, sql, &[workspace.0.into()], |row: Row| {
        let mut row = row.of("piece");
        Ok(Piece {
            path: row.text()?,
            kind: PageKind::parse(&row.text()?),
            room: row.opt_word(Room::parse)?,
            role: row.opt_text()?.and_then(|role| Role::parse(&role)),
            question: row.opt_text()?,
            title: row.opt_text()?,
            topic: row.opt_text()?,
        })
    })
}

pub(super) fn replace_path_rules(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    rules: &[PathRule],
) -> Result<(), StoreError> {
    connection.execute("delete from path_rule where workspace = $1", &[workspace.0.into()])?;
    for (rule, position) in rules.iter().zip(0_i64..) {
        let cells: [Value; 5] = [
            workspace.0.into(),
            position.into(),
            rule.pattern.as_str().into(),
            rule.kind.as_str().into(),
            rule.room.map(Room::as_str).into(),
        ];
        let sql = "insert into path_rule (workspace, position, pattern, kind, room) values ($1, $2, $3, $4, $5)";
        connection.execute(sql, &cells)?;
    }
    Ok(())
}

pub(super) fn path_rules(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<PathRule>, StoreError> {
    let sql = "select pattern, kind, room from path_rule where workspace = $1 order by position";
    all(connection, sql, &[workspace.0.into()], |row: Row| {
        let mut row = row.of("path rule");
        Ok(PathRule { pattern: row.text()?, kind: PageKind::parse(&row.text()?), room: row.opt_word(Room::parse)? })
    })
}
