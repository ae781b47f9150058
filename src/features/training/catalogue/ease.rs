//! Loosening the back, and walking.

use super::{CatalogueExercise, Dose, variation};
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind, TrainedRegion as Train};

pub(super) const CAT_COW: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::CatCow.wire(),
    name: CatalogueSlug::CatCow.label(),
    also_known_as: &["cat-camel"],
    kind: ExerciseKind::Reps,
    sides: false,
    instructions: &[
        "Kneel on all fours, hands below your shoulders and knees below your hips.",
        "Breathe out and let your back round slowly upwards, from the tailbone to the head.",
        "Breathe in and let your belly sink and your chest and tailbone rise, just as slowly.",
        "Stay in the middle of what you can do; this is movement to loosen up, without pushing into the ends.",
        "One round up and down is one repetition.",
        "Finish with a flat, restful back.",
    ],
    cautions: &[
        "Make the movement smaller where it hurts; leave out the direction that stays painful.",
        "If kneeling or leaning on your hands is uncomfortable, do the seated form.",
        "If you have osteoporosis or have had a broken vertebra, keep the rounding small and ask your clinician first.",
        "Stop if your arms or legs tingle or go numb.",
    ],
    start: Dose::reps(1, 6),
    target: Dose::reps(1, 8),
    next_step: "Six to eight slow rounds are enough, and more adds little. Do them before the other exercises, or \
                after sitting for long.",
    variations: &[
        variation("seated", "Seated", "Sit at the front of a chair with your hands on your knees."),
        variation("all-fours", "On all fours", "On hands and knees, as described."),
    ],
    regions: &[Train::LowBack, Train::MidBack, Train::UpperBack, Train::Neck],
    source: Some("Stuart McGill, Low Back Disorders (cat-camel)"),
};

pub(super) const CHILDS_POSE: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::ChildsPose.wire(),
    name: CatalogueSlug::ChildsPose.label(),
    also_known_as: &["bottom to heels stretch"],
    kind: ExerciseKind::Timed,
    sides: false,
    instructions: &[
        "Kneel on all fours on something soft, knees a little apart.",
        "Slowly take your bottom back towards your heels, as far as is comfortable.",
        "Let your arms rest in front of you and your forehead come down towards the floor or a cushion.",
        "Breathe calmly into your back and sides for the whole time.",
        "Walk your hands back and come up slowly.",
    ],
    cautions: &[
        "If your knees or hips complain, put a cushion between bottom and heels or do the seated form.",
        "If bending forward makes your back or leg worse, leave this one out and choose walking.",
        "If you have osteoporosis or have had a broken vertebra, ask your clinician before bending far forward.",
        "Come up slowly if you get dizzy easily.",
    ],
    start: Dose::timed(2, 20),
    target: Dose::timed(3, 40),
    next_step: "Stay a few breaths longer as it gets comfortable. Going deeper is no aim here.",
    variations: &[
        variation("seated", "Seated", "Sit on a chair, slide your hands forward along a table and let your head sink."),
        variation("cushion", "With a cushion", "A cushion between bottom and heels, another below the forehead."),
        variation("floor", "On the floor", "As described, without cushions."),
    ],
    regions: &[Train::LowBack, Train::MidBack, Train::Hips],
    source: Some("NHS, lower back pain exercises (bottom to heels stretch)"),
};

pub(super) const WALKING: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::Walking.wire(),
    name: CatalogueSlug::Walking.label(),
    also_known_as: &["brisk walk"],
    kind: ExerciseKind::Timed,
    sides: false,
    instructions: &[
        "Wear shoes you feel steady in and choose a flat way to begin with.",
        "Stand tall, look ahead, and let your shoulders hang loose.",
        "Let your arms swing from the shoulders with each step.",
        "Take steps of a comfortable length, and find a pace at which you can still talk.",
        "Turn back while you still feel well; several short walks count like a long one.",
    ],
    cautions: &[
        "Stop and call for emergency help if you get chest pain, severe breathlessness or feel faint.",
        "If your legs get heavy or numb on walking and better on sitting down, take shorter walks and tell your \
         clinician.",
        "On a sore day a few minutes around the house are a good walk.",
        "Leg weakness that is new or growing needs a clinician soon, not more walking.",
    ],
    start: Dose::timed(1, 600),
    target: Dose::timed(1, 1_800),
    next_step: "Add about a minute to each walk every week, as long as the next day is no worse. Half an hour on five \
                days a week is a good place to stay.",
    variations: &[
        variation("easy", "Easy", "Flat ground, at a stroll."),
        variation("brisk", "Brisk", "Flat ground, breathing faster but still able to talk."),
        variation("hills", "Hills", "A way with some slopes, at the same effort."),
    ],
    regions: &[Train::Legs, Train::Hips, Train::LowBack],
    source: Some("WalkBack trial (Pocovi and others, The Lancet, 2024)"),
};
