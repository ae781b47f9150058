//! A streaming replica of the PostgreSQL server, which takes reads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Text};

use super::connection::AnyConnection;
use super::job_queue::{JobQueue, QueuedJob, spawn};
use super::postgres::Session;
use super::{DbError, Durability};

/// How often it is asked whether the replica can be used.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// The replica's threads, and whether reads may go to it at present.
pub(super) struct Replica {
    pub(super) jobs: JobQueue,
    in_use: Arc<AtomicBool>,
    /// Ends the thread that checks, when dropped.
    _checking: Sender<()>,
}

impl Replica {
    /// Starts `count` threads with a connection each, and one that finds out whether the replica can be used. It is not used
    /// before that has said so.
    pub(super) fn start(url: &str, primary: &str, count: usize) -> Result<(Self, Vec<JoinHandle<()>>), DbError> {
        let (queue, jobs) = JobQueue::new();
        let (checking, stop) = bounded(0);
        let in_use = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::with_capacity(count + 1);
        for number in 0..count {
            let (mut session, jobs) = (Session::new(url, Durability::Full), jobs.clone());
            let in_use = Arc::clone(&in_use);
            threads.push(spawn(&format!("birddog-replica-{number}"), move || serve(&mut session, &jobs, &in_use))?);
        }
        let (url, primary, shared) = (url.to_owned(), primary.to_owned(), Arc::clone(&in_use));
        threads.push(spawn("birddog-replica-check", move || check_until(&stop, &url, &primary, &shared))?);
        Ok((Self { jobs: queue, in_use, _checking: checking }, threads))
    }

    /// Whether reads may go to it.
    pub(super) fn is_in_use(&self) -> bool {
        self.in_use.load(Ordering::Relaxed)
    }

    /// Sends no more reads to it until the next check.
    pub(super) fn suspend(&self) {
        self.in_use.store(false, Ordering::Relaxed);
    }
}

fn serve(session: &mut Session, jobs: &Receiver<QueuedJob>, in_use: &AtomicBool) {
    while let Ok(waiting) = jobs.recv() {
        let Some(mut job) = waiting.unless_expired() else { continue };
        let ended = session.read(job.as_mut());
        if !session.is_connected() {
            in_use.store(false, Ordering::Relaxed);
        }
        job.answer(ended);
    }
}

/// Checks the replica from time to time. Each change is logged once, however many requests meet it.
fn check_until(stop: &Receiver<()>, url: &str, primary: &str, in_use: &AtomicBool) {
    let mut connection = None;
    let mut was_usable = None;
    loop {
        let usable = check(&mut connection, url, primary);
        in_use.store(usable.is_ok(), Ordering::Relaxed);
        if was_usable != Some(usable.is_ok()) {
            match &usable {
                Ok(()) => tracing::info!("reads go to the replica"),
                Err(error) => tracing::warn!(%error, "the replica cannot be used: reads go to the primary"),
            }
        }
        was_usable = Some(usable.is_ok());
        if usable.is_err() {
            connection = None;
        }
        if stop.recv_timeout(CHECK_INTERVAL) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Whether this is a standby of the primary's database.
fn check(connection: &mut Option<AnyConnection>, url: &str, primary: &str) -> Result<(), DbError> {
    let open = match connection {
        Some(open) => open,
        None => {
            let mut replica = AnyConnection::open_postgres(url, Durability::Full)?;
            let mut primary = AnyConnection::open_postgres(primary, Durability::Full)?;
            if identity(&mut replica)? != identity(&mut primary)? {
                return Err(DbError::broken("DATABASE_READ_URL is another database than DATABASE_URL"));
            }
            connection.insert(replica)
        }
    };
    // A replica that was promoted no longer follows the primary.
    if is_standby(open)? { Ok(()) } else { Err(DbError::broken("DATABASE_READ_URL is not a standby server")) }
}

/// Whether the server replays the changes of another.
fn is_standby(connection: &mut AnyConnection) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        is_standby: bool,
    }
    Ok(sql_query("SELECT pg_is_in_recovery() AS is_standby").get_result::<Row>(connection)?.is_standby)
}

/// What a database has in common with its replicas and with no other.
fn identity(connection: &mut AnyConnection) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        identity: String,
    }
    let query = "SELECT system_identifier || '/' || current_database() AS identity FROM pg_control_system()";
    Ok(sql_query(query).get_result::<Row>(connection)?.identity)
}
