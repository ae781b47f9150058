//! The words of a pain score: where, what it feels like, what set it off, when, and the warning signs
//! (rules §10 and §11).

use crate::platform::vocabulary::{VocabularyList, vocabulary};

vocabulary! {
    /// Where it hurts (rules §11), from the top of the back downwards.
    pub enum Region("region") {
        Neck = "neck" / "Neck",
        UpperBack = "upper_back" / "Upper back, around the shoulder blades",
        MidBack = "mid_back" / "Middle of the back",
        LowBack = "low_back" / "Low back",
        Sacrum = "sacrum" / "Base of the spine (sacrum)",
        Coccyx = "coccyx" / "Tailbone (coccyx)",
        LegBelowButtock = "leg_below_buttock" / "Leg, below the buttock",
    }

    /// Which side of the region (rules §11).
    pub enum Side("side") {
        Left = "left" / "Left",
        Middle = "middle" / "Middle",
        Right = "right" / "Right",
    }

    /// A vertebra of the neck, chest or low back (rules §11), from the top downwards.
    pub enum Vertebra("vertebra") {
        C1 = "C1" / "Neck, 1st vertebra (C1)",
        C2 = "C2" / "Neck, 2nd vertebra (C2)",
        C3 = "C3" / "Neck, 3rd vertebra (C3)",
        C4 = "C4" / "Neck, 4th vertebra (C4)",
        C5 = "C5" / "Neck, 5th vertebra (C5)",
        C6 = "C6" / "Neck, 6th vertebra (C6)",
        C7 = "C7" / "Neck, 7th vertebra (C7)",
        T1 = "T1" / "Back of the chest, 1st vertebra (T1)",
        T2 = "T2" / "Back of the chest, 2nd vertebra (T2)",
        T3 = "T3" / "Back of the chest, 3rd vertebra (T3)",
        T4 = "T4" / "Back of the chest, 4th vertebra (T4)",
        T5 = "T5" / "Back of the chest, 5th vertebra (T5)",
        T6 = "T6" / "Back of the chest, 6th vertebra (T6)",
        T7 = "T7" / "Back of the chest, 7th vertebra (T7)",
        T8 = "T8" / "Back of the chest, 8th vertebra (T8)",
        T9 = "T9" / "Back of the chest, 9th vertebra (T9)",
        T10 = "T10" / "Back of the chest, 10th vertebra (T10)",
        T11 = "T11" / "Back of the chest, 11th vertebra (T11)",
        T12 = "T12" / "Back of the chest, 12th vertebra (T12)",
        L1 = "L1" / "Low back, 1st vertebra (L1)",
        L2 = "L2" / "Low back, 2nd vertebra (L2)",
        L3 = "L3" / "Low back, 3rd vertebra (L3)",
        L4 = "L4" / "Low back, 4th vertebra (L4)",
        L5 = "L5" / "Low back, 5th vertebra (L5)",
    }

    /// What the pain feels like; several may apply.
    pub enum Quality("quality") {
        Dull = "dull" / "Dull or aching",
        Sharp = "sharp" / "Sharp",
        Burning = "burning" / "Burning",
        Stabbing = "stabbing" / "Stabbing",
        Throbbing = "throbbing" / "Throbbing",
        Stiff = "stiff" / "Stiff",
        Tingling = "tingling" / "Tingling, pins and needles",
        Numb = "numb" / "Numb",
        Shooting = "shooting" / "Shooting",
        Cramping = "cramping" / "Cramping",
        Other = "other" / "Something else",
    }

    /// What may have set it off, as the person sees it (rules §11); several may apply.
    pub enum Trigger("trigger") {
        PhoneSlouch = "phone_slouch" / "Bent over the phone",
        DeskSlouch = "desk_slouch" / "Slumped at the desk",
        ReadingLyingDown = "reading_lying_down" / "Reading lying down",
        CrookedSitting = "crooked_sitting" / "Sitting crooked",
        BadLifting = "bad_lifting" / "Lifting something awkwardly",
        AwkwardTwist = "awkward_twist" / "An awkward twist",
        LongDriving = "long_driving" / "A long drive",
        PoorSleep = "poor_sleep" / "Poor sleep",
        Stress = "stress" / "Stress",
        Other = "other" / "Something else",
    }

    /// When the score was felt, in the person's own day.
    pub enum Moment("moment") {
        Morning = "morning" / "In the morning",
        Midday = "midday" / "Around midday",
        Afternoon = "afternoon" / "In the afternoon",
        Evening = "evening" / "In the evening",
        Night = "night" / "At night",
        BeforeExercise = "before_exercise" / "Before exercise",
        AfterExercise = "after_exercise" / "After exercise",
        Other = "other" / "Another moment",
    }

    /// A warning sign that needs a clinician and not an app (rules §10).
    pub enum RedFlag("red_flag") {
        SaddleNumbness = "saddle_numbness"
            / "Numbness between the legs, around the genitals or back passage",
        BladderOrBowelTrouble = "bladder_or_bowel_trouble"
            / "New trouble with passing or holding urine or stool",
        SexualDysfunction = "sexual_dysfunction"
            / "New loss of feeling or function during sex",
        SpreadingLegWeakness = "spreading_leg_weakness"
            / "Weakness in one or both legs that is spreading or getting worse",
        FeverWithBackPain = "fever_with_back_pain" / "Fever together with back pain",
        MajorTrauma = "major_trauma" / "A serious fall, crash or blow",
        UnexplainedWeightLoss = "unexplained_weight_loss" / "Losing weight without trying to",
    }
}

/// Every list of this feature, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![
        Region::list(),
        Side::list(),
        Vertebra::list(),
        Quality::list(),
        Trigger::list(),
        Moment::list(),
        RedFlag::list(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spine_is_whole_and_in_order() {
        let spine: Vec<String> = [("C", 7), ("T", 12), ("L", 5)]
            .iter()
            .flat_map(|(part, count)| (1..=*count).map(move |n| format!("{part}{n}")))
            .collect();
        assert_eq!(Vertebra::WIRE_NAMES, spine);
        assert!(Vertebra::C7 < Vertebra::T1 && Vertebra::T12 < Vertebra::L1);
    }

    #[test]
    fn wire_names_and_labels_are_distinct() {
        for list in lists() {
            for (i, one) in list.entries.iter().enumerate() {
                for other in &list.entries[i + 1..] {
                    assert_ne!(one.value, other.value, "{}", list.name);
                    assert_ne!(one.label, other.label, "{}", list.name);
                }
            }
        }
    }
}
