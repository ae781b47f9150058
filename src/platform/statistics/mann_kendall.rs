use std::f64::consts::SQRT_2;

use super::kendall_variance::kendall_variance;

/// The Mann–Kendall test of a trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Pairs that go up less pairs that go down.
    pub s: i32,
    /// Variance of `s` by chance, with ties and without autocorrelation.
    pub var_s: f64,
    /// `s` in standard deviations, one nearer to 0 for continuity.
    pub z: f64,
    /// Two-sided p of `z`; 1 of values that are all equal.
    pub p: f64,
}

/// The test of Mann and Kendall, the same as `pymannkendall.original_test`: as if no value depended on another. `values` stand in
/// the order of their days, at most 65,536 of them; days without one make no pairs, so how far apart they are does not matter.
/// Compares all n(n−1)/2 pairs.
#[must_use]
pub fn mann_kendall(values: &[f64]) -> MannKendall {
    let s = ups_less_downs(values);
    let var_s = kendall_variance(values.iter().copied());
    let z = z_score(s, var_s);
    MannKendall { s, var_s, z, p: two_sided(z) }
}

fn ups_less_downs(values: &[f64]) -> i32 {
    let mut sum = 0;
    let mut later = values;
    while let Some((one, rest)) = later.split_first() {
        sum += rest.iter().map(|other| i32::from(other > one) - i32::from(other < one)).sum::<i32>();
        later = rest;
    }
    sum
}

/// S is 0 whenever its variance is.
fn z_score(s: i32, variance: f64) -> f64 {
    if s == 0 { 0.0 } else { f64::from(s - s.signum()) / variance.sqrt() }
}

/// The chance of a standard normal value at least that far from 0.
fn two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / SQRT_2)
}
