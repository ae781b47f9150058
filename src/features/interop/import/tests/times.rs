//! Times of day and dates, as many ways as people write them.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::super::clock::time_of_day;
use super::super::dates::{self, Order, Time};
use super::super::durations::Lengths;
use super::super::numbers::{is_extreme, is_skip};
use super::super::orders::{FieldError, Orders};
use super::*;

fn date_of(orders: &Orders, cell: &str) -> Result<NaiveDate, FieldError> {
    orders.stamp(cell).map(|stamp| stamp.date)
}

#[test]
fn times_of_day() {
    for (expected, cases) in [
        (
            "20:15:00",
            "20:15|8:15 p. m.|8:15\u{a0}p.\u{a0}m.|8.15pm|20.15|20.15 Uhr|20:15 Uhr|20 Uhr 15|\
            20:15 h|kl. 20.15|à 20h15|20 h 15 min|下午8:15|下午 8:15|午後8時15分|오후 8:15|오후 8시 15분|２０：１５|\
            20点15分|0.84375|0,84375",
        ),
        ("08:05:00", "8:5|08.05"),
        ("20:15:30.250", "20:15:30.250"),
        ("14:00:00", "02:00:00 PM"),
        ("08:30:00", "8:30:00\u{202f}AM"),
        ("00:38:00", "12:38:00 AM|上午12:38"),
        ("12:38:00", "12:38 pm"),
        ("08:15:00", "8:15 a.m."),
        ("20:00:00", "8 PM|20h"),
        ("20:15:30", "20h15m30s"),
        ("01:05:00", "凌晨1:05"),
        ("12:30:00", "中午12:30"),
        ("21:30:00", "晚上9:30"),
        ("12:15:00", "午後0:15"),
        ("20:14:00", "0.843055555555556"),
        ("12:00:00", "0.5"),
        ("18:00:00", "0.75"),
    ] {
        for text in cases.split('|') {
            assert_eq!(time_of_day(text).map(|time| time.to_string()).as_deref(), Some(expected), "{text}");
        }
    }
    for text in "|evening|20|2015|20 15|20,15|0.25|0.05|0|0.0|1.5|25:00|24:00|20:60|13:00 PM|20.5|-8:15|晚上12:30|\
        8:15 PM CET|20:15-21:00|1:2:3:4|8:15 de la tarde|99999999999:15"
        .split('|')
    {
        assert_eq!(time_of_day(text), None, "{text}");
    }
}

#[test]
fn dates_whose_form_leaves_no_choice() {
    for text in
        "2018-08-31|2018/8/31|2018.08.31.|2018. 8. 31.|2018年8月31日|２０１８年８月３１日|2018년 8월 31일|31 Aug 2018|\
        31. August 2018|Aug 31, 2018|August 31st, 2018|31-Aug-18|31 août 2018|31 de agosto de 2018|\
        Fri, 31 Aug 2018|Freitag, 31. August 2018|'2018-08-31"
            .split('|')
    {
        for order in Order::ALL {
            assert_eq!(dates::date(text, order), day(2018, 8, 31), "{text}");
        }
    }
    for text in ["31 Foo 2018", "Aug 2018", "31 Aug", "8月31日", "2018年", "2018-08-31x", "1.2.3.4", "45292"] {
        assert_eq!(dates::date(text, Order::Ymd), None, "{text}");
    }
}

#[test]
fn dates_with_a_time_behind_them() {
    let orders = Orders::find(&ColumnMap::parse(&["date_order=mdy"]).unwrap(), &[], false).unwrap();
    let at = |cell: &str| {
        let stamp = orders.stamp(cell).unwrap();
        match stamp.time {
            Time::At(time) => stamp.date.and_time(time).to_string(),
            Time::Missing => stamp.date.to_string(),
            Time::Unread(text) => format!("{} {text}?", stamp.date),
        }
    };
    for (expected, cases) in [
        ("2018-08-31 05:49:00", "2018/8/31 5:49"),
        (
            "2018-08-31 17:49:00",
            "8/31/2018 5:49 PM|8/31/2018, 5:49\u{202f}PM|31 Aug 2018, 17:49|Aug 31, 2018 at 5:49 PM|\
            31. August 2018 um 17:49 Uhr|2018/8/31 下午5:49|2018年8月31日下午5:49|2018年8月31日 17:49|\
            2018/8/31(金) 17:49|2018. 8. 31. 오후 5:49|2018-08-31T17:49|8/31/2018 17h49",
        ),
        ("2018-08-31", "8/31/2018"),
        ("2018-08-31 evening?", "8/31/2018 evening"),
        ("2018-08-31 25:00?", "2018-08-31 25:00"),
        ("2018-08-31 20:15-21:00?", "2018-08-31 20:15-21:00"),
    ] {
        for cell in cases.split('|') {
            assert_eq!(at(cell), expected, "{cell}");
        }
    }
}

#[test]
fn a_date_in_another_form_is_its_own_matter() {
    let find = |cells: &[&str]| Orders::find(&ColumnMap::default(), cells, false);
    let orders = find(&["2024-01-31", "2024-02-01", "03/04/2024", "45292", "2.13.2024"]).unwrap();
    assert_eq!(date_of(&orders, "2024-02-01").ok(), day(2024, 2, 1));
    assert_eq!(date_of(&orders, "2.13.2024").ok(), day(2024, 2, 13));
    let (code, detail) = date_of(&orders, "03/04/2024").unwrap_err();
    assert!(code == "bad_date" && detail.contains("date_order"), "{detail}");
    assert!(date_of(&orders, "45292").unwrap_err().1.contains("spreadsheet"));
    // One slip does not turn the others round; as many of both do.
    let orders = find(&["13/01/2024", "14/01/2024", "03/02/2024", "20/02/2024", "21/02/2024", "12/31/2023"]).unwrap();
    assert!(date_of(&orders, "03/02/2024").is_err(), "one in five is more than a slip");
    let mut many = vec!["13/01/2024"; 20];
    many.extend(["03/02/2024", "12/31/2023"]);
    let orders = find(&many).unwrap();
    assert_eq!(date_of(&orders, "03/02/2024").ok(), day(2024, 2, 3));
    assert!(date_of(&orders, "12/31/2023").is_err());
}

#[test]
fn numbers_that_stand_for_none() {
    for text in "-2147483648|-2147483648.0|-2.15E+09|-2,15E+09|−2147483648|2147483647|-9223372036854775808|\
        1.7976931348623157E308|-3.4028235E38|NaN|inf|null|N/A|-"
        .split('|')
    {
        assert!(is_skip(text), "{text}");
    }
    assert!(is_extreme("-2.1E9") && !is_extreme("-"));
    for text in ["0", "-1", "10", "2.15", "2000000000", "", "no"] {
        assert!(!is_skip(text), "{text}");
    }
}

/// Pieces that times, dates and lengths are made of, and some that they are not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(
        "0|1|2|12|31|59|60|2024|99999999999|.|,|:|-|/| |\u{202f}|h|m|s|min|PM|a.|T|Z|+|年|月|日|時|下午|오후|\
            Aug|de|Uhr|(|)|'|é|e|５|ﬀ|\u{301}|\0"
            .split('|')
            .collect::<Vec<_>>(),
    );
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Whatever is put together is read or not read, the same in each order of the day, and never a panic.
    #[test]
    fn no_text_is_too_strange(text in pieces()) {
        let _ = (time_of_day(&text), is_skip(&text), Lengths::of(None, std::iter::once(text.as_str())).seconds(&text));
        for daily in [false, true] {
            if let Ok(orders) = Orders::find(&ColumnMap::default(), &[&text], daily)
                && let Ok(stamp) = orders.stamp(&text)
            {
                prop_assert_eq!(orders.stamp(&text).map(|stamp| stamp.date), Ok(stamp.date));
            }
        }
    }

    /// A time is the same in each of its spellings.
    #[test]
    fn one_time_in_many_spellings(hour in 0u32..24, minute in 0u32..60) {
        let (half, cjk) = if hour < 12 { ("a. m.", "上午") } else { ("p. m.", "下午") };
        let short = (hour + 11) % 12 + 1;
        let expected = chrono::NaiveTime::from_hms_opt(hour, minute, 0);
        for text in [
            format!("{hour}:{minute:02}"),
            format!("{hour:02}.{minute:02}"),
            format!("{hour}h{minute:02}"),
            format!("{hour} h {minute:02}"),
            format!("{hour}:{minute:02} Uhr"),
            format!("{short}:{minute:02}:00 {half}"),
            format!("{cjk}{short}:{minute:02}"),
            format!("{short}:{minute:02}\u{202f}{}", half.replace(['.', ' '], "").to_uppercase()),
        ] {
            prop_assert_eq!(time_of_day(&text), expected, "{}", text);
        }
        let fraction = format!("{:.9}", f64::from(hour * 60 + minute) / 1440.0);
        if hour * 60 + minute > 0 {
            prop_assert_eq!(time_of_day(&fraction), expected, "{}", fraction);
        }
    }
}
