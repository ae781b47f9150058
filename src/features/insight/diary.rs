//! The part of the diary that comparisons use, indexed by days from its first day.

use std::ops::{Range, RangeInclusive};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::core::access::visibility::visible;
use crate::features::pain::trend::DayWindow;
use crate::features::pain::trend::daily::DailyValue;
use crate::platform::statistics::median;

/// The most days that are used: three years. Each day is compared with every other one, which is slow for ten years.
const MAX_DAYS: u64 = 1096;

/// Some days' daily values in short.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct PainSpell {
    /// Median of the daily values, 0..=10; null without a scored day.
    pub median: Option<f64>,
    /// Days with a score.
    pub n: u32,
}

visible!(PainSpell: always[median, n]);

/// Daily values with their gaps. A day's place is the number of days since the window's first; days outside have places too,
/// and no value.
#[derive(Debug, Clone)]
pub struct Diary {
    window: Option<DayWindow>,
    values: Vec<Option<f64>>,
}

impl Diary {
    /// The last 1,096 days of `values`, which are sorted by date, one a date.
    #[must_use]
    pub fn of(values: &[DailyValue]) -> Self {
        let Some(window) = window(values) else {
            return Self { window: None, values: Vec::new() };
        };
        let mut days = Vec::new();
        for one in values.iter().filter(|one| one.date >= window.from) {
            let place = one.date.signed_duration_since(window.from).num_days();
            days.resize(usize::try_from(place).unwrap_or(0), None);
            days.push(Some(one.value));
        }
        Self { window: Some(window), values: days }
    }

    /// The days looked at; None without a score.
    #[must_use]
    pub fn window(&self) -> Option<DayWindow> {
        self.window
    }

    /// The place of a date.
    #[must_use]
    pub fn place(&self, date: NaiveDate) -> i64 {
        self.window.map_or(0, |window| date.signed_duration_since(window.from).num_days())
    }

    /// All places of the window.
    #[must_use]
    pub fn places(&self) -> Range<i64> {
        0..i64::try_from(self.values.len()).unwrap_or(i64::MAX)
    }

    /// The daily value at a place, if the day has one.
    #[must_use]
    pub fn value(&self, place: i64) -> Option<f64> {
        self.values.get(usize::try_from(place).ok()?).copied().flatten()
    }

    /// The latest daily value among these places.
    #[must_use]
    pub fn latest(&self, places: RangeInclusive<i64>) -> Option<f64> {
        places.rev().find_map(|place| self.value(place))
    }

    /// The daily values at these places.
    #[must_use]
    pub fn spell(&self, places: RangeInclusive<i64>) -> PainSpell {
        let mut values: Vec<f64> = places.filter_map(|place| self.value(place)).collect();
        PainSpell { n: u32::try_from(values.len()).unwrap_or(u32::MAX), median: median(&mut values) }
    }
}

impl PainSpell {
    /// The median, if at least `min_days` days have a score.
    #[must_use]
    pub fn median_of(self, min_days: u32) -> Option<f64> {
        self.median.filter(|_| self.n >= min_days)
    }
}

fn window(values: &[DailyValue]) -> Option<DayWindow> {
    let (first, to) = (values.first()?.date, values.last()?.date);
    let earliest = to.checked_sub_days(Days::new(MAX_DAYS - 1)).unwrap_or(first);
    Some(DayWindow { from: first.max(earliest), to, cut: first < earliest })
}
