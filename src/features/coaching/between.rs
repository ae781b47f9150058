//! Keeps the coach's copies of comments and proposals in step with what the client shares.

use super::client_note::ClientNote;
use super::comment::Comment;
use super::proposal::PlanProposal;
use super::{copies, proposing};
use crate::core::access::{Owner, Scopes, grants};
use crate::platform::db::AnyConnection;
use crate::platform::http::Problem;

/// Gives the coach the copies that a share opens which was just redeemed. `before` is what was shared before, if anything.
pub(super) fn opened(
    connection: &mut AnyConnection,
    client: &Owner,
    coach: &Owner,
    before: Option<Scopes>,
) -> Result<(), Problem> {
    let now = grants::scopes(connection, coach.user, client.user, coach.now)?;
    if Comment::is_carried_by(now) && !Comment::is_carried_by(before) {
        copies::give::<Comment>(connection, client, coach)?;
    }
    if PlanProposal::is_carried_by(now) && !PlanProposal::is_carried_by(before) {
        copies::give::<PlanProposal>(connection, client, coach)?;
    }
    Ok(())
}

/// Deletes the coach's copies that no share covers any more; the client keeps theirs. Pending proposals are withdrawn.
pub(super) fn closed(connection: &mut AnyConnection, client: &Owner, coach: &Owner) -> Result<(), Problem> {
    let left = grants::scopes(connection, coach.user, client.user, client.now)?;
    if !PlanProposal::is_carried_by(left) {
        proposing::withdraw_all(connection, client, coach.user)?;
        copies::take::<PlanProposal>(connection, coach, client.user)?;
    }
    if !Comment::is_carried_by(left) {
        copies::take::<Comment>(connection, coach, client.user)?;
    }
    Ok(())
}

/// Deletes all records that a coach has about a client who deletes their account.
pub(super) fn forgotten(connection: &mut AnyConnection, client: &Owner, coach: &Owner) -> Result<(), Problem> {
    copies::take::<Comment>(connection, coach, client.user)?;
    copies::take::<PlanProposal>(connection, coach, client.user)?;
    copies::take::<ClientNote>(connection, coach, client.user)
}
