//! The unit of work: one value that carries the connection, whose data it is about, who acts, and what is to happen after
//! the commit.

use std::collections::{BTreeMap, BTreeSet};

use super::access::{Actor, Owner};
use crate::platform::db::{self, AnyConnection, DbError, Retryable};
use crate::platform::ids::UserId;

/// A write that an answer does not depend on, like filling a cache.
pub type Job = Box<dyn FnMut(&mut AnyConnection) -> Result<(), DbError> + Send>;

/// What a unit of work leaves to be done once it has ended.
#[derive(Default)]
pub struct Effects {
    /// Everybody whose account was locked, in the order of locking. After the commit, their devices are notified.
    locked: Vec<Owner>,
    /// The change counters of those whose account is locked, as far as they are known.
    revs: BTreeMap<UserId, i64>,
    /// Writes to run afterwards, each in a transaction of its own.
    jobs: Vec<Job>,
}

/// A unit of work on the data of one person.
///
/// Within [`db::Database::write`] it is a transaction: it happens as a whole or not at all. Within
/// [`db::Database::read`] each statement has a snapshot of its own, unless [`Tx::snapshot`] is used.
pub struct Tx<'c> {
    /// The connection.
    pub connection: &'c mut AnyConnection,
    /// Whose data.
    pub owner: Owner,
    /// Who acts.
    pub actor: Actor,
    effects: &'c mut Effects,
}

impl Effects {
    /// Everybody whose data may have changed.
    pub fn changed(&self) -> BTreeSet<UserId> {
        self.locked.iter().map(|owner| owner.user).collect()
    }

    /// Takes an account as locked, with the owner as loaded under the lock.
    fn lock(&mut self, owner: Owner) {
        self.revs.insert(owner.user, owner.rev);
        self.locked.push(owner);
    }

    /// The writes to run afterwards.
    pub fn into_jobs(self) -> Vec<Job> {
        self.jobs
    }
}

impl AsMut<AnyConnection> for Tx<'_> {
    fn as_mut(&mut self) -> &mut AnyConnection {
        self.connection
    }
}

impl<'c> Tx<'c> {
    /// A unit of work on the data of `owner`.
    pub fn new(connection: &'c mut AnyConnection, effects: &'c mut Effects, owner: Owner, actor: Actor) -> Self {
        Self { connection, owner, actor, effects }
    }

    /// The same for an owner whose account is locked already.
    pub fn locked(connection: &'c mut AnyConnection, effects: &'c mut Effects, owner: Owner, actor: Actor) -> Self {
        effects.lock(owner);
        Self::new(connection, effects, owner, actor)
    }

    /// The same unit of work on the data of another person.
    pub fn on(&mut self, owner: &Owner) -> Tx<'_> {
        Tx { connection: self.connection, owner: *owner, actor: self.actor, effects: self.effects }
    }

    /// Locks an account until the transaction ends, so that its writes take turns, and loads its owner; nothing when there
    /// is no such account. Their devices are notified after the commit.
    ///
    /// To avoid deadlocks, several accounts are locked in the order of their ids: see [`Tx::lock_in_order`].
    pub fn load_for_update(&mut self, user: UserId) -> Result<Option<Owner>, DbError> {
        if let Some(known) = self.effects.locked.iter().find(|owner| owner.user == user) {
            return Ok(Some(*known));
        }
        let owner = Owner::load_for_update(self.connection, user, self.owner.now)?;
        if let Some(owner) = owner {
            self.effects.lock(owner);
        }
        Ok(owner)
    }

    /// Locks the accounts of these people in the order of their ids. Accounts that are gone are left out.
    pub fn lock_in_order(&mut self, people: impl IntoIterator<Item = UserId>) -> Result<(), DbError> {
        let people: BTreeSet<_> = people.into_iter().collect();
        people.into_iter().try_for_each(|user| self.load_for_update(user).map(|_| ()))
    }

    /// Takes the owner as they were loaded when their account was locked.
    pub fn locked_owner(&mut self, owner: Owner) {
        self.owner = owner;
        self.effects.lock(owner);
    }

    /// The rev of the owner's next change. The write that stores it must follow in the same transaction.
    pub fn next_rev(&mut self) -> Result<i64, DbError> {
        let user = self.owner.user;
        let last = match self.effects.revs.get(&user) {
            Some(rev) => *rev,
            None => {
                Owner::load_for_update(self.connection, user, self.owner.now)?
                    .ok_or_else(|| DbError::broken("the account of a change is gone"))?
                    .rev
            }
        };
        self.effects.revs.insert(user, last + 1);
        Ok(last + 1)
    }

    /// Runs `job` in a transaction of its own once this unit of work has been answered. Nobody waits for it, and a
    /// failure is only logged: it must be something that can be done again, or left out.
    pub fn after_commit(&mut self, job: impl FnMut(&mut AnyConnection) -> Result<(), DbError> + Send + 'static) {
        self.effects.jobs.push(Box::new(job));
    }

    /// Runs several reads at one moment of the database. Not within a transaction.
    pub fn snapshot<T, E: Retryable>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let Self { connection, owner, actor, effects } = self;
        db::snapshot(connection, |connection| work(&mut Tx { connection, owner: *owner, actor: *actor, effects }))
    }

    /// Runs `work` so that a failure takes back only what `work` did (see [`db::savepoint`]).
    pub fn savepoint<T, E: Retryable>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Result<T, E>, DbError> {
        let Self { connection, owner, actor, effects } = self;
        let result = db::savepoint(connection, |connection| {
            work(&mut Tx { connection, owner: *owner, actor: *actor, effects })
        })?;
        if result.is_err() {
            effects.revs.clear();
        }
        Ok(result)
    }

    /// Runs `work` and takes back whatever it wrote (see [`db::dry_run`]).
    pub fn dry_run<T, E: Retryable>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let Self { connection, owner, actor, effects } = self;
        let result =
            db::dry_run(connection, |connection| work(&mut Tx { connection, owner: *owner, actor: *actor, effects }));
        effects.revs.clear();
        result
    }
}

/// Runs `work` on the data of `owner` for the operator, at the command line. Nobody is notified, and jobs for after the
/// commit are left out.
pub fn as_operator<T>(connection: &mut AnyConnection, owner: Owner, work: impl FnOnce(&mut Tx<'_>) -> T) -> T {
    work(&mut Tx::new(connection, &mut Effects::default(), owner, Actor::Operator))
}

/// The same for the service itself, for an account that nobody is signed in to.
pub fn as_service<T>(connection: &mut AnyConnection, owner: Owner, work: impl FnOnce(&mut Tx<'_>) -> T) -> T {
    work(&mut Tx::new(connection, &mut Effects::default(), owner, Actor::Service))
}
