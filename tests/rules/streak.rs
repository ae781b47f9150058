//! Day states, streak, freezes and risk against the model (rules §3 and §4).

use birddog::features::progress::judged_day::DayState;
use birddog::features::progress::replay::{Outcome, ReplayedDay, Settings, replay};
use chrono::NaiveDate;
use proptest::prelude::*;

use crate::generate::{as_of, records};
use crate::model::Records;

/// A replay from the start, with the days it visited.
pub fn replay_all(records: &Records, as_of: NaiveDate) -> (Outcome, Vec<ReplayedDay<'_>>) {
    let settings = Settings { streak_freezes: records.freezes };
    let mut days = Vec::new();
    let outcome = replay(&records.plans, settings, None, &records.facts, as_of, |day, _| days.push(day.clone()));
    (outcome.unwrap(), days)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn days_are_judged_as_the_model_judges_them(records in records(), as_of in as_of()) {
        let (outcome, days) = replay_all(&records, as_of);
        let expected = records.days(as_of);
        prop_assert_eq!(days.len(), expected.len());
        for (day, row) in days.iter().zip(&expected) {
            let judged = &day.judged;
            prop_assert_eq!(judged.date, row.date);
            prop_assert_eq!(judged.state, row.state, "on {}", row.date);
            prop_assert_eq!(judged.reason, row.reason, "on {}", row.date);
            prop_assert_eq!(judged.scheduled, row.scheduled);
            prop_assert_eq!(u64::from(judged.goal_minutes), row.goal);
            prop_assert_eq!(judged.minutes, row.facts.seconds / 60);
            prop_assert_eq!(judged.sessions, row.facts.sessions);
            prop_assert_eq!(judged.mark, row.facts.mark);
            prop_assert_eq!(judged.plan_id, row.plan.id);
            prop_assert_eq!(day.plan, &row.plan);
            prop_assert_eq!(day.sets, &row.facts.sets);
        }
        prop_assert_eq!(outcome.streak.today, days.last().map(|day| day.judged.clone()));
    }

    #[test]
    fn streaks_are_counted_as_the_model_counts_them(
        records in records(),
        dates in proptest::collection::vec(as_of(), 2),
    ) {
        for as_of in dates {
            let streak = replay_all(&records, as_of).0.streak;
            let Some(expected) = records.streak(as_of) else {
                prop_assert_eq!(streak.current.length + streak.longest.length, 0);
                prop_assert!(streak.today.is_none() && !streak.at_risk);
                continue;
            };
            let first = |run: &[Vec<NaiveDate>]| run.first().map(|dates| dates[0]);
            let last = |run: &[Vec<NaiveDate>]| run.last().map(|dates| *dates.last().unwrap());
            let (current, longest) = (&streak.current, &streak.longest);
            prop_assert_eq!(current.length as usize, expected.current.len(), "current on {}", as_of);
            prop_assert_eq!(current.started_on, first(&expected.current));
            prop_assert_eq!(current.last_done_on, last(&expected.current));
            prop_assert_eq!(longest.length as usize, expected.longest.len(), "longest on {}", as_of);
            prop_assert_eq!(longest.started_on, first(&expected.longest));
            prop_assert_eq!(longest.ended_on, last(&expected.longest));
            prop_assert_eq!(streak.freezes.held, expected.held, "freezes on {}", as_of);
            prop_assert_eq!(streak.freezes.used_on, expected.used_on);
            prop_assert_eq!(streak.at_risk, expected.at_risk, "at risk on {}", as_of);
            prop_assert_eq!(current.unit, longest.unit);
            prop_assert!(longest.length >= current.length);
        }
    }

    #[test]
    fn a_day_after_as_of_changes_nothing(records in records(), as_of in as_of()) {
        let mut known = records.clone();
        known.facts.retain(|facts| facts.date <= as_of);
        known.plans.later.retain(|plan| plan.effective_from <= as_of);
        prop_assert_eq!(replay_all(&records, as_of).0, replay_all(&known, as_of).0);
    }

    #[test]
    fn without_freezes_no_day_is_frozen(mut records in records(), as_of in as_of()) {
        records.freezes = false;
        let (outcome, days) = replay_all(&records, as_of);
        prop_assert!(days.iter().all(|day| day.judged.state != DayState::Frozen));
        prop_assert_eq!(outcome.streak.freezes.held, 0);
    }
}
