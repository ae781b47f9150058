use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines, pain_score, session};

on_both_engines![cards_suit_what_the_records_show, a_red_flag_leaves_room_for_nothing_else];

fn reasons(today: &Value) -> Vec<String> {
    today["learn"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap().to_owned()).collect()
}

async fn cards_suit_what_the_records_show(app: &TestApp) {
    let user = app.register().await;
    let today = async || user.get("/v1/today").await.is(200).json();
    let first = today().await;
    assert_eq!(first["learn"][0]["reason"], "just_begun");
    assert!((1..=3).contains(&first["learn"].as_array().unwrap().len()), "{first:#}");
    for day in 10..17 {
        user.post("/v1/sessions", &session(&format!("2026-11-{day}T07:00:00Z"), 10)).await.is(201);
    }
    assert_eq!(reasons(&today().await), ["good_to_know"; 1]);

    for day in 10..14 {
        let mut score = pain_score(&format!("2026-11-{day}T08:00:00Z"), 4);
        score["triggers"] = json!(["phone_slouch", "phone_slouch", "stress"]);
        user.post("/v1/pain-scores", &score).await.is(201);
    }
    let slouched = today().await;
    assert_eq!(slouched["learn"][0]["reason"], "frequent_trigger");
    assert!(["phone-slouch", "stress"].contains(&slouched["learn"][0]["card"]["id"].as_str().unwrap()), "{slouched:#}");
    assert!(slouched["learn"][0]["why"].as_str().unwrap().contains("4 of your 4 pain scores"), "{slouched:#}");

    user.put("/v1/day-marks/2026-11-23", &json!({"kind": "flare"})).await.is(201);
    assert_eq!(reasons(&today().await)[0], "flare_up");
    user.put("/v1/me/health-profile", &json!({"pacemaker": true})).await.is(200);
    let visit = json!({
        "scheduled_at": "2026-11-25T09:00:00Z", "time_zone": "UTC", "duration_minutes": 45, "status": "scheduled",
    });
    user.post("/v1/appointments", &visit).await.is(201);
    assert_eq!(reasons(&today().await)[..2], ["flare_up", "needles_with_care"]);
}

async fn a_red_flag_leaves_room_for_nothing_else(app: &TestApp) {
    let user = app.register().await;
    let mut score = pain_score("2026-11-23T08:00:00Z", 8);
    score["red_flags"] = json!(["fever_with_back_pain"]);
    user.post("/v1/pain-scores", &score).await.is(201);
    let today = user.get("/v1/today").await.is(200).json();
    assert_eq!(reasons(&today), ["red_flag"]);
    assert_eq!(today["learn"][0]["card"]["topic"], "seeing_a_doctor");
    assert!(!today["learn"][0]["card"]["sources"].as_array().unwrap().is_empty());
}
