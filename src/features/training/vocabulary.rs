//! The words of training: how an exercise is counted, which side, what it trains (rules §11).

use super::mark_kind::MarkKind;
use super::schedule::Day;
use crate::platform::vocabulary::{VocabularyList, vocabulary};

vocabulary! {
    /// How an exercise is counted (rules §11).
    pub enum ExerciseKind("exercise_kind") {
        Reps = "reps" / "Counted repetitions",
        Hold = "hold" / "Repetitions held for some seconds",
        Timed = "timed" / "Done for a length of time",
    }

    /// Which side of the body a set or a needle belongs to.
    pub enum BodySide("body_side") {
        Left = "left" / "Left",
        Right = "right" / "Right",
        Both = "both" / "Both sides",
    }

    /// A part of the body that an exercise trains.
    pub enum TrainedRegion("trained_region") {
        Neck = "neck" / "Neck",
        Shoulders = "shoulders" / "Shoulders",
        Arms = "arms" / "Arms and grip",
        Chest = "chest" / "Chest",
        UpperBack = "upper_back" / "Upper back",
        MidBack = "mid_back" / "Middle of the back",
        LowBack = "low_back" / "Low back",
        Abdomen = "abdomen" / "Front of the trunk",
        Flanks = "flanks" / "Sides of the trunk",
        Hips = "hips" / "Buttocks and hips",
        Legs = "legs" / "Legs",
    }
}

/// Every list of this slice, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![MarkKind::list(), Day::list(), ExerciseKind::list(), BodySide::list(), TrainedRegion::list()]
}
