//! Which way the pain goes, in numbers (rules §7).

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::daily::DailyValue;
use super::window::DayWindow;
use crate::core::access::visibility::visible;
use crate::platform::statistics::{AutocorrelatedLine, Observation, autocorrelated_line, mann_kendall, theil_sen};

/// The most days that statistics look at: three years. All pairs of days are compared, which ten years make slow.
const MAX_DAYS: u64 = 1096;

/// By how much the daily value rises in a week; negative when it falls.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct PainSlope {
    /// Points a week: the median over all pairs of scored days (Theil–Sen).
    pub per_week: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
}

visible!(PainSlope: always[per_week, low, high]);

/// The statistics behind slope and verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct TrendDetails {
    /// The days looked at.
    pub window: DayWindow,
    /// Days with a score among them.
    pub scored_days: u32,
    /// Days from the first scored one to the last, both counted.
    pub span_days: u32,
    /// Theil–Sen slope in points a day.
    pub slope_per_day: f64,
    /// Where its line stands on the first scored day, in points: that day counts as day 0.
    pub intercept: f64,
    /// Lower end of the slope's 95 % interval, in points a day.
    pub slope_low: f64,
    /// Upper end of the slope's 95 % interval, in points a day.
    pub slope_high: f64,
    /// Mann–Kendall S: pairs of scored days whose value rises less those whose value falls.
    pub s: i32,
    /// Variance of S by chance, for days that do not depend on each other.
    pub var_s: f64,
    /// S in standard deviations, one nearer to 0 for continuity.
    pub z: f64,
    /// Two-sided p of z.
    pub p: f64,
    /// How much a day resembles the one before: the correlation, 0 to 1, of what a straight line leaves of neighbouring days. Null
    /// where it cannot be estimated: of fewer than three scored days, or when all stand on one line.
    pub autocorrelation: Option<f64>,
    /// Twice the probability, at most 1, that the pain in truth does not go the way of `slope_per_day`, with that resemblance
    /// allowed for in all the strengths that the diary may have it.
    pub p_corrected: f64,
}

visible!(
    TrendDetails:
    always[window: DayWindow, scored_days, span_days, slope_per_day, intercept, slope_low, slope_high, s, var_s, z,
        p, autocorrelation, p_corrected],
);

impl TrendDetails {
    /// The statistics of the scored days in `range`; of its last three years when it is longer. `values` is sorted by date,
    /// one a date. None with fewer than two scored days.
    #[must_use]
    pub fn of(values: &[DailyValue], range: &RangeInclusive<NaiveDate>) -> Option<Self> {
        let window = window(range);
        let values: Vec<_> = values.iter().filter(|one| (window.from..=window.to).contains(&one.date)).collect();
        let first = values.first()?.date;
        let observations: Vec<_> = values
            .iter()
            .filter_map(|one| {
                let day = i32::try_from(one.date.signed_duration_since(first).num_days()).ok()?;
                Some(Observation { day, value: one.value })
            })
            .collect();
        let line = theil_sen(&observations)?;
        let values: Vec<f64> = observations.iter().map(|one| one.value).collect();
        let test = mann_kendall(&values);
        let memory = autocorrelated_line(&observations);
        Some(Self {
            window,
            scored_days: u32::try_from(observations.len()).ok()?,
            span_days: u32::try_from(observations.last()?.day + 1).ok()?,
            slope_per_day: line.slope,
            intercept: line.intercept,
            slope_low: line.low,
            slope_high: line.high,
            s: test.s,
            var_s: test.var_s,
            z: test.z,
            p: test.p,
            autocorrelation: memory.map(|memory| memory.autocorrelation),
            p_corrected: p_corrected(line.slope, memory.as_ref(), observations.len()),
        })
    }

    /// The slope and its interval by the week.
    #[must_use]
    pub fn slope(&self) -> PainSlope {
        PainSlope { per_week: self.slope_per_day * 7.0, low: self.slope_low * 7.0, high: self.slope_high * 7.0 }
    }
}

/// Twice the probability that the line goes another way than `slope`. Values on a line leave no doubt, from three days on.
fn p_corrected(slope: f64, line: Option<&AutocorrelatedLine>, scored_days: usize) -> f64 {
    let level = slope.abs() <= 0.0;
    match line {
        Some(line) if !level => (2.0 * if slope < 0.0 { line.rises } else { line.falls }).min(1.0),
        None if !level && scored_days > 2 => 0.0,
        _ => 1.0,
    }
}

fn window(range: &RangeInclusive<NaiveDate>) -> DayWindow {
    let (begin, to) = (*range.start(), *range.end());
    let earliest = to.checked_sub_days(Days::new(MAX_DAYS - 1)).unwrap_or(begin);
    DayWindow { from: begin.max(earliest), to, cut: begin < earliest }
}
