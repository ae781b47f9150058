//! A copy that was killed goes on where it stopped, and nothing uses it before it is complete.

use std::process::Child;

use diesel::{QueryDsl, RunQueryDsl};

use birddog::platform::db::schema::records;
use birddog::platform::ids::{RecordId, UserId};

use super::content::assert_same;
use super::{copied, copying, execute, fill, run, verified};
use crate::support::{Engine, TestDatabase};

/// How many rows a copy writes in one transaction.
const BATCH: i64 = 1_000;

fn rows(place: &TestDatabase) -> i64 {
    records::table.count().get_result(&mut place.connect()).unwrap()
}

fn demo(engine: Engine) -> TestDatabase {
    let place = TestDatabase::new(engine);
    fill(&place);
    place
}

/// Makes a PostgreSQL to copy into, in which a row of the second batch of records waits until the lock 7 is free.
fn with_a_halt(from: &TestDatabase) -> TestDatabase {
    let order = (records::user_id, records::collection, records::id);
    let (user, record): (UserId, RecordId) = records::table
        .order(order)
        .offset(BATCH + BATCH / 2)
        .select((records::user_id, records::id))
        .first(&mut from.connect())
        .unwrap();
    let to = TestDatabase::migrated(Engine::Postgres);
    execute(
        &to,
        &format!(
            "CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql \
                AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NEW; END'; \
             CREATE TRIGGER halt BEFORE INSERT ON records FOR EACH ROW \
                WHEN (NEW.user_id = '{user}' AND NEW.id = '{record}') EXECUTE FUNCTION halt()"
        ),
    );
    to
}

/// Starts a copy and hands it to `then` when it is in the middle of the records of a PostgreSQL.
fn halted<T>(from: &TestDatabase, to: &TestDatabase, then: impl FnOnce(Child) -> T) -> T {
    let mut holder = to.connect();
    diesel::sql_query("SELECT pg_advisory_lock(7)").execute(&mut holder).unwrap();
    let mut copy = copying(from, to).spawn().unwrap();
    while rows(to) < BATCH {
        assert!(copy.try_wait().unwrap().is_none(), "it ended before it came to the records");
    }
    then(copy)
}

fn kill(mut copy: Child) {
    copy.kill().unwrap();
    copy.wait().unwrap();
}

/// The beginning of a copy in a PostgreSQL, killed in the middle of the records.
fn broken_off(from: &TestDatabase) -> TestDatabase {
    let to = with_a_halt(from);
    halted(from, &to, kill);
    execute(&to, "DROP TRIGGER halt ON records; DROP FUNCTION halt()");
    assert_eq!(rows(&to), BATCH);
    to
}

fn is_not_used(to: &TestDatabase) {
    for command in ["serve", "doctor", "demo"] {
        let (well, said) = run(to, command);
        assert!(!well && said.contains("a copy that was not finished"), "{command}: {said}");
    }
    let (well, said) = copied(to, &TestDatabase::new(Engine::Sqlite));
    assert!(!well && said.contains("is itself a copy that was not finished"), "{said}");
}

fn goes_on(from: &TestDatabase, to: &TestDatabase) {
    is_not_used(to);
    let (well, said) = copied(from, to);
    assert!(well && said.contains("going on from there") && verified(&said).len() == 12, "{said}");
    assert_same(from, to);
    assert!(run(to, "doctor").0);
    let (again, said) = copied(from, to);
    assert!(!again && said.contains("not empty"), "{said}");
}

#[test]
fn to_postgres() {
    let from = demo(Engine::Sqlite);
    goes_on(&from, &broken_off(&from));
}

#[test]
fn to_sqlite() {
    let from = demo(Engine::Postgres);
    // Nothing can hold up a copy within SQLite: so many tombstones that it is still at them when it is killed.
    execute(
        &from,
        "INSERT INTO records (user_id, collection, id, rev) \
            SELECT users.id, 1, gen_random_uuid(), rev + n FROM users, generate_series(1, 30000) AS n WHERE email LIKE 'maria%'; \
         UPDATE users SET rev = rev + 30000 WHERE email LIKE 'maria%'",
    );
    let to = TestDatabase::migrated(Engine::Sqlite);
    let mut copy = copying(&from, &to).spawn().unwrap();
    while rows(&to) == 0 {
        assert!(copy.try_wait().unwrap().is_none(), "it ended before it could be killed");
    }
    kill(copy);
    assert!(rows(&to) < rows(&from), "it was killed too late");
    goes_on(&from, &to);
}

const CHANGE: &str = "UPDATE users SET rev = rev + 1 WHERE email = 'maria@demo.example'";

#[test]
fn a_source_that_changed_before_the_second_run_is_another() {
    let from = demo(Engine::Sqlite);
    let to = broken_off(&from);
    execute(&from, CHANGE);
    let (well, said) = copied(&from, &to);
    assert!(!well && said.contains("before it changed"), "{said}");
}

#[test]
fn a_source_that_changes_while_it_is_copied_is_no_success() {
    for change in [CHANGE, "UPDATE devices SET name = 'another'"] {
        for from in [demo(Engine::Sqlite), demo(Engine::Postgres)] {
            let to = with_a_halt(&from);
            let copy = halted(&from, &to, |copy| {
                execute(&from, change);
                copy
            });
            let ended = copy.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr);
            assert!(!ended.status.success() && said.contains("the source has changed since"), "{said}");
            assert!(!run(&to, "serve").0);
        }
    }
}

#[test]
fn a_second_copy_into_one_target_is_refused() {
    let to = TestDatabase::migrated(Engine::Postgres);
    // What a copy holds while it works.
    let mut other = to.connect();
    diesel::sql_query("SELECT pg_advisory_lock(x'636f7079696e67'::bigint)").execute(&mut other).unwrap();
    let (well, said) = copied(&demo(Engine::Sqlite), &to);
    assert!(!well && said.contains("is another copy under way?"), "{said}");
}

#[test]
fn a_difference_is_found() {
    let from = demo(Engine::Sqlite);
    let to = broken_off(&from);
    // As a fault of a disk or of a program would.
    execute(&to, "UPDATE devices SET generation = generation + 1");
    let (well, said) = copied(&from, &to);
    assert!(!well && said.contains("differs from its source: devices"), "{said}");
    assert!(!run(&to, "serve").0);
}
