//! PostgreSQL: threads with a connection each. A pool takes reads and writes one by one; writers take the writes that lock
//! one account, with group commit.

use std::thread::JoinHandle;

use crossbeam_channel::Receiver;

use super::connection::AnyConnection;
use super::job::{Job, Outcome};
use super::job_queue::{Kind, QueuedJob, spawn};
use super::{DbError, Durability};
use crate::platform::ids::UserId;

/// How many times a write is run before a conflict with others becomes its error.
const MAX_ATTEMPTS: u32 = 4;

/// How many jobs may share one commit. Bounds how long the first of them waits for the last, and keeps its lock.
const MAX_JOBS_PER_COMMIT: usize = 32;

/// Starts `count` threads that share a queue.
pub(super) fn start_pool(
    url: &str,
    durability: Durability,
    count: usize,
    jobs: &Receiver<QueuedJob>,
) -> Result<Vec<JoinHandle<()>>, DbError> {
    (0..count)
        .map(|number| {
            let (mut session, jobs) = (Session::new(url, durability), jobs.clone());
            spawn(&format!("birddog-pg-{number}"), move || {
                while let Ok(waiting) = jobs.recv() {
                    let kind = waiting.kind;
                    let Some(mut job) = waiting.unless_expired() else { continue };
                    let ended = match kind {
                        Kind::Read => session.read(job.as_mut()),
                        Kind::Write | Kind::WriteOf(_) => session.write(job.as_mut()),
                    };
                    job.answer(ended);
                }
            })
        })
        .collect()
}

/// Starts `count` writers, each with a queue of its own. A writer takes the first waiting job and those that queued behind
/// it, runs them in one transaction, commits once and only then answers them.
pub(super) fn start_writers(
    url: &str,
    durability: Durability,
    queues: impl IntoIterator<Item = Receiver<QueuedJob>>,
) -> Result<Vec<JoinHandle<()>>, DbError> {
    let writers = queues.into_iter().enumerate().map(|(number, jobs)| {
        let mut session = Session::new(url, durability);
        spawn(&format!("birddog-pg-writer-{number}"), move || {
            let mut group = Vec::with_capacity(MAX_JOBS_PER_COMMIT);
            while let Ok(first) = jobs.recv() {
                group.extend(first.with_owner_unless_expired());
                let others = jobs.try_iter().take(MAX_JOBS_PER_COMMIT - 1);
                group.extend(others.filter_map(QueuedJob::with_owner_unless_expired));
                session.write_group(&mut group);
            }
        })
    });
    writers.collect()
}

/// A connection that is made at the first job and again after it was lost, so that the service starts without the
/// database and recovers when it comes back.
pub(super) struct Session {
    open: Option<AnyConnection>,
    url: String,
    durability: Durability,
}

impl Session {
    pub(super) fn new(url: &str, durability: Durability) -> Self {
        Self { open: None, url: url.to_owned(), durability }
    }

    /// The connection, made if need be.
    pub(super) fn connection(&mut self) -> Result<&mut AnyConnection, DbError> {
        match &mut self.open {
            Some(open) => Ok(open),
            closed => Ok(closed.insert(AnyConnection::open_postgres(&self.url, self.durability)?)),
        }
    }

    /// Whether there is a connection, as far as is known.
    pub(super) fn is_connected(&self) -> bool {
        self.open.is_some()
    }

    /// Gives the connection up; the next job makes another.
    pub(super) fn close(&mut self) {
        self.open = None;
    }

    pub(super) fn read(&mut self, job: &mut dyn Job) -> Result<(), DbError> {
        if job.run(self.connection()?) != Outcome::Commit {
            // Work that panicked may have left its transaction open. Only after a failure, because it costs a round trip.
            self.rollback();
        }
        Ok(())
    }

    fn write(&mut self, job: &mut dyn Job) -> Result<(), DbError> {
        for _ in 0..MAX_ATTEMPTS {
            self.begin()?;
            match job.run(self.connection()?) {
                Outcome::Commit => return self.commit(),
                Outcome::Rollback => {
                    self.rollback();
                    return Ok(());
                }
                Outcome::Retry => self.rollback(),
            }
        }
        Ok(())
    }

    /// Runs the jobs of a group in one transaction, or each in its own when one of them fails; answers them.
    ///
    /// Their accounts are locked in the order of ids, as by everybody who locks several, so that nobody waits in a circle.
    fn write_group(&mut self, group: &mut Vec<(Option<UserId>, Box<dyn Job>)>) {
        // Stable: the jobs of one person stay in their order.
        group.sort_by_key(|(owner, _)| *owner);
        let together = match group.as_slice() {
            [_, _, ..] => self.write_together(group),
            _ => Ok(false),
        };
        for (_, mut job) in group.drain(..) {
            let ended = match &together {
                Ok(true) => Ok(()),
                Ok(false) => self.write(job.as_mut()),
                // It may have been committed all the same, so it must not be run again.
                Err(error) => Err(error.clone()),
            };
            job.answer(ended);
        }
    }

    /// Whether the jobs were committed. The first that fails ends the attempt, and nothing of it stays.
    fn write_together(&mut self, group: &mut [(Option<UserId>, Box<dyn Job>)]) -> Result<bool, DbError> {
        self.begin()?;
        for (_, job) in group {
            if job.run(self.connection()?) != Outcome::Commit {
                self.rollback();
                return Ok(false);
            }
        }
        self.commit().map(|()| true)
    }

    fn begin(&mut self) -> Result<(), DbError> {
        // The server may have been restarted since: BEGIN shows it before anything has been done.
        if self.open.as_mut().is_some_and(|open| open.run("BEGIN").is_ok()) {
            return Ok(());
        }
        self.open = None;
        Ok(self.connection()?.run("BEGIN")?)
    }

    fn commit(&mut self) -> Result<(), DbError> {
        // COMMIT alone rolls back without an error when a statement failed and its job hid that. SELECT then fails.
        let committed = self.connection()?.run("SELECT; COMMIT");
        if committed.is_err() {
            self.rollback();
        }
        Ok(committed?)
    }

    /// On a lost connection this fails, and the next job gets a new one.
    fn rollback(&mut self) {
        if self.open.as_mut().is_some_and(|open| open.run("ROLLBACK").is_err()) {
            self.open = None;
        }
    }
}
