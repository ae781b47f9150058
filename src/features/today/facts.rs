//! What the learning cards are chosen by, loaded from the records.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::core::records::Stored;
use crate::core::records::store::{self, Look};
use crate::core::tx::Tx;
use crate::features::acupuncture::health_profile::HealthProfile;
use crate::features::acupuncture::{Appointment, Course, CourseId, appointments, health_profile};
use crate::features::guidance::pause::Alarms;
use crate::features::learn::choose::{Acupuncture, BEGINNER_SESSIONS, Facts, Pain, Training};
use crate::features::pain::trend::daily::{DailyValue, daily_values};
use crate::features::pain::trend::slope::TrendDetails;
use crate::features::pain::trend::verdict::TrendVerdict;
use crate::features::pain::{PainScore, days};
use crate::features::training::Session;
use crate::features::training::mark_kind::MarkKind;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::statistics::median;
use crate::platform::time::LocalDay;

/// Days of diary behind the verdict, as `GET /v1/trends/pain` takes them.
const TREND_DAYS: u64 = 90;
/// Days that "usual" and triggers look back.
const LOOK_BACK_DAYS: u64 = 28;
/// Scored days that "usual" needs.
const MIN_SCORED_DAYS: usize = 7;
/// Days after its start for which a course with visits left is under way; a year's.
const COURSE_DAYS: i64 = 365;
/// Appointments looked back at for one that was completed.
const MAX_PAST_APPOINTMENTS: i64 = 20;
/// Days for which a rise of pain after a session is news.
const RISE_DAYS: i64 = 2;

/// The facts of a day. `scores` are the pain scores of its last four weeks, newest first.
pub(super) fn facts(
    tx: &mut Tx<'_>,
    day: LocalDay,
    scores: &[PainScore],
    alarms: &Alarms,
    mark: Option<MarkKind>,
) -> Result<Facts, DbError> {
    let course = newest_course(tx, day)?;
    let from = course.as_ref().map_or(day, |(_, course)| course.started_on);
    let visits = appointments(tx, from.date()..=LocalDay::LAST.date())?;
    let flared = scores.iter().any(|score| score.day() == day && score.flare == Some(true));
    Ok(Facts {
        day: day.date(),
        red_flags: !alarms.red_flags.is_empty(),
        alarming_side_effect: !alarms.side_effects.is_empty(),
        flare: mark == Some(MarkKind::Flare) || flared,
        pain: pain(tx, day, scores)?,
        training: training(tx, day)?,
        acupuncture: acupuncture(tx, day, &visits, course)?,
    })
}

fn pain(tx: &mut Tx<'_>, day: LocalDay, scores: &[PainScore]) -> Result<Pain, DbError> {
    let range = day.date() - Days::new(TREND_DAYS - 1)..=day.date();
    let values = daily_values(&days::between(tx, *range.start(), *range.end(), None)?);
    let verdict = TrendVerdict::on(TrendDetails::of(&values, &range).as_ref());
    let latest = values.last().filter(|one| one.date + Days::new(1) >= day.date()).copied();
    let mut pain = Pain {
        entries: u32::try_from(scores.len()).unwrap_or(u32::MAX),
        latest: latest.map(|one| one.value),
        usual: latest.and_then(|latest| usual(&values, latest.date)),
        worsening: verdict == TrendVerdict::Worsening,
        ..Pain::default()
    };
    for score in scores {
        let named: BTreeSet<_> = score.triggers.iter().flat_map(|triggers| triggers.iter()).copied().collect();
        for trigger in named {
            *pain.triggers.entry(trigger).or_default() += 1;
        }
    }
    Ok(pain)
}

/// The median of the four weeks before a date.
fn usual(values: &[DailyValue], date: NaiveDate) -> Option<f64> {
    let before = values.iter().filter(|one| one.date < date && one.date + Days::new(LOOK_BACK_DAYS) >= date);
    let mut before: Vec<f64> = before.map(|one| one.value).collect();
    if before.len() < MIN_SCORED_DAYS { None } else { median(&mut before) }
}

fn training(tx: &mut Tx<'_>, day: LocalDay) -> Result<Training, DbError> {
    let last = store::newest::<Session>(tx, LocalDay::FIRST.date()..=day.date(), i64::from(BEGINNER_SESSIONS))?;
    let newest = last.first().map(Stored::read::<Session>).transpose()?;
    let days_ago = newest.as_ref().map(|session| day.days_since(session.day()));
    let rise = newest.filter(|_| days_ago.is_some_and(|days| days <= RISE_DAYS)).and_then(|session| {
        let points = i64::from(session.pain_after?.get()) - i64::from(session.pain_before?.get());
        i8::try_from(points).ok()
    });
    Ok(Training {
        sessions: u32::try_from(last.len()).unwrap_or(u32::MAX),
        days_since_last: days_ago.and_then(|days| u32::try_from(days).ok()),
        pain_rise: rise,
    })
}

/// The newest course that has begun, unless that was long ago.
fn newest_course(tx: &mut Tx<'_>, day: LocalDay) -> Result<Option<(RecordId, Course)>, DbError> {
    let days = day.plus_days(-COURSE_DAYS).date()..=day.date();
    let newest = store::newest::<Course>(tx, days, 1)?;
    newest.first().map(|stored| Ok((stored.id, stored.read()?))).transpose()
}

/// `visits` are those since the course began.
fn acupuncture(
    tx: &mut Tx<'_>,
    day: LocalDay,
    visits: &[(RecordId, Appointment)],
    course: Option<(RecordId, Course)>,
) -> Result<Acupuncture, DbError> {
    let completed = |visit: &Appointment| visit.is_completed(day);
    let all = || visits.iter().map(|(_, visit)| visit);
    let booked = all().filter(|visit| visit.is_booked(day));
    let next = booked.map(|visit| visit.day().days_since(day)).min();
    // Ended by having as many visits as were planned.
    let course_visits = course.and_then(|(id, course)| {
        let of_course = all().filter(|visit| completed(visit) && visit.course_id == Some(CourseId(id)));
        let count = u32::try_from(of_course.count()).unwrap_or(u32::MAX);
        (count < course.planned_sessions.get()).then_some(count)
    });
    let visited = all().any(completed)
        || store::nearest(tx, Look::Back(tx.owner.now), MAX_PAST_APPOINTMENTS, completed)?.is_some();
    Ok(Acupuncture {
        visited,
        days_to_next: next.and_then(|days| u32::try_from(days).ok()),
        course_visits,
        needs_care: needs_care(health_profile::load(tx)?.profile),
    })
}

fn needs_care(profile: HealthProfile) -> bool {
    let HealthProfile { pregnant, anticoagulants, bleeding_disorder, pacemaker, epilepsy } = profile;
    [pregnant, anticoagulants, bleeding_disorder, pacemaker, epilepsy].contains(&Some(true))
}
