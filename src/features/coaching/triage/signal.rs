//! What may need a coach's attention.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::vocabulary::vocabulary;

vocabulary! {
    /// Why a client may need their coach, the weightiest first.
    pub enum SignalCode("triage_signal") {
        PainUp = "pain_up" / "Pain higher than in the four weeks before",
        Flare = "flare" / "A flare-up marked today or yesterday",
        NoSession = "no_session_3_planned_days" / "No session for three planned days or more",
        SideEffect = "side_effect" / "A side effect noted with a visit of the last two weeks",
        AdherenceHalved = "adherence_halved" / "Half or less of what was done in the four weeks before",
        VisitDue = "visit_due" / "A visit to book, or to say what became of",
    }
}

/// Something that may need a coach's attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Signal {
    /// What, for programs.
    pub code: SignalCode,
    /// The day since when it holds.
    pub since: NaiveDate,
    /// What, for people.
    pub text: String,
}

impl SignalCode {
    /// The weight in the order of clients.
    fn weight(self) -> u32 {
        match self {
            Self::PainUp => 4,
            Self::Flare | Self::NoSession | Self::SideEffect => 3,
            Self::AdherenceHalved => 2,
            Self::VisitDue => 1,
        }
    }
}

/// The sum of the weights. `adherence_halved` adds nothing to `no_session_3_planned_days`.
pub(super) fn need(signals: &[Signal]) -> u32 {
    let has = |code| signals.iter().any(|signal| signal.code == code);
    let told_already = |code| code == SignalCode::AdherenceHalved && has(SignalCode::NoSession);
    signals.iter().map(|signal| signal.code).filter(|code| !told_already(*code)).map(SignalCode::weight).sum()
}
