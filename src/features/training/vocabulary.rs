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

    /// A built-in exercise by its slug, in the order of the catalogue (rules §11).
    pub enum CatalogueSlug("catalogue_slug") {
        Bridge = "bridge" / "Bridge",
        SingleLegBridge = "single-leg-bridge" / "Single-leg bridge",
        BirdDog = "bird-dog" / "Bird dog",
        Superman = "superman" / "Superman",
        PushUp = "push-up" / "Push-up",
        PullUp = "pull-up" / "Pull-up",
        DeadBug = "dead-bug" / "Dead bug",
        SidePlank = "side-plank" / "Side plank",
        FrontPlank = "front-plank" / "Front plank",
        CatCow = "cat-cow" / "Cat-cow",
        CurlUp = "curl-up" / "Curl-up",
        WallAngel = "wall-angel" / "Wall angel",
        HipHinge = "hip-hinge" / "Hip hinge",
        ChildsPose = "childs-pose" / "Child's pose",
        Walking = "walking" / "Walking",
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

/// Every list of this feature, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![MarkKind::list(), Day::list(), ExerciseKind::list(), BodySide::list(), TrainedRegion::list()]
}
