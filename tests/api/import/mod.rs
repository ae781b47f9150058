//! Records of other apps, over HTTP.

mod again;
mod conflicts;
mod locales;
mod model;
mod sources;
mod workouts;

use serde_json::Value;

use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    a_dry_run_stores_nothing_and_an_import_only_once,
    a_line_that_makes_no_sense_is_refused_alone,
    a_marked_day_keeps_its_mark,
    a_file_that_cannot_be_used_is_refused_as_a_whole,
    an_import_under_a_key_is_answered_again,
];

const WALKS: &str =
    "Date,Walking,Rest\n2026-11-22,2,-1\n2026-11-21,0,-1\n2026-11-20,2,-1\n2026-11-19,3,-1\n2026-11-18,-1,2\n";
const MAPPED: &str = "/v1/me/import?format=loop&map=Walking=exercise:walking&map=Rest=ignore";
const DIARY: &str = "date,score\n2026-11-20 08:00,4\n2026-11-21 08:00,4.5\nsoon,3\n2026-11-22 08:00,7\n";

async fn import(user: &User<'_>, path: &str, file: &str) -> Value {
    user.call("POST", path).bytes(file).header("Content-Type", "text/csv").await.is(200).json()
}

/// How many records were created, unchanged, changed, kept as edited and kept deleted.
fn fates(report: &Value) -> [u64; 5] {
    let summary = &report["summary"];
    let count = |name| summary[name].as_u64().unwrap();
    let fates = ["created", "unchanged", "changed", "kept_edited", "kept_deleted"].map(count);
    let records = ["sessions", "pain_scores", "other_scale", "day_marks", "own_exercises"].map(count);
    let noted =
        |code: &str| report["notes"].as_array().unwrap().iter().filter(|note| note["code"] == code).count() as u64;
    let marked = noted("day_has_mark");
    assert_eq!(fates.iter().sum::<u64>() + marked, records.iter().sum::<u64>(), "{report}");
    assert_eq!([noted("kept_edited"), noted("kept_deleted")], [fates[3], fates[4]], "{report}");
    fates
}

/// The live records of a collection, the oldest first.
async fn all(user: &User<'_>, collection: &str) -> Vec<Value> {
    let page = user.get(&format!("/v1/{collection}?limit=200")).await.is(200).json();
    let mut items = page["items"].as_array().unwrap().clone();
    items.reverse();
    items
}

async fn rev(user: &User<'_>) -> Value {
    user.get("/v1/me").await.is(200).json()["rev"].clone()
}

async fn a_dry_run_stores_nothing_and_an_import_only_once(app: &TestApp) {
    let user = app.register().await;
    let before = rev(&user).await;
    let dry = import(&user, &format!("{MAPPED}&dry_run=true"), WALKS).await;
    assert_eq!(
        (&dry["dry_run"], &dry["summary"]["sessions"], &dry["summary"]["created"]),
        (&true.into(), &2.into(), &3.into())
    );
    assert_eq!(rev(&user).await, before);

    let first = import(&user, MAPPED, WALKS).await;
    assert_eq!((&first["summary"]["created"], &first["summary"]["day_marks"]), (&3.into(), &1.into()), "{first}");
    let after = rev(&user).await;
    let again = import(&user, MAPPED, WALKS).await;
    assert_eq!((&again["summary"]["created"], &again["summary"]["unchanged"]), (&0.into(), &3.into()), "{again}");
    assert_eq!(rev(&user).await, after);

    let days = user.get("/v1/calendar?from=2026-11-19&to=2026-11-22").await.is(200).json();
    let states: Vec<_> = days["days"].as_array().unwrap().iter().map(|day| day["state"].as_str().unwrap()).collect();
    // The history begins with the first session; the mark before it starts none.
    assert_eq!(states, ["done", "missed", "done"]);

    let stranger = app.register().await;
    assert_eq!(import(&stranger, MAPPED, WALKS).await["summary"]["created"], 3);
}

async fn a_line_that_makes_no_sense_is_refused_alone(app: &TestApp) {
    let user = app.register().await;
    let path = "/v1/me/import?format=pain-csv&map=date=date,score=score,region=low_back";
    let report = import(&user, path, DIARY).await;
    let summary = &report["summary"];
    assert_eq!(
        (&summary["pain_scores"], &summary["other_scale"], &summary["refused"]),
        (&2.into(), &1.into(), &1.into())
    );
    let notes = report["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note["line"] == 4 && note["outcome"] == "refused"), "{report}");
    assert!(notes.iter().any(|note| note["code"] == "mixed_scale"), "{report}");
    let trend = user.get("/v1/trends/pain?from=2026-11-01&to=2026-11-22&region=low_back").await.is(200).json();
    assert_eq!(trend["points"].as_array().unwrap().len(), 2);
}

async fn a_marked_day_keeps_its_mark(app: &TestApp) {
    let user = app.register().await;
    user.put("/v1/day-marks/2026-11-19", &serde_json::json!({"kind": "sick"})).await.is(201);
    let report = import(&user, MAPPED, WALKS).await;
    assert!(report["notes"].as_array().unwrap().iter().any(|note| note["code"] == "day_has_mark"), "{report}");
    assert_eq!(user.get("/v1/day-marks/2026-11-19").await.is(200).json()["kind"], "sick");
}

async fn a_file_that_cannot_be_used_is_refused_as_a_whole(app: &TestApp) {
    let user = app.register().await;
    let send = |path: &'static str, file: &'static str, media_type: &'static str| {
        user.call("POST", path).bytes(file).header("Content-Type", media_type)
    };
    send("/v1/me/import?format=strong", "a,b\n1,2\n", "text/csv").await.is_problem(422, "import_refused");
    send("/v1/me/import?format=loop&map=Running=session", WALKS, "text/csv").await.is_problem(422, "import_refused");
    send("/v1/me/import?format=xls", WALKS, "text/csv").await.is_problem(422, "invalid_input");
    send("/v1/me/import", WALKS, "text/csv").await.is_problem(422, "invalid_input");
    send("/v1/me/import?format=loop&time_zone=Mars", WALKS, "text/csv").await.is_problem(422, "invalid_input");
    send(MAPPED, WALKS, "application/json").await.is_problem(415, "unsupported_media_type");
    assert_eq!(user.get("/v1/sessions").await.is(200).json()["items"], serde_json::json!([]));
}

async fn an_import_under_a_key_is_answered_again(app: &TestApp) {
    let user = app.register().await;
    let keyed = |file: &'static str| {
        user.call("POST", MAPPED).bytes(file).header("Content-Type", "text/csv").header("Idempotency-Key", "walks")
    };
    let first = keyed(WALKS).await.is(200);
    let again = keyed(WALKS).await.is(200);
    assert_eq!(again.header("Idempotency-Replayed"), Some("true"));
    assert_eq!(again.json(), first.json());
    keyed("Date,Walking,Rest\n2026-11-22,2,-1\n2026-11-21,2,-1\n").await.is_problem(422, "idempotency_key_reused");
}
