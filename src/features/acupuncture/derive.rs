//! Derives the advisories of appointments from the database.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::appointment::{Appointment, CourseId};
use super::course_change::{course_change, is_without_change};
use super::health_profile::{self, HealthProfile};
use super::screening::{Around, advisories, is_of_health, screened_again};
use super::vocabulary::AppointmentStatus;
use crate::core::WriteError;
use crate::core::advisory::{Advisory, most_pressing_first};
use crate::core::records::store;
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::time::LocalDay;

/// The most appointments that are read, the newest; nobody has more in a lifetime.
const MAX_VISITS: i64 = 2_000;

/// Days of a week window on either side of a visit.
const WEEK: i64 = 6;

/// How many days a visit may lie back and still be screened: it may have been written down offline.
const GRACE_DAYS: i64 = 1;

/// The appointments of a user in a range of local days, newest first.
pub fn appointments(tx: &mut Tx<'_>, days: RangeInclusive<NaiveDate>) -> Result<Vec<(RecordId, Appointment)>, DbError> {
    let stored = store::newest::<Appointment>(tx, days, MAX_VISITS)?;
    stored.into_iter().map(|stored| Ok((stored.id, stored.read()?))).collect()
}

/// The appointments of a course, newest first.
pub fn appointments_of(tx: &mut Tx<'_>, course: CourseId) -> Result<Vec<(RecordId, Appointment)>, DbError> {
    let mut found = appointments(tx, LocalDay::FIRST.date()..=LocalDay::LAST.date())?;
    found.retain(|(_, appointment)| appointment.course_id == Some(course));
    Ok(found)
}

/// The advisories of an appointment that is about to be written. Those of the health profile that a visit was once given
/// stay with it when it lies back.
pub(super) fn derive(
    tx: &mut Tx<'_>,
    id: RecordId,
    appointment: &Appointment,
    prior: Option<&Appointment>,
) -> Result<Vec<Advisory>, DbError> {
    if !appointment.takes_place() {
        return Ok(Vec::new());
    }
    let around = around(tx, id, appointment)?;
    if appointment.day().days_since(tx.owner.today(None)) >= -GRACE_DAYS {
        let profile = health_profile::load(tx)?.profile;
        return Ok(advisories(appointment, Some(profile), around));
    }
    let kept = prior.into_iter().flat_map(|prior| &prior.advisories).filter(|advisory| is_of_health(advisory));
    let mut found: Vec<_> = kept.cloned().chain(advisories(appointment, None, around)).collect();
    most_pressing_first(&mut found);
    Ok(found)
}

/// Screens the appointments that are still to come against a profile that has changed. One whose advisories change is a
/// changed record; it is not refused, and asks to be acknowledged with its next change.
pub(super) fn screen_upcoming(tx: &mut Tx<'_>, profile: HealthProfile) -> Result<(), WriteError> {
    let from = tx.owner.today(None).plus_days(-GRACE_DAYS).date();
    for stored in store::newest::<Appointment>(tx, from..=LocalDay::LAST.date(), MAX_VISITS)? {
        let mut appointment: Appointment = stored.read()?;
        if appointment.status != AppointmentStatus::Scheduled {
            continue;
        }
        let found = screened_again(&appointment, profile);
        if found != appointment.advisories {
            appointment.advisories = found;
            store::rewrite(tx, &stored, &appointment)?;
        }
    }
    Ok(())
}

fn around(tx: &mut Tx<'_>, id: RecordId, appointment: &Appointment) -> Result<Around, DbError> {
    let day = appointment.day();
    let near = appointments(tx, day.plus_days(-WEEK).date()..=day.plus_days(WEEK).date())?;
    let near = near.iter().filter(|(other, visit)| *other != id && visit.takes_place());
    let days: Vec<_> = near.map(|(_, visit)| visit.day()).chain([day]).collect();
    let mut around = Around { in_a_week: most_in_a_week(&days, day), ..Around::default() };
    if let Some(course) = appointment.course_id {
        let mut visits: Vec<_> = appointments_of(tx, course)?
            .into_iter()
            .filter_map(|(other, visit)| (other != id).then_some(visit))
            .collect();
        visits.push(appointment.clone());
        let today = tx.owner.today(None);
        around.in_the_course = visits.iter().filter(|visit| visit.takes_place()).count();
        let change = course_change(tx, &visits, today)?;
        around.course_without_change = is_without_change(&visits, change.as_ref(), today);
    }
    Ok(around)
}

/// The most of `days` in any seven days in a row that `day` is one of.
pub(super) fn most_in_a_week(days: &[LocalDay], day: LocalDay) -> usize {
    let from = |first: LocalDay| days.iter().filter(|other| (0..=WEEK).contains(&other.days_since(first))).count();
    (0..=WEEK).map(|back| from(day.plus_days(-back))).max().unwrap_or_default()
}
