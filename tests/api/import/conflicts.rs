//! Rows that say something new of records that were touched, or not.

use birddog::platform::db::schema;
use diesel::RunQueryDsl;
use serde_json::{Value, json};

use super::{all, fates, import, rev};
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    an_untouched_record_follows_its_row,
    a_different_map_makes_the_rows_say_something_new,
    where_both_have_changed_the_persons_stays,
    the_files_version_is_taken_when_it_is_asked_for,
    the_same_change_on_both_sides_is_no_conflict,
    a_mark_that_an_import_made_follows_the_same_rules,
    a_record_that_was_there_before_is_the_persons,
];

const DIARY: &str = "/v1/me/import?format=pain-csv";
const SCORES: &str =
    "date,pain,note\n2026-11-18 08:00,3,\n2026-11-19 08:00,4,stiff\n2026-11-20 08:00,5,\n2026-11-21 08:00,6,\n";
const CORRECTED: &str =
    "date,pain,note\n2026-11-18 08:00,1,\n2026-11-19 08:00,2,stiff\n2026-11-20 08:00,5,\n2026-11-21 08:00,6,\n";

fn path(record: &Value) -> String {
    format!("/v1/pain-scores/{}", record["id"].as_str().unwrap())
}

async fn an_untouched_record_follows_its_row(app: &TestApp) {
    let user = app.register().await;
    import(&user, DIARY, SCORES).await;
    let (before, state) = (all(&user, "pain-scores").await, rev(&user).await);
    let dry = import(&user, &format!("{DIARY}&dry_run=true"), CORRECTED).await;
    assert_eq!(fates(&dry), [0, 2, 2, 0, 0]);
    assert_eq!((rev(&user).await, all(&user, "pain-scores").await), (state, before.clone()));
    assert_eq!(fates(&import(&user, DIARY, CORRECTED).await), [0, 2, 2, 0, 0]);
    let after = all(&user, "pain-scores").await;
    let seen =
        |records: &[Value]| records.iter().map(|one| (one["id"].clone(), one["score"].clone())).collect::<Vec<_>>();
    let expected: Vec<_> =
        seen(&before).into_iter().zip([1, 2, 5, 6]).map(|((id, _), score)| (id, json!(score))).collect();
    assert_eq!(seen(&after), expected);
    // A row that is gone takes nothing with it, and one that returns is the same.
    let fewer = CORRECTED.replace("2026-11-20 08:00,5,\n", "");
    assert_eq!(fates(&import(&user, DIARY, &fewer).await), [0, 3, 0, 0, 0]);
    assert_eq!(fates(&import(&user, DIARY, CORRECTED).await), [0, 4, 0, 0, 0]);
    assert_eq!(fates(&import(&user, DIARY, SCORES).await), [0, 2, 2, 0, 0]);
}

async fn a_different_map_makes_the_rows_say_something_new(app: &TestApp) {
    const SETS: &str = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps\n\
        2026-11-17 18:00:00,Back,30m,Pull Up (Weighted),1,10,5\n\
        2026-11-19 18:00:00,Back,30m,Pull Up (Weighted),1,20,5\n";
    let user = app.register().await;
    let by = |unit: &str| format!("/v1/me/import?format=strong&map=weight_unit={unit}");
    import(&user, &by("kg"), SETS).await;
    let first = all(&user, "sessions").await;
    user.patch(&format!("/v1/sessions/{}", first[1]["id"].as_str().unwrap()), &json!({"effort": 8})).await.is(200);
    assert_eq!(fates(&import(&user, &by("lb"), SETS).await), [0, 0, 1, 1, 0]);
    let loads = async || {
        let sessions = all(&user, "sessions").await;
        sessions.iter().map(|one| one["exercises"][0]["sets"][0]["load_kg"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(loads().await, [json!(4.536), json!(20.0)]);
    assert_eq!(fates(&import(&user, &format!("{}&on_conflict=file", by("lb")), SETS).await), [0, 1, 1, 0, 0]);
    assert_eq!(loads().await, [json!(4.536), json!(9.072)]);
    assert_eq!(all(&user, "sessions").await[1]["effort"], 8, "the file has no effort");
    // The scale of a diary without a name is given in the second try, as the report of the first advises.
    let diary = "date,pain\n2026-11-18,3\n2026-11-19,4.5\n2026-11-20,5\n";
    import(&user, DIARY, diary).await;
    assert_eq!(fates(&import(&user, &format!("{DIARY}&map=scale=own"), diary).await), [0, 1, 2, 0, 0]);
}

async fn where_both_have_changed_the_persons_stays(app: &TestApp) {
    let user = app.register().await;
    import(&user, DIARY, SCORES).await;
    let first = all(&user, "pain-scores").await;
    user.patch(&path(&first[0]), &json!({"score": 9, "red_flags": ["major_trauma"]})).await.is(200);
    user.delete(&path(&first[1])).await.is(204);
    let (state, before) = (all(&user, "pain-scores").await, rev(&user).await);
    for query in ["&dry_run=true", "", "&on_conflict=person"] {
        let report = import(&user, &format!("{DIARY}{query}"), CORRECTED).await;
        assert_eq!(fates(&report), [0, 2, 0, 1, 1], "{query}");
        let notes = report["notes"].as_array().unwrap();
        let of = |line: u64| notes.iter().find(|note| note["line"] == line).unwrap();
        assert_eq!((&of(2)["code"], &of(2)["outcome"]), (&json!("kept_edited"), &json!("conflict")), "{query:?}");
        assert_eq!((&of(3)["code"], &of(3)["outcome"]), (&json!("kept_deleted"), &json!("conflict")), "{query:?}");
        assert!(of(2)["detail"].as_str().unwrap().contains("on_conflict=file"), "{query:?}");
        assert_eq!((&report["summary"]["refused"], &report["summary"]["skipped"]), (&json!(0), &json!(0)), "{query:?}");
    }
    assert_eq!((all(&user, "pain-scores").await, rev(&user).await), (state, before));
    user.call("POST", &format!("{DIARY}&on_conflict=mine"))
        .bytes(SCORES)
        .header("Content-Type", "text/csv")
        .await
        .is_problem(422, "invalid_input");
}

async fn the_files_version_is_taken_when_it_is_asked_for(app: &TestApp) {
    let user = app.register().await;
    import(&user, DIARY, SCORES).await;
    let first = all(&user, "pain-scores").await;
    let edit = json!({"score": 9, "red_flags": ["major_trauma"], "region": "neck", "note": "mine"});
    user.patch(&path(&first[0]), &edit).await.is(200);
    user.delete(&path(&first[1])).await.is(204);
    user.patch(&path(&first[2]), &json!({"note": "mine"})).await.is(200);
    assert_eq!(fates(&import(&user, DIARY, CORRECTED).await), [0, 2, 0, 1, 1]);
    let path_of = format!("{DIARY}&on_conflict=file");
    assert_eq!(fates(&import(&user, &format!("{path_of}&dry_run=true"), CORRECTED).await), [1, 2, 1, 0, 0]);
    assert_eq!(fates(&import(&user, &path_of, CORRECTED).await), [1, 2, 1, 0, 0]);
    let after = all(&user, "pain-scores").await;
    assert_eq!((&after[0]["score"], &after[0]["red_flags"]), (&json!(1), &json!(["major_trauma"])));
    assert_eq!((&after[0]["region"], &after[0]["note"]), (&json!("neck"), &json!("mine")), "the file has neither");
    assert_eq!((&after[1]["id"], &after[1]["score"]), (&first[1]["id"], &json!(2)));
    assert_eq!(after[2]["note"], "mine", "its row said nothing new");
    // From here on they follow their rows again.
    assert_eq!(fates(&import(&user, DIARY, CORRECTED).await), [0, 4, 0, 0, 0]);
    assert_eq!(fates(&import(&user, DIARY, SCORES).await), [0, 2, 2, 0, 0]);
}

async fn the_same_change_on_both_sides_is_no_conflict(app: &TestApp) {
    let user = app.register().await;
    import(&user, DIARY, SCORES).await;
    let first = all(&user, "pain-scores").await;
    user.patch(&path(&first[0]), &json!({"score": 1})).await.is(200);
    let before = rev(&user).await;
    let one = SCORES.replace("08:00,3", "08:00,1");
    assert_eq!(fates(&import(&user, DIARY, &one).await), [0, 4, 0, 0, 0]);
    assert_eq!(rev(&user).await, before);
    assert_eq!(fates(&import(&user, DIARY, SCORES).await), [0, 3, 1, 0, 0]);
}

async fn a_mark_that_an_import_made_follows_the_same_rules(app: &TestApp) {
    const HABITS: &str = "/v1/me/import?format=loop&map=Drill=session";
    const SKIPS: &str = "Date,Drill\n2026-11-21,3\n2026-11-20,3\n2026-11-19,3\n2026-11-18,3\n2026-11-17,2\n";
    let noted = SKIPS.replace(",3\n", ",\"Entry(timestamp=1, value=3, notes=travelling)\"\n");
    let user = app.register().await;
    user.put("/v1/day-marks/2026-11-18", &json!({"kind": "sick"})).await.is(201);
    let first = import(&user, HABITS, SKIPS).await;
    assert_eq!(fates(&first), [4, 0, 0, 0, 0]);
    user.put("/v1/day-marks/2026-11-20", &json!({"kind": "travel"})).await.is(200);
    user.delete("/v1/day-marks/2026-11-19").await.is(204);
    assert_eq!(fates(&import(&user, HABITS, SKIPS).await), [0, 4, 0, 0, 0]);
    assert_eq!(fates(&import(&user, HABITS, &noted).await), [0, 1, 1, 1, 1]);
    let kinds = async || {
        let marks = all(&user, "day-marks").await;
        marks.iter().map(|mark| (mark["date"].clone(), mark["kind"].clone())).collect::<Vec<_>>()
    };
    let mine = [("2026-11-18", "sick"), ("2026-11-20", "travel"), ("2026-11-21", "rest")];
    assert_eq!(kinds().await, mine.map(|(date, kind)| (json!(date), json!(kind))));
    assert_eq!(fates(&import(&user, &format!("{HABITS}&on_conflict=file"), &noted).await), [1, 2, 1, 0, 0]);
    let files = [("2026-11-18", "sick"), ("2026-11-19", "rest"), ("2026-11-20", "rest"), ("2026-11-21", "rest")];
    assert_eq!(kinds().await, files.map(|(date, kind)| (json!(date), json!(kind))));
}

/// A device may have put a record at the address that an import would take, and backups know nothing of rows.
async fn a_record_that_was_there_before_is_the_persons(app: &TestApp) {
    let user = app.register().await;
    import(&user, DIARY, SCORES).await;
    let first = all(&user, "pain-scores").await;
    user.patch(&path(&first[1]), &json!({"score": 9})).await.is(200);
    user.delete(&path(&first[2])).await.is(204);
    diesel::delete(schema::imported_rows::table).execute(&mut app.connect()).unwrap();
    let before = rev(&user).await;
    assert_eq!(fates(&import(&user, DIARY, SCORES).await), [0, 2, 0, 1, 1]);
    assert_eq!(rev(&user).await, before);
    assert_eq!(fates(&import(&user, DIARY, &SCORES.replace("08:00,3", "08:00,1")).await), [0, 1, 1, 1, 1]);
    assert_eq!(fates(&import(&user, &format!("{DIARY}&on_conflict=file"), SCORES).await), [1, 1, 2, 0, 0]);
    assert_eq!(fates(&import(&user, DIARY, SCORES).await), [0, 4, 0, 0, 0]);

    // The same where a day has two entries, and the first of them was deleted.
    let other = app.register().await;
    let day = "date,pain\n2026-11-20,3\n2026-11-20,5\n";
    import(&other, DIARY, day).await;
    let three = all(&other, "pain-scores").await.into_iter().find(|one| one["score"] == 3).unwrap();
    other.delete(&path(&three)).await.is(204);
    diesel::delete(schema::imported_rows::table).execute(&mut app.connect()).unwrap();
    for _ in 0..3 {
        assert_eq!(fates(&import(&other, DIARY, day).await), [0, 1, 0, 0, 1]);
    }
}
