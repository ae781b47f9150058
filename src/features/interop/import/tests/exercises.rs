//! The names of exercises in six languages.

use std::collections::HashMap;

use super::super::exercise_names::{NAMES, PERHAPS};
use super::super::exercises::{key, known, own_kind, perhaps, weight_is_help};
use super::*;
use crate::features::training::catalogue;

#[test]
fn every_name_means_one_exercise_and_has_a_source() {
    let mut seen = HashMap::new();
    for (slug, variation, sources) in NAMES {
        for (names, source) in *sources {
            assert!(!source.trim().is_empty(), "{names:?}");
            for name in names.split('|') {
                assert_eq!(name, name.trim());
                assert!(!key(name).is_empty(), "{name:?}");
                let before = seen.insert(key(name), name);
                assert_eq!(before, None, "{name:?} is there twice");
                assert_eq!(known(name), Some((*slug, *variation)), "{name:?}");
            }
        }
    }
    for (slug, names) in PERHAPS {
        for name in names.split('|') {
            assert_eq!((known(name), perhaps(name)), (None, Some(slug)), "{name:?}");
        }
    }
}

#[test]
fn the_slugs_and_variations_of_the_readers_are_the_catalogues() {
    let slugs = CatalogueSlug::ALL.iter().map(|slug| (slug.wire(), slug.label()));
    assert!(slugs.eq(catalogue::all().iter().map(|exercise| (exercise.slug, exercise.name))));
    for (slug, variation, _) in NAMES {
        let forms = catalogue::find(slug.wire()).unwrap().variations;
        assert!(variation.is_none_or(|name| forms.iter().any(|form| form.slug == name)), "{slug} {variation:?}");
    }
}

#[test]
fn the_catalogues_own_names_are_known() {
    for exercise in catalogue::all() {
        for name in std::iter::once(&exercise.name).chain(exercise.also_known_as) {
            let found = known(name).map(|(slug, _)| slug).or_else(|| perhaps(name));
            assert_eq!(found, CatalogueSlug::from_wire(exercise.slug), "{name:?}");
        }
        assert_eq!(known(exercise.slug).map(|(slug, _)| slug.wire()), Some(exercise.slug));
    }
}

#[test]
fn each_language_has_a_name_for_what_is_trained_most() {
    for (slug, names) in [
        (CatalogueSlug::Bridge, "Schulterbrücke|Pont fessier|Puente de glúteos|臀桥|ヒップリフト"),
        (
            CatalogueSlug::SingleLegBridge,
            "Einbeinige Brücke|Pont fessier sur une jambe|Puente de glúteos a una pierna|单腿臀桥|片足ヒップリフト",
        ),
        (CatalogueSlug::BirdDog, "Vierfüßlerstand|Oiseau-chien|Perro-pájaro|鸟狗式|バードドッグ"),
        (CatalogueSlug::Superman, "Superman|Superman|Superman|小燕飞|スーパーマン"),
        (CatalogueSlug::PushUp, "Liegestütze|Pompes|Flexiones|俯卧撑|腕立て伏せ"),
        (CatalogueSlug::PullUp, "Klimmzüge|Tractions|Dominadas|引体向上|懸垂"),
        (CatalogueSlug::DeadBug, "Toter Käfer|Insecte mort|Bicho muerto|死虫式|デッドバグ"),
        (CatalogueSlug::SidePlank, "Seitstütz|Planche latérale|Plancha lateral|侧平板支撑|サイドプランク"),
        (CatalogueSlug::FrontPlank, "Unterarmstütz|Planche|Plancha|平板支撑|プランク"),
        (CatalogueSlug::CatCow, "Katze-Kuh|Chat-vache|Gato-vaca|猫牛式|キャットカウ"),
        (CatalogueSlug::CurlUp, "McGill Curl-Up|Curl-up de McGill|Curl-up|麦吉尔卷腹|マッギルカールアップ"),
        (CatalogueSlug::WallAngel, "Wandengel|Anges au mur|Ángeles en la pared|靠墙天使|ウォールエンジェル"),
        (CatalogueSlug::HipHinge, "Hip Hinge|Charnière de hanche|Bisagra de cadera|髋铰链|ヒップヒンジ"),
        (CatalogueSlug::ChildsPose, "Stellung des Kindes|Posture de l'enfant|Postura del niño|婴儿式|チャイルドポーズ"),
        (CatalogueSlug::Walking, "Spazierengehen|Marche|Caminar|步行|ウォーキング"),
    ] {
        for name in names.split('|') {
            assert_eq!(known(name).map(|(slug, _)| slug), Some(slug), "{name:?}");
        }
    }
}

#[test]
fn spelling_makes_no_difference() {
    for (slug, variation, spellings) in [
        (CatalogueSlug::PullUp, Some("full"), "PULL-UP|Pullups|  pull  up |KLIMMZUEGE|Klimmzu\u{308}ge"),
        (CatalogueSlug::FrontPlank, None, "Ｐｌａｎｋ|ﾌﾟﾗﾝｸ|Plank (Bodyweight)"),
        (CatalogueSlug::PushUp, Some("floor"), "Liegestuetze|Liegestütze (Körpergewicht)"),
        (CatalogueSlug::Bridge, None, "puente de gluteos|ヒップリフト（グルートブリッジ）"),
        (CatalogueSlug::ChildsPose, None, "Child’s Pose"),
        (CatalogueSlug::BirdDog, None, "Vierfuesslerstand"),
        (CatalogueSlug::CatCow, None, "キャット・カウ"),
        (CatalogueSlug::DeadBug, None, "Dead Bug (Toter Käfer)"),
    ] {
        for name in spellings.split('|') {
            assert_eq!(known(name), Some((slug, variation)), "{name:?}");
        }
    }
}

#[test]
fn near_misses_stay_the_persons_own() {
    for name in "|  |()|Push|Push Press|Reverse Pushup|Plank Pushup|Reverse Plank|High Plank|\
        Side Plank Hip Abductions|Copenhagen Plank|Plank Jacks|Decline Push Up|Handstand Push Up|\
        Push Up - Close Grip|Clap Push Ups|Chin Up|Wide Pull Up|Negative Pull Up|Pull Up (Assisted)|\
        Pull Up (Neutral Grip)|Scapular Pull Ups|Hip Thrust|Hip Thrust (Barbell)|Glute Bridge (Barbell)|\
        Plank (Weighted)|Walking Lunge|Farmers Walk|Lateral Band Walks|Curl|Bicep Curl|Curl up to press|\
        Crunch|卷腹|Back Extension|Hyperextensions|背屈伸|Deadlift|Dead Bug Press|Bird|Superman Row|Cat|\
        Cow Face Pose|Bridge (Wrestler)|Hohe Planke|Planche haute|Plancha alta|高位平板支撑|Liegestütze eng|\
        Handstand-Liegestütze|Pompes piquées|Flexión|Traction|Trakcja|Dominadas Supinas|フランク|反向平板支撑|\
        Bench Press (Plank)"
        .split('|')
    {
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
    assert_eq!(own_kind("Copenhagen Plank", false, true), ExerciseKind::Hold);
    assert_eq!(own_kind("Étirement des ischios", false, true), ExerciseKind::Hold);
    assert_eq!(own_kind("Hanging Leg Raise", false, true), ExerciseKind::Timed);
    assert_eq!(own_kind("Elliptical", false, true), ExerciseKind::Timed);
    assert_eq!(own_kind("Copenhagen Plank", true, true), ExerciseKind::Reps);
}
