//! A coach's look at all of their clients at once.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::caller::Caller;
use super::grants::Grant;
use super::owner::ProfileRow;
use super::session::{Session, note_first_use};
use super::{DataAccess, Owner, Person, Scopes, coach, log};
use crate::core::tx::{Effects, Tx};
use crate::platform::db::AnyConnection;
use crate::platform::db::cached;
use crate::platform::db::schema::{grants, users};
use crate::platform::http::{Answer, Problem};
use crate::platform::ids::{UserId, VisitId};
use crate::platform::time::Timestamp;

/// How often a round begins again because a share began meanwhile.
const ATTEMPTS: u32 = 4;

/// A client on a coach's round.
#[derive(Debug, Clone)]
pub struct Client {
    /// The client.
    pub owner: Owner,
    /// What they are called.
    pub person: Person,
    /// What the coach may see of them, by all shares in force together.
    pub scopes: Scopes,
}

impl DataAccess {
    /// Answers a coach's question about all of their clients at once. The answer goes out only once the look stands in the
    /// log of each of them, be it a 304. `work` itself must keep what it says of a client to their scopes.
    ///
    /// # Errors
    /// 401 when the session has ended; those of `work`.
    pub async fn answer_round(
        &self,
        caller: Caller,
        operation: &'static str,
        work: impl Fn(&mut Tx<'_>, &[Client]) -> Result<Answer, Problem> + Clone + Send + 'static,
    ) -> Result<Answer, Problem> {
        for _ in 0..ATTEMPTS {
            let (now, work) = (self.clock.now(), work.clone());
            let id = VisitId::new(now);
            let read = self.database.read(move |connection| {
                let session = Session::load(connection, caller.0, now)?;
                let clients = clients(connection, session.owner.user, now)?;
                let shown: BTreeSet<_> = clients.iter().map(|client| client.owner.user).collect();
                let mut effects = Effects::default();
                let answer = work(&mut Tx::new(connection, &mut effects, session.owner, session.actor), &clients)?;
                Ok::<_, Problem>((shown, answer, effects))
            });
            let logged = self.database.write(move |connection| {
                let session = Session::load(connection, caller.0, now)?;
                if session.is_first_use {
                    note_first_use(connection, caller.0, now)?;
                }
                let coach = coach::coach(connection, session.owner.user)?;
                Ok::<_, Problem>(log::note_round(connection, &coach, operation, id, now)?)
            });
            let (read, logged) = futures_util::future::join(read, logged).await;
            let (logged, (shown, answer, effects)) = (logged?, read?);
            if shown.is_subset(&logged) {
                self.finish(effects);
                return Ok(answer);
            }
        }
        Err(Problem::internal("shares began and ended faster than a round could be logged"))
    }
}

/// A grant with the name and the profile of who gave it.
type Row = (UserId, i32, Option<Timestamp>, String, ProfileRow);

/// Everybody who shares with the coach now, in the order of their ids.
fn clients(connection: &mut AnyConnection, coach: UserId, now: Timestamp) -> Result<Vec<Client>, Problem> {
    let rows = cached!(
        grants::table
            .inner_join(users::table.on(users::id.eq(grants::client_id)))
            .filter(grants::user_id.eq(coach))
            .order(grants::client_id)
            .select((grants::client_id, grants::scopes, grants::expires_at, users::display_name, Owner::COLUMNS))
    )
    .load::<Row>(connection)?;
    let mut clients: Vec<Client> = Vec::new();
    for (id, bits, expires_at, name, profile) in rows {
        if !Grant::lasts(expires_at, now) {
            continue;
        }
        let scopes = Scopes::from_bits(bits);
        if let Some(same) = clients.last_mut().filter(|last| last.owner.user == id) {
            same.scopes = same.scopes.and(scopes);
        } else {
            let owner = Owner::new(id, profile, now);
            clients.push(Client { owner, person: Person { id, name }, scopes });
        }
    }
    Ok(clients)
}
