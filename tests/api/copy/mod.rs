//! `birddog copy`: a whole database moved from one place or engine to another.

mod content;
mod odd_rows;
mod refusals;
mod resume;
mod round_trip;

use std::process::{Command, Output};

use diesel::connection::SimpleConnection;

use birddog::platform::db::AnyConnection;

use crate::process::command;
use crate::support::TestDatabase;

/// The command that copies one database into another.
fn copying(from: &TestDatabase, to: &TestDatabase) -> Command {
    let mut copying = command(from);
    copying.args(["copy", "--from", &from.url(), "--to", &to.url()]);
    copying
}

/// Whether the copy ended well, and all that was said.
fn copied(from: &TestDatabase, to: &TestDatabase) -> (bool, String) {
    outcome(&mut copying(from, to))
}

fn run(place: &TestDatabase, argument: &str) -> (bool, String) {
    outcome(command(place).arg(argument))
}

fn outcome(command: &mut Command) -> (bool, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// Fills a database with the demo.
fn fill(place: &TestDatabase) {
    let (well, said) = run(place, "demo");
    assert!(well, "{said}");
}

/// Runs statements that the service has no words for.
fn execute(place: &TestDatabase, sql: &str) {
    match place.connect() {
        AnyConnection::Sqlite(mut sqlite) => sqlite.batch_execute(sql).unwrap(),
        AnyConnection::Postgres(mut postgres) => postgres.batch_execute(sql).unwrap(),
    }
}

/// What a copy said of each table that it verified: rows and digest.
fn verified(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.contains("the same on both sides")).collect()
}
