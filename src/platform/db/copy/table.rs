//! A table's rows carried over in batches, and both sides compared.

use std::marker::PhantomData;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, ScopedJoinHandle};

use super::progress::{self, Place};
use super::{CopyError, Event};
use crate::platform::db::canonical::Tally;
use crate::platform::db::rows::{
    CheckpointRow, DeviceRow, GrantRow, HealthProfileRow, IdempotencyKeyRow, ImportedRow, PainDayRow, Reading,
    RecordRow, Row, ShareCodeRow, TrainingDayRow, UserRow, VisitRow,
};
use crate::platform::db::{AnyConnection, DbError, dry_run, transaction};

/// Rows in one transaction. A row has some hundred bytes, rarely some ten thousand.
const BATCH_SIZE: usize = 1_000;

/// Batches that wait for the target while the next is read.
const BATCHES_AHEAD: usize = 2;

/// A table to copy, whatever its rows are.
pub(super) trait Table: Sync {
    /// The table's name.
    fn name(&self) -> &'static str;

    /// How many rows there are.
    fn count(&self, connection: &mut AnyConnection) -> Result<u64, DbError>;

    /// Carries over what the target lacks.
    fn copy(
        &self,
        source: &mut AnyConnection,
        target: &mut AnyConnection,
        report: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), CopyError>;

    /// Reads all of both sides, at the same time.
    fn tallies(&self, source: &mut AnyConnection, target: &mut AnyConnection) -> Result<(Tally, Tally), CopyError>;
}

/// The tables, users first: all others refer to them.
pub(super) const TABLES: [&dyn Table; 12] = [
    &Of::<UserRow>::TABLE,
    &Of::<DeviceRow>::TABLE,
    &Of::<RecordRow>::TABLE,
    &Of::<TrainingDayRow>::TABLE,
    &Of::<PainDayRow>::TABLE,
    &Of::<CheckpointRow>::TABLE,
    &Of::<IdempotencyKeyRow>::TABLE,
    &Of::<HealthProfileRow>::TABLE,
    &Of::<GrantRow>::TABLE,
    &Of::<ShareCodeRow>::TABLE,
    &Of::<VisitRow>::TABLE,
    &Of::<ImportedRow>::TABLE,
];

/// The table of these rows.
struct Of<R>(PhantomData<fn() -> R>);

impl<R> Of<R> {
    const TABLE: Self = Self(PhantomData);
}

impl<R: Row> Table for Of<R> {
    fn name(&self) -> &'static str {
        R::TABLE
    }

    fn count(&self, connection: &mut AnyConnection) -> Result<u64, DbError> {
        R::count(connection)
    }

    fn copy(
        &self,
        source: &mut AnyConnection,
        target: &mut AnyConnection,
        report: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), CopyError> {
        let of = R::count(source).map_err(CopyError::Source)?;
        let Place::After(after) = progress::place::<R>(target).map_err(CopyError::Target)? else { return Ok(()) };
        let mut rows = R::count(target).map_err(CopyError::Target)?;
        thread::scope(|scope| {
            let (batches, arriving) = sync_channel(BATCHES_AHEAD);
            let reader = scope.spawn(move || read_batches::<R>(source, after.as_ref(), &batches));
            // A failure here drops the receiving end, which ends the reader.
            for batch in arriving {
                write::<R>(target, &batch)?;
                rows += batch.len() as u64;
                report(Event::Copying { table: R::TABLE, rows, of });
            }
            joined(reader).map_err(CopyError::Source)
        })?;
        transaction(target, progress_to_end::<R>).map_err(CopyError::Target)?;
        report(Event::Copied { table: R::TABLE, rows });
        Ok(())
    }

    fn tallies(&self, source: &mut AnyConnection, target: &mut AnyConnection) -> Result<(Tally, Tally), CopyError> {
        thread::scope(|scope| {
            let reader = scope.spawn(move || tally::<R>(source));
            let target = tally::<R>(target).map_err(CopyError::Target);
            let source = joined(reader).map_err(CopyError::Source)?;
            Ok((source, target?))
        })
    }
}

fn progress_to_end<R: Row>(target: &mut AnyConnection) -> Result<(), DbError> {
    progress::advance::<R>(target, None)
}

fn joined<T>(thread: ScopedJoinHandle<'_, Result<T, DbError>>) -> Result<T, DbError> {
    thread.join().unwrap_or_else(|_| Err(DbError::broken("the reading thread panicked")))
}

/// All rows of a table, in whatever order they come.
pub(super) fn tally<R: Row>(connection: &mut AnyConnection) -> Result<Tally, DbError> {
    let (mut tally, mut form) = (Tally::default(), Vec::new());
    R::read(connection, Reading::All, |row| {
        form.clear();
        row.write_canonical(&mut form);
        tally.add(&form);
        Ok::<_, DbError>(())
    })?;
    Ok(tally)
}

fn read_batches<R: Row>(
    source: &mut AnyConnection,
    after: Option<&R::Key>,
    batches: &SyncSender<Vec<R>>,
) -> Result<(), DbError> {
    let mut batch = Vec::with_capacity(BATCH_SIZE);
    let send = |batch| batches.send(batch).map_err(|_| DbError::broken("nobody takes the rows any more"));
    R::read(source, Reading::InOrder(after), |row| {
        batch.push(row);
        if batch.len() < BATCH_SIZE {
            return Ok(());
        }
        send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH_SIZE)))
    })?;
    if batch.is_empty() { Ok(()) } else { send(batch) }
}

fn write<R: Row>(target: &mut AnyConnection, batch: &[R]) -> Result<(), CopyError> {
    let Some(last) = batch.last() else { return Ok(()) };
    let written = transaction(target, |target| {
        R::insert(target, batch)?;
        progress::advance::<R>(target, Some(&last.key()))
    });
    written.map_err(|error| match error {
        DbError::Broken(_) | DbError::Taken(_) => unstorable(target, batch, error),
        passing => CopyError::Target(passing),
    })
}

/// The error that names the row because of which a batch could not be written. Nothing of it stays.
fn unstorable<R: Row>(target: &mut AnyConnection, batch: &[R], error: DbError) -> CopyError {
    let found = transaction(target, |target| {
        for row in batch {
            let alone = dry_run(target, |target| R::insert(target, std::slice::from_ref(row)));
            if let Err(why @ (DbError::Broken(_) | DbError::Taken(_))) = alone {
                return Ok(Some((named(row), why)));
            }
            alone?;
        }
        Ok::<_, DbError>(None)
    });
    match found {
        Ok(Some((key, why))) => CopyError::Unstorable { table: R::TABLE, key, why },
        _ => CopyError::Target(error),
    }
}

/// The columns of a row's key with their values, for people.
fn named<R: Row>(row: &R) -> String {
    let key = serde_json::to_string(&row.key()).unwrap_or_default();
    format!("({}) = {key}", R::KEY.join(", "))
}
