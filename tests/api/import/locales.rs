//! Files of other languages, locales and spreadsheets, over HTTP.

use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    strong_in_french_and_out_of_a_spreadsheet,
    a_diary_is_read_whatever_wrote_its_times,
    a_diary_in_utf_16_is_text,
    a_scale_of_its_own_is_told_apart_in_loop_too,
    a_wrong_format_is_told_the_right_one,
];

const FRENCH: &str = "Date,Nom de l'entraînement,Durée,Nom de l'exercice,Ordre de la série,Poids,Réps,Distance,Secondes\n\
    2026-11-20 07:10:30,\"Dos\",35min,\"Rowing (Barre)\",1,20.0,8,0,0\n\
    2026-11-20 07:10:30,\"Dos\",35min,\"Rowing (Barre)\",Minuteur de repos,0,0,0,90\n\
    2026-11-21 07:10:30,\"Dos\",1 h 5 min,\"Rowing (Barre)\",1,22.5,8,0,0\n";

const SPREADSHEET: &str = "Date,Workout Name,Duration,Exercise Name,Set Order,lb,Reps,Part\n\
    11/13/2026 6:30 PM,Back,62,Row,1,45,8,lats\n\
    11/4/2026 6:30 AM,Back,a while,Row,1,45,8,lats\n";

const TIMES: &str = "Date,Time,Pain,\n\
    2026-11-13,02:00:00 PM,4\n2026-11-14,8:15 p. m.,5\n2026-11-15,20h15,5\n2026-11-16,0.84375,5\n2026-11-17,evening,6\n\
    2026-11-18,8:00,-2147483648\n";

async fn import(user: &User<'_>, query: &str, file: impl Into<Vec<u8>>) -> Value {
    let path = format!("/v1/me/import?time_zone=Europe/Berlin&{query}");
    user.call("POST", &path).bytes(file).header("Content-Type", "text/csv").await.is(200).json()
}

async fn items(user: &User<'_>, path: &str) -> Vec<Value> {
    user.get(path).await.is(200).json()["items"].as_array().unwrap().clone()
}

fn note<'a>(report: &'a Value, code: &str) -> &'a Value {
    let mut notes = report["notes"].as_array().unwrap().iter();
    notes.find(|note| note["code"] == code).unwrap_or_else(|| panic!("{code} in {report}"))
}

async fn strong_in_french_and_out_of_a_spreadsheet(app: &TestApp) {
    let user = app.register().await;
    let report = import(&user, "format=strong", FRENCH).await;
    assert_eq!(report["summary"]["sessions"], 2, "{report}");
    assert!(note(&report, "weight_unit_assumed")["detail"].as_str().unwrap().contains("read as kg"));
    let sessions = items(&user, "/v1/sessions").await;
    let seconds: Vec<_> = sessions.iter().map(|session| &session["duration_seconds"]).collect();
    assert_eq!(seconds, [&json!(3_900), &json!(2_100)]);

    let user = app.register().await;
    let report = import(&user, "format=strong", SPREADSHEET).await;
    let sessions = items(&user, "/v1/sessions").await;
    let told: Vec<_> = sessions.iter().map(|session| (&session["started_at"], &session["duration_seconds"])).collect();
    // The plan of the sign-up day has a goal of ten minutes.
    let expected =
        [(&json!("2026-11-13T17:30:00.000Z"), &json!(3_720)), (&json!("2026-11-04T05:30:00.000Z"), &json!(600))];
    assert_eq!(told, expected, "{report}");
    assert_eq!(sessions[0]["exercises"][0]["sets"][0]["load_kg"], 20.412);
    assert_eq!(note(&report, "column_not_read")["count"], 2);
    assert!(note(&report, "duration_unit_assumed")["detail"].as_str().unwrap().contains("minutes"));
    let assumed = note(&report, "duration_assumed");
    assert!(assumed["line"] == 3 && assumed["detail"].as_str().unwrap().contains("\"a while\""), "{report}");
}

async fn a_diary_is_read_whatever_wrote_its_times(app: &TestApp) {
    let user = app.register().await;
    let report = import(&user, "format=pain-csv", TIMES).await;
    let scores = items(&user, "/v1/pain-scores").await;
    let at: Vec<_> = scores.iter().rev().map(|score| score["recorded_at"].as_str().unwrap()).collect();
    let expected = [
        "2026-11-13T13:00:00.000Z",
        "2026-11-14T19:15:00.000Z",
        "2026-11-15T19:15:00.000Z",
        "2026-11-16T19:15:00.000Z",
        "2026-11-17T11:00:00.000Z",
    ];
    assert_eq!(at, expected, "{report}");
    assert_eq!(
        (&note(&report, "time_not_read")["line"], &note(&report, "value_skipped")["line"]),
        (&json!(6), &json!(7))
    );
    assert_eq!((&report["summary"]["other_scale"], &report["summary"]["refused"]), (&json!(0), &json!(0)));
}

async fn a_diary_in_utf_16_is_text(app: &TestApp) {
    let user = app.register().await;
    let text = "Datum;Schmerz;Notiz\r\n13.11.2026;6;größer\r\n4.11.2026;4;übel\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    import(&user, "format=pain-csv", bytes).await;
    let scores = items(&user, "/v1/pain-scores").await;
    let told: Vec<_> = scores.iter().map(|score| (&score["score"], &score["note"])).collect();
    assert_eq!(told, [(&json!(6), &json!("größer")), (&json!(4), &json!("übel"))]);
}

async fn a_scale_of_its_own_is_told_apart_in_loop_too(app: &TestApp) {
    const PERCENT: &str = "Date,Back,\n2026-11-19,3000,\n2026-11-20,45000,\n2026-11-21,-1,\n2026-11-22,0,\n";
    let user = app.register().await;
    let report = import(&user, "format=loop&map=Back=pain:low_back", PERCENT).await;
    assert_eq!((&report["summary"]["pain_scores"], &report["summary"]["other_scale"]), (&json!(2), &json!(1)));
    assert!(note(&report, "mixed_scale")["detail"].as_str().unwrap().contains("scale=own"));
    let user = app.register().await;
    let report = import(&user, "format=loop&map=Back=pain:low_back&map=scale=own", PERCENT).await;
    assert_eq!((&report["summary"]["pain_scores"], &report["summary"]["other_scale"]), (&json!(0), &json!(3)));
    assert!(items(&user, "/v1/pain-scores").await.iter().all(|score| score["score"].is_null()));
}

async fn a_wrong_format_is_told_the_right_one(app: &TestApp) {
    let user = app.register().await;
    let refused = user.call("POST", "/v1/me/import?format=pain-csv").bytes(FRENCH).header("Content-Type", "text/csv");
    let problem = refused.await.is_problem(422, "import_refused").json();
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.contains("format=strong") && detail.contains("Line 1 was taken for the header: \"Date,Nom"),
        "{detail}"
    );
    assert!(items(&user, "/v1/pain-scores").await.is_empty());
}
