use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::LoadQuery;
use diesel::sql_types::Integer;
use diesel::sqlite::Sqlite;

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
    /// Runs a change.
    pub fn execute(self, connection: &mut AnyConnection) -> QueryResult<()>
    where
        Q: QueryFragment<Sqlite> + QueryFragment<Pg>,
        Place: 'static,
    {
        let change = Cached { statement: Change(self.statement), place: self.place };
        change.load::<i32>(connection).map(|_no_rows| ())
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

/// A change as a query that answers no rows. Diesel executes changes by reference, and of a reference it does not ask whether
/// it may be kept prepared.
struct Change<Q>(Q);

impl<Q: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Change<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }
}

impl<Q> Query for Change<Q> {
    type SqlType = Integer;
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use diesel::connection::{InstrumentationEvent, SimpleConnection};

    use super::*;
    use crate::platform::db::execute_together;

    diesel::table! {
        notes (id) {
            id -> Integer,
            said -> Text,
        }
    }

    /// A connection of each engine, with a table of its own.
    fn connections() -> [AnyConnection; 2] {
        let mut sqlite = SqliteConnection::establish(":memory:").unwrap();
        sqlite.batch_execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, said TEXT NOT NULL)").unwrap();
        let url = std::env::var("BIRDDOG_TEST_POSTGRES_URL").expect("set by scripts/test");
        let mut postgres = PgConnection::establish(&url).unwrap();
        postgres.batch_execute("CREATE TEMPORARY TABLE notes (id INTEGER PRIMARY KEY, said TEXT NOT NULL)").unwrap();
        [AnyConnection::Sqlite(sqlite), AnyConnection::Postgres(postgres)]
    }

    /// How many statements are prepared, and kept, while `work` runs.
    fn prepared(connection: &mut AnyConnection, work: impl FnOnce(&mut AnyConnection)) -> usize {
        let kept = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&kept);
        let count = move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::CacheQuery { .. } = event {
                counter.fetch_add(1, Ordering::SeqCst);
            }
        };
        match connection {
            AnyConnection::Sqlite(sqlite) => sqlite.set_instrumentation(count),
            AnyConnection::Postgres(postgres) => postgres.set_instrumentation(count),
        }
        work(connection);
        kept.load(Ordering::SeqCst)
    }

    fn change(connection: &mut AnyConnection, id: i32, said: &str) {
        cached!(diesel::insert_into(notes::table).values((notes::id.eq(id), notes::said.eq(""))))
            .execute(connection)
            .unwrap();
        cached!(diesel::update(notes::table.find(id)).set(notes::said.eq(said))).execute(connection).unwrap();
        let (first, second) = (id, id + 1);
        execute_together!(
            connection,
            diesel::update(notes::table.find(first)).set(notes::said.eq(said)),
            diesel::insert_into(notes::table).values((notes::id.eq(second), notes::said.eq(said)))
        )
        .unwrap();
    }

    #[test]
    fn every_change_is_kept_prepared_and_done_each_time() {
        for mut connection in connections() {
            // SQLite runs what belongs together one after the other.
            let statements = if matches!(connection, AnyConnection::Sqlite(_)) { 4 } else { 3 };
            assert_eq!(prepared(&mut connection, |connection| change(connection, 1, "a")), statements);
            assert_eq!(prepared(&mut connection, |connection| change(connection, 11, "b")), 0);
            let said: Vec<(i32, String)> = cached!(notes::table.order(notes::id)).load(&mut connection).unwrap();
            let expected = [(1, "a"), (2, "a"), (11, "b"), (12, "b")].map(|(id, said)| (id, said.to_owned()));
            assert_eq!(said, expected);
        }
    }
}
