//! A queue of jobs in front of threads that own their connections.

use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

use super::job::{Job, Retryable, job};
use super::{AnyConnection, DbError};
use crate::platform::ids::UserId;

/// How many jobs may wait. Backpressure: when the queue is full, a job is refused at once as overload.
const MAX_WAITING_JOBS: usize = 4096;

/// How long a job may wait in the queue before it is answered with an error.
pub(super) const QUEUE_TIMEOUT: Duration = Duration::from_secs(10);

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Reads.
    Read,
    /// Writes, nothing is known of whose rows.
    Write,
    /// Writes, and locks the account of this person and no other.
    WriteOf(UserId),
}

/// A job in the queue.
pub(super) struct QueuedJob {
    job: Box<dyn Job>,
    since: Instant,
    pub(super) kind: Kind,
}

impl QueuedJob {
    /// The job; nothing when it waited too long. It has then been answered with an error and must not run.
    pub(super) fn unless_expired(self) -> Option<Box<dyn Job>> {
        if self.since.elapsed() < QUEUE_TIMEOUT {
            return Some(self.job);
        }
        self.job.answer(Err(DbError::Unavailable("waited too long for the database".to_owned())));
        None
    }

    /// The same, with whose account it locks.
    pub(super) fn with_owner_unless_expired(self) -> Option<(Option<UserId>, Box<dyn Job>)> {
        let owner = match self.kind {
            Kind::WriteOf(user) => Some(user),
            Kind::Read | Kind::Write => None,
        };
        self.unless_expired().map(|job| (owner, job))
    }
}

/// The sending end of a queue.
#[derive(Clone)]
pub(super) struct JobQueue {
    queue: Sender<QueuedJob>,
}

impl JobQueue {
    /// A queue, and the receiving end for its threads.
    pub(super) fn new() -> (Self, Receiver<QueuedJob>) {
        let (queue, jobs) = bounded(MAX_WAITING_JOBS);
        (Self { queue }, jobs)
    }

    /// Queues work and waits for its result; nothing when that takes longer than `timeout`.
    pub(super) async fn run<T, E>(
        &self,
        kind: Kind,
        work: impl FnMut(&mut AnyConnection) -> Result<T, E> + Send + 'static,
        timeout: Duration,
    ) -> Option<Result<T, E>>
    where
        T: Send + 'static,
        E: Retryable,
    {
        let (job, result) = job(work);
        self.send(job, kind);
        let result = tokio::time::timeout(timeout, result).await.ok()?;
        Some(result.unwrap_or_else(|_| Err(DbError::Broken("the work was dropped".to_owned()).into())))
    }

    /// Queues a job; answers it with an error when the queue is full.
    fn send(&self, job: Box<dyn Job>, kind: Kind) {
        let (waiting, reason) = match self.queue.try_send(QueuedJob { job, since: Instant::now(), kind }) {
            Ok(()) => return,
            Err(TrySendError::Full(waiting)) => (waiting, "too many requests wait for the database"),
            Err(TrySendError::Disconnected(waiting)) => (waiting, "the database is closed"),
        };
        waiting.job.answer(Err(DbError::Unavailable(reason.to_owned())));
    }
}

pub(super) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, DbError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map_err(|error| DbError::broken(format!("no thread {name}: {error}")))
}
