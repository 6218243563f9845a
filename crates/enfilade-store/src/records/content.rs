//! Pieces of content and path rules.

use enfilade_domain::{LibraryPiece, PageKind, PathRule, Piece, PieceState, Role, Room, WorkspaceId};

use super::all;
use crate::StoreError;
use crate::database::Connection;
use crate::value::{Row, Value, key};

/// Adds or replaces what people say pieces are for; where they were found and how they were judged stays.
pub(super) fn put_pieces(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    pieces: &[Piece],
) -> Result<(), StoreError> {
    for piece in pieces {
        let sql = "insert into piece (workspace, path, kind, room, role, question, title, topic)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (workspace, path) do update set kind = excluded.kind, room = excluded.room,
               role = excluded.role, question = excluded.question, title = excluded.title, topic = excluded.topic,
               state = 'confirmed', decided_by = null, decided_at = null";
        connection.execute(sql, &cells(workspace, piece))?;
    }
    Ok(())
}

fn cells(workspace: WorkspaceId, piece: &Piece) -> [Value; 8] {
    [
        workspace.0.into(),
        key(&piece.path),
        piece.kind.as_str().into(),
        piece.room.map(Room::as_str).into(),
        piece.role.as_ref().map(Role::as_str).into(),
        piece.question.as_deref().into(),
        piece.title.as_deref().into(),
        piece.topic.as_deref().into(),
    ]
}

/// Adds or replaces whole entries.
pub(super) fn put_library(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    entries: &[LibraryPiece],
) -> Result<(), StoreError> {
    for entry in entries {
        let mut all = cells(workspace, &entry.piece).to_vec();
        all.extend([
            entry.state.as_str().into(),
            entry.decided.as_ref().map(|(by, _)| by.as_str()).into(),
            entry.decided.as_ref().map(|(_, at)| *at).into(),
            entry.url.as_deref().into(),
            entry.medium.as_str().into(),
            entry.judged.as_deref().into(),
            entry.seen_at.into(),
        ]);
        connection.execute(include_str!("../queries/piece.put.sql"), &all)?;
    }
    Ok(())
}

pub(super) fn library(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
) -> Result<Vec<LibraryPiece>, StoreError> {
    let sql = "select path, kind, room, role, question, title, topic, state, decided_by, decided_at, url, medium,
             judged, seen_at from piece where workspace = $1 order by path";
    all(connection, sql, &[workspace.0.into()], |row: Row| {
        let mut row = row.of("piece");
        let piece = Piece {
            path: row.text()?,
            kind: PageKind::parse(&row.text()?),
            room: row.opt_word(Room::parse)?,
            role: row.opt_text()?.and_then(|role| Role::parse(&role)),
            question: row.opt_text()?,
            title: row.opt_text()?,
            topic: row.opt_text()?,
        };
        let state = row.word(PieceState::parse)?;
        let (by, at) = (row.opt_text()?, row.opt_time()?);
        Ok(LibraryPiece {
            piece,
            state,
            decided: by.zip(at),
            url: row.opt_text()?,
            medium: row.text()?,
            judged: row.opt_text()?,
            seen_at: row.opt_time()?,
        })
    })
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

/// What pieces say, apart from the entries, so that lists stay light.
pub(super) fn texts(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "select path, text from piece where workspace = $1 and text is not null order by path";
    all(connection, sql, &[workspace.0.into()], |row: Row| {
        let mut row = row.of("piece's text");
        Ok((row.text()?, row.text()?))
    })
}

pub(super) fn put_texts(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    texts: &[(String, String)],
) -> Result<(), StoreError> {
    for (path, text) in texts {
        let sql = "update piece set text = $1 where workspace = $2 and path = $3";
        connection.execute(sql, &[text.as_str().into(), workspace.0.into(), key(path)])?;
    }
    Ok(())
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
