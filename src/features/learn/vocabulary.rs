//! The words of the learning cards.

use crate::platform::vocabulary::{VocabularyList, vocabulary};

vocabulary! {
    /// What a learning card is about (rules §13).
    pub enum Topic("learning_topic") {
        SeeingADoctor = "seeing_a_doctor" / "When to see a doctor",
        BackPain = "back_pain" / "How back pain goes",
        Exercise = "exercise" / "Training",
        Everyday = "everyday" / "Postures, sleep and stress",
        AcupunctureEvidence = "acupuncture_evidence" / "Acupuncture: what the studies say",
        AcupunctureVisits = "acupuncture_visits" / "Acupuncture: visits, safety and costs",
        ReadingTheDiary = "reading_the_diary" / "Reading your own numbers",
    }

    /// Why a learning card was chosen for somebody (rules §13).
    pub enum CardReason("learning_reason") {
        RedFlag = "red_flag" / "You ticked a warning sign",
        AlarmingSideEffect = "alarming_side_effect" / "You noted an alarming side effect",
        WorseningPain = "worsening_pain" / "Your pain diary has been going up",
        FlareUp = "flare_up" / "Today is a flare-up",
        NeedlesWithCare = "needles_with_care" / "Your health profile asks for care with needles",
        PainAfterTraining = "pain_after_training" / "Pain rose with the last session",
        BadDay = "bad_day" / "A day well above your usual",
        FrequentTrigger = "frequent_trigger" / "You often name this trigger",
        JustBegun = "just_begun" / "You have just begun",
        BackAfterABreak = "back_after_a_break" / "There was a break in your training",
        VisitAhead = "visit_ahead" / "A visit is coming up",
        CourseUnderWay = "course_under_way" / "A course of acupuncture is under way",
        GoodToKnow = "good_to_know" / "Good to know",
    }
}

/// Every list of this feature, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![Topic::list(), CardReason::list()]
}
