//! What people state about accounts and persons.

use enfilade_domain::{
    ConversationVerdict, Declaration, FirstQuestion, PersonId, Prepared, Role, Standing, Stated, Statement, Subject,
    TalkRequest, Timestamp, WorkspaceId,
};

use super::{all, domain, from_lines, lines};
use crate::StoreError;
use crate::database::Connection;
use crate::many_rows::insert_rows;
use crate::value::{Row, Value, digest, key};

const COLUMNS: &str = "at, recorded_at, made_by, note, account, person, kind, word, prepared, first_question, \
    first_words, content_mentioned, missing_roles, welcome, points, answered_at, answered_by, undone_at";

/// The cells that say what was stated: kind, word and all that only some kinds have.
fn stated_cells(stated: &Stated) -> [Value; 11] {
    let mut cells: [Value; 11] = std::array::from_fn(|_| Value::Null);
    cells[0] = stated.kind().into();
    match stated {
        Stated::Declaration(declaration) => cells[1] = declaration.as_str().into(),
        Stated::Overrule(standing) => cells[1] = standing.as_str().into(),
        Stated::Conversation(verdict) => {
            cells[1] = verdict.standing.map(Standing::as_str).into();
            cells[2] = verdict.prepared.map(Prepared::as_str).into();
            cells[3] = verdict.first_question.map(FirstQuestion::as_str).into();
            cells[4] = verdict.first_words.as_str().into();
            cells[5] = lines(verdict.content_mentioned.iter().map(String::as_str));
            cells[6] = lines(verdict.missing.iter().map(Role::as_str));
            cells[7] = verdict.welcome.into();
        }
        Stated::TalkRequest(request) => {
            cells[8] = lines(request.points.iter().map(String::as_str));
            cells[9] = request.answer.as_ref().map(|(at, _)| *at).into();
            cells[10] = request.answer.as_ref().map(|(_, by)| by.as_str()).into();
        }
    }
    cells
}

/// All cells in the order of the columns.
fn cells(statement: &Statement) -> Vec<Value> {
    let mut cells = vec![
        statement.at.into(),
        statement.recorded_at.into(),
        statement.by.as_str().into(),
        statement.note.as_str().into(),
        statement.account.as_ref().map_or(Value::Null, |account| key(account.as_str())),
        statement.person.as_ref().map_or(Value::Null, |person| key(person.as_str())),
    ];
    cells.extend(stated_cells(&statement.stated));
    cells.push(statement.undone_at.into());
    cells
}

fn statement(row: Row) -> Result<Statement, StoreError> {
    let mut row = row.of("statement");
    let (id, at, recorded_at) = (row.int()?, row.time()?, row.time()?);
    let (by, note) = (row.text()?, row.text()?);
    let (account, person) = (row.opt_word(domain)?, row.opt_text()?.map(PersonId::new));
    let (kind, word) = (row.text()?, row.opt_text()?);
    let (prepared, first_question) = (row.opt_word(Prepared::parse)?, row.opt_word(FirstQuestion::parse)?);
    let (first_words, mentioned, missing) = (row.opt_text()?, row.opt_text()?, row.opt_text()?);
    let (welcome, points) = (row.opt_int()?, row.opt_text()?);
    let (answered_at, answered_by) = (row.opt_time()?, row.opt_text()?);
    let undone_at = row.opt_time()?;
    let known = |found: Option<Standing>| found.ok_or_else(|| row.broken("it names no room"));
    let standing = word.as_deref().and_then(Standing::parse);
    let stated = match kind.as_str() {
        "declaration" => {
            let declaration = word.as_deref().and_then(Declaration::parse);
            Stated::Declaration(declaration.ok_or_else(|| row.broken("it names no event"))?)
        }
        "overrule" => Stated::Overrule(known(standing)?),
        "conversation" => Stated::Conversation(ConversationVerdict {
            prepared,
            standing: if word.is_some() { Some(known(standing)?) } else { None },
            first_question,
            first_words: first_words.unwrap_or_default(),
            content_mentioned: from_lines(mentioned.as_deref().unwrap_or_default()),
            missing: from_lines(missing.as_deref().unwrap_or_default()).iter().filter_map(|r| Role::parse(r)).collect(),
            welcome: welcome.map(|welcome| welcome != 0),
        }),
        "talk request" => Stated::TalkRequest(TalkRequest {
            points: from_lines(points.as_deref().unwrap_or_default()),
            answer: answered_at.map(|at| (at, answered_by.unwrap_or_default())),
        }),
        other => return Err(row.broken(format!("a statement of kind `{other}` is not known here"))),
    };
    Ok(Statement { id, at, recorded_at, by, note, account, person, stated, undone_at })
}

/// Adds one that was recorded by hand.
pub(super) fn add(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    statement: &Statement,
) -> Result<i64, StoreError> {
    let mut row = vec![workspace.0.into()];
    row.extend(cells(statement));
    let into = format!("statement (workspace, {COLUMNS})");
    let mut added = insert_rows(connection, &into, "returning id", &[row])?;
    added.pop().ok_or_else(|| StoreError::Failed("a statement was added and has no id".into()))?.of("statement").int()
}

/// Adds those that no import brought before. Returns how many were new.
pub(super) fn put(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    statements: &[Statement],
) -> Result<usize, StoreError> {
    let into = format!("statement (workspace, digest, {COLUMNS})");
    let tail = "on conflict (workspace, digest) do nothing returning id";
    let mut new = 0;
    for statement in statements {
        let cells = cells(statement);
        // When it was recorded is left out: the same row is the same statement whenever it is imported.
        let texts: Vec<Option<String>> = cells
            .iter()
            .enumerate()
            .filter(|(position, _)| *position != 1)
            .map(|(_, cell)| match cell {
                Value::Null => None,
                Value::Text(text) => Some(text.clone()),
                other => Some(format!("{other:?}")),
            })
            .collect();
        let fields: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        let mut row = vec![workspace.0.into(), digest(&fields).into()];
        row.extend(cells);
        new += insert_rows(connection, &into, tail, &[row])?.len();
    }
    Ok(new)
}

pub(super) fn undo(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    id: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update statement set undone_at = $1 where workspace = $2 and id = $3 and undone_at is null";
    Ok(connection.execute(sql, &[now.into(), workspace.0.into(), id.into()])? > 0)
}

/// Records the answer to a standing request to talk that has none.
pub(super) fn answer(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    id: i64,
    at: Timestamp,
    by: &str,
) -> Result<bool, StoreError> {
    let sql = "update statement set answered_at = $1, answered_by = $2
         where workspace = $3 and id = $4 and kind = 'talk request' and answered_at is null and undone_at is null";
    Ok(connection.execute(sql, &[at.into(), by.into(), workspace.0.into(), id.into()])? > 0)
}

pub(super) fn statements(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Statement>, StoreError> {
    let sql = format!("select id, {COLUMNS} from statement where workspace = $1 order by at, id");
    all(connection, &sql, &[workspace.0.into()], statement)
}

/// Removes what was stated about these persons.
pub(super) fn forget(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    subjects: &[Subject],
) -> Result<(), StoreError> {
    for subject in subjects {
        let person = match subject {
            Subject::Visitor(visitor) => PersonId::anonymous(visitor),
            Subject::User(user) => PersonId::named(user),
            Subject::Account(_) => continue,
        };
        let sql = "delete from statement where workspace = $1 and person = $2";
        connection.execute(sql, &[workspace.0.into(), key(person.as_str())])?;
    }
    Ok(())
}

pub(super) fn erase_before(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    moment: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "delete from statement where workspace = $1 and at < $2";
    connection.execute(sql, &[workspace.0.into(), moment.into()])
}
