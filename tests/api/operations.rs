//! Health, version, and the vocabulary.

use serde_json::json;

use crate::support::{Calls, Engine, TestApp, on_both_engines};

on_both_engines![health_and_readiness, everybody_starts_with_a_plan, strangers_are_asked_to_sign_in];

async fn health_and_readiness(app: &TestApp) {
    assert_eq!(app.get("/healthz").await.is(200).json(), json!({"status": "ok"}));
    let engine = if app.engine == Engine::Sqlite { "sqlite" } else { "postgres" };
    assert_eq!(app.get("/readyz").await.is(200).json(), json!({"status": "ready", "engine": engine}));
    assert!(app.get("/v1/about").await.is(200).json()["disclaimer"].as_str().unwrap().contains("not medical advice"));
}

async fn everybody_starts_with_a_plan(app: &TestApp) {
    let user = app.register_in("Asia/Tokyo").await;
    let plan = user.get("/v1/plan").await.is(200).json();
    assert_eq!(plan["effective_from"], "2026-11-23");
    assert_eq!(plan["goal_minutes"], 10);
    app.clock.advance(chrono::Duration::days(200));
    assert_eq!(user.get("/v1/plan").await.is(200).json(), plan);
}

async fn strangers_are_asked_to_sign_in(app: &TestApp) {
    let reply = app.get("/v1/today").await.is_problem(401, "unauthenticated");
    assert_eq!(reply.header("WWW-Authenticate"), Some("Bearer"));
}
