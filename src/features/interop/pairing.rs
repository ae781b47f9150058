//! Matches the rows of a file with those of an earlier import that have the same key.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// For each row of a key, in the order of the file, the index of the same row among the remembered ones.
///
/// Unchanged rows are matched first, in order. The rest of both sides is paired in order: those rows have changed. So a row
/// that is inserted or removed does not shift the others.
pub(super) fn pair<T: Eq + Hash>(rows: &[T], remembered: &[T]) -> Vec<Option<usize>> {
    let mut same: HashMap<&T, VecDeque<usize>> = HashMap::new();
    for (place, said) in remembered.iter().enumerate() {
        same.entry(said).or_default().push_back(place);
    }
    let found: Vec<Option<usize>> = rows.iter().map(|row| same.get_mut(row)?.pop_front()).collect();
    let mut left: Vec<usize> = same.into_values().flatten().collect();
    left.sort_unstable();
    let mut left = left.into_iter();
    found.into_iter().map(|place| place.or_else(|| left.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::pair;

    fn paired(rows: &str, remembered: &str) -> Vec<Option<usize>> {
        pair(&rows.chars().collect::<Vec<_>>(), &remembered.chars().collect::<Vec<_>>())
    }

    #[test]
    fn what_says_the_same_is_the_same_wherever_it_stands() {
        assert_eq!(paired("abc", "abc"), [Some(0), Some(1), Some(2)]);
        assert_eq!(paired("xabc", "abc"), [None, Some(0), Some(1), Some(2)]);
        assert_eq!(paired("ac", "abc"), [Some(0), Some(2)]);
        assert_eq!(paired("cba", "abc"), [Some(2), Some(1), Some(0)]);
        assert_eq!(paired("aab", "ab"), [Some(0), None, Some(1)]);
    }

    #[test]
    fn what_is_left_is_paired_in_order() {
        assert_eq!(paired("axc", "abc"), [Some(0), Some(1), Some(2)]);
        assert_eq!(paired("xy", "ab"), [Some(0), Some(1)]);
        assert_eq!(paired("xay", "ab"), [Some(1), Some(0), None]);
        assert_eq!(paired("", "ab"), []);
    }
}
