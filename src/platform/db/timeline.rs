//! Which history of a PostgreSQL database a server has.
//!
//! A rev says that a replica has a change only when both servers have one history. After a failover or a restore they may
//! not: a replica of the old primary can hold changes that the new one never had, under revs that the new one gives to others.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Integer, Text};

use super::{AnyConnection, DbError};

/// A database and its history: what a primary has in common with its replicas and with no other server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Timeline {
    /// The identifier that the server got when it was made, and the database's name.
    database: String,
    /// PostgreSQL's number of the history. A server that is promoted or restored begins a new one.
    number: i32,
}

/// That of the server that takes writes.
pub(super) fn of_primary(connection: &mut AnyConnection) -> Result<Timeline, DbError> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        database: String,
        #[diesel(sql_type = Integer)]
        number: i32,
    }
    // The first eight digits of a log file's name are the timeline.
    let query = "SELECT system_identifier || '/' || current_database() AS database, \
        ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int AS number FROM pg_control_system()";
    let row: Row = sql_query(query).get_result(connection)?;
    Ok(Timeline { database: row.database, number: row.number })
}

/// Refuses a server that does not follow the primary.
///
/// A replica that follows a new primary shows the new timeline with its next restart point, some minutes later.
pub(super) fn require_follower(connection: &mut AnyConnection, primary: &Timeline) -> Result<(), DbError> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        database: String,
        #[diesel(sql_type = Integer)]
        number: i32,
        #[diesel(sql_type = Bool)]
        is_standby: bool,
    }
    let query = "SELECT system_identifier || '/' || current_database() AS database, \
        greatest(timeline_id, min_recovery_end_timeline) AS number, pg_is_in_recovery() AS is_standby \
        FROM pg_control_system(), pg_control_checkpoint(), pg_control_recovery()";
    let row: Row = sql_query(query).get_result(connection)?;
    if row.database != primary.database {
        return Err(DbError::broken("DATABASE_READ_URL is another database than DATABASE_URL"));
    }
    if !row.is_standby {
        return Err(DbError::broken("DATABASE_READ_URL is not a standby server"));
    }
    if row.number != primary.number {
        let found = row.number;
        let wanted = primary.number;
        return Err(DbError::broken(format!(
            "DATABASE_READ_URL is on timeline {found}, DATABASE_URL on timeline {wanted}"
        )));
    }
    Ok(())
}
