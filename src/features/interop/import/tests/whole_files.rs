//! Whole files that other locales, spreadsheets and apps make.

use proptest::prelude::*;

use super::*;

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn utf32(text: &str, big: bool) -> Vec<u8> {
    text.chars().flat_map(|c| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() }).collect()
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
    let named: Vec<_> = read.notes.iter().map(|note| (&*note.code, note.count)).collect();
    assert_eq!(named, [("column_not_read", 1), ("column_not_read", 2), ("column_not_read", 0)]);
    assert!(read.notes[0].detail.contains("\"mood\"") && read.notes[0].detail.contains("\"good\""));
    let text = "Date,Walk,Comment\n2024-01-31,2,fine\n2024-01-30,0,tired\n";
    let read = reading(Format::Loop, text, &["Walk=session"]).unwrap();
    assert_eq!(codes(&read), ["- column_not_read"]);
    let text = "Date,Workout Name,Exercise Name,Weight,Reps,Part\n2024-01-31,A,Plank,0,5,core\n";
    assert_eq!(codes(&reading(Format::Strong, text, &[]).unwrap())[0], "- column_not_read");
}

/// Cells of diaries, of which some say nothing that can be read.
fn cells() -> impl Strategy<Value = String> {
    prop::sample::select(
        "|3|4.5|-1|12|-2147483648|x|2024-01-31|31/01/2024|03/04/2024|2024-01-31 8:15 p. m.|20h15|\
            0.84375|0.25|evening|38min|62|1:02|Rest Timer|Plank|kg|2|YES_MANUAL|３"
            .split('|')
            .collect::<Vec<_>>(),
    )
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
