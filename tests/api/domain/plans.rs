use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    a_flare_goal_is_never_above_the_goal,
    a_schedule_is_possible,
    the_plan_in_force_is_the_latest_begun,
    history_keeps_the_plan_it_was_judged_by,
];

fn plan(fields: Value) -> Value {
    let mut body = json!({"effective_from": "2026-11-23", "schedule": {"kind": "times_per_week", "times": 3}});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

async fn a_flare_goal_is_never_above_the_goal(app: &TestApp) {
    let user = app.register().await;
    for (fields, goal, flare_goal) in [
        (json!({}), 10, 3),
        (json!({"goal_minutes": 2}), 2, 2),
        (json!({"goal_minutes": 240, "flare_goal_minutes": 240}), 240, 240),
        (json!({"flare_goal_minutes": 0}), 10, 0),
    ] {
        let made = user.post("/v1/plans", &plan(fields)).await.is(201).json();
        assert_eq!((&made["goal_minutes"], &made["flare_goal_minutes"]), (&json!(goal), &json!(flare_goal)), "{made}");
    }
    for (goal, flare_goal) in [(10, 11), (1, 2)] {
        let body = plan(json!({"goal_minutes": goal, "flare_goal_minutes": flare_goal}));
        user.post("/v1/plans", &body).await.has_faults(&["/flare_goal_minutes out_of_range"]);
    }
    let body = plan(json!({"goal_minutes": 0, "flare_goal_minutes": 241}));
    let errors = ["/goal_minutes out_of_range", "/flare_goal_minutes out_of_range"];
    user.post("/v1/plans", &body).await.has_faults(&errors);
}

async fn a_schedule_is_possible(app: &TestApp) {
    let user = app.register().await;
    for (schedule, error) in [
        (json!({"kind": "weekdays", "days": []}), "/schedule/days wrong_length"),
        (json!({"kind": "weekdays", "days": vec!["mon"; 8]}), "/schedule/days wrong_length"),
        (json!({"kind": "weekdays", "days": ["monday"]}), "/schedule/days/0 unknown_value"),
        (json!({"kind": "weekdays"}), "/schedule/days missing"),
        (json!({"kind": "weekdays", "days": ["mon"], "times": 3}), "/schedule/times unknown_field"),
        (json!({"kind": "times_per_week", "times": 0}), "/schedule/times out_of_range"),
        (json!({"kind": "times_per_week", "times": 8}), "/schedule/times out_of_range"),
        (json!({"kind": "times_per_week"}), "/schedule/times missing"),
    ] {
        user.post("/v1/plans", &plan(json!({"schedule": schedule}))).await.has_faults(&[error]);
    }
    for schedule in [json!({"kind": "times_per_week", "times": 256}), json!({"kind": "daily"}), json!({}), json!("mon")]
    {
        let reply = user.post("/v1/plans", &plan(json!({"schedule": schedule}))).await;
        assert_eq!(reply.status, 422, "{reply}");
        assert!(reply.errors()[0].starts_with("/schedule"), "{reply}");
    }
}

async fn on(user: &User<'_>, day: &str) -> i64 {
    user.get(&format!("/v1/plan?on={day}")).await.is(200).json()["goal_minutes"].as_i64().unwrap()
}

async fn the_plan_in_force_is_the_latest_begun(app: &TestApp) {
    let user = app.register().await;
    user.post("/v1/plans", &plan(json!({"effective_from": "2026-12-01", "goal_minutes": 20}))).await.is(201);
    app.clock.advance(chrono::Duration::seconds(1));
    let later =
        user.post("/v1/plans", &plan(json!({"effective_from": "2026-12-10", "goal_minutes": 30}))).await.is(201);
    for (day, goal) in [
        ("1900-01-01", 10),
        ("2026-11-23", 10),
        ("2026-11-30", 10),
        ("2026-12-01", 20),
        ("2026-12-09", 20),
        ("2026-12-10", 30),
        ("9999-12-31", 30),
    ] {
        assert_eq!(on(&user, day).await, goal, "{day}");
    }
    // Of two from one day, the one made later.
    app.clock.advance(chrono::Duration::seconds(1));
    user.post("/v1/plans", &plan(json!({"effective_from": "2026-12-01", "goal_minutes": 25}))).await.is(201);
    assert_eq!(on(&user, "2026-12-05").await, 25);
    user.delete(later.header("Location").unwrap()).await.is(204);
    assert_eq!(on(&user, "2026-12-10").await, 25);

    let plans = user.get("/v1/plans").await.json()["items"].clone();
    for item in plans.as_array().unwrap() {
        let deleted = user.delete(&format!("/v1/plans/{}", item["id"].as_str().unwrap())).await;
        assert_eq!(deleted.status, if item["effective_from"] == "2026-11-23" { 409 } else { 204 }, "{item}");
    }
    for (day, goal) in [("1900-01-01", 10), ("2026-11-23", 10), ("9999-12-31", 10)] {
        assert_eq!(on(&user, day).await, goal, "{day}");
    }
}

async fn history_keeps_the_plan_it_was_judged_by(app: &TestApp) {
    let user = app.register().await;
    for day in 16..=22 {
        let body =
            json!({"started_at": format!("2026-11-{day}T06:00:00Z"), "time_zone": "UTC", "duration_seconds": 600});
        user.post("/v1/sessions", &body).await.is(201);
    }
    let past = user.get("/v1/calendar?from=2026-11-16&to=2026-11-22").await.is(200).json();
    user.post("/v1/plans", &plan(json!({"effective_from": "2026-11-24", "goal_minutes": 60}))).await.is(201);
    app.clock.advance(chrono::Duration::days(3));
    let after = user.get("/v1/calendar?from=2026-11-16&to=2026-11-22").await.is(200).json();
    assert_eq!(after["days"], past["days"]);
    let today = user.get("/v1/calendar?from=2026-11-26").await.is(200).json();
    assert_eq!(today["days"][0]["goal_minutes"], 60);
}
