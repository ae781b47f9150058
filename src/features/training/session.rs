use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::exercise::ExerciseKey;
use super::plan::PlanItem;
use super::vocabulary::BodySide;
use crate::core::access::visibility::visible;
use crate::core::records::Moment;
use crate::platform::input::{Amount, BoundedInt, BoundedString, FieldErrors, List};
use crate::platform::time::{LocalDay, Timestamp, Zone};

/// One training session.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Session {
    /// When it began.
    pub started_at: Timestamp,
    /// The zone it took place in.
    pub time_zone: Zone,
    /// The local day it counts for; worked out when left out (rules §1).
    #[deserr(default)]
    pub local_date: Option<LocalDay>,
    /// How long it took, in seconds.
    pub duration_seconds: BoundedInt<1, 14400>,
    /// How hard it felt, 0 (rest) to 10 (all one has).
    #[deserr(default)]
    pub effort: Option<BoundedInt<0, 10>>,
    /// Pain before it, NRS-11.
    #[deserr(default)]
    pub pain_before: Option<BoundedInt<0, 10>>,
    /// Worst pain during it, NRS-11.
    #[deserr(default)]
    pub pain_during: Option<BoundedInt<0, 10>>,
    /// Pain after it, NRS-11.
    #[deserr(default)]
    pub pain_after: Option<BoundedInt<0, 10>>,
    /// For oneself.
    #[deserr(default)]
    pub note: Option<BoundedString<0, 2000>>,
    /// What was done, in order.
    #[deserr(default)]
    #[serde(default)]
    #[schema(inline)]
    pub exercises: List<DoneExercise, 60>,
}

visible!(
    Session:
    always[started_at, time_zone, local_date, duration_seconds, effort, exercises: DoneExercise],
    Notes[note],
    Pain[pain_before, pain_during, pain_after],
);

/// An exercise done in a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct DoneExercise {
    /// Which.
    pub exercise: ExerciseKey,
    /// Its sets, in order.
    #[schema(inline)]
    pub sets: List<DoneSet, 100>,
}

visible!(DoneExercise: always[exercise, sets: DoneSet]);

/// One set.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct DoneSet {
    /// Repetitions.
    #[deserr(default)]
    pub reps: Option<BoundedInt<0, 10000>>,
    /// Seconds each repetition was held.
    #[deserr(default)]
    pub hold_seconds: Option<BoundedInt<0, 14400>>,
    /// Seconds the set took.
    #[deserr(default)]
    pub duration_seconds: Option<BoundedInt<0, 14400>>,
    /// Side of the body.
    #[deserr(default)]
    pub side: Option<BodySide>,
    /// Load, in kilograms.
    #[deserr(default)]
    pub load_kg: Option<Amount<1000>>,
    /// The form of the exercise that was done, like `knee`.
    #[deserr(default)]
    pub variation: Option<BoundedString<1, 60>>,
}

visible!(DoneSet: always[reps, hold_seconds, duration_seconds, side, load_kg, variation]);

impl DoneExercise {
    /// Sets as plans count them: one side at a time, a left and a right one make one set.
    #[must_use]
    pub fn set_count(&self) -> u32 {
        count_sets(self.sets.iter())
    }
}

fn count_sets<'a>(sets: impl Iterator<Item = &'a DoneSet>) -> u32 {
    let (mut whole, mut left, mut right) = (0, 0, 0);
    for set in sets {
        match set.side {
            Some(BodySide::Left) => left += 1,
            Some(BodySide::Right) => right += 1,
            Some(BodySide::Both) | None => whole += 1,
        }
    }
    whole + u32::max(left, right)
}

impl DoneSet {
    /// Whether it was done as prescribed. A number that is prescribed and was not noted does not count as done.
    fn meets(&self, item: &PlanItem) -> bool {
        fn reaches(done: Option<u32>, prescribed: Option<u32>) -> bool {
            prescribed.is_none_or(|prescribed| done.is_some_and(|done| done >= prescribed))
        }
        reaches(self.reps.map(BoundedInt::get), item.reps.map(BoundedInt::get))
            && reaches(self.hold_seconds.map(BoundedInt::get), item.hold_seconds.map(BoundedInt::get))
            && reaches(self.duration_seconds.map(BoundedInt::get), item.duration_seconds.map(BoundedInt::get))
    }
}

impl Session {
    pub(super) fn moment(&self) -> Moment {
        Moment { at: self.started_at, zone: self.time_zone, local_date: self.local_date }
    }

    /// Whether it did as much of an exercise as is prescribed.
    #[must_use]
    pub fn meets(&self, item: &PlanItem) -> bool {
        let done = self.exercises.iter().filter(|done| done.exercise == item.exercise);
        count_sets(done.flat_map(|done| done.sets.iter()).filter(|set| set.meets(item))) >= item.sets.get()
    }

    /// The local day it counts for.
    #[must_use]
    pub fn day(&self) -> LocalDay {
        self.local_date.unwrap_or_else(|| {
            LocalDay::of(self.started_at, self.time_zone, crate::platform::time::DayStart::default())
        })
    }
}
