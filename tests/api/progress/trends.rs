use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines, pain_score, session};

on_both_engines![
    pain_by_day_week_and_month,
    pain_by_region,
    training_by_day_week_and_month,
    moved_scores_are_counted_once
];

async fn pain_by_day_week_and_month(app: &TestApp) {
    let user = app.register().await;
    // Monday to Thursday of one week, and the first of the next month.
    app.clock.set("2026-12-02T12:00:00Z");
    for (at, score) in [
        ("2026-11-23T07:00:00Z", 4),
        ("2026-11-23T19:00:00Z", 7),
        ("2026-11-24T07:00:00Z", 5),
        ("2026-11-25T07:00:00Z", 2),
        ("2026-11-26T07:00:00Z", 3),
        ("2026-12-01T07:00:00Z", 10),
    ] {
        user.post("/v1/pain-scores", &pain_score(at, score)).await.is(201);
    }
    let points = |trend: &Value| trend["points"].as_array().unwrap().clone();
    let days = user.get("/v1/trends/pain").await.is(200).json();
    let starts: Vec<_> = points(&days).iter().map(|point| point["start"].as_str().unwrap().to_owned()).collect();
    assert_eq!(starts, ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-12-01"]);
    assert_eq!((&days["points"][0]["mean"], &days["points"][0]["worst"]), (&json!(5.5), &json!(7)));

    let weeks = points(&user.get("/v1/trends/pain?bucket=week").await.is(200).json());
    assert_eq!(weeks.len(), 2);
    // Daily values 5.5, 5, 2, 3.
    assert_eq!(
        weeks[0],
        json!({"start": "2026-11-23", "n": 5, "days_scored": 4, "mean": 3.875, "median": 4.0, "min": 2, "max": 7, "worst": 7,
            "reliability": "provisional"})
    );
    assert_eq!(weeks[1]["reliability"], "thin");
    let months = points(&user.get("/v1/trends/pain?bucket=month").await.is(200).json());
    assert_eq!((months.len(), &months[1]["start"], &months[1]["mean"]), (2, &json!("2026-12-01"), &json!(10.0)));

    // Half of the weight lies in a week: after 1 day, (5.5·w + 5)/(w + 1) with w = 2^(−1/7).
    let weight = (-1.0_f64 / 7.0).exp2();
    let value = days["ewma"][1]["value"].as_f64().unwrap();
    assert!((value - (5.5 * weight + 5.0) / (weight + 1.0)).abs() < 1e-12, "{value}");
    // The line goes on from before the range.
    let later = user.get("/v1/trends/pain?from=2026-11-24").await.is(200).json();
    assert_eq!(later["ewma"][0], days["ewma"][1]);
    assert_eq!(points(&later), points(&days)[1..]);
}

async fn pain_by_region(app: &TestApp) {
    let user = app.register().await;
    for (region, score) in [(Some("neck"), 8), (Some("low_back"), 2), (Some("low_back"), 4), (None, 0)] {
        let mut body = pain_score("2026-11-23T07:00:00Z", score);
        if let Some(region) = region {
            body["region"] = json!(region);
        }
        user.post("/v1/pain-scores", &body).await.is(201);
    }
    for (query, n, mean) in [("", 4, 3.5), ("?region=neck", 1, 8.0), ("?region=low_back", 2, 3.0)] {
        let point = user.get(&format!("/v1/trends/pain{query}")).await.is(200).json()["points"][0].clone();
        assert_eq!((&point["n"], &point["mean"]), (&json!(n), &json!(mean)), "{query}");
    }
    let none = user.get("/v1/trends/pain?region=sacrum").await.is(200).json();
    assert_eq!((&none["points"], &none["ewma"]), (&json!([]), &json!([])));
}

async fn training_by_day_week_and_month(app: &TestApp) {
    let user = app.register().await;
    app.clock.set("2026-12-02T12:00:00Z");
    for (at, minutes) in [
        ("2026-11-23T07:00:00Z", 10),
        ("2026-11-23T19:00:00Z", 5),
        ("2026-11-25T07:00:00Z", 4),
        ("2026-11-30T07:00:00Z", 30),
        ("2026-12-01T07:00:00Z", 20),
    ] {
        user.post("/v1/sessions", &session(at, minutes)).await.is(201);
    }
    let weeks = user.get("/v1/trends/exercise?from=2026-11-23").await.is(200).json()["points"].clone();
    assert_eq!(
        weeks,
        json!([
            {"start": "2026-11-23", "minutes": 19, "sessions": 3, "days_done": 1, "days_planned": 7, "adherence": 1.0 / 7.0},
            {"start": "2026-11-30", "minutes": 50, "sessions": 2, "days_done": 2, "days_planned": 2, "adherence": 1.0},
        ])
    );
    let months = user.get("/v1/trends/exercise?bucket=month&from=2026-11-23").await.is(200).json()["points"].clone();
    assert_eq!(
        (&months[0]["minutes"], &months[0]["days_planned"], &months[1]["minutes"]),
        (&json!(49), &json!(8), &json!(20))
    );
    let days = user.get("/v1/trends/exercise?bucket=day&from=2026-11-23").await.is(200).json()["points"].clone();
    assert_eq!(days.as_array().unwrap().len(), 10);
    assert_eq!((&days[0]["minutes"], &days[0]["sessions"], &days[1]["minutes"]), (&json!(15), &json!(2), &json!(0)));
}

async fn moved_scores_are_counted_once(app: &TestApp) {
    let user = app.register().await;
    let path = "/v1/pain-scores/01920000-0000-7000-8000-000000000001";
    user.put(path, &pain_score("2026-11-20T07:00:00Z", 4)).await.is(201);
    for patch in [
        json!({"score": 5}),
        json!({"region": "neck"}),
        json!({"recorded_at": "2026-11-21T07:00:00Z"}),
        json!({"region": null, "score": 6, "recorded_at": "2026-11-22T07:00:00Z"}),
    ] {
        user.patch(path, &patch).await.is(200);
    }
    let points = user.get("/v1/trends/pain").await.is(200).json()["points"].clone();
    assert_eq!(
        (points.as_array().unwrap().len(), &points[0]["start"], &points[0]["mean"]),
        (1, &json!("2026-11-22"), &json!(6.0))
    );
    user.delete(path).await.is(204);
    user.delete(path).await.is(204);
    assert_eq!(user.get("/v1/trends/pain").await.is(200).json()["points"], json!([]));
}
