//! Cells that say something else than they seem to: numbers for nothing, other scales, words, times and dates.

use super::*;

#[test]
fn numbers_of_apps_for_nothing_are_no_scores() {
    let text = "CalendarDate,HabitName,Value,CommentText\n1/20/2021,Lower back pain,4,desk\n1/21/2021,Lower back pain,-2.15E+09,\n\
        1/22/2021,Lower back pain,-2147483648,\n1/23/2021,Lower back pain,n/a,\n1/24/2021,Lower back pain,-1,\n1/25/2021,Lower back pain,3,\n";
    let read = reading(Format::PainCsv, text, &[]).unwrap();
    assert_eq!(pains(&read).iter().map(|(_, value)| *value).collect::<Vec<_>>(), [4.0, 3.0]);
    assert_eq!((read.summary.skipped, read.summary.other_scale, read.summary.refused), (4, 0, 0));
    // Where other numbers are below zero, -1 is one of them.
    let text = "date,mood\n2024-01-01,-1\n2024-01-02,-2\n2024-01-03,-2147483648\n";
    let read = reading(Format::PainCsv, text, &["score=mood,scale=own"]).unwrap();
    assert_eq!(read.summary.other_scale, 2);
    let habits = "Date,Ache,Walk\n2024-01-01,4000,-2147483648\n2024-01-02,-2147483648.0,2\n2024-01-03,-1,2\n";
    let read = reading(Format::Loop, habits, &["Ache=pain,Walk=session"]).unwrap();
    assert_eq!((read.summary.pain_scores, read.summary.sessions, read.summary.day_marks), (1, 2, 1));
    assert_eq!(codes(&read), ["3 pain_skipped"]);
    let sets = "Date,Workout Name,Duration,Exercise Name,Weight,Reps\n2024-01-01,A,5m,Dead Bug,-2147483648,8\n";
    let read = reading(Format::Strong, sets, &[]).unwrap();
    assert_eq!((codes(&read), loads(&read)), (vec!["2 value_skipped".to_owned()], vec![None]));
}

#[test]
fn loop_numbers_on_another_scale() {
    let text = "Date,Back\n2024-01-01,3000\n2024-01-02,45000\n2024-01-03,-1\n2024-01-04,0\n2024-01-05,62500\n";
    let read = reading(Format::Loop, text, &["Back=pain:low_back"]).unwrap();
    assert_eq!((read.summary.pain_scores, read.summary.other_scale), (2, 2));
    assert!(codes(&read).contains(&"- mixed_scale".to_owned()));
    let read = reading(Format::Loop, text, &["Back=pain:low_back", "scale=own"]).unwrap();
    assert_eq!((read.summary.pain_scores, read.summary.other_scale), (0, 4));
    assert!(!codes(&read).contains(&"- mixed_scale".to_owned()));
    // A habit of that name is a habit.
    let named = "Date,scale\n2024-01-01,3000\n";
    assert_eq!(reading(Format::Loop, named, &["scale=pain"]).unwrap().summary.pain_scores, 1);
    let words = "Date,Walk\n2024-01-01,erledigt\n2024-01-02,ausgelassen\n";
    let read = reading(Format::Loop, words, &["Walk=session,word:erledigt=done,word:Ausgelassen=skipped"]).unwrap();
    assert_eq!((read.summary.sessions, read.summary.day_marks, read.summary.refused), (1, 1, 0));
    let error = reading(Format::Loop, words, &["Walk=session,word:erledigt=fine"]).unwrap_err();
    assert!(error.to_string().contains("not_done"), "{error}");
}

#[test]
fn times_in_a_column_of_their_own() {
    let text = "Date,Time,Pain\n2026-03-13,02:00:00 PM,4\n2026-03-14,20h15,3\n2026-03-15,0.84375,5\n2026-03-16,evening,6\n\
        2026-03-17,,5\n2026-03-18 08:00,9:00,4\n2026-03-19 8 o'clock,,4\n";
    let read = reading(Format::PainCsv, text, &[]).unwrap();
    let at: Vec<String> = pains(&read).into_iter().map(|(at, _)| at).collect();
    let expected = [
        "2026-03-13 14:00:00",
        "2026-03-14 20:15:00",
        "2026-03-15 20:15:00",
        "2026-03-16",
        "2026-03-17",
        "2026-03-18 08:00:00",
        "2026-03-19",
    ];
    assert_eq!(at, expected);
    assert_eq!(codes(&read), ["5 time_not_read", "7 two_times", "8 time_not_read"]);
    assert!(read.notes[0].detail.contains("\"evening\""));
}

#[test]
fn words_may_be_scores() {
    let text = "date,pain\n2024-01-01,leicht\n2024-01-02,STARK\n2024-01-03,weiß nicht\n";
    let map = ["word:leicht=2,word:stark=8,word:weiß nicht=skipped"];
    let read = reading(Format::PainCsv, text, &map).unwrap();
    assert_eq!(pains(&read).iter().map(|(_, value)| *value).collect::<Vec<_>>(), [2.0, 8.0]);
    assert_eq!(codes(&read), ["4 value_skipped"]);
    let error = reading(Format::PainCsv, text, &["word:leicht=mild"]).unwrap_err();
    assert!(error.to_string().contains("a number or skipped"));
}

#[test]
fn one_date_in_another_form_costs_its_line() {
    let text = "date,pain\n2024-01-31,3\n03/04/2024,4\n2024-02-01,5\n45292,4\n2024-02-02,5\n";
    let read = reading(Format::PainCsv, text, &[]).unwrap();
    assert_eq!(codes(&read), ["3 bad_date", "5 bad_date"]);
    assert_eq!(read.summary.pain_scores, 3);
    assert!(read.notes[0].detail.contains("date_order=") && read.notes[1].detail.contains("spreadsheet"));
    let read = reading(Format::PainCsv, text, &["date_order=dmy"]).unwrap();
    assert_eq!(codes(&read), ["5 bad_date"]);
}
