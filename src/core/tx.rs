//! The unit of work: one value that carries the connection, whose data it is about, who acts, and what is to happen after
//! the commit.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::access::{Actor, Owner};
use crate::platform::db::schema::users;
use crate::platform::db::{self, AnyConnection, DbError, Retryable, for_update};
use crate::platform::ids::UserId;
use crate::platform::time::Timestamp;

/// A write that an answer does not depend on, like filling a cache.
pub type Job = Box<dyn FnMut(&mut AnyConnection) -> Result<(), DbError> + Send>;

/// What a unit of work leaves to be done once it has ended.
#[derive(Default)]
pub struct Effects {
    /// Everybody whose account was locked, in the order of locking. After the commit, their devices are notified.
    locked: Vec<Owner>,
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

    /// The writes to run afterwards.
    pub fn into_jobs(self) -> Vec<Job> {
        self.jobs
    }
}

impl<'c> Tx<'c> {
    /// A unit of work on the data of `owner`.
    pub fn new(connection: &'c mut AnyConnection, effects: &'c mut Effects, owner: Owner, actor: Actor) -> Self {
        Self { connection, owner, actor, effects }
    }

    /// The same for an owner whose account is locked already.
    pub fn locked(connection: &'c mut AnyConnection, effects: &'c mut Effects, owner: Owner, actor: Actor) -> Self {
        effects.locked.push(owner);
        Self::new(connection, effects, owner, actor)
    }

    /// The moment of the request.
    pub fn now(&self) -> Timestamp {
        self.owner.now
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
        let query = users::table.find(user).select(Owner::COLUMNS);
        let row = for_update!(self.connection, query, first).optional()?;
        let owner = row.map(|profile| Owner::new(user, profile, self.owner.now));
        self.effects.locked.extend(owner);
        Ok(owner)
    }

    /// Locks the accounts of these people, and the owner's, whose present state is loaded. Accounts that are gone are
    /// left out.
    pub fn lock_in_order(&mut self, people: &[UserId]) -> Result<(), DbError> {
        let all: BTreeSet<_> = people.iter().copied().chain([self.owner.user]).collect();
        for user in all {
            if let Some(owner) = self.load_for_update(user)?
                && user == self.owner.user
            {
                self.owner = owner;
            }
        }
        Ok(())
    }

    /// Runs `job` in a transaction of its own once this unit of work has been answered. Nobody waits for it, and nobody is
    /// told when it fails: it must be something that can be done again, or left out.
    pub fn after_commit(
        &mut self,
        job: impl FnMut(&mut AnyConnection) -> Result<(), DbError> + Send + 'static,
    ) {
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
        db::savepoint(connection, |connection| work(&mut Tx { connection, owner: *owner, actor: *actor, effects }))
    }
}
