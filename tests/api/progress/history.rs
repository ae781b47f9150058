use birddog::platform::db::schema::progress_checkpoints;
use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines, session};

on_both_engines![
    checkpoints_are_kept_and_forgotten,
    a_run_goes_on_when_the_clocks_change,
    an_answer_does_not_depend_on_what_was_asked_before,
];

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
}

async fn train(user: &User<'_>, days: impl Iterator<Item = u64>) {
    let bodies: Vec<_> = days.map(|n| session(&format!("{}T07:00:00Z", day(n)), 10)).collect();
    join_all(bodies.iter().map(|body| async { user.post("/v1/sessions", body).await.is(201) })).await;
}

fn checkpoints(app: &TestApp) -> Vec<NaiveDate> {
    let through = progress_checkpoints::table.select(progress_checkpoints::through);
    through.order(progress_checkpoints::through).load(&mut app.connect()).unwrap()
}

/// The checkpoints once there are so many; they are stored after the answer, by and by.
async fn kept(app: &TestApp, count: usize) -> Vec<NaiveDate> {
    for _ in 0..10_000 {
        let kept = checkpoints(app);
        if kept.len() == count {
            return kept;
        }
        app.get("/healthz").await.is(200);
    }
    panic!("{count} checkpoints were not kept");
}

async fn checkpoints_are_kept_and_forgotten(app: &TestApp) {
    let user = app.register().await;
    train(&user, (0..320).filter(|n| n % 9 != 5)).await;
    assert_eq!(checkpoints(app), []);
    let first = user.get("/v1/streak").await.is(200).json();
    let ends: Vec<_> = (2..=11).map(|month| NaiveDate::from_ymd_opt(2026, month, 1).unwrap() - Days::new(1)).collect();
    assert_eq!(kept(app, 10).await, ends);
    assert_eq!(user.get("/v1/streak").await.is(200).json(), first);

    // A late entry takes the checkpoints of its day and later with it.
    train(&user, std::iter::once(95)).await;
    assert_eq!(checkpoints(app), ends[..3]);
    let from_checkpoint = user.get("/v1/streak").await.is(200).json();
    assert_eq!(kept(app, 10).await, ends);
    diesel::delete(progress_checkpoints::table).execute(&mut app.connect()).unwrap();
    assert_eq!(user.get("/v1/streak").await.is(200).json(), from_checkpoint);
    assert_ne!(from_checkpoint, first);

    // Marks do the same; pain scores do not, nor do plans, which judge no day gone by; the choice of freezes takes all.
    for (change, remaining) in [("mark", 9), ("pain", 9), ("plan", 10), ("freezes", 0)] {
        user.put("/v1/day-marks/2026-10-31", &json!({"kind": "rest"})).await;
        user.delete("/v1/day-marks/2026-10-31").await.is(204);
        let before = user.get("/v1/streak").await.is(200).json();
        kept(app, 10).await;
        match change {
            "mark" => user.put("/v1/day-marks/2026-10-31", &json!({"kind": "rest"})).await.is(201),
            "pain" => {
                let score = json!({"recorded_at": "2026-01-05T07:00:00Z", "time_zone": "UTC", "score": 3});
                user.put("/v1/day-marks/2026-10-31", &json!({"kind": "rest"})).await.is(201);
                user.post("/v1/pain-scores", &score).await.is(201)
            }
            "plan" => {
                let plan = json!({"effective_from": "2027-01-01", "schedule": {"kind": "times_per_week", "times": 3}});
                user.post("/v1/plans", &plan).await.is(201)
            }
            _ => user.patch("/v1/me", &json!({"streak_freezes": false})).await.is(200),
        };
        assert_eq!(checkpoints(app).len(), remaining, "{change}");
        let after = user.get("/v1/streak").await.is(200).json();
        assert_eq!(after == before, change != "freezes", "{change}");
    }
}

async fn a_run_goes_on_when_the_clocks_change(app: &TestApp) {
    for (zone, from, days) in [
        ("Europe/Berlin", "2026-03-20", 20),
        ("Europe/Berlin", "2026-10-15", 20),
        ("America/New_York", "2026-10-25", 14),
    ] {
        let user = app.register_in(zone).await;
        let tz: chrono_tz::Tz = zone.parse().unwrap();
        let first: NaiveDate = from.parse().unwrap();
        for n in 0..days {
            // Half past eleven at night and a quarter past midnight by the wall clock.
            let date = first + Days::new(n);
            for wall in [date.and_hms_opt(0, 15, 0), date.and_hms_opt(23, 30, 0)] {
                let at = wall.unwrap().and_local_timezone(tz).earliest().unwrap().to_utc();
                let body = json!({"started_at": at.to_rfc3339(), "time_zone": zone, "duration_seconds": 300});
                let made = user.post("/v1/sessions", &body).await.is(201).json();
                assert_eq!(made["local_date"], date.to_string(), "{zone:?} {n:?}");
            }
        }
        let last = first + Days::new(days - 1);
        let streak = user.get(&format!("/v1/streak?as_of={last}")).await.is(200).json();
        assert_eq!(
            (&streak["current"]["length"], &streak["current"]["started_on"]),
            (&json!(days), &json!(from)),
            "{zone}"
        );
        let days = user.get(&format!("/v1/calendar?from={from}&to={last}")).await.is(200).json()["days"].clone();
        assert!(
            days.as_array().unwrap().iter().all(|day| (&day["state"], &day["sessions"]) == (&json!("done"), &json!(2))),
            "{zone:?} {from:?}"
        );
    }
}

async fn an_answer_does_not_depend_on_what_was_asked_before(app: &TestApp) {
    let user = app.register().await;
    train(&user, (0..320).filter(|n| n % 11 != 3)).await;
    let paths = |as_of: NaiveDate| {
        [
            format!("/v1/streak?as_of={as_of}"),
            format!("/v1/calendar?as_of={as_of}&from={}&to={as_of}", as_of - Days::new(60)),
            format!("/v1/strength?as_of={as_of}"),
            format!("/v1/adherence?as_of={as_of}"),
            format!("/v1/trends/exercise?as_of={as_of}&bucket=month"),
        ]
    };
    let mut answers: Vec<(String, Value)> = Vec::new();
    // From the newest question to the oldest: the first one stores the checkpoints that the others begin at.
    for n in [325, 324, 300, 181, 180, 59, 58, 31, 30, 1, 0] {
        for path in paths(day(n)) {
            answers.push((path.clone(), user.get(&path).await.is(200).json()));
        }
    }
    kept(app, 10).await;
    for (path, answer) in answers.iter().rev() {
        assert_eq!(user.get(path).await.is(200).json(), *answer, "{path}");
    }
    diesel::delete(progress_checkpoints::table).execute(&mut app.connect()).unwrap();
    for (path, answer) in &answers {
        assert_eq!(user.get(path).await.is(200).json(), *answer, "{path}");
    }
}
