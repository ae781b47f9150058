//! Least squares, shifts and Holm's p against plain slow ways of getting the same.

use birddog::platform::statistics::{LeastSquares, holm, shifted_sums};
use proptest::collection::vec;
use proptest::prelude::*;

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Solves the normal equations by elimination with pivots; small whole numbers lose nothing that matters here.
fn normal_equations(columns: &[Vec<f64>], series: &[f64]) -> Vec<f64> {
    let size = columns.len();
    let mut rows: Vec<Vec<f64>> = columns
        .iter()
        .map(|one| columns.iter().map(|other| dot(one, other)).chain([dot(one, series)]).collect())
        .collect();
    for pivot in 0..size {
        let largest = (pivot..size).max_by(|&one, &two| rows[one][pivot].abs().total_cmp(&rows[two][pivot].abs()));
        rows.swap(pivot, largest.unwrap());
        let divisor = rows[pivot][pivot];
        rows[pivot].iter_mut().for_each(|cell| *cell /= divisor);
        let lead = rows[pivot].clone();
        for (_, cells) in rows.iter_mut().enumerate().filter(|(row, _)| *row != pivot) {
            let factor = cells[pivot];
            cells.iter_mut().zip(&lead).for_each(|(cell, lead)| *cell -= factor * lead);
        }
    }
    rows.into_iter().map(|row| row[size]).collect()
}

#[test]
fn a_column_that_others_add_up_to_is_refused() {
    let mut fit = LeastSquares::default();
    assert!(fit.add(vec![1.0; 5]));
    assert!(fit.add(vec![1.0, 2.0, 3.0, 4.0, 10.0 / 3.0]));
    assert!(!fit.add(vec![0.0; 5]));
    assert!(!fit.add(vec![7.0; 5]));
    assert!(!fit.add([1.0, 2.0, 3.0, 4.0, 10.0 / 3.0].map(|one| 0.1 * one - 0.7).to_vec()));
    assert!(fit.add(vec![1.0, 2.0, 3.0, 4.0, 10.0 / 3.0 + 1e-6]));
    assert_eq!(fit.orthonormal().len(), 3);
}

#[test]
fn shifts_wrap_at_the_end() {
    assert_eq!(shifted_sums(&[1.0, 2.0, 4.0, 8.0], &[0, 3]), [9.0, 3.0, 6.0, 12.0]);
    assert_eq!(shifted_sums(&[1.0, 2.0], &[]), [0.0, 0.0]);
    assert!(shifted_sums(&[], &[]).is_empty());
}

#[test]
fn holm_raises_the_least_most() {
    let close = |p: &[f64], expected: &[f64]| {
        let adjusted = holm(p);
        adjusted.len() == expected.len() && adjusted.iter().zip(expected).all(|(one, two)| (one - two).abs() < 1e-12)
    };
    assert!(close(&[0.04, 0.01, 0.03], &[0.06, 0.03, 0.06]));
    assert!(close(&[0.9, 0.5, 0.001], &[1.0, 1.0, 0.003]));
    assert!(close(&[0.2], &[0.2]));
    assert!(holm(&[]).is_empty());
}

proptest! {
    #[test]
    fn the_fit_solves_the_normal_equations(rows in vec((0_u8..=10, 0_u8..=10, 0_u8..=10), 6..60)) {
        let column = |pick: fn(&(u8, u8, u8)) -> u8| rows.iter().map(|row| f64::from(pick(row))).collect::<Vec<f64>>();
        let columns = [vec![1.0; rows.len()], column(|row| row.0), column(|row| row.1)];
        let series = column(|row| row.2);
        let mut fit = LeastSquares::default();
        let all = columns.iter().all(|column| fit.add(column.clone()));
        prop_assume!(all);
        let (ours, expected) = (fit.coefficients(&series), normal_equations(&columns, &series));
        for (ours, expected) in ours.iter().zip(&expected) {
            prop_assert!((ours - expected).abs() < 1e-8, "{} not {}", ours, expected);
        }
        let rest = fit.residual(&series);
        for (row, rest) in rest.iter().enumerate() {
            let fitted: f64 = columns.iter().zip(&expected).map(|(column, factor)| column[row] * factor).sum();
            prop_assert!((series[row] - fitted - rest).abs() < 1e-8);
        }
    }
}
