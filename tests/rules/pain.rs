//! Pain buckets and the smoothed line against sums by definition (rules §7).

use std::collections::BTreeMap;

use birddog::features::pain::trend::buckets::{Reliability, pain_buckets, smoothed_pain};
use birddog::features::pain::trend::daily::PainDay;
use birddog::platform::time::Bucket;
use chrono::{Datelike, NaiveDate};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::generate::day;
use crate::model::monday;

type Diary = BTreeMap<u64, Vec<u8>>;

/// The scores of each day by offset; some days stand there without one.
fn diary() -> impl Strategy<Value = Diary> {
    btree_map(0_u64..120, vec(0_u8..=10, 0..5), 0..80)
}

fn days(diary: &Diary) -> Vec<PainDay> {
    let days = diary.iter().map(|(offset, scores)| {
        let mut counts = [0; 11];
        for score in scores {
            counts[usize::from(*score)] += 1;
        }
        PainDay { date: day(*offset), counts }
    });
    days.collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn daily(scores: &[u8]) -> f64 {
    mean(&scores.iter().map(|score| f64::from(*score)).collect::<Vec<_>>())
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { f64::midpoint(sorted[half - 1], sorted[half]) }
}

fn start_and_days(bucket: Bucket, date: NaiveDate) -> (NaiveDate, usize) {
    match bucket {
        Bucket::Day => (date, 1),
        Bucket::Week => (monday(date), 7),
        Bucket::Month => {
            let of_month = |other: &NaiveDate| (other.year(), other.month()) == (date.year(), date.month());
            let first = date.with_day(1).unwrap();
            (first, first.iter_days().take_while(of_month).count())
        }
    }
}

#[test]
fn a_week_needs_five_scored_days_to_be_full_and_four_to_be_provisional() {
    let reliability = |scored: u64| {
        // day(5) is a Monday.
        let diary: Diary = (5..5 + scored).map(|offset| (offset, vec![4])).collect();
        pain_buckets(&days(&diary), Bucket::Week)[0].reliability
    };
    let thin = [1, 2, 3].map(reliability);
    assert_eq!(thin, [Reliability::Thin; 3]);
    assert_eq!(reliability(4), Reliability::Provisional);
    assert_eq!([5, 6, 7].map(reliability), [Reliability::Full; 3]);
}

#[test]
fn the_smoothed_line_halves_the_weight_of_a_day_in_a_week() {
    let diary: Diary = [(0, vec![9]), (7, vec![3])].into();
    let line = smoothed_pain(&days(&diary));
    assert_eq!(line[0].value, 9.0);
    assert!((line[1].value - 5.0).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn buckets_are_the_sums_of_their_days(
        diary in diary(),
        bucket in select(vec![Bucket::Day, Bucket::Week, Bucket::Month]),
    ) {
        let mut groups: BTreeMap<NaiveDate, Vec<(NaiveDate, &Vec<u8>)>> = BTreeMap::new();
        for (offset, scores) in diary.iter().filter(|(_, scores)| !scores.is_empty()) {
            let (start, _) = start_and_days(bucket, day(*offset));
            groups.entry(start).or_default().push((day(*offset), scores));
        }
        let buckets = pain_buckets(&days(&diary), bucket);
        prop_assert_eq!(buckets.len(), groups.len());
        for (answer, (start, scored)) in buckets.iter().zip(groups) {
            let means: Vec<f64> = scored.iter().map(|(_, scores)| daily(scores)).collect();
            let singles: Vec<u8> = scored.iter().flat_map(|(_, scores)| scores.iter().copied()).collect();
            let (_, of_bucket) = start_and_days(bucket, scored[0].0);
            let share = scored.len() as f64 / of_bucket as f64;
            let reliability = if share >= 5.0 / 7.0 - 1e-9 {
                Reliability::Full
            } else if share >= 4.0 / 7.0 - 1e-9 {
                Reliability::Provisional
            } else {
                Reliability::Thin
            };
            prop_assert_eq!(answer.start, start);
            prop_assert_eq!(answer.n as usize, singles.len());
            prop_assert_eq!(answer.days_scored as usize, scored.len());
            prop_assert!((answer.mean - mean(&means)).abs() < 1e-9);
            prop_assert!((answer.median - median(&means)).abs() < 1e-9);
            prop_assert_eq!(Some(answer.min), singles.iter().min().copied());
            prop_assert_eq!(Some(answer.max), singles.iter().max().copied());
            prop_assert_eq!(answer.worst, answer.max);
            prop_assert_eq!(answer.reliability, reliability);
        }
    }

    #[test]
    fn the_smoothed_line_is_the_weighted_mean_of_all_days_before(diary in diary()) {
        let scored: Vec<(u64, f64)> = diary.iter()
            .filter(|(_, scores)| !scores.is_empty())
            .map(|(offset, scores)| (*offset, daily(scores)))
            .collect();
        let line = smoothed_pain(&days(&diary));
        prop_assert_eq!(line.len(), scored.len());
        for (index, point) in line.iter().enumerate() {
            let (today, _) = scored[index];
            let (mut weighted, mut weights) = (0.0, 0.0);
            for (offset, value) in &scored[..=index] {
                let weight = 2.0_f64.powf(-((today - offset) as f64) / 7.0);
                weighted += weight * value;
                weights += weight;
            }
            prop_assert_eq!(point.date, day(today));
            prop_assert!((point.value - weighted / weights).abs() < 1e-9);
        }
    }
}
