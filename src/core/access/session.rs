use diesel::prelude::*;

use super::actor::Actor;
use super::caller::unauthenticated;
use super::owner::{Owner, ProfileRow};
use crate::platform::db::schema::{devices, users};
use crate::platform::db::{AnyConnection, DbError, cached, for_update};
use crate::platform::http::Problem;
use crate::platform::time::Timestamp;
use crate::platform::tokens::Claims;

/// A session that is in force.
#[derive(Debug, Clone, Copy)]
pub(super) struct Session {
    /// Who signed in.
    pub(super) owner: Owner,
    /// They themselves, on their device.
    pub(super) actor: Actor,
    /// Whether the token's generation is used for the first time.
    pub(super) is_first_use: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = devices)]
struct DeviceRow {
    generation: i32,
    generation_used_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
}

/// The query for a session, with or without `FOR UPDATE`.
macro_rules! session_query {
    ($claims:expr) => {
        devices::table
            .inner_join(users::table)
            .filter(devices::user_id.eq($claims.user))
            .filter(devices::id.eq($claims.device))
            .select((Owner::COLUMNS, (devices::generation, devices::generation_used_at, devices::revoked_at)))
    };
}

impl Session {
    /// The session that a token belongs to.
    ///
    /// # Errors
    /// 401 when it is not in force.
    pub(super) fn load(connection: &mut AnyConnection, claims: Claims, now: Timestamp) -> Result<Self, Problem> {
        Self::in_force(cached!(session_query!(claims)).get_result(connection).optional()?, claims, now)
    }

    /// The same; the owner's account stays locked until the transaction ends, so that their writes take turns.
    ///
    /// # Errors
    /// As [`Session::load`].
    pub(super) fn load_for_update(
        connection: &mut AnyConnection,
        claims: Claims,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let query = session_query!(claims);
        Self::in_force(for_update!(connection, query).optional()?, claims, now)
    }

    fn in_force(row: Option<(ProfileRow, DeviceRow)>, claims: Claims, now: Timestamp) -> Result<Self, Problem> {
        let Some((profile, device)) = row.filter(|(_, device)| device.revoked_at.is_none()) else {
            return Err(unauthenticated());
        };
        Ok(Self {
            owner: Owner::new(claims.user, profile, now),
            actor: Actor::Owner { device: claims.device, auth_time: claims.auth_time },
            is_first_use: device.generation_used_at.is_none() && device.generation == claims.generation,
        })
    }
}

/// Notes that the newest generation of the session's tokens has reached its client.
pub(super) fn note_first_use(connection: &mut AnyConnection, claims: Claims, now: Timestamp) -> Result<(), DbError> {
    diesel::update(devices::table.find((claims.user, claims.device)))
        .filter(devices::generation.eq(claims.generation))
        .filter(devices::generation_used_at.is_null())
        .set(devices::generation_used_at.eq(now))
        .execute(connection)?;
    Ok(())
}
