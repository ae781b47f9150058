//! The SQL of accounts.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::{Email, User};
use crate::core::WriteError;
use crate::core::access::CoachProfile;
use crate::core::records::store::count_change;
use crate::core::tx::Tx;
use crate::features::accounts::problems::EMAIL_TAKEN;
use crate::platform::db::schema::{
    devices, health_profiles, idempotency_keys, imported_rows, pain_days, progress_checkpoints, records, training_days,
    users,
};
use crate::platform::db::types::JsonText;
use crate::platform::db::{AnyConnection, DbError, for_update, load_boxed};
use crate::platform::ids::{DeviceId, HistoryId, UserId};
use crate::platform::time::{DayStart, Timestamp, Zone};
use crate::platform::tokens::SessionState;

/// The row of a new account.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Its id.
    pub id: UserId,
    /// Where mails go, and the name to sign in with.
    pub email: Email,
    /// What to call the person.
    pub display_name: String,
    /// From [`super::Passwords::hash`].
    pub password_hash: String,
    /// The zone that "today" is in.
    pub time_zone: Zone,
}

/// A profile as it can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ProfileValues {
    pub(super) display_name: String,
    pub(super) time_zone: Zone,
    pub(super) day_starts_at: DayStart,
    pub(super) streak_freezes: bool,
    pub(super) coach_profile: Option<CoachProfile>,
}

/// A device as its owner sees it.
#[derive(Queryable)]
pub(super) struct DeviceRow {
    pub(super) id: DeviceId,
    pub(super) name: String,
    pub(super) signed_in_at: Timestamp,
    /// When its session was last renewed.
    pub(super) renewed_at: Timestamp,
}

/// Opens an account.
///
/// # Errors
/// 409 when the address has one.
pub(super) fn insert_user(connection: &mut AnyConnection, user: &NewUser, now: Timestamp) -> Result<(), WriteError> {
    lock_address(connection, &user.email)?;
    if user_with_email(connection, &user.email)?.is_some() {
        return Err(WriteError::refused(
            EMAIL_TAKEN,
            "There is an account with this e-mail address; sign in to it instead.",
        ));
    }
    diesel::insert_into(users::table)
        .values((
            users::id.eq(user.id),
            users::email.eq(user.email.as_str()),
            users::display_name.eq(&user.display_name),
            users::password_hash.eq(&user.password_hash),
            users::time_zone.eq(user.time_zone),
            users::day_starts_at.eq(DayStart::default()),
            users::streak_freezes.eq(true),
            users::rev.eq(0_i64),
            users::created_at.eq(now),
            users::updated_at.eq(now),
            users::history.eq(HistoryId::new(now)),
        ))
        .execute(connection)
        .map_err(DbError::from)?;
    Ok(())
}

/// Lets those who sign up with one address take turns until the transaction ends; SQLite has one writer anyway. The unique
/// key alone would not do: where `users` is distributed by its id there is none.
fn lock_address(connection: &mut AnyConnection, email: &Email) -> Result<(), DbError> {
    if let AnyConnection::Postgres(postgres) = connection {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
            .bind::<Text, _>(email.as_str())
            .execute(postgres)?;
    }
    Ok(())
}

pub(super) fn insert_device(
    connection: &mut AnyConnection,
    user: UserId,
    device: DeviceId,
    name: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    diesel::insert_into(devices::table)
        .values((
            devices::user_id.eq(user),
            devices::id.eq(device),
            devices::name.eq(name),
            devices::created_at.eq(now),
            devices::auth_time.eq(now),
            devices::generation.eq(1),
            devices::rotated_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// The account with this address.
pub fn user_with_email(connection: &mut AnyConnection, email: &Email) -> Result<Option<UserId>, DbError> {
    let id = users::table.filter(users::email.eq(email.as_str())).select(users::id).first(connection);
    Ok(id.optional()?)
}

/// Up to `most` accounts in the order of their ids, those after `after`.
pub fn user_ids(connection: &mut AnyConnection, after: Option<UserId>, most: i64) -> Result<Vec<UserId>, DbError> {
    let users = load_boxed!(connection, |Engine| {
        let mut query = users::table.select(users::id).order(users::id).limit(most).into_boxed::<Engine>();
        if let Some(after) = after {
            query = query.filter(users::id.gt(after));
        }
        query
    });
    Ok(users?)
}

/// The user with this address and their password hash.
pub(super) fn credentials(connection: &mut AnyConnection, email: &str) -> Result<Option<(UserId, String)>, DbError> {
    let row = users::table.filter(users::email.eq(email)).select((users::id, users::password_hash)).first(connection);
    Ok(row.optional()?)
}

pub(super) fn password_hash(connection: &mut AnyConnection, user: UserId) -> Result<String, DbError> {
    Ok(users::table.find(user).select(users::password_hash).first(connection)?)
}

/// The same, held until the transaction ends: nobody changes it or deletes the account meanwhile.
pub(super) fn hold_password_hash(connection: &mut AnyConnection, user: UserId) -> Result<Option<String>, DbError> {
    let query = users::table.find(user).select(users::password_hash);
    Ok(for_update!(connection, query).optional()?)
}

pub(super) fn set_password_hash(connection: &mut AnyConnection, user: UserId, hash: &str) -> Result<(), DbError> {
    diesel::update(users::table.find(user)).set(users::password_hash.eq(hash)).execute(connection)?;
    Ok(())
}

#[derive(Queryable)]
struct UserRow {
    id: UserId,
    email: String,
    display_name: String,
    time_zone: Zone,
    day_starts_at: DayStart,
    streak_freezes: bool,
    coach_profile: Option<JsonText>,
    rev: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
}

pub(super) fn user(connection: &mut AnyConnection, user: UserId) -> Result<User, DbError> {
    let columns = (
        users::id,
        users::email,
        users::display_name,
        users::time_zone,
        users::day_starts_at,
        users::streak_freezes,
        users::coach_profile,
        users::rev,
        users::created_at,
        users::updated_at,
    );
    let row: UserRow = users::table.find(user).select(columns).first(connection)?;
    Ok(User {
        id: row.id,
        email: row.email,
        display_name: row.display_name,
        time_zone: row.time_zone,
        day_starts_at: row.day_starts_at,
        streak_freezes: row.streak_freezes,
        coach_profile: row.coach_profile.map(|profile| profile.read()).transpose()?,
        rev: row.rev,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// Changes the profile. Counts as a change of the owner's: answers worked out from it are no longer the same.
pub(super) fn update_profile(tx: &mut Tx<'_>, values: &ProfileValues) -> Result<(), DbError> {
    count_change(tx)?;
    diesel::update(users::table.find(tx.owner.user))
        .set((
            users::display_name.eq(&values.display_name),
            users::time_zone.eq(values.time_zone),
            users::day_starts_at.eq(values.day_starts_at),
            users::streak_freezes.eq(values.streak_freezes),
            users::coach_profile.eq(values.coach_profile.as_ref().map(JsonText::of).transpose()?),
            users::updated_at.eq(tx.owner.now),
        ))
        .execute(tx.connection)?;
    Ok(())
}

/// Shows a person to clients as a coach. Counts as a change of the owner's.
pub fn show_as_coach(tx: &mut Tx<'_>, profile: &CoachProfile) -> Result<(), DbError> {
    count_change(tx)?;
    diesel::update(users::table.find(tx.owner.user))
        .set(users::coach_profile.eq(JsonText::of(profile)?))
        .execute(tx.connection)?;
    Ok(())
}

/// The sessions that are in force, the latest renewed first.
pub(super) fn devices(tx: &mut Tx<'_>) -> Result<Vec<DeviceRow>, DbError> {
    let (renewed, signed_in) = SessionState::earliest(tx.owner.now);
    let rows = devices::table
        .filter(devices::user_id.eq(tx.owner.user))
        .filter(devices::revoked_at.is_null())
        .filter(devices::rotated_at.ge(renewed))
        .filter(devices::auth_time.ge(signed_in))
        .order((devices::rotated_at.desc(), devices::id.desc()))
        .select((devices::id, devices::name, devices::created_at, devices::rotated_at))
        .load(tx.connection);
    Ok(rows?)
}

#[derive(Queryable)]
struct SessionRow {
    generation: i32,
    rotated_at: Timestamp,
    generation_used_at: Option<Timestamp>,
    signed_in_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

/// The state of a session's refresh tokens. On PostgreSQL its row stays locked, so that parallel refreshes are serialized.
pub(super) fn session_state(
    connection: &mut AnyConnection,
    user: UserId,
    device: DeviceId,
) -> Result<Option<SessionState>, DbError> {
    let query = devices::table.find((user, device)).select((
        devices::generation,
        devices::rotated_at,
        devices::generation_used_at,
        devices::auth_time,
        devices::revoked_at,
    ));
    let row: Option<SessionRow> = for_update!(connection, query).optional()?;
    Ok(row.map(|row| SessionState {
        generation: row.generation,
        rotated_at: row.rotated_at,
        generation_used_at: row.generation_used_at,
        signed_in_at: row.signed_in_at,
        revoked: row.revoked_at.is_some(),
    }))
}

pub(super) fn advance(
    connection: &mut AnyConnection,
    user: UserId,
    device: DeviceId,
    generation: i32,
    now: Timestamp,
) -> Result<(), DbError> {
    diesel::update(devices::table.find((user, device)))
        .set((
            devices::generation.eq(generation),
            devices::rotated_at.eq(now),
            devices::generation_used_at.eq(None::<Timestamp>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends one session. Idempotent.
pub(super) fn revoke(
    connection: &mut AnyConnection,
    user: UserId,
    device: DeviceId,
    reason: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    diesel::update(devices::table.find((user, device)))
        .filter(devices::revoked_at.is_null())
        .set((devices::revoked_at.eq(now), devices::revoked_reason.eq(reason)))
        .execute(connection)?;
    Ok(())
}

/// Ends every session but one.
pub(super) fn revoke_others(tx: &mut Tx<'_>, device: DeviceId, reason: &str) -> Result<(), DbError> {
    diesel::update(devices::table.filter(devices::user_id.eq(tx.owner.user)))
        .filter(devices::id.ne(device))
        .filter(devices::revoked_at.is_null())
        .set((devices::revoked_at.eq(tx.owner.now), devices::revoked_reason.eq(reason)))
        .execute(tx.connection)?;
    Ok(())
}

/// Deletes the account with everything that belongs to it.
pub(super) fn delete_user(connection: &mut AnyConnection, user: UserId) -> Result<(), DbError> {
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::user_id.eq(user))).execute(connection)?;
    diesel::delete(progress_checkpoints::table.filter(progress_checkpoints::user_id.eq(user))).execute(connection)?;
    diesel::delete(health_profiles::table.find(user)).execute(connection)?;
    diesel::delete(imported_rows::table.filter(imported_rows::user_id.eq(user))).execute(connection)?;
    diesel::delete(pain_days::table.filter(pain_days::user_id.eq(user))).execute(connection)?;
    diesel::delete(training_days::table.filter(training_days::user_id.eq(user))).execute(connection)?;
    diesel::delete(records::table.filter(records::user_id.eq(user))).execute(connection)?;
    diesel::delete(devices::table.filter(devices::user_id.eq(user))).execute(connection)?;
    diesel::delete(users::table.find(user)).execute(connection)?;
    Ok(())
}
