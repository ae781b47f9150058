use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines, session};

on_both_engines![
    the_worked_example_day_by_day,
    without_freezes_a_missed_day_ends_the_run,
    a_late_session_gives_a_freeze_back,
    deleting_a_session_takes_its_day_back,
    the_strengths_of_the_rules,
    times_a_week_are_counted_in_weeks,
];

/// Day n of the count; 0 is Monday 2026-11-23, the day that everybody in these tests signs up.
fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() + Days::new(n)
}

async fn train(user: &User<'_>, n: u64) -> String {
    let made = user.post("/v1/sessions", &session(&format!("{}T07:00:00Z", day(n)), 10)).await.is(201);
    made.header("Location").unwrap().to_owned()
}

async fn streak(user: &User<'_>) -> Value {
    user.get("/v1/streak").await.is(200).json()
}

/// Length of the current run, of the longest, and the freezes held.
type Numbers = (i64, i64, i64);

fn numbers(streak: &Value) -> Numbers {
    let number = |value: &Value| value.as_i64().unwrap();
    (number(&streak["current"]["length"]), number(&streak["longest"]["length"]), number(&streak["freezes"]["held"]))
}

async fn the_worked_example_day_by_day(app: &TestApp) {
    let user = app.register().await;
    // Day, whether it is trained, and what is then reported at its end.
    let expected: [(u64, bool, Numbers, &str); 11] = [
        (0, true, (1, 1, 0), "done"),
        (1, true, (2, 2, 0), "done"),
        (2, true, (3, 3, 0), "done"),
        (3, true, (4, 4, 0), "done"),
        (4, true, (5, 5, 0), "done"),
        (5, true, (6, 6, 0), "done"),
        (6, true, (7, 7, 1), "done"),
        (7, false, (7, 7, 1), "pending"),
        (8, true, (8, 8, 0), "done"),
        (9, false, (8, 8, 0), "pending"),
        (10, false, (0, 8, 0), "pending"),
    ];
    for (n, trained, after, state) in expected {
        app.clock.set(&format!("{}T20:00:00Z", day(n)));
        let before = streak(&user).await;
        assert_eq!(before["today"]["state"], "pending", "{n:?} {trained:?}");
        assert_eq!(before["at_risk"], numbers(&before).0 > 0, "{before}");
        if trained {
            train(&user, n).await;
        }
        let streak = streak(&user).await;
        assert_eq!((numbers(&streak), &streak["today"]["state"]), (after, &json!(state)), "{streak}");
        assert_eq!(streak["as_of"], day(n).to_string(), "{n:?} {trained:?}");
    }
    let last = streak(&user).await;
    assert_eq!(last["current"], json!({"length": 0, "unit": "days", "started_on": null, "last_done_on": null}));
    assert_eq!(
        last["longest"],
        json!({"length": 8, "unit": "days", "started_on": "2026-11-23", "ended_on": "2026-12-01"})
    );
    assert_eq!(last["freezes"], json!({"held": 0, "used_on": ["2026-11-30"]}));
    assert_eq!(last["at_risk"], false);

    let calendar = user.get("/v1/calendar").await.is(200).json();
    let states: Vec<_> =
        calendar["days"].as_array().unwrap().iter().map(|day| day["state"].as_str().unwrap()).collect();
    let done = ["done"; 7];
    assert_eq!(states, [&done[..], &["frozen", "done", "missed", "pending"]].concat());
    assert_eq!(calendar["days"][7]["reason"], "freeze_used");
    assert_eq!(calendar["days"][9]["reason"], "nothing_recorded");

    // As of an earlier day, the answer of that day.
    for (n, _, after, _) in &expected[..10] {
        let then = user.get(&format!("/v1/streak?as_of={}", day(*n))).await.is(200).json();
        assert_eq!(numbers(&then), *after, "{then}");
    }
    // Tomorrow, today is over.
    let tomorrow = user.get(&format!("/v1/streak?as_of={}", day(11))).await.is(200).json();
    assert_eq!(tomorrow["today"]["date"], day(11).to_string());
}

async fn without_freezes_a_missed_day_ends_the_run(app: &TestApp) {
    let user = app.register().await;
    app.clock.set(&format!("{}T20:00:00Z", day(8)));
    for n in [0, 1, 2, 3, 4, 5, 6, 8] {
        train(&user, n).await;
    }
    assert_eq!(numbers(&streak(&user).await), (8, 8, 0));
    user.patch("/v1/me", &json!({"streak_freezes": false})).await.is(200);
    assert_eq!(numbers(&streak(&user).await), (1, 7, 0));
    user.patch("/v1/me", &json!({"streak_freezes": true})).await.is(200);
    assert_eq!(numbers(&streak(&user).await), (8, 8, 0));
}

async fn a_late_session_gives_a_freeze_back(app: &TestApp) {
    let user = app.register().await;
    app.clock.set(&format!("{}T20:00:00Z", day(9)));
    for n in [0, 1, 2, 3, 4, 5, 6, 8] {
        train(&user, n).await;
    }
    let before = streak(&user).await;
    assert_eq!((numbers(&before), &before["freezes"]["used_on"]), ((8, 8, 0), &json!(["2026-11-30"])));
    let late = train(&user, 7).await;
    let after = streak(&user).await;
    assert_eq!((numbers(&after), &after["freezes"]["used_on"]), ((9, 9, 1), &json!([])));
    assert_eq!(after["at_risk"], true);
    user.delete(&late).await.is(204);
    assert_eq!(numbers(&streak(&user).await), (8, 8, 0));
    // A mark does it as well.
    user.put(&format!("/v1/day-marks/{}", day(7)), &json!({"kind": "sick"})).await.is(201);
    assert_eq!(numbers(&streak(&user).await), (8, 8, 1));
    user.delete(&format!("/v1/day-marks/{}", day(7))).await.is(204);
    assert_eq!(numbers(&streak(&user).await), (8, 8, 0));
}

async fn deleting_a_session_takes_its_day_back(app: &TestApp) {
    let user = app.register().await;
    app.clock.set(&format!("{}T20:00:00Z", day(3)));
    let mut made = Vec::new();
    for n in 0..4 {
        made.push(train(&user, n).await);
    }
    assert_eq!(numbers(&streak(&user).await), (4, 4, 0));
    user.delete(&made[1]).await.is(204);
    assert_eq!(numbers(&streak(&user).await), (2, 2, 0));
    // Moved to the day that is missing.
    user.patch(&made[0], &json!({"started_at": format!("{}T07:00:00Z", day(1))})).await.is(200);
    let streak = streak(&user).await;
    assert_eq!((numbers(&streak), &streak["current"]["started_on"]), ((3, 3, 0), &json!("2026-11-24")));
    // Made shorter than the goal by a second, which rounds down to nine minutes.
    user.patch(&made[3], &json!({"duration_seconds": 599})).await.is(200);
    let today = user.get("/v1/streak").await.json()["today"].clone();
    assert_eq!((&today["state"], &today["minutes"], &today["sessions"]), (&json!("pending"), &json!(9), &json!(1)));
}

async fn the_strengths_of_the_rules(app: &TestApp) {
    let user = app.register().await;
    app.clock.set(&format!("{}T20:00:00Z", day(19)));
    for n in 0..20 {
        train(&user, n).await;
    }
    let series = user.get(&format!("/v1/strength?from={}", day(0))).await.is(200).json();
    let points = series["points"].as_array().unwrap();
    assert_eq!(points.len(), 20);
    let strength = |n: usize| points[n]["strength"].as_f64().unwrap();
    assert!((strength(19) - 0.655_747).abs() < 1e-6, "{series}");
    assert!((strength(9) - 0.413_270).abs() < 1e-6, "{series}");
    let today = user.get("/v1/today").await.is(200).json();
    assert_eq!(today["strength"], points[19]["strength"]);
    // A pending day carries it over.
    app.clock.set(&format!("{}T20:00:00Z", day(20)));
    assert_eq!(user.get("/v1/today").await.is(200).json()["strength"], points[19]["strength"]);
}

async fn times_a_week_are_counted_in_weeks(app: &TestApp) {
    let user = app.register().await;
    let plan = json!({"effective_from": "2026-11-23", "schedule": {"kind": "times_per_week", "times": 2}});
    app.clock.advance(chrono::Duration::seconds(1));
    user.post("/v1/plans", &plan).await.is(201);
    app.clock.set(&format!("{}T20:00:00Z", day(15)));
    for n in [0, 3, 8, 12] {
        train(&user, n).await;
    }
    let report = streak(&user).await;
    assert_eq!(
        report["current"],
        json!({"length": 2, "unit": "weeks", "started_on": "2026-11-23", "last_done_on": "2026-12-05"})
    );
    assert_eq!((&report["at_risk"], &report["freezes"]["held"]), (&json!(false), &json!(0)));
    let days = user.get("/v1/calendar").await.is(200).json()["days"].clone();
    assert_eq!((&days[1]["state"], &days[1]["reason"]), (&json!("rest"), &json!("any_day_this_week")));
    // Saturday night, and both are still to be done.
    app.clock.set(&format!("{}T20:00:00Z", day(19)));
    assert_eq!(streak(&user).await["at_risk"], true);
    app.clock.set(&format!("{}T20:00:00Z", day(21)));
    assert_eq!(numbers(&streak(&user).await), (0, 2, 0));
}
