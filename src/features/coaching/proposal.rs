use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::copies::copied;
use super::vocabulary::{ProposalState, ShareRole};
use crate::core::access::visibility::visible;
use crate::core::access::{Needs, Owner, Scope, Scopes};
use crate::core::records::{Collection, Record, SortKey};
use crate::features::training::Plan;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedString, FieldErrors};
use crate::platform::time::Timestamp;

/// The scope that a coach needs to propose a plan.
pub(super) const NEEDS: Needs = Needs::All(&[Scope::Plan]);

/// Fields of a proposal that only the service writes, in addition to those of every record. In a body they are ignored.
pub const WRITTEN_BY_SERVICE: [&str; 7] = ["role", "state", "coach_id", "coach_name", "closed_at", "reason", "plan_id"];

/// A plan that a coach proposes to a client. Each side has a record of it under the same id.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanProposal {
    /// Whether it was proposed to one or, as the coach, by one.
    pub role: ShareRole,
    /// What has become of it.
    pub state: ProposalState,
    /// To whom it was proposed.
    pub client_id: UserId,
    /// Who proposed it.
    pub coach_id: UserId,
    /// What the coach was called then.
    #[schema(example = "Jonas Weber")]
    pub coach_name: String,
    /// The plan.
    pub plan: Plan,
    /// What the coach says to it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1000)]
    pub message: Option<BoundedString<1, 1000>>,
    /// When it was accepted, declined or withdrawn.
    pub closed_at: Option<Timestamp>,
    /// Why it was declined, if the client said.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1000)]
    pub reason: Option<BoundedString<1, 1000>>,
    /// The client's plan version that came of it.
    pub plan_id: Option<RecordId>,
}

visible!(PlanProposal: never[role, state, client_id, coach_id, coach_name, plan, message, closed_at, reason, plan_id]);

impl PlanProposal {
    /// Whether a coach with these scopes gets the proposals.
    pub(super) fn is_carried_by(scopes: Option<Scopes>) -> bool {
        scopes.is_some_and(|scopes| NEEDS.are_met_by(scopes))
    }

    /// The same, closed with `state`.
    pub(super) fn closed(self, state: ProposalState, at: Timestamp) -> Self {
        Self { state, closed_at: Some(at), ..self }
    }
}

copied!(PlanProposal);

impl Record for PlanProposal {
    const COLLECTION: Collection = Collection::PlanProposals;
    const NOUN: &'static str = "plan proposal";
    const RESTS_ON_SHARES: bool = true;

    fn normalize(&mut self, _: RecordId, _: Option<&Self>, _: &Owner) -> FieldErrors {
        FieldErrors::none()
    }

    fn rests_on(&self) -> Option<(UserId, Needs)> {
        (self.role == ShareRole::Coach).then_some((self.client_id, NEEDS))
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        SortKey::of_creation(created_at)
    }

    fn example() -> Value {
        json!({
            "role": "client", "state": "proposed", "client_id": "019ab25c-0f4e-7a31-9d55-0c6a1b7e4f20",
            "coach_id": "019ab25c-0f4e-7b52-8d11-7c2b3d4e5f60", "coach_name": "Jonas Weber", "plan": Plan::example(),
            "message": "Three days are enough for now.",
        })
    }
}
