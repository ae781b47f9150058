use serde_json::{Value, json};

use crate::support::{Calls, TestApp, collection, on_both_engines, session};

on_both_engines![
    numbers_beyond_their_range_are_refused,
    whole_numbers_may_be_written_with_a_zero_fraction,
    impossible_instants_are_refused,
    the_ends_of_the_calendar_hold,
    impossible_dates_are_refused,
    clocks_of_devices_may_be_off_by_a_day,
];

const SESSION: &str = "/v1/sessions/01920000-0000-7000-8000-000000000001";

/// A session with a field spelled in raw JSON.
fn raw(field: &str, value: &str) -> String {
    let fields = [("started_at", "\"2026-11-23T06:00:00Z\""), ("time_zone", "\"UTC\""), ("duration_seconds", "600")];
    let kept = fields.iter().filter(|(name, _)| *name != field).map(|(name, value)| format!("\"{name}\":{value}"));
    let all: Vec<_> = kept.chain([format!("\"{field}\":{value}")]).collect();
    format!("{{{}}}", all.join(","))
}

async fn numbers_beyond_their_range_are_refused(app: &TestApp) {
    let user = app.register().await;
    let put = |field: &str, value: &str| {
        let call = user.call("PUT", SESSION).header("Content-Type", "application/json");
        call.bytes(raw(field, value))
    };
    let huge = ["9223372036854775807", "9223372036854775808", "18446744073709551616", "1e300", "-1e300"];
    for value in huge.into_iter().chain(["-9223372036854775809", "4294967296", "0", "-1", "14401", "-0.0"]) {
        put("duration_seconds", value).await.has_faults(&["/duration_seconds out_of_range"]);
    }
    for value in ["1.5", "1e-3", "\"600\"", "true", "[]", "null"] {
        put("duration_seconds", value).await.has_faults(&["/duration_seconds wrong_type"]);
    }
    for value in huge.into_iter().chain(["11", "-1"]) {
        put("effort", value).await.has_faults(&["/effort out_of_range"]);
    }
    for value in ["9223372036854775808", "1e300", "-1e-300"] {
        let exercises = format!(r#"[{{"exercise":"bridge","sets":[{{"load_kg":{value}}}]}}]"#);
        put("exercises", &exercises).await.has_faults(&["/exercises/0/sets/0/load_kg out_of_range"]);
    }
}

async fn whole_numbers_may_be_written_with_a_zero_fraction(app: &TestApp) {
    let user = app.register().await;
    for value in ["600", "600.0", "6e2"] {
        let call = user.call("PUT", SESSION).header("Content-Type", "application/json");
        let record = call.bytes(raw("duration_seconds", value)).await.json();
        assert_eq!(
            (&record["duration_seconds"], &record["id"]),
            (&json!(600), &json!("01920000-0000-7000-8000-000000000001")),
            "{value:?}"
        );
    }
    assert_eq!(user.get("/v1/sessions").await.json()["items"].as_array().unwrap().len(), 1);
}

async fn impossible_instants_are_refused(app: &TestApp) {
    let user = app.register().await;
    for instant in [
        "",
        "now",
        "2026-11-23",
        "2026-11-23T06:00:00",
        "2026-11-23T25:00:00Z",
        "2026-11-23T06:60:00Z",
        "2026-11-31T06:00:00Z",
        "2026-02-29T06:00:00Z",
        "2026-11-23T06:00:00+24:00",
        "2026-11-23T06:00:00 UTC",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "-2026-11-23T06:00:00Z",
        "+12026-11-23T06:00:00Z",
        "10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "1764000000",
    ] {
        user.put(SESSION, &session(instant, 10)).await.has_faults(&["/started_at invalid_instant"]);
    }
    // A leap second is one that exists.
    for instant in ["2016-12-31T23:59:60Z", "2026-11-23t06:00:00z", "2026-11-23T06:00:00.123456789-11:30"] {
        let reply = user.put(SESSION, &session(instant, 10)).await;
        assert!([200, 201].contains(&reply.status), "{reply}");
        let kept = reply.json()["started_at"].as_str().unwrap().to_owned();
        assert_eq!(kept.len(), "2026-11-23T06:00:00.000Z".len(), "{kept}");
        user.put(SESSION, &session(&kept, 10)).await.is(200);
        assert_eq!(user.get(SESSION).await.json()["started_at"], kept, "{instant:?}");
    }
}

async fn the_ends_of_the_calendar_hold(app: &TestApp) {
    let user = app.register().await;
    user.put(SESSION, &session("9999-12-31T23:59:59Z", 10)).await.has_faults(&["/started_at in_the_future"]);
    let path = "/v1/appointments/01920000-0000-7000-8000-000000000001";
    let appointment = |at: &str, zone: &str| json!({"scheduled_at": at, "time_zone": zone, "duration_minutes": 30, "status": "scheduled"});
    // Where the instant is accepted but its local date is out of range, the error is at the date.
    for (at, zone, fits) in [
        ("9999-12-31T12:00:00Z", "UTC", true),
        ("9999-12-31T23:59:59.999Z", "UTC", true),
        ("9999-12-31T20:00:00Z", "Pacific/Kiritimati", false),
        ("1900-01-01T00:00:00Z", "UTC", true),
        ("1900-01-01T00:00:00Z", "America/Los_Angeles", false),
        ("1900-01-01T00:00:00Z", "Asia/Tokyo", true),
    ] {
        let reply = user.put(path, &appointment(at, zone)).await;
        if fits {
            assert!([200, 201].contains(&reply.status), "{reply}");
        } else {
            assert_eq!(reply.status, 422, "{reply}");
        }
        let present = user.get(path).await.is(200).json();
        user.patch(path, &json!({"note": "x"})).await.is(200);
        user.patch(path, &json!({"note": null})).await.is(200);
        assert_eq!(user.get(path).await.json()["local_date"], present["local_date"], "{at:?} {zone:?}");
        for list in ["/v1/appointments", "/v1/today", "/v1/streak"] {
            user.get(list).await.is(200);
        }
    }
    for (at, zone) in [("1900-01-01T00:00:00Z", "Asia/Tokyo"), ("1900-01-02T00:00:00Z", "America/Los_Angeles")] {
        let body = json!({"started_at": at, "time_zone": zone, "duration_seconds": 600});
        user.put(SESSION, &body).await;
        for path in
            ["/v1/streak", "/v1/today", "/v1/calendar", "/v1/calendar?to=1900-01-05", "/v1/strength?to=1900-01-01"]
        {
            user.get(path).await.is(200);
        }
    }
    for day in ["1900-01-01", "9999-12-31"] {
        user.put(&format!("/v1/day-marks/{day}"), &json!({"kind": "rest"})).await.is(201);
        let plan = json!({"effective_from": day, "schedule": {"kind": "times_per_week", "times": 3}});
        let reply = user.post("/v1/plans", &plan).await;
        assert_eq!(reply.status, if day == "1900-01-01" { 409 } else { 201 }, "{reply}");
        user.get(&format!("/v1/plan?on={day}")).await.is(200);
        for path in [
            "/v1/streak",
            "/v1/today",
            "/v1/adherence",
            "/v1/trends/exercise",
            "/v1/trends/pain",
            "/v1/trends/questionnaires",
        ] {
            user.get(path).await.is(200);
            user.get(&format!("{path}?as_of=1900-01-01")).await.is(200);
        }
    }
    user.get("/v1/calendar?from=9999-12-31&to=9999-12-31").await.is(200);
    user.get("/v1/calendar?from=1900-01-01&to=1900-01-01&as_of=1900-01-01").await.is(200);
    user.get("/v1/streak?as_of=9999-12-31").await.has_faults(&["?as_of in_the_future"]);
}

async fn impossible_dates_are_refused(app: &TestApp) {
    let user = app.register().await;
    let bad = [
        "",
        "today",
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-11-31",
        "2026-1-1",
        "20261123",
        "2026-327",
        "0000-01-01",
        "0001-01-01",
        "1899-12-31",
        "10000-01-01",
        "+2026-11-23",
        "-001-01-01",
        "2026-11-23T00:00:00Z",
        "2026-11-23 ",
    ];
    let course = collection("courses");
    for date in bad {
        let mut body = course.example.clone();
        body["started_on"] = Value::from(date);
        user.put(&course.path(1), &body).await.has_faults(&["/started_on invalid_date"]);
        let query = date.replace('+', "%2B").replace(' ', "%20");
        for path in ["/v1/streak?as_of=", "/v1/calendar?from=", "/v1/plan?on=", "/v1/sessions?to="] {
            let name = path.split(['?', '=']).nth(1).unwrap();
            let error = format!("?{name} invalid_parameter");
            user.get(&format!("{path}{query}")).await.has_faults(&[&error]);
        }
    }
}

async fn clocks_of_devices_may_be_off_by_a_day(app: &TestApp) {
    let user = app.register().await;
    user.put(SESSION, &session("2026-11-24T12:00:00Z", 10)).await.is(201);
    user.put(SESSION, &session("2026-11-24T12:00:00.001Z", 10)).await.has_faults(&["/started_at in_the_future"]);
    let score = json!({"recorded_at": "2026-11-24T12:00:00.001Z", "time_zone": "UTC", "score": 1});
    user.post("/v1/pain-scores", &score).await.has_faults(&["/recorded_at in_the_future"]);
    for (status, fits) in [("scheduled", true), ("cancelled", true), ("completed", false), ("no_show", false)] {
        let body = json!({"scheduled_at": "2026-11-24T12:00:00.001Z", "time_zone": "UTC", "duration_minutes": 1, "status": status});
        let reply = user.post("/v1/appointments", &body).await;
        if fits {
            reply.is(201);
        } else {
            reply.has_faults(&["/scheduled_at in_the_future"]);
        }
    }
}
