/// The sums of `values` at `places` under all circular shifts of the places: first by none, then by 1, up to n − 1. Each
/// place is below n, the number of values.
#[must_use]
pub fn shifted_sums(values: &[f64], places: &[usize]) -> Vec<f64> {
    let two_turns = [values, values].concat();
    let moved = |shift: usize| places.iter().filter_map(|place| two_turns.get(place + shift)).sum();
    (0..values.len()).map(moved).collect()
}
