use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines, pain_score, session};

on_both_engines![
    the_first_screen_in_one_call,
    every_state_of_a_day_has_its_reason,
    adherence_counts_days_and_sets,
    before_the_first_day_there_is_nothing,
];

async fn the_first_screen_in_one_call(app: &TestApp) {
    let user = app.register().await;
    let empty = user.get("/v1/today").await.is(200).json();
    assert_eq!(empty["as_of"], "2026-11-23");
    assert_eq!((&empty["next_appointment"], &empty["last_pain_score"]), (&Value::Null, &Value::Null));
    assert_eq!((&empty["plan"]["scheduled"], &empty["plan"]["items"]), (&json!(true), &json!([])));
    assert_eq!((&empty["day"]["state"], &empty["strength"]), (&json!("pending"), &json!(0.0)));

    let visit = |at: &str, status: &str| json!({"scheduled_at": at, "time_zone": "UTC", "duration_minutes": 45, "status": status});
    user.post("/v1/appointments", &visit("2026-11-23T11:59:59Z", "scheduled")).await.is(201);
    user.post("/v1/appointments", &visit("2026-11-24T09:00:00Z", "cancelled")).await.is(201);
    let later = user.post("/v1/appointments", &visit("2026-12-24T09:00:00Z", "scheduled")).await.is(201).json();
    let next = user.post("/v1/appointments", &visit("2026-11-25T09:00:00Z", "scheduled")).await.is(201).json();
    user.post("/v1/pain-scores", &pain_score("2026-11-22T09:00:00Z", 9)).await.is(201);
    let score = user.post("/v1/pain-scores", &pain_score("2026-11-23T09:00:00Z", 3)).await.is(201).json();
    user.post("/v1/sessions", &session("2026-11-23T07:00:00Z", 12)).await.is(201);

    let today = user.get("/v1/today").await.is(200).json();
    assert_eq!((&today["next_appointment"], &today["last_pain_score"]), (&next, &score));
    assert_eq!(today["day"], today["streak"]["today"]);
    let mut streak = user.get("/v1/streak").await.is(200).json();
    streak.as_object_mut().unwrap().remove("as_of");
    assert_eq!(today["streak"], streak);
    assert_eq!((&today["day"]["state"], &today["day"]["minutes"]), (&json!("done"), &json!(12)));
    assert_eq!(user.get("/v1/calendar").await.json()["days"][0], today["day"]);

    app.clock.set("2026-11-25T08:59:59Z");
    let before = user.get("/v1/today").await.is(200);
    assert_eq!(before.json()["next_appointment"], next);
    // Nothing was written and the day is the same, but the appointment has begun.
    app.clock.set("2026-11-25T09:00:01Z");
    let after = user.get("/v1/today").header("If-None-Match", before.etag()).await.is(200);
    assert_eq!(after.json()["next_appointment"], later);
}

async fn every_state_of_a_day_has_its_reason(app: &TestApp) {
    app.clock.set("2026-11-02T12:00:00Z");
    let user = app.register().await;
    let plan = json!({
        "effective_from": "2026-11-02", "goal_minutes": 10, "flare_goal_minutes": 3,
        "schedule": {"kind": "weekdays", "days": ["mon", "tue", "wed", "thu", "fri", "sat"]},
    });
    let made = user.post("/v1/plans", &plan).await.is(201).json();
    app.clock.set("2026-11-23T12:00:00Z");
    for (day, seconds) in [(2, 600), (4, 300), (5, 120), (6, 180), (8, 60), (10, 599)] {
        let mut body = session(&format!("2026-11-{day:02}T07:00:00Z"), 1);
        body["duration_seconds"] = json!(seconds);
        user.post("/v1/sessions", &body).await.is(201);
    }
    for (day, kind) in [(5, "flare"), (6, "flare"), (7, "sick"), (9, "travel"), (12, "rest")] {
        user.put(&format!("/v1/day-marks/2026-11-{day:02}"), &json!({"kind": kind})).await.is(201);
    }
    let expected = [
        (2, "done", "goal_met", 10, 10),
        (3, "missed", "nothing_recorded", 0, 10),
        (4, "partial", "below_goal", 5, 10),
        (5, "exempt", "marked_flare", 2, 3),
        (6, "done", "goal_met", 3, 3),
        (7, "exempt", "marked_sick", 0, 10),
        (8, "rest", "not_scheduled", 1, 10),
        (9, "exempt", "marked_travel", 0, 10),
        (10, "partial", "below_goal", 9, 10),
        (11, "missed", "nothing_recorded", 0, 10),
        (12, "exempt", "marked_rest", 0, 10),
    ];
    let days = user.get("/v1/calendar?from=2026-11-01&to=2026-11-12").await.is(200).json()["days"].clone();
    assert_eq!(days.as_array().unwrap().len(), expected.len(), "{days}");
    for (judged, (day, state, reason, minutes, goal)) in days.as_array().unwrap().iter().zip(expected) {
        assert_eq!(judged["date"], format!("2026-11-{day:02}"), "{judged:?} {day:?}");
        let got = (&judged["state"], &judged["reason"], &judged["minutes"], &judged["goal_minutes"]);
        assert_eq!(got, (&json!(state), &json!(reason), &json!(minutes), &json!(goal)), "{judged}");
        assert_eq!(judged["plan_id"], made["id"], "{judged:?} {day:?}");
        assert_eq!(judged["scheduled"], day != 8, "{judged:?} {day:?}");
    }
    assert_eq!((&days[3]["mark"], &days[0]["mark"]), (&json!("flare"), &Value::Null));
}

async fn adherence_counts_days_and_sets(app: &TestApp) {
    let user = app.register().await;
    let items = json!([{"exercise": "bird-dog", "sets": 2}, {"exercise": "bridge", "sets": 1}]);
    let days = json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    let plan = json!({"effective_from": "2026-11-23", "schedule": {"kind": "weekdays", "days": days}, "items": items});
    user.post("/v1/plans", &plan).await.is(201);
    app.clock.set("2026-12-03T20:00:00Z");
    for day in ["11-23", "11-24", "11-25", "11-26", "11-27", "11-28", "11-29", "12-01"] {
        let mut body = session(&format!("2026-{day}T07:00:00Z"), 10);
        // One set with both sides, one without sides: two of bird-dog, and none of bridge.
        let sets = json!([{"side": "left"}, {"side": "right"}, {"reps": 5}]);
        body["exercises"] = json!([{"exercise": "bird-dog", "sets": sets}]);
        user.post("/v1/sessions", &body).await.is(201);
    }
    let report = user.get("/v1/adherence?from=2026-11-23").await.is(200).json();
    assert_eq!(
        report["total"],
        json!({"done": 8, "planned": 10, "ratio": 0.8, "sets_done": 16, "sets_prescribed": 30, "sets_ratio": 16.0 / 30.0})
    );
    assert_eq!(report["weeks"][0]["start"], "2026-11-23");
    assert_eq!((&report["weeks"][0]["done"], &report["weeks"][0]["planned"]), (&json!(7), &json!(7)));
    assert_eq!((&report["weeks"][1]["done"], &report["weeks"][1]["planned"]), (&json!(1), &json!(3)));

    user.put("/v1/day-marks/2026-12-02", &json!({"kind": "sick"})).await.is(201);
    let report = user.get("/v1/adherence?from=2026-11-23").await.is(200).json();
    assert_eq!((&report["total"]["done"], &report["total"]["planned"]), (&json!(8), &json!(9)));
    let none = user.get("/v1/adherence?from=2026-10-01&to=2026-10-31").await.is(200).json();
    assert_eq!((&none["total"]["ratio"], &none["weeks"]), (&Value::Null, &json!([])));
}

async fn before_the_first_day_there_is_nothing(app: &TestApp) {
    let user = app.register().await;
    let streak = user.get("/v1/streak?as_of=2026-11-22").await.is(200).json();
    assert_eq!((&streak["today"], &streak["current"]["length"]), (&Value::Null, &json!(0)));
    let calendar = user.get("/v1/calendar?from=2026-11-01&to=2026-11-22").await.is(200).json();
    assert_eq!(calendar["days"], json!([]));
    let today = user.get("/v1/today?as_of=2020-01-01").await.is(200).json();
    assert_eq!(today["day"], Value::Null);
    // A session from before signing up begins history.
    user.post("/v1/sessions", &session("2026-11-20T07:00:00Z", 10)).await.is(201);
    let calendar = user.get("/v1/calendar?from=2026-11-01").await.is(200).json();
    assert_eq!(calendar["days"][0]["date"], "2026-11-20");
    assert_eq!(calendar["days"].as_array().unwrap().len(), 4);
}
