use deserr::Deserr;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};
use uuid::Uuid;

use super::Collection;
use crate::core::WriteError;
use crate::core::access::visibility::Visible;
use crate::core::access::{Needs, Owner};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::FieldErrors;
use crate::platform::time::{DayStart, LocalDay, Timestamp, Zone};

/// Where a record stands in its collection's list, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// The local day that `from` and `to` filter by.
    pub day: LocalDay,
    /// The instant that orders records of one day.
    pub at: Timestamp,
}

impl SortKey {
    /// That of a record with no day of its own: it is listed under the UTC day on which it was created.
    pub fn of_creation(created_at: Timestamp) -> Self {
        Self { day: LocalDay::of(created_at, Zone::UTC, DayStart::default()), at: created_at }
    }
}

/// A record that everybody has and nobody can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltIn {
    /// Its path segment.
    pub segment: &'static str,
    /// It as clients see it.
    pub json: String,
}

/// What a collection's records are, as they are stored.
pub trait Record: Serialize + DeserializeOwned + ToSchema + Visible + PartialEq + Clone + Send + 'static {
    /// The collection.
    const COLLECTION: Collection;
    /// The singular, as prose.
    const NOUN: &'static str;
    /// Whether the owner may see some of these records only while somebody shares with them ([`Record::rests_on`]).
    const RESTS_ON_SHARES: bool = false;
    /// Fields that are worked out from others when a client leaves them out. A patch that doesn't name them has them
    /// computed again.
    const DERIVED: &'static [&'static str] = &[];
    /// Fields that have a fixed value when a client leaves them out, so that every record has them.
    const DEFAULTED: &'static [&'static str] = &[];

    /// The built-in records of the collection; lists show them after one's own.
    #[must_use]
    fn built_in() -> &'static [BuiltIn] {
        &[]
    }

    /// Adds the schema of the built-in records to an API description, with all it refers to; its name.
    fn describe_built_in(_schemas: &mut Vec<(String, RefOr<Schema>)>) -> Option<String> {
        None
    }

    /// The id that a path segment names, if it can be one.
    #[must_use]
    fn id_of(segment: &str) -> Option<RecordId> {
        // One spelling only: the braced, URN and undashed forms would give one record several addresses.
        let id = Uuid::try_parse(segment).ok()?;
        (segment.len() == 36).then_some(RecordId(id))
    }

    /// The path segment of an id.
    #[must_use]
    fn segment(id: RecordId) -> String {
        id.to_string()
    }

    /// Checks fields that need to know the moment, or more than reading them could tell, each on its own.
    #[must_use]
    fn check(&self, _owner: &Owner) -> FieldErrors {
        FieldErrors::none()
    }

    /// Completes the record with what is worked out and checks what spans several fields. `prior` is the record it
    /// replaces.
    fn normalize(&mut self, id: RecordId, prior: Option<&Self>, owner: &Owner) -> FieldErrors;

    /// Checks what the record refers to.
    ///
    /// # Errors
    /// The database's own; what is wrong with the record is the result.
    fn check_references(&self, _tx: &mut Tx<'_>) -> Result<FieldErrors, DbError> {
        Ok(FieldErrors::none())
    }

    /// Works out what depends on more than the record, or keeps what `prior` had when nothing else of it changed.
    fn derive(&mut self, _tx: &mut Tx<'_>, _id: RecordId, _prior: Option<&Self>) -> Result<(), DbError> {
        Ok(())
    }

    /// Refuses a change that is well-formed and may not happen as things stand. `before` is the record as it is, nothing
    /// when it is new; `after` is what is to become of it, nothing when it is to be deleted. A write that would change
    /// nothing is not asked about.
    ///
    /// # Errors
    /// What the collection refuses.
    fn check_change(
        _tx: &mut Tx<'_>,
        _id: RecordId,
        _before: Option<&Self>,
        _after: Option<&Self>,
    ) -> Result<(), WriteError> {
        Ok(())
    }

    /// Whose share it takes for the owner to see this record, and with which scopes. Without it the record counts as
    /// deleted wherever the owner asks.
    #[must_use]
    fn rests_on(&self) -> Option<(UserId, Needs)> {
        None
    }

    /// Where the record stands in the list.
    fn sort_key(&self, id: RecordId, created_at: Timestamp) -> SortKey;

    /// Carries a change over into what is computed from these records, in the same transaction.
    fn after_change(
        _tx: &mut Tx<'_>,
        _id: RecordId,
        _before: Option<&Self>,
        _after: Option<&Self>,
    ) -> Result<(), DbError> {
        Ok(())
    }

    /// A body as a client would send it, for the reference.
    fn example() -> Value;
}

/// A record that its owner writes. `Self` is also what clients send; reading it has already checked every field on its own.
/// Records that are none are written by the service alone, on occasions of its own: clients only read them.
pub trait ClientWritable: Record + Deserr<FieldErrors> {
    /// Whether the server may choose the id (POST).
    const SERVER_MAY_CHOOSE_ID: bool = true;
    /// Fields that only the service writes, in addition to those of every record. In a body they are passed over.
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];

    /// When [`Record::check_change`] refuses a record, for the reference: the code in backticks, a colon, what to do.
    const REFUSES_WRITES: Option<&'static str> = None;
    /// When it refuses a deletion, likewise.
    const REFUSES_DELETIONS: Option<&'static str> = None;
}
