//! A coach's side of plan proposals.

use actix_web::web::{Data, Path};
use actix_web::{delete, get, put};
use deserr::Deserr;
use utoipa::ToSchema;

use crate::core::access::{ClientCaller, DataAccess};
use crate::core::records::{self, Paged, Record, Shown, page_about, shown};
use crate::features::coaching::copies;
use crate::features::coaching::proposal::{NEEDS, PlanProposal, WRITTEN_BY_SERVICE};
use crate::features::coaching::proposing::{self, Offer};
use crate::features::coaching::vocabulary::ShareRole;
use crate::features::training::Plan;
use crate::platform::http::{Answer, Conditions, IdempotencyKey, JsonBody, Params, Problem, UndatedPage};
use crate::platform::input::{BoundedString, FieldErrors, decode, pass_over, pass_over_own};

type ShownProposal = Shown<PlanProposal>;
type ProposalPage = Paged<PlanProposal>;

/// What to propose.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct NewProposal {
    /// The plan, as the client would write it. When its `effective_from` is over by the day on which it is accepted, it begins
    /// on that day.
    plan: Plan,
    /// What to say to it.
    #[deserr(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1000)]
    message: Option<BoundedString<1, 1000>>,
}

/// Plans proposed to a client
///
/// Newest first, page by page. The look is noted in the client's access log.
#[utoipa::path(tag = "clients", operation_id = "list_plan_proposals_to_client", security(("bearer" = [])),
    params(
        ("client_id" = Uuid, Path, description = "The client's id"),
        Params<UndatedPage>,
    ),
    responses(
        (status = 200, description = "A page", body = ProposalPage),
        (status = 403, description = "`scope_missing`"),
    ))]
#[get("/clients/{client_id}/plan-proposals")]
pub async fn list(
    access: Data<DataAccess>,
    caller: ClientCaller,
    Params(UndatedPage(request)): Params<UndatedPage>,
) -> Result<Answer, Problem> {
    let client = caller.client();
    access
        .answer_about(caller, NEEDS, move |tx| {
            let page = page_about::<PlanProposal>(tx, client, &request)?;
            Ok(Answer::raw_json(200, page.render::<PlanProposal>(tx.actor)?))
        })
        .await
}

/// Show a plan proposed to a client
///
/// With what the client answered. The look is noted in the client's access log.
#[utoipa::path(tag = "clients", operation_id = "get_plan_proposal_to_client", security(("bearer" = [])),
    params(
        ("client_id" = Uuid, Path, description = "The client's id"),
        ("id" = Uuid, Path, description = "The proposal"),
    ),
    responses(
        (status = 200, description = "The proposal", body = ShownProposal),
        (status = 304, description = "Not modified"),
        (status = 403, description = "`scope_missing`"),
    ))]
#[get("/clients/{client_id}/plan-proposals/{id}")]
pub async fn get(
    access: Data<DataAccess>,
    caller: ClientCaller,
    path: Path<(String, String)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let id = PlanProposal::id_of(&path.1).ok_or_else(Problem::not_found)?;
    let client = caller.client();
    access
        .answer_about(caller, NEEDS, move |tx| {
            let own = copies::find::<PlanProposal>(tx, ShareRole::Coach, id)?;
            let (stored, _) = own.filter(|(_, one)| one.client_id == client).ok_or_else(Problem::not_found)?;
            Ok(shown::<PlanProposal>(tx.actor, &stored, &conditions)?.into_answer())
        })
        .await
}

/// Propose a plan to a client
///
/// The coach chooses the id. The same body again changes nothing, another one changes the proposal as long as it waits for
/// an answer. It comes through the change feed of both.
#[utoipa::path(tag = "clients", operation_id = "put_plan_proposal", security(("bearer" = [])), request_body = NewProposal,
    params(
        ("client_id" = Uuid, Path, description = "The client's id"),
        ("id" = Uuid, Path, description = "A UUID that the coach made up"),
    ),
    responses(
        (status = 200, description = "Changed, or already so", body = ShownProposal, headers(("ETag" = String))),
        (status = 201, description = "Proposed", body = ShownProposal, headers(("ETag" = String))),
        (status = 403, description = "`scope_missing`"),
        (status = 409, description = "`proposal_closed`: take a new id"),
        (status = 422, description = "`limit_reached`: there are 500 to this client already"),
    ))]
#[put("/clients/{client_id}/plan-proposals/{id}")]
pub async fn put(
    access: Data<DataAccess>,
    caller: ClientCaller,
    path: Path<(String, String)>,
    JsonBody(mut body): JsonBody,
) -> Result<Answer, Problem> {
    let id = PlanProposal::id_of(&path.1).ok_or_else(Problem::not_found)?;
    let client = caller.client();
    pass_over(&mut body, &records::HEAD);
    pass_over(&mut body, &WRITTEN_BY_SERVICE);
    if let Some(plan) = body.get_mut("plan") {
        // It may be one that the coach has seen, and becomes a new one.
        pass_over(plan, &["id"]);
        pass_over(plan, &records::HEAD);
    }
    let mut errors = pass_over_own(&mut body, "id", |given| PlanProposal::id_of(given) == Some(id));
    errors.extend(pass_over_own(&mut body, "client_id", |given| given == client.to_string()));
    let NewProposal { plan, message } = errors.and(decode(body))?;
    let offer = Offer { plan, message };
    access
        .write_about(caller, NEEDS, IdempotencyKey::none(), Vec::new(), move |tx, client| {
            let (stored, created) = proposing::propose(tx, &client.owner, id, &offer)?;
            let answer = Answer::raw_json(200, stored.render::<PlanProposal>()).with_etag(stored.etag());
            if created {
                let location = format!("/v1/clients/{}/plan-proposals/{id}", client.owner.user);
                return Ok(answer.with_status(201).with_location(location));
            }
            Ok(answer)
        })
        .await
}

/// Withdraw a proposed plan
///
/// As long as it waits for an answer. One that was withdrawn before, or never made, gets the same answer.
#[utoipa::path(tag = "clients", operation_id = "withdraw_plan_proposal", security(("bearer" = [])),
    params(
        ("client_id" = Uuid, Path, description = "The client's id"),
        ("id" = Uuid, Path, description = "The proposal"),
    ),
    responses(
        (status = 204, description = "Withdrawn"),
        (status = 403, description = "`scope_missing`"),
        (status = 409, description = "`proposal_closed`: the client has answered it"),
    ))]
#[delete("/clients/{client_id}/plan-proposals/{id}")]
pub async fn withdraw(
    access: Data<DataAccess>,
    caller: ClientCaller,
    path: Path<(String, String)>,
) -> Result<Answer, Problem> {
    let id = PlanProposal::id_of(&path.1).ok_or_else(Problem::not_found)?;
    access
        .write_about(caller, NEEDS, IdempotencyKey::none(), Vec::new(), move |tx, client| {
            proposing::withdraw(tx, &client.owner, id)?;
            Ok(Answer::no_content())
        })
        .await
}
