/// All rows of a query whose filters depend on what is asked, from the engine's own connection, which costs half of what the
/// common one does. `$engine` is the name that the query has for the engine's type: `.into_boxed::<Engine>()`.
macro_rules! load_boxed {
    ($connection:expr, |$engine:ident| $query:expr) => {
        match &mut *$connection {
            $crate::platform::db::AnyConnection::Sqlite(sqlite) => {
                type $engine = diesel::sqlite::Sqlite;
                diesel::RunQueryDsl::load($query, sqlite)
            }
            $crate::platform::db::AnyConnection::Postgres(postgres) => {
                type $engine = diesel::pg::Pg;
                diesel::RunQueryDsl::load($query, postgres)
            }
        }
    };
}
pub(crate) use load_boxed;
