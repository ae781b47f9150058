//! Places in sorted order, found without more sorting than needed.

/// The value that would stand at `index` (from 0) if `values` were sorted; None beyond the end. Reorders `values`.
pub(super) fn nth(values: &mut [f64], index: usize) -> Option<f64> {
    (index < values.len()).then(|| *values.select_nth_unstable_by(index, f64::total_cmp).1)
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
