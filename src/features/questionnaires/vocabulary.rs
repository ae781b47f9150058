//! The instruments and their items in the published wording, which must not be reworded: a changed question is another
//! instrument. The items of the ODI are under copyright and stand nowhere in Birddog.

use crate::platform::vocabulary::{VocabularyList, vocabulary};

vocabulary! {
    /// A questionnaire that can be filled in.
    pub enum Instrument("instrument") {
        Peg = "peg" / "PEG: pain, enjoyment, general activity",
        Rmdq = "rmdq" / "Roland-Morris Disability Questionnaire",
        Odi = "odi" / "Oswestry Disability Index",
    }

    /// The items of the PEG, each answered from 0 to 10: 0 is no pain or does not interfere, 10 is pain as bad as one can
    /// imagine or completely interferes. Krebs et al. 2009, J Gen Intern Med 24:733–738, free to use.
    pub enum PegItem("peg_item") {
        Pain = "pain" / "What number best describes your pain on average in the past week?",
        Enjoyment = "enjoyment"
            / "What number best describes how, during the past week, pain has interfered with your enjoyment of life?",
        GeneralActivity = "general_activity"
            / "What number best describes how, during the past week, pain has interfered with your general activity?",
    }

    /// The items of the RMDQ, each ticked when it describes the person today, in the order of the form.
    /// Roland and Morris 1983, Spine 8:141–144; in the public domain.
    pub enum RmdqItem("rmdq_item") {
        StaysAtHome = "stays_at_home" / "I stay at home most of the time because of my back.",
        ChangesPosition = "changes_position"
            / "I change position frequently to try and get my back comfortable.",
        WalksSlowly = "walks_slowly" / "I walk more slowly than usual because of my back.",
        NoUsualJobs = "no_usual_jobs"
            / "Because of my back I am not doing any of the jobs that I usually do around the house.",
        UsesHandrail = "uses_handrail" / "Because of my back, I use a handrail to get upstairs.",
        LiesDown = "lies_down" / "Because of my back, I lie down to rest more often.",
        HoldsOnToRise = "holds_on_to_rise"
            / "Because of my back, I have to hold on to something to get out of an easy chair.",
        AsksOthers = "asks_others" / "Because of my back, I try to get other people to do things for me.",
        DressesSlowly = "dresses_slowly" / "I get dressed more slowly than usual because of my back.",
        StandsBriefly = "stands_briefly" / "I only stand for short periods of time because of my back.",
        AvoidsBending = "avoids_bending" / "Because of my back, I try not to bend or kneel down.",
        RisesWithDifficulty = "rises_with_difficulty"
            / "I find it difficult to get out of a chair because of my back.",
        AlwaysInPain = "always_in_pain" / "My back is painful almost all the time.",
        TurnsWithDifficulty = "turns_with_difficulty"
            / "I find it difficult to turn over in bed because of my back.",
        PoorAppetite = "poor_appetite" / "My appetite is not very good because of my back pain.",
        TroubleWithSocks = "trouble_with_socks"
            / "I have trouble putting on my socks (or stockings) because of the pain in my back.",
        WalksShortDistances = "walks_short_distances" / "I only walk short distances because of my back.",
        SleepsLessWell = "sleeps_less_well" / "I sleep less well because of my back.",
        DressesWithHelp = "dresses_with_help"
            / "Because of my back pain, I get dressed with help from someone else.",
        SitsMostOfTheDay = "sits_most_of_the_day" / "I sit down for most of the day because of my back.",
        AvoidsHeavyJobs = "avoids_heavy_jobs" / "I avoid heavy jobs around the house because of my back.",
        Irritable = "irritable"
            / "Because of my back pain, I am more irritable and bad tempered with people than usual.",
        ClimbsSlowly = "climbs_slowly" / "Because of my back, I go upstairs more slowly than usual.",
        StaysInBed = "stays_in_bed" / "I stay in bed most of the time because of my back.",
    }
}

/// Every list of this feature, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![Instrument::list(), PegItem::list(), RmdqItem::list()]
}
