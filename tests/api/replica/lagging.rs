//! A replica that is behind.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;

use super::{DEADLINE, QUICK, Replay, mark_primary, put_session, read_from_replica};
use crate::support::{Calls, User, run_replicated};

/// All kinds of reads; how often each names the mark of the primary.
async fn marks(user: &User<'_>, session: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for path in [session, "/v1/sessions", "/v1/sync"] {
        let answer = user.get(path).await.is(200).json();
        found.push((path.to_owned(), answer.to_string().contains("of the primary")));
    }
    for path in ["/v1/streak", "/v1/today"] {
        let answer = user.get(path).await.is(200).json();
        let day = if path == "/v1/streak" { &answer["today"] } else { &answer["day"] };
        found.push((path.to_owned(), day["minutes"].as_u64().unwrap() >= 100));
    }
    found
}

#[test]
fn reads_come_from_the_replica_while_it_has_all_changes_of_the_person_and_else_from_the_primary() {
    run_replicated(async |app| {
        let mut replay = Replay::of(app);
        let other = app.register().await;
        put_session(&other, 2).await;
        let (user, session) = read_from_replica(app, &mut replay, None).await;
        for (path, is_of_primary) in marks(&user, &session).await {
            assert!(!is_of_primary, "{path} was not answered by the replica");
        }

        let second = put_session(&user, 3).await;
        user.get(&second).await.is(200);
        let listed = user.get("/v1/sessions").await.is(200).json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 2);
        for (path, is_of_primary) in marks(&user, &session).await {
            assert!(is_of_primary, "{path} was answered by a replica that lacks a change");
        }
        // What one person has written keeps nobody else from the replica.
        let others = other.get("/v1/sessions").await.is(200).json();
        assert!(!others.to_string().contains("of the primary"), "{others}");

        user.delete(&session).await.is(204);
        user.get(&session).await.is(404);

        replay.resume();
        replay.catch_up(app);
        user.get(&session).await.is(404);
        user.get(&second).await.is(200);
    });
}

#[test]
fn a_session_that_was_ended_is_refused_though_the_replica_has_not_heard_of_it() {
    run_replicated(async |app| {
        let mut replay = Replay::of(app);
        let (user, session) = read_from_replica(app, &mut replay, None).await;
        user.call("POST", "/v1/auth/logout").await.is(204);
        for path in [session.as_str(), "/v1/sessions", "/v1/streak", "/v1/today", "/v1/sync"] {
            user.get(path).await.is(401);
        }
    });
}

#[test]
fn a_change_of_the_profile_counts_at_once() {
    run_replicated(async |app| {
        let mut replay = Replay::of(app);
        let (user, _) = read_from_replica(app, &mut replay, None).await;
        assert_eq!(user.get("/v1/streak").await.is(200).json()["as_of"], "2026-11-23");
        // Noon in UTC is past midnight there.
        user.patch("/v1/me", &serde_json::json!({"time_zone": "Pacific/Kiritimati"})).await.is(200);
        assert_eq!(user.get("/v1/streak").await.is(200).json()["as_of"], "2026-11-24");
    });
}

#[test]
fn an_answer_that_the_replica_holds_up_is_given_by_the_primary() {
    run_replicated(async |app| {
        let mut replay = Replay::of(app);
        let user = app.register().await;
        let session = put_session(&user, 1).await;
        // The replica keeps this lock until it hears of its end: it can say how far it is, but not show the record.
        let mut primary = PgConnection::establish(&app.place().url()).unwrap();
        primary.batch_execute("BEGIN; LOCK TABLE records IN ACCESS EXCLUSIVE MODE").unwrap();
        // A commit brings the lock along.
        sql_query("UPDATE users SET display_name = 'Maria M'").execute(&mut app.connect()).unwrap();
        replay.catch_up(app);
        replay.pause();
        primary.batch_execute("ROLLBACK").unwrap();
        mark_primary(app);
        let began = Instant::now();
        while !replay.is("SELECT count(*) > 0 AS yes FROM pg_stat_activity WHERE wait_event_type = 'Lock'") {
            assert!(began.elapsed() < DEADLINE, "the replica was not asked");
            let answer = user.get(&session).await.is(200).json();
            assert_eq!(answer["note"], "of the primary");
        }
        // Nobody else waits for it.
        let began = Instant::now();
        user.get(&session).await.is(200);
        assert!(began.elapsed() < QUICK, "{:?}", began.elapsed());
    });
}
