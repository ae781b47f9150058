//! Writes that change other people's records along with the caller's own.

use super::caller::Caller;
use super::session::{note_first_use, session};
use super::{DataAccess, Owner};
use crate::platform::db::AnyConnection;
use crate::platform::http::{Answer, IdempotencyKey, Problem, earlier, replay_or_run};
use crate::platform::ids::UserId;
use crate::platform::time::Timestamp;

impl DataAccess {
    /// Changes the caller's records and those of the people that `others` names, in one transaction. Under an idempotency
    /// key it has one effect and one answer; `body` is what makes two requests the same. `work` finds the others with
    /// [`Owner::along`]; somebody whom `others` did not name yet may be among them.
    ///
    /// # Errors
    /// As [`DataAccess::write_idempotent`]; those of `others`.
    pub async fn write_along(
        &self,
        caller: Caller,
        key: IdempotencyKey,
        body: Vec<u8>,
        mut others: impl FnMut(&mut AnyConnection, &Owner) -> Result<Vec<UserId>, Problem> + Send + 'static,
        mut work: impl FnMut(&mut AnyConnection, &Owner) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let _serving = self.in_flight.enter(caller.0.user, &key)?;
        let (asked, hashed) = (key.clone(), body.clone());
        let before = self.read(caller, move |connection, owner| {
            match earlier(connection, owner.user, &asked, &hashed, owner.now)? {
                Some(answer) => Ok(Err(answer)),
                None => others(connection, owner).map(Ok),
            }
        });
        let people = match before.await? {
            Err(answer) => return Ok(answer),
            Ok(others) => others,
        };
        let now = self.clock.now();
        let notified = people.clone();
        let written = self.database.write(move |connection| {
            let (owner, first_use) = take_turns(connection, caller, &people, now)?;
            if first_use {
                note_first_use(connection, caller.0, now)?;
            }
            replay_or_run(connection, owner.user, &key, &body, now, |connection| work(connection, &owner))
        });
        let answer = written.await?;
        for user in notified.into_iter().chain([caller.0.user]) {
            self.notifier.notify(user);
        }
        Ok(answer)
    }

    /// Changes the records of some people for no caller, in one transaction: what time brings.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn write_for<T: Send + 'static>(
        &self,
        people: Vec<UserId>,
        mut work: impl FnMut(&mut AnyConnection, Timestamp) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let now = self.clock.now();
        let notified = people.clone();
        let written = self.database.write(move |connection| {
            for user in in_order(&people) {
                Owner::along(connection, user, now)?;
            }
            work(connection, now)
        });
        let result = written.await?;
        for user in notified {
            self.notifier.notify(user);
        }
        Ok(result)
    }
}

/// The caller's session, with writes of all these people waiting until the transaction ends. Rows are locked in the order
/// of ids, whoever asks, so that no two such writes wait for each other.
fn take_turns(
    connection: &mut AnyConnection,
    caller: Caller,
    others: &[UserId],
    now: Timestamp,
) -> Result<(Owner, bool), Problem> {
    let own = caller.0.user;
    for user in in_order(others).into_iter().filter(|user| *user < own) {
        Owner::along(connection, user, now)?;
    }
    let session = session(connection, caller.0, now, true)?;
    for user in in_order(others).into_iter().filter(|user| *user > own) {
        Owner::along(connection, user, now)?;
    }
    Ok(session)
}

fn in_order(people: &[UserId]) -> Vec<UserId> {
    let mut people = people.to_vec();
    people.sort_unstable();
    people.dedup();
    people
}
