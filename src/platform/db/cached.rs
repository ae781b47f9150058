use std::fmt;
use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};

/// A statement that is prepared once for each connection, and known there by its place in the code. Made by [`cached!`].
///
/// Diesel prepares every INSERT and UPDATE again, because the text of some depends on their values. Ours has one text for
/// each place in the code. Preparing it costs SQLite more than running it, and to build the text only to look it up costs
/// almost as much.
pub struct Cached<Q, Place> {
    statement: Q,
    place: PhantomData<fn() -> Place>,
}

impl<Q, Place> Cached<Q, Place> {
    /// For [`cached!`]: each closure in the code has a type of its own.
    pub fn at(statement: Q, _: Place) -> Self {
        Self { statement, place: PhantomData }
    }
}

/// A statement that is prepared once for each connection. Only for statements whose text depends on nothing but their place
/// in the code: no changesets with optional fields, no lists.
macro_rules! cached {
    ($statement:expr) => {
        $crate::platform::db::Cached::at($statement, || ())
    };
}
pub(crate) use cached;

impl<Q: fmt::Debug, Place> fmt::Debug for Cached<Q, Place> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.statement.fmt(formatter)
    }
}

impl<Q: QueryFragment<DB>, Place, DB: Backend> QueryFragment<DB> for Cached<Q, Place> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.statement.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q, Place: 'static> QueryId for Cached<Q, Place> {
    type QueryId = Cached<(), Place>;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Q: Query, Place> Query for Cached<Q, Place> {
    type SqlType = Q::SqlType;
}

impl<Q, Place, C> RunQueryDsl<C> for Cached<Q, Place> {}
