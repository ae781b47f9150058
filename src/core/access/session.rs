use diesel::prelude::*;

use super::caller::unauthenticated;
use super::owner::Owner;
use crate::platform::db::AnyConnection;
use crate::platform::db::schema::{devices, users};
use crate::platform::http::Problem;
use crate::platform::time::Timestamp;
use crate::platform::tokens::Claims;

type SessionRow = (i64, String, String, bool, i32, Option<Timestamp>, Option<Timestamp>);

/// The caller's session and profile, if the session is in force; whether this is the first use of its token generation.
/// With `lock`, two writes of one owner take turns from here on: SQLite has one writer anyway, PostgreSQL locks the rows.
pub(super) fn session(
    connection: &mut AnyConnection,
    claims: Claims,
    now: Timestamp,
    lock: bool,
) -> Result<(Owner, bool), Problem> {
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
pub(super) fn note_first_use(connection: &mut AnyConnection, claims: Claims, now: Timestamp) -> Result<(), Problem> {
    diesel::update(devices::table.find((claims.user, claims.device)))
        .filter(devices::generation.eq(claims.generation))
        .filter(devices::generation_used_at.is_null())
        .set(devices::generation_used_at.eq(now))
        .execute(connection)?;
    Ok(())
}
