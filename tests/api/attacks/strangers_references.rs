//! Somebody else's ids inside one's own records.

use birddog::core::records::Record;
use birddog::features::acupuncture::{Appointment, Course};
use birddog::features::training::{Exercise, Plan, Session};
use serde_json::json;
use uuid::Uuid;

use crate::accounts::{Device, count};
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![references_reach_ones_own_records_only, an_idempotency_key_is_its_owners];

async fn references_reach_ones_own_records_only(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    let (course, exercise) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    owner.put(&format!("/v1/courses/{course}"), &Course::example()).await.is(201);
    owner.put(&format!("/v1/exercises/{exercise}"), &Exercise::example()).await.is(201);

    let mut appointment = Appointment::example();
    appointment["course_id"] = json!(course);
    let mut session = Session::example();
    session["exercises"][1]["exercise"] = json!(exercise);
    let mut plan = Plan::example();
    plan["items"][0]["exercise"] = json!(exercise);
    let bodies = [
        ("appointments", appointment, "/course_id unknown_course"),
        ("sessions", session, "/exercises/1/exercise unknown_exercise"),
        ("plans", plan, "/items/0/exercise unknown_exercise"),
    ];
    let before = count(app, "SELECT count(*) FROM records");
    for (collection, body, error) in &bodies {
        let path = format!("/v1/{collection}/{}", Uuid::now_v7());
        stranger.put(&path, body).await.has_faults(&[error]);
        stranger.post(&format!("/v1/{collection}"), body).await.has_faults(&[error]);
    }
    assert_eq!(count(app, "SELECT count(*) FROM records"), before);
    for (collection, body, _) in &bodies {
        owner.post(&format!("/v1/{collection}"), body).await.is(201);
    }
}

async fn an_idempotency_key_is_its_owners(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    let body = json!({"name": "Sofa reach", "kind": "reps"});
    let first = owner.post("/v1/exercises", &body).header("Idempotency-Key", "key").await.is(201);
    let other = stranger.post("/v1/exercises", &body).header("Idempotency-Key", "key").await.is(201);
    assert_eq!(other.header("Idempotency-Replayed"), None, "{other}");
    assert_ne!(other.json()["id"], first.json()["id"]);
    let again = owner.post("/v1/exercises", &body).header("Idempotency-Key", "key").await.is(201);
    assert_eq!(again.header("Idempotency-Replayed"), Some("true"), "{again}");
    assert_eq!(again.text(), first.text());
    // Remembering it is for those who are in.
    owner.call("POST", "/v1/auth/logout").await.is(204);
    let out = owner.post("/v1/exercises", &body).header("Idempotency-Key", "key");
    out.await.is_problem(401, "unauthenticated");
}
