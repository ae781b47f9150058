//! The pain of the last two weeks against the first two (rules §7).

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::daily::DailyValue;
use crate::core::access::visibility::visible;

/// Scored days that the mean of two weeks needs.
const MIN_DAYS: u32 = 5;
/// Points that the baseline needs: from less there is little to fall.
const MIN_BASELINE: f64 = 3.0;
/// A drop in points that matters to a person.
const MEANINGFUL_POINTS: f64 = 2.0;
/// A drop in percent that matters to a person.
const MEANINGFUL_PERCENT: f64 = 30.0;
/// What rounding may take off a drop of exactly so much.
const ROUNDING: f64 = 1e-9;

/// The last 14 days of the range against its first 14.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct PainChange {
    /// The first 14 days of the range; at least 3 points on average.
    pub baseline: FortnightPain,
    /// The last 14 days of the range.
    pub current: FortnightPain,
    /// Mean now less mean then, in points: negative when the pain fell.
    pub absolute: f64,
    /// The same in percent of the baseline.
    pub percent: f64,
    /// Whether the pain fell by at least 2 points or 30 %.
    pub clinically_meaningful: bool,
}

visible!(PainChange: always[baseline: FortnightPain, current: FortnightPain, absolute, percent, clinically_meaningful]);

/// The pain of 14 days, at least 5 of them scored.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct FortnightPain {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Days with a score.
    pub scored_days: u32,
    /// Mean of the daily values, 0..=10.
    pub mean: f64,
}

visible!(FortnightPain: always[from, to, scored_days, mean]);

impl PainChange {
    /// The change over `range`. `values` is sorted by date, one a date. None when the range is shorter than both
    /// fortnights, when either has fewer than 5 scored days, and when the baseline is below 3 points.
    #[must_use]
    pub fn over(values: &[DailyValue], range: &RangeInclusive<NaiveDate>) -> Option<Self> {
        let rest_of_fortnight = Days::new(13);
        let first = *range.start()..=range.start().checked_add_days(rest_of_fortnight)?;
        let last = range.end().checked_sub_days(rest_of_fortnight)?..=*range.end();
        if last.start() <= first.end() {
            return None;
        }
        let baseline = FortnightPain::of(values, &first).filter(|baseline| baseline.mean >= MIN_BASELINE)?;
        let current = FortnightPain::of(values, &last)?;
        let absolute = current.mean - baseline.mean;
        let percent = absolute / baseline.mean * 100.0;
        let clinically_meaningful =
            absolute <= ROUNDING - MEANINGFUL_POINTS || percent <= ROUNDING - MEANINGFUL_PERCENT;
        Some(Self { baseline, current, absolute, percent, clinically_meaningful })
    }
}

impl FortnightPain {
    fn of(values: &[DailyValue], days: &RangeInclusive<NaiveDate>) -> Option<Self> {
        let within: Vec<f64> = values.iter().filter(|one| days.contains(&one.date)).map(|one| one.value).collect();
        let scored_days = u32::try_from(within.len()).ok().filter(|scored| *scored >= MIN_DAYS)?;
        let mean = within.iter().sum::<f64>() / f64::from(scored_days);
        Some(Self { from: *days.start(), to: *days.end(), scored_days, mean })
    }
}
