//! Lengths of time, as many ways as people write them.

use proptest::prelude::*;

use super::super::durations::Lengths;
use super::super::time_units::Unit;

/// The seconds of a length that is alone in its column.
fn seconds(text: &str) -> Option<u64> {
    Lengths::of(None, std::iter::once(text)).seconds(text)
}

#[test]
fn lengths_that_say_their_units() {
    for (expected, cases) in [
        (2_280, "38min"),
        (3_720, "1h 2min|1 h 2 m|01:02:00|1:02 h|PT1H2M|1 hour, 2 minutes"),
        (3_600, "1h"),
        (90, "90 s"),
        (2_730, "45m 30s|45:30 min"),
        (5_400, "1h 30m|1h30|1h 30|1.5 hours|1,5 h|1:30:00"),
        (3_723, "1h 2m 3s"),
        (4_380, "1小时13分钟|1 小时 13 分"),
        (
            3_900,
            "1 Std. 5 Min.|1 Stunde und 5 Minuten|1 hora y 5 minutos|1\u{a0}h\u{202f}5\u{a0}min|\
            1 ч 5 мин|１時間５分|1시간 5분",
        ),
        (2_100, "35分|35′"),
        (0, "0s"),
    ] {
        for text in cases.split('|') {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }
    for text in "|h|1x|1m 2h|1h 2h|an hour|99999999999999999999h|-5 min|1:60:00|1:2:3:4|5 min ago|5 of 6|1h and|\
        ~40 min|40-50 min"
        .split('|')
    {
        assert_eq!(seconds(text), None, "{text}");
    }
}

#[test]
fn lengths_without_a_unit_are_told_by_their_column() {
    let read = |stated, cells: &[&str]| {
        let lengths = Lengths::of(stated, cells.iter().copied());
        let mut out = super::super::collector::Collector::default();
        lengths.note(&mut out);
        let notes = out.finish().notes;
        let read: Vec<_> = cells.iter().map(|cell| lengths.seconds(cell)).collect();
        (read, notes.iter().map(|note| note.count).sum::<u64>())
    };
    assert_eq!(read(None, &["62", "40.5", "0", ""]), (vec![Some(3_720), Some(2_430), Some(0), None], 2));
    assert_eq!(read(None, &["3720", "2400", "90"]), (vec![Some(3_720), Some(2_400), Some(90)], 3));
    // As many of them are too long for minutes as are not.
    assert_eq!(read(None, &["3720", "62", "38min"]), (vec![None, None, Some(2_280)], 0));
    assert_eq!(read(Some(Unit::Seconds), &["62", "3720"]), (vec![Some(62), Some(3_720)], 0));
    assert_eq!(read(Some(Unit::Minutes), &["62", "300"]), (vec![Some(3_720), Some(18_000)], 0));
    assert_eq!(read(None, &["1:02", "0:45"]), (vec![Some(3_720), Some(2_700)], 2));
    assert_eq!(read(None, &["45:30", "1:02"]), (vec![Some(2_730), Some(62)], 0));
    assert_eq!(
        (Unit::parse("Sek."), Unit::parse("min"), Unit::parse("kg")),
        (Some(Unit::Seconds), Some(Unit::Minutes), None)
    );
}

proptest! {
    /// A length is the same in each of its spellings.
    #[test]
    fn one_length_in_many_spellings(hours in 0u64..5, minutes in 0u64..60, rest in 0u64..60) {
        let total = hours * 3600 + minutes * 60 + rest;
        for text in [
            format!("{hours}h {minutes}m {rest}s"),
            format!("{hours}:{minutes:02}:{rest:02}"),
            format!("{hours}小时{minutes}分钟{rest}秒"),
            format!("{hours} Std. {minutes} Min. {rest} Sek."),
            format!("{hours} ч {minutes} мин {rest} с"),
            format!("{total}s"),
        ] {
            prop_assert_eq!(seconds(&text), Some(total), "{}", text);
        }
    }
}
