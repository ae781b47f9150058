use diesel::prelude::*;

use super::Stored;
use super::stored::{COLUMNS, Row};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::db::cached;
use crate::platform::db::schema::records;
use crate::platform::ids::RecordId;

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

/// What of a user's has changed after `rev`, in the order of the changes, `most` records at most. Each comes once, as it
/// is now: a record that changes again moves to the end.
pub fn changes_after(tx: &mut Tx<'_>, rev: i64, most: usize) -> Result<Vec<Changed>, DbError> {
    let rows = cached!(
        records::table
            .filter(records::user_id.eq(tx.owner.user))
            .filter(records::rev.gt(rev))
            .order(records::rev)
            .select((records::collection, COLUMNS))
            .limit(i64::try_from(most).unwrap_or(i64::MAX))
    )
    .load::<(i16, Row)>(tx.connection)?;
    Ok(rows
        .into_iter()
        .map(|(collection, row)| Changed { collection, id: row.id, rev: row.rev, live: row.live() })
        .collect())
}

/// Whether anything of a user's has changed after `rev`.
pub fn has_changed_after(tx: &mut Tx<'_>, rev: i64) -> Result<bool, DbError> {
    let next = cached!(
        records::table
            .filter(records::user_id.eq(tx.owner.user))
            .filter(records::rev.gt(rev))
            .order(records::rev)
            .select(records::rev)
            .limit(1)
    )
    .get_result::<i64>(tx.connection)
    .optional()?;
    Ok(next.is_some())
}
