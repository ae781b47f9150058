//! Dates, numbers, cells and the map, each on its own.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::column_map::Words;
use super::super::dates::{Order, Time, date};
use super::super::loop_values::{Value, parse, quote_entries};
use super::super::numbers::{nrs, number, whole};
use super::super::orders::Orders;
use super::*;

#[test]
fn dates_in_their_orders() {
    assert_eq!(date("2024-05-31", Order::Ymd), day(2024, 5, 31));
    assert_eq!(date("31/05/24", Order::Dmy), day(2024, 5, 31));
    assert_eq!(date("5.31.1998", Order::Mdy), day(1998, 5, 31));
    assert_eq!(date("24-05-31", Order::Ymd), day(2024, 5, 31));
    // Four digits in front are a year, whatever was said.
    assert_eq!(date("2024-05-31 08:15", Order::Mdy), day(2024, 5, 31));
    for bad in ["", "2024-02-30", "31/31/24", "2024-05", "1-2-3-4", "+1-02-2024", "0000-01-01", "9999-12-31"] {
        assert_eq!(date(bad, Order::Ymd), None, "{bad}");
    }
}

#[test]
fn times_with_half_days_and_offsets() {
    let orders = Orders::find(&ColumnMap::default(), &[], false).unwrap();
    let at = |cell: &str| {
        let stamp = orders.stamp(cell).ok()?;
        matches!(stamp.time, Time::At(_)).then(|| stamp.moment().to_string())
    };
    let expect = |cell: &str, local: &str| assert_eq!(at(cell).as_deref(), Some(local), "{cell}");
    expect("2024-01-10 18:05", "2024-01-10 18:05:00");
    expect("2024-01-10 6:05:09\u{202f}PM", "2024-01-10 18:05:09");
    expect("2024-01-10 12:05:09 AM", "2024-01-10 00:05:09");
    expect("2024-01-10T23:30:00.250Z", "2024-01-10T23:30:00.250Z");
    expect("2024-01-10 23:30:00 +0000", "2024-01-10T23:30:00Z");
    expect("2024-07-10T00:30:00+05:30", "2024-07-09T19:00:00Z");
    for bad in ["2024-01-10 25:00", "2024-01-10 13:00 PM", "2024-01-10 x", "2024-01-10 1:2:3:4", "2024-01-10 10:00+é9"]
    {
        assert_eq!(at(bad), None, "{bad}");
    }
}

#[test]
fn the_order_is_found_or_asked_for() {
    let map = ColumnMap::default();
    let first = |cells: &[&str], daily| {
        Orders::find(&map, cells, daily).map(|orders| orders.stamp(cells[0]).ok().map(|stamp| stamp.date))
    };
    let daily = ["02-02-24", "02-01-24", "01-31-24"];
    assert_eq!(Orders::find(&map, &daily, true).unwrap().stamp("02-01-24").unwrap().date, day(2024, 2, 1).unwrap());
    // No day above 12, but only one order makes neighbours of them.
    assert_eq!(first(&["03/05/24", "04/05/24", "05/05/24"], true), Ok(day(2024, 5, 3)));
    // Without a line for each day the same dates could be three months.
    let sparse = first(&["03/05/24", "04/05/24", "05/05/24"], false);
    assert!(matches!(sparse, Err(ReadError::AmbiguousDates { .. })));
    // As years of two digits these would be 2031 and 2002.
    assert_eq!(first(&["31/01/24", "02/02/24"], false), Ok(day(2024, 1, 31)));
    assert_eq!(first(&["24-01-31", "24-02-02"], false), Ok(day(2024, 1, 31)));
    assert_eq!(first(&["05/05/2024"], false), Ok(day(2024, 5, 5)));
    assert!(matches!(first(&["yesterday"], true), Err(ReadError::NoDates { .. })));
    assert!(Orders::find(&map, &[], true).is_ok());
}

#[test]
fn gaps_and_folds_have_an_instant() {
    let utc = |zone: Tz, local: &str| to_instant(zone, local.parse().ok()?);
    let at = |text: &str| text.parse::<DateTime<Utc>>().ok();
    let vienna = chrono_tz::Europe::Vienna;
    assert_eq!(utc(vienna, "2024-03-31T02:30:00"), at("2024-03-31T01:30:00Z"));
    assert_eq!(utc(vienna, "2024-10-27T02:30:00"), at("2024-10-27T00:30:00Z"));
    // Apia left this day out.
    assert!(utc(chrono_tz::Pacific::Apia, "2011-12-30T12:00:00").is_some());
}

#[test]
fn numbers_that_can_be_only_one() {
    assert_eq!(number("3.25"), Some(3.25));
    assert_eq!(number(" 3,5 "), Some(3.5));
    assert_eq!(number("-2"), Some(-2.0));
    assert_eq!(number("0,125"), Some(0.125));
    for bad in ["", "1,234", "1.2.3", "inf", "NaN", "1e3", "--1", "5.", ".5", "٣"] {
        assert_eq!(number(bad), None, "{bad}");
    }
}

#[test]
fn cells_of_all_generations() {
    for (value, cells) in [
        (Value::Yes, "2|YES_MANUAL"),
        (Value::Auto, "1|YES_AUTO"),
        (Value::No, "0|NO"),
        (Value::Unknown, "-1||UNKNOWN"),
        (Value::Thousandths(4_500), "4500"),
        (Value::Skip, "3|SKIP|-2147483648|-2.15E+09|Entry(timestamp=Timestamp(unixTime=1), value=3, notes=)"),
    ] {
        for cell in cells.split('|') {
            assert_eq!(parse(cell, &Words::NONE), Some((value, "")), "{cell}");
        }
    }
    let noted = "Entry(timestamp=Timestamp(unixTime=1), value=2, notes=so, so (value=3))";
    assert_eq!(parse(noted, &Words::NONE), Some((Value::Yes, "so, so (value=3)")));
    for bad in ["yes!", "-5", "2.5", "Entry(timestamp=", "Entry(timestamp=1, value=x, notes=)"] {
        assert_eq!(parse(bad, &Words::NONE), None, "{bad}");
    }
}

#[test]
fn entries_become_one_cell_each() {
    let text = "Date,A,B,\nd,Entry(timestamp=1, value=2, notes=a \"b\",\nc),Entry(timestamp=1, value=0, notes=),\n";
    let quoted = "Date,A,B,\nd,\"Entry(timestamp=1, value=2, notes=a \"\"b\"\",\nc)\",\"Entry(timestamp=1, value=0, notes=)\",\n";
    assert_eq!(quote_entries(text), quoted);
    assert_eq!(quote_entries(quoted), quoted, "what is quoted stays as it is");
}

#[test]
fn a_map_is_split_where_it_can_be() {
    let map = ColumnMap::parse(&["Read, a lot=ignore", "A=session,Walk, slowly=session , x=y=pain"]);
    let map = map.unwrap();
    let pairs: Vec<_> = map.iter().collect();
    assert_eq!(pairs, [("Read, a lot", "ignore"), ("A", "session"), ("Walk, slowly", "session"), ("x=y", "pain")]);
    for bad in ["session", "=session", "A=", "A=session,A=pain", "A=session,B=pain,C"] {
        let error = ColumnMap::parse(&[bad]).unwrap_err();
        assert_eq!(error.code(), "bad_map", "{bad}");
    }
}

#[test]
fn formats_by_their_wire_names() {
    for format in Format::ALL {
        assert_eq!(format.as_str().parse(), Ok(format));
        let json = serde_json::to_string(&format).unwrap();
        assert_eq!(json, format!("\"{}\"", format.as_str()));
    }
    assert_eq!("fitbit".parse::<Format>().unwrap_err().code(), "unknown_format");
}

#[test]
fn whole_numbers_are_scores_up_to_ten() {
    for (value, score) in [(0.0, Some(0)), (-0.0, Some(0)), (10.0, Some(10)), (3.5, None), (11.0, None), (-1.0, None)] {
        assert_eq!(nrs(value), score, "{value}");
    }
    assert_eq!((whole(8.5, 10), whole(10.5, 10), whole(1e300, 10)), (Some(9), None, None));
}
