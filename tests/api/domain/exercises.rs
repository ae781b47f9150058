use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    an_exercise_is_built_in_or_ones_own,
    a_deleted_exercise_can_still_be_named,
    every_built_in_exercise_can_be_done,
];

const OWN: &str = "01920000-0000-7000-8000-000000000001";
const UNKNOWN: &str = "01920000-0000-7000-8000-000000000002";

fn plan(exercise: &str) -> Value {
    let items = json!([{"exercise": "bridge", "sets": 2}, {"exercise": exercise, "sets": 1}]);
    json!({"effective_from": "2026-11-23", "schedule": {"kind": "times_per_week", "times": 3}, "items": items})
}

fn session(exercise: &str) -> Value {
    let done = json!([{"exercise": "bridge", "sets": []}, {"exercise": exercise, "sets": [{"reps": 8}]}]);
    json!({"started_at": "2026-11-23T06:00:00Z", "time_zone": "UTC", "duration_seconds": 600, "exercises": done})
}

async fn an_exercise_is_built_in_or_ones_own(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    tom.put(&format!("/v1/exercises/{OWN}"), &json!({"name": "His", "kind": "hold"})).await.is(201);
    for unknown in [OWN, UNKNOWN] {
        maria.post("/v1/sessions", &session(unknown)).await.has_faults(&["/exercises/1/exercise unknown_exercise"]);
        maria.post("/v1/plans", &plan(unknown)).await.has_faults(&["/items/1/exercise unknown_exercise"]);
    }
    for unreadable in ["", "Bird-dog", "bird dog", "01920000000070008000000000000001"] {
        maria.post("/v1/sessions", &session(unreadable)).await.has_faults(&["/exercises/1/exercise invalid_exercise"]);
    }
    maria.put(&format!("/v1/exercises/{OWN}"), &json!({"name": "Hers", "kind": "reps"})).await.is(201);
    maria.post("/v1/sessions", &session(OWN)).await.is(201);
    maria.post("/v1/plans", &plan(OWN)).await.is(201);
}

async fn a_deleted_exercise_can_still_be_named(app: &TestApp) {
    let user = app.register().await;
    let path = format!("/v1/exercises/{OWN}");
    user.put(&path, &json!({"name": "Mine", "kind": "reps"})).await.is(201);
    let made = user.post("/v1/sessions", &session(OWN)).await.is(201).json();
    user.delete(&path).await.is(204);
    let of_session = format!("/v1/sessions/{}", made["id"].as_str().unwrap());
    // History stays and can be corrected, and what another device recorded meanwhile can still come in.
    assert_eq!(user.get(&of_session).await.is(200).json(), made);
    user.patch(&of_session, &json!({"effort": 4})).await.is(200);
    user.post("/v1/sessions", &session(OWN)).await.is(201);
    // Later than the first plan of that day, to be the one in force.
    app.clock.advance(chrono::Duration::seconds(1));
    user.post("/v1/plans", &plan(OWN)).await.is(201);
    let adherence = user.get("/v1/adherence").await.is(200).json();
    assert_eq!(adherence["total"]["sets_done"], 1);
}

async fn every_built_in_exercise_can_be_done(app: &TestApp) {
    let user = app.register().await;
    let list = user.get("/v1/exercises?limit=200").await.is(200).json();
    let slugs: Vec<_> = list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    for slug in ["bird-dog", "superman", "push-up", "pull-up", "bridge", "walking"] {
        assert!(slugs.contains(&slug), "{slug}");
    }
    for slug in slugs {
        let exercise = user.get(&format!("/v1/exercises/{slug}")).await.is(200).json();
        assert_eq!((&exercise["id"], &exercise["built_in"]), (&json!(slug), &json!(true)), "{slug:?}");
        assert!(!exercise["instructions"].as_array().unwrap().is_empty(), "{slug:?}");
        user.post("/v1/sessions", &session(slug)).await.is(201);
    }
}
