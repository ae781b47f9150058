//! A course of ten visits to an acupuncturist: dense at first, then wider apart; one missed, the last one still ahead.

use crate::features::acupuncture::point::{AcuPoint, Technique};
use crate::features::acupuncture::vocabulary::{AppointmentStatus, JiajiLevel, Severity, SideEffect, TechniqueKind};
use crate::features::acupuncture::{Appointment, Cost, Course, CourseId, Practitioner, ReportedSideEffect};
use crate::features::training::vocabulary::BodySide;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedInt, BoundedString, List};
use crate::platform::time::{LocalDay, Timestamp, Zone};

/// The days of the year's visits; the last lies ahead of the year's end.
pub(super) const DAYS: [i64; 10] = [293, 297, 301, 305, 312, 319, 326, 333, 347, 367];

/// The visit that was missed.
const MISSED: i64 = 319;

/// The minute of the day at which visits begin.
pub(super) const AT: i64 = 15 * 60;

/// Whether there was a visit on a day.
pub(super) fn took_place(day: i64, today: i64) -> bool {
    DAYS.contains(&day) && day != MISSED && day <= today
}

pub(super) fn course(first: LocalDay) -> Result<Course, DbError> {
    Ok(Course {
        condition: text("Low back pain that keeps coming back")?,
        onset_date: Some(first.plus_days(-430)),
        started_on: first,
        planned_sessions: BoundedInt::clamped(10),
        note: None,
    })
}

/// The visit of a day, as it stands at `now`; `pain` is how much it hurt that day.
pub(super) fn visit(
    day: i64,
    at: Timestamp,
    zone: Zone,
    course: RecordId,
    pain: f64,
    now: Timestamp,
) -> Result<Appointment, DbError> {
    let status = match day {
        _ if at > now => AppointmentStatus::Scheduled,
        MISSED => AppointmentStatus::NoShow,
        _ => AppointmentStatus::Completed,
    };
    let done = status == AppointmentStatus::Completed;
    let score = |pain: f64| BoundedInt::clamped(pain.round().clamp(0.0, 10.0) as u32);
    let soreness = ReportedSideEffect { effect: SideEffect::Soreness, severity: Severity::Mild };
    Ok(Appointment {
        scheduled_at: at,
        time_zone: zone,
        local_date: None,
        duration_minutes: BoundedInt::clamped(45),
        status,
        course_id: Some(CourseId(course)),
        practitioner: Some(Practitioner { name: text("Dr. Lin Wei")?, licensed: Some(true) }),
        clinic: Some(text("Practice by the park")?),
        techniques: done.then(|| List::new(vec![technique(day)])).flatten(),
        points: if done { List::new(points()?) } else { None },
        retention_minutes: done.then(|| BoundedInt::clamped(25)),
        cost: Some(Cost { amount_minor: BoundedInt::clamped(6500), currency: "EUR".parse().map_err(DbError::broken)? }),
        pain_before: done.then(|| score(pain)),
        pain_after: done.then(|| score(pain - 1.2)),
        side_effects: (day == DAYS[1]).then(|| List::new(vec![soreness])).flatten(),
        acknowledged: None,
        advisories: Vec::new(),
        note: (status == AppointmentStatus::NoShow).then(|| BoundedString::new("Stuck at work")).flatten(),
    })
}

fn technique(day: i64) -> Technique {
    // From the third visit on with a small current.
    if day < DAYS[2] {
        return Technique { kind: TechniqueKind::Straight, frequency_hz: None, milliamps: None };
    }
    Technique { kind: TechniqueKind::Electroacupuncture, frequency_hz: Some(4.0), milliamps: Some(1.5) }
}

fn points() -> Result<Vec<AcuPoint>, DbError> {
    let point = |name: &str, level, side| {
        let point = name.parse().map_err(DbError::broken)?;
        Ok::<_, DbError>(AcuPoint { point, level, side: Some(side), zone: None })
    };
    Ok(vec![
        point("BL23", None, BodySide::Both)?,
        point("BL25", None, BodySide::Both)?,
        point("BL40", None, BodySide::Left)?,
        point("EX-B2", Some(JiajiLevel::L5), BodySide::Left)?,
    ])
}

fn text<const MIN: usize, const MAX: usize>(words: &str) -> Result<BoundedString<MIN, MAX>, DbError> {
    BoundedString::new(words).ok_or_else(|| DbError::broken("a text of the demo is too long"))
}
