use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::platform::db::schema::users;
use crate::platform::db::{AnyConnection, DbError, cached, for_update};
use crate::platform::ids::UserId;
use crate::platform::time::{DayStart, LocalDay, Timestamp, Zone};

/// The person whose data a unit of work is about: what their profile says, and the moment at which it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Who.
    pub user: UserId,
    /// Their change counter.
    pub rev: i64,
    /// The zone in which "today" is.
    pub time_zone: Zone,
    /// When their day begins.
    pub day_starts_at: DayStart,
    /// Whether streaks earn freezes.
    pub streak_freezes: bool,
    /// The moment of the request.
    pub now: Timestamp,
}

/// The columns of an account that rules depend on.
#[derive(Debug, Clone, Copy, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct ProfileRow {
    rev: i64,
    time_zone: Zone,
    day_starts_at: DayStart,
    streak_freezes: bool,
}

type ProfileColumns = (users::rev, users::time_zone, users::day_starts_at, users::streak_freezes);

impl Owner {
    /// The columns of a [`ProfileRow`], in its order.
    pub(crate) const COLUMNS: ProfileColumns =
        (users::rev, users::time_zone, users::day_starts_at, users::streak_freezes);

    /// The owner with this profile.
    pub(crate) fn new(user: UserId, profile: ProfileRow, now: Timestamp) -> Self {
        let ProfileRow { rev, time_zone, day_starts_at, streak_freezes } = profile;
        Self { user, rev, time_zone, day_starts_at, streak_freezes, now }
    }

    /// The owner of an account that is about to be created.
    pub fn signing_up(user: UserId, time_zone: Zone, now: Timestamp) -> Self {
        Self { user, rev: 0, time_zone, day_starts_at: DayStart::default(), streak_freezes: true, now }
    }

    /// The owner of an account; nothing when there is no such account.
    pub fn load(connection: &mut AnyConnection, user: UserId, now: Timestamp) -> Result<Option<Self>, DbError> {
        let row = cached!(users::table.find(user).select(Self::COLUMNS)).get_result(connection).optional()?;
        Ok(row.map(|profile| Self::new(user, profile, now)))
    }

    /// The same; the account stays locked until the transaction ends, so that its writes take turns.
    pub fn load_for_update(
        connection: &mut AnyConnection,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<Self>, DbError> {
        let query = users::table.find(user).select(Self::COLUMNS);
        let row = for_update!(connection, query).optional()?;
        Ok(row.map(|profile| Self::new(user, profile, now)))
    }

    /// Whether a replica has all changes of this owner, and still follows the primary.
    pub(super) fn is_current_on(&self, replica: &mut AnyConnection) -> Result<bool, DbError> {
        let columns = (users::rev, sql::<Bool>("pg_is_in_recovery()"));
        let row =
            cached!(users::table.find(self.user).select(columns)).get_result::<(i64, bool)>(replica).optional()?;
        Ok(row.is_some_and(|(rev, is_standby)| rev >= self.rev && is_standby))
    }

    /// The same person at another moment, for records that were written then.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Self {
        Self { now, ..*self }
    }

    /// The local day at the moment of the request, in `zone` or the profile's.
    pub fn today(&self, zone: Option<Zone>) -> LocalDay {
        LocalDay::of(self.now, zone.unwrap_or(self.time_zone), self.day_starts_at)
    }
}
