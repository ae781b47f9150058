//! The names of exercises in six languages.

use std::collections::HashMap;

use super::super::exercise_names::{NAMES, PERHAPS};
use super::super::exercises::{key, known, own_kind, perhaps, weight_is_help};
use super::*;
use crate::features::training::catalogue;

fn all_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = |(names, _): &'static (&'static str, &'static str)| names.split('|');
    NAMES.iter().flat_map(move |named| named.names.iter().flat_map(names).map(|name| (name, named.slug)))
}

#[test]
fn every_name_means_one_exercise_and_has_a_source() {
    let mut seen = HashMap::new();
    for (name, slug) in all_names() {
        assert!(CATALOGUE_SLUGS.contains(&slug), "{slug}");
        assert_eq!(name, name.trim());
        assert!(!key(name).is_empty(), "{name:?}");
        if let Some(before) = seen.insert(key(name), name) {
            panic!("{name:?} and {before:?} are one name");
        }
        assert_eq!(known(name).map(|(slug, _)| slug), Some(slug), "{name:?}");
    }
    for named in NAMES {
        for (names, source) in named.names {
            assert!(!source.trim().is_empty(), "{names:?}");
        }
    }
    for (name, slug) in PERHAPS {
        assert!(CATALOGUE_SLUGS.contains(&slug), "{slug}");
        assert_eq!((known(name), perhaps(name)), (None, Some(slug)), "{name:?}");
    }
}

#[test]
fn the_catalogues_own_names_are_known() {
    for exercise in catalogue::all() {
        for name in std::iter::once(&exercise.name).chain(exercise.also_known_as) {
            let found = known(name).map(|(slug, _)| slug).or_else(|| perhaps(name));
            assert_eq!(found, Some(exercise.slug), "{name:?}");
        }
        assert_eq!(known(exercise.slug).map(|(slug, _)| slug), Some(exercise.slug));
    }
}

#[test]
fn each_language_has_a_name_for_what_is_trained_most() {
    for (slug, names) in [
        ("bridge", ["Schulterbrücke", "Pont fessier", "Puente de glúteos", "臀桥", "ヒップリフト"]),
        (
            "single-leg-bridge",
            [
                "Einbeinige Brücke",
                "Pont fessier sur une jambe",
                "Puente de glúteos a una pierna",
                "单腿臀桥",
                "片足ヒップリフト",
            ],
        ),
        ("bird-dog", ["Vierfüßlerstand", "Oiseau-chien", "Perro-pájaro", "鸟狗式", "バードドッグ"]),
        ("superman", ["Superman", "Superman", "Superman", "小燕飞", "スーパーマン"]),
        ("push-up", ["Liegestütze", "Pompes", "Flexiones", "俯卧撑", "腕立て伏せ"]),
        ("pull-up", ["Klimmzüge", "Tractions", "Dominadas", "引体向上", "懸垂"]),
        ("dead-bug", ["Toter Käfer", "Insecte mort", "Bicho muerto", "死虫式", "デッドバグ"]),
        ("side-plank", ["Seitstütz", "Planche latérale", "Plancha lateral", "侧平板支撑", "サイドプランク"]),
        ("front-plank", ["Unterarmstütz", "Planche", "Plancha", "平板支撑", "プランク"]),
        ("cat-cow", ["Katze-Kuh", "Chat-vache", "Gato-vaca", "猫牛式", "キャットカウ"]),
        ("curl-up", ["McGill Curl-Up", "Curl-up de McGill", "Curl-up", "麦吉尔卷腹", "マッギルカールアップ"]),
        ("wall-angel", ["Wandengel", "Anges au mur", "Ángeles en la pared", "靠墙天使", "ウォールエンジェル"]),
        ("hip-hinge", ["Hip Hinge", "Charnière de hanche", "Bisagra de cadera", "髋铰链", "ヒップヒンジ"]),
        (
            "childs-pose",
            ["Stellung des Kindes", "Posture de l'enfant", "Postura del niño", "婴儿式", "チャイルドポーズ"],
        ),
        ("walking", ["Spazierengehen", "Marche", "Caminar", "步行", "ウォーキング"]),
    ] {
        for name in names {
            assert_eq!(known(name).map(|(slug, _)| slug), Some(slug), "{name:?}");
        }
    }
}

#[test]
fn spelling_makes_no_difference() {
    for (written, slug, variation) in [
        ("PULL-UP", "pull-up", Some("full")),
        ("Pullups", "pull-up", Some("full")),
        ("  pull  up ", "pull-up", Some("full")),
        ("Ｐｌａｎｋ", "front-plank", None),
        ("ﾌﾟﾗﾝｸ", "front-plank", None),
        ("Liegestuetze", "push-up", Some("floor")),
        ("KLIMMZUEGE", "pull-up", Some("full")),
        ("Klimmzu\u{308}ge", "pull-up", Some("full")),
        ("puente de gluteos", "bridge", None),
        ("Child’s Pose", "childs-pose", None),
        ("Vierfuesslerstand", "bird-dog", None),
        ("キャット・カウ", "cat-cow", None),
        ("Plank (Bodyweight)", "front-plank", None),
        ("Liegestütze (Körpergewicht)", "push-up", Some("floor")),
        ("ヒップリフト（グルートブリッジ）", "bridge", None),
        ("Dead Bug (Toter Käfer)", "dead-bug", None),
    ] {
        assert_eq!(known(written), Some((slug, variation)), "{written:?}");
    }
}

#[test]
fn near_misses_stay_the_persons_own() {
    for name in [
        "",
        "  ",
        "()",
        "Push",
        "Push Press",
        "Reverse Pushup",
        "Plank Pushup",
        "Reverse Plank",
        "High Plank",
        "Side Plank Hip Abductions",
        "Copenhagen Plank",
        "Plank Jacks",
        "Decline Push Up",
        "Handstand Push Up",
        "Push Up - Close Grip",
        "Clap Push Ups",
        "Chin Up",
        "Wide Pull Up",
        "Negative Pull Up",
        "Pull Up (Assisted)",
        "Pull Up (Neutral Grip)",
        "Scapular Pull Ups",
        "Hip Thrust",
        "Hip Thrust (Barbell)",
        "Glute Bridge (Barbell)",
        "Plank (Weighted)",
        "Walking Lunge",
        "Farmers Walk",
        "Lateral Band Walks",
        "Curl",
        "Bicep Curl",
        "Curl up to press",
        "Crunch",
        "卷腹",
        "Back Extension",
        "Hyperextensions",
        "背屈伸",
        "Deadlift",
        "Dead Bug Press",
        "Bird",
        "Superman Row",
        "Cat",
        "Cow Face Pose",
        "Bridge (Wrestler)",
        "Hohe Planke",
        "Planche haute",
        "Plancha alta",
        "高位平板支撑",
        "Liegestütze eng",
        "Handstand-Liegestütze",
        "Pompes piquées",
        "Flexión",
        "Traction",
        "Trakcja",
        "Dominadas Supinas",
        "フランク",
        "反向平板支撑",
        "Bench Press (Plank)",
    ] {
        assert_eq!(known(name), None, "{name:?}");
    }
}

#[test]
fn help_is_told_from_load_and_a_hold_from_a_movement() {
    for name in
        ["Pull Up (Assisted)", "Assisted Chinups", "Pull-Up (Band)", "Chest Dip (Assisted)", "Klimmzüge mit Band"]
    {
        assert!(weight_is_help(name), "{name:?}");
    }
    for name in ["Chest Fly (Band)", "Pull Up (Weighted)", "Unassisted Pull Up", "Bankdrücken"] {
        assert!(!weight_is_help(name), "{name:?}");
    }
    assert_eq!(own_kind("Copenhagen Plank", false, true), "hold");
    assert_eq!(own_kind("Étirement des ischios", false, true), "hold");
    assert_eq!(own_kind("Hanging Leg Raise", false, true), "timed");
    assert_eq!(own_kind("Elliptical", false, true), "timed");
    assert_eq!(own_kind("Copenhagen Plank", true, true), "reps");
}
