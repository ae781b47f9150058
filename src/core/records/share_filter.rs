use std::collections::HashMap;

use super::{Record, Stored};
use crate::core::access::{Owner, Scopes, grants};
use crate::platform::db::AnyConnection;
use crate::platform::http::Problem;
use crate::platform::ids::UserId;

/// Decides which records their owner may see at the moment: those that rest on a share ([`Record::rests_on`]) only while it
/// is in force. It caches the scopes of each person, so use one filter for one answer.
#[derive(Default)]
pub struct ShareFilter(HashMap<UserId, Option<Scopes>>);

impl ShareFilter {
    /// Whether the owner may see this record.
    pub fn allows<R: Record>(
        &mut self,
        connection: &mut AnyConnection,
        owner: &Owner,
        stored: &Stored,
    ) -> Result<bool, Problem> {
        if !R::RESTS_ON_SHARES {
            return Ok(true);
        }
        let Some((client, needs)) = stored.read::<R>()?.rests_on() else { return Ok(true) };
        let scopes = if let Some(known) = self.0.get(&client) {
            *known
        } else {
            let scopes = grants::scopes(connection, owner.user, client, owner.now)?;
            self.0.insert(client, scopes);
            scopes
        };
        Ok(scopes.is_some_and(|scopes| needs.are_met_by(scopes)))
    }
}
