//! Changing the password while others are at it. Passwords are hashed as in production, which takes long enough for others
//! to come in between.

use std::cell::Cell;

use serde_json::{Value, json};

use super::{Device, all_at_once};
use crate::support::{Calls, PASSWORD, TestApp, on_both_engines};

const NEXT: &str = "eleven quiet otters after rain";

on_both_engines![
    of_parallel_changes_one_wins,
    of_parallel_changes_from_two_devices_one_wins,
    a_sign_in_with_the_old_password_does_not_outlive_the_change,
];

fn change(current: &str, new: &str) -> Value {
    json!({"current_password": current, "new_password": new})
}

fn credentials(password: &str) -> Value {
    json!({"email": "maria@example.org", "password": password})
}

/// Only the password of the change that was answered with 204 opens the account.
async fn check_winner(app: &TestApp, outcomes: &[(String, u16)]) {
    let winners = outcomes.iter().filter(|(_, status)| *status == 204).count();
    assert_eq!(winners, 1, "{outcomes:?}");
    for (password, status) in outcomes {
        let expected = if *status == 204 { 200 } else { 401 };
        app.post("/v1/auth/login", &credentials(password)).await.is(expected);
    }
    app.post("/v1/auth/login", &credentials(PASSWORD)).await.is_problem(401, "bad_credentials");
}

async fn of_parallel_changes_one_wins(app: &TestApp) {
    app.hash_as_in_production();
    let phone = Device::register(app, "maria@example.org").await;
    let next: Vec<_> = (0..5).map(|number| format!("{NEXT}, {number} times")).collect();
    let calls: Vec<_> = next.iter().map(|next| change(PASSWORD, next)).collect();
    let replies = all_at_once(calls.iter().map(|body| phone.post("/v1/me/password", body))).await;
    for reply in replies.iter().filter(|reply| reply.status != 204) {
        assert_eq!(reply.json()["code"], "bad_credentials", "{reply}");
    }
    let outcomes: Vec<_> = next.into_iter().zip(replies.iter().map(|reply| reply.status)).collect();
    check_winner(app, &outcomes).await;
    phone.renewed().await.is_in().await;
}

async fn of_parallel_changes_from_two_devices_one_wins(app: &TestApp) {
    app.hash_as_in_production();
    let mut devices = vec![Device::register(app, "maria@example.org").await];
    for name in ["Tablet", "Laptop"] {
        devices.push(Device::login(app, "maria@example.org", name).await);
    }
    let next: Vec<_> = (0..3).map(|number| format!("{NEXT}, {number} times")).collect();
    let calls: Vec<_> = next.iter().map(|next| change(PASSWORD, next)).collect();
    let pairs = devices.iter().zip(&calls);
    let replies = all_at_once(pairs.map(|(device, body)| device.post("/v1/me/password", body))).await;
    let outcomes: Vec<_> = next.into_iter().zip(replies.iter().map(|reply| reply.status)).collect();
    check_winner(app, &outcomes).await;
    for (device, (_, status)) in devices.iter().zip(&outcomes) {
        if *status == 204 { device.is_in().await } else { device.is_out().await }
    }
}

async fn a_sign_in_with_the_old_password_does_not_outlive_the_change(app: &TestApp) {
    app.hash_as_in_production();
    let phone = Device::register(app, "maria@example.org").await;
    let (changed, sessions) = (Cell::new(false), Cell::new(Vec::new()));
    let sign_ins = (0..12).map(|_| async {
        while !changed.get() {
            let reply = app.post("/v1/auth/login", &credentials(PASSWORD)).await;
            if reply.status == 200 {
                let mut all = sessions.take();
                all.push(reply.json());
                sessions.set(all);
            } else {
                reply.is_problem(401, "bad_credentials");
            }
        }
    });
    let change = async {
        phone.post("/v1/me/password", &change(PASSWORD, NEXT)).await.is(204);
        changed.set(true);
    };
    futures_util::future::join(futures_util::future::join_all(sign_ins), change).await;
    for session in sessions.take() {
        Device::of(app, &session).is_out().await;
    }
    phone.is_in().await;
    assert_eq!(phone.device_ids().await.len(), 1);
    app.post("/v1/auth/login", &credentials(NEXT)).await.is(200);
}
