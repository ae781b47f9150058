//! A replay resumed from a stored checkpoint gives the very answers of a replay from the start.

use birddog::features::progress::day_facts::DayFacts;
use birddog::features::progress::plan_version::PlanVersion;
use birddog::features::progress::replay::{CheckpointTooLate, Outcome, Replay, ReplayedDay, Settings, replay};
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::generate::{any_day, as_of, day, records, version};
use crate::model::Records;
use crate::streak::replay_all;

fn settings(records: &Records) -> Settings {
    Settings { streak_freezes: records.freezes }
}

/// Every checkpoint a replay passes.
fn checkpoints(records: &Records, as_of: NaiveDate) -> Vec<Replay> {
    let mut passed = Vec::new();
    let keep = |_: &ReplayedDay<'_>, closed: Option<&Replay>| passed.extend(closed.cloned());
    replay(&records.plans, settings(records), None, &records.facts, as_of, keep).unwrap();
    passed
}

/// A checkpoint as it comes back from storage.
fn stored(state: &Replay) -> Replay {
    serde_json::from_str(&serde_json::to_string(state).unwrap()).unwrap()
}

/// Resumes with the facts after the checkpoint alone.
fn resume(records: &Records, start: Replay, as_of: NaiveDate) -> (Outcome, Vec<u64>) {
    let mut facts = records.facts.clone();
    facts.retain(|facts| facts.date > start.through());
    let mut strengths = Vec::new();
    let visit = |day: &ReplayedDay<'_>, _: Option<&Replay>| {
        strengths.push(day.judged.strength.to_bits());
    };
    let outcome = replay(&records.plans, settings(records), Some(start), &facts, as_of, visit);
    (outcome.unwrap(), strengths)
}

fn agree(records: &Records, start: Replay, as_of: NaiveDate) -> Result<(), TestCaseError> {
    let (whole, days) = replay_all(records, as_of);
    let (resumed, strengths) = resume(records, start, as_of);
    let tail = &days[days.len() - strengths.len()..];
    let expected: Vec<u64> = tail.iter().map(|day| day.judged.strength.to_bits()).collect();
    prop_assert_eq!(strengths, expected);
    prop_assert_eq!(resumed, whole);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_checkpoint_will_do(
        records in records(),
        stored_on in as_of(),
        later in 0_u64..40,
        picks in prop::collection::vec(any::<Index>(), 3),
    ) {
        let passed = checkpoints(&records, stored_on);
        prop_assume!(!passed.is_empty());
        for pick in picks {
            let start = stored(&passed[pick.index(passed.len())]);
            let as_of = start.through() + chrono::Days::new(1 + later);
            agree(&records, start, as_of)?;
        }
    }

    #[test]
    fn a_checkpoint_does_not_depend_on_when_it_was_made(records in records(), as_of in as_of()) {
        let (outcome, days) = replay_all(&records, as_of);
        let passed = checkpoints(&records, day(140));
        let same_day = passed.iter().find(|state| state.through().succ_opt() == Some(as_of));
        prop_assert_eq!(outcome.closed.as_ref(), same_day);
        prop_assert_eq!(outcome.closed.is_some(), days.len() > 1);
    }

    #[test]
    fn late_entries_and_deletions_are_replayed_from_before_them(
        mut records in records(),
        as_of in as_of(),
        edited in any_day(),
        deleted in any::<bool>(),
        picks in (any::<Index>(), any::<Index>()),
    ) {
        let passed = checkpoints(&records, as_of);
        prop_assume!(!passed.is_empty());
        let start = stored(&passed[picks.0.index(passed.len())]);
        let open: Vec<NaiveDate> = start.through().iter_days().skip(1).take(30).collect();
        let date = open[picks.1.index(open.len())];
        records.facts.retain(|facts| facts.date != date);
        if !deleted {
            records.facts.push(DayFacts { date, ..edited });
            records.facts.sort_by_key(|facts| facts.date);
        }
        // A deletion may take away the session that began the history.
        prop_assume!(records.days(as_of).first().map(|row| row.date) == Some(start.first_day()));
        agree(&records, start, as_of)?;
    }

    #[test]
    fn a_change_of_plan_from_the_next_day_on_leaves_it_good(
        mut records in records(),
        as_of in as_of(),
        version in version(),
        later in 1_u64..40,
        picks in (any::<Index>(), any::<Index>()),
    ) {
        let passed = checkpoints(&records, as_of);
        prop_assume!(!passed.is_empty());
        let start = stored(&passed[picks.0.index(passed.len())]);
        let from = start.through() + chrono::Days::new(later);
        let place = records.plans.later.partition_point(|version| version.effective_from <= from);
        // One that was to begin later is gone, and another has come.
        if place < records.plans.later.len() && picks.1.index(2) == 0 {
            records.plans.later.remove(place);
        }
        records.plans.later.insert(place, PlanVersion { effective_from: from, ..version });
        agree(&records, start.clone(), as_of.max(start.through() + chrono::Days::new(1)))?;
        agree(&records, start, from + chrono::Days::new(9))?;
    }

    #[test]
    fn a_checkpoint_of_as_of_or_later_is_refused(records in records(), as_of in as_of()) {
        let passed = checkpoints(&records, day(140));
        for start in passed.into_iter().filter(|state| state.through() >= as_of).take(2) {
            let through = start.through();
            let facts = &records.facts;
            let refused = replay(&records.plans, settings(&records), Some(start), facts, as_of, |_, _| {});
            prop_assert_eq!(refused, Err(CheckpointTooLate { through, as_of }));
        }
    }
}
