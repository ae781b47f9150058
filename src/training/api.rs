//! The routes of training that are not a collection's verbs.

use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Plan, plan_in_force};
use crate::access::{Caller, Gate};
use crate::http::{Answer, Conditions, Problem, Query};
use crate::records::Shown;
use crate::time::LocalDay;

type ShownPlan = Shown<Plan>;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(plan);
}

/// The plan version in force on a day
///
/// The latest that had begun; the earliest for the days before it (rules §2).
#[utoipa::path(tag = "plans", operation_id = "plan_in_force", security(("bearer" = [])),
    params(("on" = Option<LocalDay>, Query, description = "The day; today when left out")),
    responses(
        (status = 200, description = "The plan version", body = ShownPlan),
        (status = 304, description = "Not modified"),
        (status = 404, description = "`not_found`: there is no plan"),
    ))]
#[get("/v1/plan")]
pub async fn plan(
    gate: Data<Gate>,
    caller: Caller,
    mut query: Query,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let on = query.take::<LocalDay>("on");
    query.finish()?;
    gate.read(caller, move |connection, owner| {
        let day = on.unwrap_or_else(|| owner.today(None));
        let stored = plan_in_force(connection, owner.user, day)?.ok_or_else(Problem::not_found)?;
        if conditions.is_fresh(&stored.etag()) {
            return Ok(Answer::not_modified(stored.etag()));
        }
        Ok(Answer::text(200, stored.render::<Plan>()).with_etag(stored.etag()))
    })
    .await
}
