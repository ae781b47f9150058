use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, SmallInt};

use super::Stored;
use super::stored::{PLACED_COLUMNS, PlacedRow};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::db::load_boxed;
use crate::platform::db::schema::records;
use crate::platform::ids::RecordId;
use crate::platform::sql_types::SqlUuid;
use crate::platform::time::Timestamp;

/// Rows fetched at a time, which bounds the memory of a walk.
const BATCH_SIZE: i64 = 500;

/// A row of the table `records`, not decoded into a type.
pub struct Walked {
    /// The collection's number.
    pub collection: i16,
    /// Its id.
    pub id: RecordId,
    /// The owner's change counter at its last change.
    pub rev: i64,
    /// The record; nothing for a tombstone.
    pub live: Option<Stored>,
    /// The day it is listed under.
    pub local_date: Option<NaiveDate>,
    /// The instant it is listed at.
    pub at: Option<Timestamp>,
}

/// Goes through everything that a user has recorded, tombstones too, a few rows at a time.
pub fn walk(tx: &mut Tx<'_>, mut visit: impl FnMut(Walked) -> Result<(), DbError>) -> Result<(), DbError> {
    let mut after: Option<(i16, RecordId)> = None;
    loop {
        let rows = load_boxed!(tx.connection, |Engine| {
            let mut query = records::table
                .filter(records::user_id.eq(tx.owner.user))
                .order((records::collection, records::id))
                .select((records::collection, PLACED_COLUMNS))
                .limit(BATCH_SIZE)
                .into_boxed::<Engine>();
            if let Some((collection, id)) = after {
                // A row comparison goes on from there; the same condition with OR would read all that was walked again.
                query = query.filter(
                    sql::<Bool>("(collection, id) > (")
                        .bind::<SmallInt, _>(collection)
                        .sql(", ")
                        .bind::<SqlUuid, _>(id)
                        .sql(")"),
                );
            }
            query
        });
        let rows: Vec<(i16, PlacedRow)> = rows?;
        after = rows.last().map(|(collection, placed)| (*collection, placed.row.id));
        for (collection, PlacedRow { row, local_date, at }) in rows {
            let (id, rev) = (row.id, row.rev);
            visit(Walked { collection, id, rev, live: row.live(), local_date, at })?;
        }
        if after.is_none() {
            return Ok(());
        }
    }
}
