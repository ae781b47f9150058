use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::exercise::ExerciseKey;
use super::schedule::{Day, Schedule};
use crate::core::access::visibility::visible;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedInt, FieldErrors, List};
use crate::platform::time::LocalDay;

/// A day's goal unless a plan says otherwise, in minutes (rules §2).
pub const GOAL: u32 = 10;

/// A flare day's goal unless a plan says otherwise, in minutes (rules §2).
const DEFAULT_FLARE_GOAL: u32 = 3;

/// One version of the plan, in force from its date until the next version's (rules §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Plan {
    /// First local day it is in force: today or later when it is written. From that day on, it is history (rules §2).
    pub effective_from: LocalDay,
    /// Which days are planned.
    pub schedule: Schedule,
    /// A day's goal, in minutes; 10 when left out.
    #[deserr(default = BoundedInt::clamped(GOAL))]
    #[schema(default = 10, required = false)]
    pub goal_minutes: BoundedInt<1, 240>,
    /// The goal of a day marked as a flare, in minutes; 3 when left out, never above the goal.
    #[deserr(default)]
    pub flare_goal_minutes: Option<BoundedInt<0, 240>>,
    /// What to do on a planned day. It judges no day, so it can be changed while the version is in force.
    #[deserr(default)]
    #[schema(inline, required = false)]
    pub items: List<PlanItem, 60>,
}

visible!(Plan: always[effective_from, schedule: Schedule, goal_minutes, flare_goal_minutes, items: PlanItem]);

/// What a plan prescribes of one exercise.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct PlanItem {
    /// Which.
    pub exercise: ExerciseKey,
    /// Sets; on each side where the exercise has sides.
    pub sets: BoundedInt<1, 100>,
    /// Repetitions a set.
    #[deserr(default)]
    pub reps: Option<BoundedInt<1, 10000>>,
    /// Seconds each repetition is held.
    #[deserr(default)]
    pub hold_seconds: Option<BoundedInt<1, 14400>>,
    /// Seconds a set takes, for exercises done for a length of time.
    #[deserr(default)]
    pub duration_seconds: Option<BoundedInt<1, 14400>>,
    /// Rest after a set, in seconds.
    #[deserr(default)]
    pub rest_seconds: Option<BoundedInt<0, 3600>>,
}

visible!(PlanItem: always[exercise, sets, reps, hold_seconds, duration_seconds, rest_seconds]);

impl Plan {
    /// What everybody starts with: every day, ten minutes.
    #[must_use]
    pub fn first(effective_from: LocalDay) -> Self {
        Self {
            effective_from,
            schedule: Schedule::Weekdays { days: Day::ALL.to_vec() },
            goal_minutes: BoundedInt::clamped(GOAL),
            flare_goal_minutes: None,
            items: List::default(),
        }
    }

    /// The id of the version that signing up made, which is in force until another one begins.
    #[must_use]
    pub fn first_id(user: UserId) -> RecordId {
        RecordId(user.0)
    }

    /// Whether both judge days the same way; what they prescribe may differ.
    #[must_use]
    pub fn judges_like(&self, other: &Self) -> bool {
        self.schedule.asks_like(&other.schedule)
            && self.goal_minutes == other.goal_minutes
            && self.flare_goal() == other.flare_goal()
    }

    /// The goal of a flare day, in minutes.
    #[must_use]
    pub fn flare_goal(&self) -> u32 {
        self.flare_goal_minutes.map_or(DEFAULT_FLARE_GOAL.min(self.goal_minutes.get()), BoundedInt::get)
    }
}
