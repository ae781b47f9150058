//! The schema's history, embedded in the binary and applied at start.

use std::fs::File;
use std::path::Path;

use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{AnyConnection, Durability, Purpose};
use super::{DbError, Location};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The key of PostgreSQL's advisory lock around migrations: "birddog" in ASCII.
const LOCK: i64 = 0x62_69_72_64_64_6f_67;

/// Brings the schema up to date and names the migrations that were applied. Nodes that start together take turns:
/// on PostgreSQL by an advisory lock, on SQLite by a lock on a file next to the database.
///
/// # Errors
/// When the database is out of reach, or a migration fails; that one is then rolled back.
pub fn migrate(location: &Location) -> Result<Vec<String>, DbError> {
    match location {
        Location::Sqlite(file) => {
            create_private(file)?;
            let lock = lock_beside(file)?;
            let mut connection = AnyConnection::open_sqlite(file, Purpose::Write(Durability::Full))?;
            let AnyConnection::Sqlite(sqlite) = &mut connection else {
                return Err(DbError::broken("not a SQLite connection"));
            };
            let applied = sqlite
                .run_pending_migrations(SQLITE)
                .map(|applied| names(&applied))
                .map_err(|error| failed(error.as_ref()));
            drop(lock);
            applied
        }
        Location::Postgres(url) => {
            let mut connection = PgConnection::establish(url).map_err(|error| DbError::connect(&error))?;
            diesel::sql_query("SELECT pg_advisory_lock($1)")
                .bind::<diesel::sql_types::BigInt, _>(LOCK)
                .execute(&mut connection)?;
            // Closing the connection releases the lock, also after a failure.
            connection
                .run_pending_migrations(POSTGRES)
                .map(|applied| names(&applied))
                .map_err(|error| failed(error.as_ref()))
        }
    }
}

/// Whether every migration of this binary has been applied.
///
/// # Errors
/// When the applied migrations can't be read.
pub fn is_current(connection: &mut AnyConnection) -> Result<bool, DbError> {
    let pending = match connection {
        AnyConnection::Sqlite(sqlite) => sqlite.has_pending_migration(SQLITE),
        AnyConnection::Postgres(postgres) => postgres.has_pending_migration(POSTGRES),
    };
    pending.map(|pending| !pending).map_err(|error| failed(error.as_ref()))
}

/// The table of applied migrations, which diesel makes when it is first asked for them.
pub(super) const MIGRATIONS_TABLE: &str = "__diesel_schema_migrations";

/// Whether every migration that has been applied is one of this binary's: not when a newer version has been there.
pub(super) fn knows_all_applied(connection: &mut AnyConnection) -> Result<bool, DbError> {
    fn known<DB: diesel::backend::Backend>(
        harness: &mut impl MigrationHarness<DB>,
        source: &EmbeddedMigrations,
    ) -> diesel::migration::Result<bool>
    where
        EmbeddedMigrations: MigrationSource<DB>,
    {
        let ours = MigrationSource::<DB>::migrations(source)?;
        let applied = harness.applied_migrations()?;
        Ok(applied.iter().all(|applied| ours.iter().any(|ours| ours.name().version() == *applied)))
    }
    let known = match connection {
        AnyConnection::Sqlite(sqlite) => known(sqlite, &SQLITE),
        AnyConnection::Postgres(postgres) => known(postgres, &POSTGRES),
    };
    known.map_err(|error| failed(error.as_ref()))
}

/// The names of the embedded migrations, SQLite's and PostgreSQL's.
#[must_use]
pub fn embedded() -> (Vec<String>, Vec<String>) {
    fn list<DB: diesel::backend::Backend>(source: &EmbeddedMigrations) -> Vec<String>
    where
        EmbeddedMigrations: MigrationSource<DB>,
    {
        let migrations = MigrationSource::<DB>::migrations(source).unwrap_or_default();
        let mut names: Vec<_> = migrations.iter().map(|migration| migration.name().to_string()).collect();
        names.sort();
        names
    }
    (list::<diesel::sqlite::Sqlite>(&SQLITE), list::<diesel::pg::Pg>(&POSTGRES))
}

/// Makes the database file, when it is not there yet, for its owner only: it holds health data. SQLite gives the files
/// next to it the same permissions.
pub(super) fn create_private(file: &Path) -> Result<(), DbError> {
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(file);
    made.map(drop).map_err(|error| DbError::broken(format!("{} cannot be opened: {error}", file.display())))
}

fn lock_beside(file: &Path) -> Result<File, DbError> {
    let path = file.with_extension("lock");
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .and_then(|lock| lock.lock().map(|()| lock));
    lock.map_err(|error| DbError::broken(format!("{} cannot be locked: {error}", path.display())))
}

fn names(versions: &[impl std::fmt::Display]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

fn failed(error: &(dyn std::error::Error + Send + Sync)) -> DbError {
    DbError::Broken(format!("migration: {error}"))
}
