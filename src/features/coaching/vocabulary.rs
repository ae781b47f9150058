//! The words of shares and of what comes of them.

use super::triage::signal::SignalCode;
use crate::core::access::Scope;
use crate::core::records::Collection;
use crate::platform::vocabulary::{VocabularyList, vocabulary};

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

    /// What has become of a proposal.
    pub enum ProposalState("proposal_state") {
        Proposed = "proposed" / "Waits for an answer",
        Accepted = "accepted" / "Accepted",
        Declined = "declined" / "Declined",
        Withdrawn = "withdrawn" / "Withdrawn",
    }

    /// What kind of record a comment can be about, by the names of their collections.
    pub enum CommentSubject("comment_subject") {
        Sessions = "sessions" / "A session",
        DayMarks = "day-marks" / "A day mark",
        Exercises = "exercises" / "An exercise of one's own",
        Plans = "plans" / "A plan version",
        PainScores = "pain-scores" / "A pain score",
        Questionnaires = "questionnaires" / "A questionnaire",
        Appointments = "appointments" / "An acupuncture visit",
        Courses = "courses" / "A course of acupuncture",
    }
}

impl CommentSubject {
    /// The collection.
    #[must_use]
    pub fn collection(self) -> Collection {
        match self {
            Self::Sessions => Collection::Sessions,
            Self::DayMarks => Collection::DayMarks,
            Self::Exercises => Collection::Exercises,
            Self::Plans => Collection::Plans,
            Self::PainScores => Collection::PainScores,
            Self::Questionnaires => Collection::Questionnaires,
            Self::Appointments => Collection::Appointments,
            Self::Courses => Collection::Courses,
        }
    }
}

/// Every list of this feature, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![
        Scope::list(),
        ShareRole::list(),
        ShareState::list(),
        ShareEnd::list(),
        ProposalState::list(),
        CommentSubject::list(),
        SignalCode::list(),
    ]
}
