//! Habit strength against the model and the stated checks (rules §5).

use birddog::features::progress::strength::StrengthSeries;
use proptest::prelude::*;

use crate::generate::{as_of, records};
use crate::model::Records;
use crate::streak::replay_all;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn strength_is_the_models(records in records(), as_of in as_of()) {
        let (outcome, days) = replay_all(&records, as_of);
        let rows = records.days(as_of);
        for (index, day) in days.iter().enumerate().rev().step_by(5) {
            let expected = Records::strength(&rows[..=index]);
            prop_assert!(
                (day.judged.strength - expected).abs() < 1e-9,
                "{} instead of {} on {}", day.judged.strength, expected, day.judged.date,
            );
            prop_assert!((0.0..=1.0).contains(&day.judged.strength));
        }
        let last = days.last().map_or(0.0, |day| day.judged.strength);
        prop_assert_eq!(outcome.strength, last);
    }

    #[test]
    fn the_series_holds_the_days_of_its_range(records in records(), from in as_of(), to in as_of()) {
        let (_, days) = replay_all(&records, to);
        let mut series = StrengthSeries::new(from..=to);
        for day in &days {
            series.add(&day.judged);
        }
        let points = series.finish();
        let expected: Vec<_> = days.iter().filter(|day| day.judged.date >= from).collect();
        prop_assert_eq!(points.len(), expected.len());
        for (point, day) in points.iter().zip(expected) {
            prop_assert_eq!(point.date, day.judged.date);
            prop_assert_eq!(point.strength.to_bits(), day.judged.strength.to_bits());
        }
    }
}
