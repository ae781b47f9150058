use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

use crate::platform::input::parsed_text;
use crate::platform::sql_types::SqlTimestamp;

/// A moment in UTC, cut to whole milliseconds: the precision that both engines, JSON and clients all keep.
///
/// Text form: RFC 3339. Any offset is read, `2026-11-23T16:54:00.000Z` is written.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = SqlTimestamp)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// The instant `milliseconds` after 1970-01-01T00:00Z; `None` outside the years 1900 to 9999.
    #[must_use]
    pub fn from_millis(milliseconds: i64) -> Option<Self> {
        let utc = Utc.timestamp_millis_opt(milliseconds).single()?;
        (1900..=9999).contains(&utc.year()).then_some(Self(utc))
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// Whole seconds since 1970-01-01T00:00Z, rounded down.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// This instant in UTC.
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// This instant moved by `by`, clamped to the accepted years.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        self.0.checked_add_signed(by).map_or(self, Self)
    }

    /// The time from `earlier` to this instant; negative when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }

    /// The fixed-width text `2026-11-23T16:54:00.000Z`, whose order is the order of time.
    #[must_use]
    pub fn to_text(self) -> String {
        let (date, time) = (self.0.date_naive(), self.0.time());
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |at: usize, width: usize, number: u32| {
            let mut rest = number;
            for digit in text.iter_mut().skip(at).take(width).rev() {
                *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
                rest /= 10;
            }
        };
        put(0, 4, date.year().unsigned_abs());
        put(5, 2, date.month());
        put(8, 2, date.day());
        put(11, 2, time.hour());
        put(14, 2, time.minute());
        put(17, 2, time.second());
        put(20, 3, self.0.timestamp_subsec_millis());
        text.iter().map(|&digit| char::from(digit)).collect()
    }

    /// The wall clock in UTC, as PostgreSQL's client library takes it.
    pub(crate) fn naive_utc(self) -> NaiveDateTime {
        self.0.naive_utc()
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(utc: DateTime<Utc>) -> Self {
        Self(Utc.timestamp_millis_opt(utc.timestamp_millis()).single().unwrap_or(utc))
    }
}

impl FromStr for Timestamp {
    type Err = Cow<'static, str>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(instant) = from_fixed_width(text.as_bytes()) {
            return Ok(instant);
        }
        let read = DateTime::parse_from_rfc3339(text)
            .map_err(|_| "must be an RFC 3339 instant with an offset, like 2026-11-23T18:54:00+02:00")?;
        Self::from_millis(read.timestamp_millis()).ok_or(Cow::Borrowed("must lie between the years 1900 and 9999"))
    }
}

/// Reads the form that [`Timestamp::to_text`] writes, which SQLite hands over by the thousand; anything else is left to
/// chrono.
fn from_fixed_width(text: &[u8]) -> Option<Timestamp> {
    const PATTERN: &[u8; 24] = b"0000-00-00T00:00:00.000Z";
    let fits = |(&byte, &pattern): (&u8, &u8)| if pattern == b'0' { byte.is_ascii_digit() } else { byte == pattern };
    if text.len() != PATTERN.len() || !text.iter().zip(PATTERN).all(fits) {
        return None;
    }
    let number = |at: usize, width: usize| {
        text.iter().skip(at).take(width).fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0'))
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)).ok()?, number(5, 2), number(8, 2))?;
    let time = date.and_hms_milli_opt(number(11, 2), number(14, 2), number(17, 2), number(20, 3))?;
    (date.year() >= 1900).then(|| Timestamp(time.and_utc()))
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.to_text())
    }
}

parsed_text!(Timestamp, "instant");

impl utoipa::__dev::ComposeSchema for Timestamp {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("A moment, RFC 3339, in the years 1900 to 9999; kept in UTC, to the millisecond"))
            .examples(["2026-11-23T16:54:00.000Z"])
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_is_that_of_rfc_3339_in_milliseconds() {
        for millis in
            [0, -1, 1, 999, 1_000, -2_208_988_800_000, 951_782_400_001, 1_795_456_294_683, 253_402_300_799_999]
        {
            let instant = Timestamp::from_millis(millis).unwrap();
            assert_eq!(instant.to_text(), instant.utc().to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
            assert_eq!(instant.to_text().parse(), Ok(instant));
        }
    }

    #[test]
    fn any_offset_is_read_and_more_digits_are_cut() {
        let same = ["2026-11-23T18:54:00.1239+02:00", "2026-11-23T16:54:00.123Z", "2026-11-23t16:54:00.123z"];
        for text in same {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_text(), "2026-11-23T16:54:00.123Z", "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_or_cannot_be_kept_is_refused() {
        for bad in [
            "2026-11-23",
            "2026-11-23T16:54:00",
            "2026-02-30T00:00:00.000Z",
            "1899-12-31T23:59:59.999Z",
            "0000-01-01T00:00:00Z",
            "2026-11-23T24:00:00.000Z",
            "",
        ] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
        }
    }
}
