//! Who may see and change whose data: decided here and nowhere else, next to the load and on the same connection.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::Duration;
use diesel::prelude::*;

use crate::db::schema::{devices, users};
use crate::db::{AnyConnection, Database};
use crate::http::problem::{STEP_UP_REQUIRED, UNAUTHENTICATED};
use crate::http::{Answer, IdempotencyKey, InFlight, Problem, earlier, replay_or_run};
use crate::ids::{DeviceId, UserId};
use crate::time::{Clock, DayStart, Instant, LocalDay, Zone};
use crate::tokens::{AccessTokens, Claims};
use crate::wakes::Wakes;

/// How recent a sign-in must be for what can't be undone.
const STEP_UP: Duration = Duration::minutes(5);

/// The door to everybody's data.
pub struct Gate {
    /// The database, for what needs no caller: signing in, operations.
    pub database: Arc<Database>,
    /// What now is.
    pub clock: Clock,
    /// Verifies callers.
    pub tokens: AccessTokens,
    /// Who waits for whose changes.
    pub wakes: Arc<Wakes>,
    in_flight: InFlight,
}

/// A request's bearer token, signed by us and in force. Whether its session still is, the database says at each load.
#[derive(Debug, Clone, Copy)]
pub struct Caller(Claims);

/// The person whose data a request is about, and who is asking: a session that was in force when the load began.
#[derive(Debug, Clone)]
pub struct Owner {
    /// Whose data.
    pub user: UserId,
    /// The session that asks.
    pub device: DeviceId,
    /// The owner's change counter at the load.
    pub rev: i64,
    /// The profile's zone, in which "today" is.
    pub time_zone: Zone,
    /// When the owner's day begins.
    pub day_starts_at: DayStart,
    /// Whether streaks earn freezes.
    pub streak_freezes: bool,
    /// The moment of the request.
    pub now: Instant,
    auth_time: i64,
}

impl Owner {
    /// The owner that an account is about to have.
    #[must_use]
    pub fn signing_up(user: UserId, device: DeviceId, time_zone: Zone, now: Instant) -> Self {
        Self {
            user,
            device,
            rev: 0,
            time_zone,
            day_starts_at: DayStart::default(),
            streak_freezes: true,
            now,
            auth_time: now.unix_seconds(),
        }
    }

    /// The owner that the operator works for at the command line, where there is no session to be checked; nobody when
    /// there is no such account. With `lock`, other writes of theirs wait until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub fn for_operator(
        connection: &mut AnyConnection,
        user: UserId,
        now: Instant,
        lock: bool,
    ) -> Result<Option<Self>, Problem> {
        let columns = (users::rev, users::time_zone, users::day_starts_at, users::streak_freezes);
        let query = users::table.find(user).select(columns);
        let row: Option<Profile> = match connection {
            AnyConnection::Postgres(postgres) if lock => query.for_update().first(postgres).optional()?,
            other => query.first(other).optional()?,
        };
        let device = DeviceId(uuid::Uuid::nil());
        row.map(|profile| Self::with_profile(user, device, profile, now, now.unix_seconds())).transpose()
    }

    fn with_profile(
        user: UserId,
        device: DeviceId,
        (rev, time_zone, day_starts_at, streak_freezes): Profile,
        now: Instant,
        auth_time: i64,
    ) -> Result<Self, Problem> {
        let time_zone = time_zone.parse().map_err(Problem::internal)?;
        let day_starts_at = day_starts_at.parse().map_err(Problem::internal)?;
        Ok(Self { user, device, rev, time_zone, day_starts_at, streak_freezes, now, auth_time })
    }

    /// The same owner at another moment, for records that were written then.
    #[must_use]
    pub fn at(&self, now: Instant) -> Self {
        Self { now, ..self.clone() }
    }

    /// The owner's local day at the moment of the request, in `zone` or the profile's.
    #[must_use]
    pub fn today(&self, zone: Option<Zone>) -> LocalDay {
        LocalDay::of(self.now, zone.unwrap_or(self.time_zone), self.day_starts_at)
    }

    /// Refuses what can't be undone unless the person signed in within the last five minutes.
    ///
    /// # Errors
    /// 403.
    pub fn step_up(&self) -> Result<(), Problem> {
        if self.now.unix_seconds().saturating_sub(self.auth_time) <= STEP_UP.num_seconds() {
            return Ok(());
        }
        Err(Problem::new(
            STEP_UP_REQUIRED,
            "This cannot be undone, so sign in again and then within five minutes do it.",
        ))
    }
}

impl Gate {
    /// A gate before `database`.
    #[must_use]
    pub fn new(database: Arc<Database>, clock: Clock, tokens: AccessTokens) -> Self {
        Self { database, clock, tokens, wakes: Wakes::new(), in_flight: InFlight::default() }
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
    async fn note_first_use(&self, caller: Caller, now: Instant) {
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
            self.wakes.wake(caller.0.user);
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
    /// 409 while the first is still running, 422 when the key came with another body; those of [`Gate::write`].
    pub async fn write_once(
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
    /// As [`Gate::write_once`].
    pub async fn steps_once<F: Future<Output = Result<Answer, Problem>>>(
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
        self.write(caller, move |connection, owner| {
            replay_or_run(connection, owner.user, &key, &body, owner.now, |_| Ok(answer.clone()))
        })
        .await
    }
}

impl Caller {
    /// The session that the token belongs to.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.0.device
    }

    /// Who asks.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.0.user
    }

    /// Whether the token is still in force.
    #[must_use]
    pub fn is_in_force(&self, now: Instant) -> bool {
        self.0.is_in_force(now)
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let verified = || {
            let gate = request.app_data::<web::Data<Gate>>()?;
            // Of two, somebody on the way may have read the other one.
            let mut headers = request.headers().get_all(AUTHORIZATION);
            let (Some(header), None) = (headers.next(), headers.next()) else { return None };
            let header = header.to_str().ok()?;
            let (scheme, token) = header.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(())?;
            gate.tokens.verify(token, gate.clock.now()).map(Self)
        };
        ready(verified().ok_or_else(unauthenticated))
    }
}

fn unauthenticated() -> Problem {
    Problem::new(UNAUTHENTICATED, "Send a valid access token: Authorization: Bearer …")
}

/// Change counter, zone, start of the day, whether streaks earn freezes.
type Profile = (i64, String, String, bool);
type SessionRow = (i64, String, String, bool, i32, Option<Instant>, Option<Instant>);

/// The caller's session and profile, if the session is in force; whether this is the first use of its token generation.
/// With `lock`, two writes of one owner take turns from here on: SQLite has one writer anyway, PostgreSQL locks the rows.
fn session(connection: &mut AnyConnection, claims: Claims, now: Instant, lock: bool) -> Result<(Owner, bool), Problem> {
    let query = devices::table
        .inner_join(users::table)
        .filter(devices::user_id.eq(claims.user))
        .filter(devices::id.eq(claims.device))
        .select((
            users::rev,
            users::time_zone,
            users::day_starts_at,
            users::streak_freezes,
            devices::generation,
            devices::generation_used_at,
            devices::revoked_at,
        ));
    let row: Option<SessionRow> = match connection {
        AnyConnection::Postgres(postgres) if lock => query.for_update().first(postgres).optional()?,
        other => query.first(other).optional()?,
    };
    let Some((rev, time_zone, day_starts_at, streak_freezes, generation, used, None)) = row else {
        return Err(unauthenticated());
    };
    let profile = (rev, time_zone, day_starts_at, streak_freezes);
    let owner = Owner::with_profile(claims.user, claims.device, profile, now, claims.auth_time)?;
    Ok((owner, used.is_none() && generation == claims.generation))
}

/// Notes that the newest generation of the session's tokens has reached its client.
fn note_first_use(connection: &mut AnyConnection, claims: Claims, now: Instant) -> Result<(), Problem> {
    diesel::update(devices::table.find((claims.user, claims.device)))
        .filter(devices::generation.eq(claims.generation))
        .filter(devices::generation_used_at.is_null())
        .set(devices::generation_used_at.eq(now))
        .execute(connection)?;
    Ok(())
}
