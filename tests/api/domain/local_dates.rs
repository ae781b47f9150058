use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    the_wall_clock_of_the_zone_decides,
    a_stated_date_is_at_most_a_day_off,
    a_later_start_of_the_day_gives_the_small_hours_to_yesterday,
    a_changed_profile_never_moves_history,
    clock_changes_have_one_date,
];

fn session(at: &str, zone: &str) -> Value {
    json!({"started_at": at, "time_zone": zone, "duration_seconds": 600})
}

async fn the_wall_clock_of_the_zone_decides(app: &TestApp) {
    let user = app.register().await;
    for (at, zone, date) in [
        ("2026-11-22T23:30:00Z", "UTC", "2026-11-22"),
        ("2026-11-22T23:30:00Z", "Europe/Berlin", "2026-11-23"),
        ("2026-11-22T23:30:00Z", "Pacific/Kiritimati", "2026-11-23"),
        ("2026-11-22T09:59:59Z", "Pacific/Kiritimati", "2026-11-22"),
        ("2026-11-22T10:00:00Z", "Pacific/Kiritimati", "2026-11-23"),
        ("2026-11-22T06:00:00Z", "America/Los_Angeles", "2026-11-21"),
        ("2026-11-22T18:20:00Z", "Asia/Kathmandu", "2026-11-23"),
        // The zone counts, not the offset that the instant is written with.
        ("2026-11-23T01:00:00+14:00", "UTC", "2026-11-22"),
    ] {
        let made = user.post("/v1/sessions", &session(at, zone)).await.is(201).json();
        assert_eq!(made["local_date"], date, "{at} {zone}");
    }
}

async fn a_stated_date_is_at_most_a_day_off(app: &TestApp) {
    let user = app.register().await;
    for (date, fits) in
        [("2026-11-19", false), ("2026-11-20", true), ("2026-11-21", true), ("2026-11-22", true), ("2026-11-23", false)]
    {
        let mut body = session("2026-11-21T12:00:00Z", "UTC");
        body["local_date"] = json!(date);
        let reply = user.post("/v1/sessions", &body).await;
        if fits {
            assert_eq!(reply.is(201).json()["local_date"], date);
        } else {
            reply.has_faults(&["/local_date local_date_differs"]);
        }
    }
}

async fn a_later_start_of_the_day_gives_the_small_hours_to_yesterday(app: &TestApp) {
    let user = app.register_in("Europe/Berlin").await;
    for (starts, fits) in
        [("00:00", true), ("06:00", true), ("04:30", true), ("06:01", false), ("24:00", false), ("4", false)]
    {
        let reply = user.patch("/v1/me", &json!({"day_starts_at": starts})).await;
        assert_eq!(reply.status, if fits { 200 } else { 422 }, "{reply}");
    }
    user.patch("/v1/me", &json!({"day_starts_at": "04:00"})).await.is(200);
    for (at, date) in [("2026-11-23T02:59:59Z", "2026-11-22"), ("2026-11-23T03:00:00Z", "2026-11-23")] {
        let made = user.post("/v1/sessions", &session(at, "Europe/Berlin")).await.is(201).json();
        assert_eq!(made["local_date"], date, "{at:?} {date:?}");
        // It shifts the date, never the instant.
        assert_eq!(made["started_at"], at.replace('Z', ".000Z"), "{at:?} {date:?}");
    }
    app.clock.set("2026-11-24T02:59:00Z");
    assert_eq!(user.get("/v1/today").await.json()["as_of"], "2026-11-23");
    app.clock.set("2026-11-24T03:00:00Z");
    assert_eq!(user.get("/v1/today").await.json()["as_of"], "2026-11-24");
    assert_eq!(user.get("/v1/today?time_zone=America/New_York").await.json()["as_of"], "2026-11-23");
}

async fn a_changed_profile_never_moves_history(app: &TestApp) {
    let user = app.register_in("Europe/Berlin").await;
    let made = user.post("/v1/sessions", &session("2026-11-22T23:30:00Z", "Europe/Berlin")).await.is(201).json();
    assert_eq!(made["local_date"], "2026-11-23");
    let path = format!("/v1/sessions/{}", made["id"].as_str().unwrap());
    user.patch("/v1/me", &json!({"time_zone": "Pacific/Honolulu", "day_starts_at": "06:00"})).await.is(200);
    assert_eq!(user.get(&path).await.json(), made);
    let calendar = user.get("/v1/calendar?from=2026-11-22&to=2026-11-23&as_of=2026-11-23").await.is(200).json();
    assert_eq!(calendar["days"][0]["date"], "2026-11-23");
    assert_eq!(calendar["days"][0]["state"], "done");

    // Sent again, or changed in something else, it stays on its day; for another moment the day is recomputed.
    let again = user.put(&path, &session("2026-11-22T23:30:00Z", "Europe/Berlin")).await.is(200).json();
    assert_eq!(again, made);
    assert_eq!(user.patch(&path, &json!({"effort": 3})).await.is(200).json()["local_date"], "2026-11-23");
    let moved = user.patch(&path, &json!({"started_at": "2026-11-22T23:31:00Z"})).await.is(200).json();
    assert_eq!(moved["local_date"], "2026-11-22");
}

async fn clock_changes_have_one_date(app: &TestApp) {
    // The night the clocks go forward, and the one they go back, in Berlin; in Lebanon and Cuba it happens at midnight.
    app.clock.set("2026-11-23T12:00:00Z");
    let user = app.register_in("Europe/Berlin").await;
    user.patch("/v1/me", &json!({"day_starts_at": "03:00"})).await.is(200);
    for (at, zone, date) in [
        ("2026-03-29T00:59:59Z", "Europe/Berlin", "2026-03-28"),
        ("2026-03-29T01:00:00Z", "Europe/Berlin", "2026-03-29"),
        ("2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-24"),
        ("2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-24"),
        ("2026-10-25T02:00:00Z", "Europe/Berlin", "2026-10-25"),
        // Samoa had no 30th of December.
        ("2011-12-30T09:59:59Z", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30T13:00:00Z", "Pacific/Apia", "2011-12-31"),
    ] {
        let made = user.post("/v1/sessions", &session(at, zone)).await.is(201).json();
        assert_eq!(made["local_date"], date, "{at} {zone}");
    }
    user.patch("/v1/me", &json!({"day_starts_at": "00:00"})).await.is(200);
    for (at, zone, date) in [
        ("2026-03-29T00:30:00Z", "Europe/Berlin", "2026-03-29"),
        ("2026-03-28T22:00:00Z", "Asia/Beirut", "2026-03-29"),
        ("2026-11-01T04:30:00Z", "America/Havana", "2026-11-01"),
        ("2026-11-01T05:30:00Z", "America/Havana", "2026-11-01"),
    ] {
        let made = user.post("/v1/sessions", &session(at, zone)).await.is(201).json();
        assert_eq!(made["local_date"], date, "{at} {zone}");
    }
}
