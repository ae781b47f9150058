//! Plain statistics against their definitions: all pairs by index, full sorts, counting, and an integral for p.

use birddog::platform::statistics::{Observation, mann_kendall, median, theil_sen};
use proptest::collection::vec;
use proptest::prelude::*;

/// Days with gaps and values with ties.
fn observations() -> impl Strategy<Value = Vec<Observation>> {
    vec((1_i32..6, 0_u8..=20), 0..60).prop_map(|steps| {
        let mut day = -40;
        let days = steps.into_iter().map(|(step, halves)| {
            day += step;
            Observation { day, value: f64::from(halves) / 2.0 }
        });
        days.collect()
    })
}

fn values(observations: &[Observation]) -> Vec<f64> {
    observations.iter().map(|one| one.value).collect()
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(|a, b| a.partial_cmp(b).unwrap());
    values
}

fn middle(values: Vec<f64>) -> f64 {
    let sorted = sorted(values);
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { f64::midpoint(sorted[half - 1], sorted[half]) }
}

fn slopes(observations: &[Observation]) -> Vec<f64> {
    let n = observations.len();
    let pairs = (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).filter(|(i, j)| i < j);
    let slopes = pairs.map(|(i, j)| {
        let (one, other) = (observations[i], observations[j]);
        (other.value - one.value) / f64::from(other.day - one.day)
    });
    slopes.collect()
}

/// Every value of a group of k equal ones brings its share (k−1)(2k+5) of the group's k(k−1)(2k+5).
fn variance(values: &[f64]) -> f64 {
    let share = |k: f64| (k - 1.0) * (2.0 * k + 5.0);
    let n = values.len() as f64;
    let tied: f64 = values.iter().map(|one| share(values.iter().filter(|other| *other == one).count() as f64)).sum();
    (n * share(n) - tied) / 18.0
}

fn score(values: &[f64]) -> i32 {
    let pairs = (0..values.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
    pairs.map(|(i, j)| if values[j] == values[i] { 0.0 } else { (values[j] - values[i]).signum() }).sum::<f64>() as i32
}

/// Twice the area of the bell curve beyond |z|, by Simpson's rule.
fn tails(z: f64) -> f64 {
    const STEPS: u32 = 4000;
    let step = z.abs() / f64::from(STEPS);
    let bell = |x: f64| (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let weight = |index: u32| if index == 0 || index == STEPS { 1.0 } else { f64::from(2 + 2 * (index % 2)) };
    let area: f64 = (0..=STEPS).map(|index| weight(index) * bell(f64::from(index) * step)).sum::<f64>() * step / 3.0;
    1.0 - 2.0 * area
}

fn z(s: i32, variance: f64) -> f64 {
    if s == 0 { 0.0 } else { (f64::from(s) - f64::from(s).signum()) / variance.sqrt() }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * other.abs().max(1.0)
}

#[test]
fn of_nothing_there_is_no_median() {
    assert_eq!(median(&mut []), None);
}

#[test]
fn a_line_needs_two_days() {
    assert_eq!(theil_sen(&[]), None);
    assert_eq!(theil_sen(&[Observation { day: 3, value: 5.0 }]), None);
}

#[test]
fn equal_values_are_no_trend() {
    for days in [0, 1, 2, 50] {
        let test = mann_kendall(&vec![4.0; days]);
        assert_eq!((test.s, test.z, test.p), (0, 0.0, 1.0), "{days:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_median_stands_in_the_middle(values in vec(-1e3_f64..1e3, 1..40)) {
        prop_assert_eq!(median(&mut values.clone()), Some(middle(values)));
    }

    #[test]
    fn the_line_goes_by_all_pairs(observations in observations()) {
        let Some(line) = theil_sen(&observations) else {
            prop_assert!(observations.len() < 2);
            return Ok(());
        };
        let slopes = sorted(slopes(&observations));
        let slope = middle(slopes.clone());
        let day = middle(observations.iter().map(|one| f64::from(one.day)).collect());
        prop_assert!(near(line.slope, slope));
        prop_assert!(near(line.intercept, middle(values(&observations)) - slope * day));
        let pairs = slopes.len() as f64;
        let width = 1.959_963_984_540_054 * variance(&values(&observations)).sqrt();
        let even = |at: f64| if at.fract() == 0.5 { 2.0 * (at / 2.0).round() } else { at.round() };
        let low = (even(f64::midpoint(pairs, -width)) - 1.0).max(0.0);
        let high = even(f64::midpoint(pairs, width)).min(pairs - 1.0);
        let at = |place: f64| slopes[(0..slopes.len()).find(|index| *index as f64 >= place).unwrap()];
        prop_assert!(near(line.low, at(low)));
        prop_assert!(near(line.high, at(high)));
    }

    #[test]
    fn the_test_counts_all_pairs(observations in observations()) {
        let values = values(&observations);
        let test = mann_kendall(&values);
        prop_assert_eq!(test.s, score(&values));
        prop_assert!(near(test.var_s, variance(&values)));
        prop_assert!(near(test.z, z(test.s, test.var_s)));
        prop_assert!(near(test.p, tails(test.z)));
    }
}
