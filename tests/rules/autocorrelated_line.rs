//! The line through days that resemble each other against whole matrices, elimination and integrals.

use std::f64::consts::FRAC_PI_2;

use birddog::platform::statistics::{AutocorrelatedLine, Observation, autocorrelated_line, student_tail};
use proptest::collection::vec;
use proptest::prelude::*;

/// Days with gaps and values with ties.
fn observations() -> impl Strategy<Value = Vec<Observation>> {
    vec((1_i32..5, 0_u8..=20), 0..20).prop_map(|steps| {
        let mut day = -40;
        let days = steps.into_iter().map(|(step, halves)| {
            day += step;
            Observation { day, value: f64::from(halves) / 2.0 }
        });
        days.collect()
    })
}

/// Solves matrix · x = column for each of the columns by elimination, and answers the matrix' determinant besides.
fn solve(mut matrix: Vec<Vec<f64>>, mut columns: [Vec<f64>; 3]) -> (f64, [Vec<f64>; 3]) {
    let n = matrix.len();
    for at in 0..n {
        for below in at + 1..n {
            let times = matrix[below][at] / matrix[at][at];
            let (above, rest) = matrix.split_at_mut(below);
            for (cell, pivot) in rest[0][at..].iter_mut().zip(&above[at][at..]) {
                *cell -= times * pivot;
            }
            for column in &mut columns {
                column[below] -= times * column[at];
            }
        }
    }
    let determinant = (0..n).map(|at| matrix[at][at]).product();
    for column in &mut columns {
        for at in (0..n).rev() {
            let known: f64 = (at + 1..n).map(|later| matrix[at][later] * column[later]).sum();
            column[at] = (column[at] - known) / matrix[at][at];
        }
    }
    (determinant, columns)
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// The chance that t lies above `t`, as an angle whose tangent is t/√ν: the share of ∫cos^(ν−1) beyond it, by Simpson's rule.
fn tail(t: f64, freedom: u32) -> f64 {
    let area = |from: f64| {
        let step = (FRAC_PI_2 - from) / 4000.0;
        let height = |index: u32| (from + f64::from(index) * step).cos().max(0.0).powi(freedom.cast_signed() - 1);
        let weight = |index: u32| if index == 0 || index == 4000 { 1.0 } else { f64::from(2 + 2 * (index % 2)) };
        (0..=4000).map(|index| weight(index) * height(index)).sum::<f64>() * step / 3.0
    };
    area((t / f64::from(freedom).sqrt()).atan()) / area(-FRAC_PI_2)
}

fn expected(observations: &[Observation]) -> AutocorrelatedLine {
    let n = observations.len();
    let mean = |value: &dyn Fn(&Observation) -> f64| observations.iter().map(value).sum::<f64>() / n as f64;
    let (middle, level) = (mean(&|one| f64::from(one.day)), mean(&|one| one.value));
    let ones = vec![1.0; n];
    let days: Vec<f64> = observations.iter().map(|one| f64::from(one.day) - middle).collect();
    let values: Vec<f64> = observations.iter().map(|one| one.value - level).collect();
    let freedom = n as u32 - 2;
    let (mut sum, mut answer) = (0.0, AutocorrelatedLine { rises: 0.0, falls: 0.0, autocorrelation: 0.0 });
    for (own, prior) in [(0.0, 0.8), (0.3, 0.2)] {
        for step in 0..30 {
            let phi = (1.5 + 3.0 * f64::from(step)).to_radians().sin();
            let alike = |one: &Observation, other: &Observation| {
                if one.day == other.day { 1.0 } else { (1.0 - own) * phi.powi((one.day - other.day).abs()) }
            };
            let rows = observations.iter().map(|one| observations.iter().map(|other| alike(one, other)).collect());
            let (determinant, [one, day, value]) = solve(rows.collect(), [ones.clone(), days.clone(), values.clone()]);
            let information = dot(&ones, &one) * dot(&days, &day) - dot(&ones, &day).powi(2);
            let slope = (dot(&ones, &one) * dot(&days, &value) - dot(&ones, &day) * dot(&ones, &value)) / information;
            let intercept = (dot(&ones, &value) - slope * dot(&ones, &day)) / dot(&ones, &one);
            let left: Vec<f64> = (0..n).map(|at| values[at] - intercept - slope * days[at]).collect();
            let weighted: Vec<f64> = (0..n).map(|at| value[at] - intercept * one[at] - slope * day[at]).collect();
            let squares = dot(&left, &weighted);
            let error = (squares / f64::from(freedom) * dot(&ones, &one) / information).sqrt();
            let weight = prior / (determinant * information * squares.powi(freedom.cast_signed())).sqrt();
            sum += weight;
            answer.rises += weight * tail(-slope / error, freedom);
            answer.falls += weight * tail(slope / error, freedom);
            answer.autocorrelation += weight * (1.0 - own) * phi;
        }
    }
    AutocorrelatedLine {
        rises: answer.rises / sum,
        falls: answer.falls / sum,
        autocorrelation: answer.autocorrelation / sum,
    }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-7
}

#[test]
fn tails_are_those_of_students_t() {
    // scipy.stats.t.sf
    for (t, freedom, expected) in [
        (0.0, 7.0, 0.5),
        (0.5, 1.0, 0.352_416_382_349_566_74),
        (1e3, 1.0, 3.183_097_800_805_589e-4),
        (40.0, 5.0, 9.205_981_085_886_477e-8),
        (12.0, 100.0, 2.197_543_857_802_196_6e-21),
        (6.0, 1094.0, 1.339_529_739_287_008_9e-9),
        (f64::INFINITY, 3.0, 0.0),
    ] {
        assert!((student_tail(t, freedom) - expected).abs() <= 1e-11 * expected, "{t}, {freedom}");
    }
}

#[test]
fn what_stands_on_a_line_tells_nothing_of_its_neighbours() {
    let line = |days: i32, slope: f64| -> Vec<Observation> {
        (0..days).map(|day| Observation { day: 3 * day, value: 5.0 - slope * f64::from(day) }).collect()
    };
    for days in [0, 1, 2, 3, 50, 500] {
        for slope in [0.0, 0.01, -2.0] {
            assert_eq!(autocorrelated_line(&line(days, slope)), None, "{days} {slope}");
        }
    }
}

#[test]
fn a_slow_swing_is_surer_to_be_a_trend_when_days_do_not_resemble_each_other() {
    let diary = |swing: &dyn Fn(i32) -> f64| -> AutocorrelatedLine {
        let days = (0..56).map(|day| Observation { day, value: 5.0 - f64::from(day) / 56.0 + swing(day) });
        autocorrelated_line(&days.collect::<Vec<_>>()).unwrap()
    };
    let (slow, fast) =
        (diary(&|day| 2.0 * (f64::from(day) / 9.0).sin()), diary(&|day| (f64::from(day * day) * 1.7).sin()));
    assert!(slow.autocorrelation > 0.8 && fast.autocorrelation < 0.3, "{slow:?} {fast:?}");
    assert!(slow.rises > 0.05 && fast.rises < 0.01, "{slow:?} {fast:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_tail_is_an_area(t in 0.0_f64..8.0, freedom in 1_u32..60) {
        prop_assert!(near(student_tail(t, f64::from(freedom)), tail(t, freedom)));
    }

    #[test]
    fn the_line_is_the_mean_over_all_resemblance(observations in observations()) {
        let Some(line) = autocorrelated_line(&observations) else {
            let on_a_line = observations.windows(3).all(|three| {
                let slope = |one: &Observation, other: &Observation| {
                    (other.value - one.value) / f64::from(other.day - one.day)
                };
                (slope(&three[0], &three[1]) - slope(&three[1], &three[2])).abs() < 1e-9
            });
            prop_assert!(on_a_line);
            return Ok(());
        };
        let expected = expected(&observations);
        prop_assert!(near(line.rises, expected.rises), "{line:?} {expected:?}");
        prop_assert!(near(line.falls, expected.falls), "{line:?} {expected:?}");
        prop_assert!(near(line.autocorrelation, expected.autocorrelation), "{line:?} {expected:?}");
    }

    #[test]
    fn a_mirrored_diary_goes_the_other_way(observations in observations()) {
        let mirrored: Vec<_> =
            observations.iter().map(|one| Observation { day: one.day, value: 10.0 - one.value }).collect();
        match (autocorrelated_line(&observations), autocorrelated_line(&mirrored)) {
            (Some(line), Some(mirrored)) => {
                prop_assert!(near(line.rises, mirrored.falls) && near(line.falls, mirrored.rises));
                prop_assert!(near(line.rises + line.falls, 1.0));
                prop_assert!((0.0..=1.0).contains(&line.autocorrelation));
            }
            (line, mirrored) => prop_assert_eq!(line, mirrored),
        }
    }
}
