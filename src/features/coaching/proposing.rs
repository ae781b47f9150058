//! Plan proposals: created, changed and withdrawn by the coach, accepted or declined by the client.

use super::copies;
use super::proposal::PlanProposal;
use super::vocabulary::{ProposalState, ShareRole};
use crate::core::WriteError;
use crate::core::access::{self, Owner};
use crate::core::records::{Collection, Expected, Record, Stored, has_about, store};
use crate::core::tx::Tx;
use crate::features::coaching::problems::{LIMIT_REACHED, PROPOSAL_CLOSED};
use crate::features::training::Plan;
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
    tx: &mut Tx<'_>,
    client: &Owner,
    id: RecordId,
    offer: &Offer,
) -> Result<(Stored, bool), WriteError> {
    let coach = tx.owner;
    let present = present(tx, client, id)?;
    let mut plan = offer.plan.clone();
    let mut errors = plan.check(client);
    errors.extend(plan.normalize(id, None, client));
    errors.extend(plan.check_references(&mut tx.on(client))?);
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
            let (_, of_coach) = copies::write(tx, client, Some(&coach), id, &changed)?;
            return Ok((of_coach.ok_or(WriteError::NotFound)?, false));
        }
        None => PlanProposal {
            role: ShareRole::Client,
            state: ProposalState::Proposed,
            client_id: client.user,
            coach_id: coach.user,
            coach_name: access::coach(tx.connection, coach.user)?.name,
            plan,
            message: offer.message.clone(),
            closed_at: None,
            reason: None,
            plan_id: None,
        },
    };
    if has_about::<PlanProposal>(tx, client.user, MAX_PROPOSALS)? {
        let detail =
            format!("There are {MAX_PROPOSALS} proposals to this client already; change one that still waits.");
        return Err(WriteError::refused(LIMIT_REACHED, detail));
    }
    let (_, of_coach) = copies::write(tx, client, Some(&coach), id, &proposal)?;
    Ok((of_coach.ok_or(WriteError::NotFound)?, true))
}

/// The coach's copy of the pair's proposal with this id. Ids that are taken otherwise, on either side, are nobody's here.
fn present(tx: &mut Tx<'_>, client: &Owner, id: RecordId) -> Result<Option<(Stored, PlanProposal)>, WriteError> {
    let own = copies::find::<PlanProposal>(tx, ShareRole::Coach, id)?;
    match own {
        Some((stored, proposal)) if proposal.client_id == client.user => Ok(Some((stored, proposal))),
        Some(_) => Err(WriteError::NotFound),
        None => {
            for owner in [tx.owner, *client] {
                if store::is_known(&mut tx.on(&owner), Collection::PlanProposals, id)? {
                    return Err(WriteError::NotFound);
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
pub(super) fn withdraw(tx: &mut Tx<'_>, client: &Owner, id: RecordId) -> Result<(), WriteError> {
    let own = copies::find::<PlanProposal>(tx, ShareRole::Coach, id)?;
    let Some((_, proposal)) = own.filter(|(_, proposal)| proposal.client_id == client.user) else {
        return Ok(());
    };
    match proposal.state {
        ProposalState::Proposed => {
            let (coach, withdrawn) = (tx.owner, proposal.closed(ProposalState::Withdrawn, tx.owner.now));
            copies::write(tx, client, Some(&coach), id, &withdrawn).map(|_| ())
        }
        ProposalState::Withdrawn => Ok(()),
        state => Err(closed(state)),
    }
}

/// Withdraws whatever of a coach's proposals waits for a client's answer, in the client's copies alone.
pub(super) fn withdraw_all(tx: &mut Tx<'_>, client: &Owner, coach: UserId) -> Result<(), WriteError> {
    for stored in store::all::<PlanProposal>(&mut tx.on(client))? {
        let proposal: PlanProposal = stored.read()?;
        let waits = proposal.role == ShareRole::Client && proposal.state == ProposalState::Proposed;
        if waits && proposal.coach_id == coach {
            let withdrawn = proposal.closed(ProposalState::Withdrawn, client.now);
            store::rewrite(&mut tx.on(client), &stored, &withdrawn)?;
        }
    }
    Ok(())
}

/// Accepts a proposal: it becomes a version of the client's plan, from today on at the earliest. The client's copy, and
/// the version unless the client has deleted it since. Idempotent: accepting again gives the same answer.
///
/// # Errors
/// 404 when there is none, 409 when it is closed otherwise; those of writing a plan.
pub(super) fn accept(tx: &mut Tx<'_>, id: RecordId) -> Result<(Stored, Option<Stored>), WriteError> {
    let client = tx.owner;
    let (stored, proposal) = received(tx, id)?;
    match (proposal.state, proposal.plan_id) {
        (ProposalState::Proposed, _) => {}
        (ProposalState::Accepted, Some(plan)) => {
            return Ok((stored, store::find::<Plan>(tx, plan)?));
        }
        (state, _) => return Err(closed(state)),
    }
    let mut plan = proposal.plan.clone();
    plan.effective_from = plan.effective_from.max(client.today(None));
    let written = store::put(tx, RecordId::new(client.now), plan, Expected::Anything);
    let plan = written.map_err(|problem| problem.below("/plan"))?.stored;
    let coach = tx.load_for_update(proposal.coach_id)?;
    let accepted = PlanProposal { plan_id: Some(plan.id), ..proposal.closed(ProposalState::Accepted, client.now) };
    Ok((copies::change(tx, &client, coach.as_ref(), id, &accepted)?, Some(plan)))
}

/// Declines a proposal; the client's copy. Idempotent: declining again gives the same answer.
///
/// # Errors
/// 404 when there is none, 409 when it is closed otherwise.
pub(super) fn decline(
    tx: &mut Tx<'_>,
    id: RecordId,
    reason: Option<BoundedString<1, 1000>>,
) -> Result<Stored, WriteError> {
    let client = tx.owner;
    let (stored, proposal) = received(tx, id)?;
    match proposal.state {
        ProposalState::Proposed => {}
        ProposalState::Declined => return Ok(stored),
        state => return Err(closed(state)),
    }
    let coach = tx.load_for_update(proposal.coach_id)?;
    let declined = PlanProposal { reason, ..proposal.closed(ProposalState::Declined, client.now) };
    copies::change(tx, &client, coach.as_ref(), id, &declined)
}

/// The proposal that was made to this client.
pub(super) fn received(tx: &mut Tx<'_>, id: RecordId) -> Result<(Stored, PlanProposal), WriteError> {
    copies::find(tx, ShareRole::Client, id)?.ok_or(WriteError::NotFound)
}

fn closed(state: ProposalState) -> WriteError {
    WriteError::refused(PROPOSAL_CLOSED, format!("This proposal was {state} before."))
}
