//! `GET /v1/insights/acupuncture`: the days after visits, against what the diary leads one to expect.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::diary::{AS_OF, keep_diary};
use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    a_plain_relief_is_found_and_said_plainly,
    a_course_is_asked_about_alone,
    few_entries_say_nothing,
    a_long_diary_is_cut_and_said_to_be,
];

const PATH: &str = "/v1/insights/acupuncture";

async fn visit(user: &User<'_>, days_ago: u64, fields: Value) -> String {
    let date = AS_OF.parse::<NaiveDate>().unwrap() - Days::new(days_ago);
    let mut body = json!({
        "scheduled_at": format!("{date}T15:00:00Z"), "time_zone": "UTC", "duration_minutes": 45, "status": "completed",
    });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    user.post("/v1/appointments", &body).await.is(201).json()["id"].as_str().unwrap().to_owned()
}

/// Pain that wavers around 6, and is `relief` points less on the two days after a visit, one every nine days.
fn wavering(days: u64, relief: u64) -> Vec<u8> {
    let score = |days_ago: u64| 5 + days_ago * 7919 % 3 - if [7, 8].contains(&(days_ago % 9)) { relief } else { 0 };
    (0..days).rev().map(|days_ago| u8::try_from(score(days_ago)).unwrap()).collect()
}

async fn a_plain_relief_is_found_and_said_plainly(app: &TestApp) {
    let user = app.register().await;
    keep_diary(&user, "low_back", &wavering(130, 3)).await;
    for number in 0..12 {
        visit(&user, number * 9, json!({})).await;
    }
    visit(&user, 40, json!({"status": "cancelled"})).await;
    let reply = user.get(PATH).await.is(200);
    let answer = reply.json();
    assert_eq!((&answer["as_of"], &answer["verdict"]), (&json!(AS_OF), &json!("lower_after_visits")), "{answer:#}");
    assert_eq!(answer["effect"]["n"], 11, "the visit of today has no days after it");
    assert_eq!(answer["visits"].as_array().unwrap().len(), 12);
    let last = &answer["visits"][11];
    assert_eq!((&last["left_out"], &last["effect"]), (&json!("too_few_days_after"), &Value::Null));
    let mean = answer["effect"]["mean_adjusted"].as_f64().unwrap();
    assert!((-4.0..-2.0).contains(&mean), "{mean}");
    assert!(answer["effect"]["p_lower"].as_f64().unwrap() < 0.04);
    let text = answer["text"].as_str().unwrap();
    assert!(text.starts_with("In the days after 11 visits") && text.contains("alongside"), "{text}");
    for word in ["works", "because", "caused", "proves", "thanks to"] {
        assert!(!text.contains(word), "{text}");
    }
    user.get(PATH).header("If-None-Match", reply.etag()).await.is(304);
    assert_eq!(user.get(&format!("{PATH}?region=neck")).await.json()["verdict"], "insufficient_data");

    // Without any effect nothing is claimed.
    let other = app.register().await;
    keep_diary(&other, "low_back", &wavering(130, 0)).await;
    for number in 0..12 {
        visit(&other, number * 9, json!({})).await;
    }
    assert_eq!(other.get(PATH).await.json()["verdict"], "no_clear_difference");
}

async fn a_course_is_asked_about_alone(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    keep_diary(&maria, "low_back", &wavering(60, 0)).await;
    let course = json!({"condition": "Low back", "started_on": "2026-10-01"});
    let course = maria.post("/v1/courses", &course).await.is(201).json()["id"].clone();
    let mine = visit(&maria, 18, json!({"course_id": course})).await;
    visit(&maria, 27, json!({})).await;
    assert_eq!(maria.get(PATH).await.json()["visits"].as_array().unwrap().len(), 2);
    let of_course = maria.get(&format!("{PATH}?course_id={}", course.as_str().unwrap())).await.is(200).json();
    assert_eq!(of_course["visits"].as_array().unwrap().len(), 1);
    assert_eq!(of_course["visits"][0]["appointment_id"], mine);
    let foreign = format!("{PATH}?course_id={}", course.as_str().unwrap());
    tom.get(&foreign).await.has_faults(&["?course_id unknown_course"]);
    maria.get(&format!("{PATH}?course_id=first")).await.is_problem(422, "invalid_input");
    // As of a day before the visit, there was none.
    let earlier = maria.get(&format!("{PATH}?as_of=2026-10-20")).await.is(200).json();
    assert_eq!(earlier["visits"], json!([]));
}

async fn few_entries_say_nothing(app: &TestApp) {
    let user = app.register().await;
    let empty = user.get(PATH).await.is(200).json();
    assert_eq!(
        (&empty["verdict"], &empty["window"], &empty["visits"]),
        (&json!("insufficient_data"), &Value::Null, &json!([]))
    );
    assert!(empty["text"].as_str().unwrap().starts_with("Too few entries to say"), "{empty}");
    visit(&user, 10, json!({})).await;
    let lonely = user.get(PATH).await.is(200).json();
    assert_eq!(lonely["visits"][0]["left_out"], "too_few_days_before_and_after");
    app.get(PATH).await.is_problem(401, "unauthenticated");
}

async fn a_long_diary_is_cut_and_said_to_be(app: &TestApp) {
    let user = app.register().await;
    keep_diary(&user, "low_back", &wavering(1200, 1)).await;
    visit(&user, 1150, json!({})).await;
    let answer = user.get(PATH).await.is(200).json();
    assert_eq!(answer["window"], json!({"from": "2023-11-24", "to": AS_OF, "cut": true}));
    assert_eq!(answer["visits"][0]["left_out"], "before_window");
    assert_eq!(user.get("/v1/insights/exercise").await.json()["window"]["cut"], true);
}
