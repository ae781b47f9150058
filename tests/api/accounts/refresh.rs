//! Renewing a session: the ordinary way, lost answers, parallel calls, and ends.

use chrono::Duration;
use serde_json::{Value, json};

use super::{Device, all_at_once, count};
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    a_renewal_moves_on,
    a_lost_answer_can_be_asked_for_again,
    a_lost_answer_can_be_asked_for_days_later,
    twenty_at_once_all_get_the_same,
    parallel_renewals_and_uses_do_not_end_the_session,
    a_session_ends_when_idle,
    a_session_ends_after_a_year,
    bodies_are_checked,
];

async fn a_renewal_moves_on(app: &TestApp) {
    let mut device = Device::register(app, "maria@example.org").await;
    let mut seen = vec![device.refresh.clone()];
    for _ in 0..5 {
        app.clock.advance(Duration::minutes(9));
        let reply = device.renewal().await.is(200);
        assert_eq!(reply.header("Cache-Control"), Some("no-store"), "{reply}");
        let session = reply.json();
        assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(600)));
        assert_eq!(session["user"], device.get("/v1/me").await.is(200).json());
        let next = Device::of(app, &session);
        assert_ne!(next.access, device.access);
        assert!(!seen.contains(&next.refresh));
        seen.push(next.refresh.clone());
        device = next;
        device.is_in().await;
    }
    assert_eq!(device.device_ids().await.len(), 1);
}

async fn a_lost_answer_can_be_asked_for_again(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let lost = device.renewed().await;
    let again = device.renewed().await;
    assert_eq!(again.refresh, lost.refresh);
    // The device never saw the answer, and goes on with what it has.
    device.is_in().await;
    assert_eq!(device.renewed().await.refresh, lost.refresh);
    again.is_in().await;
    again.renewed().await.is_in().await;
}

async fn a_lost_answer_can_be_asked_for_days_later(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let lost = device.renewed().await;
    for _ in 0..3 {
        app.clock.advance(Duration::days(19));
        let again = device.renewed().await;
        assert_eq!(again.refresh, lost.refresh);
    }
    let found = device.renewed().await;
    found.is_in().await;
    let next = found.renewed().await;
    assert_ne!(next.refresh, lost.refresh);
    next.is_in().await;
}

async fn twenty_at_once_all_get_the_same(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let replies = all_at_once((0..20).map(|_| device.renewal())).await;
    let mut renewed = Vec::new();
    for reply in replies {
        renewed.push(Device::of(app, &reply.is(200).json()));
    }
    assert!(renewed.iter().all(|one| one.refresh == renewed[0].refresh));
    assert_eq!(generation(app), 2);
    for one in &renewed {
        one.is_in().await;
    }
    let next = renewed[7].renewed().await;
    next.is_in().await;
    assert_eq!(generation(app), 3);
}

fn generation(app: &TestApp) -> i64 {
    count(app, "SELECT CAST(generation AS BIGINT) FROM devices")
}

async fn parallel_renewals_and_uses_do_not_end_the_session(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let renewed = device.renewed().await;
    let calls = (0..30).map(|index| match index % 3 {
        0 => device.renewal(),
        1 => renewed.get("/v1/me"),
        _ => device.get("/v1/me"),
    });
    for reply in all_at_once(calls).await {
        reply.is(200);
    }
    app.clock.advance(Duration::seconds(10));
    assert_eq!(device.renewed().await.refresh, renewed.refresh);
    renewed.renewed().await.is_in().await;
}

async fn a_session_ends_when_idle(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    app.clock.advance(Duration::days(60));
    let device = device.renewed().await;
    app.clock.advance(Duration::days(60) + Duration::milliseconds(1));
    device.is_out().await;
    let fresh = Device::login(app, "maria@example.org", "Phone").await;
    assert_eq!(fresh.device_ids().await.len(), 1, "an ended session is not a signed-in device");
}

async fn a_session_ends_after_a_year(app: &TestApp) {
    let mut device = Device::register(app, "maria@example.org").await;
    for _ in 0..7 {
        app.clock.advance(Duration::days(50));
        device = device.renewed().await;
        device.is_in().await;
    }
    app.clock.advance(Duration::days(15));
    device = device.renewed().await;
    app.clock.advance(Duration::days(1));
    device.is_out().await;
    let fresh = Device::login(app, "maria@example.org", "Phone").await;
    assert_eq!(fresh.device_ids().await.len(), 1, "an ended session is not a signed-in device");
}

async fn bodies_are_checked(app: &TestApp) {
    for (body, error) in [
        (json!({}), "/refresh_token missing"),
        (json!({"refresh_token": null}), "/refresh_token wrong_type"),
        (json!({"refresh_token": 7}), "/refresh_token wrong_type"),
        (json!({"refresh_token": ["bdr_"]}), "/refresh_token wrong_type"),
        (json!({"refresh_token": "bdr_", "user_id": "x"}), "/user_id unknown_field"),
    ] {
        app.post("/v1/auth/refresh", &body).await.has_faults(&[error]);
    }
    app.post("/v1/auth/refresh", &Value::Null).await.is_problem(422, "invalid_input");
}
