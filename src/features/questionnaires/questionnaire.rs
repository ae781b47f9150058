use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::answers::Answers;
use crate::core::access::Owner;
use crate::core::access::visibility::visible;
use crate::core::records::{ClientWritable, Collection, Moment, Record, SortKey, check_has_happened};
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedString, FieldErrors};
use crate::platform::time::{DayStart, LocalDay, Timestamp, Zone};

/// How far a stated score may be off: a client that shows two decimals may send back what it shows.
const SCORE_TOLERANCE: f64 = 0.005;

/// A questionnaire as it was filled in once.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Questionnaire {
    /// When it was filled in.
    pub answered_at: Timestamp,
    /// The zone it was in.
    pub time_zone: Zone,
    /// The local day it counts for; worked out when left out (rules §1).
    #[deserr(default)]
    pub local_date: Option<LocalDay>,
    /// Which instrument, and what was answered.
    pub answers: Answers,
    /// What the answers come to (rules §11); higher is worse. Worked out when left out, and refused when it differs.
    #[deserr(default)]
    #[schema(minimum = 0, maximum = 100)]
    pub score: Option<f64>,
    /// For oneself.
    #[deserr(default)]
    pub note: Option<BoundedString<0, 2000>>,
}

visible!(Questionnaire: always[answered_at, time_zone, local_date, answers: Answers, score], Notes[note]);

impl Questionnaire {
    fn when(&self) -> Moment {
        Moment { at: self.answered_at, zone: self.time_zone, local_date: self.local_date }
    }

    /// The local day it counts for.
    #[must_use]
    pub fn day(&self) -> LocalDay {
        self.local_date.unwrap_or_else(|| LocalDay::of(self.answered_at, self.time_zone, DayStart::default()))
    }
}

impl Record for Questionnaire {
    const COLLECTION: Collection = Collection::Questionnaires;
    const NOUN: &'static str = "questionnaire";
    const DERIVED: &'static [&'static str] = &["local_date", "score"];

    fn check(&self, owner: &Owner) -> FieldErrors {
        check_has_happened(self.answered_at, "/answered_at", owner)
    }

    fn normalize(&mut self, _: RecordId, prior: Option<&Self>, owner: &Owner) -> FieldErrors {
        let mut errors = FieldErrors::none();
        match self.when().normalize(prior.map(Self::when), owner) {
            Ok(day) => self.local_date = Some(day),
            Err(error) => errors.extend(error),
        }
        let score = self.answers.score();
        if self.score.is_some_and(|stated| (stated - score).abs() > SCORE_TOLERANCE) {
            errors.add("/score", "score_differs", format!("must be left out or be what the answers come to, {score}"));
        }
        self.score = Some(score);
        errors
    }

    fn sort_key(&self, _: RecordId, _: Timestamp) -> SortKey {
        SortKey { day: self.day(), at: self.answered_at }
    }

    fn example() -> Value {
        json!({
            "answered_at": "2026-11-23T06:30:00.000Z", "time_zone": "Europe/Berlin",
            "answers": {"instrument": "peg", "pain": 6, "enjoyment": 4, "general_activity": 5},
            "note": "After a week of long drives."
        })
    }
}

impl ClientWritable for Questionnaire {}
