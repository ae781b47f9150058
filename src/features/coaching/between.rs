//! Keeps the coach's copies of comments and proposals in step with what the client shares.

use super::client_note::ClientNote;
use super::comment::Comment;
use super::proposal::PlanProposal;
use super::{copies, proposing};
use crate::core::WriteError;
use crate::core::access::{Owner, Scopes, grants};
use crate::core::tx::Tx;

/// Gives the coach what the share opens that has just been taken up. `before` is what was shared before, if anything.
pub(super) fn opened(tx: &mut Tx<'_>, client: &Owner, coach: &Owner, before: Option<Scopes>) -> Result<(), WriteError> {
    let now = grants::scopes(tx.connection, coach.user, client.user, coach.now)?;
    if Comment::is_carried_by(now) && !Comment::is_carried_by(before) {
        copies::give::<Comment>(tx, client, coach)?;
    }
    if PlanProposal::is_carried_by(now) && !PlanProposal::is_carried_by(before) {
        copies::give::<PlanProposal>(tx, client, coach)?;
    }
    Ok(())
}

/// Takes from the coach what no share carries any more; the client keeps it. Proposals that wait for an answer are
/// withdrawn.
pub(super) fn closed(tx: &mut Tx<'_>, client: &Owner, coach: &Owner) -> Result<(), WriteError> {
    let left = grants::scopes(tx.connection, coach.user, client.user, client.now)?;
    if !PlanProposal::is_carried_by(left) {
        proposing::withdraw_all(tx, client, coach.user)?;
        copies::take::<PlanProposal>(tx, coach, client.user)?;
    }
    if !Comment::is_carried_by(left) {
        copies::take::<Comment>(tx, coach, client.user)?;
    }
    Ok(())
}

/// Takes from the coach of a client who deletes their account everything that is about them.
pub(super) fn forgotten(tx: &mut Tx<'_>, client: &Owner, coach: &Owner) -> Result<(), WriteError> {
    copies::take::<Comment>(tx, coach, client.user)?;
    copies::take::<PlanProposal>(tx, coach, client.user)?;
    copies::take::<ClientNote>(tx, coach, client.user)
}
