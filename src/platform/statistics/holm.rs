use super::count;

/// The p values of several tests, each raised so that together they are wrong no more often than one alone (Holm, Scand. J.
/// Stat. 6, 1979): in ascending order the i-th of m times m − i + 1, never below the one before it nor above 1.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut ranked: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    ranked.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    let mut highest = 0.0_f64;
    for (rank, (_, raised)) in ranked.iter_mut().enumerate() {
        highest = (*raised * count(p.len() - rank)).max(highest).min(1.0);
        *raised = highest;
    }
    ranked.sort_by_key(|(place, _)| *place);
    ranked.into_iter().map(|(_, raised)| raised).collect()
}
