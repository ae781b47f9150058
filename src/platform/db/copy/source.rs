//! The database that is copied: found fit for it, and read in one snapshot.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{CopyError, progress, refused_unless_claimed, table, without_timeouts};
use crate::platform::db::connection::Purpose;
use crate::platform::db::migrations::{MIGRATIONS_TABLE, knows_all_applied};
use crate::platform::db::rows::{DeviceRow, Row, UserRow, VisitRow};
use crate::platform::db::{AnyConnection, DbError, Durability, Location, Serving, is_current};

/// Opens the source, which nobody serves meanwhile if it is a SQLite file; one that is missing is not made.
pub(super) fn open(from: &Location) -> Result<(Serving, AnyConnection), CopyError> {
    if let Location::Sqlite(file) = from
        && !file.exists()
    {
        return Err(CopyError::Refused(format!("the source: there is no file {}", file.display())));
    }
    let serving = refused_unless_claimed(from)?;
    let opened = match from {
        Location::Sqlite(file) => AnyConnection::open_sqlite(file, Purpose::Read),
        Location::Postgres(url) => AnyConnection::open_postgres(url, Durability::Normal),
    };
    let mut source = opened.map_err(CopyError::Source)?;
    without_timeouts(&mut source).map_err(CopyError::Source)?;
    if let Some(why) = unfit(&mut source).map_err(CopyError::Source)? {
        return Err(CopyError::Refused(format!("the source {why}")));
    }
    Ok((serving, source))
}

/// Why the database is none to copy from.
fn unfit(source: &mut AnyConnection) -> Result<Option<&'static str>, DbError> {
    // Asking for migrations would make their table where there is none.
    if !progress::table_exists(source, MIGRATIONS_TABLE)? {
        return Ok(Some("is not a database of Birddog"));
    }
    if !knows_all_applied(source)? {
        return Ok(Some("has the schema of a newer version of Birddog; copy it with that one"));
    }
    if !is_current(source)? {
        return Ok(Some("has the schema of an older version of Birddog; `birddog migrate` brings it up to date"));
    }
    Ok(progress::is_unfinished_copy(source)?.then_some("is itself a copy that was not finished"))
}

/// What tells this source, as it is, from others and from itself after a change: every change of somebody's records counts up
/// a rev in `users`, every sign-in changes a row of `devices`, every look of a coach adds a row to `access_log`.
pub(super) fn identity(source: &mut AnyConnection) -> Result<String, DbError> {
    let (users, devices) = (table::tally::<UserRow>(source)?, table::tally::<DeviceRow>(source)?);
    let visits = VisitRow::count(source)?;
    let (of_users, of_devices) = (users.digest(), devices.digest());
    Ok(format!("{} users {of_users}, {} devices {of_devices}, {visits} visits", users.rows, devices.rows))
}

/// How many other connections are open to a PostgreSQL.
pub(super) fn others(source: &mut AnyConnection) -> Result<u64, DbError> {
    let AnyConnection::Postgres(_) = source else { return Ok(0) };
    // Who lacks the privilege to see what another role's connection does is not told its type either.
    let count = "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
        AND pid <> pg_backend_pid() AND coalesce(backend_type, 'client backend') = 'client backend')";
    let count: i64 = diesel::select(sql::<BigInt>(count)).get_result(source)?;
    Ok(count.unsigned_abs())
}
