use super::order::ranks;
use super::{Z_95, count};

/// How many lags count, as Hamed and Rao propose.
const LAGS: usize = 3;

/// What the variance of Mann and Kendall's S has to be multiplied with when values depend on the ones before
/// (Hamed and Rao, J. Hydrol. 204, 1998): 1 + 2 / (n(n−1)(n−2)) · Σ (n−i)(n−i−1)(n−i−2) rᵢ over the lags i = 1, 2, 3 whose
/// autocorrelation rᵢ lies beyond ±Φ⁻¹(0.975)/√n. rᵢ is that of the ranks of the values less their trend `slope`.
///
/// The same as `pymannkendall.hamed_rao_modification_test(lag=3)` has it for values with gaps: `slope` is in value a day, but
/// trend and lags count the values one after the other, with the gaps closed. May be negative; None of fewer than four
/// values, or when all ranks are equal.
#[must_use]
pub fn variance_factor(values: &[f64], slope: f64) -> Option<f64> {
    let n = count(values.len());
    let detrended: Vec<f64> = (1..).zip(values).map(|(place, value)| value - count(place) * slope).collect();
    let middle = f64::midpoint(1.0, n);
    let ranks: Vec<f64> = ranks(&detrended).into_iter().map(|rank| rank - middle).collect();
    let product = |lag: usize| -> f64 { ranks.iter().zip(ranks.iter().skip(lag)).map(|(one, next)| one * next).sum() };
    let square = product(0);
    if values.len() <= LAGS || square <= 0.0 {
        return None;
    }
    let triples = |n: f64| n * (n - 1.0) * (n - 2.0);
    let weighted = (1..=LAGS).map(|lag| (triples(n - count(lag)), product(lag) / square));
    let significant = weighted.filter(|(_, correlation)| correlation.abs() > Z_95 / n.sqrt());
    let sum: f64 = significant.map(|(weight, correlation)| weight * correlation).sum();
    Some(1.0 + 2.0 / triples(n) * sum)
}
