//! What was recorded on one local day, added up.

use chrono::NaiveDate;

use crate::features::training::mark_kind::MarkKind;

/// The sums of one local day's records. A day without records needs none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFacts {
    /// The local date (rules §1).
    pub date: NaiveDate,
    /// Seconds trained, all sessions of the day together.
    pub seconds: u64,
    /// Sessions recorded.
    pub sessions: u32,
    /// The day's mark, if any.
    pub mark: Option<MarkKind>,
    /// Sets done by exercise; entries of the same exercise are added.
    pub sets: Vec<SetsDone>,
}

/// Sets of one exercise done on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetsDone {
    /// The exercise's key in the catalogue.
    pub exercise: String,
    /// Number of sets.
    pub sets: u32,
}

impl DayFacts {
    /// A day on which nothing was recorded.
    #[must_use]
    pub fn nothing(date: NaiveDate) -> Self {
        Self { date, seconds: 0, sessions: 0, mark: None, sets: Vec::new() }
    }
}
