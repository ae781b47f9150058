//! The words of shares.

use super::triage::signal::SignalCode;
use crate::access::Scope;
use crate::vocabulary::{VocabularyList, vocabulary};

vocabulary! {
    /// Which side of a share a person is on.
    pub enum ShareRole("share_role") {
        Client = "client" / "You share",
        Coach = "coach" / "It is shared with you",
    }

    /// How far a share has come.
    pub enum ShareState("share_state") {
        Waiting = "waiting" / "The code has not been used yet",
        Active = "active" / "In force",
        Ended = "ended" / "Over",
    }

    /// What ended a share.
    pub enum ShareEnd("share_end") {
        Client = "client" / "The person who shared",
        Coach = "coach" / "The coach",
        Expiry = "expiry" / "Time",
    }
}

/// Every list of this slice, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![Scope::list(), ShareRole::list(), ShareState::list(), ShareEnd::list(), SignalCode::list()]
}
