//! `Idempotency-Key`: the same POST twice has one effect and one answer.

use std::collections::HashSet;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use diesel::prelude::*;

use super::problem::{KEY_REUSED, STILL_RUNNING};
use super::{Answer, Problem};
use crate::platform::db::schema::idempotency_keys as keys;
use crate::platform::db::types::JsonText;
use crate::platform::db::{AnyConnection, DbError, cached};
use crate::platform::ids::UserId;
use crate::platform::input::FieldErrors;
use crate::platform::time::Timestamp;

/// How long a key and its answer are kept.
const KEY_LIFETIME: Duration = Duration::days(7);

/// The key of a request, with the path it is for.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    path: String,
    key: Option<String>,
}

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // A digest, since an address may be longer than an index entry may be.
        let address = digest::digest(&digest::SHA256, request.uri().to_string().as_bytes());
        let path = URL_SAFE_NO_PAD.encode(address.as_ref());
        let key = match request.headers().get("Idempotency-Key").map(|value| value.to_str()) {
            None => Ok(None),
            Some(Ok(key)) if (1..=255).contains(&key.len()) && !key.contains('\t') => Ok(Some(key.to_owned())),
            Some(_) => Err(FieldErrors::one(
                "Idempotency-Key",
                "wrong_length",
                "must have 1 to 255 printable ASCII characters",
            )
            .into()),
        };
        ready(key.map(|key| Self { path, key }))
    }
}

impl IdempotencyKey {
    /// No key, for requests that are idempotent by themselves.
    #[must_use]
    pub fn none() -> Self {
        Self { path: String::new(), key: None }
    }

    /// Whether the request has a key, under which its answer is stored.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.key.is_some()
    }
}

/// The keyed requests that this process is serving now.
#[derive(Clone, Default)]
pub struct InFlight(Arc<Mutex<HashSet<(UserId, String, String)>>>);

/// Takes the key out of [`InFlight`] when its request ends, however it ends.
pub struct Serving {
    in_flight: InFlight,
    entry: (UserId, String, String),
}

impl InFlight {
    /// Marks the request of `user` under `key` as in flight.
    ///
    /// # Errors
    /// 409 when the same key is being served already.
    pub fn enter(&self, user: UserId, key: &IdempotencyKey) -> Result<Option<Serving>, Problem> {
        let Some(name) = &key.key else { return Ok(None) };
        let entry = (user, key.path.clone(), name.clone());
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !entries.insert(entry.clone()) {
            return Err(Problem::new(
                STILL_RUNNING,
                "The first request with this Idempotency-Key has not been answered yet.",
            ));
        }
        Ok(Some(Serving { in_flight: self.clone(), entry }))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.in_flight.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.entry);
    }
}

/// Gives the stored answer when `user` has used the key before, otherwise runs `work` with `context` and stores its answer
/// in the same transaction, so that neither can be without the other. The caller holds the user's row lock, which makes a second
/// node wait here for the first.
///
/// # Errors
/// 422 when the key came with another body; those of `work`, after which the key is free again.
pub fn replay_or_run<C: AsMut<AnyConnection>>(
    context: &mut C,
    user: UserId,
    key: &IdempotencyKey,
    body: &[u8],
    now: Timestamp,
    work: impl FnOnce(&mut C) -> Result<Answer, Problem>,
) -> Result<Answer, Problem> {
    let Some(name) = &key.key else { return work(context) };
    let known = known(context.as_mut(), user, &key.path, name)?;
    let stale = known.as_ref().is_some_and(|known| known.is_stale(now));
    if let Some(known) = known.filter(|_| !stale) {
        return known.answer(body);
    }
    if stale {
        forget(context.as_mut(), user, &key.path, name)?;
    }
    let answer = work(context)?;
    keep(context.as_mut(), user, (&key.path, name), body, &answer, now)?;
    Ok(answer)
}

fn keep(
    connection: &mut AnyConnection,
    user: UserId,
    (path, name): (&str, &str),
    body: &[u8],
    answer: &Answer,
    now: Timestamp,
) -> Result<(), DbError> {
    let row = (
        keys::user_id.eq(user),
        keys::path.eq(path),
        keys::key.eq(name),
        keys::body_hash.eq(digest::digest(&digest::SHA256, body).as_ref().to_vec()),
        keys::answer.eq(JsonText::of(answer)?),
        keys::created_at.eq(now),
    );
    cached!(diesel::insert_into(keys::table).values(row)).execute(connection)?;
    Ok(())
}

fn forget(connection: &mut AnyConnection, user: UserId, path: &str, name: &str) -> Result<(), DbError> {
    cached!(diesel::delete(keys::table.find((user, path, name)))).execute(connection)?;
    Ok(())
}

/// Whether a part of a request, `name` among those of its `kind`, was done before, in whatever request it came. Remembered
/// as long as keys are.
pub fn was_done(
    connection: &mut AnyConnection,
    user: UserId,
    kind: &str,
    name: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(known(connection, user, kind, name)?.is_some_and(|known| !known.is_stale(now)))
}

/// Notes that a part of a request was done, for [`was_done`]. The caller holds the user's row lock.
pub fn note_done(
    connection: &mut AnyConnection,
    user: UserId,
    kind: &str,
    name: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    // One that was forgotten may still lie there until it is swept.
    forget(connection, user, kind, name)?;
    keep(connection, user, (kind, name), &[], &Answer::no_content(), now)
}

/// The stored answer when `user` has used the key before with this body.
///
/// # Errors
/// 422 when the key came with another body.
pub fn earlier(
    connection: &mut AnyConnection,
    user: UserId,
    key: &IdempotencyKey,
    body: &[u8],
    now: Timestamp,
) -> Result<Option<Answer>, Problem> {
    let Some(name) = &key.key else { return Ok(None) };
    let known = known(connection, user, &key.path, name)?.filter(|known| !known.is_stale(now));
    known.map(|known| known.answer(body)).transpose()
}

/// A stored key with its answer.
struct Known {
    body_hash: Vec<u8>,
    answer: JsonText,
    since: Timestamp,
}

impl Known {
    fn is_stale(&self, now: Timestamp) -> bool {
        now.since(self.since) > KEY_LIFETIME
    }

    fn answer(self, body: &[u8]) -> Result<Answer, Problem> {
        if self.body_hash != digest::digest(&digest::SHA256, body).as_ref() {
            return Err(Problem::new(KEY_REUSED, "The key came before with another body; take a new key."));
        }
        Ok(self.answer.read::<Answer>()?.replayed())
    }
}

fn known(connection: &mut AnyConnection, user: UserId, path: &str, name: &str) -> Result<Option<Known>, DbError> {
    let row = cached!(keys::table.find((user, path, name)).select((keys::body_hash, keys::answer, keys::created_at)))
        .get_result(connection);
    Ok(row.optional()?.map(|(body_hash, answer, since)| Known { body_hash, answer, since }))
}

/// Forgets keys that are past remembering; returns how many.
pub fn purge_expired(connection: &mut AnyConnection, now: Timestamp) -> Result<usize, DbError> {
    let oldest = now.plus(-KEY_LIFETIME);
    Ok(diesel::delete(keys::table.filter(keys::created_at.lt(oldest))).execute(connection)?)
}
