//! Which exercise of another app is one of ours, and how its sets are counted.

use std::collections::HashMap;
use std::sync::LazyLock;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::exercise_names::{NAMES, PERHAPS};
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

/// What may stand in brackets behind a name without changing it.
const NEUTRAL: [&str; 13] = [
    "bodyweight",
    "body weight",
    "no equipment",
    "each side",
    "körpergewicht",
    "eigengewicht",
    "ohne gerät",
    "poids du corps",
    "au poids du corps",
    "peso corporal",
    "peso del cuerpo",
    "自重",
    "徒手",
];

/// An exercise of the catalogue, and the form of it that a name tells.
type Known = (&'static str, Option<&'static str>);

/// The table by the keys of its names.
static BY_KEY: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let each = NAMES.iter().flat_map(|named| {
        let names = named.names.iter().flat_map(|(names, _)| names.split('|'));
        names.map(|name| (key(name), (named.slug, named.variation)))
    });
    each.collect()
});

/// What two spellings of one name have in common: letters and digits in lower case, without accents, width, spaces and
/// punctuation. The marks of Japanese syllables stay, as they tell one from another.
pub(super) fn key(name: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(name);
    let bare: String = apart.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    let whole = ComposingNormalizerBorrowed::new_nfc().normalize(&bare).to_lowercase();
    whole.replace('ß', "ss").replace('œ', "oe").chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The slug as the catalogue has it.
pub(super) fn slug(text: &str) -> Option<&'static str> {
    CATALOGUE_SLUGS.into_iter().find(|slug| *slug == text)
}

/// The catalogue exercise that a name surely is, and the variation it tells.
pub(super) fn known(name: &str) -> Option<Known> {
    if let Some(found) = in_table(name) {
        return Some(found);
    }
    // "Plank (Bodyweight)", "ヒップリフト（グルートブリッジ）": brackets that add nothing, or say it in other words.
    let name = name.trim();
    let (outer, inner) = name.strip_suffix([')', '）', ']'])?.rsplit_once(['(', '（', '['])?;
    let outer = in_table(outer)?;
    let adds_nothing = NEUTRAL.iter().any(|word| key(word) == key(inner));
    let same = in_table(inner).is_some_and(|inner| inner.0 == outer.0);
    (adds_nothing || same).then_some(outer)
}

fn in_table(name: &str) -> Option<Known> {
    let key = key(name);
    let found = BY_KEY.get(&key).copied();
    // Keyboards without umlauts write ae, oe and ue.
    found.or_else(|| BY_KEY.get(&key.replace("ae", "a").replace("oe", "o").replace("ue", "u")).copied())
}

/// The catalogue exercise that a name often means, though not surely.
pub(super) fn perhaps(name: &str) -> Option<&'static str> {
    let wanted = key(name);
    PERHAPS.iter().find(|(name, _)| key(name) == wanted).map(|(_, slug)| *slug)
}

/// Whether the number in the weight column is help rather than load: a band or a machine that carries part of
/// the body. (A band that is pulled on, as in "Chest Fly (Band)", is a load.)
pub(super) fn weight_is_help(name: &str) -> bool {
    const HELP: [&str; 6] = ["assisted", "assistiert", "assistée", "asistida", "辅助", "アシスト"];
    const BODY_LIFTS: [&str; 10] =
        ["pullup", "chinup", "dip", "muscleup", "klimmzug", "klimmzuge", "tractions", "dominadas", "引体向上", "懸垂"];
    const BANDS: [&str; 6] = ["band", "élastique", "banda", "弹力带", "バンド", "チューブ"];
    let name = key(name);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(&key(word)));
    let helped = has(&HELP) && !name.contains("unassisted");
    helped || (has(&BANDS) && has(&BODY_LIFTS))
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
    const HELD: [&str; 19] = [
        "plank",
        "hold",
        "hang",
        "wall sit",
        "l sit",
        "stretch",
        "stütz",
        "halten",
        "wandsitz",
        "dehn",
        "planche",
        "gainage",
        "étirement",
        "plancha",
        "estiramiento",
        "支撑",
        "拉伸",
        "プランク",
        "ストレッチ",
    ];
    let name = key(name);
    let held = HELD.iter().any(|word| name.contains(&key(word)));
    match (has_reps, has_seconds) {
        (true, _) | (false, false) => "reps",
        (false, true) if held && !name.contains("hanging") => "hold",
        (false, true) => "timed",
    }
}

/// The variations that names are mapped to, with their exercise.
#[cfg(test)]
pub(in crate::features::interop) fn mapped_variations() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().filter_map(|named| Some((named.slug, named.variation?)))
}

/// How an exercise of the catalogue is counted, as the readers take it.
#[cfg(test)]
pub(in crate::features::interop) fn kind_of(slug: &str) -> &'static str {
    match (HELD_SLUGS.contains(&slug), is_timed(slug)) {
        (true, _) => "hold",
        (_, true) => "timed",
        _ => "reps",
    }
}
