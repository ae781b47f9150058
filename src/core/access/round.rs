//! A coach's look at all of their clients at once.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::caller::Caller;
use super::grants::Grant;
use super::session::{note_first_use, session};
use super::{DataAccess, Owner, Person, Scopes, coach, log};
use crate::platform::db::AnyConnection;
use crate::platform::db::schema::{grants, users};
use crate::platform::http::{Answer, Problem};
use crate::platform::ids::{UserId, VisitId};
use crate::platform::time::Timestamp;

/// How often a round begins anew because a share began meanwhile.
const ATTEMPTS: u32 = 4;

/// A client on a coach's round.
#[derive(Debug, Clone)]
pub struct Client {
    /// The client, as shown to the coach.
    pub owner: Owner,
    /// What they are called.
    pub person: Person,
    /// What the coach may see of them, by all shares in force together.
    pub scopes: Scopes,
}

impl DataAccess {
    /// Answers a coach's question about all of their clients at once. The answer goes out only once the look stands in the
    /// log of each of them, be it a 304. What `work` tells of a client it must keep to their scopes by itself.
    ///
    /// # Errors
    /// 401 when the session has ended; those of `work`.
    pub async fn answer_round<K: Send + 'static>(
        &self,
        caller: Caller,
        operation: &'static str,
        work: impl Fn(&mut AnyConnection, &[Client]) -> Result<(Answer, K), Problem> + Clone + Send + 'static,
    ) -> Result<(Answer, K), Problem> {
        for _ in 0..ATTEMPTS {
            let (now, work) = (self.clock.now(), work.clone());
            let id = VisitId::new(now);
            let read = self.database.read(move |connection| {
                let (coach, _) = session(connection, caller.0, now, false)?;
                let clients = clients(connection, coach.user, now)?;
                let shown: BTreeSet<_> = clients.iter().map(|client| client.owner.user).collect();
                Ok::<_, Problem>((shown, work(connection, &clients)?))
            });
            let logged = self.database.write(move |connection| {
                let (coach, first_use) = session(connection, caller.0, now, false)?;
                if first_use {
                    note_first_use(connection, caller.0, now)?;
                }
                let coach = coach::coach(connection, coach.user)?;
                log::note_round(connection, &coach, operation, id, now)
            });
            let (read, logged) = futures_util::future::join(read, logged).await;
            let (logged, (shown, answer)) = (logged?, read?);
            if shown.is_subset(&logged) {
                return Ok(answer);
            }
        }
        Err(Problem::internal("shares began and ended faster than a round could be logged"))
    }
}

type Row = (UserId, i32, Option<Timestamp>, String, i64, String, String, bool);

/// Everybody who shares with the coach now, in the order of their ids.
fn clients(connection: &mut AnyConnection, coach: UserId, now: Timestamp) -> Result<Vec<Client>, Problem> {
    let rows = grants::table
        .inner_join(users::table.on(users::id.eq(grants::client_id)))
        .filter(grants::user_id.eq(coach))
        .order(grants::client_id)
        .select((
            grants::client_id,
            grants::scopes,
            grants::expires_at,
            users::display_name,
            users::rev,
            users::time_zone,
            users::day_starts_at,
            users::streak_freezes,
        ))
        .load::<Row>(connection)?;
    let mut clients: Vec<Client> = Vec::new();
    for (id, bits, expires_at, name, rev, time_zone, day_starts_at, streak_freezes) in rows {
        if !Grant::lasts(expires_at, now) {
            continue;
        }
        let scopes = Scopes::from_bits(bits);
        if let Some(same) = clients.last_mut().filter(|last| last.owner.user == id) {
            same.scopes = same.scopes.and(scopes);
        } else {
            let owner = Owner::on_round(id, (rev, time_zone, day_starts_at, streak_freezes), now)?;
            clients.push(Client { owner, person: Person { id, name }, scopes });
        }
    }
    Ok(clients)
}
