//! What the log says of a replica.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::link::Link;
use super::{DEADLINE, Replay, mark_primary, session};
use crate::process::{Program, command};
use crate::support::{Calls, PASSWORD, TestApp, TestDatabase, User, run_replicated};

const IN_USE: &str = "reads go to the replica";
const NOT_IN_USE: &str = "the replica cannot be used: reads go to the primary";

fn reading_from(app: &TestApp, url: &str) -> Program {
    Program::start_with(app.place(), |command: &mut Command| {
        command.env("DATABASE_READ_URL", url);
    })
}

/// What is said of the replica, each with its reason, until it is this.
async fn said_until(program: &Program, message: &str) -> Vec<(String, String)> {
    let (began, mut said) = (Instant::now(), Vec::new());
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    loop {
        let of_replica = program.logged().into_iter().filter(|entry| text(entry, "message").contains("the replica"));
        said.extend(of_replica.map(|entry| (text(&entry, "message"), text(&entry, "error"))));
        if said.last().is_some_and(|(last, _)| last == message) {
            return said;
        }
        assert!(began.elapsed() < DEADLINE, "not said after {DEADLINE:?}: {message}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A person with a session, and its address.
async fn person<'a>(app: &'a TestApp, program: &Program) -> (User<'a>, String) {
    let body = json!({"email": "maria@example.org", "password": PASSWORD, "display_name": "Maria", "time_zone": "UTC"});
    let answer = app.post("/v1/auth/register", &body).at_address(program.address).await.is(201).json();
    let (user, path) = (User::new(app, &answer), format!("/v1/sessions/{}", uuid::Uuid::from_u128(1)));
    let mut session = session();
    session["started_at"] = json!("2024-03-01T07:00:00Z");
    user.put(&path, &session).at_address(program.address).await.is(201);
    (user, path)
}

#[test]
fn an_outage_is_logged_once_and_so_is_its_end() {
    run_replicated(async |app| {
        let mut replay = Replay::of(app);
        let replica = app.place().replica_url().unwrap();
        let mut link = Link::to(&replica).await;
        let program = reading_from(app, &link.url(&replica));
        let (user, session) = person(app, &program).await;
        replay.catch_up(app);
        let messages = async |until| -> Vec<_> {
            said_until(&program, until).await.into_iter().map(|(message, _)| message).collect()
        };
        assert_eq!(messages(IN_USE).await, [IN_USE]);
        for _ in 0..2 {
            link.cut().await;
            for _ in 0..50 {
                user.get(&session).at_address(program.address).await.is(200);
            }
            assert_eq!(messages(NOT_IN_USE).await, [NOT_IN_USE]);
            link.mend().await;
            assert_eq!(messages(IN_USE).await, [IN_USE]);
        }
        link.cut().await;
    });
}

#[test]
fn a_replica_of_another_database_is_named_and_never_read() {
    run_replicated(async |app| {
        let mut replay = Replay::of(app);
        // A copy on the same servers: the same people with the same revs.
        let twin = TestDatabase::replicated();
        let program = reading_from(app, &twin.replica_url().unwrap());
        let (user, session) = person(app, &program).await;
        let copied = command(app.place()).args(["copy", "--from", &app.place().url(), "--to", &twin.url()]).output();
        assert!(copied.unwrap().status.success());
        replay.catch_up(app);
        mark_primary(app);
        let said = said_until(&program, NOT_IN_USE).await;
        assert!(said.last().unwrap().1.contains("another database"), "{said:?}");
        for _ in 0..20 {
            let answer = user.get(&session).at_address(program.address).await.is(200).json();
            assert_eq!(answer["note"], "of the primary");
        }
    });
}
