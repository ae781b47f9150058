//! Who may see and change whose data: decided here and nowhere else, next to the load and on the same connection.
//!
//! A [`Caller`] reaches their own data alone. A [`Viewer`] may be a coach who asks about a client: [`DataAccess::answer`] looks
//! for a grant in force, withholds what is not shared, and writes the client's access log. A [`Visitor`] is a coach at what
//! lies between them and a client, like comments; [`DataAccess::answer_visitor`] does the same for them.

mod along;
mod caller;
pub mod client_routes;
mod coach;
pub mod grants;
pub mod log;
mod owner;
pub mod redaction;
mod round;
mod scopes;
mod session;
mod visit;
mod visitor;

pub use caller::{Caller, Viewer};
pub use coach::{CoachProfile, Person, client, coach, coach_profile, may_coach};
pub use owner::Owner;
pub use round::Client;
pub use scopes::{Needs, Scope, Scopes};
pub use visitor::{Pair, Visitor};

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use session::{note_first_use, session};

use crate::platform::db::{AnyConnection, Database};
use crate::platform::http::{Answer, IdempotencyKey, InFlight, Problem, earlier, replay_or_run};
use crate::platform::notifier::Notifier;
use crate::platform::time::{Clock, Timestamp};
use crate::platform::tokens::AccessTokens;

/// The door to everybody's data.
pub struct DataAccess {
    /// The database, for what needs no caller: signing in, operations.
    pub database: Arc<Database>,
    /// What now is.
    pub clock: Clock,
    /// Verifies callers.
    pub tokens: AccessTokens,
    /// Who waits for whose changes.
    pub notifier: Arc<Notifier>,
    in_flight: InFlight,
}

impl DataAccess {
    /// A gate before `database`.
    #[must_use]
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
        mut work: impl FnMut(&mut AnyConnection, &Owner) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let now = self.clock.now();
        let read = self.database.read(move |connection| {
            let (owner, first_use) = session(connection, caller.0, now, false)?;
            Ok::<_, Problem>((work(connection, &owner)?, first_use))
        });
        let (result, first_use) = read.await?;
        if first_use {
            self.note_first_use(caller, now).await;
        }
        Ok(result)
    }

    /// Notes a token's first use by itself; a disk that takes no writes must not spoil what has been answered.
    async fn note_first_use(&self, caller: Caller, now: Timestamp) {
        let noted = self.database.write(move |connection| note_first_use(connection, caller.0, now));
        if let Err(problem) = noted.await {
            tracing::warn!(%problem, "the first use of a token was not noted");
        }
    }

    /// Changes the caller's own data, in one transaction.
    ///
    /// # Errors
    /// 401 when the session has ended; those of `work`.
    pub async fn write<T: Send + 'static>(
        &self,
        caller: Caller,
        mut work: impl FnMut(&mut AnyConnection, &Owner) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let now = self.clock.now();
        let unnoted = Arc::new(AtomicBool::new(false));
        let first = Arc::clone(&unnoted);
        let write = self.database.write(move |connection| {
            let (owner, first_use) = session(connection, caller.0, now, true)?;
            first.store(first_use, Ordering::Relaxed);
            if first_use {
                note_first_use(connection, caller.0, now)?;
            }
            work(connection, &owner)
        });
        let result = write.await;
        if result.is_ok() {
            self.notifier.notify(caller.0.user);
        }
        if result.is_err() && unnoted.load(Ordering::Relaxed) {
            // The note went back with the work that was refused, but the token has been used.
            self.note_first_use(caller, now).await;
        }
        result
    }

    /// The same for a POST: under an idempotency key it has one effect and one answer, however often it comes. `body` is
    /// what makes two requests the same.
    ///
    /// # Errors
    /// 409 while the first is still running, 422 when the key came with another body; those of [`DataAccess::write`].
    pub async fn write_idempotent(
        &self,
        caller: Caller,
        key: IdempotencyKey,
        body: Vec<u8>,
        mut work: impl FnMut(&mut AnyConnection, &Owner) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let _serving = self.in_flight.enter(caller.0.user, &key)?;
        self.write(caller, move |connection, owner| {
            replay_or_run(connection, owner.user, &key, &body, owner.now, |connection| work(connection, owner))
        })
        .await
    }

    /// The same for a POST whose work is too much for one transaction. The answer is kept once all of it is done; what
    /// ended half-way is run again under the key, and `work` goes on where it stopped.
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
        let before =
            self.read(caller, move |connection, owner| earlier(connection, owner.user, &asked, &hashed, owner.now));
        let answer = match before.await? {
            Some(answer) => return Ok(answer),
            None => work.await?,
        };
        if !key.is_given() {
            return Ok(answer);
        }
        self.write(caller, move |connection, owner| {
            replay_or_run(connection, owner.user, &key, &body, owner.now, |_| Ok(answer.clone()))
        })
        .await
    }
}
