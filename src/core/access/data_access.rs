use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::ResponseError;

use super::caller::Caller;
use super::session::{Session, note_first_use};
use crate::core::tx::{Effects, Tx};
use crate::platform::db::{AnyConnection, Database, DbError};
use crate::platform::http::{Answer, IdempotencyKey, InFlight, Problem, earlier, replay_or_run};
use crate::platform::ids::UserId;
use crate::platform::notifier::Notifier;
use crate::platform::time::{Clock, Timestamp};
use crate::platform::tokens::AccessTokens;

/// Every request's way to the data.
pub struct DataAccess {
    /// The database, for what needs no caller: signing in, operations.
    pub database: Arc<Database>,
    /// What now is.
    pub clock: Clock,
    /// Verifies callers.
    pub tokens: AccessTokens,
    /// Who is subscribed to whose changes.
    pub notifier: Arc<Notifier>,
    pub(super) in_flight: InFlight,
}

impl DataAccess {
    /// Access to `database`.
    pub fn new(database: Arc<Database>, clock: Clock, tokens: AccessTokens) -> Self {
        Self { database, clock, tokens, notifier: Notifier::new(), in_flight: InFlight::default() }
    }

    /// Reads the caller's own data.
    ///
    /// # Errors
    /// 401 when the session has ended; those of `work`.
    pub async fn read<T: Send + 'static>(
        &self,
        caller: Caller,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let now = self.clock.now();
        let read = self.database.read(move |connection| {
            let session = Session::load(connection, caller.0, now)?;
            let mut effects = Effects::default();
            let result = work(&mut Tx::new(connection, &mut effects, session.owner, session.actor))?;
            Ok::<_, Problem>((result, effects, session.is_first_use))
        });
        let (result, effects, is_first_use) = read.await?;
        if is_first_use {
            self.note_first_use(caller, now).await;
        }
        self.finish(effects);
        Ok(result)
    }

    /// Reads what the owner's rev counts: their records, and what is computed from them. The replica is asked, if there is one
    /// that has everything the primary has committed of this owner, whichever node wrote it; else the primary. What the rev
    /// does not count (devices, sign-ins, shares' codes, logs) is read with [`DataAccess::read`].
    ///
    /// The session is always checked on the primary: when it has been ended, it is refused at once.
    ///
    /// # Errors
    /// As [`DataAccess::read`].
    pub async fn read_records<T: Send + 'static>(
        &self,
        caller: Caller,
        work: impl Fn(&mut Tx<'_>) -> Result<T, Problem> + Send + Sync + 'static,
    ) -> Result<T, Problem> {
        if !self.database.has_replica() {
            return self.read(caller, work).await;
        }
        let now = self.clock.now();
        let session = self.database.read(move |connection| Session::load(connection, caller.0, now)).await?;
        // A replica that was given up may still be at it when the primary begins.
        let work = Arc::new(work);
        let on_replica = Arc::clone(&work);
        let read = self.database.read_replica(move |connection| {
            if !session.owner.is_current_on(connection)? {
                return Err(DbError::Unavailable("the replica is behind".to_owned()).into());
            }
            let mut effects = Effects::default();
            let result = on_replica(&mut Tx::new(connection, &mut effects, session.owner, session.actor))?;
            Ok::<_, Problem>((result, effects))
        });
        let (result, effects) = match read.await {
            Ok(read) => read,
            Err(problem) if problem.status_code().is_server_error() => {
                tracing::debug!(%problem, "the primary answers for the replica");
                return self.read(caller, move |tx| work(tx)).await;
            }
            Err(problem) => return Err(problem),
        };
        if session.is_first_use {
            self.note_first_use(caller, now).await;
        }
        self.finish(effects);
        Ok(result)
    }

    /// Notes a token's first use by itself; a disk that takes no writes must not spoil what has been answered.
    async fn note_first_use(&self, caller: Caller, now: Timestamp) {
        let noted = self.database.write(move |connection| note_first_use(connection, caller.0, now));
        if let Err(error) = noted.await {
            tracing::warn!(%error, "the first use of a token was not noted");
        }
    }

    /// Changes the caller's own data, in one transaction.
    ///
    /// # Errors
    /// 401 when the session has ended; those of `work`.
    pub async fn write<T: Send + 'static>(
        &self,
        caller: Caller,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let now = self.clock.now();
        let first_use = Arc::new(AtomicBool::new(false));
        let noted = Arc::clone(&first_use);
        let write = self.transact(Some(caller.0.user), move |connection, effects| {
            let session = Session::load_for_update(connection, caller.0, now)?;
            noted.store(session.is_first_use, Ordering::Relaxed);
            if session.is_first_use {
                note_first_use(connection, caller.0, now)?;
            }
            work(&mut Tx::locked(connection, effects, session.owner, session.actor))
        });
        let result = write.await;
        if result.is_err() && first_use.load(Ordering::Relaxed) {
            // The note was rolled back with the refused work, but the token has been used.
            self.note_first_use(caller, now).await;
        }
        result
    }

    /// Changes the caller's own data under an idempotency key: it has one effect and one answer, however often the request
    /// comes. `body` is what makes two requests the same.
    ///
    /// # Errors
    /// 409 while the first is still running, 422 when the key came with another body; those of [`DataAccess::write`].
    pub async fn write_idempotent(
        &self,
        caller: Caller,
        key: IdempotencyKey,
        body: Vec<u8>,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let _serving = self.in_flight.enter(caller.0.user, &key)?;
        self.write(caller, move |tx| replay_or_run(tx, tx.owner.user, &key, &body, tx.owner.now, &mut work)).await
    }

    /// The same for work that is too much for one transaction. The answer is kept once all of it is done; what ended half-way
    /// is run again under the key, and `work` goes on where it stopped.
    ///
    /// # Errors
    /// As [`DataAccess::write_idempotent`].
    pub async fn write_steps_idempotent<F: Future<Output = Result<Answer, Problem>>>(
        &self,
        caller: Caller,
        key: IdempotencyKey,
        body: Vec<u8>,
        work: F,
    ) -> Result<Answer, Problem> {
        let _serving = self.in_flight.enter(caller.0.user, &key)?;
        let (asked, hashed) = (key.clone(), body.clone());
        let before = self.read(caller, move |tx| earlier(tx.connection, tx.owner.user, &asked, &hashed, tx.owner.now));
        let answer = match before.await? {
            Some(answer) => return Ok(answer),
            None => work.await?,
        };
        if !key.is_given() {
            return Ok(answer);
        }
        self.write(caller, move |tx| {
            replay_or_run(tx, tx.owner.user, &key, &body, tx.owner.now, |_| Ok(answer.clone()))
        })
        .await
    }

    /// Runs `work` in a transaction, and its effects after the commit. With `only`, it locks the account of that person
    /// and no other.
    pub(super) async fn transact<T: Send + 'static>(
        &self,
        only: Option<UserId>,
        mut work: impl FnMut(&mut AnyConnection, &mut Effects) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let work = move |connection: &mut AnyConnection| {
            let mut effects = Effects::default();
            work(connection, &mut effects).map(|result| (result, effects))
        };
        let (result, effects) = match only {
            Some(user) => self.database.write_of(user, work).await?,
            None => self.database.write(work).await?,
        };
        self.finish(effects);
        Ok(result)
    }

    /// Notifies those whose data may have changed, and starts the writes that nobody waits for.
    pub(super) fn finish(&self, effects: Effects) {
        for user in effects.changed() {
            self.notifier.notify(user);
        }
        for job in effects.into_jobs() {
            let database = Arc::clone(&self.database);
            actix_web::rt::spawn(async move {
                if let Err(error) = database.write(job).await {
                    tracing::warn!(%error, "a write after an answer failed");
                }
            });
        }
    }
}
