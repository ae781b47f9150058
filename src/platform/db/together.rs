use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// Two changes as one statement of PostgreSQL, which saves a round trip. Both see the database as it was before either,
/// so they must not touch the same row.
pub struct Together<A, B>(pub A, pub B);

impl<DB: Backend, A: QueryFragment<DB>, B: QueryFragment<DB>> QueryFragment<DB> for Together<A, B> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        pass.push_sql("WITH first AS (");
        self.0.walk_ast(pass.reborrow())?;
        pass.push_sql(") ");
        self.1.walk_ast(pass)
    }
}

/// Executes two changes that do not touch the same row: as one statement where the engine can, else one after the other.
/// As with [`super::cached!`], their text must depend on nothing but their place in the code.
macro_rules! execute_together {
    ($connection:expr, $first:expr, $second:expr) => {
        match &mut *$connection {
            postgres @ $crate::platform::db::AnyConnection::Postgres(_) => {
                $crate::platform::db::cached!($crate::platform::db::Together($first, $second)).execute(postgres)
            }
            sqlite => $crate::platform::db::cached!($first)
                .execute(sqlite)
                .and_then(|()| $crate::platform::db::cached!($second).execute(sqlite)),
        }
    };
}
pub(crate) use execute_together;
