//! Places in sorted order, found without more sorting than needed.

use super::count;

/// The value that would stand at `index` (from 0) if `values` were sorted; None beyond the end. Reorders `values`.
pub(super) fn nth(values: &mut [f64], index: usize) -> Option<f64> {
    (index < values.len()).then(|| *values.select_nth_unstable_by(index, f64::total_cmp).1)
}

/// The rank of each value from 1, in the order given; equal values share the mean of their ranks.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    sorted.sort_by(|(_, one), (_, next)| one.total_cmp(next));
    let mut ranked = Vec::with_capacity(values.len());
    for equal in sorted.chunk_by(|(_, one), (_, next)| is_tied(*one, *next)) {
        let rank = count(ranked.len()) + f64::midpoint(1.0, count(equal.len()));
        ranked.extend(equal.iter().map(|(place, _)| (*place, rank)));
    }
    ranked.sort_by_key(|(place, _)| *place);
    ranked.into_iter().map(|(_, rank)| rank).collect()
}

/// How many values are equal to each other, for each value that occurs.
pub(super) fn ties(values: impl Iterator<Item = f64>) -> Vec<usize> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|one, next| is_tied(*one, *next)).map(<[f64]>::len).collect()
}

/// Whether a value is equal to the next one in sorted order, which cannot be lower.
fn is_tied(one: f64, next: f64) -> bool {
    one >= next
}
