//! What is published about the instruments (rules §11).

use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary::{Instrument, PegItem, RmdqItem};

/// What there is to know about an instrument, to offer it and to read its scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct InstrumentFacts {
    /// Which.
    pub instrument: Instrument,
    /// What it measures.
    pub measures: &'static str,
    /// How the score comes about.
    pub scoring: &'static str,
    /// The vocabulary with its items; null where they may not be shown.
    pub items: Option<&'static str>,
    /// The lowest score.
    pub minimum: u32,
    /// The highest score.
    pub maximum: u32,
    /// Whether a higher score is worse.
    pub higher_is_worse: bool,
    /// Where it was published.
    pub source: &'static str,
    /// The least improvement that matters to people.
    pub meaningful_improvement: MeaningfulImprovement,
}

/// The least improvement of one person's score that is taken to matter to them; both ways of putting it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeaningfulImprovement {
    /// Points of the score.
    pub points: u32,
    /// Percent of the first score.
    pub percent: u32,
    /// Where these were published.
    pub source: &'static str,
}

impl Instrument {
    /// What is published about it.
    #[must_use]
    pub const fn facts(self) -> InstrumentFacts {
        const OSTELO: &str = "Ostelo et al. 2008, Spine 33:90–94";
        match self {
            Self::Peg => InstrumentFacts {
                instrument: self,
                measures: "How strong pain was in the past week, and how it got in the way of life",
                scoring: "The mean of the three answers",
                items: Some(PegItem::NAME),
                minimum: 0,
                maximum: 10,
                higher_is_worse: true,
                source: "Krebs et al. 2009, J Gen Intern Med 24:733–738",
                meaningful_improvement: MeaningfulImprovement {
                    points: 1,
                    percent: 30,
                    source: "Points: Reed et al. 2024, J Pain 25:142–152. Percent: Dowell et al. 2016, MMWR Recomm Rep 65(1):1–49",
                },
            },
            Self::Rmdq => InstrumentFacts {
                instrument: self,
                measures: "What a person cannot do today because of low back pain",
                scoring: "The number of statements ticked",
                items: Some(RmdqItem::NAME),
                minimum: 0,
                maximum: 24,
                higher_is_worse: true,
                source: "Roland and Morris 1983, Spine 8:141–144",
                meaningful_improvement: MeaningfulImprovement { points: 5, percent: 30, source: OSTELO },
            },
            Self::Odi => InstrumentFacts {
                instrument: self,
                measures: "How far low back pain limits everyday life",
                scoring: "The total in percent, worked out on a form of one's own: the items are under copyright",
                items: None,
                minimum: 0,
                maximum: 100,
                higher_is_worse: true,
                source: "Fairbank and Pynsent 2000, Spine 25:2940–2953",
                meaningful_improvement: MeaningfulImprovement { points: 10, percent: 30, source: OSTELO },
            },
        }
    }
}
