use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::person_id::PersonId;
use crate::core::access::visibility::visible;
use crate::core::access::{Owner, grants};
use crate::core::records::{ClientWritable, Collection, Record, SortKey};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedString, FieldErrors};
use crate::platform::time::Timestamp;

/// A coach's own note on a client, which nobody else sees. It stays when the share ends, and goes when the client deletes
/// their account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct ClientNote {
    /// The client; they must share something to be written about.
    pub client_id: PersonId,
    /// The note.
    pub note: BoundedString<1, 2000>,
}

visible!(ClientNote: never[client_id, note]);

impl Record for ClientNote {
    const COLLECTION: Collection = Collection::ClientNotes;
    const NOUN: &'static str = "note on a client";

    fn normalize(&mut self, _: RecordId, _: Option<&Self>, _: &Owner) -> FieldErrors {
        FieldErrors::none()
    }

    fn check_references(&self, tx: &mut Tx<'_>) -> Result<FieldErrors, DbError> {
        Ok(match grants::scopes(tx.connection, tx.owner.user, self.client_id.0, tx.owner.now)? {
            Some(_) => FieldErrors::none(),
            None => FieldErrors::one("/client_id", "unknown_client", "must be somebody who shares with you now"),
        })
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        SortKey::of_creation(created_at)
    }

    fn example() -> Value {
        json!({"client_id": "019ab25c-0f4e-7a31-9d55-0c6a1b7e4f20", "note": "Prefers the morning; ask about the new chair."})
    }
}

impl ClientWritable for ClientNote {}
