//! Writes that change the records of several people in one transaction.

use super::caller::Caller;
use super::session::{Session, note_first_use};
use super::{Actor, DataAccess, Owner};
use crate::core::tx::Tx;
use crate::platform::http::{Answer, IdempotencyKey, Problem, earlier, replay_or_run};
use crate::platform::ids::UserId;

impl DataAccess {
    /// Changes the records of the caller and of the people that `others` finds, in one transaction, under an idempotency
    /// key. `others` runs before anything is locked. Then all accounts are locked in the order of their ids, so that no two such
    /// writes wait for each other. `work` gets the others by [`Tx::load_for_update`]; it may come upon somebody else.
    ///
    /// # Errors
    /// As [`DataAccess::write_idempotent`]; those of `others`.
    pub async fn write_shared(
        &self,
        caller: Caller,
        key: IdempotencyKey,
        body: Vec<u8>,
        others: impl FnMut(&mut Tx<'_>) -> Result<Vec<UserId>, Problem> + Send + 'static,
        work: impl FnMut(&mut Tx<'_>) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        self.write_checked(caller, key, body, |_| Ok(()), others, work).await
    }

    /// The same with a check that even the answer to a repeated request depends on.
    pub(super) async fn write_checked(
        &self,
        caller: Caller,
        key: IdempotencyKey,
        body: Vec<u8>,
        mut check: impl FnMut(&mut Tx<'_>) -> Result<(), Problem> + Send + 'static,
        mut others: impl FnMut(&mut Tx<'_>) -> Result<Vec<UserId>, Problem> + Send + 'static,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let _serving = self.in_flight.enter(caller.0.user, &key)?;
        let now = self.clock.now();
        let write = self.transact(None, move |connection, effects| {
            let session = Session::load(connection, caller.0, now)?;
            let mut tx = Tx::new(connection, effects, session.owner, session.actor);
            check(&mut tx)?;
            if let Some(answer) = earlier(tx.connection, tx.owner.user, &key, &body, now)? {
                return Ok(answer);
            }
            let (before, after): (Vec<_>, Vec<_>) =
                others(&mut tx)?.into_iter().partition(|user| *user < tx.owner.user);
            tx.lock_in_order(before)?;
            let session = Session::load_for_update(tx.connection, caller.0, now)?;
            tx.locked_owner(session.owner);
            tx.lock_in_order(after)?;
            if session.is_first_use {
                note_first_use(tx.connection, caller.0, now)?;
            }
            let user = tx.owner.user;
            replay_or_run(&mut tx, user, &key, &body, now, &mut work)
        });
        write.await
    }

    /// Changes the records of some people for the service itself: what time brings. `work` is about the first of them.
    pub async fn write_as_service(
        &self,
        person: UserId,
        others: Vec<UserId>,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        let now = self.clock.now();
        let write = self.transact(None, move |connection, effects| {
            let Some(owner) = Owner::load(connection, person, now)? else { return Ok(()) };
            let mut tx = Tx::new(connection, effects, owner, Actor::Service);
            tx.lock_in_order(others.iter().copied().chain([person]))?;
            let Some(owner) = tx.load_for_update(person)? else { return Ok(()) };
            tx.owner = owner;
            work(&mut tx)
        });
        write.await
    }
}
