//! What to do next, never more than a hint: how each exercise could go on (rules §6), and when prompts had better pause
//! (rules §10).

pub mod api;
pub mod next_dose;
pub mod past_session;
pub mod pause;
pub mod progression;
pub mod weekly_minutes;

use crate::platform::vocabulary::VocabularyList;

/// Every list of this feature, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![
        progression::HintKind::list(),
        progression::HintRule::list(),
        next_dose::DoseVariable::list(),
        pause::PauseReason::list(),
    ]
}
