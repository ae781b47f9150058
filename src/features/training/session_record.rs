use serde_json::{Value, json};

use super::days;
use super::session::Session;
use crate::core::access::Owner;
use crate::core::records::{ClientWritable, Collection, Record, SortKey, check_has_happened};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::FieldErrors;
use crate::platform::time::Timestamp;

impl Record for Session {
    const COLLECTION: Collection = Collection::Sessions;
    const NOUN: &'static str = "session";
    const DERIVED: &'static [&'static str] = &["local_date"];
    const DEFAULTED: &'static [&'static str] = &["exercises"];

    fn check(&self, owner: &Owner) -> FieldErrors {
        check_has_happened(self.started_at, "/started_at", owner)
    }

    fn normalize(&mut self, _: RecordId, prior: Option<&Self>, owner: &Owner) -> FieldErrors {
        let mut errors = FieldErrors::none();
        match self.moment().normalize(prior.map(Self::moment), owner) {
            Ok(day) => self.local_date = Some(day),
            Err(error) => errors.extend(error),
        }
        errors
    }

    fn check_references(&self, tx: &mut Tx<'_>) -> Result<FieldErrors, DbError> {
        let mut errors = FieldErrors::none();
        for (index, done) in self.exercises.iter().enumerate() {
            errors.extend(done.exercise.check(&format!("/exercises/{index}/exercise"), tx)?);
        }
        Ok(errors)
    }

    fn sort_key(&self, _: RecordId, _: Timestamp) -> SortKey {
        SortKey { day: self.day(), at: self.started_at }
    }

    fn after_change(tx: &mut Tx<'_>, _: RecordId, before: Option<&Self>, after: Option<&Self>) -> Result<(), DbError> {
        match (before, after) {
            (Some(before), Some(after)) if before.day() == after.day() => days::change(tx, after.day(), |sums| {
                sums.remove(before);
                sums.add(after);
            }),
            (before, after) => {
                if let Some(before) = before {
                    days::change(tx, before.day(), |sums| sums.remove(before))?;
                }
                match after {
                    Some(after) => days::change(tx, after.day(), |sums| sums.add(after)),
                    None => Ok(()),
                }
            }
        }
    }

    fn example() -> Value {
        json!({
            "started_at": "2026-11-23T06:40:00.000Z", "time_zone": "Europe/Berlin", "duration_seconds": 720,
            "effort": 5, "pain_before": 4, "pain_after": 3,
            "exercises": [
                {"exercise": "bird-dog", "sets": [
                    {"reps": 5, "hold_seconds": 5, "side": "left"}, {"reps": 5, "hold_seconds": 5, "side": "right"}
                ]},
                {"exercise": "push-up", "sets": [{"reps": 8, "variation": "knee"}]}
            ]
        })
    }
}

impl ClientWritable for Session {}
