//! A plan written today, or changed before it begins, leaves history as it was (rules §2).

use birddog::features::progress::judged_day::DayState;
use birddog::features::progress::plan_version::PlanVersion;
use chrono::Days;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::generate::{as_of, records, version};
use crate::streak::replay_all;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_day_before_today_changes(
        records in records(),
        today in as_of(),
        versions in prop::collection::vec((version(), 0_u64..30), 1..3),
        gone in any::<Index>(),
    ) {
        let mut changed = records.clone();
        let later = &mut changed.plans.later;
        // What has not begun may go.
        let begun = later.partition_point(|version| version.effective_from <= today);
        if begun < later.len() {
            later.remove(begun + gone.index(later.len() - begun));
        }
        for (version, ahead) in versions {
            let effective_from = today + Days::new(ahead);
            let place = later.partition_point(|version| version.effective_from <= effective_from);
            later.insert(place, PlanVersion { effective_from, ..version });
        }
        let earliest = changed.plans.later.first().map(|version| version.effective_from);
        changed.plans.begin_on = changed.plans.begin_on.into_iter().chain(earliest).min();
        let (before, after) = (replay_all(&records, today).1, replay_all(&changed, today).1);
        let (Some((open, past)), Some((now_open, now_past))) = (before.split_last(), after.split_last()) else {
            return Ok(());
        };
        for (day, now) in past.iter().zip(now_past) {
            prop_assert_eq!(&day.judged, &now.judged);
        }
        // Where nothing was recorded before, a plan can begin history today.
        prop_assert_eq!(past.len(), now_past.len());
        prop_assert!(open.judged.state != DayState::Done || now_open.judged.state == DayState::Done);
    }
}
