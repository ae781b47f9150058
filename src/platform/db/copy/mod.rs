//! Moves a whole database to another place or engine, and verifies that both are the same afterwards.
//!
//! The source is read in one snapshot and not written. The target takes batches in the order of the keys, each in a
//! transaction with the place it leads up to, so that a copy that was broken off goes on where it stopped.

mod error;
mod progress;
mod source;
mod table;
mod target;

use super::canonical::Tally;
use super::transaction::{begin_snapshot, end_snapshot};
use super::{AnyConnection, DbError, Durability, Location, Serving};
use table::TABLES;

pub use error::CopyError;
pub use progress::is_unfinished_copy;

/// What whoever would use a copy that was not finished is told.
pub const UNFINISHED: &str = "this database is a copy that was not finished; run the same `birddog copy` again";

/// What a copy has to say while it works.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// So many other connections are open to the source, a PostgreSQL. When they write, the copy fails in the end.
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
/// When one of them is not fit for it or can't be used, the two differ afterwards, or the source changed meanwhile.
pub fn copy(from: &Location, to: &Location, report: &mut dyn FnMut(Event<'_>)) -> Result<(), CopyError> {
    let (_serving_source, mut source) = source::open(from)?;
    let (_serving_target, mut target) = target::open(to, from, &mut source)?;
    let others = source::others(&mut source).map_err(CopyError::Source)?;
    if others > 0 {
        report(Event::OthersAtSource(others));
    }
    begin_snapshot(&mut source).map_err(CopyError::Source)?;
    let identity = source::identity(&mut source).map_err(CopyError::Source)?;
    if target::prepare(to, &mut target, &identity)? {
        report(Event::Resumed);
    }
    for table in TABLES {
        table.copy(&mut source, &mut target, report)?;
    }
    verify(&mut source, &mut target, report)?;
    end_snapshot(&mut source).map_err(CopyError::Source)?;
    if source::identity(&mut source).map_err(CopyError::Source)? != identity {
        return Err(CopyError::SourceChanged);
    }
    target::finish(to, &mut target).map_err(CopyError::Target)
}

/// Whether the database is a copy that was not finished, which is not to be used. A SQLite file that is missing is none.
///
/// # Errors
/// The database's.
pub fn is_unfinished(location: &Location) -> Result<bool, DbError> {
    if let Location::Sqlite(file) = location
        && !file.exists()
    {
        return Ok(false);
    }
    is_unfinished_copy(&mut super::connect(location, Durability::Full)?)
}

/// Takes a SQLite file for oneself, or says who has it.
fn refused_unless_claimed(location: &Location) -> Result<Serving, CopyError> {
    Serving::claim(location).map_err(|error| match error {
        DbError::Broken(why) => CopyError::Refused(why),
        other => CopyError::Refused(other.to_string()),
    })
}

fn without_timeouts(connection: &mut AnyConnection) -> Result<(), DbError> {
    if let AnyConnection::Postgres(_) = connection {
        connection.run("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
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
