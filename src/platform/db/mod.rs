//! The engines behind one interface: SQLite by default, PostgreSQL by URL.
//!
//! All SQL runs on database threads. [`Database::write`] returns after the commit, which is shared with the writes that
//! were queued meanwhile (group commit): with all of them on SQLite, on PostgreSQL with those that lock one account each
//! ([`Database::write_of`]). [`Database::read`] never waits for a writer. Nothing above this module
//! needs to know which engine is in use.

mod boxed;
mod by_user;
mod cached;
mod canonical;
#[allow(missing_docs, reason = "the derive makes undocumented items")]
mod connection;
pub mod copy;
mod error;
mod job;
mod job_queue;
mod listener;
mod migrations;
mod postgres;
mod replica;
pub mod rows;
pub mod schema;
mod serving;
mod sqlite;
mod timeline;
mod together;
mod transaction;
pub mod types;
mod wal;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

pub(crate) use boxed::load_boxed;
pub use by_user::by_user;
pub use cached::Cached;
pub(crate) use cached::cached;
pub use canonical::Tally;
pub use connection::{AnyConnection, Durability, MultiBackend};
pub use error::DbError;
pub use job::Retryable;
pub use listener::{NodeListener, Notification};
pub use migrations::{embedded, is_current, migrate};
pub use serving::Serving;
pub use together::Together;
pub(crate) use together::execute_together;
pub(crate) use transaction::for_update;
pub use transaction::{dry_run, savepoint, snapshot, transaction};

use crate::platform::ids::UserId;
use job_queue::{JobQueue, Kind, QUEUE_TIMEOUT};
use replica::Replica;

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL URL.
    Postgres(String),
}

impl Location {
    /// The engine's name, as in logs and `/readyz`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

impl std::str::FromStr for Location {
    type Err = String;

    /// Reads `postgres://…`, `postgresql://…` or `sqlite:FILE`. Anything else is refused: a mistyped scheme must not
    /// quietly make a file of that name.
    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(with_connect_timeout(url)));
        }
        match url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            Some(file) if !file.is_empty() => Ok(Self::Sqlite(PathBuf::from(file))),
            _ => Err("must start with postgres://, postgresql:// or sqlite:".to_owned()),
        }
    }
}

/// The URL with a connect timeout, so that a server that does not answer does not block a thread for minutes.
fn with_connect_timeout(url: &str) -> String {
    if url.contains("connect_timeout=") {
        return url.to_owned();
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}connect_timeout=5&tcp_user_timeout=15000")
}

/// Checkpoints SQLite's write-ahead log into the database file, as far as no reader still needs it. The file alone is
/// then the whole database, until the next write.
///
/// # Errors
/// When the file can't be opened or written.
pub fn bring_log_in(location: &Location) -> Result<(), DbError> {
    let Location::Sqlite(file) = location else { return Ok(()) };
    let mut connection = AnyConnection::open_sqlite(file, connection::Purpose::Write(Durability::Full))?;
    Ok(connection.run("PRAGMA wal_checkpoint(TRUNCATE)")?)
}

/// Settings of the engines.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What an acknowledged write survives.
    pub durability: Durability,
    /// The number of SQLite's reader threads.
    pub readers: usize,
    /// The number of PostgreSQL's connections, each with a thread. Half of them write for one person at a time.
    pub pool: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { durability: Durability::Full, readers: cores.clamp(2, 8), pool: (4 * cores).clamp(8, 32) }
    }
}

/// How long the replica may take for a read before it is given up.
const REPLICA_TIMEOUT: Duration = Duration::from_secs(2);

/// The open database. Dropping it finishes the queued jobs and joins the threads.
pub struct Database {
    location: Location,
    queues: Option<Queues>,
    replica: Option<Replica>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

struct Queues {
    reads: JobQueue,
    writes: JobQueue,
    /// Each takes the writes of a part of all people.
    by_owner: Vec<JobQueue>,
}

impl Queues {
    fn of(&self, kind: Kind) -> &JobQueue {
        match kind {
            Kind::Read => &self.reads,
            Kind::Write => &self.writes,
            Kind::WriteOf(user) => {
                let part = user.0.as_u128() % self.by_owner.len().max(1) as u128;
                usize::try_from(part).ok().and_then(|part| self.by_owner.get(part)).unwrap_or(&self.writes)
            }
        }
    }
}

impl Database {
    /// Starts the threads over a database whose schema is up to date (see [`migrate`]).
    ///
    /// # Errors
    /// When the SQLite file can't be used. PostgreSQL may be away; it is connected to when first needed.
    pub fn open(location: &Location, settings: Settings) -> Result<Self, DbError> {
        let (reads, read_jobs) = JobQueue::new();
        let (queues, threads) = match location {
            Location::Sqlite(file) => {
                let (writes, write_jobs) = JobQueue::new();
                let mut threads = sqlite::start_writer(file, settings.durability, write_jobs)?;
                threads.extend(sqlite::start_readers(file, settings.readers, &read_jobs)?);
                (Queues { reads, by_owner: vec![writes.clone()], writes }, threads)
            }
            Location::Postgres(url) => {
                let writers = settings.pool / 2;
                let (by_owner, write_jobs): (Vec<_>, Vec<_>) = (0..writers).map(|_| JobQueue::new()).unzip();
                let mut threads = postgres::start_writers(url, settings.durability, write_jobs)?;
                threads.extend(postgres::start_pool(url, settings.durability, settings.pool - writers, &read_jobs)?);
                (Queues { writes: reads.clone(), reads, by_owner }, threads)
            }
        };
        Ok(Self { location: location.clone(), queues: Some(queues), replica: None, threads: Mutex::new(threads) })
    }

    /// The same with a streaming replica of PostgreSQL, at this URL, for [`Database::read_replica`]. It may be away, now or
    /// later.
    ///
    /// # Errors
    /// When its threads can't be started, or the database is SQLite.
    pub fn with_replica(mut self, url: &str, settings: Settings) -> Result<Self, DbError> {
        let Location::Postgres(primary) = &self.location else {
            return Err(DbError::broken("SQLite has no replicas"));
        };
        let (replica, threads) = Replica::start(url, primary, settings.pool)?;
        self.replica = Some(replica);
        self.threads.get_mut().unwrap_or_else(PoisonError::into_inner).extend(threads);
        Ok(self)
    }

    /// Where the database is.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Runs `work` on a connection that only reads. Each statement sees its own moment; see [`snapshot`].
    pub async fn read<T, E>(
        &self,
        work: impl FnMut(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Retryable,
    {
        self.run(Kind::Read, work).await
    }

    /// Runs `work` in a transaction and returns once it is committed. When `work` fails, nothing of it stays. It may be
    /// run again after a conflict, so it must not have effects outside the database.
    pub async fn write<T, E>(
        &self,
        work: impl FnMut(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Retryable,
    {
        self.run(Kind::Write, work).await
    }

    /// The same for work that locks the account of `user` and no other: on either engine it may share its commit with other
    /// such work.
    pub async fn write_of<T, E>(
        &self,
        user: UserId,
        work: impl FnMut(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Retryable,
    {
        self.run(Kind::WriteOf(user), work).await
    }

    /// Whether there is a replica that can be used.
    pub fn has_replica(&self) -> bool {
        self.replica.as_ref().is_some_and(Replica::is_in_use)
    }

    /// Runs `work` on a connection to the replica, which may be behind. Fails when there is none in use, or when it does not
    /// answer soon; `work` may then still be running.
    pub async fn read_replica<T, E>(
        &self,
        work: impl FnMut(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Retryable,
    {
        let Some(replica) = self.replica.as_ref().filter(|replica| replica.is_in_use()) else {
            return Err(DbError::Unavailable("there is no replica in use".to_owned()).into());
        };
        let result = replica.jobs.run(Kind::Read, work, REPLICA_TIMEOUT).await;
        result.unwrap_or_else(|| {
            let late = DbError::Unavailable(format!("no answer within {REPLICA_TIMEOUT:?}"));
            replica.suspend(&late);
            Err(late.into())
        })
    }

    async fn run<T, E>(
        &self,
        kind: Kind,
        work: impl FnMut(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Retryable,
    {
        let Some(queues) = &self.queues else {
            return Err(DbError::Unavailable("the database is closed".to_owned()).into());
        };
        let result = queues.of(kind).run(kind, work, QUEUE_TIMEOUT + QUEUE_TIMEOUT / 2).await;
        result.unwrap_or_else(|| Err(DbError::Unavailable("the database took too long".to_owned()).into()))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.queues = None;
        self.replica = None;
        let threads = self.threads.get_mut().map(std::mem::take).unwrap_or_default();
        for thread in threads {
            let _ = thread.join();
        }
    }
}

/// A separate connection, for commands that take longer than a request may. Migrations are not applied, and a missing
/// SQLite file is not created.
///
/// # Errors
/// When the database is out of reach.
pub fn connect(location: &Location, durability: Durability) -> Result<AnyConnection, DbError> {
    match location {
        Location::Sqlite(file) if !file.exists() => {
            Err(DbError::Unavailable(format!("there is no database file {}", file.display())))
        }
        Location::Sqlite(file) => AnyConnection::open_sqlite(file, connection::Purpose::Write(durability)),
        Location::Postgres(url) => AnyConnection::open_postgres(url, durability),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses_the_engine_and_a_mistyped_one_is_refused() {
        assert_eq!("sqlite:data/x.db".parse(), Ok(Location::Sqlite("data/x.db".into())));
        assert_eq!("sqlite:///var/x.db".parse(), Ok(Location::Sqlite("/var/x.db".into())));
        assert!(matches!("postgres://u@h/d".parse(), Ok(Location::Postgres(url)) if url.contains("connect_timeout=5")));
        for bad in ["postgre://u@h/d", "mysql://h/d", "", "data.db", "sqlite:"] {
            assert!(bad.parse::<Location>().is_err(), "{bad}");
        }
    }
}
