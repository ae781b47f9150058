use std::collections::HashMap;

use super::{Record, Stored};
use crate::core::access::{Scopes, grants};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::UserId;

/// Decides which records their owner may see at the moment: those that rest on a share ([`Record::rests_on`]) only while it
/// is in force. It caches the scopes of each person, so use one filter for one answer.
#[derive(Default)]
pub struct ShareFilter(HashMap<UserId, Option<Scopes>>);

impl ShareFilter {
    /// Whether the owner may see this record.
    pub fn allows<R: Record>(&mut self, tx: &mut Tx<'_>, stored: &Stored) -> Result<bool, DbError> {
        if !R::RESTS_ON_SHARES {
            return Ok(true);
        }
        let Some((client, needs)) = stored.read::<R>()?.rests_on() else { return Ok(true) };
        let scopes = if let Some(known) = self.0.get(&client) {
            *known
        } else {
            let scopes = grants::scopes(tx.connection, tx.owner.user, client, tx.owner.now)?;
            self.0.insert(client, scopes);
            scopes
        };
        Ok(scopes.is_some_and(|scopes| needs.are_met_by(scopes)))
    }
}
