use std::marker::PhantomData;

use serde_json::Value;
use utoipa_actix_web::service_config::ServiceConfig;

use super::reading::read;
use super::store;
use super::{ClientWritable, Collection, Expected, ReadVerbs, Record, ShareFilter, SortKey, Stored, Verbs};
use crate::core::WriteError;
use crate::core::problems::READ_ONLY;
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;

/// A collection for callers that learn only from the data which one it is.
pub trait AnyCollection: Sync {
    /// Which.
    fn collection(&self) -> Collection;

    /// Mounts the collection's verbs.
    fn mount(&self, config: &mut ServiceConfig<'_>);

    /// The id that a path segment names, if it can be one.
    fn id_of(&self, segment: &str) -> Option<RecordId>;

    /// The path segment of an id.
    fn segment(&self, id: RecordId) -> String;

    /// A record as clients see it.
    fn render(&self, stored: &Stored) -> String;

    /// Where a record stands in the list.
    fn sort_key(&self, stored: &Stored) -> Result<SortKey, DbError>;

    /// Whether the owner may see a record at the moment.
    fn allows(&self, share_filter: &mut ShareFilter, tx: &mut Tx<'_>, stored: &Stored) -> Result<bool, DbError>;

    /// Creates or replaces a record, seen as `expected`. The same record again changes nothing.
    ///
    /// # Errors
    /// 422 with everything that is wrong, a conflict when the record is not as expected, those of the collection.
    fn put(
        &self,
        tx: &mut Tx<'_>,
        id: RecordId,
        record: &Value,
        expected: Expected<'_>,
    ) -> Result<store::Written, WriteError>;

    /// Deletes a record, seen as `expected`. The tombstone's rev, when one was made.
    ///
    /// # Errors
    /// A conflict when there is a record and it is not as expected.
    fn delete(&self, tx: &mut Tx<'_>, id: RecordId, expected: Expected<'_>) -> Result<Option<i64>, WriteError>;
}

/// The collection of the records `R`, which clients write.
pub struct Written<R>(PhantomData<fn() -> R>);

/// The collection of the records `R`, which only the service writes.
pub struct ReadOnly<R>(PhantomData<fn() -> R>);

/// What both kinds have in common.
macro_rules! reads {
    () => {
        fn collection(&self) -> Collection {
            R::COLLECTION
        }

        fn id_of(&self, segment: &str) -> Option<RecordId> {
            R::id_of(segment)
        }

        fn segment(&self, id: RecordId) -> String {
            R::segment(id)
        }

        fn render(&self, stored: &Stored) -> String {
            stored.render::<R>()
        }

        fn sort_key(&self, stored: &Stored) -> Result<SortKey, DbError> {
            Ok(stored.read::<R>()?.sort_key(stored.id, stored.created_at))
        }

        fn allows(&self, share_filter: &mut ShareFilter, tx: &mut Tx<'_>, stored: &Stored) -> Result<bool, DbError> {
            share_filter.allows::<R>(tx, stored)
        }
    };
}

impl<R: ClientWritable> Written<R> {
    /// The collection.
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<R: ClientWritable> Default for Written<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: ClientWritable> AnyCollection for Written<R> {
    reads!();

    fn mount(&self, config: &mut ServiceConfig<'_>) {
        config.service(Verbs::<R>::new());
    }

    fn put(
        &self,
        tx: &mut Tx<'_>,
        id: RecordId,
        record: &Value,
        expected: Expected<'_>,
    ) -> Result<store::Written, WriteError> {
        let record = read::<R>(tx, Some(id), record)?;
        store::put(tx, id, record, expected)
    }

    fn delete(&self, tx: &mut Tx<'_>, id: RecordId, expected: Expected<'_>) -> Result<Option<i64>, WriteError> {
        store::delete::<R>(tx, id, expected)
    }
}

impl<R: Record> ReadOnly<R> {
    /// The collection.
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<R: Record> Default for ReadOnly<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: Record> AnyCollection for ReadOnly<R> {
    reads!();

    fn mount(&self, config: &mut ServiceConfig<'_>) {
        config.service(ReadVerbs::<R>::new());
    }

    fn put(&self, _: &mut Tx<'_>, _: RecordId, _: &Value, _: Expected<'_>) -> Result<store::Written, WriteError> {
        Err(read_only())
    }

    fn delete(&self, _: &mut Tx<'_>, _: RecordId, _: Expected<'_>) -> Result<Option<i64>, WriteError> {
        Err(read_only())
    }
}

fn read_only() -> WriteError {
    WriteError::refused(READ_ONLY, "Such a record comes about by routes of its own.")
}
