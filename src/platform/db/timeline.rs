//! Which history of a PostgreSQL database a server has.
//!
//! A rev says that a replica has a change only when both servers have one history. After a failover or a restore they may
//! not: a replica of the old primary can hold changes that the new one never had, under revs that the new one gives to others.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Integer, Text};

use super::{AnyConnection, DbError};

/// A database and its history: what a primary has in common with its replicas and with no other server.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub(super) struct Timeline {
    /// The identifier that the server got when it was made, and the database's name.
    #[diesel(sql_type = Text)]
    database: String,
    /// PostgreSQL's number of the history. A server that is promoted or restored begins a new one.
    #[diesel(sql_type = Integer)]
    number: i32,
}

/// The number on a server that takes writes: the first eight digits of a log file's name.
const OF_PRIMARY: &str = "('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int";

/// The number on any server, as of its last checkpoint or restart point.
const OF_ANY: &str =
    "(SELECT greatest(timeline_id, min_recovery_end_timeline) FROM pg_control_checkpoint(), pg_control_recovery())";

/// That of the server that takes writes.
pub(super) fn of_primary(connection: &mut AnyConnection) -> Result<Timeline, DbError> {
    Ok(load(connection, OF_PRIMARY)?)
}

fn load(connection: &mut AnyConnection, number: &str) -> QueryResult<Timeline> {
    let database = "system_identifier || '/' || current_database()";
    sql_query(format!("SELECT {database} AS database, {number} AS number FROM pg_control_system()"))
        .get_result(connection)
}

/// Refuses a server that does not follow the primary.
///
/// A replica that follows a new primary shows the new timeline with its next restart point, some minutes later.
pub(super) fn require_follower(connection: &mut AnyConnection, primary: &Timeline) -> Result<(), DbError> {
    let found = load(connection, OF_ANY)?;
    if found.database != primary.database {
        return Err(DbError::broken("DATABASE_READ_URL is another database than DATABASE_URL"));
    }
    if !diesel::select(sql::<Bool>("pg_is_in_recovery()")).get_result(connection)? {
        return Err(DbError::broken("DATABASE_READ_URL is not a standby server"));
    }
    if found.number != primary.number {
        let (found, wanted) = (found.number, primary.number);
        return Err(DbError::broken(format!(
            "DATABASE_READ_URL is on timeline {found}, DATABASE_URL on timeline {wanted}"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connect(variable: &str) -> AnyConnection {
        let url = std::env::var(variable).expect("set by scripts/test");
        AnyConnection::Postgres(PgConnection::establish(&url).unwrap())
    }

    #[test]
    fn only_a_standby_with_the_history_of_the_primary_follows_it() {
        let (mut primary, mut replica) = (connect("BIRDDOG_TEST_PRIMARY_URL"), connect("BIRDDOG_TEST_REPLICA_URL"));
        let of_primary = of_primary(&mut primary).unwrap();
        require_follower(&mut replica, &of_primary).unwrap();
        let promoted = Timeline { number: of_primary.number + 1, ..of_primary.clone() };
        let other = Timeline { database: "of somebody else".to_owned(), ..of_primary.clone() };
        for (server, primary) in [(&mut replica, &promoted), (&mut primary, &of_primary)] {
            require_follower(server, primary).unwrap_err();
        }
        require_follower(&mut replica, &other).unwrap_err();
    }
}
