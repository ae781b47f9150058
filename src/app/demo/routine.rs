//! What each person trains, and how it grows over the year.

use crate::features::training::vocabulary::BodySide;
use crate::features::training::{DoneExercise, DoneSet, ExerciseKey, PlanItem, catalogue};
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedInt, BoundedString, List};

/// An exercise with its stages, in order.
pub(super) struct Move {
    /// A slug of the catalogue; nothing for the person's own exercise.
    slug: Option<&'static str>,
    stages: &'static [Stage],
}

/// What is done from a day of the year on. A zero stands for what the exercise doesn't have.
struct Stage {
    day: i64,
    sets: u32,
    reps: u32,
    hold: u32,
    seconds: u32,
    variation: &'static str,
}

const fn stage(day: i64, sets: u32, reps: u32, hold: u32, variation: &'static str) -> Stage {
    Stage { day, sets, reps, hold, seconds: 0, variation }
}

const fn timed(day: i64, seconds: u32, variation: &'static str) -> Stage {
    Stage { day, sets: 1, reps: 0, hold: 0, seconds, variation }
}

const fn of(slug: &'static str, stages: &'static [Stage]) -> Move {
    Move { slug: Some(slug), stages }
}

pub(super) const MARIA: &[Move] = &[
    of("cat-cow", &[stage(0, 1, 8, 0, "all-fours")]),
    of(
        "bird-dog",
        &[
            stage(0, 2, 5, 5, "leg-only"),
            stage(50, 2, 5, 5, "full"),
            stage(120, 2, 6, 8, "full"),
            stage(240, 1, 10, 10, "full"),
        ],
    ),
    of("bridge", &[stage(0, 2, 8, 3, "half"), stage(80, 2, 10, 5, "full"), stage(220, 3, 10, 5, "full")]),
    of("curl-up", &[stage(0, 2, 4, 8, "elbows-down"), stage(160, 3, 5, 8, "elbows-down")]),
    of("side-plank", &[stage(40, 2, 1, 12, "knee"), stage(170, 2, 1, 20, "knee"), stage(280, 2, 1, 15, "feet")]),
];

pub(super) const JONAS: &[Move] = &[
    of("front-plank", &[stage(0, 2, 1, 30, "toes"), stage(120, 3, 1, 45, "toes"), stage(260, 3, 1, 60, "toes")]),
    of(
        "push-up",
        &[
            stage(0, 3, 8, 0, "incline"),
            stage(60, 3, 8, 0, "knee"),
            stage(110, 3, 12, 0, "knee"),
            stage(170, 3, 8, 0, "floor"),
            stage(290, 4, 12, 0, "floor"),
        ],
    ),
    of(
        "pull-up",
        &[
            stage(0, 3, 8, 0, "row"),
            stage(100, 3, 5, 0, "band-assisted"),
            stage(190, 3, 8, 0, "band-assisted"),
            stage(280, 3, 4, 0, "full"),
        ],
    ),
    of("superman", &[stage(0, 2, 8, 3, "opposite"), stage(150, 3, 8, 5, "full")]),
    Move { slug: None, stages: &[stage(90, 2, 12, 0, ""), stage(230, 3, 15, 0, "")] },
];

pub(super) const AIKO: &[Move] = &[
    of("walking", &[timed(0, 480, "easy"), timed(150, 600, "brisk")]),
    of("wall-angel", &[stage(0, 2, 6, 0, "floor"), stage(110, 2, 10, 0, "wall")]),
    of("dead-bug", &[stage(0, 2, 5, 0, "heel-tap"), stage(130, 2, 6, 0, "legs-only"), stage(250, 2, 8, 0, "full")]),
    of("childs-pose", &[timed(0, 60, "cushion"), timed(180, 90, "floor")]),
];

impl Move {
    /// What is done on a day: nothing before the first stage. `own` is the person's own exercise.
    fn on(&self, day: i64, own: Option<RecordId>) -> Result<Option<(ExerciseKey, bool, &Stage)>, DbError> {
        let Some(stage) = self.stages.iter().rev().find(|stage| stage.day <= day) else { return Ok(None) };
        let missing = || DbError::broken("an exercise of the demo does not exist");
        let (key, sides) = match self.slug {
            Some(slug) => {
                let exercise = catalogue::find(slug).ok_or_else(missing)?;
                (ExerciseKey::BuiltIn(exercise.slug), exercise.sides)
            }
            None => (ExerciseKey::Own(own.ok_or_else(missing)?), false),
        };
        Ok(Some((key, sides, stage)))
    }
}

/// What a session of a day holds; on a sore day (`most`) only the first few.
pub(super) fn done(
    routine: &[Move],
    day: i64,
    own: Option<RecordId>,
    most: usize,
) -> Result<List<DoneExercise, 60>, DbError> {
    let mut done = Vec::new();
    for part in routine.iter().take(most) {
        let Some((exercise, sides, stage)) = part.on(day, own)? else { continue };
        let set = |side| DoneSet {
            reps: positive(stage.reps),
            hold_seconds: positive(stage.hold),
            duration_seconds: positive(stage.seconds),
            side,
            load_kg: None,
            variation: BoundedString::new(stage.variation),
        };
        let sides: &[_] = if sides { &[Some(BodySide::Left), Some(BodySide::Right)] } else { &[None] };
        let sets = (0..stage.sets).flat_map(|_| sides.iter().map(|side| set(*side))).collect();
        done.push(DoneExercise { exercise, sets: List::new(sets).unwrap_or_default() });
    }
    Ok(List::new(done).unwrap_or_default())
}

/// What a plan that begins on a day prescribes.
pub(super) fn prescribed(routine: &[Move], day: i64, own: Option<RecordId>) -> Result<List<PlanItem, 60>, DbError> {
    let mut items = Vec::new();
    for part in routine {
        let Some((exercise, _, stage)) = part.on(day, own)? else { continue };
        items.push(PlanItem {
            exercise,
            sets: BoundedInt::clamped(stage.sets),
            reps: positive(stage.reps),
            hold_seconds: positive(stage.hold),
            duration_seconds: positive(stage.seconds),
            rest_seconds: (stage.seconds == 0).then(|| BoundedInt::clamped(30)),
        });
    }
    Ok(List::new(items).unwrap_or_default())
}

fn positive<const MIN: u32, const MAX: u32>(number: u32) -> Option<BoundedInt<MIN, MAX>> {
    (number > 0).then(|| BoundedInt::clamped(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_of_an_exercise_and_a_form_that_exist() {
        for part in MARIA.iter().chain(JONAS).chain(AIKO) {
            let Some(slug) = part.slug else { continue };
            let exercise = catalogue::find(slug).unwrap();
            for stage in part.stages {
                assert!(
                    exercise.variations.iter().any(|form| form.slug == stage.variation),
                    "{slug} {}",
                    stage.variation
                );
            }
            assert!(part.stages.is_sorted_by_key(|stage| stage.day), "{slug}");
        }
    }
}
