use super::kendall_variance::kendall_variance;
use super::order::nth;
use super::{Observation, Z_95, count, median};

/// The Theil–Sen line through the medians, with the interval of its slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TheilSen {
    /// Median of the slopes between all pairs, in value a day.
    pub slope: f64,
    /// Where the line stands on day 0: med(value) − slope · med(day).
    pub intercept: f64,
    /// Lower end of the slope's 95 % interval.
    pub low: f64,
    /// Upper end of the slope's 95 % interval.
    pub high: f64,
}

/// The Theil–Sen line with Sen's interval (Sen, J. Am. Stat. Assoc. 63, 1968, eq. 2.6), the same as
/// `scipy.stats.theilslopes(value, day, 0.95)`. `observations` is sorted by day, one a day; None of fewer than two.
/// Compares all n(n−1)/2 pairs.
#[must_use]
pub fn theil_sen(observations: &[Observation]) -> Option<TheilSen> {
    let mut slopes = pairwise_slopes(observations);
    let slope = median(&mut slopes)?;
    let (low, high) = interval_places(slopes.len(), kendall_variance(values(observations)).sqrt());
    let mut days: Vec<f64> = observations.iter().map(|one| f64::from(one.day)).collect();
    let mut values: Vec<f64> = values(observations).collect();
    Some(TheilSen {
        slope,
        intercept: median(&mut values)? - slope * median(&mut days)?,
        low: nth(&mut slopes, low)?,
        high: nth(&mut slopes, high)?,
    })
}

fn values(observations: &[Observation]) -> impl Iterator<Item = f64> {
    observations.iter().map(|one| one.value)
}

fn pairwise_slopes(observations: &[Observation]) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(observations.len() * observations.len().saturating_sub(1) / 2);
    let mut later = observations;
    while let Some((one, rest)) = later.split_first() {
        slopes.extend(rest.iter().map(|other| (other.value - one.value) / f64::from(other.day - one.day)));
        later = rest;
    }
    slopes
}

/// Where the ends of the 95 % interval stand among that many sorted slopes.
fn interval_places(slopes: usize, sigma: f64) -> (usize, usize) {
    let half_width = Z_95 * sigma;
    let low = place(f64::midpoint(count(slopes), -half_width)).saturating_sub(1);
    let high = place(f64::midpoint(count(slopes), half_width)).min(slopes.saturating_sub(1));
    (low, high)
}

/// The nearest place, the even one of two as near; nothing stands before the first.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast itself keeps within the bounds")]
fn place(at: f64) -> usize {
    at.round_ties_even() as usize
}
