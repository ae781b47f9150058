use super::count;
use super::order::ties;

/// The variance of Kendall's S when nothing but chance orders the values: [n(n−1)(2n+5) − Σ k(k−1)(2k+5)] / 18 with
/// the groups of k equal values (Kendall, Rank Correlation Methods, 1975).
pub(super) fn kendall_variance(values: impl Iterator<Item = f64>) -> f64 {
    let ties = ties(values);
    let term = |k: f64| k * (k - 1.0) * (2.0 * k + 5.0);
    let tied: f64 = ties.iter().map(|&k| term(count(k))).sum();
    (term(count(ties.iter().sum())) - tied) / 18.0
}
