use diesel::prelude::*;

use super::Stored;
use super::stored::{COLUMNS, Row};
use crate::platform::db::AnyConnection;
use crate::platform::db::schema::records;
use crate::platform::http::Problem;
use crate::platform::ids::{RecordId, UserId};

/// An entry of the change feed: a record as its last change left it.
pub struct Changed {
    /// The collection's number.
    pub collection: i16,
    /// Its id.
    pub id: RecordId,
    /// The owner's change counter at that change.
    pub rev: i64,
    /// The record; nothing when it was deleted.
    pub live: Option<Stored>,
}

/// The records of a user that have changed after `rev`, in the order of the changes, at most `limit`. Each record comes
/// once, as it is now: one that changes again moves to the end.
pub fn changes_after(
    connection: &mut AnyConnection,
    user: UserId,
    rev: i64,
    limit: usize,
) -> Result<Vec<Changed>, Problem> {
    let rows = records::table
        .filter(records::user_id.eq(user))
        .filter(records::rev.gt(rev))
        .order(records::rev)
        .select((records::collection, COLUMNS))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .load::<(i16, Row)>(connection)?;
    Ok(rows
        .into_iter()
        .map(|(collection, row)| Changed { collection, id: row.id, rev: row.rev, live: row.live() })
        .collect())
}

/// Whether any record of a user has changed after `rev`.
pub fn has_changed_after(connection: &mut AnyConnection, user: UserId, rev: i64) -> Result<bool, Problem> {
    let next = records::table
        .filter(records::user_id.eq(user))
        .filter(records::rev.gt(rev))
        .order(records::rev)
        .select(records::rev)
        .first::<i64>(connection)
        .optional()?;
    Ok(next.is_some())
}
