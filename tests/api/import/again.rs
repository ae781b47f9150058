//! The same file again, and what a person or their profile did in between.

use birddog::core::records::Record;
use birddog::features::training::Plan;
use serde_json::{Value, json};

use super::{all, fates, import, rev};
use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    the_same_file_never_undoes_a_person,
    what_was_worked_out_at_the_first_import_stays,
    an_import_that_was_cut_off_goes_on,
    entries_of_one_day_are_told_apart_by_what_they_say,
    more_entries_of_a_moment_than_anybody_writes_are_refused,
    an_answer_kept_under_a_key_is_that_of_one_way_to_import,
];

const DIARY: &str = "/v1/me/import?format=pain-csv";
const SCORES: &str =
    "date,pain,note\n2026-11-18 08:00,3,\n2026-11-19 08:00,4,stiff\n2026-11-20 08:00,5,\n2026-11-21,6,\n";
const HABITS: &str = "/v1/me/import?format=loop&map=Drill=exercise:walking";
const TICKS: &str = "Date,Drill\n2026-11-21,2\n2026-11-20,3\n2026-11-19,2\n2026-11-18,0\n";
const LIFTS: &str = "/v1/me/import?format=strong&map=weight_unit=kg";
const SETS: &str = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Seconds\n\
    2026-11-17 18:00:00,Back,30m,Seated Row,1,40,10,0\n\
    2026-11-19 18:00:00,Back,30m,Seated Row,1,45,10,0\n";

async fn the_same_file_never_undoes_a_person(app: &TestApp) {
    let user = app.register().await;
    assert_eq!(fates(&import(&user, DIARY, SCORES).await), [4, 0, 0, 0, 0]);
    assert_eq!(fates(&import(&user, HABITS, TICKS).await), [3, 0, 0, 0, 0]);
    assert_eq!(fates(&import(&user, LIFTS, SETS).await), [3, 0, 0, 0, 0]);

    let scores = all(&user, "pain-scores").await;
    let path = |collection: &str, record: &Value| format!("/v1/{collection}/{}", record["id"].as_str().unwrap());
    let edit = json!({"red_flags": ["major_trauma"], "note": "after the fall", "region": "low_back"});
    user.patch(&path("pain-scores", &scores[1]), &edit).await.is(200);
    user.patch(&path("pain-scores", &scores[2]), &json!({"score": 9})).await.is(200);
    user.delete(&path("pain-scores", &scores[0])).await.is(204);
    let sessions = all(&user, "sessions").await;
    user.patch(&path("sessions", &sessions[0]), &json!({"duration_seconds": 1200})).await.is(200);
    user.delete(&path("sessions", &sessions[1])).await.is(204);
    user.delete("/v1/day-marks/2026-11-20").await.is(204);
    let own = all(&user, "exercises").await.into_iter().find(|exercise| exercise["name"] == "Seated Row").unwrap();
    user.patch(&path("exercises", &own), &json!({"name": "Row, seated"})).await.is(200);

    let (before, state) = (rev(&user).await, everything(&user).await);
    for dry in ["&dry_run=true", ""] {
        for (path, file, records) in [(DIARY, SCORES, 4), (HABITS, TICKS, 3), (LIFTS, SETS, 3)] {
            let again = import(&user, &format!("{path}{dry}"), file).await;
            assert_eq!(fates(&again), [0, records, 0, 0, 0], "{again}");
            // Nothing to say, so nothing to decide either.
            let forced = import(&user, &format!("{path}{dry}&on_conflict=file"), file).await;
            assert_eq!(fates(&forced), [0, records, 0, 0, 0], "{forced}");
        }
    }
    assert_eq!((rev(&user).await, everything(&user).await), (before, state));
}

async fn everything(user: &User<'_>) -> Vec<Vec<Value>> {
    let mut everything = Vec::new();
    for collection in ["sessions", "pain-scores", "day-marks", "exercises"] {
        everything.push(all(user, collection).await);
    }
    everything
}

async fn what_was_worked_out_at_the_first_import_stays(app: &TestApp) {
    let user = app.register_in("Europe/Berlin").await;
    import(&user, HABITS, TICKS).await;
    import(&user, DIARY, SCORES).await;
    app.clock.advance(chrono::Duration::days(1));
    let mut plan = Plan::example();
    plan["effective_from"] = json!("2026-11-24");
    plan["goal_minutes"] = json!(45);
    plan["flare_goal_minutes"] = json!(5);
    user.post("/v1/plans", &plan).await.is(201);
    user.patch("/v1/me", &json!({"time_zone": "Asia/Tokyo", "day_starts_at": "04:00"})).await.is(200);
    let before = everything(&user).await;
    assert_eq!(before[0][0]["duration_seconds"], 600);
    assert_eq!(fates(&import(&user, HABITS, TICKS).await), [0, 3, 0, 0, 0]);
    assert_eq!(fates(&import(&user, DIARY, SCORES).await), [0, 4, 0, 0, 0]);
    let elsewhere = import(&user, &format!("{DIARY}&time_zone=America/Lima"), SCORES).await;
    assert_eq!(fates(&elsewhere), [0, 4, 0, 0, 0]);
    assert_eq!(everything(&user).await, before);

    // A tick that gets a note, and a score that is corrected: the rest of the record is the first import's.
    let noted = TICKS.replace("2026-11-19,2", "2026-11-19,\"Entry(timestamp=1, value=2, notes=hard)\"");
    assert_eq!(fates(&import(&user, HABITS, &noted).await), [0, 2, 1, 0, 0]);
    assert_eq!(fates(&import(&user, DIARY, &SCORES.replace("21,6", "21,7")).await), [0, 3, 1, 0, 0]);
    let after = everything(&user).await;
    assert_eq!((&after[0][0]["note"], &after[1][3]["score"]), (&json!("Drill: hard"), &json!(7)));
    for (record, was) in [(&after[0][0], &before[0][0]), (&after[1][3], &before[1][3])] {
        for field in [
            "id",
            "created_at",
            "started_at",
            "recorded_at",
            "time_zone",
            "local_date",
            "duration_seconds",
            "exercises",
        ] {
            assert_eq!(record[field], was[field], "{field}");
        }
    }
    // A new row is derived by the profile as it is now.
    let more = format!("{noted}2026-11-16,2\n");
    assert_eq!(fates(&import(&user, HABITS, &more).await), [1, 3, 0, 0, 0]);
    let first = &all(&user, "sessions").await[0];
    assert_eq!((&first["duration_seconds"], &first["started_at"]), (&json!(2700), &json!("2026-11-16T03:00:00.000Z")));
}

async fn an_import_that_was_cut_off_goes_on(app: &TestApp) {
    let user = app.register().await;
    // Times in no order, and several entries a day: what a part of them has made must not look like another diary.
    let row = |number: u32| format!("2026-10-{:02},{}\n", 1 + number * 7 % 30, number % 11);
    let file = |rows: u32| format!("date,pain\n{}", (0..rows).map(row).collect::<String>());
    assert_eq!(fates(&import(&user, DIARY, &file(230)).await), [230, 0, 0, 0, 0]);
    assert_eq!(fates(&import(&user, DIARY, &file(450)).await), [220, 230, 0, 0, 0]);
    let before = rev(&user).await;
    assert_eq!(fates(&import(&user, DIARY, &file(450)).await), [0, 450, 0, 0, 0]);
    assert_eq!(rev(&user).await, before);
}

async fn entries_of_one_day_are_told_apart_by_what_they_say(app: &TestApp) {
    let user = app.register().await;
    import(
        &user,
        DIARY,
        "date,pain,note\n2026-11-20,3,morning\n2026-11-20,5,noon\n2026-11-20,5,noon\n2026-11-20,7,night\n",
    )
    .await;
    let noon: Vec<_> = all(&user, "pain-scores").await.into_iter().filter(|score| score["note"] == "noon").collect();
    user.patch(&format!("/v1/pain-scores/{}", noon[0]["id"].as_str().unwrap()), &json!({"side": "left"})).await.is(200);
    // One more in front, one of them corrected, the order turned around.
    let later = "date,pain,note\n2026-11-20,2,waking\n2026-11-20,8,night\n2026-11-20,5,noon\n2026-11-20,5,noon\n2026-11-20,3,morning\n";
    assert_eq!(fates(&import(&user, DIARY, later).await), [1, 3, 1, 0, 0]);
    let mut seen: Vec<_> =
        all(&user, "pain-scores").await.iter().map(|one| (one["score"].as_u64(), one["side"] == "left")).collect();
    seen.sort_unstable();
    assert_eq!(seen.iter().filter(|(_, edited)| *edited).count(), 1);
    assert_eq!(seen.iter().map(|(score, _)| score.unwrap()).collect::<Vec<_>>(), [2, 3, 5, 5, 8]);
    assert_eq!(fates(&import(&user, DIARY, later).await), [0, 5, 0, 0, 0]);
}

async fn more_entries_of_a_moment_than_anybody_writes_are_refused(app: &TestApp) {
    let user = app.register().await;
    let file = format!("date,pain\n{}", "2026-11-20,3\n".repeat(130));
    let report = import(&user, DIARY, &file).await;
    assert_eq!((&report["summary"]["created"], &report["summary"]["refused"]), (&100.into(), &30.into()));
    assert!(report["notes"].as_array().unwrap().iter().all(|note| note["code"] == "too_many_at_once"));
    assert_eq!(import(&user, DIARY, &file).await["summary"]["unchanged"], 100);
}

async fn an_answer_kept_under_a_key_is_that_of_one_way_to_import(app: &TestApp) {
    let user = app.register().await;
    let keyed = |path: String, file: &'static str| {
        user.call("POST", &path).bytes(file).header("Content-Type", "text/csv").header("Idempotency-Key", "once")
    };
    keyed(DIARY.to_owned(), SCORES).await.is(200);
    let first = all(&user, "pain-scores").await;
    user.delete(&format!("/v1/pain-scores/{}", first[0]["id"].as_str().unwrap())).await.is(204);
    // The report of then, not what another import would say now.
    let replayed = keyed(DIARY.to_owned(), SCORES).await.is(200);
    assert_eq!(replayed.header("Idempotency-Replayed"), Some("true"));
    assert_eq!(fates(&replayed.json()), [4, 0, 0, 0, 0]);
    let forced = keyed(format!("{DIARY}&on_conflict=file"), SCORES).await.is(200);
    assert_eq!(forced.header("Idempotency-Replayed"), None);
    assert_eq!(fates(&forced.json()), [0, 4, 0, 0, 0]);
    assert_eq!(all(&user, "pain-scores").await.len(), 3);
}
