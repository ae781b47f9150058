//! `GET /v1/insights/exercise`: the days after training, the pain of the day allowed for.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::diary::{AS_OF, keep_diary};
use crate::support::{Calls, TestApp, on_both_engines, session};

on_both_engines![the_next_day_is_told_with_what_it_rests_on, without_entries_nothing_is_said];

const PATH: &str = "/v1/insights/exercise";

/// Whether there was a session so many days ago: on irregular days, half of them.
fn trained(days_ago: u64) -> bool {
    (days_ago * days_ago + days_ago / 3) % 7 < 3
}

async fn the_next_day_is_told_with_what_it_rests_on(app: &TestApp) {
    let user = app.register().await;
    // Two points less on the day after a session.
    let score = |days_ago: u64| 5 + days_ago * 7919 % 3 - if trained(days_ago + 1) { 2 } else { 0 };
    let scores: Vec<u8> = (0..120).rev().map(|days_ago| u8::try_from(score(days_ago)).unwrap()).collect();
    keep_diary(&user, "low_back", &scores).await;
    let today: NaiveDate = AS_OF.parse().unwrap();
    for days_ago in (0..120).filter(|days_ago| trained(*days_ago)) {
        let at = format!("{}T07:00:00Z", today - Days::new(days_ago));
        user.post("/v1/sessions", &session(&at, 10)).await.is(201);
    }
    let reply = user.get(PATH).await.is(200);
    let answer = reply.json();
    assert_eq!(answer["verdict"], "lower_in_the_days_after", "{answer:#}");
    let next_day = &answer["lags"][0];
    assert_eq!((&next_day["days"], answer["lags"].as_array().unwrap().len()), (&json!(1), 3));
    let coefficient = next_day["coefficient"].as_f64().unwrap();
    assert!((-2.5..-1.5).contains(&coefficient), "{coefficient}");
    assert!(next_day["p_adjusted"].as_f64().unwrap() < 0.05);
    assert!(next_day["with_session"].as_u64().unwrap() >= 10 && next_day["without_session"].as_u64().unwrap() >= 10);
    let text = answer["text"].as_str().unwrap();
    assert!(text.to_lowercase().contains("day after") || text.contains("days after"), "{text}");
    for word in ["works", "because", "caused", "proves", "thanks to"] {
        assert!(!text.contains(word), "{text}");
    }
    user.get(PATH).header("If-None-Match", reply.etag()).await.is(304);
    assert_eq!(user.get(&format!("{PATH}?region=neck")).await.json()["verdict"], "insufficient_data");
}

async fn without_entries_nothing_is_said(app: &TestApp) {
    let user = app.register().await;
    let empty = user.get(PATH).await.is(200).json();
    assert_eq!((&empty["verdict"], &empty["window"]), (&json!("insufficient_data"), &Value::Null));
    assert!(empty["text"].as_str().unwrap().starts_with("Too few entries to say"), "{empty}");
    app.get(PATH).await.is_problem(401, "unauthenticated");
    user.get(&format!("{PATH}?course_id=1")).await.has_faults(&["?course_id unknown_parameter"]);
}
