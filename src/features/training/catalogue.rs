//! The built-in exercises (rules §11): typed constants, so that a wrong entry fails the build or a test, never a start.
//!
//! One file a family: `hips`, `trunk`, `upper` and `ease` (loosening and walking). Not medical advice; the cautions say
//! when to stop and who does better with an easier form.

mod ease;
mod hips;
mod trunk;
mod upper;

use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary::{ExerciseKind, TrainedRegion};

/// One built-in exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CatalogueExercise {
    /// Stable name for programs, lower case with hyphens; what plans and sessions refer to.
    #[schema(example = "bird-dog")]
    pub slug: &'static str,
    /// Name for people.
    #[schema(example = "Bird dog")]
    pub name: &'static str,
    /// Other names it goes by.
    #[schema(value_type = Vec<String>)]
    pub also_known_as: &'static [&'static str],
    /// How it is counted.
    pub kind: ExerciseKind,
    /// Whether doses are for each side of the body.
    pub sides: bool,
    /// The steps, in order.
    #[schema(value_type = Vec<String>)]
    pub instructions: &'static [&'static str],
    /// When to stop, and who should pick an easier form.
    #[schema(value_type = Vec<String>)]
    pub cautions: &'static [&'static str],
    /// Where to begin, with the easiest variation that feels right.
    pub start: Dose,
    /// Where to arrive, at one's own pace.
    pub target: Dose,
    /// How to go on from one dose to the next.
    pub next_step: &'static str,
    /// Forms of the exercise, easiest first.
    #[schema(value_type = Vec<Variation>)]
    pub variations: &'static [Variation],
    /// What it trains, the main part first.
    #[schema(value_type = Vec<TrainedRegion>)]
    pub regions: &'static [TrainedRegion],
    /// A published source that teaches it, where there is one.
    pub source: Option<&'static str>,
}

/// How much of an exercise; for each side where the exercise has sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Dose {
    /// How many sets.
    pub sets: u16,
    /// Repetitions in a set (`reps` and `hold`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reps: Option<u16>,
    /// Seconds that each repetition is held (`hold`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_seconds: Option<u16>,
    /// Seconds that each set lasts (`timed`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u16>,
}

impl Dose {
    const fn reps(sets: u16, reps: u16) -> Self {
        Self { sets, reps: Some(reps), hold_seconds: None, duration_seconds: None }
    }

    const fn hold(sets: u16, reps: u16, seconds: u16) -> Self {
        Self { sets, reps: Some(reps), hold_seconds: Some(seconds), duration_seconds: None }
    }

    const fn timed(sets: u16, seconds: u16) -> Self {
        Self { sets, reps: None, hold_seconds: None, duration_seconds: Some(seconds) }
    }
}

/// One form of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Variation {
    /// Stable name within the exercise; the `variation` of a recorded set.
    #[schema(example = "knee")]
    pub slug: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// What is different about it.
    pub description: &'static str,
}

const fn variation(slug: &'static str, name: &'static str, description: &'static str) -> Variation {
    Variation { slug, name, description }
}

/// In the order of rules §11.
static EXERCISES: [CatalogueExercise; 15] = [
    hips::BRIDGE,
    hips::SINGLE_LEG_BRIDGE,
    trunk::BIRD_DOG,
    trunk::SUPERMAN,
    upper::PUSH_UP,
    upper::PULL_UP,
    trunk::DEAD_BUG,
    trunk::SIDE_PLANK,
    trunk::FRONT_PLANK,
    ease::CAT_COW,
    trunk::CURL_UP,
    upper::WALL_ANGEL,
    hips::HIP_HINGE,
    ease::CHILDS_POSE,
    ease::WALKING,
];

/// Every built-in exercise, in the order of rules §11.
#[must_use]
pub fn all() -> &'static [CatalogueExercise] {
    &EXERCISES
}

/// The exercise with this slug.
#[must_use]
pub fn find(slug: &str) -> Option<&'static CatalogueExercise> {
    EXERCISES.iter().find(|one| one.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_slug(text: &str) -> bool {
        !text.is_empty()
            && text.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()))
    }

    /// Repetitions, or seconds where they are held or timed.
    fn work(dose: Dose) -> u32 {
        let number = |value: Option<u16>| u32::from(value.unwrap_or(1));
        u32::from(dose.sets) * number(dose.reps) * number(dose.hold_seconds) * number(dose.duration_seconds)
    }

    #[test]
    fn the_list_is_that_of_the_rules() {
        let slugs: Vec<_> = all().iter().map(|one| one.slug).collect();
        let rules = "bridge single-leg-bridge bird-dog superman push-up pull-up dead-bug side-plank front-plank \
                     cat-cow curl-up wall-angel hip-hinge childs-pose walking";
        assert_eq!(slugs, rules.split_whitespace().collect::<Vec<_>>());
        for (i, one) in all().iter().enumerate() {
            assert!(is_slug(one.slug));
            assert!(all()[i + 1..].iter().all(|other| other.slug != one.slug && other.name != one.name));
            assert_eq!(find(one.slug), Some(one));
        }
        assert_eq!(find("flying-swallow"), None);
    }

    #[test]
    fn every_exercise_says_how_and_when_not() {
        for one in all() {
            assert!((4..=7).contains(&one.instructions.len()), "{}", one.slug);
            assert!((2..=4).contains(&one.cautions.len()), "{}", one.slug);
            assert!(!one.regions.is_empty() && !one.next_step.is_empty(), "{}", one.slug);
            for text in one.instructions.iter().chain(one.cautions).chain([&one.next_step]) {
                assert!(text.ends_with('.') && text.trim() == *text && text.len() <= 300, "{}: {text}", one.slug);
            }
        }
    }

    #[test]
    fn doses_fit_the_kind_and_grow() {
        for one in all() {
            for dose in [one.start, one.target] {
                let given = (dose.reps.is_some(), dose.hold_seconds.is_some(), dose.duration_seconds.is_some());
                let wanted = match one.kind {
                    ExerciseKind::Reps => (true, false, false),
                    ExerciseKind::Hold => (true, true, false),
                    ExerciseKind::Timed => (false, false, true),
                };
                assert_eq!(given, wanted, "{}", one.slug);
                assert!(work(dose) > 0, "{}", one.slug);
            }
            assert!(work(one.target) >= work(one.start), "{}", one.slug);
        }
        let bird_dog = find("bird-dog").unwrap();
        assert_eq!((bird_dog.start, bird_dog.target), (Dose::hold(2, 5, 5), Dose::hold(1, 10, 10)));
        assert!(bird_dog.sides);
    }

    #[test]
    fn progressions_are_in_order_and_distinct() {
        let slugs = |slug: &str| find(slug).unwrap().variations.iter().map(|one| one.slug).collect::<Vec<_>>();
        assert_eq!(slugs("push-up"), ["wall", "incline", "knee", "floor"]);
        assert_eq!(slugs("pull-up"), ["row", "band-assisted", "full"]);
        for one in all() {
            for (i, form) in one.variations.iter().enumerate() {
                assert!(is_slug(form.slug), "{} {}", one.slug, form.slug);
                assert!(one.variations[i + 1..].iter().all(|other| other.slug != form.slug), "{}", one.slug);
            }
        }
    }

    #[test]
    fn flying_swallow_is_the_superman() {
        assert_eq!(find("superman").unwrap().also_known_as, ["flying swallow", "prone back extension"]);
    }
}
