//! `training_days`: each local day's sums. They change in the transaction that changes sessions and marks, so that streaks
//! never read records.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::mark_kind::MarkKind;
use super::session::Session;
use crate::core::tx::Tx;
use crate::platform::db::schema::{progress_checkpoints, training_days};
use crate::platform::db::types::JsonText;
use crate::platform::db::{DbError, by_user, cached, execute_together, load_boxed};
use crate::platform::ids::UserId;
use crate::platform::time::LocalDay;

/// The sums of one local day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaySums {
    /// Seconds trained.
    pub seconds: i64,
    /// Sessions.
    pub sessions: i32,
    /// The day's mark.
    pub mark: Option<MarkKind>,
    /// Sets done by exercise key.
    pub sets: BTreeMap<String, u32>,
}

impl DaySums {
    /// Adds a session.
    pub fn add(&mut self, session: &Session) {
        self.seconds += i64::from(session.duration_seconds.get());
        self.sessions += 1;
        for done in session.exercises.iter().filter(|done| !done.sets.is_empty()) {
            *self.sets.entry(done.exercise.to_string()).or_default() += done.set_count();
        }
    }

    /// Subtracts a session that was added before.
    pub fn remove(&mut self, session: &Session) {
        self.seconds -= i64::from(session.duration_seconds.get());
        self.sessions -= 1;
        for done in session.exercises.iter() {
            if let Some(sets) = self.sets.get_mut(&done.exercise.to_string()) {
                *sets = sets.saturating_sub(done.set_count());
            }
        }
        self.sets.retain(|_, sets| *sets > 0);
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

type Row = (NaiveDate, i64, i32, Option<String>, JsonText);

type Columns = (
    training_days::local_date,
    training_days::seconds,
    training_days::sessions,
    training_days::mark,
    training_days::sets,
);

/// The columns of a [`Row`], in its order.
const COLUMNS: Columns = (
    training_days::local_date,
    training_days::seconds,
    training_days::sessions,
    training_days::mark,
    training_days::sets,
);

/// The sums of each day of several people, in order.
pub type DaysOf = BTreeMap<UserId, Vec<(NaiveDate, DaySums)>>;

/// The sums of the days from `from` to `to` that have any, in order.
pub fn between(tx: &mut Tx<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<(NaiveDate, DaySums)>, DbError> {
    let rows = cached!(
        training_days::table
            .filter(training_days::user_id.eq(tx.owner.user))
            .filter(training_days::local_date.ge(from))
            .filter(training_days::local_date.le(to))
            .order(training_days::local_date)
            .select(COLUMNS)
    )
    .load::<Row>(tx.connection)?;
    rows.into_iter().map(read).collect()
}

/// The same of several people.
pub fn between_of(tx: &mut Tx<'_>, people: &[UserId], from: NaiveDate, to: NaiveDate) -> Result<DaysOf, DbError> {
    let rows = load_boxed!(tx.connection, |Engine| {
        training_days::table
            .filter(training_days::user_id.eq_any(people))
            .filter(training_days::local_date.ge(from))
            .filter(training_days::local_date.le(to))
            .order((training_days::user_id, training_days::local_date))
            .select((training_days::user_id, COLUMNS))
            .into_boxed::<Engine>()
    });
    let days = by_user::<Row>(rows?).into_iter();
    days.map(|(user, rows)| Ok((user, rows.into_iter().map(read).collect::<Result<_, DbError>>()?))).collect()
}

/// The first local day with a session.
pub fn first_session(tx: &mut Tx<'_>) -> Result<Option<NaiveDate>, DbError> {
    let first = cached!(
        training_days::table
            .filter(training_days::user_id.eq(tx.owner.user))
            .filter(training_days::sessions.gt(0))
            .order(training_days::local_date)
            .select(training_days::local_date)
            .limit(1)
    )
    .get_result(tx.connection);
    Ok(first.optional()?)
}

/// The last local day with a session of each of several people, up to `to`.
pub fn last_sessions(
    tx: &mut Tx<'_>,
    people: &[UserId],
    to: NaiveDate,
) -> Result<BTreeMap<UserId, NaiveDate>, DbError> {
    let rows = load_boxed!(tx.connection, |Engine| {
        training_days::table
            .filter(training_days::user_id.eq_any(people))
            .filter(training_days::sessions.gt(0))
            .filter(training_days::local_date.le(to))
            .group_by(training_days::user_id)
            .select((training_days::user_id, max(training_days::local_date)))
            .into_boxed::<Engine>()
    });
    let rows: Vec<(UserId, Option<NaiveDate>)> = rows?;
    Ok(rows.into_iter().filter_map(|(user, last)| Some((user, last?))).collect())
}

/// Changes a day's sums, and forgets what was worked out from that day on.
pub fn change(tx: &mut Tx<'_>, day: LocalDay, change: impl FnOnce(&mut DaySums)) -> Result<(), DbError> {
    let row = training_days::table.find((tx.owner.user, day.date()));
    let stored = cached!(row.select(COLUMNS)).get_result::<Row>(tx.connection).optional()?;
    let known = stored.is_some();
    let mut sums = stored.map(read).transpose()?.map(|(_, sums)| sums).unwrap_or_default();
    change(&mut sums);
    let values = (
        training_days::seconds.eq(sums.seconds),
        training_days::sessions.eq(sums.sessions),
        training_days::mark.eq(sums.mark.map(MarkKind::wire)),
        training_days::sets.eq(JsonText::of(&sums.sets)?),
    );
    let forget = diesel::delete(computed_from(tx.owner.user, day.date()));
    if sums.is_empty() {
        execute_together!(tx.connection, forget, diesel::delete(row))?;
    } else if known {
        execute_together!(tx.connection, forget, diesel::update(row).set(values))?;
    } else {
        let key = (training_days::user_id.eq(tx.owner.user), training_days::local_date.eq(day.date()));
        execute_together!(tx.connection, forget, diesel::insert_into(training_days::table).values((key, values)))?;
    }
    Ok(())
}

/// Puts `days` in the place of all of a user's sums, and forgets what was worked out from them.
pub fn replace(tx: &mut Tx<'_>, days: BTreeMap<LocalDay, DaySums>) -> Result<(), DbError> {
    cached!(diesel::delete(training_days::table.filter(training_days::user_id.eq(tx.owner.user))))
        .execute(tx.connection)?;
    for (day, sums) in days {
        change(tx, day, |fresh| *fresh = sums)?;
    }
    forget_computed(tx, None)
}

/// Forgets what was worked out for the days from `from` on, or for all days.
pub fn forget_computed(tx: &mut Tx<'_>, from: Option<LocalDay>) -> Result<(), DbError> {
    if let Some(from) = from {
        cached!(diesel::delete(computed_from(tx.owner.user, from.date()))).execute(tx.connection)?;
    } else {
        let all = progress_checkpoints::table.filter(progress_checkpoints::user_id.eq(tx.owner.user));
        cached!(diesel::delete(all)).execute(tx.connection)?;
    }
    Ok(())
}

#[diesel::dsl::auto_type]
fn computed_from(user: UserId, day: NaiveDate) -> _ {
    progress_checkpoints::table
        .filter(progress_checkpoints::user_id.eq(user))
        .filter(progress_checkpoints::through.ge(day))
}

fn read((day, seconds, sessions, mark, sets): Row) -> Result<(NaiveDate, DaySums), DbError> {
    let mark = mark.map(|wire| MarkKind::from_wire(&wire).ok_or_else(|| DbError::broken("an unknown mark is stored")));
    Ok((day, DaySums { seconds, sessions, mark: mark.transpose()?, sets: sets.read()? }))
}
