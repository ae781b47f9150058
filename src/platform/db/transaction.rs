//! Several statements as one: a snapshot, a transaction, a savepoint, a dry run.

use super::{AnyConnection, DbError, Retryable};

/// Runs several reads that must fit together at one moment of the database. Only within [`super::Database::read`], or on
/// a connection of one's own.
pub fn snapshot<T, E: Retryable>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    begin_snapshot(connection)?;
    let result = work(connection);
    end_snapshot(connection)?;
    result
}

/// Begins what [`snapshot`] is, for work that does not fit into a closure.
pub(super) fn begin_snapshot(connection: &mut AnyConnection) -> Result<(), DbError> {
    Ok(connection.run(match connection {
        AnyConnection::Sqlite(_) => "BEGIN",
        AnyConnection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    })?)
}

/// Ends it; rolled back after success too, since nothing was written.
pub(super) fn end_snapshot(connection: &mut AnyConnection) -> Result<(), DbError> {
    Ok(connection.run("ROLLBACK")?)
}

/// Runs `work` in a transaction on a connection of one's own (see [`super::connect`]) and commits it, or undoes all of
/// it when it fails.
pub fn transaction<T, E: Retryable>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    // A deferred transaction that reads before it writes fails at once when another process writes in between.
    let begin = match connection {
        AnyConnection::Sqlite(_) => "BEGIN IMMEDIATE",
        AnyConnection::Postgres(_) => "BEGIN",
    };
    connection.run(begin).map_err(DbError::from)?;
    let ended =
        work(connection).and_then(|value| Ok(connection.run("COMMIT").map(|()| value).map_err(DbError::from)?));
    if ended.is_err() {
        // The first error is the one to report; a connection that can't roll back has nothing to keep either.
        let _ = connection.run("ROLLBACK");
    }
    ended
}

/// Runs `work` in a savepoint of a transaction: a failure rolls back only what `work` did, and the transaction can go on.
///
/// # Errors
/// The outer ones are the database's, after which the transaction can't go on; the inner ones those of `work`.
pub fn savepoint<T, E: Retryable>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<Result<T, E>, DbError> {
    connection.run("SAVEPOINT nested")?;
    let result = work(connection);
    connection.run(match result {
        Ok(_) => "RELEASE nested",
        Err(_) => "ROLLBACK TO nested; RELEASE nested",
    })?;
    Ok(result)
}

/// Runs `work` within a transaction and takes back whatever it wrote: what would have come of it is its result.
pub fn dry_run<T, E: Retryable>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    connection.run("SAVEPOINT dry_run").map_err(DbError::from)?;
    let result = work(connection);
    connection.run("ROLLBACK TO dry_run; RELEASE dry_run").map_err(DbError::from)?;
    result
}

/// The one row of a query, with `FOR UPDATE` where the engine has it: it stays locked until the transaction ends. SQLite has
/// one writer, so that nothing needs to be locked. As with [`super::cached!`], the query's text must depend on nothing but
/// its place in the code.
macro_rules! for_update {
    ($connection:expr, $query:expr) => {
        match &mut *$connection {
            $crate::platform::db::AnyConnection::Postgres(postgres) => {
                diesel::RunQueryDsl::get_result($crate::platform::db::cached!($query.for_update()), postgres)
            }
            $crate::platform::db::AnyConnection::Sqlite(sqlite) => {
                diesel::RunQueryDsl::get_result($crate::platform::db::cached!($query), sqlite)
            }
        }
    };
}
pub(crate) use for_update;
