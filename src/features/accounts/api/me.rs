use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use deserr::Deserr;
use serde_json::Value;
use utoipa::ToSchema;

use crate::core::access::{Caller, CoachProfile, DataAccess};
use crate::core::records::{self, etag};
use crate::core::tx::Tx;
use crate::features::accounts::problems::BAD_CREDENTIALS;
use crate::features::accounts::store::{self, ProfileValues};
use crate::features::accounts::{Passwords, User, password_faults};
use crate::features::coaching::triage::cache::Cache;
use crate::features::coaching::{forget, partners};
use crate::features::training::days;
use crate::platform::http::{Answer, Conditions, IdempotencyKey, JsonBody, MergePatch, Problem};
use crate::platform::input::{BoundedString, FieldErrors, decode, pass_over, pass_over_own};
use crate::platform::time::{DayStart, Zone};
use crate::platform::tokens::RefreshTokens;

/// What of the profile to change.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct ProfileChange {
    /// What to call the person.
    #[deserr(default)]
    #[schema(nullable = false)]
    display_name: Option<BoundedString<1, 80>>,
    /// The zone that "today" is in. History stays where it was recorded.
    #[deserr(default)]
    #[schema(nullable = false)]
    time_zone: Option<Zone>,
    /// When the day begins. Counts for records made from now on.
    #[deserr(default)]
    #[schema(nullable = false)]
    day_starts_at: Option<DayStart>,
    /// Whether streaks earn freezes.
    #[deserr(default)]
    #[schema(nullable = false)]
    streak_freezes: Option<bool>,
    /// How clients see them; null when they do not coach any more.
    #[deserr(default)]
    coach_profile: Option<CoachProfileChange>,
}

/// What of the coach profile to change.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct CoachProfileChange {
    /// What to call them; needed when there is no profile yet.
    #[deserr(default)]
    #[schema(nullable = false)]
    name: Option<BoundedString<1, 80>>,
    /// What they do and where, in their own words.
    #[deserr(default)]
    about: Option<BoundedString<0, 1000>>,
}

/// A change of password.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct PasswordChange {
    /// The one in use.
    #[schema(max_length = 128)]
    current_password: String,
    /// The new one: 10 to 128 characters that are hard to guess.
    #[schema(min_length = 10, max_length = 128)]
    new_password: String,
}

/// Show my profile
#[utoipa::path(tag = "accounts", operation_id = "show_profile", security(("bearer" = [])), responses(
    (status = 200, description = "The profile", body = User),
    (status = 304, description = "Not modified"),
))]
#[get("/me")]
pub async fn show(access: Data<DataAccess>, caller: Caller, conditions: Conditions) -> Result<Answer, Problem> {
    access
        .read(caller, move |tx| {
            if conditions.is_fresh(&etag(tx.owner.rev)) {
                return Ok(Answer::not_modified(etag(tx.owner.rev)));
            }
            let user = store::user(tx.connection, tx.owner.user)?;
            Ok(Answer::json(&user)?.with_etag(etag(user.rev)))
        })
        .await
}

/// Change my profile
///
/// A JSON Merge Patch. What only the service writes is passed over; `id` and `email` must be what they are.
#[utoipa::path(tag = "accounts", operation_id = "change_profile", security(("bearer" = [])),
    request_body(content = ProfileChange, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The profile now", body = User, headers(("ETag" = String)))))]
#[patch("/me")]
pub async fn change(
    access: Data<DataAccess>,
    caller: Caller,
    MergePatch(mut patch): MergePatch,
) -> Result<Answer, Problem> {
    pass_over(&mut patch, &records::HEAD);
    access
        .write(caller, move |tx| {
            let user = store::user(tx.connection, tx.owner.user)?;
            let mut patch = patch.clone();
            let mut errors = pass_over_own(&mut patch, "id", |id| id == user.id.to_string());
            errors.extend(pass_over_own(&mut patch, "email", |email| email == user.email));
            errors.extend(nulls(&patch));
            let change: ProfileChange = errors.and(decode(patch.clone()))?;
            let before = ProfileValues {
                display_name: user.display_name,
                time_zone: user.time_zone,
                day_starts_at: user.day_starts_at,
                streak_freezes: user.streak_freezes,
                coach_profile: user.coach_profile,
            };
            let after = ProfileValues {
                display_name: change
                    .display_name
                    .as_ref()
                    .map_or_else(|| before.display_name.clone(), ToString::to_string),
                time_zone: change.time_zone.unwrap_or(before.time_zone),
                day_starts_at: change.day_starts_at.unwrap_or(before.day_starts_at),
                streak_freezes: change.streak_freezes.unwrap_or(before.streak_freezes),
                coach_profile: coach_profile(before.coach_profile.as_ref(), &change, &patch)?,
            };
            if after != before {
                store::update_profile(tx, &after)?;
            }
            if after.streak_freezes != before.streak_freezes {
                days::forget_computed(tx, None)?;
            }
            let user = store::user(tx.connection, tx.owner.user)?;
            Ok(Answer::json(&user)?.with_etag(etag(user.rev)))
        })
        .await
}

/// Delete my account
///
/// Deletes the account and everything in it for good. Asks for a sign-in within the last five minutes.
#[utoipa::path(tag = "accounts", operation_id = "delete_account", security(("bearer" = [])), responses(
    (status = 204, description = "Deleted"),
    (status = 403, description = "`step_up_required`"),
))]
#[delete("/me")]
pub async fn delete(access: Data<DataAccess>, lines: Data<Cache>, caller: Caller) -> Result<Answer, Problem> {
    let others = |tx: &mut Tx<'_>| {
        tx.actor.require_recent_sign_in(tx.owner.now)?;
        Ok(partners(tx)?)
    };
    let deleted = access.write_shared(caller, IdempotencyKey::none(), Vec::new(), others, |tx| {
        tx.actor.require_recent_sign_in(tx.owner.now)?;
        forget(tx)?;
        store::delete_user(tx.connection, tx.owner.user)?;
        tracing::info!(user = %tx.owner.user, "account deleted");
        Ok(Answer::no_content())
    });
    let answer = deleted.await?;
    lines.forget(caller.user());
    Ok(answer)
}

/// Change my password
///
/// Every other device is signed out. With an `Idempotency-Key` a lost answer can be asked for again.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), request_body = PasswordChange,
    params(("Idempotency-Key" = Option<String>, Header)), responses(
    (status = 204, description = "Changed"),
    (status = 401, description = "`bad_credentials`: the current password is wrong"),
))]
#[post("/me/password")]
pub async fn change_password(
    access: Data<DataAccess>,
    passwords: Data<Passwords>,
    refresh_tokens: Data<RefreshTokens>,
    caller: Caller,
    key: IdempotencyKey,
    JsonBody(body): JsonBody,
) -> Result<Answer, Problem> {
    // What is kept with the key must not help anybody to guess the passwords in the body.
    let fingerprint = refresh_tokens.fingerprint(&serde_json::to_vec(&body)?);
    access.write_steps_idempotent(caller, key, fingerprint, change_to(&access, &passwords, caller, body)).await
}

async fn change_to(access: &DataAccess, passwords: &Passwords, caller: Caller, body: Value) -> Result<Answer, Problem> {
    let known = access.read(caller, |tx| {
        Ok((store::user(tx.connection, tx.owner.user)?, store::password_hash(tx.connection, tx.owner.user)?))
    });
    let (user, stored) = known.await?;
    let weak = match body["new_password"].as_str() {
        Some(new) => password_faults(new, "/new_password", &[&user.email, &user.display_name]),
        None => FieldErrors::none(),
    };
    let passwords_given: PasswordChange = weak.and(decode(body))?;
    let current: String = passwords_given.current_password.chars().take(129).collect();
    let (right, _) = passwords.verify(current, Some(stored.clone())).await?;
    if !right {
        return Err(Problem::new(BAD_CREDENTIALS, "The current password is wrong."));
    }
    let hash = passwords.hash(passwords_given.new_password).await?;
    access
        .write(caller, move |tx| {
            // Two changes at once: the one that was checked against a password no longer in use must not win.
            if store::password_hash(tx.connection, tx.owner.user)? != stored {
                return Err(Problem::new(BAD_CREDENTIALS, "The current password is wrong."));
            }
            store::set_password_hash(tx.connection, tx.owner.user, &hash)?;
            store::revoke_others(tx, caller.device(), "password changed")?;
            Ok(Answer::no_content())
        })
        .await
}

/// The coach profile that a merge patch leaves.
fn coach_profile(
    present: Option<&CoachProfile>,
    asked: &ProfileChange,
    patch: &Value,
) -> Result<Option<CoachProfile>, FieldErrors> {
    let states = |pointer| patch.pointer(pointer).is_some();
    let Some(asked) = &asked.coach_profile else {
        return Ok(present.cloned().filter(|_| !states("/coach_profile")));
    };
    let name = asked.name.clone().or_else(|| present.map(|profile| profile.name.clone()));
    let kept = present.and_then(|profile| profile.about.clone());
    let about = if states("/coach_profile/about") { asked.about.clone() } else { kept };
    match name {
        Some(name) => Ok(Some(CoachProfile { name, about })),
        None => Err(FieldErrors::one("/coach_profile/name", "missing", "is required")),
    }
}

/// In a merge patch null removes a field; of a profile only what belongs to coaching can be removed.
fn nulls(patch: &Value) -> FieldErrors {
    let mut errors = FieldErrors::none();
    for name in ["display_name", "time_zone", "day_starts_at", "streak_freezes"] {
        if patch.get(name).is_some_and(Value::is_null) {
            errors.add(format!("/{name}"), "wrong_type", "must not be null");
        }
    }
    if patch.pointer("/coach_profile/name").is_some_and(Value::is_null) {
        errors.add("/coach_profile/name", "wrong_type", "must not be null");
    }
    errors
}
