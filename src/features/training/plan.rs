use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::days;
use super::exercise::ExerciseKey;
use super::plan_change::PlanChange;
use super::plan_versions::plan_in_force;
use super::schedule::{Day, Schedule};
use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::access::visibility::visible;
use crate::core::records::{ClientWritable, Collection, Record, SortKey};
use crate::core::tx::Tx;
use crate::features::training::problems::PLAN_HAS_BEGUN;
use crate::platform::db::DbError;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedInt, FieldErrors, List};
use crate::platform::time::{LocalDay, Timestamp};

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

impl Record for Plan {
    const COLLECTION: Collection = Collection::Plans;
    const NOUN: &'static str = "plan version";
    const DEFAULTED: &'static [&'static str] = &["goal_minutes", "flare_goal_minutes", "items"];

    fn check(&self, _: &Owner) -> FieldErrors {
        self.schedule.check("/schedule")
    }

    fn normalize(&mut self, _: RecordId, prior: Option<&Self>, _: &Owner) -> FieldErrors {
        // A smaller goal lowers a flare goal that nobody has set.
        if prior.is_some_and(|prior| {
            prior.flare_goal_minutes == self.flare_goal_minutes && prior.goal_minutes > self.goal_minutes
        }) {
            self.flare_goal_minutes =
                self.flare_goal_minutes.map(|flare| BoundedInt::clamped(flare.get().min(self.goal_minutes.get())));
        }
        let mut errors = FieldErrors::none();
        if self.flare_goal() > self.goal_minutes.get() {
            errors.add("/flare_goal_minutes", "out_of_range", "must not be above goal_minutes");
        }
        self.flare_goal_minutes = Some(BoundedInt::clamped(self.flare_goal()));
        errors
    }

    fn check_references(&self, tx: &mut Tx<'_>) -> Result<FieldErrors, DbError> {
        let mut errors = FieldErrors::none();
        for (index, item) in self.items.iter().enumerate() {
            errors.extend(item.exercise.check(&format!("/items/{index}/exercise"), tx)?);
        }
        Ok(errors)
    }

    fn check_change(
        tx: &mut Tx<'_>,
        id: RecordId,
        before: Option<&Self>,
        after: Option<&Self>,
    ) -> Result<(), WriteError> {
        let today = tx.owner.today(None);
        let in_force = match before {
            Some(_) => plan_in_force(tx, today)?.is_some_and(|version| version.id == id),
            None => false,
        };
        let change = PlanChange { before, after, is_first: id == Self::first_id(tx.owner.user), in_force, today };
        change.refusal().map_or(Ok(()), |why| Err(WriteError::refused(PLAN_HAS_BEGUN, why)))
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        SortKey { day: self.effective_from, at: created_at }
    }

    fn after_change(tx: &mut Tx<'_>, _: RecordId, before: Option<&Self>, after: Option<&Self>) -> Result<(), DbError> {
        if let (Some(before), Some(after)) = (before, after)
            && before.effective_from == after.effective_from
            && before.judges_like(after)
        {
            return Ok(());
        }
        // A version judges no day before it, be it the first day of history or not.
        let from = before.into_iter().chain(after).map(|plan| plan.effective_from).min();
        days::forget_computed(tx, from)
    }

    fn example() -> Value {
        json!({
            "effective_from": "2026-11-30", "schedule": {"kind": "weekdays", "days": ["mon", "wed", "fri"]},
            "goal_minutes": 15, "flare_goal_minutes": 5,
            "items": [{"exercise": "bird-dog", "sets": 2, "reps": 5, "hold_seconds": 5, "rest_seconds": 30}]
        })
    }
}

impl ClientWritable for Plan {
    const REFUSES_WRITES: Option<&'static str> = Some(
        "`plan_has_begun`: days gone by stay as they were judged. Add a version that begins today or later; of the one in \
         force, `items` alone can be changed",
    );
    const REFUSES_DELETIONS: Option<&'static str> =
        Some("`plan_has_begun`: a version that has begun stays. Add one that begins today or later");
}
