//! The training trend against sums over its buckets.

use birddog::features::progress::judged_day::DayState;
use birddog::features::progress::training_trend::TrainingTrend;
use birddog::platform::time::Bucket;
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;

use crate::adherence::expected;
use crate::generate::{as_of, records};
use crate::model::monday;
use crate::streak::replay_all;

fn start(bucket: Bucket, date: NaiveDate) -> NaiveDate {
    match bucket {
        Bucket::Day => date,
        Bucket::Week => monday(date),
        Bucket::Month => date.with_day(1).unwrap(),
    }
}

#[test]
fn buckets_are_safe_at_the_ends_of_the_calendar() {
    for date in [NaiveDate::MIN, NaiveDate::MAX] {
        for bucket in [Bucket::Day, Bucket::Week, Bucket::Month] {
            assert!(bucket.start(date) <= date, "{date:?} {bucket:?}");
            assert!(bucket.length(date) >= 1, "{date:?} {bucket:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_trend_adds_up(
        records in records(),
        as_of in as_of(),
        from in as_of(),
        length in 0_u64..90,
        bucket in select(vec![Bucket::Day, Bucket::Week, Bucket::Month]),
    ) {
        let to = from + Days::new(length);
        let (_, days) = replay_all(&records, as_of);
        let mut trend = TrainingTrend::new(from..=to, bucket);
        for day in &days {
            trend.add(day);
        }
        let buckets = trend.finish();

        let rows = records.days(as_of);
        let seen = rows.iter().filter(|row| from <= row.date && row.date <= to);
        let mut starts: Vec<_> = seen.map(|row| start(bucket, row.date)).collect();
        starts.dedup();
        prop_assert_eq!(buckets.iter().map(|one| one.start).collect::<Vec<_>>(), starts);
        for sums in &buckets {
            let of_bucket: Vec<_> = rows.iter()
                .filter(|row| from <= row.date && row.date <= to && start(bucket, row.date) == sums.start)
                .collect();
            let seconds: u64 = of_bucket.iter().map(|row| row.facts.seconds).sum();
            let sessions: u64 = of_bucket.iter().map(|row| u64::from(row.facts.sessions)).sum();
            let done = of_bucket.iter().filter(|row| row.state == DayState::Done).count();
            let ends = (of_bucket[0].date, of_bucket[of_bucket.len() - 1].date);
            let (_, planned, ..) = expected(&rows, ends.0, ends.1);
            prop_assert_eq!(sums.minutes, seconds / 60);
            prop_assert_eq!(sums.sessions, sessions);
            prop_assert_eq!(sums.days_done as usize, done);
            prop_assert_eq!(sums.days_planned, planned);
            let ratio = (planned > 0).then(|| (done as f64 / f64::from(planned)).min(1.0));
            prop_assert_eq!(sums.adherence, ratio);
        }
    }
}
