//! Loop Habit Tracker.

use super::*;

const ALL_HABITS: &str = "Date,Back: drill,Walk,Pain,\n\
    02-02-24,2,-1,-1,\n\
    02-01-24,1,30000,4000,\n\
    01-31-24,3,0,4500,\n\
    01-30-24,0,0,0,\n\
    01-29-24,3,5000,11000,\n";
const MAP: &str = "Back: drill=exercise:bird-dog,Walk=exercise:walking,Pain=pain:low_back";

#[test]
fn a_file_of_all_habits() {
    let reading = reading(Format::Loop, ALL_HABITS, &[MAP]).unwrap();
    let summary = ImportSummary {
        lines: 5,
        sessions: 3,
        pain_scores: 2,
        other_scale: 2,
        day_marks: 1,
        skipped: 2,
        kept: 2,
        ..ImportSummary::default()
    };
    assert_eq!(reading.summary, summary);
    let expected = ["3 implied", "4 other_scale", "6 other_scale", "6 skip_but_trained", "- mixed_scale"];
    assert_eq!(codes(&reading), expected);
    let Seen { at, seconds, note, exercises, .. } = session(&reading.items[0]);
    assert_eq!((at.as_str(), seconds), ("2024-02-02", None));
    assert_eq!((note, reading.items[0].label.as_deref()), ("", Some("Back: drill")));
    // That it was done is all the app knows; no sets are made up.
    assert_eq!(exercises[0].exercise, ExerciseRef::Catalogue(CatalogueSlug::BirdDog));
    assert!(exercises[0].sets.is_empty());
    let Seen { seconds, exercises, .. } = session(&reading.items[1]);
    assert_eq!((seconds, exercises[0].sets[0].duration), (Some(1_800), Some(SetLength::WholeSession)));
    assert!(matches!(reading.items[3].what, Imported::PainScore { score: None, .. }));
    assert!(matches!(reading.items[4].what, Imported::DayMark { kind: MarkKind::Rest, .. }));
    // A zero is an answer where the file marks the days without one.
    assert!(matches!(reading.items[5].what, Imported::PainScore { score: Some(0), .. }));
}

#[test]
fn words_and_entries_read_as_the_integers_do() {
    let integers = reading(Format::Loop, ALL_HABITS, &[MAP]).unwrap();
    let words = ALL_HABITS
        .replace(",2,", ",YES_MANUAL,")
        .replace(",1,", ",YES_AUTO,")
        .replace(",-1,-1,", ",UNKNOWN,UNKNOWN,")
        .replace(",3,", ",SKIP,")
        .replace(",0,0,0,", ",NO,NO,NO,");
    assert_eq!(reading(Format::Loop, &words, &[MAP]).unwrap(), integers);
    let mut entries = String::new();
    for (index, line) in ALL_HABITS.lines().enumerate() {
        for (column, cell) in line.split(',').filter(|cell| !cell.is_empty()).enumerate() {
            match (index, column) {
                (0, _) | (_, 0) => entries.push_str(cell),
                _ => entries += &["Entry(timestamp=Timestamp(unixTime=17), value=", cell, ", notes=)"].concat(),
            }
            entries.push(',');
        }
        entries.push('\n');
    }
    assert_eq!(reading(Format::Loop, &entries, &[MAP]).unwrap(), integers);
}

#[test]
fn a_single_habit_with_and_without_header() {
    let noted = "Date,Value,Notes\n2024-02-05,YES_MANUAL,went well\n2024-02-01,NO,ill\n";
    let read = reading(Format::Loop, noted, &["Value=session"]).unwrap();
    assert_eq!(session(&read.items[0]).note, "went well");
    assert_eq!(codes(&read), ["3 note_without_entry"]);
    let bare = reading(Format::Loop, "2024-02-05,2\n2024-02-04,0\n", &["Value=session"]).unwrap();
    assert_eq!((bare.summary.lines, bare.summary.sessions), (2, 1));
    assert_eq!((bare.items[0].line, &bare.items[0].key), (1, &read.items[0].key));
    assert_eq!(bare.items[0].label, None);
    assert_eq!(bare.unsure, Some(Unsure { called: "Value".to_owned(), strict: true, otherwise: Vec::new() }));
}

#[test]
fn what_a_single_habit_is_called() {
    let named = |file_name: &str, map: &[&str]| {
        let options = Options { file_name: Some(file_name.to_owned()), ..options(map).unwrap() };
        let read = read(Format::Loop, b"2024-02-05,2\n2024-02-04,0\n", &options).unwrap();
        (read.items[0].label.clone(), read.unsure)
    };
    let map = &["Value=session"];
    let told = |name: &str| (Some(name.to_owned()), None);
    let guessed = |name: &str| {
        (Some(name.to_owned()), Some(Unsure { called: name.to_owned(), strict: false, otherwise: Vec::new() }))
    };
    let unknown = (None, Some(Unsure { called: "Value".to_owned(), strict: true, otherwise: Vec::new() }));
    assert_eq!(named("x/Loop/014 Bird dog/Checkmarks.csv", map), told("Bird dog"));
    assert_eq!(named(r"C:\Loop\001 5.0 km\Checkmarks (2).CSV", map), told("5.0 km"));
    assert_eq!(named("/tmp/bird-dog (3).csv", map), guessed("bird-dog"));
    assert_eq!(named("/tmp/002 Bridge.csv", map), guessed("Bridge"));
    assert_eq!(named("Bridge/Scores.csv", map), guessed("Bridge"));
    // Loop leaves nothing of a name in another script.
    for nothing in ["003/Checkmarks.csv", "Downloads/Checkmarks.csv", "Checkmarks.csv", "", "/", "..", "007 .csv"] {
        assert_eq!(named(nothing, map), unknown, "{nothing}");
    }
    assert_eq!(named("001 Bridge/Checkmarks.csv", &["Value=session", "source=Bird dog"]), told("Bird dog"));
    assert_eq!(named("x.csv", &["Value=session", "source=pain"]), told("pain"));
}

#[test]
fn a_habits_name_is_the_same_however_it_is_written() {
    let key = |name: &str| {
        let text = format!("Date,\"{name}\"\n2024-02-05,2\n");
        reading(Format::Loop, &text, &[&format!("{name}=session")]).unwrap().items[0].key.clone()
    };
    for (one, other) in [
        ("Bridge", "bridge"),
        ("Br\u{fc}cke: 5", "BRU\u{308}CKE: 5"),
        ("Br\u{fc}cke: 5", "Brcke 5"),
        ("🏃 Run!", "Run"),
    ] {
        assert_eq!(key(one), key(other), "{one} {other}");
    }
    // Where folding would leave hardly anything, it is not done.
    for (one, other) in [("Bridge", "Bird dog"), ("腰痛体操 1", "首の体操 1"), ("腰痛体操", "首の体操"), ("🏃", "🚶")]
    {
        assert_ne!(key(one), key(other), "{one} {other}");
    }
}

#[test]
fn nothing_mapped_lists_what_there_is() {
    let error = reading(Format::Loop, ALL_HABITS, &[]).unwrap_err();
    assert_eq!(error.code(), "nothing_chosen");
    let text = error.to_string();
    for part in ["1 done, 1 ticked", "2 numbers from 5 to 30", "\"Pain=pain\"", "2 skipped"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // One that is mapped leaves the others to a note.
    let read = reading(Format::Loop, ALL_HABITS, &["Walk=session", "Pain=ignore"]).unwrap();
    assert_eq!(codes(&read)[0], "- habit_not_mapped");
    assert_eq!(read.summary.sessions, 2);
}

#[test]
fn a_map_that_does_not_fit() {
    for (map, part) in [
        ("Yoga=session", "\"Back: drill\", \"Walk\", \"Pain\""),
        ("Walk=exercise:yoga", "bird-dog"),
        ("Walk=pain:elbow", "low_back"),
        ("Walk=swim", "exercise:<slug>"),
        ("date=When", "no column \"When\""),
        ("date_order=dym", "date_order is"),
    ] {
        let maps: &[&str] = &[map, "Back: drill=session"];
        let error = reading(Format::Loop, ALL_HABITS, maps).unwrap_err().to_string();
        assert!(error.contains(part), "{map}: {error}");
    }
}

#[test]
fn pain_needs_a_number_that_was_given() {
    let yes_no = "Date,Ache\n2024-01-01,2\n2024-01-02,0\n";
    let read = reading(Format::Loop, yes_no, &["Ache=pain"]).unwrap();
    assert_eq!(codes(&read), ["2 no_intensity"]);
    // Without a mark for "no answer" a zero may be one.
    let zeros = "Date,Ache\n2024-01-01,5000\n2024-01-02,0\n2024-01-03,2\n";
    let read = reading(Format::Loop, zeros, &["Ache=pain"]).unwrap();
    assert_eq!(codes(&read), ["3 zero_or_nothing", "4 not_a_number"]);
    assert_eq!(read.summary.pain_scores, 1);
}

#[test]
fn damaged_lines_are_refused_and_reading_goes_on() {
    let text = "Date,A\r\n2024-01-01,2\r\n2024-01-02\r\n2024-13-03,2\r\n\r\n2024-01-01,2\r\n2024-01-05,maybe\r\n2024-01-06,2\r\n";
    let read = reading(Format::Loop, text, &["a=session"]).unwrap();
    assert_eq!(codes(&read), ["3 wrong_column_count", "4 bad_date", "6 repeated_date", "7 bad_value"]);
    assert_eq!(read.summary.sessions, 2);
    // More than four hours is cut, and said.
    let long = reading(Format::Loop, "Date,A\n2024-01-01,600000\n", &["A=session"]).unwrap();
    assert_eq!(session(&long.items[0]).seconds, Some(MAX_SECONDS));
    assert_eq!(codes(&long), ["2 duration_clamped"]);
}

#[test]
fn a_comma_in_a_habits_name_is_explained() {
    let error = reading(Format::Loop, "Date,Sit, stand,\n2024-01-01,2,\n", &["Sit=session"]);
    assert_eq!(error.unwrap_err().code(), "header_does_not_fit");
}
