//! Whole files that other locales, spreadsheets and apps make.

use proptest::prelude::*;

use super::*;

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn utf32(text: &str, big: bool) -> Vec<u8> {
    text.chars().flat_map(|c| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() }).collect()
}

/// What came of each pain entry: when, and the score or the number on another scale.
fn pains(reading: &Reading) -> Vec<(String, f64)> {
    let entry = |item: &Item| match &item.what {
        Imported::PainScore { recorded_at, score, other_scale, .. } => {
            let apart = other_scale.as_ref().map(|other| other.value);
            (recorded_at.to_string(), score.map(f64::from).or(apart).unwrap())
        }
        other => panic!("{other:?} is no pain"),
    };
    reading.items.iter().map(entry).collect()
}

fn seconds(reading: &Reading) -> Vec<Option<u32>> {
    let of = |item: &Item| match &item.what {
        Imported::Session { duration_seconds, .. } => *duration_seconds,
        other => panic!("{other:?} is no session"),
    };
    reading.items.iter().map(of).collect()
}

fn loads(reading: &Reading) -> Vec<Option<f64>> {
    let sets = reading.items.iter().flat_map(|item| match &item.what {
        Imported::Session { exercises, .. } => exercises.iter().flat_map(|group| &group.sets).collect::<Vec<_>>(),
        other => panic!("{other:?} is no session"),
    });
    sets.map(|set| set.load_kg).collect()
}

#[test]
fn unicode_in_each_of_its_forms() {
    let text = "Datum;Schmerz;Notiz\n13.02.2026;6;größer ☂\n14.02.2026;4;übel\n";
    let expected = reading(Format::PainCsv, text, &[]).unwrap();
    assert_eq!(expected.summary.pain_scores, 2);
    let marked = format!("\u{feff}{text}");
    for bytes in [
        utf16(text, false),
        utf16(text, true),
        utf16(&marked, false),
        utf16(&marked, true),
        utf32(text, false),
        utf32(text, true),
        utf32(&marked, false),
        utf32(&marked, true),
        marked.clone().into_bytes(),
    ] {
        assert_eq!(read(Format::PainCsv, &bytes, &options(&[]).unwrap()).unwrap(), expected, "{:?}", &bytes[..8]);
    }
    let mut cut = utf16(&marked, true);
    cut.pop();
    let error = read(Format::PainCsv, &cut, &options(&[]).unwrap()).unwrap_err();
    assert!(error.code() == "not_utf8" && error.to_string().contains("UTF-16"), "{error}");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let error = read(Format::PainCsv, &latin, &options(&[]).unwrap()).unwrap_err().to_string();
    assert!(error.contains("line 2") && error.contains("Latin-1") && !error.contains("quotes"), "{error}");
}

#[test]
fn separators_at_the_end_of_some_lines() {
    let expected = reading(Format::PainCsv, "date;pain\n2024-01-01;3\n2024-01-02;4\n2024-01-03;\n", &[]).unwrap();
    for text in [
        "date;pain;\n2024-01-01;3\n2024-01-02;4\n2024-01-03;\n",
        "date;pain;;;\n2024-01-01;3\n2024-01-02;4\n2024-01-03;\n",
        "date;pain\n2024-01-01;3;\n2024-01-02;4;;\n2024-01-03;;\n",
        "date;pain;\n2024-01-01;3;\n2024-01-02;4;\n2024-01-03;;\n",
        "date;pain;\n2024-01-01;3\n2024-01-02;4;\n2024-01-03;;\n",
    ] {
        assert_eq!(pains(&reading(Format::PainCsv, text, &[]).unwrap()), pains(&expected), "{text}");
    }
    // What is short or long in another way is refused alone, and never moves into another column.
    let text = "date,pain,note,\n2024-01-01,3,a,\n2024-01-02,4,\n2024-01-03,5,b,c\n2024-01-04,6,d,\n";
    let read = reading(Format::PainCsv, text, &[]).unwrap();
    assert_eq!(codes(&read), ["3 wrong_column_count", "4 wrong_column_count"]);
    assert_eq!(read.summary.pain_scores, 2);
}

#[test]
fn a_first_line_may_state_the_separator() {
    for text in [
        "sep=;\ndate;pain, now\n2024-01-31;3\n",
        "\"sep=;\"\r\ndate;pain, now\r\n2024-01-31;3\r\n",
        "SEP=|\ndate|pain, now\n2024-01-31|3\n",
        "sep=\t\ndate\tpain, now\n2024-01-31\t3\n",
    ] {
        let read = reading(Format::PainCsv, text, &["score=pain, now"]).unwrap();
        assert_eq!(pains(&read), [("2024-01-31".to_owned(), 3.0)], "{text}");
        assert_eq!(read.items[0].line, 3);
    }
    let error = reading(Format::PainCsv, "sep=;\nx;y\n1;2\n", &[]).unwrap_err().to_string();
    assert!(error.contains("Line 2 was taken for the header: \"x;y\""), "{error}");
}

#[test]
fn a_refusal_names_the_header_and_the_likely_format() {
    let strong = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n2024-01-31 08:00,A,Plank,1,0,5\n";
    let habits = "Date,Back,Walk\n2024-01-31,YES_MANUAL,30000\n2024-01-30,NO,-1\n";
    let diary = "date,score,note\n2024-01-31,4.5,so\n";
    for (text, right) in [(strong, Format::Strong), (habits, Format::Loop), (diary, Format::PainCsv)] {
        for wrong in Format::ALL.into_iter().filter(|format| *format != right) {
            let error = reading(wrong, text, &[]).unwrap_err().to_string();
            assert!(error.contains(&format!("format={}", right.as_str())), "{wrong:?}: {error}");
        }
        let error = reading(right, text, &["nonsense=x"]).unwrap_err().to_string();
        assert!(!error.contains("looks like"), "{error}");
    }
    let error = reading(Format::PainCsv, strong, &[]).unwrap_err().to_string();
    assert!(error.contains("Line 1 was taken for the header: \"Date,Workout Name"), "{error}");
    // A file that only looks like a diary until its words are read.
    let single = "Date,Value,Notes\n2024-01-31,YES_MANUAL,\n2024-01-30,NO,\n";
    assert!(reading(Format::PainCsv, single, &[]).unwrap_err().to_string().contains("format=loop"));
    let error = reading(Format::PainCsv, "Datum;Wann\n1;2\n", &[]).unwrap_err().to_string();
    assert!(error.contains("score=COLUMN"), "{error}");
}

#[test]
fn each_column_is_read_or_named() {
    let text = "date,pain,mood,,empty\n2024-01-31,3,good,x,\n2024-02-01,4,,y,\n";
    let read = reading(Format::PainCsv, text, &[]).unwrap();
    let named: Vec<_> = read.notes.iter().map(|note| (note.code, note.count)).collect();
    assert_eq!(named, [("column_not_read", 1), ("column_not_read", 2), ("column_not_read", 0)]);
    assert!(read.notes[0].detail.contains("\"mood\"") && read.notes[0].detail.contains("\"good\""));
    let text = "Date,Walk,Comment\n2024-01-31,2,fine\n2024-01-30,0,tired\n";
    let read = reading(Format::Loop, text, &["Walk=session"]).unwrap();
    assert_eq!(codes(&read), ["- column_not_read"]);
    let text = "Date,Workout Name,Exercise Name,Weight,Reps,Part\n2024-01-31,A,Plank,0,5,core\n";
    assert_eq!(codes(&reading(Format::Strong, text, &[]).unwrap())[0], "- column_not_read");
}

#[test]
fn strong_in_its_languages() {
    let rows = "2024-01-31 18:00:00,Abend,38min,Plank,1,20.5,5,0,0,gut,,\n\
        2024-01-31 18:00:00,Abend,38min,Plank,REST,0,0,0,60,,,\n";
    for (header, rest) in [
        (
            "Date,Workout Name,Duration,Exercise Name,Set Order,Weight (kg),Reps,Distance,Seconds,Notes,Workout Notes,RPE",
            "Rest Timer",
        ),
        (
            "Datum,Workout-Name,Dauer,Name der Übung,Reihenfolge festlegen,Gewicht (kg),Wiederh.,Entfernung,Sekunden,Notizen,Workout-Notizen,RPE",
            "Ruhezeit",
        ),
        (
            "Date,Nom de l’entraînement,Durée,Nom de l'exercice,Ordre de la série,Poids (kg),Réps,Distance,Secondes,Notes,Notes d'entraînement,RPE",
            "Minuteur de repos",
        ),
        (
            "Fecha,Nombre de entrenamiento,Duración,Nombre del ejercicio,Orden de la serie,Peso (kg),Rep.,Distancia,Segundos,Notas,Notas del entrenamiento,RPE",
            "Temporizador de descanso",
        ),
        (
            "DATA, Nome do treino ,Durac\u{327}a\u{303}o,Nome do exercício,Ordem da série,Peso (kg),Reps,Distância,Segundos,Notas,Notas do treino,RPE",
            "rest timer",
        ),
    ] {
        let read = reading(Format::Strong, &format!("{header}\n{}", rows.replace("REST", rest)), &[]).unwrap();
        assert_eq!(codes(&read), ["3 rest_timer"], "{header}");
        assert_eq!((seconds(&read), loads(&read)), (vec![Some(2_280)], vec![Some(20.5)]), "{header}");
    }
}

#[test]
fn strong_in_any_language_by_the_map() {
    let text = "日付,名前,時間,種目,順,重さ,回数,距離,距離単位,秒,メモ,全体,きつさ\n\
        2024/1/31 下午6:00,夜,35分,プランク,1,45 lb,5,2,km,0,良い,よし,7\n\
        2024/1/31 下午6:00,夜,35分,プランク,休憩,,,,,60,,,\n";
    let map = [
        "date=日付,workout=名前,duration=時間,exercise=種目,set_order=順,weight=重さ,reps=回数,distance=距離,distance_unit=距離単位",
        "seconds=秒,note=メモ,workout_note=全体,rpe=きつさ",
    ];
    let read = reading(Format::Strong, text, &map).unwrap();
    assert_eq!(codes(&read), ["3 unknown_word", "2 distance_left_out"]);
    assert!(read.notes[0].detail.contains("word:休憩=set, rest or note"), "{:?}", read.notes[0]);
    let told = [map[0], map[1], "word:休憩=rest"];
    let read = reading(Format::Strong, text, &told).unwrap();
    assert_eq!(codes(&read), ["2 distance_left_out", "3 rest_timer"]);
    assert_eq!((seconds(&read), loads(&read)), (vec![Some(2_100)], vec![Some(20.412)]));
    assert!(
        matches!(&read.items[0].what, Imported::Session { note: Some(note), effort: Some(7), .. } if note.contains("よし"))
    );
    for (wrong, part) in
        [("word:休憩=pause", "set, rest or note"), ("weight=重", "no column"), ("duration_unit=week", "h, min or s")]
    {
        let error = reading(Format::Strong, text, &[map[0], map[1], wrong]).err().map(|error| error.to_string());
        assert!(error.as_ref().is_some_and(|error| error.contains(part)) || wrong == "weight=重", "{wrong}: {error:?}");
    }
}

#[test]
fn strong_columns_that_are_called_by_their_unit() {
    let text = |unit: &str, far: &str| {
        format!(
            "Date,Workout Name,Exercise Name,Set Order,{unit},Reps,{far},Seconds,Notes\n2016-10-03 19:30:55,W,Pull Up,0,0.0,10,1.5,0,\n2016-10-03 19:30:55,W,Pull Up,1,10.0,5,0.0,0,\n"
        )
    };
    for (unit, kg) in [("kg", 10.0), ("lb", 4.536), ("LBS", 4.536), ("Weight (lbs)", 4.536)] {
        let read = reading(Format::Strong, &text(unit, "km"), &[]).unwrap();
        assert_eq!(codes(&read), ["2 distance_left_out", "2 duration_assumed"], "{unit}");
        assert_eq!(loads(&read), [None, Some(kg)], "{unit}");
    }
    let read = reading(Format::Strong, &text("Weight", "mi"), &[]).unwrap();
    let note = read.notes.iter().find(|note| note.code == "weight_unit_assumed").unwrap();
    assert!(note.detail.contains("read as kg"));
}

#[test]
fn strong_dates_of_a_spreadsheet() {
    let rows = ["9/15/2018 19:17", "12/4/2018 7:29 PM", "11/27/2018 6:13 p. m."]
        .map(|date| format!("{date},W,Pull Up,1,0,9\n"));
    let text = format!("Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n{}", rows.concat());
    for map in [&[][..], &["date_order=mdy"]] {
        let read = reading(Format::Strong, &text, map).unwrap();
        let starts: Vec<String> = read.items.iter().map(|item| item.key.clone()).collect();
        assert_eq!(starts.len(), 3);
        for (key, start) in starts.iter().zip(["2018-09-15 19:17:00", "2018-12-04 19:29:00", "2018-11-27 18:13:00"]) {
            assert!(key.contains(start), "{key}");
        }
    }
    let one = text.replace("12/4/2018 7:29 PM", "12/4/2018 evening");
    let read = reading(Format::Strong, &one, &[]).unwrap();
    assert_eq!(codes(&read)[0], "3 time_not_read");
    assert!(read.notes[0].detail.contains("\"evening\""));
}

#[test]
fn strong_lengths_that_no_one_can_tell_keep_their_text() {
    let text = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps\n\
        2024-01-01 08:00,A,a while,Plank,1,0,5\n2024-01-02 08:00,A,62,Plank,1,0,5\n2024-01-03 08:00,A,01:02:00,Plank,1,0,5\n";
    let read = reading(Format::Strong, text, &[]).unwrap();
    assert_eq!(seconds(&read), [None, Some(3_720), Some(3_720)]);
    assert_eq!(codes(&read), ["- duration_unit_assumed", "2 duration_assumed"]);
    assert!(read.notes[0].detail.contains("minutes") && read.notes[1].detail.contains("\"a while\""));
    let read = reading(Format::Strong, text, &["duration_unit=s"]).unwrap();
    assert_eq!(
        (seconds(&read), codes(&read)),
        (vec![None, Some(62), Some(3_720)], vec!["2 duration_assumed".to_owned()])
    );
}

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

/// Cells of diaries, of which some say nothing that can be read.
fn cells() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "3",
        "4.5",
        "-1",
        "12",
        "-2147483648",
        "x",
        "2024-01-31",
        "31/01/2024",
        "03/04/2024",
        "2024-01-31 8:15 p. m.",
        "20h15",
        "0.84375",
        "0.25",
        "evening",
        "38min",
        "62",
        "1:02",
        "Rest Timer",
        "Plank",
        "kg",
        "2",
        "YES_MANUAL",
        "３",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    /// A cell with text is in an item, or a note speaks of its line or its column; and no table panics.
    #[test]
    fn no_cell_is_lost_without_a_word(rows in prop::collection::vec(prop::collection::vec(cells(), 5), 1..6)) {
        for (format, header, map) in [
            (Format::PainCsv, "date,time,pain,note,more", &[][..]),
            (Format::Loop, "Date,A,B,C,D", &["A=session,B=pain"]),
            (Format::Strong, "Date,Workout Name,Duration,Exercise Name,Weight", &[]),
        ] {
            let mut text = format!("{header}\n");
            for row in &rows {
                text += &row.join(",");
                text.push('\n');
            }
            let Ok(read) = reading(format, &text, map) else { continue };
            for (place, row) in rows.iter().enumerate() {
                let line = place as u64 + 2;
                let noted = read.notes.iter().any(|note| note.line == Some(line));
                let kept = read.items.iter().any(|item| item.line == line);
                let columns = read.notes.iter().filter(|note| note.line.is_none()).map(|note| note.count).sum::<u64>();
                let says = row.iter().any(|cell| !cell.is_empty());
                // Rows of one workout share an item, and a row of zeros and unknowns says nothing.
                prop_assert!(!says || noted || kept || columns > 0 || format != Format::PainCsv, "{format:?} line {line}: {text}");
            }
            if format == Format::PainCsv {
                let more = rows.iter().filter(|row| !row[4].is_empty()).count() as u64;
                let unread = read.notes.iter().find(|note| note.code == "column_not_read");
                prop_assert_eq!(unread.map(|note| note.count), Some(more));
                let noons = rows.iter().enumerate().filter(|(place, row)| {
                    let line = *place as u64 + 2;
                    let at_noon = read.items.iter().any(|item| item.line == line
                        && matches!(&item.what, Imported::PainScore { recorded_at: Moment::Day(_), .. }));
                    let noted = read.notes.iter().any(|note| note.line == Some(line) && note.code == "time_not_read");
                    at_noon && !row[1].is_empty() && !noted
                });
                prop_assert_eq!(noons.count(), 0, "noon in silence: {}", text);
            }
        }
    }
}
