//! Which exercise of another app is one of ours.
//!
//! Only names that can mean nothing else are mapped. A near relative stays an exercise of the person's own: the
//! "Back Extension" and "Hyperextension" of gym apps are done on a Roman chair, bent at the hip and often with
//! weight, while our superman is lying prone on the floor, so mixing their numbers would make neither true. The
//! same goes for chin-ups, wide and machine-assisted pull-ups and the barbell hip thrust. Who sees it otherwise maps
//! them (`exercise:NAME=slug`).

use super::reading::ExerciseRef;

/// The catalogue's slugs that an import may refer to (rules, section 11).
pub const CATALOGUE_SLUGS: [&str; 15] = [
    "bridge",
    "single-leg-bridge",
    "bird-dog",
    "superman",
    "push-up",
    "pull-up",
    "dead-bug",
    "side-plank",
    "front-plank",
    "cat-cow",
    "curl-up",
    "wall-angel",
    "hip-hinge",
    "childs-pose",
    "walking",
];

/// Those of them whose seconds are holds, and those that are timed as a whole; the rest is counted.
const HELD_SLUGS: [&str; 7] =
    ["bridge", "single-leg-bridge", "bird-dog", "superman", "side-plank", "front-plank", "curl-up"];
const TIMED_SLUGS: [&str; 2] = ["childs-pose", "walking"];

/// Name in lower case, slug, variation.
const NAMES: [(&str, &str, Option<&str>); 38] = [
    ("bridge", "bridge", None),
    ("glute bridge", "bridge", None),
    ("glute bridge (bodyweight)", "bridge", None),
    ("hip thrust (bodyweight)", "bridge", None),
    ("single leg bridge", "single-leg-bridge", None),
    ("single leg glute bridge", "single-leg-bridge", None),
    ("single leg glute bridge (bodyweight)", "single-leg-bridge", None),
    ("bird dog", "bird-dog", None),
    ("birddog", "bird-dog", None),
    ("superman", "superman", None),
    ("supermans", "superman", None),
    ("push up", "push-up", Some("floor")),
    ("push ups", "push-up", Some("floor")),
    ("push up (weighted)", "push-up", Some("floor")),
    ("push up (knees)", "push-up", Some("knee")),
    ("pull up", "pull-up", Some("full")),
    ("pull ups", "pull-up", Some("full")),
    ("pull up (weighted)", "pull-up", Some("full")),
    ("pull up (band)", "pull-up", Some("band-assisted")),
    ("inverted row (bodyweight)", "pull-up", Some("row")),
    ("dead bug", "dead-bug", None),
    ("deadbug", "dead-bug", None),
    ("side plank", "side-plank", None),
    ("plank", "front-plank", None),
    ("front plank", "front-plank", None),
    ("forearm plank", "front-plank", None),
    ("cat cow", "cat-cow", None),
    ("cat camel", "cat-cow", None),
    ("curl up", "curl-up", None),
    ("mcgill curl up", "curl-up", None),
    ("wall angel", "wall-angel", None),
    ("wall angels", "wall-angel", None),
    ("hip hinge", "hip-hinge", None),
    ("child's pose", "childs-pose", None),
    ("childs pose", "childs-pose", None),
    ("walking", "walking", None),
    ("walk", "walking", None),
    ("walking (outdoor)", "walking", None),
];

/// The slug as the catalogue has it.
pub(super) fn slug(text: &str) -> Option<&'static str> {
    CATALOGUE_SLUGS.into_iter().find(|slug| *slug == text)
}

/// The catalogue exercise that a name surely is, and the variation it tells.
pub(super) fn known(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    let name = name.trim().to_lowercase().replace('-', " ").replace('’', "'");
    NAMES.into_iter().find(|(known, ..)| *known == name).map(|(_, slug, variation)| (slug, variation))
}

/// Whether the number in the weight column is help rather than load: a band or a machine that carries part of
/// the body. (A band that is pulled on, as in "Chest Fly (Band)", is a load.)
pub(super) fn weight_is_help(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("(assisted)") || (name.contains("(band)") && is_body_lift(&name))
}

fn is_body_lift(name: &str) -> bool {
    ["pull up", "pull-up", "chin up", "chin-up", "dip", "muscle up"].iter().any(|lift| name.contains(lift))
}

/// Whether an exercise of the catalogue is measured by how long it took.
pub(super) fn is_timed(slug: &str) -> bool {
    TIMED_SLUGS.contains(&slug)
}

/// Whether the seconds of an exercise are those of a position held, not of a movement.
pub(super) fn is_held(exercise: &ExerciseRef) -> bool {
    match exercise {
        ExerciseRef::Catalogue(slug) => HELD_SLUGS.contains(slug),
        ExerciseRef::Own { kind, .. } => *kind == "hold",
    }
}

/// The kind of an own exercise: `timed` is told from `hold` by the name alone.
pub(super) fn own_kind(name: &str, has_reps: bool, has_seconds: bool) -> &'static str {
    const HELD: [&str; 7] = ["plank", "hold", "hang", "wall sit", "l sit", "l-sit", "stretch"];
    let name = name.to_lowercase();
    match (has_reps, has_seconds) {
        (true, _) | (false, false) => "reps",
        (false, true) if HELD.iter().any(|word| name.contains(word)) && !name.contains("hanging") => "hold",
        (false, true) => "timed",
    }
}

/// The variations that names are mapped to, with their exercise.
#[cfg(test)]
pub(in crate::interop) fn mapped_variations() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.into_iter().filter_map(|(_, slug, variation)| Some((slug, variation?)))
}

/// How an exercise of the catalogue is counted, as the readers take it.
#[cfg(test)]
pub(in crate::interop) fn kind_of(slug: &str) -> &'static str {
    match (HELD_SLUGS.contains(&slug), is_timed(slug)) {
        (true, _) => "hold",
        (_, true) => "timed",
        _ => "reps",
    }
}
