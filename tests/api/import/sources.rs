//! Which source a file is from, when its rows do not say.

use serde_json::{Value, json};

use super::{all, fates, import, rev};
use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    two_files_of_single_habits_are_two_habits,
    the_file_of_all_habits_and_a_folders_file_are_one_source,
    a_nameless_file_that_contradicts_the_first_is_refused,
    a_nameless_file_that_has_grown_goes_on,
    a_guessed_name_is_doubted_when_most_differs,
    a_second_nameless_diary_is_another_source,
    the_place_in_the_map_tells_two_diaries_apart,
    a_source_can_be_told_for_every_format,
];

const LOOP: &str = "/v1/me/import?format=loop&map=Value=session";
const BRIDGE: &str = "2026-11-21,2\n2026-11-20,2\n2026-11-19,2\n2026-11-18,2\n2026-11-16,2\n";
const BIRD_DOG: &str = "2026-11-21,2\n2026-11-19,2\n";

async fn refused(user: &User<'_>, path: &str, file: &str) -> String {
    let refusal = user.call("POST", path).bytes(file).header("Content-Type", "text/csv").await;
    refusal.is_problem(422, "source_unclear").json()["detail"].as_str().unwrap().to_owned()
}

async fn two_files_of_single_habits_are_two_habits(app: &TestApp) {
    let headed = |rows: &str| format!("Date,Value\n{rows}");
    for [first, second] in [
        ["&map=source=Bridge", "&map=source=Bird%20dog"],
        ["&file_name=bridge.csv", "&file_name=bird-dog%20(1).csv"],
        ["&file_name=001%20Bridge/Checkmarks.csv", "&file_name=002%20Bird%20dog%5CCheckmarks.csv"],
        ["&file_name=Bridge/Scores.csv", "&map=source=Bird%20dog&file_name=Bridge/Scores.csv"],
    ] {
        for file in [str::to_owned, headed] {
            let user = app.register().await;
            let (first, second) = (format!("{LOOP}{first}"), format!("{LOOP}{second}"));
            assert_eq!(fates(&import(&user, &first, &file(BRIDGE)).await), [5, 0, 0, 0, 0], "{file:?}");
            assert_eq!(fates(&import(&user, &second, &file(BIRD_DOG)).await), [2, 0, 0, 0, 0], "{file:?}");
            let before = rev(&user).await;
            assert_eq!(fates(&import(&user, &first, &file(BRIDGE)).await), [0, 5, 0, 0, 0], "{file:?}");
            assert_eq!(fates(&import(&user, &second, &file(BIRD_DOG)).await), [0, 2, 0, 0, 0], "{file:?}");
            assert_eq!(rev(&user).await, before, "{file:?}");
            let sessions = all(&user, "sessions").await;
            assert_eq!(sessions.len(), 7, "{file:?}");
            // One day, two habits, and each says which it is.
            let day: Vec<_> = sessions.iter().filter(|one| one["local_date"] == "2026-11-21").collect();
            assert_eq!(day.len(), 2, "{file:?}");
            assert_ne!(day[0]["note"], day[1]["note"], "{file:?}");
        }
    }
}

async fn the_file_of_all_habits_and_a_folders_file_are_one_source(app: &TestApp) {
    let user = app.register().await;
    // Loop leaves letters with accents out of folders' names, and the signs that file systems dislike.
    let all_habits = "Date,Brücke: lang,bird dog,\n2026-11-21,2,2,\n2026-11-20,2,3,\n2026-11-19,-1,2,\n";
    let global = "/v1/me/import?format=loop&map=Brücke: lang=session&map=bird dog=session".replace(' ', "%20");
    assert_eq!(fates(&import(&user, &global, all_habits).await), [4, 0, 0, 0, 0]);
    let before = rev(&user).await;
    for (name, file, records) in [
        ("001%20Brcke%20lang/Checkmarks.csv", "2026-11-21,2\n2026-11-20,2\n", 2),
        (
            "/home/maria/Loop/002%20Bird%20dog/Checkmarks.csv",
            "Date,Value,Notes\n2026-11-21,YES_MANUAL,\n2026-11-19,YES_MANUAL,\n",
            2,
        ),
    ] {
        let report = import(&user, &format!("{LOOP}&file_name={name}"), file).await;
        assert_eq!(fates(&report), [0, records, 0, 0, 0], "{report}");
    }
    // Decomposed letters and another case are the same name.
    let decomposed = all_habits.replace("Brücke", "BRU\u{308}CKE");
    let path = global.replace("Brücke", "BRU\u{308}CKE");
    assert_eq!(fates(&import(&user, &path, &decomposed).await), [0, 4, 0, 0, 0]);
    assert_eq!(rev(&user).await, before);
    // The folder's file has a day that the other lacks, and no mark where one was skipped.
    let more = import(
        &user,
        &format!("{LOOP}&file_name=002 Bird dog/Checkmarks.csv").replace(' ', "%20"),
        "2026-11-21,2\n2026-11-20,2\n2026-11-19,2\n",
    )
    .await;
    assert_eq!(fates(&more), [1, 2, 0, 0, 0]);
}

async fn a_nameless_file_that_contradicts_the_first_is_refused(app: &TestApp) {
    let user = app.register().await;
    import(&user, LOOP, BRIDGE).await;
    let before = rev(&user).await;
    for (file, why) in [
        (BIRD_DOG, "a day less"),
        (
            "2026-11-21,30000\n2026-11-20,30000\n2026-11-19,30000\n2026-11-18,1000\n2026-11-16,1000\n",
            "numbers for ticks",
        ),
        ("2026-11-22,2\n2026-11-15,2\n", "none of the days between"),
    ] {
        let detail = refused(&user, LOOP, file).await;
        assert!(detail.contains("source=NAME") && detail.contains("source=Value"), "{why}: {detail}");
        refused(&user, &format!("{LOOP}&dry_run=true"), file).await;
        refused(&user, &format!("{LOOP}&on_conflict=file"), file).await;
        refused(&user, &format!("{LOOP}&file_name=Downloads/Checkmarks.csv"), file).await;
    }
    assert_eq!(rev(&user).await, before);
    assert_eq!(
        fates(&import(&user, &format!("{LOOP}&map=source=Bird dog").replace(' ', "%20"), BIRD_DOG).await),
        [2, 0, 0, 0, 0]
    );
    // It is the same one, and the person says so.
    let unticked = BRIDGE.replace("2026-11-20,2", "2026-11-20,0");
    assert_eq!(fates(&import(&user, &format!("{LOOP}&map=source=Value"), &unticked).await), [0, 4, 0, 0, 0]);

    // The other way round the second file holds all of the first and as much again between.
    let other = app.register().await;
    import(&other, LOOP, BIRD_DOG).await;
    refused(&other, LOOP, BRIDGE).await;
}

async fn a_nameless_file_that_has_grown_goes_on(app: &TestApp) {
    let user = app.register().await;
    import(&user, LOOP, BRIDGE).await;
    let grown = format!("Date,Value\n2026-11-23,2\n2026-11-22,0\n{BRIDGE}2026-11-10,2\n");
    assert_eq!(fates(&import(&user, LOOP, &grown).await), [2, 5, 0, 0, 0]);
    // What a person did to the records is no matter of the file.
    let sessions = all(&user, "sessions").await;
    user.delete(&format!("/v1/sessions/{}", sessions[3]["id"].as_str().unwrap())).await.is(204);
    assert_eq!(fates(&import(&user, LOOP, &grown).await), [0, 7, 0, 0, 0]);
    // Nor is what the map makes of it.
    let walks = LOOP.replace("session", "exercise:walking");
    assert_eq!(fates(&import(&user, &walks, &grown).await), [0, 0, 6, 0, 1]);
}

async fn a_guessed_name_is_doubted_when_most_differs(app: &TestApp) {
    let user = app.register().await;
    let guessed = format!("{LOOP}&file_name=bridge.csv");
    import(&user, &guessed, BRIDGE).await;
    let unticked = BRIDGE.replace("2026-11-20,2", "2026-11-20,0");
    assert_eq!(fates(&import(&user, &guessed, &unticked).await), [0, 4, 0, 0, 0]);
    let detail = refused(&user, &guessed, "2026-11-21,2\n2026-11-17,2\n2026-11-15,2\n").await;
    assert!(detail.contains("source=bridge"), "{detail}");
    // Loop's own folder says it.
    let folder = format!("{LOOP}&file_name=001%20Bridge/Checkmarks.csv");
    assert_eq!(fates(&import(&user, &folder, "2026-11-21,2\n2026-11-17,2\n").await), [1, 1, 0, 0, 0]);
}

async fn a_second_nameless_diary_is_another_source(app: &TestApp) {
    const DIARY: &str = "/v1/me/import?format=pain-csv";
    const NECK: &str = "date,pain\n2026-11-18,3\n2026-11-19,4\n2026-11-20,5\n";
    const BACK: &str = "date,pain\n2026-11-18,7\n2026-11-19,7\n2026-11-20,5\n";
    let user = app.register().await;
    import(&user, DIARY, NECK).await;
    let detail = refused(&user, &format!("{DIARY}&file_name=back.csv"), BACK).await;
    assert!(detail.contains("source=NAME") && detail.contains("source=pain"), "{detail}");
    assert_eq!(fates(&import(&user, &format!("{DIARY}&map=source=back"), BACK).await), [3, 0, 0, 0, 0]);
    assert_eq!(all(&user, "pain-scores").await.len(), 6);
    // A diary is corrected now and then.
    assert_eq!(fates(&import(&user, DIARY, &NECK.replace("19,4", "19,6")).await), [0, 2, 1, 0, 0]);
    // One with names needs no other.
    let named = "date,name,pain\n2026-11-18,neck,1\n2026-11-19,neck,2\n2026-11-20,neck,3\n";
    assert_eq!(fates(&import(&user, DIARY, named).await), [3, 0, 0, 0, 0]);
    let others = named.replace(",1\n", ",8\n").replace(",2\n", ",9\n");
    assert_eq!(fates(&import(&user, DIARY, &others).await), [0, 1, 2, 0, 0]);
}

async fn the_place_in_the_map_tells_two_diaries_apart(app: &TestApp) {
    const DIARY: &str = "/v1/me/import?format=pain-csv";
    const NECK: &str = "date,pain\n2026-11-18,3\n2026-11-19,4\n2026-11-20,5\n";
    const BACK: &str = "date,pain\n2026-11-18,7\n2026-11-19,7\n2026-11-20,5\n";
    let user = app.register().await;
    import(&user, &format!("{DIARY}&map=region=neck"), NECK).await;
    assert_eq!(fates(&import(&user, &format!("{DIARY}&map=region=low_back"), BACK).await), [3, 0, 0, 0, 0]);
    assert_eq!(all(&user, "pain-scores").await.len(), 6);
    // The same entries at another place would be there twice.
    for elsewhere in ["&map=region=sacrum", ""] {
        let detail = refused(&user, &format!("{DIARY}{elsewhere}"), NECK).await;
        assert!(detail.contains("source=pain neck"), "{detail}");
    }
    let moved = format!("{DIARY}&map=region=sacrum&map=source=pain%20neck");
    assert_eq!(fates(&import(&user, &moved, NECK).await), [0, 0, 3, 0, 0]);
    assert_eq!(all(&user, "pain-scores").await.len(), 6);
}

async fn a_source_can_be_told_for_every_format(app: &TestApp) {
    let user = app.register().await;
    let sets =
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps\n2026-11-17 18:00:00,Back,30m,Pull Up,1,0,5\n";
    let lifts = "/v1/me/import?format=strong";
    assert_eq!(fates(&import(&user, lifts, sets).await), [1, 0, 0, 0, 0]);
    assert_eq!(fates(&import(&user, &format!("{lifts}&map=source=my%20phone"), sets).await), [1, 0, 0, 0, 0]);
    assert_eq!(fates(&import(&user, &format!("{lifts}&map=source=My%20Phone"), sets).await), [0, 1, 0, 0, 0]);
    let habits = "/v1/me/import?format=loop&map=Walk=session";
    let ticks = "Date,Walk\n2026-11-21,2\n";
    assert_eq!(fates(&import(&user, habits, ticks).await), [1, 0, 0, 0, 0]);
    assert_eq!(fates(&import(&user, &format!("{habits}&map=source=tablet"), ticks).await), [1, 0, 0, 0, 0]);
    // A habit may be called so.
    let odd = "Date,source\n2026-11-21,2\n";
    assert_eq!(fates(&import(&user, "/v1/me/import?format=loop&map=source=session", odd).await), [1, 0, 0, 0, 0]);
    assert_eq!(json!(all(&user, "sessions").await.len()), Value::from(5));
}
