use serde_json::{Value, json};

use crate::support::{Calls, TestApp, collections, on_both_engines};

on_both_engines![
    every_fault_of_a_session_comes_at_once,
    every_fault_of_a_pain_score_comes_at_once,
    every_fault_of_a_sign_up_comes_at_once,
    what_the_server_decides_cannot_be_smuggled_in,
    a_body_of_another_shape_is_one_fault,
    missing_fields_are_named,
    lists_and_texts_have_bounds,
];

async fn every_fault_of_a_session_comes_at_once(app: &TestApp) {
    let user = app.register().await;
    let body = json!({
        "started_at": "yesterday", "time_zone": "Mars/Olympus", "duration_seconds": 0, "effort": 11, "pain_before": -1,
        "pain_after": 2.5, "mood": "good", "note": "x".repeat(2001), "local_date": "2026-02-30",
        "exercises": [
            {"exercise": "levitation", "sets": [{"reps": -1, "side": "up"}, {"load_kg": -0.5}]},
            {"sets": [{"tempo": 3}], "a/b~c": 1},
        ],
    });
    let reply = user.post("/v1/sessions", &body).await;
    let reply = reply.has_faults(&[
        "/started_at invalid_instant",
        "/time_zone invalid_time_zone",
        "/duration_seconds out_of_range",
        "/effort out_of_range",
        "/pain_before out_of_range",
        "/pain_after wrong_type",
        "/mood unknown_field",
        "/note wrong_length",
        "/local_date invalid_date",
        "/exercises/0/exercise invalid_exercise",
        "/exercises/0/sets/0/reps out_of_range",
        "/exercises/0/sets/0/side unknown_value",
        "/exercises/0/sets/1/load_kg out_of_range",
        "/exercises/1/exercise missing",
        "/exercises/1/sets/0/tempo unknown_field",
        "/exercises/1/a~1b~0c unknown_field",
    ]);
    assert_eq!(reply.json()["retryable"], false);
    assert_eq!(user.get("/v1/sessions").await.json()["items"], json!([]));
}

async fn every_fault_of_a_pain_score_comes_at_once(app: &TestApp) {
    let user = app.register().await;
    let body = json!({
        "recorded_at": "2026-11-23", "time_zone": 3, "score": 11, "region": "elbow", "side": "both", "vertebra": "C8",
        "qualities": ["dull", "blue"], "triggers": "stress", "moment": null, "flare": "yes", "red_flags": [7],
    });
    user.put("/v1/pain-scores/01920000-0000-7000-8000-000000000001", &body).await.has_faults(&[
        "/recorded_at invalid_instant",
        "/time_zone wrong_type",
        "/score out_of_range",
        "/region unknown_value",
        "/side unknown_value",
        "/vertebra unknown_value",
        "/qualities/1 unknown_value",
        "/triggers wrong_type",
        "/flare wrong_type",
        "/red_flags/0 wrong_type",
    ]);
}

async fn every_fault_of_a_sign_up_comes_at_once(app: &TestApp) {
    let body = json!({"email": "nobody", "password": 7, "time_zone": "", "role": "admin", "device_name": " "});
    app.post("/v1/auth/register", &body).await.has_faults(&[
        "/email invalid_email",
        "/password wrong_type",
        "/display_name missing",
        "/time_zone invalid_time_zone",
        "/role unknown_field",
        "/device_name wrong_length",
    ]);
}

async fn what_the_server_decides_cannot_be_smuggled_in(app: &TestApp) {
    let user = app.register().await;
    let smuggled = json!({
        "id": "01920000-0000-7000-8000-000000000009", "rev": 1, "user_id": user.id, "role": "admin",
        "created_at": "2026-11-23T00:00:00Z", "updated_at": "2026-11-23T00:00:00Z", "advisories": [], "deleted": false,
    });
    let fields = smuggled.as_object().unwrap();
    for kind in collections() {
        let advised = ["pain-scores", "appointments"].contains(&kind.name);
        let errors = |id: &'static str| {
            let unknown = ["/deleted unknown_field", "/role unknown_field", "/user_id unknown_field"];
            let advisories = (!advised).then_some("/advisories unknown_field");
            [id].into_iter().chain(unknown).chain(advisories).collect::<Vec<_>>()
        };
        let mut body = kind.example.clone();
        body.as_object_mut().unwrap().extend(fields.clone());
        user.put(&kind.path(1), &body).await.has_faults(&errors("/id differs"));
        if kind.takes_post {
            user.post(&kind.list(), &body).await.has_faults(&errors("/id not_allowed"));
        }
        user.get(&kind.path(1)).await.is(404);
        user.put(&kind.path(1), &kind.example).await.is(201);
        user.patch(&kind.path(1), &smuggled).await.has_faults(&errors("/id differs"));
    }
    let mut profile = smuggled.clone();
    profile["email"] = json!("other@example.org");
    user.patch("/v1/me", &profile).await.has_faults(&[
        "/id differs",
        "/email differs",
        "/user_id unknown_field",
        "/role unknown_field",
        "/advisories unknown_field",
        "/deleted unknown_field",
    ]);
}

async fn a_body_of_another_shape_is_one_fault(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        for body in [json!(null), json!([]), json!("x"), json!(1), json!(true), json!([kind.example])] {
            user.put(&kind.path(1), &body).await.has_faults(&[" wrong_type"]);
        }
    }
}

async fn missing_fields_are_named(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let errors: Vec<_> = kind.required.iter().map(|field| format!("/{field} missing")).collect();
        let errors: Vec<_> = errors.iter().map(String::as_str).collect();
        user.put(&kind.path(1), &json!({})).await.has_faults(&errors);
    }
}

async fn lists_and_texts_have_bounds(app: &TestApp) {
    let user = app.register().await;
    let put = |body: &Value| user.put("/v1/exercises/01920000-0000-7000-8000-000000000001", body);
    let named = |name: String| json!({"name": name, "kind": "reps"});
    put(&named("ü".repeat(80))).await.is(201);
    put(&named("🦆".repeat(80))).await.is(200);
    for name in ["ü".repeat(81), String::new(), " \t\n".to_owned(), "\u{3000}".to_owned()] {
        put(&named(name)).await.has_faults(&["/name wrong_length"]);
    }
    let steps = |count: usize| json!({"name": "x", "kind": "reps", "instructions": vec!["a"; count]});
    put(&steps(20)).await.is(200);
    put(&steps(0)).await.is(200);
    put(&steps(21)).await.has_faults(&["/instructions wrong_length"]);

    let exercises = |count: usize| {
        let done = json!({"exercise": "bridge", "sets": []});
        json!({"started_at": "2026-11-23T06:00:00Z", "time_zone": "UTC", "duration_seconds": 1, "exercises": vec![done; count]})
    };
    user.post("/v1/sessions", &exercises(60)).await.is(201);
    user.post("/v1/sessions", &exercises(61)).await.has_faults(&["/exercises wrong_length"]);
}
