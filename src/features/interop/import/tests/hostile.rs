//! Files that nobody would write on purpose, and the promise that reading twice gives the same.

use uuid::Uuid;

use super::*;

const FILES: [(Format, &str, &str); 5] = [
    (
        Format::Loop,
        "Date,A,B,\n2024-01-31,2,Entry(timestamp=1, value=3500, notes=\"x\",\n),\n2024-01-30,3,-1,\n",
        "A=session,B=pain:neck",
    ),
    (
        Format::Strong,
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Seconds,RPE\n2024-01-31 6:00:00 PM,\"a\nb\",1h,Plank,1,1.5,3,40,7\n",
        "weight_unit=lb",
    ),
    (
        Format::Hevy,
        "title,start_time,end_time,exercise_title,set_type,weight_kg,reps,duration_seconds,rpe\n\"a\nb\",\"31 Jan 2024, 18:00\",\"31 Jan 2024, 19:10\",Plank,failure,1.5,3,40,7\n",
        "exercise:Plank=own",
    ),
    (
        Format::FitNotes,
        "Date,Exercise,Category,Weight,Weight Unit,Reps,Time,Comment\n2024-01-31,Curl (A, B),Arms,7.5,kgs,8,,\n2024-01-31,Walk,Cardio,,,,0:12:00,\"x, y\"\n",
        "exercise:Walk=own",
    ),
    (
        Format::PainCsv,
        "date,pain,name,note\n2024-01-31T10:00:00+02:00,3.5,neck,\"so, so\"\n31/01/24,4,back,\n28/01/24,4,back,\n",
        "region:neck=coccyx",
    ),
];

#[test]
fn every_byte_can_be_wrong() {
    let wrong: [&[u8]; 14] = [
        b"",
        b"\0",
        b"\"",
        b",",
        b";",
        b"\n",
        b"\r",
        b"\xff",
        b"\xe2\x80",
        b"-",
        b"9999999999",
        b"Entry(timestamp=",
        b")",
        "\u{202f}é".as_bytes(),
    ];
    for (format, text, map) in FILES {
        let options = options(&[map]).unwrap();
        assert!(read(format, text.as_bytes(), &options).is_ok(), "{format:?}");
        for place in 0..text.len() {
            // Four of them at each place keep the test short; neighbouring places see the others.
            for bytes in wrong.iter().cycle().skip(place * 4).take(4) {
                let mut damaged = text.as_bytes().to_vec();
                damaged.splice(place..=place, bytes.iter().copied());
                let first = read(format, &damaged, &options);
                assert_eq!(first, read(format, &damaged, &options));
            }
            for other in Format::ALL {
                let _ = read(other, text.as_bytes().get(..place).unwrap(), &options);
            }
        }
    }
}

#[test]
fn no_text_at_all() {
    let of = |bytes: &[u8]| read(Format::Loop, bytes, &options(&[]).unwrap()).unwrap_err();
    assert_eq!(of(b""), ReadError::Empty);
    assert_eq!(of(b"\xef\xbb\xbf \r\n"), ReadError::Empty);
    assert_eq!(of(b",,,\n1,2,3\n"), ReadError::Empty);
    assert_eq!(of(b"Date,A\n2024-01-01,2\n2024-01-02,\xe9\n"), ReadError::NotUtf8 { line: 3 });
    assert_eq!(of(b"\xff\xfeD\0a"), ReadError::DamagedUnicode("UTF-16"));
    assert_eq!(of(b"PK\x03\x04\n\n"), ReadError::NotText);
}

#[test]
fn a_stray_quote_costs_its_own_line_only() {
    let text = "date,pain,note\n2024-01-01,3,\"oh\n2024-01-02,4,\n\n2024-01-03,5,\"two\nlines\"\n2024-01-04,6,x\ny\n";
    let read = reading(Format::PainCsv, text, &[]).unwrap();
    assert_eq!(codes(&read), ["2 stray_quote", "8 wrong_column_count"]);
    let lines: Vec<u64> = read.items.iter().map(|item| item.line).collect();
    assert_eq!(lines, [3, 5, 7]);
}

#[test]
fn the_ends_of_lines_do_not_matter() {
    let unix = "date,pain\n2024-01-01,3\n\n2024-01-02,4\n";
    let expected = reading(Format::PainCsv, unix, &[]).unwrap();
    assert_eq!(expected.items[1].line, 4);
    for ends in ["\r\n", "\r"] {
        let text = unix.replace('\n', ends);
        assert_eq!(reading(Format::PainCsv, &text, &[]).unwrap(), expected, "{ends:?}");
    }
    let marked = format!("\u{feff}{}", unix.trim_end());
    assert_eq!(reading(Format::PainCsv, &marked, &[]).unwrap(), expected);
}

#[test]
fn a_nul_never_reaches_a_record() {
    let text = "date,pain,note\n2024-01-01,3,a\0b\n2024-01-02,4,c\n";
    let read = reading(Format::PainCsv, text, &[]).unwrap();
    assert_eq!(codes(&read), ["2 control_character"]);
    assert_eq!(read.summary.pain_scores, 1);
}

#[test]
fn long_texts_are_cut_and_messages_stay_short() {
    let long = "ä".repeat(MAX_NOTE_CHARS + 1);
    let text = format!("date,pain,note\n2024-01-01,3,{long}\n");
    let read = reading(Format::PainCsv, &text, &[]).unwrap();
    assert_eq!(codes(&read), ["2 note_cut"]);
    let wide: Vec<String> = (0..500).map(|index| format!("{long}{index}")).collect();
    let text = format!("Date,{}\n", wide.join(","));
    let error = reading(Format::Loop, &text, &["x=session"]).unwrap_err().to_string();
    assert!(error.len() < 10_000, "{}", error.len());
}

#[test]
fn ids_belong_to_their_owner() {
    let read = reading(Format::PainCsv, "date,pain\n2024-01-01,3\n", &[]).unwrap();
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let item = &read.items[0];
    assert_eq!(item.record_id(one, 1), item.record_id(one, 1));
    assert_ne!(item.record_id(one, 1), item.record_id(other, 1));
    assert_ne!(item.record_id(one, 1), item.record_id(one, 2));
    assert_ne!(own_exercise_id(one, "Row"), own_exercise_id(one, "row"));
}
