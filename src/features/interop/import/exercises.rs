//! Maps exercise names of other apps to the catalogue, and infers how sets are counted.

use std::collections::HashMap;
use std::sync::LazyLock;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::exercise_names::{NAMES, PERHAPS};
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind};

/// What may be in brackets behind a name without changing it.
const NEUTRAL: &str = "bodyweight|body weight|no equipment|each side|körpergewicht|eigengewicht|ohne gerät|poids du corps|\
     au poids du corps|peso corporal|peso del cuerpo|自重|徒手";

/// An exercise of the catalogue, and its variation by the name.
type Known = (CatalogueSlug, Option<&'static str>);

/// The table by the keys of its names.
static BY_KEY: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let each = NAMES.iter().flat_map(|(slug, variation, sources)| {
        let names = sources.iter().flat_map(|(names, _)| names.split('|'));
        names.map(|name| (key(name), (*slug, *variation)))
    });
    each.collect()
});

/// The common form of all spellings of a name: letters and digits in lower case, without accents, width, spaces and
/// punctuation. The marks of Japanese syllables stay, as they distinguish syllables.
pub(super) fn key(name: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(name);
    let bare: String = apart.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    let whole = ComposingNormalizerBorrowed::new_nfc().normalize(&bare).to_lowercase();
    whole.replace('ß', "ss").replace('œ', "oe").chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The catalogue exercise and variation that a name certainly means.
pub(super) fn known(name: &str) -> Option<Known> {
    if let Some(found) = in_table(name) {
        return Some(found);
    }
    // "Plank (Bodyweight)", "ヒップリフト（グルートブリッジ）": brackets that add nothing, or say it in other words.
    let name = name.trim();
    let (outer, inner) = name.strip_suffix([')', '）', ']'])?.rsplit_once(['(', '（', '['])?;
    let outer = in_table(outer)?;
    let adds_nothing = NEUTRAL.split('|').any(|word| key(word) == key(inner));
    let same = in_table(inner).is_some_and(|inner| inner.0 == outer.0);
    (adds_nothing || same).then_some(outer)
}

fn in_table(name: &str) -> Option<Known> {
    let key = key(name);
    let found = BY_KEY.get(&key).copied();
    // Keyboards without umlauts write ae, oe and ue.
    found.or_else(|| BY_KEY.get(&key.replace("ae", "a").replace("oe", "o").replace("ue", "u")).copied())
}

/// The catalogue exercise that a name often means, but not always.
pub(super) fn perhaps(name: &str) -> Option<CatalogueSlug> {
    let wanted = key(name);
    PERHAPS.iter().find(|(_, names)| names.split('|').any(|name| key(name) == wanted)).map(|(slug, _)| *slug)
}

/// Whether the number in the weight column is help rather than load: a band or a machine that carries part of
/// the body. (A band that is pulled on, as in "Chest Fly (Band)", is a load.)
pub(super) fn weight_is_help(name: &str) -> bool {
    const HELP: &str = "assisted|assistiert|assistée|asistida|辅助|アシスト";
    const BODY_LIFTS: &str = "pullup|chinup|dip|muscleup|klimmzug|klimmzuge|tractions|dominadas|引体向上|懸垂";
    const BANDS: &str = "band|élastique|banda|弹力带|バンド|チューブ";
    let name = key(name);
    let helped = contains_any(&name, HELP) && !name.contains("unassisted");
    helped || (contains_any(&name, BANDS) && contains_any(&name, BODY_LIFTS))
}

/// The kind of an own exercise; only the name distinguishes `Timed` from `Hold`.
pub(super) fn own_kind(name: &str, has_reps: bool, has_seconds: bool) -> ExerciseKind {
    const HELD: &str = "plank|hold|hang|wall sit|l sit|stretch|stütz|halten|wandsitz|dehn|planche|gainage|étirement|plancha|\
         estiramiento|支撑|拉伸|プランク|ストレッチ";
    let name = key(name);
    match (has_reps, has_seconds) {
        (true, _) | (false, false) => ExerciseKind::Reps,
        (false, true) if contains_any(&name, HELD) && !name.contains("hanging") => ExerciseKind::Hold,
        (false, true) => ExerciseKind::Timed,
    }
}

fn contains_any(name: &str, words: &str) -> bool {
    words.split('|').any(|word| name.contains(&key(word)))
}
