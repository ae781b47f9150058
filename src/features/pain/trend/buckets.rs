//! Pain over time, from the day's scores: buckets and a smoothed line (rules §7).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::daily::PainDay;
use crate::core::access::visibility::visible;
use crate::platform::statistics::median;
use crate::platform::time::Bucket;

/// Days after which a daily value weighs half as much in the smoothed line.
const HALF_LIFE_DAYS: f64 = 7.0;

/// The scores of one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct PainBucket {
    /// First day of the bucket.
    pub start: NaiveDate,
    /// Scores given.
    pub n: u64,
    /// Days with a score.
    pub days_scored: u32,
    /// Mean of the daily means, 0..=10.
    pub mean: f64,
    /// Median of the daily means, 0..=10; of an even number the mean of the middle two.
    pub median: f64,
    /// Lowest single score, 0..=10.
    pub min: u8,
    /// Highest single score, 0..=10.
    pub max: u8,
    /// The worst pain of the bucket: `max` under the name the daily value gives it.
    pub worst: u8,
    /// How far the bucket's scores speak for all of its days.
    pub reliability: Reliability,
}

visible!(PainBucket: always[start, n, days_scored, mean, median, min, max, worst, reliability]);

/// How many of a bucket's days were scored: of a week's seven, five and four (rules §7). Months are held
/// to the same fractions, 5/7 and 4/7 of their days; a scored day alone is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reliability {
    /// At least five days in seven.
    Full,
    /// At least four days in seven.
    Provisional,
    /// Fewer; the values are answered all the same.
    Thin,
}

/// The smoothed line at a scored day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct SmoothedPain {
    /// The local date.
    pub date: NaiveDate,
    /// Weighted mean of the daily values up to this day, 0..=10.
    pub value: f64,
}

visible!(SmoothedPain: always[date, value]);

/// Sums up days by bucket (rules §7). `days` is sorted by date, one entry a date; buckets without a score
/// are left out.
#[must_use]
pub fn pain_buckets(days: &[PainDay], bucket: Bucket) -> Vec<PainBucket> {
    days.chunk_by(|one, next| bucket.start(one.date) == bucket.start(next.date))
        .filter_map(|days| sum_up(days, bucket))
        .collect()
}

/// The smoothed line (rules §7): at each scored day Σ wᵢyᵢ / Σ wᵢ over the daily values up to it, with
/// wᵢ = 2^(−Δdays/7). `days` is sorted by date, one entry a date, from the first score on.
#[must_use]
pub fn smoothed_pain(days: &[PainDay]) -> Vec<SmoothedPain> {
    let (mut weighted, mut weight) = (0.0, 0.0);
    let mut before: Option<NaiveDate> = None;
    let scored = days.iter().filter_map(|day| Some((day.date, day.mean()?)));
    scored
        .map(|(date, value)| {
            // Both sums decay by the same factor, so one pass gives what summing at each day would.
            let aged = before.map_or(0.0, |before| decay(before, date));
            before = Some(date);
            weighted = weighted * aged + value;
            weight = weight * aged + 1.0;
            SmoothedPain { date, value: weighted / weight }
        })
        .collect()
}

fn decay(from: NaiveDate, to: NaiveDate) -> f64 {
    let days = to.signed_duration_since(from).num_days();
    // The calendar has fewer days than an i32 counts.
    let days = f64::from(i32::try_from(days).unwrap_or(i32::MAX));
    (-days / HALF_LIFE_DAYS).exp2()
}

fn sum_up(days: &[PainDay], bucket: Bucket) -> Option<PainBucket> {
    let first = days.first()?.date;
    let mut means: Vec<f64> = days.iter().filter_map(PainDay::mean).collect();
    let days_scored = u32::try_from(means.len()).unwrap_or(u32::MAX);
    let max = days.iter().filter_map(PainDay::max).max()?;
    Some(PainBucket {
        start: bucket.start(first),
        n: days.iter().map(PainDay::scores).sum(),
        days_scored,
        mean: means.iter().sum::<f64>() / f64::from(days_scored),
        median: median(&mut means)?,
        min: days.iter().filter_map(PainDay::min).min()?,
        max,
        worst: max,
        reliability: reliability(days_scored, bucket.length(first)),
    })
}

fn reliability(days_scored: u32, days: u32) -> Reliability {
    let sevenths = days_scored.saturating_mul(7);
    if sevenths >= days * 5 {
        Reliability::Full
    } else if sevenths >= days * 4 {
        Reliability::Provisional
    } else {
        Reliability::Thin
    }
}
