use actix_web::get;
use actix_web::web::{Data, Path};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::core::access::{Caller, CoachProfile, DataAccess, coach_profile};
use crate::platform::http::{Answer, Problem};
use crate::platform::ids::UserId;

/// A coach as everybody sees them who knows their id.
#[derive(Serialize, ToSchema)]
pub struct Coach {
    /// Their id.
    id: UserId,
    #[serde(flatten)]
    profile: CoachProfile,
}

/// Show a coach
///
/// So that a person sees to whom they are about to give something. Only people with a coach profile can be seen.
#[utoipa::path(tag = "shares", operation_id = "show_coach", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The coach's id")),
    responses((status = 200, description = "The coach", body = Coach)))]
#[get("/coaches/{id}")]
pub async fn coach(access: Data<DataAccess>, caller: Caller, path: Path<String>) -> Result<Answer, Problem> {
    let id = Uuid::try_parse(&path).map(UserId).map_err(|_| Problem::not_found())?;
    access
        .read(caller, move |tx| {
            let profile = coach_profile(tx.connection, id)?.ok_or_else(Problem::not_found)?;
            Answer::json(&Coach { id, profile })
        })
        .await
}
