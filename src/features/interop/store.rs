//! The SQL of what imported rows said.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::import::Item;
use crate::core::records::Collection;
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::db::cached;
use crate::platform::db::schema::imported_rows as rows;
use crate::platform::ids::{ImportKey, RecordId};

/// A row of an earlier import.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub(super) struct Remembered {
    /// Of the row's key.
    pub(super) key: ImportKey,
    /// Which of the rows with this key, from 1.
    pub(super) nth: i16,
    /// The record that was made of it.
    pub(super) record_id: RecordId,
    /// SHA-256 of what it said.
    pub(super) digest: Vec<u8>,
    /// The record's rev as the import wrote it.
    pub(super) rev: i64,
}

/// A row that has become a record.
pub(super) struct StoredRow<'a> {
    pub(super) item: &'a Item,
    pub(super) nth: i16,
    pub(super) collection: Collection,
    pub(super) record_id: RecordId,
    pub(super) digest: &'a [u8],
    pub(super) rev: i64,
}

/// The remembered rows with these keys, those of a key in order.
pub(super) fn remembered(tx: &mut Tx<'_>, keys: &[ImportKey]) -> Result<HashMap<ImportKey, Vec<Remembered>>, DbError> {
    let found = rows::table
        .filter(rows::user_id.eq(tx.owner.user))
        .filter(rows::key.eq_any(keys.to_vec()))
        .order((rows::key.asc(), rows::nth.asc()))
        .select((rows::key, rows::nth, rows::record_id, rows::digest, rows::rev))
        .load::<Remembered>(tx.connection)?;
    let mut by_key: HashMap<_, Vec<_>> = HashMap::new();
    for row in found {
        by_key.entry(row.key).or_default().push(row);
    }
    Ok(by_key)
}

/// Remembers a row, in the place of what it said before when `known`.
pub(super) fn remember(tx: &mut Tx<'_>, row: &StoredRow<'_>, known: bool) -> Result<(), DbError> {
    let (key, series) = (ImportKey(row.item.key_id(tx.owner.user.0)), ImportKey(row.item.series_id(tx.owner.user.0)));
    let measure = row.item.what.measure();
    let said = (rows::measure.eq(&measure), rows::digest.eq(row.digest), rows::rev.eq(row.rev));
    if known {
        cached!(diesel::update(rows::table.find((tx.owner.user, key, row.nth))).set(said)).execute(tx.connection)?;
        return Ok(());
    }
    let values = (
        rows::user_id.eq(tx.owner.user),
        rows::key.eq(key),
        rows::nth.eq(row.nth),
        rows::collection.eq(row.collection.number()),
        rows::record_id.eq(row.record_id),
        rows::series.eq(series),
        rows::day.eq(row.item.what.day()),
        said,
    );
    cached!(diesel::insert_into(rows::table).values(values)).execute(tx.connection)?;
    Ok(())
}

/// Key, day and measure of what is remembered of a series from day to day, `most` rows at most, the earliest first.
pub(super) fn of_series(
    tx: &mut Tx<'_>,
    series: ImportKey,
    (first, last): (NaiveDate, NaiveDate),
    most: i64,
) -> Result<Vec<(ImportKey, NaiveDate, String)>, DbError> {
    let found = rows::table
        .filter(rows::user_id.eq(tx.owner.user))
        .filter(rows::series.eq(series))
        .filter(rows::day.ge(first))
        .filter(rows::day.le(last))
        .order(rows::day.asc())
        .limit(most)
        .select((rows::key, rows::day, rows::measure))
        .load(tx.connection)?;
    Ok(found)
}
