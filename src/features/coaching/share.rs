use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::vocabulary::{ShareEnd, ShareRole, ShareState};
use crate::core::access::visibility::visible;
use crate::core::access::{Owner, Person, Scope};
use crate::core::records::{Collection, Record, SortKey};
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedString, FieldErrors};
use crate::platform::time::Timestamp;

/// What a person shares with a coach. Each side has a record of it under the same id, from their side.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Share {
    /// Whether one shares or is the coach.
    pub role: ShareRole,
    /// How far it has come. That it has run out is noted within the hour; by `expires_at` it ends to the second.
    pub state: ShareState,
    /// What is shared.
    pub scopes: Vec<Scope>,
    /// What the person who shares calls it, for themselves.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 80)]
    pub label: Option<BoundedString<1, 80>>,
    /// When it ends by itself; without an end when left out.
    pub expires_at: Option<Timestamp>,
    /// The only coach who can use the code, where the person named one.
    pub coach_id: Option<UserId>,
    /// What the person who shares has agreed to.
    pub consent: Consent,
    /// Until when the code works; while it waits.
    pub code_valid_until: Option<Timestamp>,
    /// The coach, as the person who shares sees them; once the code was used.
    pub coach: Option<Person>,
    /// The person who shares, as the coach sees them.
    pub client: Option<Person>,
    /// When the code was used.
    pub since: Option<Timestamp>,
    /// When it ended, and what ended it.
    pub ended: Option<Ended>,
}

visible!(
    Share:
    never[role, state, scopes, label, expires_at, coach_id, consent, code_valid_until, coach, client, since, ended],
);

/// To what a person agreed, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Consent {
    /// The version of the text (`GET /v1/consent-text`).
    pub version: u32,
    /// When.
    pub agreed_at: Timestamp,
}

/// The end of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// What ended it.
    pub by: ShareEnd,
}

impl Share {
    /// The other side, once there is one.
    pub(super) fn partner(&self) -> Option<UserId> {
        match self.role {
            ShareRole::Client => self.coach.as_ref(),
            ShareRole::Coach => self.client.as_ref(),
        }
        .map(|person| person.id)
    }
}

impl Record for Share {
    const COLLECTION: Collection = Collection::Shares;
    const NOUN: &'static str = "share";

    fn normalize(&mut self, _: RecordId, _: Option<&Self>, _: &Owner) -> FieldErrors {
        FieldErrors::none()
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        SortKey::of_creation(created_at)
    }

    fn example() -> Value {
        json!({
            "role": "client", "state": "active", "scopes": ["sessions", "pain", "plan"], "label": "My physio",
            "expires_at": "2027-03-01T00:00:00.000Z", "consent": {"version": 1, "agreed_at": "2026-11-22T19:03:12.345Z"},
            "coach": {"id": "019ab25c-0f4e-7a31-9d55-0c6a1b7e4f20", "name": "Back in Motion, Jonas Weber"},
            "since": "2026-11-23T06:38:01.002Z",
        })
    }
}
