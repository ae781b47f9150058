//! Several statements as one: a snapshot, a transaction, a savepoint, a dry run.

use super::{AnyConnection, DbError, Retryable};

/// Runs several reads in one snapshot of the database. Only within [`super::Database::read`], or on a separate
/// connection.
pub fn snapshot<T, E: Retryable>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    let begin = match connection {
        AnyConnection::Sqlite(_) => "BEGIN",
        AnyConnection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    connection.run(begin).map_err(DbError::from)?;
    let result = work(connection);
    // Rolled back after success too: nothing was written.
    connection.run("ROLLBACK").map_err(DbError::from)?;
    result
}

/// Runs `work` in a transaction on a separate connection (see [`super::connect`]) and commits it, or rolls it back when
/// it fails.
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

/// Runs `work` in a savepoint of a transaction and always rolls it back; answers what `work` would have given.
pub fn dry_run<T, E: Retryable>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    connection.run("SAVEPOINT dry_run").map_err(DbError::from)?;
    let result = work(connection);
    connection.run("ROLLBACK TO dry_run; RELEASE dry_run").map_err(DbError::from)?;
    result
}
