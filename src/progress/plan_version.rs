//! Plan versions as the replay needs them, and which of them a date falls under.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::training::{mark_kind::MarkKind, schedule::Schedule};

/// One version of a plan (rules §2).
///
/// Lists of versions are sorted by `effective_from`; of versions with the same date the last one counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanVersion {
    /// Identifies the version; answers carry it as `plan_id`.
    pub id: Uuid,
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

impl PlanVersion {
    /// The day's goal in minutes: the flare goal on a day marked as a flare-up (rules §3).
    #[must_use]
    pub fn goal_on(&self, mark: Option<MarkKind>) -> u16 {
        match mark {
            Some(MarkKind::Flare) => self.flare_goal_minutes,
            _ => self.goal_minutes,
        }
    }
}

/// The version in force on a date (rules §2): the latest that had begun, or, since the earliest also
/// covers the days before it, the earliest. None only without any version.
#[must_use]
pub fn in_force(plans: &[PlanVersion], date: NaiveDate) -> Option<&PlanVersion> {
    let reached = match plans.first() {
        Some(earliest) => date.max(earliest.effective_from),
        None => return None,
    };
    let begun = plans.partition_point(|plan| plan.effective_from <= reached);
    begun.checked_sub(1).and_then(|last| plans.get(last))
}

/// The first day of history that a version covers: its `effective_from`, and for the earliest version
/// the first day of history.
pub(super) fn covers_from(plan: &PlanVersion, plans: &[PlanVersion], first_day: NaiveDate) -> NaiveDate {
    let earliest = plans.first().map(|plan| plan.effective_from);
    if earliest == Some(plan.effective_from) { first_day } else { plan.effective_from }
}
