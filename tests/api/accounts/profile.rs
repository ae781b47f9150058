//! The profile: a merge patch, entity tags, and what follows from a change.

use chrono::Duration;
use serde_json::{Value, json};

use super::Device;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    a_patch_changes_what_it_names,
    a_patch_that_changes_nothing_counts_nothing,
    what_is_wrong_with_a_patch_is_said_at_once,
    identity_is_not_part_of_the_profile,
    an_unchanged_profile_is_not_sent_again,
    without_freezes_a_missed_day_ends_the_streak,
    a_move_changes_today_and_no_day_before,
    names_are_kept_as_typed,
];

async fn a_patch_changes_what_it_names(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let mut expected = device.get("/v1/me").await.is(200).json();
    let mut rev = expected["rev"].as_i64().unwrap();
    for (field, value) in [
        ("display_name", json!("Maria Berger")),
        ("time_zone", json!("Europe/Berlin")),
        ("day_starts_at", json!("04:30")),
        ("streak_freezes", json!(false)),
    ] {
        app.clock.advance(Duration::seconds(1));
        let reply = device.patch("/v1/me", &json!({field: value})).await.is(200);
        rev += 1;
        expected[field] = value;
        expected["rev"] = json!(rev);
        expected["updated_at"] = json!(app.clock.now().to_text());
        assert_eq!(reply.json(), expected, "{field}");
        assert_eq!(reply.etag(), format!("\"{rev}\""), "{field}");
        assert_eq!(device.get("/v1/me").await.is(200).json(), expected, "{field}");
    }
    let all = json!({"display_name": "M", "time_zone": "UTC", "day_starts_at": "00:00", "streak_freezes": true});
    let changed = device.patch("/v1/me", &all).await.is(200).json();
    assert_eq!(changed["rev"], rev + 1);
}

async fn a_patch_that_changes_nothing_counts_nothing(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let before = device.get("/v1/me").await.is(200).json();
    app.clock.advance(Duration::seconds(1));
    for same in [json!({}), json!({"display_name": "Maria"}), json!({"time_zone": "UTC", "streak_freezes": true})] {
        assert_eq!(device.patch("/v1/me", &same).await.is(200).json(), before, "{same:?}");
    }
    let as_json = device.patch("/v1/me", &json!({})).header("Content-Type", "application/json; charset=utf-8");
    assert_eq!(as_json.await.is(200).json(), before);
}

async fn what_is_wrong_with_a_patch_is_said_at_once(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let before = device.get("/v1/me").await.is(200).json();
    for field in ["display_name", "time_zone", "day_starts_at", "streak_freezes"] {
        device.patch("/v1/me", &json!({field: null})).await.has_faults(&[&format!("/{field} wrong_type")]);
    }
    let body = json!({"display_name": null, "time_zone": "Nowhere", "day_starts_at": "07:00", "streak_freezes": "yes", "role": "admin"});
    device.patch("/v1/me", &body).await.has_faults(&[
        "/display_name wrong_type",
        "/time_zone invalid_time_zone",
        "/day_starts_at invalid_day_start",
        "/streak_freezes wrong_type",
        "/role unknown_field",
    ]);
    device.patch("/v1/me", &json!({"nickname": null})).await.has_faults(&["/nickname unknown_field"]);
    for bad in ["", " ", &"x".repeat(81)] {
        device.patch("/v1/me", &json!({"display_name": bad})).await.has_faults(&["/display_name wrong_length"]);
    }
    for bad in [json!([]), json!("x"), Value::Null, json!(1)] {
        device.patch("/v1/me", &bad).await.is_problem(422, "invalid_input");
    }
    let text = device.patch("/v1/me", &json!({})).header("Content-Type", "text/plain");
    text.await.is_problem(415, "unsupported_media_type");
    assert_eq!(device.get("/v1/me").await.is(200).json(), before);
}

async fn identity_is_not_part_of_the_profile(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let before = device.get("/v1/me").await.is(200).json();
    for (field, value) in [
        ("role", json!("admin")),
        ("user_id", json!("019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e")),
        ("password", json!("eleven quiet otters after rain")),
        ("password_hash", json!("x")),
    ] {
        device.patch("/v1/me", &json!({field: value})).await.has_faults(&[&format!("/{field} unknown_field")]);
    }
    let thief = json!({"email": "thief@example.org", "id": "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e"});
    device.patch("/v1/me", &thief).await.has_faults(&["/email differs", "/id differs"]);
    device.patch("/v1/me", &json!({"rev": 99, "created_at": "2020-01-01T00:00:00Z"})).await.is(200);
    assert_eq!(device.get("/v1/me").await.is(200).json(), before);
    device.put("/v1/me", &before).await.is_problem(405, "method_not_allowed");
}

async fn an_unchanged_profile_is_not_sent_again(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let first = device.get("/v1/me").await.is(200);
    let tag = first.etag();
    for tags in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let again = device.get("/v1/me").header("If-None-Match", tags.as_str()).await.is(304);
        assert_eq!((again.text(), again.etag()), (String::new(), tag.clone()), "{tags}");
    }
    device.patch("/v1/me", &json!({"display_name": "M"})).await.is(200);
    let changed = device.get("/v1/me").header("If-None-Match", tag.clone()).await.is(200);
    assert_ne!(changed.etag(), tag);
    // Somebody who is out gets no 304, whatever they remember.
    device.call("POST", "/v1/auth/logout").await.is(204);
    let out = device.get("/v1/me").header("If-None-Match", changed.etag());
    out.await.is_problem(401, "unauthenticated");
}

async fn without_freezes_a_missed_day_ends_the_streak(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    for day in 16..23 {
        let session =
            json!({"started_at": format!("2026-11-{day}T12:00:00Z"), "time_zone": "UTC", "duration_seconds": 600});
        device.post("/v1/sessions", &session).await.is(201);
    }
    // The 23rd passes without training.
    app.clock.advance(Duration::days(1));
    let device = device.renewed().await;
    let kept = device.get("/v1/streak").await.is(200);
    assert_eq!(kept.json()["current"]["length"], 7, "{kept}");
    assert_eq!(kept.json()["freezes"]["used_on"], json!(["2026-11-23"]), "{kept}");
    device.patch("/v1/me", &json!({"streak_freezes": false})).await.is(200);
    let lost = device.get("/v1/streak").header("If-None-Match", kept.etag()).await.is(200);
    assert_eq!(lost.json()["current"]["length"], 0, "{lost}");
    assert_eq!(lost.json()["freezes"], json!({"held": 0, "used_on": []}), "{lost}");
    assert_eq!(lost.json()["longest"]["length"], 7, "{lost}");
    device.patch("/v1/me", &json!({"streak_freezes": true})).await.is(200);
    let back = device.get("/v1/streak").await.is(200);
    assert_eq!(back.json(), kept.json());
}

async fn a_move_changes_today_and_no_day_before(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    for at in ["2026-11-21T23:30:00Z", "2026-11-22T12:00:00Z"] {
        let session = json!({"started_at": at, "time_zone": "UTC", "duration_seconds": 600});
        device.post("/v1/sessions", &session).await.is(201);
    }
    app.clock.advance(Duration::hours(11));
    let device = device.renewed().await;
    let sessions = device.get("/v1/sessions").await.is(200).text();
    let plans = device.get("/v1/plans").await.is(200).text();
    let calendar = device.get("/v1/calendar?from=2026-11-20&to=2026-11-22").await.is(200).json()["days"].clone();
    for (zone, today) in
        [("UTC", "2026-11-23"), ("Asia/Tokyo", "2026-11-24"), ("Pacific/Honolulu", "2026-11-23"), ("UTC", "2026-11-23")]
    {
        device.patch("/v1/me", &json!({"time_zone": zone})).await.is(200);
        assert_eq!(device.get("/v1/today").await.is(200).json()["as_of"], today, "{zone}");
        assert_eq!(device.get("/v1/sessions").await.is(200).text(), sessions, "{zone}");
        assert_eq!(device.get("/v1/plans").await.is(200).text(), plans, "{zone}");
        let now = device.get("/v1/calendar?from=2026-11-20&to=2026-11-22").await.is(200).json()["days"].clone();
        assert_eq!(now, calendar, "{zone}");
    }
}

async fn names_are_kept_as_typed(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    for name in [
        "<script>alert(1)</script>",
        "'; DROP TABLE users; --",
        "{{7*7}} ${7*7} %s%n",
        "Ma\u{301}ria \u{202e}\u{1f9a9}\u{1f468}\u{200d}\u{1f469}",
        "a\r\nSet-Cookie: x=1\r\n\t\u{7f}\u{1b}[31m",
        &"\u{1f9a9}".repeat(80),
    ] {
        let reply = device.patch("/v1/me", &json!({"display_name": name})).await.is(200);
        assert_eq!(reply.json()["display_name"], name, "{name:?}");
        assert_eq!(reply.header("Set-Cookie"), None, "{name:?}");
        assert_eq!(device.get("/v1/me").await.is(200).json()["display_name"], name, "{name:?}");
    }
    let nul = r#"{"display_name": "Ma\u0000ria"}"#;
    let call = device.call("PATCH", "/v1/me").bytes(nul).header("Content-Type", "application/merge-patch+json");
    call.await.is_problem(400, "malformed");
}
