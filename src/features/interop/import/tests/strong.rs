//! The Strong app.

use super::*;

const HEADER: &str =
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE";

fn comma(rows: &[&str]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| format!("2024-03-01 18:30:00,\"Back\",{row}")).collect();
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

#[test]
fn rows_of_a_workout_are_one_session() {
    let text = comma(&[
        r#"1h 30m,"Pull Up",1,0.0,8,0,0,"","slept badly",7"#,
        r#"1h 30m,"Plank",1,0,0,0,90,,,"#,
        r#"1h 30m,"Pull Up",D,5,6,0,0,"grip, again",,8.5"#,
        r#"1h 30m,"Row (Machine)",W,40.5,12,0,0,,,"#,
        r#"1h 30m,"Elliptical",1,0,0,2.5,600,,,"#,
        r#"1h 30m,"Copenhagen Plank",1,0,0,0,20,,,"#,
    ]) + "2024-03-02 07:00:00,Back,45m,Walking,1,,,3000,,,,\n";
    let read = reading(Format::Strong, &text, &["weight_unit=kg"]).unwrap();
    assert_eq!((read.summary.lines, read.summary.sessions), (7, 2));
    assert_eq!(codes(&read), ["6 distance_left_out", "8 distance_left_out"]);
    let seen = session(&read.items[0]);
    assert_eq!((seen.seconds, seen.effort), (Some(5_400), Some(9)));
    assert_eq!(seen.note, "Back\nslept badly\nPull Up: grip, again");
    let exercises: Vec<_> = seen.exercises.iter().map(|group| group.exercise.clone()).collect();
    let expected = [
        ExerciseRef::Catalogue(CatalogueSlug::PullUp),
        ExerciseRef::Catalogue(CatalogueSlug::FrontPlank),
        own("Row (Machine)"),
        ExerciseRef::Own { name: "Elliptical".to_owned(), kind: ExerciseKind::Timed },
        ExerciseRef::Own { name: "Copenhagen Plank".to_owned(), kind: ExerciseKind::Hold },
    ];
    assert_eq!(exercises, expected);
    let pull_ups = [
        Set { reps: Some(8), variation: Some("full"), ..Set::default() },
        Set { reps: Some(6), load_kg: Some(5.0), variation: Some("full"), ..Set::default() },
    ];
    assert_eq!(seen.exercises[0].sets, pull_ups);
    assert_eq!(seen.exercises[1].sets[0].hold_seconds, Some(90));
    assert_eq!(seen.exercises[3].sets[0].duration, Some(SetLength::Seconds(600)));
    // A distance alone is an exercise without a set.
    let walk = session(&read.items[1]);
    assert_eq!(walk.exercises[0].exercise, ExerciseRef::Catalogue(CatalogueSlug::Walking));
    assert!(walk.exercises[0].sets.is_empty());
}

#[test]
fn the_older_semicolon_export() {
    let text = "\u{feff}Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;Workout Notes\r\n\
        2019-01-11 12:31:54;\"Legs\";\"Deadlift (Barbell)\";1;45,5;lb;5;;;;0;\"\";\"\"\r\n\
        2019-01-11 12:31:54;\"Legs\";\"Deadlift (Barbell)\";2;100;stone;5;;;;0;;\r\n";
    let read = reading(Format::Strong, text, &[]).unwrap();
    assert_eq!(codes(&read), ["3 bad_unit", "2 duration_assumed"]);
    let seen = session(&read.items[0]);
    assert_eq!(seen.seconds, None, "the file has no length");
    assert_eq!(seen.exercises[0].sets[0].load_kg, Some(20.638));
}

#[test]
fn the_export_since_version_6() {
    let text = "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;Notes;Workout Notes\n\
        1;2025-03-01 6:30:00\u{202f}PM;Back;20000;Bird Dog;Note;;;;;;left side first;\n\
        1;2025-03-01 6:30:00\u{202f}PM;Back;20000;Bird Dog;1;;10.0;12;;;;\n\
        1;2025-03-01 6:30:00\u{202f}PM;Back;20000;Bird Dog;Rest Timer;;;;;60.0;;\n\
        1;2025-03-01 6:30:00\u{202f}PM;Back;20000;Bird Dog;F;;;;;;;\n";
    let read = reading(Format::Strong, text, &[]).unwrap();
    let expected = ["- column_not_read", "3 rpe_left_out", "4 rest_timer", "5 empty_set", "2 duration_clamped"];
    assert_eq!(codes(&read), expected);
    let seen = session(&read.items[0]);
    assert_eq!((seen.seconds, seen.effort), (Some(MAX_SECONDS), None));
    assert_eq!(seen.note, "Back\nBird Dog: left side first");
    assert_eq!(seen.exercises[0].exercise, ExerciseRef::Catalogue(CatalogueSlug::BirdDog));
    assert_eq!(seen.exercises[0].sets.len(), 1);
    let error = reading(Format::Strong, text, &["weight_unit=lb"]).unwrap_err();
    assert!(error.to_string().contains("states the unit itself"));
}

#[test]
fn near_relatives_stay_the_persons_own() {
    let text = comma(&[
        "30m,Hyperextensions,1,0,12,0,0,,,",
        "30m,Pull Up (Band),1,20,8,0,0,,,",
        "30m,Chest Fly (Band),1,15,8,0,0,,,",
        "30m,Push Up (Knees),1,0,8,0,0,,,",
    ]);
    let read = reading(Format::Strong, &text, &[]).unwrap();
    assert_eq!(codes(&read), ["3 help_is_no_load", "- weight_unit_assumed"]);
    let seen = session(&read.items[0]);
    assert_eq!(seen.exercises[0].exercise, own("Hyperextensions"));
    let pull_up = &seen.exercises[1].sets[0];
    assert_eq!((pull_up.load_kg, pull_up.variation), (None, Some("band-assisted")));
    assert!(seen.note.contains("Pull Up (Band): 20 kg of help"));
    assert_eq!(seen.exercises[2].sets[0].load_kg, Some(15.0));
    assert_eq!(seen.exercises[3].sets[0].variation, Some("knee"));
    let told = &["exercise:hyperextensions=superman", "exercise:Pull Up (Band)=own"];
    let read = reading(Format::Strong, &text, told).unwrap();
    let seen = session(&read.items[0]);
    assert_eq!(seen.exercises[0].exercise, ExerciseRef::Catalogue(CatalogueSlug::Superman));
    assert_eq!(seen.exercises[1].exercise, own("Pull Up (Band)"));
}

#[test]
fn what_can_not_be_read_is_refused_alone() {
    let text = comma(&[
        "30m,Dead Bug,1,0,-3,0,0,,,",
        "30m,Dead Bug,2,0,99999,0,0,,,",
        "30m,Dead Bug,3,1e9,5,0,0,,,",
        "30m,,4,0,5,0,0,,,",
        "30m,Dead Bug,5,0,5,0,0,,,",
    ]) + "01.03.2024,Back,30m,Dead Bug,1,0,5,0,0,,,\n";
    let read = reading(Format::Strong, &text, &[]).unwrap();
    assert_eq!(codes(&read), ["2 bad_number", "3 out_of_range", "4 bad_number", "5 no_exercise", "7 bad_date"]);
    assert_eq!(session(&read.items[0]).exercises[0].sets.len(), 1);
}

#[test]
fn a_map_that_does_not_fit() {
    let text = comma(&["30m,Plank,1,0,0,0,30,,,"]);
    for (map, part) in [
        ("exercise:Plonk=front-plank", "\"Plank\""),
        ("exercise:Plank=handstand", "front-plank"),
        ("weight_unit=stone", "kg or lb"),
        ("score=Reps", "weight_unit"),
    ] {
        let error = reading(Format::Strong, &text, &[map]).unwrap_err().to_string();
        assert!(error.contains(part), "{map}: {error}");
    }
    let error = reading(Format::Strong, "Date,Workout Name\nx,y\n", &[]).unwrap_err();
    assert_eq!(error.code(), "missing_column");
}

#[test]
fn a_session_holds_what_a_record_may_hold() {
    let rows: Vec<String> = (0..62).map(|number| format!("30m,E{number},1,0,5,0,0,,,")).collect();
    let read = reading(Format::Strong, &comma(&rows.iter().map(String::as_str).collect::<Vec<_>>()), &[]).unwrap();
    assert_eq!(codes(&read), ["62 too_many_exercises", "63 too_many_exercises"]);
    let read = reading(Format::Strong, &comma(&["30m,Pull Up,1,0,5,0,0,,,"; 101]), &[]).unwrap();
    assert_eq!(codes(&read), ["102 too_many_sets"]);
    let long = format!("30m,{},1,0,5,0,0,,,", "x".repeat(81));
    let read = reading(Format::Strong, &comma(&[&long]), &[]).unwrap();
    assert_eq!(codes(&read), ["2 name_too_long"]);
}
