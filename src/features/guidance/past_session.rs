//! The sessions that a hint looks back at.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use crate::core::records::store;
use crate::core::tx::Tx;
use crate::features::pain::days as pain_days;
use crate::features::training::{ExerciseKey, PlanItem, Session};
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::time::LocalDay;

/// Days that a hint looks back: what was done before says little about the next session.
const LOOK_BACK_DAYS: u64 = 28;

/// Sessions it looks at, the newest.
const MAX_SESSIONS: i64 = 200;

/// A session, as far as the hint for one exercise needs it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PastSession {
    /// Its id.
    pub id: RecordId,
    /// Its local day.
    pub date: LocalDay,
    /// How hard it felt, 0 to 10; null when not noted.
    pub effort: Option<u32>,
    /// Worst pain during it, NRS-11; null when not noted.
    pub pain_during: Option<u32>,
    /// The next day's mean pain less that before the session (the session's `pain_before`, else the day's mean), in
    /// points; null while either is not known.
    pub next_day_rise: Option<f64>,
    /// Whether the sets prescribed were done.
    pub met: bool,
}

/// The sessions of the last four weeks, newest first, with the daily pain around them.
pub struct Recent {
    sessions: Vec<(RecordId, Session)>,
    pain: BTreeMap<NaiveDate, f64>,
}

impl Recent {
    /// Loads them, up to `day`.
    pub fn load(tx: &mut Tx<'_>, day: LocalDay) -> Result<Self, DbError> {
        let from = day.date() - Days::new(LOOK_BACK_DAYS);
        let stored = store::newest::<Session>(tx, from..=day.date(), MAX_SESSIONS)?;
        let sessions = stored.iter().map(|stored| Ok((stored.id, stored.read()?))).collect::<Result<_, DbError>>()?;
        let days = pain_days::between(tx, from, day.date(), None)?;
        let pain = days.iter().filter_map(|day| Some((day.date, day.mean()?))).collect();
        Ok(Self { sessions, pain })
    }

    /// The last `limit` sessions with an exercise, newest first, held against what is prescribed of it.
    #[must_use]
    pub fn with(&self, exercise: ExerciseKey, prescribed: Option<&PlanItem>, limit: usize) -> Vec<PastSession> {
        let with_it =
            self.sessions.iter().filter(|(_, session)| session.exercises.iter().any(|done| done.exercise == exercise));
        with_it.take(limit).map(|(id, session)| self.past(*id, session, prescribed)).collect()
    }

    fn past(&self, id: RecordId, session: &Session, prescribed: Option<&PlanItem>) -> PastSession {
        let date = session.day();
        let before = session.pain_before.map(|pain| f64::from(pain.get()));
        let before = before.or_else(|| self.pain.get(&date.date()).copied());
        let after = self.pain.get(&date.plus_days(1).date());
        PastSession {
            id,
            date,
            effort: session.effort.map(crate::platform::input::BoundedInt::get),
            pain_during: session.pain_during.map(crate::platform::input::BoundedInt::get),
            next_day_rise: after.zip(before).map(|(after, before)| after - before),
            met: prescribed.is_some_and(|item| session.meets(item)),
        }
    }
}
