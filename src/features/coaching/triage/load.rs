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
use crate::features::acupuncture::vocabulary::AppointmentStatus;
use crate::features::acupuncture::{Appointment, Course, CourseId};
use crate::features::pain::trend::daily::daily_values;
use crate::features::pain::{PainScore, days as pain_days};
use crate::features::progress::history::{History, Kept};
use crate::features::training::days as training_days;
use crate::platform::db::{AnyConnection, snapshot};
use crate::platform::http::Problem;
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

/// The lines on some clients.
#[derive(Default)]
pub struct Triaged {
    /// Each client with their line, the most in need first.
    pub rows: Vec<(UserId, Arc<Triage>)>,
    /// Checkpoints to store, of clients whose replay began further back than a month.
    pub kept: Vec<Kept>,
}

impl Triaged {
    /// The lines on a coach's clients that were computed in several parts, merged.
    #[must_use]
    pub fn of_parts(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.rows.extend(part.rows);
            all.kept.extend(part.kept);
        }
        all.rows.sort_by_cached_key(|(user, line)| (line.order(), *user));
        all
    }
}

/// The lines on `clients`, each on their own today, the most in need first; of equals, the one with the lower id. A line in
/// `cache` takes no query, another takes seven. Ask about many clients in several parts, so that other reads have their
/// turn between them.
pub fn rows(connection: &mut AnyConnection, clients: &[Client], cache: &Cache) -> Result<Triaged, Problem> {
    let mut triaged = Triaged::default();
    let mut unknown = Vec::new();
    for client in clients {
        let day = client.owner.today(None);
        match cache.find(&client.owner, client.sight, day) {
            Some(known) => triaged.rows.push((client.owner.user, known)),
            None => unknown.push((client, day)),
        }
    }
    if !unknown.is_empty() {
        snapshot(connection, |connection| {
            for (Client { owner, sight }, day) in unknown {
                let (facts, kept) = facts(connection, owner, day, *sight)?;
                let line = Arc::new(triage(&facts));
                cache.keep(owner, *sight, day, Arc::clone(&line));
                triaged.rows.push((owner.user, line));
                triaged.kept.extend(kept);
            }
            Ok::<_, Problem>(())
        })?;
    }
    Ok(Triaged::of_parts([triaged]))
}

/// The facts of a client on a day, read within a snapshot; and checkpoints to store.
fn facts(
    connection: &mut AnyConnection,
    client: &Owner,
    day: LocalDay,
    sight: Sight,
) -> Result<(Facts, Option<Kept>), Problem> {
    let mut facts = Facts { today: day.date(), training: None, pain: None, visits: None };
    let mut kept = None;
    if sight.sessions {
        let (training, checkpoints) = training(connection, client, day.date())?;
        (facts.training, kept) = (Some(training), checkpoints);
    }
    if sight.pain {
        facts.pain = Some(pain(connection, client.user, day)?);
    }
    if sight.appointments {
        facts.visits = Some(visits(connection, client.user, day)?);
    }
    Ok((facts, kept))
}

fn training(
    connection: &mut AnyConnection,
    client: &Owner,
    today: NaiveDate,
) -> Result<(Training, Option<Kept>), Problem> {
    let first = first_day(today);
    let history = History::load_at_a_moment(connection, client, first, today)?;
    let (mut days, mut replayed) = (Vec::new(), 0);
    let (outcome, kept) = history.replay(client, |day| {
        replayed += 1;
        if day.judged.date >= first {
            days.push(TrainingDay::from(day));
        }
    })?;
    let last_session_on = match days.iter().rev().find(|day| day.session) {
        Some(day) => Some(day.date),
        None => training_days::last_session(connection, client.user, today)?,
    };
    let kept = (replayed > FROM_A_MONTH_END && !kept.is_empty()).then_some(kept);
    Ok((Training { streak: outcome.streak.current, last_session_on, days }, kept))
}

fn pain(connection: &mut AnyConnection, client: UserId, day: LocalDay) -> Result<Pain, Problem> {
    let days = pain_days::between(connection, client, first_day(day.date()), day.date(), None)?;
    let values = daily_values(&days);
    let yesterday = day.plus_days(-1).date();
    let mut flares = Vec::new();
    for stored in store::newest::<PainScore>(connection, client, yesterday..=day.date(), MAX_RECORDS)? {
        let score: Flare = stored.body.read()?;
        flares.extend(score.local_date.filter(|_| score.flare == Some(true)).map(LocalDay::date));
    }
    Ok(Pain { values, flares })
}

fn visits(connection: &mut AnyConnection, client: UserId, day: LocalDay) -> Result<Visits, Problem> {
    let year = day.plus_days(-COURSE_DAYS).date()..=day.date();
    let newest = store::newest::<Course>(connection, client, year, 1)?;
    let course = newest.first().map(|stored| Ok::<_, Problem>((CourseId(stored.id), stored.read::<Course>()?)));
    let course = course.transpose()?;
    let looked_at = first_day(day.date());
    let from = course.as_ref().map_or(looked_at, |(_, course)| course.started_on.date().min(looked_at));
    let stored = store::newest::<Appointment>(connection, client, from..=LocalDay::LAST.date(), MAX_RECORDS)?;
    let visits = stored.iter().map(|stored| Ok(stored.body.read::<Booked>()?.visit()));
    Ok(Visits { course, visits: visits.filter_map(Result::transpose).collect::<Result<_, Problem>>()? })
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
