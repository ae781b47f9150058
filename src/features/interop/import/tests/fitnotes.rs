//! The FitNotes apps.

use super::*;

const ANDROID: &str = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment";

/// Day, length and note of each session.
fn sessions(reading: &Reading) -> Vec<(String, Option<u32>, String)> {
    let of = |item: &Item| {
        let Seen { at, seconds, effort, note, .. } = session(item);
        assert_eq!(effort, None);
        (at, seconds, note.to_owned())
    };
    reading.items.iter().map(of).collect()
}

#[test]
fn a_day_is_a_session() {
    let text = format!(
        "{ANDROID}\n\
        2024-03-01,Pull Up,Back,0.0,kgs,8,,,,felt strong\n\
        2024-03-01,Pull Up,Back,2.5,kgs,5,,,,\n\
        2024-03-01,Plank,Abs,,,,0.0,m,0:01:15,\n\
        2024-03-01,Deadlift,Back,225,lbs,5,,,,\"back straight, slow\"\n\
        2024-03-03,Walking,Cardio,,,,3.2,km,0:41:30,\n\
        2024-03-03,Cycling,Cardio,,,,,,1:02:00,\n\
        2024-03-04,Plank,Abs,,,,,,0:01:00,\n\
        2024-03-05,Walking,Cardio,,,,,,0:00:00,\n"
    );
    let read = reading(Format::FitNotes, &text, &[]).unwrap();
    assert_eq!(remarks(&read), ["6 distance_left_out", "9 empty_set", "6 duration_from_sets", "- duration_assumed"]);
    assert_eq!((read.summary.skipped, read.notes.last().unwrap().count), (1, 3));
    let day = |day: &str, seconds, note: &str| (day.to_owned(), seconds, note.to_owned());
    assert_eq!(
        sessions(&read),
        [
            day("2024-03-01", None, "Pull Up: felt strong\nDeadlift: back straight, slow"),
            day("2024-03-03", Some(6_210), ""),
            day("2024-03-04", None, ""),
            day("2024-03-05", None, ""),
        ]
    );
    let first = session(&read.items[0]).exercises;
    assert_eq!(first[0].exercise, ExerciseRef::Catalogue(CatalogueSlug::PullUp));
    assert_eq!(first[0].sets.iter().map(|set| set.load_kg).collect::<Vec<_>>(), [None, Some(2.5)]);
    assert_eq!(first[1].sets[0].hold_seconds, Some(75));
    assert_eq!(first[2].sets[0].load_kg, Some(102.058));
    assert_eq!(session(&read.items[1]).exercises[0].sets[0].duration, Some(SetLength::Seconds(2_490)));
}

#[test]
fn units_in_the_header() {
    for (column, cell, kg) in [
        ("Weight (kgs)", "7.5", 7.5),
        ("Weight (lbs)", "10.0", 4.536),
        ("Weight (kg),Weight (lbs)", "7.5,", 7.5),
        ("Weight (kg),Weight (lbs)", ",10", 4.536),
        ("Weight (lbs),Weight (kg)", ",7.5", 7.5),
    ] {
        let text = format!(
            "Date,Exercise,Category,{column},Reps,Distance,Distance Unit,Time\n2019-11-20,Curl,Biceps,{cell},12,,,\n"
        );
        let read = reading(Format::FitNotes, &text, &[]).unwrap();
        assert_eq!(remarks(&read), ["- duration_assumed"], "{column}");
        assert_eq!(session(&read.items[0]).exercises[0].sets[0].load_kg, Some(kg), "{column} {cell}");
    }
    let text = "Date,Exercise,Category,Weight,Reps\n2019-11-20,Curl,Biceps,10,12\n";
    assert_eq!(
        remarks(&reading(Format::FitNotes, text, &[]).unwrap()),
        ["- weight_unit_assumed", "- duration_assumed"]
    );
    let read = reading(Format::FitNotes, text, &["weight_unit=lb"]).unwrap();
    assert_eq!(session(&read.items[0]).exercises[0].sets[0].load_kg, Some(4.536));
}

#[test]
fn commas_without_quotes() {
    let text = format!(
        "{ANDROID}\n\
        2024-03-01,Press (Each Side, Dumbbells),Shoulders,8.0,kgs,5,,,,\n\
        2024-03-01,Curl,Arms, front,8.0,kgs,5,,,,\n\
        2024-03-01,Row,Back,40,kgs,9,,,,slow, with a pause, and again\n\
        2024-03-01,Row,Back,40,kgs,8,,,,\n\
        2024-03-01,Row,Back,40,kgs,7,,,,,,\n\
        2024-03-01,Row,Back,a lot,kgs,7,,,,so, it was\n"
    );
    let read = reading(Format::FitNotes, &text, &[]).unwrap();
    // The third line could be an exercise "Curl,Arms" of a category "front" as well.
    let expected =
        ["2 unquoted_separator", "4 unquoted_separator", "3 bad_number", "7 wrong_column_count", "- duration_assumed"];
    let mut seen = remarks(&read);
    seen.sort();
    let mut wanted = expected.map(str::to_owned).to_vec();
    wanted.sort();
    assert_eq!(seen, wanted);
    let seen = session(&read.items[0]).exercises;
    assert_eq!((&seen[0].exercise, seen[0].sets[0].load_kg), (&own("Press (Each Side, Dumbbells)"), Some(8.0)));
    assert_eq!(seen[1].sets.iter().map(|set| set.reps).collect::<Vec<_>>(), [Some(9), Some(8), Some(7)]);
    assert_eq!(sessions(&read)[0].2, "Row: slow, with a pause, and again");
}

#[test]
fn dates_in_another_order_and_columns_by_the_map() {
    let text = "Tag;Übung;Gewicht;Einheit;Wdh.;Dauer;Kommentar\n03/04/2024;Liegestütze;;;12;;\n04/04/2024;Unterarmstütz;;;;1:30;gut\n";
    let columns = "date=Tag,exercise=Übung,weight=Gewicht,unit=Einheit,reps=Wdh.,seconds=Dauer,note=Kommentar";
    let error = reading(Format::FitNotes, text, &[columns]).unwrap_err();
    assert_eq!(error.code(), "ambiguous_dates");
    let read = reading(Format::FitNotes, text, &[columns, "date_order=dmy"]).unwrap();
    assert_eq!(codes(&read), ["- duration_assumed"]);
    assert_eq!(sessions(&read)[0].0, "2024-04-03");
    assert_eq!(session(&read.items[0]).exercises[0].exercise, ExerciseRef::Catalogue(CatalogueSlug::PushUp));
    assert_eq!(session(&read.items[1]).exercises[0].sets[0].hold_seconds, Some(90));
}

#[test]
fn what_is_no_workout_is_refused_with_words() {
    let body = "Date,Time,Measurement,Value,Unit,Comment\n2018-07-30,12:18:42,Bodyweight,67.0,kgs,\n";
    let error = reading(Format::FitNotes, body, &[]).unwrap_err();
    let text = error.to_string();
    assert!(
        error.code() == "nothing_chosen" && text.contains("body measurements") && !text.contains("pain-csv"),
        "{text}"
    );
    let text = format!(
        "{ANDROID}\n2024-03-01,,Back,10,kgs,8,,,,\nsoon,Row,Back,10,kgs,8,,,,\n2024-03-01,Row,Back,ten,kgs,8,,,,\n2024-03-01,Row,Back,10,stone,8,,,,\n2024-03-01,Row,Back,10,kgs,8,,,x,\n2024-03-02,Row,Back,10,kgs,8,,,,\n"
    );
    let read = reading(Format::FitNotes, &text, &[]).unwrap();
    let expected = ["2 no_exercise", "3 bad_date", "4 bad_number", "5 bad_unit", "6 bad_number", "- duration_assumed"];
    assert_eq!(remarks(&read), expected);
}

#[test]
fn a_wrong_format_is_told_the_right_one() {
    let fitnotes = format!("{ANDROID}\n2024-03-01,Row,Back,10,kgs,8,,,,\n");
    let hevy = "title,start_time,end_time,exercise_title,set_type,weight_kg,reps\nA,2024-03-01 10:00,2024-03-01 11:00,Row,normal,10,8\n";
    for (text, right) in [(fitnotes.as_str(), "fitnotes"), (hevy, "hevy")] {
        for format in Format::ALL.into_iter().filter(|format| format.as_str() != right) {
            let error = reading(format, text, &[]).unwrap_err().to_string();
            assert!(error.contains(&format!("format={right}")), "{format:?}: {error}");
        }
    }
}
