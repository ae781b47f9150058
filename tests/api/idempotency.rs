//! `Idempotency-Key`: one effect and one answer, however often a POST comes.

use chrono::Duration;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Calls, Reply, TestApp, User, collections, on_both_engines, session};

on_both_engines![
    the_same_request_is_answered_again,
    a_key_stands_for_one_body,
    requests_at_once_have_one_effect,
    two_nodes_at_once_have_one_effect,
    a_failed_request_leaves_the_key_free,
    a_key_is_forgotten_after_seven_days,
    a_key_is_its_users_and_its_paths,
    a_key_survives_a_restart,
    odd_keys_are_refused,
];

async fn count(user: &User<'_>) -> usize {
    user.get("/v1/sessions").await.is(200).json()["items"].as_array().unwrap().len()
}

fn body() -> Value {
    session("2026-11-23T06:00:00Z", 10)
}

async fn the_same_request_is_answered_again(app: &TestApp) {
    let user = app.register().await;
    for kind in collections().iter().filter(|kind| kind.takes_post) {
        let post = || user.post(&kind.list(), &kind.example).header("Idempotency-Key", "one");
        let first = post().await.is(201);
        assert_eq!(first.header("Idempotency-Replayed"), None, "{}", kind.name);
        app.clock.advance(Duration::minutes(1));
        let again = post().await.is(201);
        assert_eq!(again.header("Idempotency-Replayed"), Some("true"), "{}", kind.name);
        assert_eq!((again.text(), again.etag()), (first.text(), first.etag()), "{}", kind.name);
        assert_eq!(again.header("Location"), first.header("Location"), "{}", kind.name);
        // Even when the record has changed since.
        user.delete(first.header("Location").unwrap()).await.is(204);
        assert_eq!(post().await.is(201).text(), first.text(), "{}", kind.name);
        user.get(first.header("Location").unwrap()).await.is(404);
    }
}

async fn a_key_stands_for_one_body(app: &TestApp) {
    let user = app.register().await;
    let post = |body: &Value| user.post("/v1/sessions", body).header("Idempotency-Key", "one");
    post(&body()).await.is(201);
    post(&session("2026-11-23T06:00:00Z", 11)).await.is_problem(422, "idempotency_key_reused");
    // White space and the order of fields make no other body.
    let spelled = r#"{ "duration_seconds":600,"time_zone":"UTC", "started_at":"2026-11-23T06:00:00Z" }"#;
    let spelled = user.call("POST", "/v1/sessions").bytes(spelled).header("Content-Type", "application/json");
    assert_eq!(spelled.header("Idempotency-Key", "one").await.is(201).header("Idempotency-Replayed"), Some("true"));
    assert_eq!(count(&user).await, 1);
}

async fn requests_at_once_have_one_effect(app: &TestApp) {
    let user = app.register().await;
    let body = body();
    for round in 1..=5 {
        let key = format!("round {round}");
        let post = || async { user.post("/v1/sessions", &body).header("Idempotency-Key", &key).await };
        let replies = join_all((0..8).map(|_| post())).await;
        let made: Vec<_> = replies.iter().filter(|reply| reply.status == 201).map(Reply::text).collect();
        assert!(!made.is_empty() && made.iter().all(|text| *text == made[0]), "{made:?}");
        for reply in replies.into_iter().filter(|reply| reply.status != 201) {
            assert_eq!(reply.is_problem(409, "still_running").json()["retryable"], true, "{round:?}");
        }
        assert_eq!(post().await.is(201).text(), made[0], "{round:?}");
        assert_eq!(count(&user).await, round, "{round:?}");
    }
}

async fn two_nodes_at_once_have_one_effect(app: &TestApp) {
    let user = app.register().await;
    let other = app.another_node();
    let body = body();
    for round in 1..=5 {
        let key = format!("round {round}");
        let post = || user.post("/v1/sessions", &body).header("Idempotency-Key", &key);
        let here = async { post().await.is(201).text() };
        let there = async { post().at(&other).await.is(201).text() };
        let (here, there) = futures_util::future::join(here, there).await;
        assert_eq!(here, there, "{round:?}");
        assert_eq!(count(&user).await, round, "{round:?}");
    }
}

async fn a_failed_request_leaves_the_key_free(app: &TestApp) {
    let user = app.register().await;
    let post = |body: &Value| user.post("/v1/sessions", body).header("Idempotency-Key", "one");
    post(&session("2026-11-23T06:00:00Z", 0)).await.is_problem(422, "invalid_input");
    // This one fails within its transaction.
    post(&session("2027-11-23T06:00:00Z", 10)).await.is_problem(422, "invalid_input");
    assert_eq!(post(&body()).await.is(201).header("Idempotency-Replayed"), None);
}

async fn a_key_is_forgotten_after_seven_days(app: &TestApp) {
    let user = app.register().await;
    let post = || {
        user.post(
            "/v1/sessions",
            &json!({"started_at": "2026-11-23T06:00:00Z", "time_zone": "UTC", "duration_seconds": 60}),
        )
    };
    let first = post().header("Idempotency-Key", "one").await.is(201);
    app.clock.advance(Duration::days(7));
    assert_eq!(post().header("Idempotency-Key", "one").await.is(201).text(), first.text());
    app.clock.advance(Duration::milliseconds(1));
    let anew = post().header("Idempotency-Key", "one").await.is(201);
    assert_eq!(anew.header("Idempotency-Replayed"), None);
    assert_ne!(anew.json()["id"], first.json()["id"]);
    // And remembered again.
    app.clock.advance(Duration::days(6));
    assert_eq!(post().header("Idempotency-Key", "one").await.is(201).text(), anew.text());
}

async fn a_key_is_its_users_and_its_paths(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let first = maria.post("/v1/sessions", &body()).header("Idempotency-Key", "one").await.is(201);
    let his = tom.post("/v1/sessions", &body()).header("Idempotency-Key", "one").await.is(201);
    assert_ne!(first.json()["id"], his.json()["id"]);
    assert_eq!(his.header("Idempotency-Replayed"), None);
    let exercise = json!({"name": "Sofa reach", "kind": "reps"});
    let other = maria.post("/v1/exercises", &exercise).header("Idempotency-Key", "one").await.is(201);
    assert_eq!(other.json()["name"], "Sofa reach");
    let different = maria.post("/v1/sessions", &body()).header("Idempotency-Key", "One").await.is(201);
    assert_ne!(different.json()["id"], first.json()["id"]);
}

async fn a_key_survives_a_restart(app: &TestApp) {
    let user = app.register().await;
    let post = || user.post("/v1/sessions", &session("2026-11-23T06:00:00Z", 10));
    let first = post().header("Idempotency-Key", "one").await.is(201);
    app.restart();
    let again = post().header("Idempotency-Key", "one").await.is(201);
    assert_eq!((again.text(), count(&user).await), (first.text(), 1));
}

async fn odd_keys_are_refused(app: &TestApp) {
    let user = app.register().await;
    for key in [String::new(), "x".repeat(256), "schlüssel".to_owned()] {
        let call = user.post("/v1/sessions", &body()).header("Idempotency-Key", &key);
        call.await.has_faults(&["Idempotency-Key wrong_length"]);
    }
    user.post("/v1/sessions", &body()).header("Idempotency-Key", "x".repeat(255)).await.is(201);
    assert_eq!(count(&user).await, 1);
}
