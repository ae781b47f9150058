//! PostgreSQL: a pool of threads, each with its own connection, for reads and for writes.

use std::thread::JoinHandle;

use crossbeam_channel::Receiver;

use super::connection::AnyConnection;
use super::job::{Job, Outcome};
use super::job_queue::{QueuedJob, spawn};
use super::{DbError, Durability};

/// How many times a write is run before a conflict with others becomes its error.
const MAX_ATTEMPTS: u32 = 4;

/// Starts `count` threads. Each connects at its first job and reconnects after a lost connection, so that the
/// service starts without the database and recovers when it comes back.
pub(super) fn start_pool(
    url: &str,
    durability: Durability,
    count: usize,
    jobs: &Receiver<QueuedJob>,
) -> Result<Vec<JoinHandle<()>>, DbError> {
    (0..count)
        .map(|number| {
            let (url, jobs) = (url.to_owned(), jobs.clone());
            spawn(&format!("birddog-pg-{number}"), move || {
                let mut connection = None;
                while let Ok(waiting) = jobs.recv() {
                    let writes = waiting.writes;
                    if let Some(job) = waiting.unless_expired() {
                        serve(&mut connection, &url, durability, job, writes);
                    }
                }
            })
        })
        .collect()
}

fn serve(
    connection: &mut Option<AnyConnection>,
    url: &str,
    durability: Durability,
    mut job: Box<dyn Job>,
    writes: bool,
) {
    // The server may have been restarted since. A failing BEGIN shows it before any of the write has run, so it can be retried.
    if writes && connection.as_mut().is_some_and(|open| open.run("BEGIN").is_err()) {
        *connection = None;
    }
    let begun = writes && connection.is_some();
    let ended = open(connection, url, durability)
        .and_then(|open| if writes { write(open, job.as_mut(), begun) } else { Ok(job.run(open)) });
    // On a lost connection ROLLBACK fails, and the next job gets a new one. It also ends a transaction that a panic left
    // open. Only after a failure, because it costs a round trip.
    if !matches!(ended, Ok(Outcome::Commit)) && connection.as_mut().is_some_and(|open| open.run("ROLLBACK").is_err()) {
        *connection = None;
    }
    job.answer(ended.map(|_| ()));
}

fn open<'a>(
    connection: &'a mut Option<AnyConnection>,
    url: &str,
    durability: Durability,
) -> Result<&'a mut AnyConnection, DbError> {
    match connection {
        Some(open) => Ok(open),
        None => Ok(connection.insert(AnyConnection::open_postgres(url, durability)?)),
    }
}

/// Runs a write in a transaction, which may have `begun` already.
fn write(connection: &mut AnyConnection, job: &mut dyn Job, mut begun: bool) -> Result<Outcome, DbError> {
    let mut attempt = 1;
    loop {
        if !std::mem::take(&mut begun) {
            connection.run("BEGIN")?;
        }
        let outcome = job.run(connection);
        if outcome == Outcome::Commit {
            connection.run("COMMIT")?;
            return Ok(outcome);
        }
        connection.run("ROLLBACK")?;
        if outcome == Outcome::Rollback || attempt == MAX_ATTEMPTS {
            return Ok(outcome);
        }
        attempt += 1;
    }
}
