use serde_json::{Value, json};

use super::appointment::{Appointment, CourseId};
use super::derive::derive;
use super::point::FieldFault;
use super::vocabulary::AppointmentStatus;
use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::advisory::AdvisoryLevel;
use crate::core::records::{ClientWritable, Collection, Record, SortKey, check_has_happened, store};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::FieldErrors;
use crate::platform::time::Timestamp;

impl Record for Appointment {
    const COLLECTION: Collection = Collection::Appointments;
    const NOUN: &'static str = "acupuncture appointment";
    const DERIVED: &'static [&'static str] = &["local_date", "advisories"];

    fn check(&self, owner: &Owner) -> FieldErrors {
        let mut errors = FieldErrors::none();
        if matches!(self.status, AppointmentStatus::Completed | AppointmentStatus::NoShow) {
            errors.extend(check_has_happened(self.scheduled_at, "/scheduled_at", owner));
        }
        for (index, point) in self.points.iter().flat_map(|points| points.iter()).enumerate() {
            add_all(&mut errors, &format!("/points/{index}"), point.check());
        }
        for (index, technique) in self.techniques.iter().flat_map(|techniques| techniques.iter()).enumerate() {
            add_all(&mut errors, &format!("/techniques/{index}"), technique.check());
        }
        errors
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
        match self.course_id {
            Some(CourseId(id)) if !store::is_known(tx, Collection::Courses, id)? => {
                Ok(FieldErrors::one("/course_id", "unknown_course", "must be one of your courses"))
            }
            _ => Ok(FieldErrors::none()),
        }
    }

    fn derive(&mut self, tx: &mut Tx<'_>, id: RecordId, prior: Option<&Self>) -> Result<(), DbError> {
        if let Some(prior) = prior {
            self.advisories.clone_from(&prior.advisories);
            if self == prior {
                return Ok(());
            }
        }
        self.advisories = derive(tx, id, self, prior)?;
        Ok(())
    }

    fn check_change(
        _: &mut Tx<'_>,
        _: RecordId,
        before: Option<&Self>,
        after: Option<&Self>,
    ) -> Result<(), WriteError> {
        let Some(visit) = after else { return Ok(()) };
        // It must always be possible to record that a booked visit took place, and its side effects.
        let has_happened = visit.status == AppointmentStatus::Completed
            && (before.is_some() || visit.side_effects.as_ref().is_some_and(|effects| !effects.is_empty()));
        if has_happened || visit.open_advisories().all(|advisory| advisory.level != AdvisoryLevel::Acknowledge) {
            return Ok(());
        }
        Err(WriteError::NeedsAcknowledgement(visit.advisories.clone()))
    }

    fn sort_key(&self, _: RecordId, _: Timestamp) -> SortKey {
        SortKey { day: self.day(), at: self.scheduled_at }
    }

    fn example() -> Value {
        json!({
            "scheduled_at": "2026-11-24T15:00:00.000Z", "time_zone": "Europe/Berlin", "duration_minutes": 45,
            "status": "scheduled", "practitioner": {"name": "Dr. Lin", "licensed": true}, "clinic": "Clinic by the park",
            "techniques": [{"kind": "electroacupuncture", "frequency_hz": 4.0, "milliamps": 1.5}],
            "points": [{"point": "BL23", "side": "both"}, {"point": "EX-B2", "level": "L4", "side": "left"}],
            "retention_minutes": 25, "cost": {"amount_minor": 6500, "currency": "EUR"}
        })
    }
}

impl ClientWritable for Appointment {
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["advisories"];
    const REFUSES_WRITES: Option<&'static str> =
        Some("`acknowledge_first`: send the codes of the advisories at level `acknowledge` in `acknowledged`");
}

fn add_all(errors: &mut FieldErrors, place: &str, found: Vec<FieldFault>) {
    for (field, code, detail) in found {
        errors.add(format!("{place}/{field}"), code, detail);
    }
}
