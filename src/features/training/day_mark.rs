use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;
use uuid::Uuid;

use super::days;
use super::mark_kind::MarkKind;
use crate::core::access::Owner;
use crate::core::access::visibility::visible;
use crate::core::records::{ClientWritable, Collection, Record, SortKey};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedString, FieldErrors};
use crate::platform::time::{LocalDay, Timestamp};

/// A mark on one local day, at the address of its date. It may lie ahead: a journey, say.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct DayMark {
    /// Why the day is let off.
    pub kind: MarkKind,
    /// The date in the address; may be left out.
    #[deserr(default)]
    pub date: Option<LocalDay>,
    /// For oneself.
    #[deserr(default)]
    pub note: Option<BoundedString<0, 2000>>,
}

visible!(DayMark: always[kind, date], Notes[note]);

/// A UUIDv8 that ends with the digits of the date, `00000000-0000-8000-8000-000020261123`: all records have a UUID, so a
/// day's is made from its date.
#[must_use]
pub fn day_id(day: LocalDay) -> RecordId {
    let digits = day.to_string().replace('-', "");
    let low = u128::from_str_radix(&digits, 16).unwrap_or_default();
    RecordId(Uuid::from_u128(0x0000_0000_0000_8000_8000_0000_0000_0000 | low))
}

/// The date that [`day_id`] made an id of.
fn day_of(id: RecordId) -> Option<LocalDay> {
    let digits = format!("{:08x}", id.0.as_u128() & 0xffff_ffff);
    format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?).parse().ok()
}

impl Record for DayMark {
    const COLLECTION: Collection = Collection::DayMarks;
    const NOUN: &'static str = "day mark";
    const DERIVED: &'static [&'static str] = &["date"];

    fn id_of(segment: &str) -> Option<RecordId> {
        segment.parse().ok().map(day_id)
    }

    fn segment(id: RecordId) -> String {
        day_of(id).map_or_else(|| id.to_string(), |day| day.to_string())
    }

    fn normalize(&mut self, id: RecordId, _: Option<&Self>, _: &Owner) -> FieldErrors {
        let addressed = day_of(id);
        if self.date.is_some() && self.date != addressed {
            return FieldErrors::one("/date", "date_differs", "must be the date in the address");
        }
        self.date = addressed;
        FieldErrors::none()
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        let day = self.date.unwrap_or_else(|| LocalDay::from(created_at.utc().date_naive()));
        SortKey { day, at: created_at }
    }

    fn after_change(tx: &mut Tx<'_>, id: RecordId, _: Option<&Self>, after: Option<&Self>) -> Result<(), DbError> {
        match day_of(id) {
            Some(day) => days::change(tx, day, |sums| sums.mark = after.map(|mark| mark.kind)),
            None => Ok(()),
        }
    }

    fn example() -> Value {
        json!({"kind": "travel", "note": "Night train to Lisbon"})
    }
}

impl ClientWritable for DayMark {
    const SERVER_MAY_CHOOSE_ID: bool = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_its_id_are_one_to_one() {
        for text in ["1900-01-01", "2026-11-23", "9999-12-31"] {
            let day: LocalDay = text.parse().unwrap();
            assert_eq!(day_of(day_id(day)), Some(day));
            assert_eq!(DayMark::segment(day_id(day)), text);
        }
        assert_eq!(day_id("2026-11-23".parse().unwrap()).to_string(), "00000000-0000-8000-8000-000020261123");
    }
}
