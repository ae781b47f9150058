//! A client's side of plan proposals. They are listed and shown by the record core.

use actix_web::post;
use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::core::access::{Caller, DataAccess};
use crate::core::records::{Record, Shown};
use crate::core::tx::Tx;
use crate::features::coaching::copies::Copied;
use crate::features::coaching::proposal::PlanProposal;
use crate::features::coaching::proposing;
use crate::features::training::Plan;
use crate::platform::http::{Answer, IdempotencyKey, JsonBody, Problem};
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedString, FieldErrors, decode};

type ShownProposal = Shown<PlanProposal>;
type ShownPlan = Shown<Plan>;

/// An accepted proposal with what came of it.
#[derive(Serialize, ToSchema)]
pub struct Acceptance {
    /// The proposal now.
    #[schema(value_type = ShownProposal)]
    proposal: Box<RawValue>,
    /// The plan version that it became; null when that was deleted since.
    #[schema(value_type = Option<ShownPlan>, required = true)]
    plan: Option<Box<RawValue>>,
}

/// What to say to a proposal that is declined.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Refusal {
    /// Why, for the coach.
    #[deserr(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1000)]
    reason: Option<BoundedString<1, 1000>>,
}

/// Accept a proposed plan
///
/// It becomes a version of the plan, in force from the day that the coach proposed, or from today when that is over: no day
/// before is judged again (rules §2). Accepted again, the answer is the same.
#[utoipa::path(tag = "plan-proposals", operation_id = "accept_plan_proposal", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The proposal"), ("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 200, description = "Accepted", body = Acceptance),
        (status = 409, description = "`proposal_closed`: it was declined or withdrawn"),
    ))]
#[post("/plan-proposals/{id}/accept")]
pub async fn accept(
    access: Data<DataAccess>,
    caller: Caller,
    key: IdempotencyKey,
    path: Path<String>,
) -> Result<Answer, Problem> {
    let id = PlanProposal::id_of(&path).ok_or_else(Problem::not_found)?;
    let others = move |tx: &mut Tx<'_>| coach_of(tx, id);
    access
        .write_shared(caller, key, Vec::new(), others, move |tx| {
            let (proposal, plan) = proposing::accept(tx, id)?;
            let plan = plan.map(|plan| plan.raw::<Plan>()).transpose()?;
            Answer::json(&Acceptance { proposal: proposal.raw::<PlanProposal>()?, plan })
        })
        .await
}

/// Decline a proposed plan
///
/// Nothing changes. Declined again, the answer is the same.
#[utoipa::path(tag = "plan-proposals", operation_id = "decline_plan_proposal", security(("bearer" = [])),
    request_body = Refusal,
    params(("id" = Uuid, Path, description = "The proposal"), ("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 200, description = "Declined", body = ShownProposal, headers(("ETag" = String))),
        (status = 409, description = "`proposal_closed`: it was accepted or withdrawn"),
    ))]
#[post("/plan-proposals/{id}/decline")]
pub async fn decline(
    access: Data<DataAccess>,
    caller: Caller,
    key: IdempotencyKey,
    path: Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Problem> {
    let id = PlanProposal::id_of(&path).ok_or_else(Problem::not_found)?;
    let bytes = serde_json::to_vec(&body)?;
    let Refusal { reason } = decode(body)?;
    let others = move |tx: &mut Tx<'_>| coach_of(tx, id);
    access
        .write_shared(caller, key, bytes, others, move |tx| {
            let declined = proposing::decline(tx, id, reason.clone())?;
            Ok(Answer::raw_json(200, declined.render::<PlanProposal>()).with_etag(declined.etag()))
        })
        .await
}

fn coach_of(tx: &mut Tx<'_>, id: RecordId) -> Result<Vec<UserId>, Problem> {
    Ok(vec![proposing::received(tx, id)?.1.partner()])
}
