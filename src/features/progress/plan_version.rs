//! Plan versions as the replay needs them, and which of them a date falls under.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::features::training::{Plan, mark_kind::MarkKind, schedule::Schedule};
use crate::platform::time::LocalDay;

/// One version of a plan (rules §2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanVersion {
    /// Identifies the version; answers carry it as `plan_id`. None for the terms of signing up where there is no such
    /// version.
    pub id: Option<Uuid>,
    /// First local date the version is in force.
    pub effective_from: NaiveDate,
    /// Which days are planned.
    pub schedule: Schedule,
    /// Goal of a day, in minutes, 1..=240.
    pub goal_minutes: u16,
    /// Goal of a day marked as a flare-up, in minutes, 0..=`goal_minutes`.
    pub flare_goal_minutes: u16,
    /// Sets prescribed on each planned day; entries of the same exercise are added.
    pub prescribed: Vec<PrescribedSets>,
}

/// Sets of one exercise a plan asks for on a planned day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrescribedSets {
    /// The exercise's key in the catalogue.
    pub exercise: String,
    /// Number of sets.
    pub sets: u32,
}

/// A person's plan versions (rules §2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plans {
    /// In force on every day until another version begins, however early.
    pub first: PlanVersion,
    /// The others, sorted by `effective_from`; of those with the same date the last one counts.
    pub later: Vec<PlanVersion>,
    /// The day on which history begins unless a session lies before it: that of signing up, or of a version that is even
    /// earlier. None without any version.
    pub begin_on: Option<NaiveDate>,
}

impl PlanVersion {
    /// A version as the replay needs it.
    #[must_use]
    pub fn new(id: Option<Uuid>, plan: &Plan) -> Self {
        // Both are at most 240.
        let minutes = |minutes: u32| u16::try_from(minutes).unwrap_or(u16::MAX);
        let prescribed = plan.items.iter();
        let prescribed =
            prescribed.map(|item| PrescribedSets { exercise: item.exercise.to_string(), sets: item.sets.get() });
        Self {
            id,
            effective_from: plan.effective_from.date(),
            schedule: plan.schedule.clone(),
            goal_minutes: minutes(plan.goal_minutes.get()),
            flare_goal_minutes: minutes(plan.flare_goal()),
            prescribed: prescribed.collect(),
        }
    }

    /// The day's goal in minutes: the flare goal on a day marked as a flare-up (rules §3).
    #[must_use]
    pub fn goal_on(&self, mark: Option<MarkKind>) -> u16 {
        match mark {
            Some(MarkKind::Flare) => self.flare_goal_minutes,
            _ => self.goal_minutes,
        }
    }
}

impl Plans {
    /// The versions of a person: the one that signing up made, and the others, sorted as in [`Plans::later`]. Where the
    /// former is missing, its terms hold all the same.
    #[must_use]
    pub fn new(signed_up: Option<PlanVersion>, later: Vec<PlanVersion>) -> Self {
        let begin_on = signed_up.iter().chain(later.first()).map(|version| version.effective_from).min();
        let first = signed_up.unwrap_or_else(|| PlanVersion::new(None, &Plan::first(LocalDay::FIRST)));
        Self { first: PlanVersion { effective_from: NaiveDate::MIN, ..first }, later, begin_on }
    }

    /// The version in force on a date: the latest that had begun.
    #[must_use]
    pub fn in_force(&self, date: NaiveDate) -> &PlanVersion {
        self.last_of(self.later.partition_point(|version| version.effective_from <= date))
    }

    /// The versions whose goal makes a date done (rules §3), the one in force first: on a day on which others take over,
    /// these, the last one first, and the one before them.
    pub(super) fn held_against(&self, date: NaiveDate) -> impl Iterator<Item = &PlanVersion> {
        let before = self.later.partition_point(|version| version.effective_from < date);
        let begun = self.later.partition_point(|version| version.effective_from <= date);
        self.later.get(before..begun).unwrap_or_default().iter().rev().chain([self.last_of(before)])
    }

    /// The last of the first so many of the others.
    fn last_of(&self, begun: usize) -> &PlanVersion {
        self.later.get(..begun).and_then(<[_]>::last).unwrap_or(&self.first)
    }
}
