//! The list of devices, and signing them out from afar.

use chrono::Duration;
use serde_json::json;

use super::Device;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    devices_are_listed_with_the_latest_renewed_first,
    a_device_signed_out_from_afar_is_out_at_once,
    a_device_may_sign_itself_out,
    another_persons_device_is_out_of_reach,
    ids_that_are_nobodys_change_nothing,
];

async fn devices_are_listed_with_the_latest_renewed_first(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    app.clock.advance(Duration::minutes(1));
    let tablet = Device::login(app, "maria@example.org", "Tablet \u{1f9a9}\n\"2\"").await;
    app.clock.advance(Duration::minutes(1));
    let phone = phone.renewed().await;
    let list = phone.get("/v1/me/devices").await.is(200).json();
    let ids: Vec<_> = list["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    let expected = json!({"items": [
        {"id": ids[0], "name": "A device", "current": true,
         "signed_in_at": "2026-11-23T12:00:00.000Z", "renewed_at": "2026-11-23T12:02:00.000Z"},
        {"id": ids[1], "name": "Tablet \u{1f9a9}\n\"2\"", "current": false,
         "signed_in_at": "2026-11-23T12:01:00.000Z", "renewed_at": "2026-11-23T12:01:00.000Z"},
    ]});
    assert_eq!(list, expected);
    let seen = tablet.get("/v1/me/devices").await.is(200).json();
    assert_eq!((&seen["items"][0]["current"], &seen["items"][1]["current"]), (&json!(false), &json!(true)));
}

async fn a_device_signed_out_from_afar_is_out_at_once(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let lost = Device::login(app, "maria@example.org", "Lost").await;
    let lost_renewed = lost.renewed().await;
    lost_renewed.is_in().await;
    let ids = phone.device_ids().await;
    assert_eq!(ids.len(), 2);
    for _ in 0..2 {
        phone.delete(&format!("/v1/me/devices/{}", ids[1])).await.is(204);
        lost_renewed.is_out().await;
        lost.is_out().await;
    }
    assert_eq!(phone.device_ids().await, &ids[..1]);
    phone.renewed().await.is_in().await;
}

async fn a_device_may_sign_itself_out(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    let own = tablet.device_ids().await.remove(0);
    tablet.delete(&format!("/v1/me/devices/{own}")).await.is(204);
    tablet.is_out().await;
    phone.is_in().await;
}

async fn another_persons_device_is_out_of_reach(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    let owned = owner.device_ids().await.remove(0);
    assert!(!stranger.device_ids().await.contains(&owned));
    stranger.delete(&format!("/v1/me/devices/{owned}")).await.is(204);
    owner.is_in().await;
    owner.renewed().await.is_in().await;
    stranger.is_in().await;
}

async fn ids_that_are_nobodys_change_nothing(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    device.delete("/v1/me/devices/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e").await.is(204);
    for bad in ["x", "00000000", "..%2F..", "%00", "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e'--", "*"] {
        device.delete(&format!("/v1/me/devices/{bad}")).await.is_problem(404, "not_found");
    }
    app.delete("/v1/me/devices/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e").await.is_problem(401, "unauthenticated");
    app.get("/v1/me/devices").await.is_problem(401, "unauthenticated");
    device.is_in().await;
}
