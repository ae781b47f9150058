use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::value::RawValue;

use super::Record;
use crate::core::access::Actor;
use crate::core::access::visibility::redacted;
use crate::platform::db::DbError;
use crate::platform::db::schema::records;
use crate::platform::db::types::JsonText;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::time::Timestamp;

/// A live record as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its id.
    pub id: RecordId,
    /// The owner's change counter at its last change.
    pub rev: i64,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The record itself.
    pub body: JsonText,
}

/// A row, which may be a tombstone.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Row {
    pub(super) id: RecordId,
    pub(super) rev: i64,
    pub(super) created_at: Option<Timestamp>,
    pub(super) updated_at: Option<Timestamp>,
    pub(super) body: Option<JsonText>,
}

/// The columns of a [`Row`].
pub(super) type Columns = (records::id, records::rev, records::created_at, records::updated_at, records::body);

/// The columns of a [`Row`], in its order.
pub(super) const COLUMNS: Columns =
    (records::id, records::rev, records::created_at, records::updated_at, records::body);

/// A row with its place in the list.
#[derive(Debug, Clone, Queryable)]
pub(super) struct PlacedRow {
    #[diesel(embed)]
    pub(super) row: Row,
    pub(super) local_date: Option<NaiveDate>,
    pub(super) at: Option<Timestamp>,
}

/// The columns of a [`PlacedRow`], in its order.
pub(super) const PLACED_COLUMNS: (Columns, records::local_date, records::at) =
    (COLUMNS, records::local_date, records::at);

/// The live records of a person in one collection.
#[diesel::dsl::auto_type]
pub(super) fn live(user: UserId, collection: i16) -> _ {
    records::table
        .filter(records::user_id.eq(user))
        .filter(records::collection.eq(collection))
        .filter(records::body.is_not_null())
}

impl Row {
    /// The live record; nothing for a tombstone.
    pub(super) fn live(self) -> Option<Stored> {
        Some(Stored {
            id: self.id,
            rev: self.rev,
            created_at: self.created_at?,
            updated_at: self.updated_at?,
            body: self.body?,
        })
    }
}

impl Stored {
    /// The record decoded.
    ///
    /// # Errors
    /// When the stored document does not read as one.
    pub fn read<R: Record>(&self) -> Result<R, DbError> {
        Ok(self.body.read()?)
    }

    /// Its entity tag.
    #[must_use]
    pub fn etag(&self) -> String {
        etag(self.rev)
    }

    /// The record as its owner sees it: `id`, `rev`, `created_at`, `updated_at` and its own fields. The stored document is
    /// sent without being decoded; it was written from the typed record.
    #[must_use]
    pub fn render<R: Record>(&self) -> String {
        self.with_head::<R>(&self.body.0)
    }

    /// What this actor sees of the record.
    pub(crate) fn render_for<R: Record>(&self, actor: Actor) -> Result<String, DbError> {
        match actor {
            Actor::Coach(scopes) => Ok(self.with_head::<R>(&redacted(self.body.read()?, R::FIELDS, scopes))),
            _ => Ok(self.render::<R>()),
        }
    }

    /// The record with these fields, a JSON object.
    fn with_head<R: Record>(&self, fields: &str) -> String {
        let fields = fields.trim_start().strip_prefix('{').unwrap_or("}");
        let comma = if fields.trim_start().starts_with('}') { "" } else { "," };
        format!(
            r#"{{"id":"{}","rev":{},"created_at":"{}","updated_at":"{}"{comma}{fields}"#,
            R::segment(self.id),
            self.rev,
            self.created_at.to_text(),
            self.updated_at.to_text(),
        )
    }

    /// The rendered record, to embed in another document.
    ///
    /// # Errors
    /// When it is not JSON, which would be a fault of the core.
    pub fn raw<R: Record>(&self) -> Result<Box<RawValue>, DbError> {
        Ok(RawValue::from_string(self.render::<R>())?)
    }
}

/// The entity tag of a rev.
#[must_use]
pub fn etag(rev: i64) -> String {
    format!("\"{rev}\"")
}
