//! SQLite: one writer thread with group commit, a few reader threads.

use std::path::Path;
use std::thread::JoinHandle;

use crossbeam_channel::Receiver;
use diesel::dsl::sql;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use super::connection::{AnyConnection, Purpose};
use super::job::{Job, Outcome};
use super::job_queue::{QueuedJob, spawn};
use super::{DbError, Durability, cached, wal};

/// How many jobs may share one commit. Bounds how long the first of them waits for the last.
const MAX_JOBS_PER_COMMIT: usize = 128;

/// Starts the writer: it takes the first waiting job and all that queued behind it, runs them in one immediate transaction,
/// commits once and only then answers them. While it waits for the disk, the next group gathers.
pub(super) fn start_writer(
    file: &Path,
    durability: Durability,
    jobs: Receiver<QueuedJob>,
) -> Result<Vec<JoinHandle<()>>, DbError> {
    let mut connection = AnyConnection::open_sqlite(file, Purpose::Write(durability))?;
    let (wal, checkpoints) = wal::start_checkpoints(file, durability, &mut connection)?;
    let writer = spawn("birddog-writer", move || {
        let mut group = Vec::with_capacity(MAX_JOBS_PER_COMMIT);
        while let Ok(first) = jobs.recv() {
            group.extend(first.unless_expired());
            group.extend(jobs.try_iter().take(MAX_JOBS_PER_COMMIT - 1).filter_map(QueuedJob::unless_expired));
            write_group(&mut connection, &mut group);
            if let Err(error) = wal.after_commit(&mut connection) {
                tracing::error!(%error, "the write-ahead log was not looked at");
            }
        }
    })?;
    Ok(vec![writer, checkpoints])
}

/// Starts `count` readers over read-only connections.
pub(super) fn start_readers(
    file: &Path,
    count: usize,
    jobs: &Receiver<QueuedJob>,
) -> Result<Vec<JoinHandle<()>>, DbError> {
    (0..count)
        .map(|number| {
            let mut connection = AnyConnection::open_sqlite(file, Purpose::Read)?;
            let jobs = jobs.clone();
            spawn(&format!("birddog-reader-{number}"), move || {
                while let Ok(waiting) = jobs.recv() {
                    if let Some(mut job) = waiting.unless_expired() {
                        if job.run(&mut connection) != Outcome::Commit {
                            // Work that panicked may have left its transaction open.
                            let _ = rollback(&mut connection);
                        }
                        job.answer(Ok(()));
                    }
                }
            })
        })
        .collect()
}

fn write_group(connection: &mut AnyConnection, group: &mut Vec<Box<dyn Job>>) {
    let ended = match group.as_mut_slice() {
        [] => return,
        [only] => write_alone(connection, only.as_mut()),
        many => write_together(connection, many),
    };
    if let Err(error) = &ended {
        tracing::error!(%error, "a group of writes was not committed");
        // Whatever the failure left open, the next group starts without a transaction.
        let _ = rollback(connection);
    }
    for job in group.drain(..) {
        job.answer(ended.clone());
    }
}

fn write_alone(connection: &mut AnyConnection, job: &mut dyn Job) -> Result<(), DbError> {
    begin(connection)?;
    match job.run(connection) {
        Outcome::Commit => commit(connection),
        Outcome::Rollback | Outcome::Retry => rollback(connection),
    }
}

/// Runs jobs in one transaction. Savepoints cost more than most jobs, and most failures come before a change: so there are
/// none, until a job fails that left changes behind. Then the group is run again, with a savepoint for each.
fn write_together(connection: &mut AnyConnection, jobs: &mut [Box<dyn Job>]) -> Result<(), DbError> {
    begin(connection)?;
    if !run_without_savepoints(connection, jobs)? {
        rollback(connection)?;
        begin(connection)?;
        run_in_savepoints(connection, jobs)?;
    }
    commit(connection)
}

/// Whether all that is in the transaction now was done by jobs that succeeded. Stops at the first job that spoils it.
fn run_without_savepoints(connection: &mut AnyConnection, jobs: &mut [Box<dyn Job>]) -> Result<bool, DbError> {
    for job in jobs {
        let before = total_changes(connection)?;
        if job.run(connection) != Outcome::Commit
            && (total_changes(connection)? != before || !is_in_transaction(connection))
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn run_in_savepoints(connection: &mut AnyConnection, jobs: &mut [Box<dyn Job>]) -> Result<(), DbError> {
    for job in jobs {
        connection.run("SAVEPOINT job")?;
        match job.run(connection) {
            Outcome::Commit => connection.run("RELEASE job")?,
            Outcome::Rollback | Outcome::Retry => connection.run("ROLLBACK TO job; RELEASE job")?,
        }
    }
    Ok(())
}

fn begin(connection: &mut AnyConnection) -> Result<(), DbError> {
    cached!(sql_query("BEGIN IMMEDIATE")).execute(connection)?;
    Ok(())
}

fn commit(connection: &mut AnyConnection) -> Result<(), DbError> {
    cached!(sql_query("COMMIT")).execute(connection)?;
    Ok(())
}

fn rollback(connection: &mut AnyConnection) -> Result<(), DbError> {
    cached!(sql_query("ROLLBACK")).execute(connection)?;
    Ok(())
}

/// How many rows this connection has changed since it was opened. Undoing a change does not take it off.
fn total_changes(connection: &mut AnyConnection) -> Result<i64, DbError> {
    Ok(cached!(diesel::select(sql::<BigInt>("total_changes()"))).get_result(connection)?)
}

/// SQLite ends a transaction by itself after some errors, like a full disk: whatever jobs had done in it is then gone.
fn is_in_transaction(connection: &mut AnyConnection) -> bool {
    // There are no transactions within transactions.
    connection.run("BEGIN").is_err()
}
