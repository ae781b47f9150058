use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::{ExecuteDsl, LoadQuery};

use super::AnyConnection;

/// A statement that is prepared once for each connection, and known there by its place in the code. Made by `cached!`.
///
/// Diesel prepares every UPDATE again, because the text of some depends on their values, and through [`AnyConnection`] it
/// builds the text of every statement several times, only to find it among those that it has prepared. Either costs more
/// than to run the statement. So this is given to the engine's own connection, with a key that needs no text.
pub struct Cached<Q, Place> {
    statement: Q,
    place: PhantomData<fn() -> Place>,
}

impl<Q, Place> Cached<Q, Place> {
    /// For `cached!`: each closure in the code has a type of its own.
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

impl<Q, Place> Cached<Q, Place> {
    /// Runs a change; how many rows it changed.
    pub fn execute(self, connection: &mut AnyConnection) -> QueryResult<usize>
    where
        Self: ExecuteDsl<SqliteConnection> + ExecuteDsl<PgConnection>,
    {
        match connection {
            AnyConnection::Sqlite(sqlite) => ExecuteDsl::execute(self, sqlite),
            AnyConnection::Postgres(postgres) => ExecuteDsl::execute(self, postgres),
        }
    }

    /// Runs a query; all its rows.
    pub fn load<'q, U>(self, connection: &mut AnyConnection) -> QueryResult<Vec<U>>
    where
        Self: LoadQuery<'q, SqliteConnection, U> + LoadQuery<'q, PgConnection, U>,
    {
        match connection {
            AnyConnection::Sqlite(sqlite) => RunQueryDsl::load(self, sqlite),
            AnyConnection::Postgres(postgres) => RunQueryDsl::load(self, postgres),
        }
    }

    /// Runs a query; its first row, or [`diesel::NotFound`].
    pub fn get_result<'q, U>(self, connection: &mut AnyConnection) -> QueryResult<U>
    where
        Self: LoadQuery<'q, SqliteConnection, U> + LoadQuery<'q, PgConnection, U>,
    {
        match connection {
            AnyConnection::Sqlite(sqlite) => RunQueryDsl::get_result(self, sqlite),
            AnyConnection::Postgres(postgres) => RunQueryDsl::get_result(self, postgres),
        }
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
