//! Loads the facts of many clients and computes their lines, the most in need first.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::cache::Cache;
use super::facts::{Facts, Pain, Training, TrainingDay, Visit, Visits};
use super::row::{Triage, triage};
use super::{LOOK_BACK_DAYS, Sight, first_day};
use crate::core::access::Owner;
use crate::core::records::{Record, Stored, store};
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

/// The most appointments, and the most pain scores of two days, that are read of a client, the newest; nobody has more.
const MAX_RECORDS: i64 = 2_000;

/// More than most clients have of them.
const USUAL_RECORDS: i64 = 100;

/// The most clients whose facts are loaded together.
const MAX_CLIENTS: usize = 500;

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
/// that `cache` knows is not worked out again and takes no query. The others take a few queries for each day that is today
/// for some of them, however many they are.
pub fn rows(tx: &mut Tx<'_>, clients: &[Client], cache: &Cache) -> Result<Vec<(UserId, Arc<Triage>)>, DbError> {
    let mut rows = Vec::new();
    let mut unknown = BTreeMap::<_, Vec<_>>::new();
    for client in clients {
        let day = client.owner.today(None);
        match cache.find(&client.owner, client.sight, day) {
            Some(known) => rows.push((client.owner.user, known)),
            None => unknown.entry(day).or_default().push(client),
        }
    }
    if !unknown.is_empty() {
        tx.snapshot(|tx| {
            for (day, clients) in &unknown {
                for clients in clients.chunks(MAX_CLIENTS) {
                    for (Client { owner, sight }, facts) in clients.iter().zip(facts(tx, *day, clients)?) {
                        let line = Arc::new(triage(&facts));
                        cache.keep(owner, *sight, *day, Arc::clone(&line));
                        rows.push((owner.user, line));
                    }
                }
            }
            Ok::<_, DbError>(())
        })?;
    }
    rows.sort_by_cached_key(|(user, line): &(_, Arc<Triage>)| (line.order(), *user));
    Ok(rows)
}

/// What is known of clients whose today is `day`, in their order, within a snapshot.
fn facts(tx: &mut Tx<'_>, day: LocalDay, clients: &[&Client]) -> Result<Vec<Facts>, DbError> {
    let who_share = |part: fn(&Sight) -> bool| {
        clients.iter().filter(|client| part(&client.sight)).map(|client| &client.owner).collect::<Vec<_>>()
    };
    let mut training = training(tx, day.date(), &who_share(|sight| sight.sessions))?;
    let mut pain = pain(tx, day, &who_share(|sight| sight.pain))?;
    let mut visits = visits(tx, day, &who_share(|sight| sight.appointments))?;
    let facts = clients.iter().map(|client| client.owner.user).map(|user| Facts {
        today: day.date(),
        training: training.remove(&user),
        pain: pain.remove(&user),
        visits: visits.remove(&user),
    });
    Ok(facts.collect())
}

fn training(tx: &mut Tx<'_>, today: NaiveDate, owners: &[&Owner]) -> Result<BTreeMap<UserId, Training>, DbError> {
    let first = first_day(today);
    let histories = History::load_of(tx, owners, first, today)?;
    let mut found = BTreeMap::new();
    for (owner, history) in owners.iter().zip(&histories) {
        let (mut days, mut replayed) = (Vec::new(), 0);
        let (outcome, checkpoints) = history.judge(owner, |day| {
            replayed += 1;
            if day.judged.date >= first {
                days.push(TrainingDay::from(day));
            }
        })?;
        if replayed > FROM_A_MONTH_END {
            checkpoints.store_after(tx);
        }
        let last_session_on = days.iter().rev().find(|day: &&TrainingDay| day.session).map(|day| day.date);
        found.insert(owner.user, Training { streak: outcome.streak.current, last_session_on, days });
    }
    let longer_ago = found.iter().filter(|(_, training)| training.last_session_on.is_none());
    let longer_ago: Vec<_> = longer_ago.map(|(user, _)| *user).collect();
    if !longer_ago.is_empty() {
        for (user, last) in training_days::last_sessions(tx, &longer_ago, today)? {
            if let Some(training) = found.get_mut(&user) {
                training.last_session_on = Some(last);
            }
        }
    }
    Ok(found)
}

fn pain(tx: &mut Tx<'_>, day: LocalDay, owners: &[&Owner]) -> Result<BTreeMap<UserId, Pain>, DbError> {
    let mut days = pain_days::between_of(tx, &ids(owners), first_day(day.date()), day.date())?;
    let yesterday = day.plus_days(-1).date();
    let mut scores = newest::<PainScore>(tx, owners, yesterday..=day.date())?;
    let pain_of = |user| {
        let mut flares = Vec::new();
        for stored in scores.remove(&user).unwrap_or_default() {
            let score: Flare = stored.body.read()?;
            flares.extend(score.local_date.filter(|_| score.flare == Some(true)).map(LocalDay::date));
        }
        Ok((user, Pain { values: daily_values(&days.remove(&user).unwrap_or_default()), flares }))
    };
    ids(owners).into_iter().map(pain_of).collect()
}

fn visits(tx: &mut Tx<'_>, day: LocalDay, owners: &[&Owner]) -> Result<BTreeMap<UserId, Visits>, DbError> {
    let year = day.plus_days(-COURSE_DAYS).date()..=day.date();
    let mut courses = BTreeMap::new();
    for (user, stored) in newest::<Course>(tx, owners, year)? {
        if let Some(newest) = stored.first() {
            courses.insert(user, (CourseId(newest.id), newest.read::<Course>()?));
        }
    }
    let looked_at = first_day(day.date());
    let from = |course: Option<&(CourseId, Course)>| {
        course.map_or(looked_at, |(_, course)| course.started_on.date().min(looked_at))
    };
    let first = courses.values().map(|course| from(Some(course))).min().unwrap_or(looked_at);
    let mut booked = newest::<Appointment>(tx, owners, first..=LocalDay::LAST.date())?;
    let visits_of = |user| {
        let course = courses.remove(&user);
        let from = from(course.as_ref());
        let mut visits = Vec::new();
        for stored in booked.remove(&user).unwrap_or_default() {
            visits.extend(stored.body.read::<Booked>()?.visit().filter(|visit| visit.date >= from));
        }
        Ok((user, Visits { course, visits }))
    };
    ids(owners).into_iter().map(visits_of).collect()
}

fn ids(owners: &[&Owner]) -> Vec<UserId> {
    owners.iter().map(|owner| owner.user).collect()
}

/// The live records of a range of local days of each of these people, newest first.
fn newest<R: Record>(
    tx: &mut Tx<'_>,
    owners: &[&Owner],
    days: RangeInclusive<NaiveDate>,
) -> Result<BTreeMap<UserId, Vec<Stored>>, DbError> {
    let most = MAX_RECORDS + USUAL_RECORDS * i64::try_from(owners.len()).unwrap_or(i64::MAX);
    let found = store::newest_of::<R>(tx, &ids(owners), days.clone(), most)?;
    let records: usize = found.values().map(Vec::len).sum();
    if i64::try_from(records).unwrap_or(i64::MAX) < most {
        return Ok(found);
    }
    // Somebody has more than anybody does, which must not cost the others theirs.
    let alone = |owner: &&Owner| Ok((owner.user, store::newest::<R>(&mut tx.on(owner), days.clone(), MAX_RECORDS)?));
    owners.iter().map(alone).collect()
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
