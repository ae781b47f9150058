use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{Duration, NaiveDate};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

use super::{DayStart, Timestamp, Zone};
use crate::platform::input::parsed_text;

/// A date on the wall of the person it belongs to, `YYYY-MM-DD`, in the years 1900 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDay(NaiveDate);

impl LocalDay {
    /// The first day that is accepted. Both engines order days from here to [`Self::LAST`].
    pub const FIRST: Self = Self::constant(1900, 1, 1);
    /// The last one.
    pub const LAST: Self = Self::constant(9999, 12, 31);

    const fn constant(year: i32, month: u32, day: u32) -> Self {
        match NaiveDate::from_ymd_opt(year, month, day) {
            Some(date) => Self(date),
            None => Self(NaiveDate::MIN),
        }
    }

    /// The local day of `instant` in `zone`: the wall-clock date after moving the clock back by `day_start` (rules §1).
    #[must_use]
    pub fn of(instant: Timestamp, zone: Zone, day_start: DayStart) -> Self {
        let wall = instant.utc().with_timezone(&zone.tz()).naive_local();
        Self((wall - Duration::minutes(day_start.minutes())).date())
    }

    /// Whether it lies in the accepted years. At either end of them, a zone can put an instant beyond.
    #[must_use]
    pub fn is_in_calendar(self) -> bool {
        (Self::FIRST..=Self::LAST).contains(&self)
    }

    /// This day as a calendar date.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// This day moved by `days`, clamped to the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let end = if days < 0 { Self::FIRST } else { Self::LAST };
        let moved = Duration::try_days(days).and_then(|by| self.0.checked_add_signed(by)).map_or(end, Self);
        moved.clamp(Self::FIRST, Self::LAST)
    }

    /// The number of days from `earlier` to this day; negative when `earlier` is later.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }
}

impl From<NaiveDate> for LocalDay {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl FromStr for LocalDay {
    type Err = Cow<'static, str>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // chrono also reads unpadded numbers and signs; the API has one form.
        let padded = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let date = padded.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
        match date {
            Some(date) if date >= Self::FIRST.0 => Ok(Self(date)),
            Some(_) => Err("must not lie before 1900-01-01".into()),
            None => Err("must be a date of the calendar, YYYY-MM-DD".into()),
        }
    }
}

impl fmt::Display for LocalDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.format("%Y-%m-%d"))
    }
}

parsed_text!(LocalDay, "date");

impl utoipa::__dev::ComposeSchema for LocalDay {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .pattern(Some("^(19|[2-9][0-9])[0-9]{2}-"))
            .description(Some("A date of the calendar, in the years 1900 to 9999"))
            .examples(["2026-11-23"])
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(instant: &str, zone: &str, day_start: &str) -> String {
        LocalDay::of(instant.parse().unwrap(), zone.parse().unwrap(), day_start.parse().unwrap()).to_string()
    }

    #[test]
    fn the_wall_clock_of_the_zone_decides() {
        assert_eq!(day("2026-03-01T23:30:00Z", "UTC", "00:00"), "2026-03-01");
        assert_eq!(day("2026-03-01T23:30:00Z", "Europe/Berlin", "00:00"), "2026-03-02");
        assert_eq!(day("2026-03-01T09:30:00Z", "Pacific/Auckland", "00:00"), "2026-03-01");
        assert_eq!(day("2026-03-01T11:30:00Z", "Pacific/Auckland", "00:00"), "2026-03-02");
    }

    #[test]
    fn a_later_start_of_the_day_gives_the_small_hours_to_yesterday() {
        assert_eq!(day("2026-03-02T03:59:59Z", "UTC", "04:00"), "2026-03-01");
        assert_eq!(day("2026-03-02T04:00:00Z", "UTC", "04:00"), "2026-03-02");
    }

    #[test]
    fn gaps_and_folds_of_daylight_saving_have_one_date() {
        assert_eq!(day("2026-03-29T01:00:00Z", "Europe/Berlin", "03:00"), "2026-03-29");
        assert_eq!(day("2026-10-25T00:30:00Z", "Europe/Berlin", "03:00"), "2026-10-24");
        assert_eq!(day("2026-10-25T01:30:00Z", "Europe/Berlin", "03:00"), "2026-10-24");
    }

    #[test]
    fn only_padded_dates_of_the_calendar_are_read() {
        for bad in ["2026-2-01", "2026-02-30", "+026-02-01", "20260201", "0000-01-01", "1899-12-31", "2026-02-01 "] {
            assert!(bad.parse::<LocalDay>().is_err(), "{bad}");
        }
        assert_eq!("2024-02-29".parse::<LocalDay>().unwrap().to_string(), "2024-02-29");
    }
}
