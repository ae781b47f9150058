use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use crate::core::access::Owner;
use crate::core::access::visibility::visible;
use crate::core::records::{ClientWritable, Collection, Record, SortKey};
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedInt, BoundedString, FieldErrors};
use crate::platform::time::{LocalDay, Timestamp};

/// A course of acupuncture (rules §8).
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Course {
    /// What it is for, in the person's words.
    pub condition: BoundedString<1, 200>,
    /// When the trouble began.
    #[deserr(default)]
    pub onset_date: Option<LocalDay>,
    /// When the course began or will.
    pub started_on: LocalDay,
    /// Visits planned; 10 when left out, 8 to 12 are usual.
    #[deserr(default = BoundedInt::clamped(10))]
    #[schema(default = 10)]
    pub planned_sessions: BoundedInt<1, 100>,
    /// For oneself.
    #[deserr(default)]
    pub note: Option<BoundedString<0, 2000>>,
}

visible!(Course: always[condition, onset_date, started_on, planned_sessions], Notes[note]);

impl Record for Course {
    const COLLECTION: Collection = Collection::Courses;
    const NOUN: &'static str = "acupuncture course";

    fn check(&self, owner: &Owner) -> FieldErrors {
        match self.onset_date {
            // A day's grace, for zones ahead of the profile's.
            Some(onset) if onset > owner.today(None).plus_days(1) => {
                FieldErrors::one("/onset_date", "in_the_future", "must not lie ahead")
            }
            _ => FieldErrors::none(),
        }
    }

    fn normalize(&mut self, _: RecordId, _: Option<&Self>, _: &Owner) -> FieldErrors {
        FieldErrors::none()
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        SortKey { day: self.started_on, at: created_at }
    }

    fn example() -> Value {
        json!({"condition": "Low back pain after a lift", "onset_date": "2026-09-14", "started_on": "2026-11-10", "planned_sessions": 10})
    }
}

impl ClientWritable for Course {}
