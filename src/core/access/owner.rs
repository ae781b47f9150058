use chrono::Duration;
use diesel::prelude::*;

use super::Scopes;
use crate::platform::db::AnyConnection;
use crate::platform::db::schema::users;
use crate::platform::http::Problem;
use crate::platform::http::problem::STEP_UP_REQUIRED;
use crate::platform::ids::{DeviceId, UserId};
use crate::platform::time::{DayStart, LocalDay, Timestamp, Zone};

/// How recent a sign-in must be for what can't be undone.
const STEP_UP: Duration = Duration::minutes(5);

/// The person whose data a request is about, and who is asking: a session that was in force when the load began.
#[derive(Debug, Clone)]
pub struct Owner {
    /// Whose data.
    pub user: UserId,
    /// The session that asks; a nil one when it is not the owner's.
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
    pub now: Timestamp,
    auth_time: i64,
    /// What a coach who asks may see; nothing when it is the owner who asks.
    shown: Option<Scopes>,
}

/// Change counter, zone, start of the day, whether streaks earn freezes.
pub(super) type Profile = (i64, String, String, bool);

/// When nobody has signed in.
const NEVER: i64 = i64::MIN;

impl Owner {
    /// The owner that an account is about to have.
    #[must_use]
    pub fn signing_up(user: UserId, device: DeviceId, time_zone: Zone, now: Timestamp) -> Self {
        Self {
            user,
            device,
            rev: 0,
            time_zone,
            day_starts_at: DayStart::default(),
            streak_freezes: true,
            now,
            auth_time: now.unix_seconds(),
            shown: None,
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
        now: Timestamp,
        lock: bool,
    ) -> Result<Option<Self>, Problem> {
        Self::load(connection, user, now, now.unix_seconds(), lock)
    }

    /// Somebody whose records change along with those of the person who asks, or by themselves with time; nobody when
    /// there is no such account. Other writes of theirs wait until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub fn along(connection: &mut AnyConnection, user: UserId, now: Timestamp) -> Result<Option<Self>, Problem> {
        Self::load(connection, user, now, NEVER, true)
    }

    /// The client whose data a coach is shown within `scopes`; nobody when the account is gone.
    pub(super) fn shown_to_coach(
        connection: &mut AnyConnection,
        client: UserId,
        scopes: Scopes,
        now: Timestamp,
    ) -> Result<Option<Self>, Problem> {
        let owner = Self::load(connection, client, now, NEVER, false)?;
        Ok(owner.map(|owner| Self { shown: Some(scopes), ..owner }))
    }

    /// A client whose profile was loaded along with those of others.
    pub(super) fn on_round(client: UserId, profile: Profile, now: Timestamp) -> Result<Self, Problem> {
        Self::with_profile(client, DeviceId(uuid::Uuid::nil()), profile, now, NEVER)
    }

    fn load(
        connection: &mut AnyConnection,
        user: UserId,
        now: Timestamp,
        auth_time: i64,
        lock: bool,
    ) -> Result<Option<Self>, Problem> {
        let columns = (users::rev, users::time_zone, users::day_starts_at, users::streak_freezes);
        let query = users::table.find(user).select(columns);
        let row: Option<Profile> = match connection {
            AnyConnection::Postgres(postgres) if lock => query.for_update().first(postgres).optional()?,
            other => query.first(other).optional()?,
        };
        let device = DeviceId(uuid::Uuid::nil());
        row.map(|profile| Self::with_profile(user, device, profile, now, auth_time)).transpose()
    }

    pub(super) fn with_profile(
        user: UserId,
        device: DeviceId,
        (rev, time_zone, day_starts_at, streak_freezes): Profile,
        now: Timestamp,
        auth_time: i64,
    ) -> Result<Self, Problem> {
        let time_zone = time_zone.parse().map_err(Problem::internal)?;
        let day_starts_at = day_starts_at.parse().map_err(Problem::internal)?;
        Ok(Self { user, device, rev, time_zone, day_starts_at, streak_freezes, now, auth_time, shown: None })
    }

    /// The same owner at another moment, for records that were written then.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// The owner's local day at the moment of the request, in `zone` or the profile's.
    #[must_use]
    pub fn today(&self, zone: Option<Zone>) -> LocalDay {
        LocalDay::of(self.now, zone.unwrap_or(self.time_zone), self.day_starts_at)
    }

    /// The entity tag of an answer about the owner: `tag`, quotes included, for the owner. A coach sees less of the same
    /// version, so that the tag names the scopes; what they were shown under others is not taken for what they see now.
    #[must_use]
    pub fn tag(&self, tag: String) -> String {
        match (self.shown, tag.strip_suffix('"')) {
            (Some(scopes), Some(open)) => format!("{open}.s{}\"", scopes.bits()),
            _ => tag,
        }
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
