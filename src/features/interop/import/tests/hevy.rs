//! The Hevy app.

use super::*;

const HEADER: &str = r#""title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe""#;

fn hevy(rows: &[&str]) -> String {
    let rows: Vec<String> =
        rows.iter().map(|row| format!(r#""Back","28 Mar 2024, 17:29","28 Mar 2024, 18:31","",{row}"#)).collect();
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

#[test]
fn rows_of_a_workout_are_one_session() {
    let text = hevy(&[
        r#""Pull Up",,"slow, all the way",0,"warmup",,5,,,"#,
        r#""Pull Up",0,"slow, all the way",1,"normal",,8,,,7.5"#,
        r#""Pull Up (Weighted)",0,"",0,"failure",2.5,4,,,9"#,
        r#""Plank",,"",0,"normal",,,,75,"#,
        r#""Seated Row (Machine)",,"",0,"dropset",40,12,,,"#,
        r#""Walking",,"",0,"normal",,,2.1,1500,"#,
        r#""Pull Up (Assisted)",,"",0,"normal",25,8,,,"#,
    ]) + "\"Core\",\"29 Mar 2024, 06:10\",\"29 Mar 2024, 06:25\",\"after a bad\nnight\",\"Bird Dog\",,\"\",0,\"normal\",,10,,,\n";
    let read = reading(Format::Hevy, &text, &[]).unwrap();
    assert_eq!((read.summary.lines, read.summary.sessions), (8, 2));
    assert_eq!(codes(&read), ["- column_not_read", "- column_not_read", "7 distance_left_out", "8 help_is_no_load"]);
    let back = session(&read.items[0]);
    assert_eq!((back.at.as_str(), back.seconds, back.effort), ("2024-03-28 17:29:00", Some(3_720), Some(9)));
    assert_eq!(back.note, "Back\nPull Up: slow, all the way\nPull Up (Assisted): 25 kg of help");
    let exercises: Vec<_> = session(&read.items[0]).exercises.iter().map(|group| group.exercise.clone()).collect();
    let expected = [
        ExerciseRef::Catalogue(CatalogueSlug::PullUp),
        ExerciseRef::Catalogue(CatalogueSlug::FrontPlank),
        own("Seated Row (Machine)"),
        ExerciseRef::Catalogue(CatalogueSlug::Walking),
        own("Pull Up (Assisted)"),
    ];
    assert_eq!(exercises, expected);
    let sets = &session(&read.items[0]).exercises[0].sets;
    assert_eq!(
        sets.iter().map(|set| (set.reps, set.load_kg)).collect::<Vec<_>>(),
        [(Some(5), None), (Some(8), None), (Some(4), Some(2.5))]
    );
    assert_eq!(session(&read.items[0]).exercises[1].sets[0].hold_seconds, Some(75));
    assert_eq!(session(&read.items[0]).exercises[3].sets[0].duration, Some(SetLength::Seconds(1_500)));
    assert_eq!(session(&read.items[1]).note, "Core\nafter a bad\nnight");
}

#[test]
fn dates_of_each_language() {
    for (start, end) in [
        ("28 Mar 2024, 17:29", "28 Mar 2024, 18:31"),
        ("Mar 28, 2024, 5:29 PM", "Mar 28, 2024, 6:31\u{202f}PM"),
        ("2024-03-28 17:29:00", "2024-03-28 18:31:00"),
        ("2024-03-28T17:29", "2024-03-28T18:31"),
        ("28 mars 2024, 17:29", "28 mars 2024, 18:31"),
        ("28 März 2024, 17:29", "28 März 2024, 18:31"),
        ("28. März 2024, 17:29", "28. März 2024, 18:31"),
        ("28.03.2024, 17:29", "28.03.2024, 18:31"),
        ("28 mar 2024, 17:29", "28 mar 2024, 18:31"),
        ("28 de mar. de 2024, 17:29", "28 de mar. de 2024, 18:31"),
        ("28 Mart 2024, 17:29", "28 Mart 2024, 18:31"),
        ("28 мар. 2024, 17:29", "28 марта 2024, 18:31"),
        ("2024年3月28日 17:29", "2024年3月28日 18:31"),
        ("2024년 3월 28일 17:29", "2024년 3월 28일 18:31"),
    ] {
        let text = hevy(&[r#""Plank",,"",0,"normal",,,,75,"#]);
        let text = text.replace("28 Mar 2024, 17:29", start).replace("28 Mar 2024, 18:31", end);
        let read = reading(Format::Hevy, &text, &[]).unwrap();
        assert_eq!(remarks(&read), [""; 0], "{start}");
        let seen = session(&read.items[0]);
        assert_eq!((seen.at.as_str(), seen.seconds), ("2024-03-28 17:29:00", Some(3_720)), "{start}");
    }
    for month in "févr. 02|août 08|sept. 09|déc. 12|Dez 12|ene 01|Ağu 08|Oca 01|июл. 07".split('|') {
        let (month, number) = month.split_once(' ').unwrap();
        let text = hevy(&[r#""Plank",,"",0,"normal",,,,75,"#]).replace("Mar", month);
        let read = reading(Format::Hevy, &text, &[]).unwrap();
        assert_eq!(session(&read.items[0]).at, format!("2024-{number}-28 17:29:00"), "{month}");
    }
}

#[test]
fn an_end_that_tells_no_length() {
    let of = |end: &str| {
        let text = hevy(&[r#""Plank",,"",0,"normal",,,,75,"#]).replace("28 Mar 2024, 18:31", end);
        let read = reading(Format::Hevy, &text, &[]).unwrap();
        (session(&read.items[0]).seconds, remarks(&read))
    };
    assert_eq!(of("28 Mar 2024, 17:30"), (Some(60), vec![]));
    assert_eq!(of("29 Mar 2024, 00:29"), (Some(MAX_SECONDS), vec!["2 duration_clamped".to_owned()]));
    for end in ["28 Mar 2024, 17:29", "28 Mar 2024, 16:00", "28 Mar 2024", "later", ""] {
        assert_eq!(of(end), (None, vec!["2 duration_assumed".to_owned()]), "{end:?}");
    }
    let text = hevy(&[r#""Plank",,"",0,"normal",,,,75,"#]).replace("28 Mar 2024, 18:31", "28 Mar 2024, 16:00");
    let read = reading(Format::Hevy, &text, &[]).unwrap();
    assert!(read.notes.last().unwrap().detail.contains("28 Mar 2024, 16:00"));
}

#[test]
fn pounds_miles_and_offsets() {
    let text = "title,start_time,end_time,exercise_title,set_type,weight_lbs,reps,distance_miles,duration_seconds,rpe\n\
        Push,2024-03-28T17:29:00+01:00,2024-03-28T17:59:00Z,Push Up (Weighted),normal,45,10,,,11\n\
        Push,2024-03-28T17:29:00+01:00,2024-03-28T17:59:00Z,Cycling,normal,,,6.2,1200,\n";
    let read = reading(Format::Hevy, text, &[]).unwrap();
    assert_eq!(codes(&read), ["2 rpe_left_out", "3 distance_left_out"]);
    let seen = session(&read.items[0]);
    assert_eq!(
        (seen.at.as_str(), seen.seconds, seen.effort, seen.note),
        ("2024-03-28T16:29:00Z", Some(5_400), None, "Push")
    );
    assert_eq!(session(&read.items[0]).exercises[0].sets[0].load_kg, Some(20.412));
    let both = text.replace("weight_lbs,", "weight_kg,weight_lbs,").replace("normal,", "normal,,");
    let read = reading(Format::Hevy, &both, &[]).unwrap();
    assert_eq!(session(&read.items[0]).exercises[0].sets[0].load_kg, Some(20.412));
    let error = reading(Format::Hevy, text, &["weight_unit=kg"]).unwrap_err().to_string();
    assert!(error.contains("states the unit itself"), "{error}");
}

#[test]
fn the_map_names_columns_words_and_exercises() {
    let text = "Titel;Beginn;Ende;Übung;Art;Last;Wdh.\n\
        Rücken;28.03.2024 17:29;28.03.2024 18:01;Brücke;Satz;5;10\n\
        Rücken;28.03.2024 17:29;28.03.2024 18:01;Brücke;Pause;;\n\
        Rücken;28.03.2024 17:29;28.03.2024 18:01;Klimmzüge;Satz;;6\n";
    let error = reading(Format::Hevy, text, &[]).unwrap_err();
    assert!(error.code() == "missing_column" && error.to_string().contains("date=COLUMN"), "{error}");
    let columns = "workout=Titel,date=Beginn,end=Ende,exercise=Übung,set_order=Art,weight=Last,reps=Wdh.";
    let read = reading(Format::Hevy, text, &[columns, "word:Pause=rest"]).unwrap();
    assert_eq!(codes(&read), ["- exercise_unsure", "3 rest_timer", "- weight_unit_assumed"]);
    assert!(read.notes[0].detail.contains("exercise:Brücke=bridge"));
    assert_eq!(session(&read.items[0]).seconds, Some(1_920));
    let map = [columns, "word:Pause=rest", "exercise:Brücke=bridge", "weight_unit=lb"];
    let read = reading(Format::Hevy, text, &map).unwrap();
    assert_eq!(codes(&read), ["3 rest_timer"]);
    let seen = session(&read.items[0]).exercises;
    assert_eq!(seen[0].exercise, ExerciseRef::Catalogue(CatalogueSlug::Bridge));
    assert_eq!(seen[1].exercise, ExerciseRef::Catalogue(CatalogueSlug::PullUp));
    assert_eq!(seen[0].sets[0].load_kg, Some(2.268));
}
