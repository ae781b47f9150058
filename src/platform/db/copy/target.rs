//! The database that is copied into: found empty or to hold the beginning of the same copy, and closed at the end.

use std::path::Path;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use uuid::Uuid;

use super::table::TABLES;
use super::{CopyError, progress, refused_unless_claimed, without_timeouts};
use crate::platform::db::migrations::{MIGRATIONS_TABLE, knows_all_applied};
use crate::platform::db::{
    AnyConnection, DbError, Durability, Location, Serving, bring_log_in, connect, migrate, transaction,
};

/// The key of PostgreSQL's advisory lock of a copy on its target: "copying" in ASCII.
const LOCK: i64 = 0x63_6f_70_79_69_6e_67;

/// Opens the target, which nobody serves meanwhile if it is a SQLite file; that one is made when it is missing.
pub(super) fn open(
    to: &Location,
    from: &Location,
    source: &mut AnyConnection,
) -> Result<(Serving, AnyConnection), CopyError> {
    if let (Location::Sqlite(from), Location::Sqlite(to)) = (from, to)
        && is_same_file(from, to)
    {
        return Err(same());
    }
    let serving = refused_unless_claimed(to)?;
    let mut target = connect(to, Durability::Normal).map_err(CopyError::Target)?;
    without_timeouts(&mut target).map_err(CopyError::Target)?;
    if let (AnyConnection::Postgres(source), AnyConnection::Postgres(target)) = (source, &mut target)
        && is_same_database(source, target).map_err(CopyError::Target)?
    {
        return Err(same());
    }
    if let AnyConnection::Postgres(open) = &mut target {
        // The connection of a copy that was killed may take a moment to end; the lock's own timeout ends the wait.
        let locked = diesel::sql_query("SELECT pg_advisory_lock($1)").bind::<BigInt, _>(LOCK).execute(open);
        locked.map_err(|error| {
            CopyError::Refused(format!("the target can't be had alone, is another copy under way? {error}"))
        })?;
    }
    Ok((serving, target))
}

fn same() -> CopyError {
    CopyError::Refused("source and target are the same database".to_owned())
}

fn is_same_file(from: &Path, to: &Path) -> bool {
    matches!((from.canonicalize(), to.canonicalize()), (Ok(from), Ok(to)) if from == to)
}

/// Whether both are connected to one database, whatever their URLs say: a lock that the one holds is then in the other's way.
fn is_same_database(source: &mut PgConnection, target: &mut PgConnection) -> Result<bool, DbError> {
    let key = Uuid::new_v4().as_u64_pair().1.cast_signed();
    diesel::sql_query("SELECT pg_advisory_lock($1)").bind::<BigInt, _>(key).execute(source)?;
    let got: bool =
        diesel::select(sql::<Bool>("pg_try_advisory_lock(").bind::<BigInt, _>(key).sql(")")).get_result(target)?;
    diesel::sql_query("SELECT pg_advisory_unlock($1)").bind::<BigInt, _>(key).execute(source)?;
    if got {
        diesel::sql_query("SELECT pg_advisory_unlock($1)").bind::<BigInt, _>(key).execute(target)?;
    }
    Ok(!got)
}

/// Makes the target ready for rows of the source of this identity; whether some are there already.
pub(super) fn prepare(to: &Location, target: &mut AnyConnection, source: &str) -> Result<bool, CopyError> {
    if progress::is_unfinished_copy(target).map_err(CopyError::Target)? {
        return if progress::source(target).map_err(CopyError::Target)? == source {
            Ok(true)
        } else {
            Err(CopyError::Refused(
                "the target holds the beginning of a copy of another source, or of this one before it changed; \
                copy into an empty one"
                    .to_owned(),
            ))
        };
    }
    // Before the migrations, which are not to change somebody else's data either.
    refuse(occupied(target))?;
    migrate(to).map_err(CopyError::Target)?;
    refuse(transaction(target, |target| match occupied(target)? {
        None => progress::begin(target, source).map(|()| None),
        why => Ok(why),
    }))?;
    Ok(false)
}

fn refuse(why: Result<Option<String>, DbError>) -> Result<(), CopyError> {
    match why.map_err(CopyError::Target)? {
        None => Ok(()),
        Some(why) => Err(CopyError::Refused(format!("the target {why}; a copy goes into an empty database only"))),
    }
}

/// What the target holds that is not of an empty database of this version or an older one.
fn occupied(target: &mut AnyConnection) -> Result<Option<String>, DbError> {
    let tables = tables(target)?;
    for table in TABLES.iter().filter(|table| tables.iter().any(|there| there == table.name())) {
        if table.count(target)? > 0 {
            return Ok(Some(format!("is not empty, there are rows in {}", table.name())));
        }
    }
    let ours = |name: &String| name == MIGRATIONS_TABLE || TABLES.iter().any(|table| table.name() == name);
    if let Some(other) = tables.iter().find(|name| !ours(name)) {
        return Ok(Some(format!("is not empty, it has a table {other} that is not Birddog's")));
    }
    let has_newer = tables.iter().any(|name| name == MIGRATIONS_TABLE) && !knows_all_applied(target)?;
    Ok(has_newer.then(|| "has the schema of a newer version of Birddog".to_owned()))
}

fn tables(connection: &mut AnyConnection) -> Result<Vec<String>, DbError> {
    #[derive(QueryableByName)]
    struct Table {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let tables: Vec<Table> = match connection {
        AnyConnection::Sqlite(sqlite) => diesel::sql_query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        )
        .load(sqlite)?,
        AnyConnection::Postgres(postgres) => diesel::sql_query(
            "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
        )
        .load(postgres)?,
    };
    Ok(tables.into_iter().map(|table| table.name).collect())
}

/// Ends the copy, on disk before it is said to be there.
pub(super) fn finish(to: &Location, target: &mut AnyConnection) -> Result<(), DbError> {
    target.run(match target {
        AnyConnection::Sqlite(_) => "PRAGMA synchronous = FULL",
        // The planner knows nothing of the rows until autovacuum comes by.
        AnyConnection::Postgres(_) => "ANALYZE; SET synchronous_commit = on",
    })?;
    transaction(target, progress::finish)?;
    bring_log_in(to)
}
