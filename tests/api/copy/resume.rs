//! A copy that was killed goes on where it stopped, and nothing uses it before it is complete.

use std::io::{BufRead, BufReader};

use diesel::{QueryDsl, RunQueryDsl};

use birddog::platform::db::schema::{devices, records};

use super::{copied, copying, execute, fill, run, verified};
use crate::support::{Engine, TestDatabase};

fn rows(place: &TestDatabase) -> i64 {
    records::table.count().get_result(&mut place.connect()).unwrap()
}

/// A database that is the beginning of a copy, killed after the devices and before all of the records.
fn broken_off(from: &TestDatabase, engine: Engine) -> TestDatabase {
    let to = TestDatabase::new(engine);
    let mut killed = copying(from, &to).spawn().unwrap();
    let lines = BufReader::new(killed.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.starts_with("devices: ")));
    while rows(&to) == 0 {
        assert!(killed.try_wait().unwrap().is_none(), "it ended before it could be killed");
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    to
}

fn goes_on(source: Engine, target: Engine) {
    let from = TestDatabase::new(source);
    fill(&from);
    let to = broken_off(&from, target);
    let there = rows(&to);
    assert!(there < rows(&from), "it was killed too late");
    let (served, said) = run(&to, "serve");
    assert!(!served && said.contains("not finished"), "{said}");
    let (well, said) = run(&to, "doctor");
    assert!(!well && said.contains("not finished"), "{said}");

    let (well, said) = copied(&from, &to);
    assert!(well && said.contains("going on from there") && verified(&said).len() == 12, "{said}");
    assert_eq!(rows(&to), rows(&from));
    assert!(run(&to, "doctor").0);
    let (again, said) = copied(&from, &to);
    assert!(!again && said.contains("not empty"), "{said}");
}

#[test]
fn to_postgres() {
    goes_on(Engine::Sqlite, Engine::Postgres);
}

#[test]
fn to_sqlite() {
    goes_on(Engine::Postgres, Engine::Sqlite);
}

#[test]
fn a_source_that_changed_meanwhile_is_another() {
    let from = TestDatabase::new(Engine::Sqlite);
    fill(&from);
    let to = broken_off(&from, Engine::Postgres);
    execute(&from, "UPDATE users SET rev = rev + 1 WHERE email = 'maria@demo.example'");
    let (well, said) = copied(&from, &to);
    assert!(!well && said.contains("before it changed"), "{said}");
}

#[test]
fn a_difference_is_found() {
    let from = TestDatabase::new(Engine::Sqlite);
    fill(&from);
    let to = broken_off(&from, Engine::Postgres);
    // As a fault of a disk or of a program would.
    execute(&to, "UPDATE devices SET generation = generation + 1");
    let (well, said) = copied(&from, &to);
    assert!(!well && said.contains("differs from its source: devices"), "{said}");
    let devices: i64 = devices::table.count().get_result(&mut to.connect()).unwrap();
    assert!(devices > 0 && !run(&to, "serve").0);
}
