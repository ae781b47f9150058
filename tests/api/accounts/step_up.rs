//! What can't be undone asks for a fresh sign-in.

use chrono::Duration;

use super::Device;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![five_minutes_after_signing_in_it_is_too_late, another_devices_sign_in_does_not_count];

async fn five_minutes_after_signing_in_it_is_too_late(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    app.clock.advance(Duration::seconds(301));
    for _ in 0..2 {
        phone.delete("/v1/me").await.is_problem(403, "step_up_required");
    }
    // Renewing a session is no new sign-in.
    let phone = phone.renewed().await;
    phone.delete("/v1/me").await.is_problem(403, "step_up_required");
    phone.is_in().await;
    let fresh = Device::login(app, "maria@example.org", "Phone").await;
    app.clock.advance(Duration::seconds(300));
    let fresh = fresh.renewed().await;
    fresh.delete("/v1/me").await.is(204);
    fresh.is_out().await;
    phone.is_out().await;
}

async fn another_devices_sign_in_does_not_count(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    app.clock.advance(Duration::minutes(6));
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    phone.delete("/v1/me").await.is_problem(403, "step_up_required");
    app.delete("/v1/me").await.is_problem(401, "unauthenticated");
    tablet.delete("/v1/me").await.is(204);
}
