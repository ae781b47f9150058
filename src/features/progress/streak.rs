//! The streak as it is reported (rules §4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::features::training::schedule::StreakUnit;

use super::judged_day::JudgedDay;
use crate::core::RULESET;
use crate::core::access::visibility::visible;

/// The streak on `as_of`, in the unit of the plan in force, over the unbroken stretch of plan versions
/// with that unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StreakReport {
    /// The run that is still going; length 0 when none is.
    pub current: CurrentStreak,
    /// The longest run, never shorter than the current one. Of equals the earlier.
    pub longest: LongestStreak,
    /// Freezes; none in weeks.
    pub freezes: Freezes,
    /// `as_of` itself; null when it lies before the first day of history.
    pub today: Option<JudgedDay>,
    /// Whether the run is lost unless `as_of` is trained. Days: `as_of` is pending and the run goes on.
    /// Weeks: the days left, `as_of` included and exempt ones not, are no more than the days still required.
    pub at_risk: bool,
    /// The rules by which the days were judged.
    pub ruleset: &'static str,
}

visible!(
    StreakReport:
    always[current: CurrentStreak, longest: LongestStreak, freezes: Freezes, today: JudgedDay, at_risk, ruleset],
);

/// The run that is still going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema, Deserialize)]
pub struct CurrentStreak {
    /// Days or weeks done.
    pub length: u32,
    /// What `length` counts.
    pub unit: StreakUnit,
    /// First done day counted in the run; null at length 0.
    pub started_on: Option<NaiveDate>,
    /// Latest done day counted in the run; null at length 0.
    pub last_done_on: Option<NaiveDate>,
}

visible!(CurrentStreak: always[length, unit, started_on, last_done_on]);

/// The longest run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema, Deserialize)]
pub struct LongestStreak {
    /// Days or weeks done.
    pub length: u32,
    /// What `length` counts.
    pub unit: StreakUnit,
    /// First done day counted in the run; null at length 0.
    pub started_on: Option<NaiveDate>,
    /// Latest done day counted in the run; null at length 0.
    pub ended_on: Option<NaiveDate>,
}

visible!(LongestStreak: always[length, unit, started_on, ended_on]);

/// Freezes of the stretch the streak is counted over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema, Deserialize)]
pub struct Freezes {
    /// Freezes at hand, 0..=2.
    pub held: u8,
    /// The days a freeze covered, in order.
    pub used_on: Vec<NaiveDate>,
}

visible!(Freezes: always[held, used_on]);

/// A run of days or weeks done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) length: u32,
    pub(super) started_on: Option<NaiveDate>,
    pub(super) last_done_on: Option<NaiveDate>,
}

impl Run {
    /// One more day or week, done by training from `first_done` to `last_done`.
    pub(super) fn extend(&mut self, first_done: NaiveDate, last_done: NaiveDate) {
        self.length = self.length.saturating_add(1);
        self.started_on.get_or_insert(first_done);
        self.last_done_on = Some(last_done);
    }

    /// The longer of two runs, of equals the earlier one, `self`.
    pub(super) fn or_longer(self, later: Self) -> Self {
        if later.length > self.length { later } else { self }
    }
}

/// Where a count stands on `as_of`.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    pub(super) current: Run,
    pub(super) longest: Run,
    pub(super) freezes: Freezes,
    pub(super) at_risk: bool,
}

impl StreakReport {
    pub(super) fn new(unit: StreakUnit, count: Count, today: Option<JudgedDay>) -> Self {
        let Count { current, longest, freezes, at_risk } = count;
        Self {
            current: CurrentStreak {
                length: current.length,
                unit,
                started_on: current.started_on,
                last_done_on: current.last_done_on,
            },
            longest: LongestStreak {
                length: longest.length,
                unit,
                started_on: longest.started_on,
                ended_on: longest.last_done_on,
            },
            freezes,
            today,
            at_risk,
            ruleset: RULESET,
        }
    }
}
