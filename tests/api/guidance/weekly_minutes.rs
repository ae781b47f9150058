use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines, session};

on_both_engines![a_tenth_more_a_week_is_the_most];

async fn a_tenth_more_a_week_is_the_most(app: &TestApp) {
    let user = app.register().await;
    assert_eq!(user.get("/v1/today").await.json()["plan"]["weekly_minutes"], Value::Null);
    // Today's own minutes, and those of eight days ago, are not of the last seven days.
    for (day, minutes) in [(15, 60), (16, 20), (20, 20), (22, 15), (23, 90)] {
        user.post("/v1/sessions", &session(&format!("2026-11-{day}T07:00:00Z"), minutes)).await.is(201);
    }
    let weekly = user.get("/v1/today").await.json()["plan"]["weekly_minutes"].clone();
    assert_eq!(weekly, json!({"last_seven_days": 55, "at_most": 60}));
}
