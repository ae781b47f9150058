//! The words of an acupuncture appointment (rules §8).

use crate::platform::vocabulary::{VocabularyList, vocabulary};

vocabulary! {
    /// How the needle was used (rules §8).
    pub enum TechniqueKind("technique") {
        Straight = "straight" / "Straight needling",
        Combination = "combination" / "Combination needling",
        Twisting = "twisting" / "Twisting the needle",
        Electroacupuncture = "electroacupuncture" / "Electroacupuncture (a small current)",
    }

    /// Something unwanted during or after a visit (rules §8).
    pub enum SideEffect("side_effect") {
        NeedleSiteBleeding = "needle_site_bleeding" / "Bleeding where a needle was",
        Haematoma = "haematoma" / "Bruise",
        Soreness = "soreness" / "Soreness",
        Redness = "redness" / "Redness of the skin",
        Dizziness = "dizziness" / "Dizziness",
        Fainting = "fainting" / "Fainting",
        Nausea = "nausea" / "Nausea",
        Fatigue = "fatigue" / "Tiredness",
        Aggravation = "aggravation" / "Symptoms worse for a while",
        Numbness = "numbness" / "Numbness",
        Weakness = "weakness" / "Weakness",
        InfectionSigns = "infection_signs"
            / "Signs of infection: warmth, swelling, pus or fever",
        BreathlessnessOrChestPain = "breathlessness_or_chest_pain"
            / "Short of breath or pain in the chest",
        RetainedNeedle = "retained_needle" / "A needle was left in",
        Other = "other" / "Something else",
    }

    /// How strong a side effect was (rules §8).
    pub enum Severity("severity") {
        Mild = "mild" / "Mild",
        Moderate = "moderate" / "Moderate",
        Severe = "severe" / "Severe",
    }

    /// Where an appointment stands.
    pub enum AppointmentStatus("appointment_status") {
        Scheduled = "scheduled" / "Scheduled",
        Completed = "completed" / "Completed",
        Cancelled = "cancelled" / "Cancelled",
        NoShow = "no_show" / "Missed",
    }

    /// The vertebra beside which an `EX-B2` (Jiaji) needle sits: T1 to L5 (rules §8).
    pub enum JiajiLevel("jiaji_level") {
        T1 = "T1" / "Beside T1",
        T2 = "T2" / "Beside T2",
        T3 = "T3" / "Beside T3",
        T4 = "T4" / "Beside T4",
        T5 = "T5" / "Beside T5",
        T6 = "T6" / "Beside T6",
        T7 = "T7" / "Beside T7",
        T8 = "T8" / "Beside T8",
        T9 = "T9" / "Beside T9",
        T10 = "T10" / "Beside T10",
        T11 = "T11" / "Beside T11",
        T12 = "T12" / "Beside T12",
        L1 = "L1" / "Beside L1",
        L2 = "L2" / "Beside L2",
        L3 = "L3" / "Beside L3",
        L4 = "L4" / "Beside L4",
        L5 = "L5" / "Beside L5",
    }
}

/// Every list of this feature, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![TechniqueKind::list(), SideEffect::list(), Severity::list(), AppointmentStatus::list(), JiajiLevel::list()]
}
