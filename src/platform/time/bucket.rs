//! Calendar buckets that trends are summed up by.

use crate::platform::vocabulary::vocabulary;
use chrono::{Datelike, Days, NaiveDate};

vocabulary! {
    /// The size of a bucket (rules §7). Weeks are ISO weeks, Monday first.
    pub enum Bucket("bucket") {
        Day = "day" / "One local day",
        Week = "week" / "A week from Monday to Sunday",
        Month = "month" / "A calendar month",
    }
}

impl Bucket {
    /// First day of the bucket a date falls into.
    #[must_use]
    pub fn start(self, date: NaiveDate) -> NaiveDate {
        let days_in = match self {
            Self::Day => 0,
            Self::Week => date.weekday().num_days_from_monday(),
            Self::Month => date.day0(),
        };
        // Only the first week of the calendar lacks its Monday.
        date.checked_sub_days(Days::new(days_in.into())).unwrap_or(NaiveDate::MIN)
    }

    /// Days in the bucket a date falls into.
    #[must_use]
    pub fn length(self, date: NaiveDate) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => date.num_days_in_month().into(),
        }
    }
}
