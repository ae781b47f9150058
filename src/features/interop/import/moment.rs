//! When something was, as far as a file says, and how that becomes an instant.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Serialize;

/// When something was, as the file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// The day and no time.
    Day(NaiveDate),
    /// A wall-clock time without a zone.
    Wall(NaiveDateTime),
    /// A time with its offset from UTC.
    Timestamp(DateTime<Utc>),
}

impl Moment {
    /// The local day in `zone`.
    pub fn day(self, zone: Tz) -> NaiveDate {
        match self {
            Self::Day(date) => date,
            Self::Wall(local) => local.date(),
            Self::Timestamp(instant) => instant.with_timezone(&zone).date_naive(),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => date.fmt(f),
            Self::Wall(local) => local.fmt(f),
            Self::Timestamp(instant) => f.write_str(&instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        }
    }
}

/// Noon: the time of what is known only by its day. It is in no zone's daylight saving gap.
pub fn noon(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + chrono::TimeDelta::hours(12)
}

/// The instant of a wall-clock time. In a fold it is the earlier one; a time that a gap leaves out is taken with
/// the offset before the gap, as if the clock had not yet been moved.
pub fn to_instant(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    if let Some(instant) = zone.from_local_datetime(&local).earliest() {
        return Some(instant.to_utc());
    }
    // The longest gap, a whole day left out at the date line, is shorter than two.
    let before = local.checked_sub_days(Days::new(2))?;
    let offset = zone.from_local_datetime(&before).latest()?.offset().fix();
    let instant = offset.from_local_datetime(&local).single()?;
    Some(instant.to_utc())
}
