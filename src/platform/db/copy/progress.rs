//! How far a copy has come, kept in the target: each batch of rows is committed together with the place it leads up to.
//!
//! The table is there from the first batch to the end of the verification. No migration makes it, so that a finished copy
//! has the tables of any other database.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::platform::db::rows::Row;
use crate::platform::db::{AnyConnection, DbError};

diesel::table! {
    unfinished_copy (part) {
        part -> Text,
        state -> Text,
    }
}

/// The part that names the source; the others are tables.
const SOURCE: &str = "the source";

/// How far a table has come.
pub(super) enum Place<K> {
    /// It is to be read from here on; from its first row when there is no key.
    After(Option<K>),
    /// All of it is in the target.
    End,
}

/// Whether the database is a copy that is under way or was broken off.
///
/// # Errors
/// The database's.
pub fn is_unfinished_copy(connection: &mut AnyConnection) -> Result<bool, DbError> {
    table_exists(connection, "unfinished_copy")
}

/// Whether there is a table of this name.
pub(super) fn table_exists(connection: &mut AnyConnection, table: &str) -> Result<bool, DbError> {
    // The catalogues are no part of the schema, so they are asked in SQL; the names are the callers' own.
    let catalogue = match connection {
        AnyConnection::Sqlite(_) => {
            format!("EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '{table}')")
        }
        AnyConnection::Postgres(_) => format!("to_regclass('{table}') IS NOT NULL"),
    };
    Ok(diesel::select(sql::<Bool>(&catalogue)).get_result(connection)?)
}

/// Makes the record of a copy from `source`. To be called in the transaction that found the target empty.
pub(super) fn begin(target: &mut AnyConnection, source: &str) -> Result<(), DbError> {
    target.run("CREATE TABLE unfinished_copy (part TEXT PRIMARY KEY, state TEXT NOT NULL)")?;
    set(target, SOURCE, source, true)
}

/// The source of the copy that the target holds.
pub(super) fn source(target: &mut AnyConnection) -> Result<String, DbError> {
    Ok(unfinished_copy::table.find(SOURCE).select(unfinished_copy::state).first(target)?)
}

/// How far a table has come.
pub(super) fn place<R: Row>(target: &mut AnyConnection) -> Result<Place<R::Key>, DbError> {
    let state = state(target, R::TABLE)?;
    Ok(match state.map(|state| serde_json::from_str::<Option<R::Key>>(&state)).transpose()? {
        None => Place::After(None),
        Some(Some(key)) => Place::After(Some(key)),
        Some(None) => Place::End,
    })
}

/// Notes that a table has come up to `key`, or to its end. To be called in the transaction of the rows.
pub(super) fn advance<R: Row>(target: &mut AnyConnection, key: Option<&R::Key>) -> Result<(), DbError> {
    let is_new = state(target, R::TABLE)?.is_none();
    set(target, R::TABLE, &serde_json::to_string(&key)?, is_new)
}

/// Removes the record: the copy is complete and verified.
pub(super) fn finish(target: &mut AnyConnection) -> Result<(), DbError> {
    Ok(target.run("DROP TABLE unfinished_copy")?)
}

fn state(target: &mut AnyConnection, part: &str) -> Result<Option<String>, DbError> {
    Ok(unfinished_copy::table.find(part).select(unfinished_copy::state).first(target).optional()?)
}

fn set(target: &mut AnyConnection, part: &str, state: &str, is_new: bool) -> Result<(), DbError> {
    let (part_is, state_is) = (unfinished_copy::part.eq(part), unfinished_copy::state.eq(state));
    if is_new {
        diesel::insert_into(unfinished_copy::table).values((part_is, state_is)).execute(target)?;
    } else {
        diesel::update(unfinished_copy::table.find(part)).set(state_is).execute(target)?;
    }
    Ok(())
}
