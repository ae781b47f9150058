//! Adherence: days done against days planned, sets done against sets prescribed (rules §6).
//!
//! Weekdays plan every scheduled day that isn't exempt; `as_of` counts once its goal is met. A number of
//! times a week plans `times` days in each ISO week, or as many as could have been done if they are
//! fewer. As with the streak, the version in force on the last day seen of the week decides, and only
//! days it covers could have been done. Days after `as_of` were not yet planned.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::core::access::visibility::visible;
use crate::features::training::schedule::Schedule;

use super::{
    day_facts::SetsDone,
    judged_day::{DayState, ReplayedDay},
    plan_version::PlanVersion,
};
use crate::platform::time::Bucket;

/// Adherence over some days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct Adherence {
    /// Days done, planned or not.
    pub done: u32,
    /// Days planned.
    pub planned: u32,
    /// `done` / `planned`, at most 1; null when nothing was planned.
    pub ratio: Option<f64>,
    /// Prescribed sets that were done on planned days: of each exercise no more than prescribed.
    pub sets_done: u64,
    /// Sets prescribed on planned days.
    pub sets_prescribed: u64,
    /// `sets_done` / `sets_prescribed`, 0..=1; null when nothing was prescribed.
    pub sets_ratio: Option<f64>,
}

visible!(Adherence: always[done, planned, ratio, sets_done, sets_prescribed, sets_ratio]);

/// Adherence in one ISO week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct WeekAdherence {
    /// The week's Monday. Days of the week outside the range asked for are left out of the numbers.
    pub start: NaiveDate,
    /// The numbers.
    #[serde(flatten)]
    pub adherence: Adherence,
}

visible!(WeekAdherence: always[start], flatten[adherence: Adherence]);

/// Adherence over a range, whole and by week.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct AdherenceReport {
    /// Over the whole range.
    pub total: Adherence,
    /// By ISO week, in order.
    pub weeks: Vec<WeekAdherence>,
}

visible!(AdherenceReport: always[total: Adherence, weeks: WeekAdherence]);

/// Collects adherence over a range of dates while days are replayed.
#[derive(Debug, Clone)]
pub struct AdherenceSeries<'a> {
    range: RangeInclusive<NaiveDate>,
    weeks: Vec<(NaiveDate, Tally<'a>)>,
}

impl<'a> AdherenceSeries<'a> {
    /// An empty series over these dates.
    #[must_use]
    pub fn new(range: RangeInclusive<NaiveDate>) -> Self {
        Self { range, weeks: Vec::new() }
    }

    /// Takes in the next day; one outside the range is left out.
    pub fn add(&mut self, day: &ReplayedDay<'a>) {
        if !self.range.contains(&day.judged.date) {
            return;
        }
        let monday = Bucket::Week.start(day.judged.date);
        match self.weeks.last_mut() {
            Some((start, tally)) if *start == monday => tally.add(day),
            _ => {
                let mut tally = Tally::default();
                tally.add(day);
                self.weeks.push((monday, tally));
            }
        }
    }

    /// The numbers of the days taken in.
    #[must_use]
    pub fn finish(self) -> AdherenceReport {
        let mut total = Counts::default();
        let mut weeks = Vec::with_capacity(self.weeks.len());
        for (start, tally) in self.weeks {
            let counts = tally.finish();
            total.add(counts);
            weeks.push(WeekAdherence { start, adherence: counts.into() });
        }
        AdherenceReport { total: total.into(), weeks }
    }
}

/// Adds up consecutive days of any range.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally<'a> {
    counts: Counts,
    /// Days of the current week under versions with a number of times a week: what they add is known
    /// only when the last of them is.
    flexible: Vec<FlexibleDay<'a>>,
}

#[derive(Debug, Clone)]
struct FlexibleDay<'a> {
    monday: NaiveDate,
    plan: &'a PlanVersion,
    /// Neither exempt nor still open.
    counts: bool,
    sets: &'a [SetsDone],
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    done: u32,
    planned: u32,
    sets_done: u64,
    sets_prescribed: u64,
}

impl<'a> Tally<'a> {
    pub(super) fn add(&mut self, day: &ReplayedDay<'a>) {
        let state = day.judged.state;
        self.counts.done += u32::from(state == DayState::Done);
        let monday = Bucket::Week.start(day.judged.date);
        let counts = !matches!(state, DayState::Exempt | DayState::Pending);
        match day.plan.schedule {
            Schedule::Weekdays { .. } => {
                self.close_flexible();
                if counts && day.judged.scheduled {
                    self.counts.planned += 1;
                    self.counts.add_sets(day.plan, 1, &[day.sets]);
                }
            }
            Schedule::TimesPerWeek { .. } => {
                if self.flexible.last().is_some_and(|last| last.monday != monday) {
                    self.close_flexible();
                }
                self.flexible.push(FlexibleDay { monday, plan: day.plan, counts, sets: day.sets });
            }
        }
    }

    pub(super) fn finish(mut self) -> Counts {
        self.close_flexible();
        self.counts
    }

    fn close_flexible(&mut self) {
        let days = std::mem::take(&mut self.flexible);
        let Some(plan) = days.last().map(|day| day.plan) else {
            return;
        };
        let Schedule::TimesPerWeek { times } = plan.schedule else {
            return;
        };
        let covered = |day: &&FlexibleDay<'_>| day.counts && std::ptr::eq(day.plan, plan);
        let possible = days.iter().filter(covered).count();
        let planned = u32::from(times).min(u32::try_from(possible).unwrap_or(u32::MAX));
        let sets: Vec<_> = days.iter().filter(|day| day.counts).map(|day| day.sets).collect();
        self.counts.planned += planned;
        self.counts.add_sets(plan, planned, &sets);
    }
}

impl Counts {
    /// Adds the sets of days that share a prescription, `planned` of which were asked for: a day counts
    /// for no more than it prescribes, and all of them for no more than the planned ones prescribe.
    fn add_sets(&mut self, plan: &PlanVersion, planned: u32, days: &[&[SetsDone]]) {
        let mut prescribed: BTreeMap<&str, u64> = BTreeMap::new();
        for item in &plan.prescribed {
            *prescribed.entry(&item.exercise).or_default() += u64::from(item.sets);
        }
        for (exercise, sets) in prescribed {
            let asked = sets.saturating_mul(planned.into());
            let done: u64 = days.iter().map(|day| sets_of(day, exercise).min(sets)).sum();
            self.sets_prescribed += asked;
            self.sets_done += done.min(asked);
        }
    }

    fn add(&mut self, other: Self) {
        self.done += other.done;
        self.planned += other.planned;
        self.sets_done += other.sets_done;
        self.sets_prescribed += other.sets_prescribed;
    }
}

impl From<Counts> for Adherence {
    fn from(counts: Counts) -> Self {
        Self {
            done: counts.done,
            planned: counts.planned,
            ratio: ratio(counts.done.into(), counts.planned.into()),
            sets_done: counts.sets_done,
            sets_prescribed: counts.sets_prescribed,
            sets_ratio: ratio(counts.sets_done, counts.sets_prescribed),
        }
    }
}

fn sets_of(sets: &[SetsDone], exercise: &str) -> u64 {
    let of_exercise = sets.iter().filter(|done| done.exercise == exercise);
    of_exercise.map(|done| u64::from(done.sets)).sum()
}

#[expect(clippy::cast_precision_loss, reason = "counts of days and sets are far below 2^53")]
fn ratio(done: u64, planned: u64) -> Option<f64> {
    (planned > 0).then(|| (done as f64 / planned as f64).min(1.0))
}
