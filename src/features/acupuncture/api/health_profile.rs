use actix_web::web::Data;
use actix_web::{get, put};
use serde::Serialize;
use utoipa::ToSchema;

use crate::core::access::{Caller, DataAccess};
use crate::core::records::etag;
use crate::core::{Current, WriteError};
use crate::features::acupuncture::derive::screen_upcoming;
use crate::features::acupuncture::health_profile::{HealthProfile, KeptProfile, load, save};
use crate::platform::http::{Answer, Conditions, JsonBody, Problem};
use crate::platform::input::{decode, pass_over};
use crate::platform::time::Timestamp;

/// A person's health profile.
#[derive(Serialize, ToSchema)]
pub struct ShownHealthProfile {
    /// What they said. What is left out is not known.
    #[serde(flatten)]
    profile: HealthProfile,
    /// The owner's change counter when they said it; 0 before that.
    rev: i64,
    /// When they said it; null before that.
    updated_at: Option<Timestamp>,
}

/// Show my health profile
///
/// Before one has been given, it says nothing.
#[utoipa::path(tag = "accounts", operation_id = "show_health_profile", security(("bearer" = [])), responses(
    (status = 200, description = "The health profile", body = ShownHealthProfile),
    (status = 304, description = "Not modified"),
))]
#[get("/me/health-profile")]
pub async fn show(access: Data<DataAccess>, caller: Caller, conditions: Conditions) -> Result<Answer, Problem> {
    access
        .read(caller, move |tx| {
            let kept = load(tx)?;
            if conditions.is_fresh(&etag(kept.rev)) {
                return Ok(Answer::not_modified(etag(kept.rev)));
            }
            shown(kept)
        })
        .await
}

/// Replace my health profile
///
/// It is used for nothing but screening appointments (rules §8). Those still to come are screened again at once; what an
/// earlier visit was advised stays as it was. The same again changes nothing.
#[utoipa::path(tag = "accounts", operation_id = "put_health_profile", security(("bearer" = [])),
    params(("If-Match" = Option<String>, Header), ("If-None-Match" = Option<String>, Header)),
    request_body = HealthProfile,
    responses((status = 200, description = "The health profile now", body = ShownHealthProfile, headers(("ETag" = String)))))]
#[put("/me/health-profile")]
pub async fn put(
    access: Data<DataAccess>,
    caller: Caller,
    conditions: Conditions,
    JsonBody(mut body): JsonBody,
) -> Result<Answer, Problem> {
    pass_over(&mut body, &["rev", "updated_at"]);
    let profile: HealthProfile = decode(body)?;
    access
        .write(caller, move |tx| {
            let before = load(tx)?;
            if !conditions.allow_write(Some(&etag(before.rev))) {
                let record = serde_json::value::to_raw_value(&ShownHealthProfile::of(before))?;
                return Err(WriteError::Conflict(Some(Current { rev: before.rev, record })).into());
            }
            let kept = save(tx, &before, profile)?;
            if kept.rev != before.rev {
                screen_upcoming(tx, kept.profile)?;
            }
            shown(kept)
        })
        .await
}

fn shown(kept: KeptProfile) -> Result<Answer, Problem> {
    Ok(Answer::json(&ShownHealthProfile::of(kept))?.with_etag(etag(kept.rev)))
}

impl ShownHealthProfile {
    fn of(KeptProfile { profile, rev, updated_at }: KeptProfile) -> Self {
        Self { profile, rev, updated_at }
    }
}
