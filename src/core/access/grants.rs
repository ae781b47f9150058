//! The rows by which it is decided what a coach may see of a client.

use diesel::prelude::*;

use super::scopes::{Needs, Scopes};
use crate::core::problems::SCOPE_MISSING;
use crate::platform::db::schema::grants;
use crate::platform::db::{AnyConnection, DbError, cached};
use crate::platform::http::Problem;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::time::Timestamp;

/// A share that was redeemed and has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Grant {
    /// Who may see.
    pub coach: UserId,
    /// Whose data.
    pub client: UserId,
    /// By which share.
    pub share: RecordId,
    /// What of it.
    #[diesel(deserialize_as = i32)]
    pub scopes: Scopes,
    /// When it runs out, if ever.
    pub expires_at: Option<Timestamp>,
}

/// What a coach may see of a client now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// By all shares in force together.
    pub scopes: Scopes,
    /// The share that opens what was asked for; the latest where several do.
    pub share: RecordId,
}

type Columns = (grants::user_id, grants::client_id, grants::share_id, grants::scopes, grants::expires_at);
const COLUMNS: Columns = (grants::user_id, grants::client_id, grants::share_id, grants::scopes, grants::expires_at);

impl Grant {
    fn is_in_force(&self, now: Timestamp) -> bool {
        Self::lasts(self.expires_at, now)
    }

    /// Whether a grant that runs out then, if ever, is in force.
    pub(super) fn lasts(expires_at: Option<Timestamp>, now: Timestamp) -> bool {
        expires_at.is_none_or(|expires| now < expires)
    }
}

/// The grants in force of one coach on one client, the latest share first.
pub fn in_force(
    connection: &mut AnyConnection,
    coach: UserId,
    client: UserId,
    now: Timestamp,
) -> Result<Vec<Grant>, DbError> {
    let rows = cached!(
        grants::table
            .filter(grants::user_id.eq(coach))
            .filter(grants::client_id.eq(client))
            .order(grants::share_id.desc())
            .select(COLUMNS)
    )
    .load::<Grant>(connection)?;
    Ok(rows.into_iter().filter(|grant| grant.is_in_force(now)).collect())
}

/// What a coach may see of a client now, by all shares in force together; nothing without any.
pub fn scopes(
    connection: &mut AnyConnection,
    coach: UserId,
    client: UserId,
    now: Timestamp,
) -> Result<Option<Scopes>, DbError> {
    let grants = in_force(connection, coach, client, now)?;
    Ok(grants.into_iter().map(|grant| grant.scopes).reduce(Scopes::and))
}

/// Everybody to whom a client grants something now.
pub fn coaches_of(connection: &mut AnyConnection, client: UserId, now: Timestamp) -> Result<Vec<UserId>, DbError> {
    let rows = cached!(grants::table.filter(grants::client_id.eq(client)).order(grants::user_id).select(COLUMNS))
        .load::<Grant>(connection)?;
    let grants = rows.into_iter().filter(|grant| grant.is_in_force(now));
    let mut coaches: Vec<_> = grants.map(|grant| grant.coach).collect();
    coaches.dedup();
    Ok(coaches)
}

/// Decides whether a coach may see of a client what `needs` these scopes.
///
/// # Errors
/// 404 without any share in force, as if there were no such person; 403 when the scopes do not suffice.
pub(super) fn decide(
    connection: &mut AnyConnection,
    coach: UserId,
    client: UserId,
    needs: Needs,
    now: Timestamp,
) -> Result<Sight, Problem> {
    let grants = in_force(connection, coach, client, now)?;
    let scopes = grants.iter().fold(Scopes::default(), |scopes, grant| scopes.and(grant.scopes));
    let enough = grants.iter().find(|grant| needs.are_met_by(grant.scopes));
    let Some(grant) = enough.or(grants.first()) else { return Err(Problem::not_found()) };
    require(scopes, needs)?;
    Ok(Sight { scopes, share: grant.share })
}

/// Refuses what `needs` more than these scopes.
pub(super) fn require(scopes: Scopes, needs: Needs) -> Result<(), Problem> {
    if needs.are_met_by(scopes) {
        return Ok(());
    }
    Err(Problem::new(SCOPE_MISSING, format!("This needs the scope {}.", needs.in_words())))
}

/// Opens what a share grants.
pub fn open(connection: &mut AnyConnection, grant: &Grant, now: Timestamp) -> Result<(), DbError> {
    diesel::insert_into(grants::table)
        .values((
            grants::user_id.eq(grant.coach),
            grants::client_id.eq(grant.client),
            grants::share_id.eq(grant.share),
            grants::scopes.eq(grant.scopes.bits()),
            grants::expires_at.eq(grant.expires_at),
            grants::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Closes what a share granted: from here on it counts for nobody.
pub fn close(connection: &mut AnyConnection, coach: UserId, client: UserId, share: RecordId) -> Result<(), DbError> {
    cached!(diesel::delete(grants::table.find((coach, client, share)))).execute(connection)?;
    Ok(())
}

/// Closes everything that a person grants or was granted.
pub fn close_all_of(connection: &mut AnyConnection, user: UserId) -> Result<(), DbError> {
    let theirs = grants::user_id.eq(user).or(grants::client_id.eq(user));
    cached!(diesel::delete(grants::table.filter(theirs))).execute(connection)?;
    Ok(())
}

/// Grants that have run out, `most` of them at most.
pub fn expired(connection: &mut AnyConnection, now: Timestamp, most: i64) -> Result<Vec<Grant>, DbError> {
    let rows = cached!(
        grants::table
            .filter(grants::expires_at.le(now))
            .order((grants::user_id, grants::client_id, grants::share_id))
            .select(COLUMNS)
            .limit(most)
    )
    .load::<Grant>(connection)?;
    Ok(rows)
}
