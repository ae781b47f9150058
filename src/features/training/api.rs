//! The routes of training that are not a collection's verbs.

use actix_web::get;
use actix_web::web::Data;

use super::{Plan, plan_in_force};
use crate::core::access::{DataAccess, Viewer};
use crate::core::records::{Shown, shown};
use crate::platform::http::{Answer, Conditions, Mount, Params, Problem, query_params};
use crate::platform::time::LocalDay;

type ShownPlan = Shown<Plan>;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(plan);
}

query_params! {
    /// Which plan version is asked for.
    pub struct PlanDay {
        /// The day; today when left out
        on: LocalDay,
    }
}

/// The plan version in force on a day
///
/// The latest that had begun; for the days before all others the one that signing up made (rules §2).
#[utoipa::path(tag = "plans", operation_id = "plan_in_force", security(("bearer" = [])),
    params(Params<PlanDay>),
    responses(
        (status = 200, description = "The plan version", body = ShownPlan),
        (status = 304, description = "Not modified"),
        (status = 404, description = "`not_found`: no version had begun, and there is none from signing up"),
    ))]
#[get("/plan")]
pub async fn plan(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params(PlanDay { on }): Params<PlanDay>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let answer = access.answer(viewer, move |tx| {
        let day = on.unwrap_or_else(|| tx.owner.today(None));
        let stored = plan_in_force(tx, day)?.ok_or_else(Problem::not_found)?;
        Ok(shown::<Plan>(tx.actor, &stored, &conditions)?)
    });
    answer.await
}
