//! Loads the facts of many clients and computes their lines, the most in need first.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::cache::Cache;
use super::facts::{Facts, Pain, Training, TrainingDay, Visit, Visits};
use super::row::{Triage, triage};
use super::{LOOK_BACK_DAYS, Sight, first_day};
use crate::core::access::Owner;
use crate::core::records::store;
use crate::core::tx::Tx;
use crate::features::acupuncture::vocabulary::AppointmentStatus;
use crate::features::acupuncture::{Appointment, Course, CourseId};
use crate::features::pain::trend::daily::daily_values;
use crate::features::pain::{PainScore, days as pain_days};
use crate::features::progress::history::History;
use crate::features::training::days as training_days;
use crate::platform::db::DbError;
use crate::platform::ids::UserId;
use crate::platform::time::LocalDay;

/// Days after its start for which a course with visits left is under way; a year's.
const COURSE_DAYS: i64 = 365;

/// The most appointments, and the most pain scores of two days, that are read, the newest; nobody has more.
const MAX_RECORDS: i64 = 2_000;

/// The most days of a replay that begins at the month's end before them.
const FROM_A_MONTH_END: u64 = LOOK_BACK_DAYS + 31;

/// A client, and what of theirs their coach may see.
#[derive(Debug, Clone)]
pub struct Client {
    /// The client.
    pub owner: Owner,
    /// What the coach may see.
    pub sight: Sight,
}

/// What is said of `clients`, each on their own today, the most in need first; of equals, the one with the lower id. A line
/// that `cache` knows is not worked out again and takes no query, another takes seven.
pub fn rows(tx: &mut Tx<'_>, clients: &[Client], cache: &Cache) -> Result<Vec<(UserId, Arc<Triage>)>, DbError> {
    let mut rows = Vec::new();
    let mut unknown = Vec::new();
    for client in clients {
        let day = client.owner.today(None);
        match cache.find(&client.owner, client.sight, day) {
            Some(known) => rows.push((client.owner.user, known)),
            None => unknown.push((client, day)),
        }
    }
    if !unknown.is_empty() {
        tx.snapshot(|tx| {
            for (Client { owner, sight }, day) in unknown {
                let facts = facts(&mut tx.on(owner), day, *sight)?;
                let line = Arc::new(triage(&facts));
                cache.keep(owner, *sight, day, Arc::clone(&line));
                rows.push((owner.user, line));
            }
            Ok::<_, DbError>(())
        })?;
    }
    rows.sort_by_cached_key(|(user, line): &(_, Arc<Triage>)| (line.order(), *user));
    Ok(rows)
}

/// What is known of a client on a day, within a snapshot.
fn facts(tx: &mut Tx<'_>, day: LocalDay, sight: Sight) -> Result<Facts, DbError> {
    Ok(Facts {
        today: day.date(),
        training: sight.sessions.then(|| training(tx, day.date())).transpose()?,
        pain: sight.pain.then(|| pain(tx, day)).transpose()?,
        visits: sight.appointments.then(|| visits(tx, day)).transpose()?,
    })
}

fn training(tx: &mut Tx<'_>, today: NaiveDate) -> Result<Training, DbError> {
    let first = first_day(today);
    let history = History::load_at_a_moment(tx, first, today)?;
    let (mut days, mut replayed) = (Vec::new(), 0);
    let (outcome, checkpoints) = history.judge(&tx.owner, |day| {
        replayed += 1;
        if day.judged.date >= first {
            days.push(TrainingDay::from(day));
        }
    })?;
    if replayed > FROM_A_MONTH_END {
        checkpoints.store_after(tx);
    }
    let last_session_on = match days.iter().rev().find(|day| day.session) {
        Some(day) => Some(day.date),
        None => training_days::last_session(tx, today)?,
    };
    Ok(Training { streak: outcome.streak.current, last_session_on, days })
}

fn pain(tx: &mut Tx<'_>, day: LocalDay) -> Result<Pain, DbError> {
    let days = pain_days::between(tx, first_day(day.date()), day.date(), None)?;
    let values = daily_values(&days);
    let yesterday = day.plus_days(-1).date();
    let mut flares = Vec::new();
    for stored in store::newest::<PainScore>(tx, yesterday..=day.date(), MAX_RECORDS)? {
        let score: Flare = stored.body.read()?;
        flares.extend(score.local_date.filter(|_| score.flare == Some(true)).map(LocalDay::date));
    }
    Ok(Pain { values, flares })
}

fn visits(tx: &mut Tx<'_>, day: LocalDay) -> Result<Visits, DbError> {
    let year = day.plus_days(-COURSE_DAYS).date()..=day.date();
    let newest = store::newest::<Course>(tx, year, 1)?;
    let course = newest.first().map(|stored| Ok::<_, DbError>((CourseId(stored.id), stored.read::<Course>()?)));
    let course = course.transpose()?;
    let looked_at = first_day(day.date());
    let from = course.as_ref().map_or(looked_at, |(_, course)| course.started_on.date().min(looked_at));
    let stored = store::newest::<Appointment>(tx, from..=LocalDay::LAST.date(), MAX_RECORDS)?;
    let visits = stored.iter().map(|stored| Ok(stored.body.read::<Booked>()?.visit()));
    Ok(Visits { course, visits: visits.filter_map(Result::transpose).collect::<Result<_, DbError>>()? })
}

/// The part of a pain score that triage needs; the rest is not decoded.
#[derive(Deserialize)]
struct Flare {
    local_date: Option<LocalDay>,
    flare: Option<bool>,
}

/// The part of an appointment that triage needs.
#[derive(Deserialize)]
struct Booked {
    local_date: Option<LocalDay>,
    status: AppointmentStatus,
    course_id: Option<CourseId>,
    side_effects: Option<Vec<IgnoredAny>>,
}

impl Booked {
    /// None without its local day, which every stored one has.
    fn visit(self) -> Option<Visit> {
        Some(Visit {
            date: self.local_date?.date(),
            status: self.status,
            course: self.course_id,
            side_effect: self.side_effects.is_some_and(|effects| !effects.is_empty()),
        })
    }
}
