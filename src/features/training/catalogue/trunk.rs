//! The trunk: back, front and sides.

use super::{CatalogueExercise, Dose, variation};
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind, TrainedRegion as Train};

const BIG_THREE: Option<&str> = Some("Stuart McGill, Back Mechanic and Low Back Disorders");

pub(super) const BIRD_DOG: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::BirdDog.wire(),
    name: CatalogueSlug::BirdDog.label(),
    also_known_as: &["opposite arm and leg raise"],
    kind: ExerciseKind::Hold,
    sides: true,
    instructions: &[
        "Kneel on all fours, hands below your shoulders and knees below your hips, your back flat as a table.",
        "Tighten your belly lightly, as if about to cough.",
        "Slide one foot back along the floor and reach the opposite arm forward.",
        "If you are steady, lift both until arm and leg are in line with your back, no higher.",
        "Hold, look at the floor and keep breathing; imagine a cup of tea on your low back.",
        "Sweep hand and knee back under you and go again; after the set, change sides.",
    ],
    cautions: &[
        "If your hips tip or your low back sags, keep the toes or the hand on the floor.",
        "Stop if pain runs into your leg, or if your leg tingles or goes numb.",
        "With sore knees use a folded towel; with sore wrists make fists or lean on your forearms.",
    ],
    start: Dose::hold(2, 5, 5),
    target: Dose::hold(1, 10, 10),
    next_step: "Lengthen the hold by a second or two at a time up to 10 seconds, then add repetitions up to 10 a \
                side. Longer single holds bring nothing more.",
    variations: &[
        variation("arm-only", "Arm only", "Reach one arm forward; both knees stay down."),
        variation("leg-only", "Leg only", "Stretch one leg back; both hands stay down."),
        variation("full", "Arm and leg", "Opposite arm and leg together."),
    ],
    regions: &[Train::LowBack, Train::Hips, Train::MidBack, Train::Shoulders],
    source: BIG_THREE,
};

pub(super) const SUPERMAN: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::Superman.wire(),
    name: CatalogueSlug::Superman.label(),
    also_known_as: &["flying swallow", "prone back extension"],
    kind: ExerciseKind::Hold,
    sides: false,
    instructions: &[
        "Lie on your front with a flat cushion below your belly and your arms beside you.",
        "Let your forehead rest on the floor, your neck long.",
        "Squeeze your buttocks and tighten your belly lightly.",
        "Lift your breastbone a little off the floor, looking down; in the full form, arms and legs as well.",
        "Hold briefly and keep breathing.",
        "Come down slowly and rest for two breaths.",
    ],
    cautions: &[
        "This one loads the joints of the low back more than bird dog does; on a sore day, do bird dog.",
        "If bending backwards brings your pain on, or you have spinal stenosis or a slipped vertebra, choose bird dog.",
        "Stop if pain runs into your leg, or if your leg tingles or goes numb.",
        "Leave it out in pregnancy and after recent surgery on belly or back.",
    ],
    start: Dose::hold(2, 5, 2),
    target: Dose::hold(3, 8, 5),
    next_step: "Lengthen the hold up to 5 seconds before you add repetitions. Stay low: more height means more load \
                on the joints, without more training.",
    variations: &[
        variation("chest", "Chest only", "Arms beside you, the legs stay down."),
        variation("opposite", "Opposite arm and leg", "Arms ahead of you; lift one arm and the other leg."),
        variation("full", "Arms and legs", "Arms ahead or back like wings; lift chest, arms and legs together."),
    ],
    regions: &[Train::LowBack, Train::MidBack, Train::Hips],
    source: None,
};

pub(super) const DEAD_BUG: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::DeadBug.wire(),
    name: CatalogueSlug::DeadBug.label(),
    also_known_as: &[],
    kind: ExerciseKind::Reps,
    sides: true,
    instructions: &[
        "Lie on your back, arms up towards the ceiling, hips and knees bent at right angles.",
        "Tighten your belly lightly so that your low back keeps its shape, neither pressed flat nor arched.",
        "Breathe out and lower one heel towards the floor while the opposite arm goes back over your head.",
        "Go only as far as your low back stays still.",
        "Breathe in and bring both back to the middle.",
        "Change sides with every repetition.",
    ],
    cautions: &[
        "If your low back lifts off or aches, move only the legs, or only tap the heels with the knees bent.",
        "Stop if pain runs into your leg or your groin.",
        "If your neck tires, lay a flat cushion below your head.",
        "From the middle of pregnancy on, ask your midwife or doctor before exercising flat on your back.",
    ],
    start: Dose::reps(2, 4),
    target: Dose::reps(3, 8),
    next_step: "Add one repetition a side when two sessions in a row were steady. Then move more slowly.",
    variations: &[
        variation("heel-tap", "Heel taps", "Knees stay bent; tap one heel on the floor at a time, arms at rest."),
        variation("legs-only", "Legs only", "Stretch one leg at a time, arms at rest."),
        variation("full", "Arm and leg", "Opposite arm and leg together."),
    ],
    regions: &[Train::Abdomen, Train::Flanks, Train::Hips],
    source: None,
};

pub(super) const SIDE_PLANK: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::SidePlank.wire(),
    name: CatalogueSlug::SidePlank.label(),
    also_known_as: &["side bridge"],
    kind: ExerciseKind::Hold,
    sides: true,
    instructions: &[
        "Lie on your side with your elbow straight below your shoulder, your knees bent and one on top of the other.",
        "Lay the free hand on the opposite shoulder or on your hip.",
        "Tighten your belly and buttocks lightly and draw the lower shoulder away from your ear.",
        "Bring your hips up and forward until knees, hips and shoulders make one line.",
        "Hold and keep breathing.",
        "Sink down slowly, rest for a breath, and go again; after the set, change sides.",
    ],
    cautions: &[
        "If the shoulder you lean on hurts, do the standing form against a wall.",
        "If your hips sag or turn, stop the set there.",
        "Stop if pain runs into your leg, or if your arm tingles or goes numb.",
    ],
    start: Dose::hold(1, 3, 8),
    target: Dose::hold(3, 3, 10),
    next_step: "Keep each hold to about 10 seconds and add repetitions and sets rather than length. At 3 sets of 3 on \
                the knees, go on to the feet.",
    variations: &[
        variation("wall", "At the wall", "Standing sideways, forearm against the wall, feet a step away."),
        variation("knee", "On the knees", "Knees bent, weight on knee and forearm."),
        variation("feet", "On the feet", "Legs straight, the upper foot in front of the lower one."),
    ],
    regions: &[Train::Flanks, Train::LowBack, Train::Hips, Train::Shoulders],
    source: BIG_THREE,
};

pub(super) const FRONT_PLANK: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::FrontPlank.wire(),
    name: CatalogueSlug::FrontPlank.label(),
    also_known_as: &["plank", "forearm plank"],
    kind: ExerciseKind::Hold,
    sides: false,
    instructions: &[
        "Lie on your front and prop yourself up on your forearms, elbows below your shoulders.",
        "Tighten your belly lightly and squeeze your buttocks.",
        "Lift your hips until shoulders, hips and knees, or heels, make one line.",
        "Look at the floor between your hands and keep your neck long.",
        "Keep breathing calmly; end the hold while the line is still good.",
        "Lower your knees, then your hips, and rest.",
    ],
    cautions: &[
        "If your low back sags or aches, do it on your knees or against a table.",
        "Keep breathing; holding your breath drives your blood pressure up.",
        "Stop if your shoulder pinches, or if your arms or legs tingle.",
        "In pregnancy and the months after, choose the table or wall; stop if your belly bulges along the middle.",
    ],
    start: Dose::hold(3, 1, 10),
    target: Dose::hold(3, 1, 40),
    next_step: "Add two or three seconds at a time. At 40 seconds take the next form instead of a longer hold.",
    variations: &[
        variation("incline", "On a raised edge", "Forearms on a steady table or against a wall."),
        variation("knee", "On the knees", "One line from head to knees."),
        variation("toes", "On the toes", "One line from head to heels."),
    ],
    regions: &[Train::Abdomen, Train::Flanks, Train::Shoulders],
    source: Some("American Academy of Orthopaedic Surgeons, Spine Conditioning Program (plank)"),
};

pub(super) const CURL_UP: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::CurlUp.wire(),
    name: CatalogueSlug::CurlUp.label(),
    also_known_as: &["modified curl-up"],
    kind: ExerciseKind::Hold,
    sides: false,
    instructions: &[
        "Lie on your back with one knee bent and the other leg straight.",
        "Slide both hands, palms down, below the hollow of your low back; they keep its shape.",
        "Tighten your belly lightly.",
        "Lift head and shoulders together, only a little, as if to take the weight off a kitchen scale.",
        "Hold and keep breathing; the chin stays gently tucked and your low back doesn't move.",
        "Lower slowly; halfway through the repetitions, bend the other knee instead.",
    ],
    cautions: &[
        "If your neck hurts, rest your tongue against the roof of your mouth and only lighten your head.",
        "This is no sit-up: if your low back presses flat or rounds, come up less.",
        "Stop if pain runs into your leg.",
        "Ask your clinician first if you have osteoporosis, had a broken vertebra or are past mid-pregnancy.",
    ],
    start: Dose::hold(1, 4, 8),
    target: Dose::hold(3, 4, 10),
    next_step: "Lengthen the hold to 10 seconds, then add a second and a third set. Then lift the elbows.",
    variations: &[
        variation("head-light", "Head light", "Tighten up and take the weight off the head without lifting it."),
        variation("elbows-down", "Elbows on the floor", "As described, elbows resting on the floor."),
        variation("elbows-up", "Elbows lifted", "Elbows off the floor while you hold."),
    ],
    regions: &[Train::Abdomen],
    source: BIG_THREE,
};
