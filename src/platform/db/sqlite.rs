//! SQLite: one writer thread with group commit, a few reader threads.

use std::path::Path;
use std::thread::JoinHandle;

use crossbeam_channel::Receiver;

use super::connection::{AnyConnection, Purpose};
use super::job::{Job, Outcome};
use super::job_queue::{QueuedJob, spawn};
use super::{DbError, Durability};

/// How many jobs may share one commit. Bounds how long the first of them waits for the last.
const MAX_JOBS_PER_COMMIT: usize = 128;

/// Starts the writer: it takes the first waiting job and all that queued behind it, runs each in a savepoint of one
/// immediate transaction, commits once and only then answers them. While it waits for the disk, the next group gathers.
pub(super) fn start_writer(
    file: &Path,
    durability: Durability,
    jobs: Receiver<QueuedJob>,
) -> Result<JoinHandle<()>, DbError> {
    let mut connection = AnyConnection::open_sqlite(file, Purpose::Write(durability))?;
    spawn("birddog-writer", move || {
        let mut group = Vec::with_capacity(MAX_JOBS_PER_COMMIT);
        while let Ok(first) = jobs.recv() {
            group.extend(first.unless_expired());
            group.extend(jobs.try_iter().take(MAX_JOBS_PER_COMMIT - 1).filter_map(QueuedJob::unless_expired));
            write_group(&mut connection, &mut group);
        }
    })
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
                            let _ = connection.run("ROLLBACK");
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
        let _ = connection.run("ROLLBACK");
    }
    for job in group.drain(..) {
        job.answer(ended.clone());
    }
}

fn write_alone(connection: &mut AnyConnection, job: &mut dyn Job) -> Result<(), DbError> {
    connection.run("BEGIN IMMEDIATE")?;
    match job.run(connection) {
        Outcome::Commit => connection.run("COMMIT")?,
        Outcome::Rollback | Outcome::Retry => connection.run("ROLLBACK")?,
    }
    Ok(())
}

fn write_together(connection: &mut AnyConnection, jobs: &mut [Box<dyn Job>]) -> Result<(), DbError> {
    connection.run("BEGIN IMMEDIATE")?;
    for job in jobs {
        connection.run("SAVEPOINT job")?;
        match job.run(connection) {
            Outcome::Commit => connection.run("RELEASE job")?,
            Outcome::Rollback | Outcome::Retry => connection.run("ROLLBACK TO job; RELEASE job")?,
        }
    }
    connection.run("COMMIT")?;
    Ok(())
}
