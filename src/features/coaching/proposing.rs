//! Plan proposals: created, changed and withdrawn by the coach, accepted or declined by the client.

use super::copies;
use super::proposal::PlanProposal;
use super::vocabulary::{ProposalState, ShareRole};
use crate::core::access::{self, Owner, Pair};
use crate::core::records::{Collection, Record, Stored, has_about, store};
use crate::features::training::Plan;
use crate::platform::db::AnyConnection;
use crate::platform::http::problem::{LIMIT_REACHED, PROPOSAL_CLOSED};
use crate::platform::http::{Conditions, Problem};
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::BoundedString;

/// The most proposals that may exist between two people.
const MAX_PROPOSALS: i64 = 500;

/// A proposal to write.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) plan: Plan,
    pub(crate) message: Option<BoundedString<1, 1000>>,
}

/// Creates a proposal, or changes a pending one (upsert); the coach's copy, and whether it is new. Idempotent.
///
/// # Errors
/// 404 when the id is that of another proposal, 409 when it is closed, 422 with every error in the plan for this client.
pub(crate) fn propose(
    connection: &mut AnyConnection,
    pair: &Pair,
    id: RecordId,
    offer: &Offer,
) -> Result<(Stored, bool), Problem> {
    let Pair { coach, client, .. } = pair;
    let present = present(connection, pair, id)?;
    let mut plan = offer.plan.clone();
    let mut errors = plan.check(client);
    errors.extend(plan.normalize(id, None, client));
    errors.extend(plan.check_references(connection, client)?);
    errors.below("/plan").or(())?;
    let proposal = match present {
        Some((stored, proposal)) => {
            let same = proposal.plan == plan && proposal.message == offer.message;
            if same && proposal.state != ProposalState::Withdrawn {
                return Ok((stored, false));
            }
            if proposal.state != ProposalState::Proposed {
                return Err(closed(proposal.state));
            }
            let changed = PlanProposal { plan, message: offer.message.clone(), ..proposal };
            let (_, of_coach) = copies::write(connection, client, Some(coach), id, &changed)?;
            return Ok((of_coach.ok_or_else(Problem::not_found)?, false));
        }
        None => PlanProposal {
            role: ShareRole::Client,
            state: ProposalState::Proposed,
            client_id: client.user,
            coach_id: coach.user,
            coach_name: access::coach(connection, coach.user)?.name,
            plan,
            message: offer.message.clone(),
            closed_at: None,
            reason: None,
            plan_id: None,
        },
    };
    if has_about::<PlanProposal>(connection, coach.user, client.user, MAX_PROPOSALS)? {
        let detail =
            format!("There are {MAX_PROPOSALS} proposals to this client already; change one that still waits.");
        return Err(Problem::new(LIMIT_REACHED, detail));
    }
    let (_, of_coach) = copies::write(connection, client, Some(coach), id, &proposal)?;
    Ok((of_coach.ok_or_else(Problem::not_found)?, true))
}

/// The coach's copy of the pair's proposal with this id. An id that either side uses for another record is not found.
fn present(
    connection: &mut AnyConnection,
    pair: &Pair,
    id: RecordId,
) -> Result<Option<(Stored, PlanProposal)>, Problem> {
    let own = copies::find::<PlanProposal>(connection, pair.coach.user, ShareRole::Coach, id)?;
    match own {
        Some((stored, proposal)) if proposal.client_id == pair.client.user => Ok(Some((stored, proposal))),
        Some(_) => Err(Problem::not_found()),
        None => {
            for owner in [pair.coach.user, pair.client.user] {
                if store::is_known(connection, owner, Collection::PlanProposals, id)? {
                    return Err(Problem::not_found());
                }
            }
            Ok(None)
        }
    }
}

/// Withdraws a proposal. Idempotent, also for an id that never existed.
///
/// # Errors
/// 409 when the client has answered it.
pub(super) fn withdraw(connection: &mut AnyConnection, pair: &Pair, id: RecordId) -> Result<(), Problem> {
    let own = copies::find::<PlanProposal>(connection, pair.coach.user, ShareRole::Coach, id)?;
    let Some((_, proposal)) = own.filter(|(_, proposal)| proposal.client_id == pair.client.user) else {
        return Ok(());
    };
    match proposal.state {
        ProposalState::Proposed => {
            let withdrawn = proposal.closed(ProposalState::Withdrawn, pair.coach.now);
            copies::write(connection, &pair.client, Some(&pair.coach), id, &withdrawn).map(|_| ())
        }
        ProposalState::Withdrawn => Ok(()),
        state => Err(closed(state)),
    }
}

/// Withdraws all pending proposals of a coach, in the client's copies alone.
pub(super) fn withdraw_all(connection: &mut AnyConnection, client: &Owner, coach: UserId) -> Result<(), Problem> {
    for stored in store::all::<PlanProposal>(connection, client.user)? {
        let proposal: PlanProposal = stored.read()?;
        let waits = proposal.role == ShareRole::Client && proposal.state == ProposalState::Proposed;
        if waits && proposal.coach_id == coach {
            let withdrawn = proposal.closed(ProposalState::Withdrawn, client.now);
            store::rewrite(connection, client, &stored, &withdrawn)?;
        }
    }
    Ok(())
}

/// Accepts a proposal: it becomes a version of the client's plan, from today on at the earliest. The client's copy, and
/// the version unless the client has deleted it since. Idempotent: accepting again gives the same answer.
///
/// # Errors
/// 404 when there is none, 409 when it is closed otherwise; those of writing a plan.
pub(super) fn accept(
    connection: &mut AnyConnection,
    client: &Owner,
    id: RecordId,
) -> Result<(Stored, Option<Stored>), Problem> {
    let (stored, proposal) = received(connection, client, id)?;
    match (proposal.state, proposal.plan_id) {
        (ProposalState::Proposed, _) => {}
        (ProposalState::Accepted, Some(plan)) => {
            return Ok((stored, store::find::<Plan>(connection, client.user, plan)?));
        }
        (state, _) => return Err(closed(state)),
    }
    let mut plan = proposal.plan.clone();
    plan.effective_from = plan.effective_from.max(client.today(None));
    let written = store::put(connection, client, RecordId::new(client.now), plan, &Conditions::default());
    let plan = written.map_err(|problem| problem.below("/plan"))?.stored;
    let coach = Owner::along(connection, proposal.coach_id, client.now)?;
    let accepted = PlanProposal { plan_id: Some(plan.id), ..proposal.closed(ProposalState::Accepted, client.now) };
    Ok((copies::change(connection, client, coach.as_ref(), id, &accepted)?, Some(plan)))
}

/// Declines a proposal; the client's copy. Idempotent: declining again gives the same answer.
///
/// # Errors
/// 404 when there is none, 409 when it is closed otherwise.
pub(super) fn decline(
    connection: &mut AnyConnection,
    client: &Owner,
    id: RecordId,
    reason: Option<BoundedString<1, 1000>>,
) -> Result<Stored, Problem> {
    let (stored, proposal) = received(connection, client, id)?;
    match proposal.state {
        ProposalState::Proposed => {}
        ProposalState::Declined => return Ok(stored),
        state => return Err(closed(state)),
    }
    let coach = Owner::along(connection, proposal.coach_id, client.now)?;
    let declined = PlanProposal { reason, ..proposal.closed(ProposalState::Declined, client.now) };
    copies::change(connection, client, coach.as_ref(), id, &declined)
}

/// The proposal that was made to this client.
pub(super) fn received(
    connection: &mut AnyConnection,
    client: &Owner,
    id: RecordId,
) -> Result<(Stored, PlanProposal), Problem> {
    copies::find(connection, client.user, ShareRole::Client, id)?.ok_or_else(Problem::not_found)
}

fn closed(state: ProposalState) -> Problem {
    Problem::new(PROPOSAL_CLOSED, format!("This proposal was {state} before."))
}
