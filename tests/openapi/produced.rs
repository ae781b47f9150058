//! The examples of answers that need a history of records: the history is written here, and the service must answer
//! exactly the examples.
//!
//! `BIRDDOG_WRITE_EXAMPLES=1 cargo test --test openapi produced` writes them again.

use birddog::app::startup::document;
use chrono::{Days, NaiveDate};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::app::App;

const FILE: &str = "src/app/openapi/examples/produced.json";
const COURSE: &str = "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";

/// What is asked at the end of the story, by operation.
const ASKED: [(&str, &str); 8] = [
    ("show_health_profile", "/v1/me/health-profile"),
    ("today", "/v1/today"),
    ("progression", "/v1/exercises/bird-dog/progression"),
    ("course_progress", "/v1/courses/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e/progress"),
    ("pain_trend", "/v1/trends/pain?bucket=month&from=2026-10-10"),
    ("questionnaire_trend", "/v1/trends/questionnaires"),
    ("acupuncture_insight", "/v1/insights/acupuncture"),
    ("exercise_insight", "/v1/insights/exercise"),
];

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 26).unwrap() + Days::new(offset)
}

fn id(collection: u64, number: u64) -> String {
    format!("019ab27e-7b60-7c1e-9d6a-{collection:04x}{number:08x}")
}

async fn put(app: &App, path: &str, body: Value) {
    let answer = app.send(Method::PUT, path, Some(("application/json", &body)), &[]).await;
    assert!(answer.status().is_success(), "{path} {body}: {}", answer.text().await.unwrap());
}

/// Three months of a diary with pain that slowly falls, sessions on three days of five and, in the end, a visit a week.
async fn live_through(app: &mut App) {
    put(
        app,
        &format!("/v1/plans/{}", id(1, 1)),
        json!({
            "effective_from": "2026-08-26", "schedule": {"kind": "times_per_week", "times": 4},
            "items": [{"exercise": "bird-dog", "sets": 2, "reps": 5, "hold_seconds": 5}],
        }),
    )
    .await;
    app.go_on().await;
    put(app, "/v1/me/health-profile", json!({"pregnant": false, "anticoagulants": true})).await;
    let course = json!({
        "condition": "Low back pain after a lift", "onset_date": "2026-07-20", "started_on": "2026-09-28", "planned_sessions": 10,
    });
    put(app, &format!("/v1/courses/{COURSE}"), course).await;
    for offset in 0..90 {
        let visited = offset >= 35 && offset % 7 == 0;
        let eased = u64::from(offset >= 35 && [1, 2].contains(&(offset % 7)));
        if offset % 12 != 3 {
            let score = 7 - offset / 14 + offset * 7919 % 3 - eased;
            let mut body = json!({
                "recorded_at": format!("{}T05:30:00Z", day(offset)), "time_zone": "Europe/Berlin", "score": score.min(10),
                "region": "low_back",
            });
            if offset % 3 == 0 {
                body["triggers"] = json!(["phone_slouch"]);
            }
            put(app, &format!("/v1/pain-scores/{}", id(3, offset)), body).await;
        }
        if offset * 31 % 5 < 3 {
            let set = |side: &str| json!({"reps": 5, "hold_seconds": 5, "side": side});
            let sets = [set("left"), set("right"), set("left"), set("right")];
            let body = json!({
                "started_at": format!("{}T06:10:00Z", day(offset)), "time_zone": "Europe/Berlin", "duration_seconds": 720,
                "effort": 5, "pain_before": 4, "pain_during": 4, "pain_after": 3,
                "exercises": [{"exercise": "bird-dog", "sets": sets}],
            });
            put(app, &format!("/v1/sessions/{}", id(2, offset)), body).await;
        }
        if visited || offset == 89 {
            let (date, status) = if visited { (day(offset), "completed") } else { (day(offset + 2), "scheduled") };
            let body = json!({
                "scheduled_at": format!("{date}T15:00:00Z"), "time_zone": "Europe/Berlin", "duration_minutes": 45,
                "status": status, "course_id": COURSE, "practitioner": {"name": "Dr. Lin", "licensed": true},
                "cost": {"amount_minor": 6500, "currency": "EUR"}, "acknowledged": ["anticoagulants"],
            });
            put(app, &format!("/v1/appointments/{}", id(4, offset)), body).await;
        }
    }
    for (number, (date, pain)) in [("2026-10-26", 6), ("2026-11-23", 3)].into_iter().enumerate() {
        let answers = json!({"instrument": "peg", "pain": pain, "enjoyment": pain, "general_activity": pain + 1});
        let body =
            json!({"answered_at": format!("{date}T05:40:00Z"), "time_zone": "Europe/Berlin", "answers": answers});
        put(app, &format!("/v1/questionnaires/{}", id(7, number as u64)), body).await;
    }
}

/// Whether two answers are equal; numbers may differ by the rounding of another machine.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            (one - other).abs() <= 1e-9 * one.abs().max(1.0)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| alike(one, other)))
        }
        _ => one == other,
    }
}

#[actix_web::test]
async fn the_service_answers_what_the_examples_show() {
    let mut app = App::start_at(&format!("{}T05:00:00.000Z", day(0))).await;
    live_through(&mut app).await;
    let mut produced = Map::new();
    for (operation, path) in ASKED {
        let answer = app.send(Method::GET, path, None, &[]).await;
        assert_eq!(answer.status(), 200, "{path}");
        produced.insert(operation.to_owned(), answer.json().await.unwrap());
    }
    if std::env::var_os("BIRDDOG_WRITE_EXAMPLES").is_some() {
        std::fs::write(FILE, format!("{:#}\n", Value::from(produced))).unwrap();
        return;
    }
    let document = document();
    for (_, _, operation) in crate::schemas::operations(&document) {
        let Some(answer) = operation["operationId"].as_str().and_then(|id| produced.remove(id)) else { continue };
        let example = &operation["responses"]["200"]["content"]["application/json"]["example"];
        assert!(alike(example, &answer), "{}: {answer:#}", operation["operationId"]);
    }
    assert!(produced.is_empty(), "{produced:?}");
}
