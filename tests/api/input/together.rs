use serde_json::json;

use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![what_reading_and_what_the_checks_find_comes_in_one_answer];

async fn what_reading_and_what_the_checks_find_comes_in_one_answer(app: &TestApp) {
    let user = app.register().await;
    let session = json!({
        "started_at": "2099-01-01T00:00:00Z", "time_zone": "Mars", "duration_seconds": 720, "effort": 11,
        "exercises": [{"exercise": "0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f00", "sets": []}]
    });
    let errors = [
        "/effort out_of_range",
        "/exercises/0/exercise unknown_exercise",
        "/started_at in_the_future",
        "/time_zone invalid_time_zone",
    ];
    user.post("/v1/sessions", &session).await.has_faults(&errors);
    user.put("/v1/sessions/0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f01", &session).await.has_faults(&errors);
    let plan = json!({"effective_from": "soon", "schedule": {"kind": "times_per_week", "times": 8}});
    user.post("/v1/plans", &plan).await.has_faults(&["/effective_from invalid_date", "/schedule/times out_of_range"]);
}
