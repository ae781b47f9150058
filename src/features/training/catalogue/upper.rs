//! Shoulders, chest and upper back.

use super::{CatalogueExercise, Dose, variation};
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind, TrainedRegion as Train};

pub(super) const PUSH_UP: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::PushUp.wire(),
    name: CatalogueSlug::PushUp.label(),
    also_known_as: &["press-up"],
    kind: ExerciseKind::Reps,
    sides: false,
    instructions: &[
        "Choose the form that lets you do five calm repetitions; most people begin at the wall.",
        "Put your hands down a little wider than your shoulders, at the height of your chest.",
        "Make one line from head to knees or heels: belly lightly tight, buttocks squeezed, neck long.",
        "Bend your elbows, pointing them halfway between your sides and straight out, and come down slowly.",
        "Stop before the line breaks, then breathe out and push away.",
        "Rest as soon as your low back sags or your shoulders creep up to your ears.",
    ],
    cautions: &[
        "If your low back sags or aches, take the next easier form.",
        "If your wrists hurt, make fists or hold on to firm handles; at the wall, turn the hands slightly outwards.",
        "Stop if you feel a pinch in the shoulder or tingling in an arm.",
        "Breathe throughout; holding your breath drives your blood pressure up.",
    ],
    start: Dose::reps(2, 5),
    target: Dose::reps(3, 10),
    next_step: "When 3 sets of 10 go well with a form, take the next one and begin again with 2 sets of 5.",
    variations: &[
        variation("wall", "At the wall", "Stand at arm's length from a wall, hands on it at the height of your chest."),
        variation("incline", "On a raised edge", "Hands on a steady table or bench; the lower it is, the harder."),
        variation("knee", "On the knees", "Hands and knees on the floor, one line from head to knees."),
        variation("floor", "On the floor", "Hands and toes on the floor, one line from head to heels."),
    ],
    regions: &[Train::Chest, Train::Shoulders, Train::Arms, Train::Abdomen],
    source: Some("NHS, strength exercises (wall press-up)"),
};

pub(super) const PULL_UP: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::PullUp.wire(),
    name: CatalogueSlug::PullUp.label(),
    also_known_as: &[],
    kind: ExerciseKind::Reps,
    sides: false,
    instructions: &[
        "Check that the bar, band or table carries your weight before you lean on it.",
        "Hold on a little wider than your shoulders and let your arms be long.",
        "Draw your shoulder blades down and together first, before your elbows bend.",
        "Pull your elbows towards your sides; keep your belly lightly tight and your low back still.",
        "Pause for a moment at the top without pushing your chin forward.",
        "Come down slowly until your arms are long again, without dropping.",
        "Step down from the bar, rather than jumping.",
    ],
    cautions: &[
        "Begin with rows; take to the bar when 3 sets of 5 rows are easy.",
        "Stop if you feel a pinch in the shoulder, pain in the neck or tingling in an arm.",
        "No swinging or kicking; it jerks at the low back.",
        "After a shoulder that came out of its joint, or surgery on it, ask your clinician before you hang.",
    ],
    start: Dose::reps(2, 4),
    target: Dose::reps(3, 5),
    next_step: "Add one repetition at a time. When 3 sets of 5 go well with a form, take the next one and begin again \
                with 2 sets of 4; with bands, go to a thinner one first.",
    variations: &[
        variation(
            "row",
            "Row",
            "Lean back from a low bar, or a band fixed in a closed door, and pull your chest to it.",
        ),
        variation(
            "band-assisted",
            "With a band",
            "At the bar, one foot or knee in a strong elastic band that carries part.",
        ),
        variation("full", "Pull-up", "At the bar, without help."),
    ],
    regions: &[Train::UpperBack, Train::MidBack, Train::Arms, Train::Shoulders],
    source: None,
};

pub(super) const WALL_ANGEL: CatalogueExercise = CatalogueExercise {
    slug: CatalogueSlug::WallAngel.wire(),
    name: CatalogueSlug::WallAngel.label(),
    also_known_as: &["wall slide"],
    kind: ExerciseKind::Reps,
    sides: false,
    instructions: &[
        "Stand with your back to a wall, your heels a foot's length away from it and your knees soft.",
        "Rest bottom and upper back against the wall; let your head come near it with the chin gently tucked in.",
        "Raise your arms to the sides with bent elbows, backs of the hands towards the wall, like a goalpost.",
        "Slide your arms slowly upwards as far as they go while your ribs stay down and your low back stays quiet.",
        "Slide them down again and feel your shoulder blades draw down and together.",
    ],
    cautions: &[
        "Your hands and head needn't touch the wall; go only as far as is free of pain.",
        "If your low back arches away from the wall, tighten your belly lightly and make the slide shorter.",
        "Stop if you feel a pinch in the shoulder or tingling in an arm.",
    ],
    start: Dose::reps(2, 5),
    target: Dose::reps(2, 12),
    next_step: "Add one or two repetitions a week. Slower is better than more: three seconds up, three seconds down.",
    variations: &[
        variation("floor", "Lying down", "On your back with bent knees; the floor carries your arms."),
        variation("wall", "At the wall", "Standing, as described."),
    ],
    regions: &[Train::UpperBack, Train::Shoulders, Train::MidBack],
    source: None,
};
