//! Changing the password.

use chrono::Duration;
use serde_json::{Value, json};

use super::Device;
use crate::support::{Calls, PASSWORD, TestApp, on_both_engines};

const NEXT: &str = "eleven quiet otters after rain";

on_both_engines![
    every_other_device_is_out_at_once,
    a_wrong_current_password_changes_nothing,
    a_weak_new_password_changes_nothing,
    bodies_are_checked,
    a_lost_answer_can_be_asked_for_again,
];

fn change(current: &str, new: &str) -> Value {
    json!({"current_password": current, "new_password": new})
}

async fn every_other_device_is_out_at_once(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    let laptop = Device::login(app, "maria@example.org", "Laptop").await.renewed().await;
    let other = Device::register(app, "other@example.org").await;
    tablet.is_in().await;
    laptop.is_in().await;
    phone.post("/v1/me/password", &change(PASSWORD, NEXT)).await.is(204);
    tablet.is_out().await;
    laptop.is_out().await;
    phone.is_in().await;
    assert_eq!(phone.device_ids().await.len(), 1);
    let phone = phone.renewed().await;
    phone.is_in().await;
    other.renewed().await.is_in().await;
    let credentials = |password: &str| json!({"email": "maria@example.org", "password": password});
    app.post("/v1/auth/login", &credentials(PASSWORD)).await.is_problem(401, "bad_credentials");
    app.post("/v1/auth/login", &credentials(NEXT)).await.is(200);
    app.clock.advance(Duration::days(30));
    phone.renewed().await.is_in().await;
}

async fn a_wrong_current_password_changes_nothing(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    for wrong in ["", NEXT, "seven calm herons at dawn ", &PASSWORD.to_uppercase(), &PASSWORD.repeat(200)] {
        phone.post("/v1/me/password", &change(wrong, NEXT)).await.is_problem(401, "bad_credentials");
    }
    app.post("/v1/me/password", &change(PASSWORD, NEXT)).await.is_problem(401, "unauthenticated");
    phone.is_in().await;
    tablet.is_in().await;
    Device::login(app, "maria@example.org", "Laptop").await.is_in().await;
}

async fn a_weak_new_password_changes_nothing(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    for weak in ["password1234", "maria@example.org", "aaaaaaaaaaaaaa"] {
        phone.post("/v1/me/password", &change(PASSWORD, weak)).await.has_faults(&["/new_password weak_password"]);
    }
    for wrong in ["short", &NEXT.repeat(5)] {
        phone.post("/v1/me/password", &change(PASSWORD, wrong)).await.has_faults(&["/new_password wrong_length"]);
    }
    tablet.is_in().await;
    Device::login(app, "maria@example.org", "Laptop").await.is_in().await;
}

async fn bodies_are_checked(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let missing = ["/current_password missing", "/new_password missing"];
    phone.post("/v1/me/password", &json!({})).await.has_faults(&missing);
    let weak = json!({"new_password": "maria@example.org"});
    phone
        .post("/v1/me/password", &weak)
        .await
        .has_faults(&["/current_password missing", "/new_password weak_password"]);
    let body = json!({"current_password": PASSWORD, "new_password": NEXT, "user_id": phone.user_id()});
    phone.post("/v1/me/password", &body).await.has_faults(&["/user_id unknown_field"]);
    let body = json!({"current_password": null, "new_password": 1_234_567_890});
    phone
        .post("/v1/me/password", &body)
        .await
        .has_faults(&["/current_password wrong_type", "/new_password wrong_type"]);
    phone.get("/v1/me/password").await.is_problem(405, "method_not_allowed");
    phone.is_in().await;
}

async fn a_lost_answer_can_be_asked_for_again(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let keyed = |new: &str| phone.post("/v1/me/password", &change(PASSWORD, new)).header("Idempotency-Key", "new-year");
    keyed(NEXT).await.is(204);
    let again = keyed(NEXT).await.is(204);
    assert_eq!(again.header("Idempotency-Replayed"), Some("true"));
    keyed("nine patient storks at noon").await.is_problem(422, "idempotency_key_reused");
}
