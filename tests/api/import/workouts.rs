//! The workouts of other apps, over HTTP.

use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    a_hevy_workout_lasts_from_its_start_to_its_end,
    a_fitnotes_day_is_a_session,
    body_measurements_are_refused
];

const HEVY: &str = "\"title\",\"start_time\",\"end_time\",\"description\",\"exercise_title\",\"superset_id\",\"exercise_notes\",\"set_index\",\
    \"set_type\",\"weight_kg\",\"reps\",\"distance_km\",\"duration_seconds\",\"rpe\"\n\
    \"Dos\",\"18 sept. 2026, 17:31\",\"18 sept. 2026, 18:20\",\"\",\"Tractions\",,\"lentement\",0,\"normal\",,8,,,8\n\
    \"Dos\",\"18 sept. 2026, 17:31\",\"18 sept. 2026, 18:20\",\"\",\"Planche\",,\"\",0,\"normal\",,,,60,\n\
    \"Dos\",\"18 sept. 2026, 17:31\",\"18 sept. 2026, 18:20\",\"\",\"Tirage Vertical (Machine)\",,\"\",0,\"dropset\",40,12,,,\n";

const FITNOTES: &str = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n\
    2026-11-19,Push Up,Chest,0.0,lbs,12,,,,\n\
    2026-11-19,Dumbbell Row (Bench, Each Side),Back,45.0,lbs,10,,,,\"slow, even\"\n\
    2026-11-20,Walking,Cardio,,,,2.5,km,0:31:00,\n";

async fn import(user: &User<'_>, format: &str, file: &'static str) -> Value {
    let path = format!("/v1/me/import?format={format}&time_zone=Europe/Paris");
    user.call("POST", &path).bytes(file).header("Content-Type", "text/csv").await.is(200).json()
}

async fn sessions(user: &User<'_>) -> Vec<Value> {
    user.get("/v1/sessions").await.is(200).json()["items"].as_array().unwrap().clone()
}

fn has(report: &Value, line: &Value, code: &str) -> bool {
    report["notes"].as_array().unwrap().iter().any(|note| note["line"] == *line && note["code"] == code)
}

async fn a_hevy_workout_lasts_from_its_start_to_its_end(app: &TestApp) {
    let user = app.register().await;
    let report = import(&user, "hevy", HEVY).await;
    // The session and one exercise of one's own.
    assert_eq!((&report["summary"]["sessions"], &report["summary"]["created"]), (&json!(1), &json!(2)), "{report}");
    let all = sessions(&user).await;
    let [session] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(
        (&session["started_at"], &session["duration_seconds"], &session["effort"], &session["note"]),
        (&json!("2026-09-18T15:31:00.000Z"), &json!(2940), &json!(8), &json!("Dos\nTractions: lentement"))
    );
    let exercises = session["exercises"].as_array().unwrap();
    assert_eq!(exercises[0], json!({"exercise": "pull-up", "sets": [{"reps": 8, "variation": "full"}]}));
    assert_eq!(exercises[1], json!({"exercise": "front-plank", "sets": [{"hold_seconds": 60}]}));
    assert_eq!(exercises[2]["sets"], json!([{"reps": 12, "load_kg": 40.0}]));
    let own = user.get(&format!("/v1/exercises/{}", exercises[2]["exercise"].as_str().unwrap())).await.is(200).json();
    assert_eq!(own["name"], "Tirage Vertical (Machine)");
    let again = import(&user, "hevy", HEVY).await;
    assert_eq!((&again["summary"]["created"], &again["summary"]["changed"]), (&json!(0), &json!(0)), "{again}");
}

async fn a_fitnotes_day_is_a_session(app: &TestApp) {
    let user = app.register().await;
    let report = import(&user, "fitnotes", FITNOTES).await;
    assert_eq!((&report["summary"]["sessions"], &report["summary"]["refused"]), (&json!(2), &json!(0)), "{report}");
    assert!(has(&report, &json!(null), "duration_assumed"), "{report}");
    assert!(has(&report, &json!(3), "unquoted_separator"), "{report}");
    assert!(has(&report, &json!(4), "duration_from_sets"), "{report}");
    assert!(has(&report, &json!(null), "column_not_read"), "{report}");
    let all = sessions(&user).await;
    let [walk, strength] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((&walk["started_at"], &walk["duration_seconds"]), (&json!("2026-11-20T11:00:00.000Z"), &json!(1860)));
    assert_eq!(walk["exercises"], json!([{"exercise": "walking", "sets": [{"duration_seconds": 1860}]}]));
    let goal = user.get("/v1/plan").await.is(200).json()["goal_minutes"].as_u64().unwrap();
    assert_eq!((&strength["local_date"], &strength["duration_seconds"]), (&json!("2026-11-19"), &json!(goal * 60)));
    assert_eq!(strength["note"], "Dumbbell Row (Bench, Each Side): slow, even");
    assert_eq!(strength["exercises"][0], json!({"exercise": "push-up", "sets": [{"reps": 12, "variation": "floor"}]}));
    assert_eq!(strength["exercises"][1]["sets"], json!([{"reps": 10, "load_kg": 20.412}]));
    let again = import(&user, "fitnotes", FITNOTES).await;
    assert_eq!((&again["summary"]["created"], &again["summary"]["changed"]), (&json!(0), &json!(0)), "{again}");
}

async fn body_measurements_are_refused(app: &TestApp) {
    let user = app.register().await;
    let file = "Date,Time,Measurement,Value,Unit,Comment\n2026-11-19,12:18:42,Bodyweight,67.0,kgs,\n";
    let send = user.call("POST", "/v1/me/import?format=fitnotes").bytes(file).header("Content-Type", "text/csv").await;
    let problem = send.is_problem(422, "import_refused").json();
    assert!(problem["detail"].as_str().unwrap().contains("body measurements"), "{problem}");
    assert_eq!(sessions(&user).await, Vec::<Value>::new());
}
