use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};

/// A statement that is prepared once for each connection.
///
/// Diesel prepares every INSERT and UPDATE again, because the text of some depends on their values. Ours has one text for
/// each place in the code, and preparing it costs SQLite more than running it.
#[derive(Debug, Clone, Copy)]
pub struct Cached<Q>(Q);

/// Adds `.cached()` to Diesel statements.
pub trait CacheStatement: Sized {
    /// The same statement, prepared once. Only for statements whose text does not depend on their values: no
    /// changesets with optional fields, no lists.
    fn cached(self) -> Cached<Self> {
        Cached(self)
    }
}

impl<Q: QueryId> CacheStatement for Q {}

impl<Q: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Cached<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Cached<Q> {
    type QueryId = ();

    // The cache key is the text: two places in the code may share a type but not a text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Cached<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Cached<Q> {}
