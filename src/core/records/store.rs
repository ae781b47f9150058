//! The SQL of the record core.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use diesel::dsl::{Eq, Find, Update};
use diesel::prelude::*;

use super::stored::{COLUMNS, Row, live};
use super::{Collection, Expected, Record, SortKey, Stored};
use crate::core::tx::Tx;
use crate::core::{Current, WriteError};
use crate::platform::db::schema::{records, users};
use crate::platform::db::types::JsonText;
use crate::platform::db::{DbError, by_user, cached, execute_together, load_boxed};
use crate::platform::ids::{RecordId, UserId};
use crate::platform::time::Timestamp;

/// What a PUT, POST or PATCH came to.
pub struct Written {
    /// The record now.
    pub stored: Stored,
    /// Whether it is new.
    pub created: bool,
    /// Whether anything was written: not when the record was there already, just as it is.
    pub changed: bool,
}

/// The live record with this id.
pub fn find<R: Record>(tx: &mut Tx<'_>, id: RecordId) -> Result<Option<Stored>, DbError> {
    Ok(row(tx, R::COLLECTION, id)?.and_then(Row::live))
}

/// Whether the id has been seen in the collection, be the record live or deleted.
pub fn is_known(tx: &mut Tx<'_>, collection: Collection, id: RecordId) -> Result<bool, DbError> {
    Ok(row(tx, collection, id)?.is_some())
}

/// Every live record of the collection, oldest first. For collections that stay small.
pub fn all<R: Record>(tx: &mut Tx<'_>) -> Result<Vec<Stored>, DbError> {
    let rows = cached!(
        live(tx.owner.user, R::COLLECTION.number())
            .order((records::local_date.asc(), records::at.asc(), records::id.asc()))
            .select(COLUMNS)
    )
    .load::<Row>(tx.connection)?;
    Ok(rows.into_iter().filter_map(Row::live).collect())
}

/// The newest live records of a range of local days, newest first, `most` of them at most.
pub fn newest<R: Record>(tx: &mut Tx<'_>, days: RangeInclusive<NaiveDate>, most: i64) -> Result<Vec<Stored>, DbError> {
    let rows = cached!(
        live(tx.owner.user, R::COLLECTION.number())
            .filter(records::local_date.ge(*days.start()))
            .filter(records::local_date.le(*days.end()))
            .order((records::local_date.desc(), records::at.desc(), records::id.desc()))
            .select(COLUMNS)
            .limit(most)
    )
    .load::<Row>(tx.connection)?;
    Ok(rows.into_iter().filter_map(Row::live).collect())
}

/// The live records of several people in a range of local days, newest first; `most` of them in all, at most.
pub fn newest_of<R: Record>(
    tx: &mut Tx<'_>,
    people: &[UserId],
    days: RangeInclusive<NaiveDate>,
    most: i64,
) -> Result<BTreeMap<UserId, Vec<Stored>>, DbError> {
    let rows = load_boxed!(tx.connection, |Engine| {
        records::table
            .filter(records::user_id.eq_any(people))
            .filter(records::collection.eq(R::COLLECTION.number()))
            .filter(records::body.is_not_null())
            .filter(records::local_date.ge(*days.start()))
            .filter(records::local_date.le(*days.end()))
            .order((records::user_id, records::local_date.desc(), records::at.desc(), records::id.desc()))
            .select((records::user_id, COLUMNS))
            .limit(most)
            .into_boxed::<Engine>()
    });
    let found = by_user::<Row>(rows?).into_iter();
    Ok(found.map(|(user, rows)| (user, rows.into_iter().filter_map(Row::live).collect())).collect())
}

/// Which way to look for a record, and from when.
#[derive(Debug, Clone, Copy)]
pub enum Look {
    /// From this instant, included, back.
    Back(Timestamp),
    /// From this instant, included, ahead.
    Ahead(Timestamp),
}

/// The first live record in that direction that `wanted` accepts, looking at no more than `most`.
pub fn nearest<R: Record>(
    tx: &mut Tx<'_>,
    look: Look,
    most: i64,
    wanted: impl Fn(&R) -> bool,
) -> Result<Option<Stored>, DbError> {
    let rows = load_boxed!(tx.connection, |Engine| {
        let query = live(tx.owner.user, R::COLLECTION.number()).select(COLUMNS).limit(most).into_boxed::<Engine>();
        // Local days and instants differ by less than two days; filtering by both keeps the search on the list's index.
        match look {
            Look::Back(at) => query
                .filter(records::at.le(at))
                .filter(records::local_date.le(at.utc().date_naive() + Days::new(2)))
                .order((records::local_date.desc(), records::at.desc(), records::id.desc())),
            Look::Ahead(at) => query
                .filter(records::at.ge(at))
                .filter(records::local_date.ge(at.utc().date_naive() - Days::new(2)))
                .order((records::local_date.asc(), records::at.asc(), records::id.asc())),
        }
    });
    let rows: Vec<Row> = rows?;
    for stored in rows.into_iter().filter_map(Row::live) {
        if wanted(&stored.read()?) {
            return Ok(Some(stored));
        }
    }
    Ok(None)
}

/// The rev of a record's last change and the record itself, nothing when it was deleted; nothing at all when the id was
/// never seen.
pub fn state(tx: &mut Tx<'_>, collection: Collection, id: RecordId) -> Result<Option<(i64, Option<Stored>)>, DbError> {
    Ok(row(tx, collection, id)?.map(|row| (row.rev, row.live())))
}

/// Creates or replaces a record. The same record again changes nothing.
///
/// # Errors
/// 412 when what is there is not what was `expected`, 422 with everything that is wrong with the record, 409 when the collection refuses it.
pub fn put<'a, R: Record>(
    tx: &mut Tx<'_>,
    id: RecordId,
    record: R,
    expected: impl Into<Expected<'a>>,
) -> Result<Written, WriteError> {
    let row = row(tx, R::COLLECTION, id)?;
    let rev = row.as_ref().map(|row| row.rev);
    let present = row.and_then(Row::live);
    write(tx, id, record, Before { present: present.as_ref(), rev, expected: expected.into() })
}

/// Changes a live record to what `change` makes of it.
///
/// # Errors
/// 404 when there is none; those of [`put`] and of `change`.
pub fn update<'a, R: Record>(
    tx: &mut Tx<'_>,
    id: RecordId,
    expected: impl Into<Expected<'a>>,
    change: impl FnOnce(&mut Tx<'_>, &R) -> Result<R, WriteError>,
) -> Result<Stored, WriteError> {
    let present = find::<R>(tx, id)?.ok_or(WriteError::NotFound)?;
    let record = change(tx, &present.read()?)?;
    let before = Before { present: Some(&present), rev: Some(present.rev), expected: expected.into() };
    write(tx, id, record, before).map(|written| written.stored)
}

/// Writes what the service itself changed in a live record, as a change of the owner's.
pub fn rewrite<R: Record>(tx: &mut Tx<'_>, present: &Stored, record: &R) -> Result<(), WriteError> {
    let prior: R = present.read()?;
    replace(tx, present.id, record, Some((present, &prior)), true).map(|_| ())
}

/// Deletes a record; a tombstone with its id and rev stays. Deleting what is not there changes nothing. The tombstone's
/// rev, when one was made.
///
/// # Errors
/// 412 when what is there is not what was `expected`, 409 when the collection refuses it.
pub fn delete<'a, R: Record>(
    tx: &mut Tx<'_>,
    id: RecordId,
    expected: impl Into<Expected<'a>>,
) -> Result<Option<i64>, WriteError> {
    let (expected, present) = (expected.into(), find::<R>(tx, id)?);
    let rev = present.as_ref().map(|present| present.rev);
    if !expected.is_met(rev, present.as_ref()) && (present.is_some() || expected.matters_for_the_same()) {
        return Err(conflict::<R>(present.as_ref()));
    }
    let Some(present) = present else { return Ok(None) };
    let prior: R = present.read()?;
    R::check_change(tx, id, Some(&prior), None)?;
    let rev = tx.next_rev()?;
    let tombstone = (
        records::rev.eq(rev),
        records::created_at.eq(None::<Timestamp>),
        records::updated_at.eq(None::<Timestamp>),
        records::local_date.eq(None::<NaiveDate>),
        records::at.eq(None::<Timestamp>),
        records::body.eq(None::<JsonText>),
    );
    let row = records::table.find((tx.owner.user, R::COLLECTION.number(), id));
    execute_together!(tx.connection, rev_of(tx.owner.user, rev), diesel::update(row).set(tombstone))?;
    R::after_change(tx, id, Some(&prior), None)?;
    Ok(Some(rev))
}

/// Counts a change of the owner's that is none of their records, and returns its rev.
pub fn count_change(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    let rev = tx.next_rev()?;
    cached!(rev_of(tx.owner.user, rev)).execute(tx.connection)?;
    Ok(rev)
}

/// The statement that stores the rev of an owner's newest change.
fn rev_of(user: UserId, rev: i64) -> Update<Find<users::table, UserId>, Eq<users::rev, i64>> {
    diesel::update(users::table.find(user)).set(users::rev.eq(rev))
}

fn row(tx: &mut Tx<'_>, collection: Collection, id: RecordId) -> Result<Option<Row>, DbError> {
    let row = cached!(records::table.find((tx.owner.user, collection.number(), id)).select(COLUMNS))
        .get_result(tx.connection);
    Ok(row.optional()?)
}

/// The refusal of a write that expects another state, with the record as it is.
fn conflict<R: Record>(present: Option<&Stored>) -> WriteError {
    let current = present.map(|present| present.raw::<R>().map(|record| Current { rev: present.rev, record }));
    current.transpose().map_or_else(WriteError::Db, WriteError::Conflict)
}

/// What a write meets.
struct Before<'a> {
    /// The live record.
    present: Option<&'a Stored>,
    /// The rev of the row, be it a tombstone; nothing when the id was never seen.
    rev: Option<i64>,
    /// What the client expects.
    expected: Expected<'a>,
}

fn write<R: Record>(
    tx: &mut Tx<'_>,
    id: RecordId,
    mut record: R,
    Before { present, rev, expected }: Before<'_>,
) -> Result<Written, WriteError> {
    let prior = present.map(Stored::read::<R>).transpose()?;
    let mut errors = record.check(&tx.owner);
    errors.extend(record.normalize(id, prior.as_ref(), &tx.owner));
    errors.extend(record.check_references(tx)?);
    errors.or(())?;
    // A record that could not be written in any case is refused for that, not for coming too late (RFC 9110, 13.2.1).
    let met = expected.is_met(rev, present);
    if !met && expected.matters_for_the_same() {
        return Err(conflict::<R>(present));
    }
    record.derive(tx, id, prior.as_ref())?;
    if let Some(stored) = present.filter(|_| prior.as_ref() == Some(&record)) {
        return Ok(Written { stored: stored.clone(), created: false, changed: false });
    }
    if !met {
        return Err(conflict::<R>(present));
    }
    R::check_change(tx, id, prior.as_ref(), Some(&record))?;
    let stored = replace(tx, id, &record, present.zip(prior.as_ref()), rev.is_some())?;
    Ok(Written { stored, created: present.is_none(), changed: true })
}

/// Puts `record` in the place of `present`, with a rev of its own, and carries the change over.
fn replace<R: Record>(
    tx: &mut Tx<'_>,
    id: RecordId,
    record: &R,
    present: Option<(&Stored, &R)>,
    seen: bool,
) -> Result<Stored, WriteError> {
    let created_at = present.map_or(tx.owner.now, |(stored, _)| stored.created_at);
    let stored = Stored { id, rev: tx.next_rev()?, created_at, updated_at: tx.owner.now, body: JsonText::of(record)? };
    save(tx, R::COLLECTION, &stored, record.sort_key(id, created_at), seen)?;
    R::after_change(tx, id, present.map(|(_, prior)| prior), Some(record))?;
    Ok(stored)
}

fn save(tx: &mut Tx<'_>, collection: Collection, stored: &Stored, place: SortKey, seen: bool) -> Result<(), DbError> {
    let values = (
        records::rev.eq(stored.rev),
        records::created_at.eq(Some(stored.created_at)),
        records::updated_at.eq(Some(stored.updated_at)),
        records::local_date.eq(Some(place.day.date())),
        records::at.eq(Some(place.at)),
        records::body.eq(Some(&stored.body)),
    );
    let rev = rev_of(tx.owner.user, stored.rev);
    if seen {
        let row = records::table.find((tx.owner.user, collection.number(), stored.id));
        execute_together!(tx.connection, rev, diesel::update(row).set(values))?;
    } else {
        let key = (
            records::user_id.eq(tx.owner.user),
            records::collection.eq(collection.number()),
            records::id.eq(stored.id),
        );
        execute_together!(tx.connection, rev, diesel::insert_into(records::table).values((key, values)))?;
    }
    Ok(())
}
