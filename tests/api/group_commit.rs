//! Writes that wait at the same time share a transaction, and no failure among them costs another its write.

use std::sync::mpsc;

use birddog::platform::db::{AnyConnection, Database, DbError, Settings};
use birddog::platform::ids::UserId;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Integer;
use futures_util::future::{join, join_all};

use crate::support::{Engine, TestDatabase};

#[derive(QueryableByName, Debug, PartialEq, Eq)]
struct Row {
    #[diesel(sql_type = Integer)]
    n: i32,
}

/// What a job does with its number.
#[derive(Clone, Copy)]
enum Does {
    Write,
    FailAtOnce,
    FailAfterWriting,
    FailByConstraint,
    /// Goes on as if nothing had happened.
    HideAFailure,
    Panic,
}

fn insert(connection: &mut AnyConnection, n: i32) -> Result<(), DbError> {
    sql_query(format!("INSERT INTO numbers (n) VALUES ({n})")).execute(connection)?;
    Ok(())
}

fn work(connection: &mut AnyConnection, n: i32, does: Does) -> Result<(), DbError> {
    match does {
        Does::Write => insert(connection, n),
        Does::FailAtOnce => Err(DbError::broken("refused")),
        Does::FailAfterWriting => insert(connection, n).and_then(|()| Err(DbError::broken("refused"))),
        Does::FailByConstraint => insert(connection, n).and_then(|()| insert(connection, n)),
        Does::HideAFailure => {
            insert(connection, n)?;
            let _ = insert(connection, n);
            Ok(())
        }
        Does::Panic => insert(connection, n).map(|()| panic!("on purpose")),
    }
}

/// Runs the jobs of one writer while it is kept busy, so that they wait together: with each other, perhaps also with what keeps
/// it busy. Whether that succeeded, which of them did, and what is stored then.
fn run_together(engine: Engine, jobs: &[Does]) -> (bool, Vec<bool>, Vec<i32>) {
    let place = TestDatabase::new(engine);
    let mut connection = place.connect();
    sql_query("CREATE TABLE numbers (n INTEGER PRIMARY KEY)").execute(&mut connection).unwrap();
    let database = Database::open(&place.location(), Settings { pool: 2, ..Settings::default() }).unwrap();
    let (release, released) = mpsc::channel::<()>();
    let busy = database.write_of(UserId(uuid::Uuid::nil()), move |_| {
        // The sender is gone when the group is run again.
        let _ = released.recv();
        Ok::<_, DbError>(())
    });
    let waiting = (0..).zip(jobs).map(|(n, does)| {
        let does = *does;
        // In another order than their owners'.
        let owner = UserId(uuid::Uuid::from_u128(1000 - u128::try_from(n).unwrap()));
        database.write_of(owner, move |connection| work(connection, n, does))
    });
    let all = join(busy, join_all(waiting));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    // Each is queued when it is first polled, and only then the writer goes on.
    let ((busy, results), ()) = runtime.block_on(join(all, async move { release.send(()).unwrap() }));
    let rows: Vec<Row> = sql_query("SELECT n FROM numbers ORDER BY n").load(&mut connection).unwrap();
    (busy.is_ok(), results.iter().map(Result::is_ok).collect(), rows.into_iter().map(|row| row.n).collect())
}

fn check(engine: Engine, jobs: &[Does]) {
    let (busy, succeeded, stored) = run_together(engine, jobs);
    assert!(busy, "{engine:?}");
    let expected: Vec<bool> = jobs.iter().map(|does| matches!(does, Does::Write)).collect();
    assert_eq!(succeeded, expected, "{engine:?}");
    let numbers: Vec<i32> = (0..).zip(&expected).filter(|(_, written)| **written).map(|(n, _)| n).collect();
    assert_eq!(stored, numbers, "{engine:?}");
}

#[test]
fn what_waits_together_is_written() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        check(engine, &[Does::Write; 40]);
    }
}

#[test]
fn a_failure_costs_no_other_its_write() {
    use Does::{FailAfterWriting, FailAtOnce, FailByConstraint, Panic, Write};
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for failing in [FailAtOnce, FailAfterWriting, FailByConstraint, Panic] {
            check(engine, &[Write, failing, Write, Write]);
            check(engine, &[failing, failing]);
        }
        check(engine, &[FailAtOnce, Write, FailAfterWriting, Write, Panic, FailByConstraint, Write, FailAtOnce]);
    }
}

#[test]
fn nobody_is_told_that_a_write_is_stored_when_it_is_not() {
    use Does::{HideAFailure, Write};
    // After a failed statement, PostgreSQL rolls back at COMMIT, and does not call that an error. The last in the list is
    // the first in a group.
    for jobs in
        [&[HideAFailure][..], &[HideAFailure, Write, Write], &[Write, HideAFailure], &[Write, HideAFailure, Write]]
    {
        let (_, succeeded, stored) = run_together(Engine::Postgres, jobs);
        let told: Vec<i32> = (0..).zip(&succeeded).filter(|(_, told)| **told).map(|(n, _)| n).collect();
        assert_eq!(told, stored);
        let hidden = jobs.iter().position(|does| matches!(does, HideAFailure)).unwrap();
        assert!(!succeeded[hidden]);
    }
}
