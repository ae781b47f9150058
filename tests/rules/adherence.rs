//! Adherence and item completion against a slow count (rules §6).

use std::collections::BTreeSet;

use birddog::features::progress::adherence::{Adherence, AdherenceReport, AdherenceSeries};
use birddog::features::progress::judged_day::DayState;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use crate::generate::{as_of, records};
use crate::model::{Records, Row, monday, weekly};
use crate::streak::replay_all;

/// Done, planned, sets done, sets prescribed: by definition, range by range.
pub fn expected(rows: &[Row], from: NaiveDate, to: NaiveDate) -> (u32, u32, u64, u64) {
    let rows: Vec<&Row> = rows.iter().filter(|row| from <= row.date && row.date <= to).collect();
    let done = rows.iter().filter(|row| row.state == DayState::Done).count();
    let (mut planned, mut sets_done, mut prescribed) = (0, 0, 0);
    for (index, row) in rows.iter().enumerate() {
        match weekly(&row.plan) {
            None => {
                if row.scheduled && asked_of(row) {
                    planned += 1;
                    for (exercise, sets) in prescription(row) {
                        prescribed += sets;
                        sets_done += sets.min(sets_on(row, exercise));
                    }
                }
            }
            Some(times) => {
                let goes_on = rows
                    .get(index + 1)
                    .is_some_and(|next| weekly(&next.plan).is_some() && monday(next.date) == monday(row.date));
                if goes_on {
                    continue;
                }
                // The last day seen of a week with a number of times: look back over the week.
                let earlier = rows[..=index].iter().rev();
                let week: Vec<&&Row> = earlier
                    .take_while(|day| weekly(&day.plan).is_some() && monday(day.date) == monday(row.date))
                    .filter(|day| asked_of(day))
                    .collect();
                let covered = week.iter().filter(|day| day.plan.id == row.plan.id).count();
                let days = times.min(u32::try_from(covered).unwrap());
                planned += days;
                for (exercise, sets) in prescription(row) {
                    let most = sets * u64::from(days);
                    let of_days = week.iter().map(|day| sets.min(sets_on(day, exercise)));
                    prescribed += most;
                    sets_done += most.min(of_days.sum());
                }
            }
        }
    }
    (u32::try_from(done).unwrap(), planned, sets_done, prescribed)
}

fn asked_of(row: &Row) -> bool {
    row.state != DayState::Exempt && row.state != DayState::Pending
}

fn prescription(row: &Row) -> Vec<(&str, u64)> {
    let items = &row.plan.prescribed;
    let exercises: BTreeSet<&str> = items.iter().map(|item| item.exercise.as_str()).collect();
    let total = |exercise: &str| {
        let same = items.iter().filter(|item| item.exercise == exercise);
        same.map(|item| u64::from(item.sets)).sum()
    };
    exercises.into_iter().map(|exercise| (exercise, total(exercise))).collect()
}

fn sets_on(row: &Row, exercise: &str) -> u64 {
    let same = row.facts.sets.iter().filter(|done| done.exercise == exercise);
    same.map(|done| u64::from(done.sets)).sum()
}

fn report(records: &Records, as_of: NaiveDate, from: NaiveDate, to: NaiveDate) -> AdherenceReport {
    let (_, days) = replay_all(records, as_of);
    let mut series = AdherenceSeries::new(from..=to);
    for day in &days {
        series.add(day);
    }
    series.finish()
}

fn numbers(adherence: &Adherence) -> (u32, u32, u64, u64) {
    (adherence.done, adherence.planned, adherence.sets_done, adherence.sets_prescribed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn adherence_is_the_slow_count(
        records in records(),
        as_of in as_of(),
        from in as_of(),
        length in 0_u64..60,
    ) {
        let to = from + Days::new(length);
        let report = report(&records, as_of, from, to);
        let rows = records.days(as_of);
        prop_assert_eq!(numbers(&report.total), expected(&rows, from, to));
        let seen = rows.iter().filter(|row| from <= row.date && row.date <= to);
        let mondays: BTreeSet<NaiveDate> = seen.map(|row| monday(row.date)).collect();
        let starts: Vec<NaiveDate> = report.weeks.iter().map(|week| week.start).collect();
        prop_assert_eq!(&starts, &Vec::from_iter(mondays));
        for week in &report.weeks {
            let (start, end) = (week.start.max(from), to.min(week.start + Days::new(6)));
            prop_assert_eq!(numbers(&week.adherence), expected(&rows, start, end));
        }
        for adherence in report.weeks.iter().map(|week| week.adherence).chain([report.total]) {
            prop_assert_eq!(adherence.ratio.is_some(), adherence.planned > 0);
            prop_assert_eq!(adherence.sets_ratio.is_some(), adherence.sets_prescribed > 0);
            let ratio = (f64::from(adherence.done) / f64::from(adherence.planned)).min(1.0);
            prop_assert!(adherence.ratio.is_none_or(|answer| answer == ratio));
            prop_assert!(adherence.sets_ratio.is_none_or(|ratio| (0.0..=1.0).contains(&ratio)));
        }
    }
}
