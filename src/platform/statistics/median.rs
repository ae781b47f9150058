use super::order::nth;

/// The median: of an even number of values the mean of the middle two, None of none. Reorders `values`.
#[must_use]
pub fn median(values: &mut [f64]) -> Option<f64> {
    let upper = nth(values, values.len() / 2)?;
    let lower = nth(values, values.len().checked_sub(1)? / 2)?;
    Some(f64::midpoint(lower, upper))
}
