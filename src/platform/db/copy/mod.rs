//! Moves a whole database to another place or engine, and verifies that both are the same afterwards.
//!
//! The source is read in one snapshot and not written. The target takes batches in the order of the keys, each in a
//! transaction with the place it leads up to, so that a copy that was broken off goes on where it stopped.

mod error;
mod progress;
mod table;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::canonical::Tally;
use super::connection::Purpose;
use super::rows::UserRow;
use super::{AnyConnection, DbError, Durability, Location, Serving, bring_log_in, is_current, migrate, transaction};
use table::TABLES;

pub use error::CopyError;
pub use progress::is_unfinished_copy;

/// The key of PostgreSQL's advisory lock of a copy on its target: "copying" in ASCII.
const LOCK: i64 = 0x63_6f_70_79_69_6e_67;

/// What a copy has to say while it works.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// So many other connections are open to the source, a PostgreSQL. What they write from now on is not copied.
    OthersAtSource(u64),
    /// The target holds a part already, and the copy goes on from there.
    Resumed,
    /// So many rows of a table are in the target.
    Copying {
        /// The table.
        table: &'static str,
        /// How many rows are there.
        rows: u64,
        /// How many the source has.
        of: u64,
    },
    /// All rows of a table are in the target.
    Copied {
        /// The table.
        table: &'static str,
        /// How many they are.
        rows: u64,
    },
    /// Both sides of a table were read and are the same.
    Verified {
        /// The table.
        table: &'static str,
        /// What both come to.
        tally: &'a Tally,
    },
}

/// The tables that are copied, in their order.
#[must_use]
pub fn tables() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name()).collect()
}

/// Copies all of `from` into `to`, which is empty or the beginning of a copy of the same source, and verifies it.
///
/// # Errors
/// When one of them is not fit for it, can't be used, or the two differ afterwards.
pub fn copy(from: &Location, to: &Location, report: &mut dyn FnMut(Event<'_>)) -> Result<(), CopyError> {
    let (_serving_source, mut source) = open_source(from)?;
    refuse_same_file(from, to)?;
    let _serving_target = Serving::claim(to).map_err(CopyError::Target)?;
    let mut target = open_target(to)?;
    if let AnyConnection::Postgres(_) = source {
        let others = others(&mut source).map_err(CopyError::Source)?;
        if others > 0 {
            report(Event::OthersAtSource(others));
        }
    }
    source.run(snapshot(&source)).map_err(|error| CopyError::Source(error.into()))?;
    // All of it is about the rows of users as they are: every change of somebody's records counts up a rev there.
    let users = table::tally::<UserRow>(&mut source).map_err(CopyError::Source)?;
    if prepare(to, &mut target, &format!("{} users, {}", users.rows, users.digest()))? {
        report(Event::Resumed);
    }
    for table in TABLES {
        table.copy(&mut source, &mut target, report)?;
    }
    verify(&mut source, &mut target, report)?;
    finish(&mut target).and_then(|()| bring_log_in(to)).map_err(CopyError::Target)
}

/// The source, which nobody serves meanwhile if it is a SQLite file; one that is missing is not made.
fn open_source(from: &Location) -> Result<(Option<Serving>, AnyConnection), CopyError> {
    let (serving, mut source) = match from {
        Location::Sqlite(file) if !file.exists() => {
            return Err(CopyError::Refused(format!("the source: there is no file {}", file.display())));
        }
        Location::Sqlite(file) => {
            let serving = Serving::claim(from).map_err(CopyError::Source)?;
            (Some(serving), AnyConnection::open_sqlite(file, Purpose::Read).map_err(CopyError::Source)?)
        }
        Location::Postgres(url) => {
            (None, AnyConnection::open_postgres(url, Durability::Normal).map_err(CopyError::Source)?)
        }
    };
    without_timeouts(&mut source).map_err(CopyError::Source)?;
    // Asking for migrations would make their table where there is none.
    let known = progress::table_exists(&mut source, "users").map_err(CopyError::Source)?;
    if !known || !is_current(&mut source).map_err(CopyError::Source)? {
        return Err(CopyError::Refused(
            "the source is not an up-to-date database of this version; `birddog migrate` makes it one".to_owned(),
        ));
    }
    if is_unfinished_copy(&mut source).map_err(CopyError::Source)? {
        return Err(CopyError::Refused("the source is itself a copy that was not finished".to_owned()));
    }
    Ok((serving, source))
}

fn refuse_same_file(from: &Location, to: &Location) -> Result<(), CopyError> {
    let (Location::Sqlite(from), Location::Sqlite(to)) = (from, to) else { return Ok(()) };
    match (from.canonicalize(), to.canonicalize()) {
        (Ok(from), Ok(to)) if from == to => {
            Err(CopyError::Refused("source and target are the same file".to_owned()))
        }
        _ => Ok(()),
    }
}

fn open_target(to: &Location) -> Result<AnyConnection, CopyError> {
    let mut target = super::connect(to, Durability::Normal).map_err(CopyError::Target)?;
    without_timeouts(&mut target).map_err(CopyError::Target)?;
    if let AnyConnection::Postgres(open) = &mut target {
        // The connection of a copy that was killed may take a moment to end; the lock's own timeout ends the wait.
        let locked = diesel::sql_query("SELECT pg_advisory_lock($1)").bind::<BigInt, _>(LOCK).execute(open);
        locked.map_err(|error| {
            CopyError::Refused(format!("the target can't be had alone, is another copy under way? {error}"))
        })?;
    }
    Ok(target)
}

fn without_timeouts(connection: &mut AnyConnection) -> Result<(), DbError> {
    if let AnyConnection::Postgres(_) = connection {
        connection.run("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
    }
    Ok(())
}

fn snapshot(connection: &AnyConnection) -> &'static str {
    match connection {
        AnyConnection::Sqlite(_) => "BEGIN",
        AnyConnection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }
}

/// Other connections to the database.
fn others(connection: &mut AnyConnection) -> Result<u64, DbError> {
    let count = "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
        AND pid <> pg_backend_pid() AND backend_type = 'client backend')";
    let count: i64 = diesel::select(sql::<BigInt>(count)).get_result(connection)?;
    Ok(count.unsigned_abs())
}

/// Makes the target ready for rows of the source that `source` identifies; whether some are there already.
fn prepare(to: &Location, target: &mut AnyConnection, source: &str) -> Result<bool, CopyError> {
    if is_unfinished_copy(target).map_err(CopyError::Target)? {
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
    // Looked at before the migrations, which are not to change somebody's data either.
    if progress::table_exists(target, "users").map_err(CopyError::Target)? {
        refuse_rows(target)?;
    }
    migrate(to).map_err(CopyError::Target)?;
    refuse_rows(target)?;
    transaction(target, |target| progress::begin(target, source)).map_err(CopyError::Target)?;
    Ok(false)
}

fn refuse_rows(target: &mut AnyConnection) -> Result<(), CopyError> {
    for table in TABLES {
        // An older schema may lack some; whose rows are in any of them is in users as well.
        let name = table.name();
        if progress::table_exists(target, name).map_err(CopyError::Target)?
            && table.count(target).map_err(CopyError::Target)? > 0
        {
            return Err(CopyError::Refused(format!(
                "the target is not empty, there are rows in {name}; a copy goes into an empty database only"
            )));
        }
    }
    Ok(())
}

fn verify(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    report: &mut dyn FnMut(Event<'_>),
) -> Result<(), CopyError> {
    let mut differences = Vec::new();
    for table in TABLES {
        let (theirs, ours) = table.tallies(source, target)?;
        if theirs == ours {
            report(Event::Verified { table: table.name(), tally: &ours });
        } else {
            let said = |tally: &Tally| format!("{} rows with digest {}", tally.rows, tally.digest());
            differences.push(format!("{} has {} and was {}", table.name(), said(&ours), said(&theirs)));
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(CopyError::Differs(differences)) }
}

/// Ends the copy, on disk before it is said to be there.
fn finish(target: &mut AnyConnection) -> Result<(), DbError> {
    target.run(match target {
        AnyConnection::Sqlite(_) => "PRAGMA synchronous = FULL",
        AnyConnection::Postgres(_) => "SET synchronous_commit = on",
    })?;
    transaction(target, progress::finish)?;
    if let AnyConnection::Postgres(_) = target {
        // The planner knows nothing of the rows until autovacuum comes by.
        target.run("ANALYZE")?;
    }
    Ok(())
}
