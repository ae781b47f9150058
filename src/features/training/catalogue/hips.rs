//! Buttocks and hips: the bridges and the hinge.

use super::{CatalogueExercise, Dose, variation};
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind, TrainedRegion as Train};

pub(super) const BRIDGE: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::Bridge.wire(),
    name: CatalogueSlug::Bridge.label(),
    also_known_as: &["hip bridge", "glute bridge"],
    kind: ExerciseKind::Hold,
    sides: false,
    instructions: &[
        "Lie on your back with your knees bent and your feet flat, hip-width apart and close enough that your shins \
         stand nearly upright.",
        "Rest your arms beside you and let your neck and jaw go soft.",
        "Tighten your belly lightly, as if about to cough, and squeeze your buttocks.",
        "Press through your heels and lift your hips until shoulders, hips and knees make one line, no higher.",
        "Hold and keep breathing; you should feel your buttocks at work more than your low back.",
        "Lower slowly, rest for a breath, and go again.",
    ],
    cautions: &[
        "Stop if pain runs into your leg, or if your leg tingles or goes numb.",
        "If your low back pinches, lift less high; the line matters, the height doesn't.",
        "If the backs of your thighs cramp, bring your feet closer and make the hold shorter.",
        "From the middle of pregnancy on, ask your midwife or doctor before exercising flat on your back.",
    ],
    start: Dose::hold(2, 6, 5),
    target: Dose::hold(3, 10, 5),
    next_step: "Add one repetition to each set when two sessions in a row felt easy. At 3 sets of 10, try the \
                marching form, then the single-leg bridge.",
    variations: &[
        variation("half", "Half bridge", "Lift the hips only a hand's width."),
        variation("full", "Bridge", "Lift until shoulders, hips and knees make one line."),
        variation("march", "Marching bridge", "At the top, lift one foot a little, set it down, then the other."),
    ],
    regions: &[Train::Hips, Train::LowBack, Train::Legs],
    source: Some("American Academy of Orthopaedic Surgeons, Spine Conditioning Program (hip bridges)"),
};

pub(super) const SINGLE_LEG_BRIDGE: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::SingleLegBridge.wire(),
    name: CatalogueSlug::SingleLegBridge.label(),
    also_known_as: &["one-leg bridge"],
    kind: ExerciseKind::Hold,
    sides: true,
    instructions: &[
        "Lie on your back with both knees bent and both feet flat.",
        "Tighten your belly lightly and lift into an ordinary bridge.",
        "When you are steady, straighten one knee so that both thighs stay side by side.",
        "Hold and keep both hip bones level, as if a cup of tea stood on your belly.",
        "Set the foot down, then lower your hips slowly.",
        "Finish the repetitions on one side, rest, and change sides.",
    ],
    cautions: &[
        "Begin this one when 3 sets of 10 ordinary bridges feel easy.",
        "If one hip drops or your low back pinches, go back to the ordinary bridge for now.",
        "Stop if pain runs into your leg, or if your leg tingles or goes numb.",
        "From the middle of pregnancy on, ask your midwife or doctor before exercising flat on your back.",
    ],
    start: Dose::hold(2, 4, 3),
    target: Dose::hold(3, 8, 5),
    next_step: "First hold a second or two longer, then add repetitions. Add one thing at a time, and let the weaker \
                side set the number for both.",
    variations: &[
        variation("assisted", "Toe on the floor", "The other leg stays bent and its toes help a little."),
        variation("bent", "Bent knee", "Lift the other foot with the knee bent; the shorter lever is lighter."),
        variation("straight", "Straight leg", "Straighten the other knee, thighs side by side."),
    ],
    regions: &[Train::Hips, Train::Legs, Train::LowBack],
    source: None,
};

pub(super) const HIP_HINGE: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::HipHinge.wire(),
    name: CatalogueSlug::HipHinge.label(),
    also_known_as: &["hip bend"],
    kind: ExerciseKind::Reps,
    sides: false,
    instructions: &[
        "Stand with your feet hip-width apart and your knees soft, your hands on the front of your thighs.",
        "Tighten your belly lightly and keep the natural hollow of your low back.",
        "Push your hips straight back, as if closing a drawer with them, and let your hands slide down towards your \
         knees.",
        "Go only as far as your back keeps its shape; you should feel a stretch at the back of your thighs.",
        "Keep your neck in line with your back, looking at the floor a little way ahead.",
        "Press through your feet and bring your hips forward to stand tall again.",
    ],
    cautions: &[
        "Stop if bending brings pain into your leg.",
        "If your back rounds before your hands reach your knees, make the movement smaller.",
        "Keep a wall or the back of a chair within reach if your balance is unsure or you get dizzy on bending.",
        "Practise without a weight until the movement is second nature.",
    ],
    start: Dose::reps(2, 6),
    target: Dose::reps(3, 10),
    next_step: "Go a little deeper before you add repetitions. At 3 sets of 10 without effort, hold a light bag close \
                to your body, and use the same movement whenever you lift.",
    variations: &[
        variation("wall", "To the wall", "Stand a foot's length from a wall and touch it with your buttocks."),
        variation("free", "Free", "Hands slide along the thighs, no support."),
        variation(
            "stick",
            "With a stick",
            "Hold a stick along your back, touching head, upper back and tailbone throughout.",
        ),
        variation("loaded", "With a light weight", "Hold a light weight close to your thighs."),
    ],
    regions: &[Train::Hips, Train::LowBack, Train::Legs],
    source: Some("Stuart McGill, Back Mechanic"),
};
