use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::copies::copied;
use super::vocabulary::{CommentSubject, ShareRole};
use crate::core::access::visibility::visible;
use crate::core::access::{Needs, Owner, Scopes};
use crate::core::records::{Collection, Record, SortKey, store};
use crate::core::tx::Tx;
use crate::features::training::{DayMark, Plan};
use crate::platform::db::DbError;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedString, FieldErrors};
use crate::platform::time::Timestamp;

/// What a person and their coach write to each other. Each side has a record of it under the same id.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Comment {
    /// Whether it is one's conversation with a coach or, as the coach, with a client.
    pub role: ShareRole,
    /// Which side wrote it.
    pub author: ShareRole,
    /// What that person was called then.
    #[schema(example = "Jonas Weber")]
    pub author_name: String,
    /// The client.
    pub client_id: UserId,
    /// The coach.
    pub coach_id: UserId,
    /// The client's record that it is about; on the whole when left out.
    pub on: Option<CommentedRecord>,
    /// What was written.
    #[schema(value_type = String, min_length = 1, max_length = 2000)]
    pub text: BoundedString<1, 2000>,
    /// When the other side read it, once they have.
    pub read_at: Option<Timestamp>,
}

visible!(Comment: never[role, author, author_name, client_id, coach_id, on, text, read_at]);

/// A client's record that a comment is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct CommentedRecord {
    /// The collection's name in addresses.
    pub collection: CommentSubject,
    /// The record's id as in its address: a UUID, or the date of a day mark.
    #[schema(value_type = String, min_length = 1, max_length = 40)]
    pub id: BoundedString<1, 40>,
}

impl CommentedRecord {
    /// An error at `/on/id` unless the client has such a record.
    pub(super) fn check(&self, tx: &mut Tx<'_>) -> Result<FieldErrors, DbError> {
        let collection = self.collection.collection();
        let id = match collection {
            Collection::DayMarks => DayMark::id_of(&self.id),
            // All others have UUIDs.
            _ => Plan::id_of(&self.id),
        };
        let state = id.map(|id| store::state(tx, collection, id)).transpose()?.flatten();
        Ok(match state {
            Some((_, Some(_))) => FieldErrors::none(),
            _ => FieldErrors::one("/on/id", "unknown_record", "must be the id of such a record"),
        })
    }
}

impl Comment {
    /// Whether a coach with these scopes gets the comments.
    pub(super) fn is_carried_by(scopes: Option<Scopes>) -> bool {
        scopes.is_some()
    }
}

copied!(Comment);

impl Record for Comment {
    const COLLECTION: Collection = Collection::Comments;
    const NOUN: &'static str = "comment";
    const RESTS_ON_SHARES: bool = true;

    fn normalize(&mut self, _: RecordId, _: Option<&Self>, _: &Owner) -> FieldErrors {
        FieldErrors::none()
    }

    fn rests_on(&self) -> Option<(UserId, Needs)> {
        (self.role == ShareRole::Coach).then_some((self.client_id, Needs::ANY_SHARE))
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        SortKey::of_creation(created_at)
    }

    fn example() -> Value {
        json!({
            "role": "client", "author": "coach", "author_name": "Jonas Weber",
            "client_id": "019ab25c-0f4e-7a31-9d55-0c6a1b7e4f20", "coach_id": "019ab25c-0f4e-7b52-8d11-7c2b3d4e5f60",
            "on": {"collection": "sessions", "id": "019ab27e-7b60-7c1e-9d6a-000200000059"},
            "text": "Nice and even. Try one more set on the left.", "read_at": "2026-11-23T06:52:00.000Z",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::core::access::client_routes::{CLIENT_ROUTES, needs_of};

    #[test]
    fn comments_are_about_the_records_that_coaches_can_see() {
        let subjects: BTreeSet<_> = CommentSubject::WIRE_NAMES.iter().copied().collect();
        let listed: BTreeSet<_> =
            Collection::ALL.iter().map(|one| one.name()).filter(|name| needs_of(name).is_some()).collect();
        assert_eq!(subjects, listed);
        assert!(CLIENT_ROUTES.len() > listed.len());
        for subject in CommentSubject::ALL {
            assert_eq!(subject.collection().name(), subject.wire());
        }
    }
}
