//! A streaming replica of the PostgreSQL server, which takes reads.

use std::sync::{Arc, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::connection::AnyConnection;
use super::job::Job;
use super::job_queue::{JobQueue, QueuedJob, spawn};
use super::postgres::Session;
use super::timeline::{self, Timeline};
use super::{DbError, Durability};

/// How often it is asked whether the replica can be used.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// How long the replica is left alone after it has failed.
const REST: Duration = Duration::from_secs(3);

/// The replica's threads, and whether reads may go to it at present.
pub(super) struct Replica {
    pub(super) jobs: JobQueue,
    state: Arc<State>,
    /// Ends the thread that checks, when dropped.
    _checking: Sender<()>,
}

impl Replica {
    /// Starts `count` threads with a connection each, and one that finds out whether the replica can be used. It is not used
    /// before that has said so.
    pub(super) fn start(url: &str, primary: &str, count: usize) -> Result<(Self, Vec<JoinHandle<()>>), DbError> {
        let (queue, jobs) = JobQueue::new();
        let (checking, stop) = bounded(0);
        let state = Arc::new(State(RwLock::new(Use::Unknown)));
        let mut threads = Vec::with_capacity(count + 1);
        for number in 0..count {
            let session = Session::new(url, Durability::Full);
            let (jobs, state) = (jobs.clone(), Arc::clone(&state));
            threads.push(spawn(&format!("birddog-replica-{number}"), move || serve(session, &jobs, &state))?);
        }
        let (url, primary, shared) = (url.to_owned(), primary.to_owned(), Arc::clone(&state));
        threads.push(spawn("birddog-replica-check", move || check_until(&stop, &url, &primary, &shared))?);
        Ok((Self { jobs: queue, state, _checking: checking }, threads))
    }

    /// Whether reads may go to it.
    pub(super) fn is_in_use(&self) -> bool {
        matches!(*self.state.0.read().unwrap_or_else(PoisonError::into_inner), Use::Followed(_))
    }

    /// Sends no reads to it for a while.
    pub(super) fn suspend(&self, why: &DbError) {
        self.state.suspend(why);
    }
}

/// What the threads know of the replica in common.
struct State(RwLock<Use>);

/// Whether reads go to the replica.
#[derive(Clone)]
enum Use {
    /// Nobody has asked it yet.
    Unknown,
    /// They do; what the primary was when that was last checked.
    Followed(Timeline),
    /// They don't, and it is not asked before this moment.
    Suspended(Instant),
}

impl State {
    fn now(&self) -> Use {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the replica has to follow; nothing while it is not in use.
    fn followed(&self) -> Option<Timeline> {
        match self.now() {
            Use::Followed(primary) => Some(primary),
            Use::Unknown | Use::Suspended(_) => None,
        }
    }

    /// Takes the replica into use. Each change is logged once, however many requests meet it.
    fn follow(&self, primary: Timeline) {
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*current, Use::Followed(_)) {
            tracing::info!("reads go to the replica");
        }
        *current = Use::Followed(primary);
    }

    fn suspend(&self, why: &DbError) {
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*current, Use::Suspended(_)) {
            tracing::warn!(error = %why, "the replica cannot be used: reads go to the primary");
        }
        *current = Use::Suspended(Instant::now() + REST);
    }
}

/// A connection that has been checked against what the primary was then.
struct Checked {
    session: Session,
    follows: Option<Timeline>,
}

fn serve(session: Session, jobs: &Receiver<QueuedJob>, state: &State) {
    let mut checked = Checked { session, follows: None };
    while let Ok(waiting) = jobs.recv() {
        let Some(mut job) = waiting.unless_expired() else { continue };
        let ended = match state.followed() {
            Some(primary) => checked.read(job.as_mut(), primary, state),
            None => Err(DbError::Unavailable("the replica is not in use".to_owned())),
        };
        job.answer(ended);
    }
}

impl Checked {
    fn read(&mut self, job: &mut dyn Job, primary: Timeline, state: &State) -> Result<(), DbError> {
        let ended = self.follow(primary).and_then(|()| self.session.read(job));
        match &ended {
            Err(error) => state.suspend(error),
            Ok(()) if !self.session.is_connected() => {
                state.suspend(&DbError::Unavailable("the connection was lost".to_owned()));
            }
            Ok(()) => {}
        }
        ended
    }

    /// Makes sure that the connection leads to a replica of the primary. The address may lead to several servers, and the
    /// primary may have been replaced since.
    fn follow(&mut self, primary: Timeline) -> Result<(), DbError> {
        if self.session.is_connected() && self.follows.as_ref() == Some(&primary) {
            return Ok(());
        }
        self.session.close();
        timeline::require_follower(self.session.connection()?, &primary).inspect_err(|_| self.session.close())?;
        self.follows = Some(primary);
        Ok(())
    }
}

/// Checks the replica from time to time.
fn check_until(stop: &Receiver<()>, url: &str, primary: &str, state: &State) {
    let mut connections = None;
    loop {
        let rests = matches!(state.now(), Use::Suspended(until) if Instant::now() < until);
        if !rests {
            match check(&mut connections, url, primary) {
                Ok(primary) => state.follow(primary),
                Err(error) => {
                    connections = None;
                    state.suspend(&error);
                }
            }
        }
        if stop.recv_timeout(CHECK_INTERVAL) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// What the primary is, if the replica follows it. The primary is asked each time: another may have taken its place.
fn check(
    connections: &mut Option<(AnyConnection, AnyConnection)>,
    url: &str,
    primary: &str,
) -> Result<Timeline, DbError> {
    let (primary, replica) = match connections {
        Some(open) => open,
        None => connections.insert((
            AnyConnection::open_postgres(primary, Durability::Full)?,
            AnyConnection::open_postgres(url, Durability::Full)?,
        )),
    };
    let primary = timeline::of_primary(primary)?;
    timeline::require_follower(replica, &primary)?;
    Ok(primary)
}
