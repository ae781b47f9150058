//! Loads what a replay needs, from the newest usable checkpoint on, and stores checkpoints of long replays.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{Datelike, Days, NaiveDate};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::day_facts::{DayFacts, SetsDone};
use super::plan_version::{PlanVersion, Plans};
use super::replay::{Outcome, Replay, ReplayedDay, Settings, replay};
use crate::core::RULESET;
use crate::core::access::Owner;
use crate::core::tx::Tx;
use crate::features::training::{StoredVersion, days, plan_versions};
use crate::platform::db::schema::{progress_checkpoints as checkpoints, users};
use crate::platform::db::types::JsonText;
use crate::platform::db::{AnyConnection, DbError, cached, for_update};
use crate::platform::ids::UserId;
use crate::platform::time::LocalDay;

/// The most checkpoints that one replay stores: three years of months.
const MAX_CHECKPOINTS: usize = 36;

/// A replay shorter than this is as cheap as reading a checkpoint.
const MIN_REPLAYED_DAYS: usize = 45;

/// What a person recorded, from a checkpoint or from the beginning up to `end`.
pub struct History {
    plans: Plans,
    settings: Settings,
    start: Option<Replay>,
    facts: Vec<DayFacts>,
    end: NaiveDate,
}

/// Checkpoints worth storing, as of a rev of their owner.
pub struct Checkpoints {
    user: UserId,
    rev: i64,
    states: VecDeque<Replay>,
}

/// A checkpoint as it is stored. One of another ruleset is ignored.
#[derive(Serialize, Deserialize)]
struct Saved {
    ruleset: String,
    replay: Replay,
}

impl History {
    /// The history up to `end`, from a checkpoint before `from`.
    pub fn load(tx: &mut Tx<'_>, from: NaiveDate, end: NaiveDate) -> Result<Self, DbError> {
        tx.snapshot(|tx| Self::load_at_a_moment(tx, from, end))
    }

    /// The same within a snapshot that the caller has taken.
    pub fn load_at_a_moment(tx: &mut Tx<'_>, from: NaiveDate, end: NaiveDate) -> Result<Self, DbError> {
        let start = checkpoint_before(tx, from.min(end))?;
        Self::load_after(tx, start, end)
    }

    fn load_after(tx: &mut Tx<'_>, start: Option<Replay>, end: NaiveDate) -> Result<Self, DbError> {
        let first = start.as_ref().map_or(NaiveDate::MIN, |start| start.through() + Days::new(1));
        // SQLite compares dates as text, in which years have four digits.
        let first = first.max(LocalDay::FIRST.date());
        let facts = days::between(tx, first, end)?;
        let versions = plan_versions(tx)?;
        Ok(Self {
            plans: Plans::new(
                versions.first.as_ref().map(plan_version),
                versions.later.iter().map(plan_version).collect(),
            ),
            settings: Settings { streak_freezes: tx.owner.streak_freezes },
            start,
            facts: facts.into_iter().map(day_facts).collect(),
            end,
        })
    }

    /// Judges every day from the checkpoint on; `visit` sees each in order, the end last and still open. Checkpoints of a
    /// long way are stored after the unit of work.
    ///
    /// # Errors
    /// When a stored checkpoint does not fit, which would be a fault of this module.
    pub fn replay<'a>(&'a self, tx: &mut Tx<'_>, visit: impl FnMut(&ReplayedDay<'a>)) -> Result<Outcome, DbError> {
        let (outcome, checkpoints) = self.judge(&tx.owner, visit)?;
        checkpoints.store_after(tx);
        Ok(outcome)
    }

    /// The same with the checkpoints in the caller's hands.
    ///
    /// # Errors
    /// As [`History::replay`].
    pub fn judge<'a>(
        &'a self,
        owner: &Owner,
        mut visit: impl FnMut(&ReplayedDay<'a>),
    ) -> Result<(Outcome, Checkpoints), DbError> {
        let (mut replayed, mut states) = (0, VecDeque::new());
        let outcome = replay(&self.plans, self.settings, self.start.clone(), &self.facts, self.end, |day, closed| {
            visit(day);
            replayed += 1;
            // The last day of each month; late entries rarely reach behind it.
            states.extend(closed.filter(|_| ends_month(day.judged.date)).cloned());
            if states.len() > MAX_CHECKPOINTS {
                states.pop_front();
            }
        });
        let outcome = outcome.map_err(DbError::broken)?;
        if replayed < MIN_REPLAYED_DAYS {
            states.clear();
        }
        Ok((outcome, Checkpoints { user: owner.user, rev: owner.rev, states }))
    }
}

/// The result of a check of a user's checkpoints.
#[derive(Debug, Default)]
pub struct CheckpointCheck {
    /// How many were compared.
    pub checked: usize,
    /// The days of those that differ from a fresh replay.
    pub wrong: Vec<NaiveDate>,
}

/// Holds every stored checkpoint against a replay from the beginning. Those of other rules are never used, so they are
/// left alone.
pub fn check_checkpoints(tx: &mut Tx<'_>) -> Result<CheckpointCheck, DbError> {
    let stored = cached!(
        checkpoints::table
            .filter(checkpoints::user_id.eq(tx.owner.user))
            .order(checkpoints::through)
            .select((checkpoints::through, checkpoints::state))
    )
    .load::<(NaiveDate, JsonText)>(tx.connection)?;
    let mut found = CheckpointCheck { checked: stored.len(), wrong: Vec::new() };
    let Some(end) = stored.last().map(|(through, _)| *through + Days::new(1)) else { return Ok(found) };
    let history = History::load_after(tx, None, end)?;
    let mut fresh = BTreeMap::new();
    let replayed = replay(&history.plans, history.settings, None, &history.facts, end, |_, closed| {
        fresh.extend(closed.map(|state| (state.through(), state.clone())));
    });
    replayed.map_err(DbError::broken)?;
    found.wrong = stored
        .into_iter()
        .filter(|(through, state)| match state.read::<Saved>() {
            Ok(saved) => saved.ruleset == RULESET && fresh.get(through) != Some(&saved.replay),
            Err(_) => true,
        })
        .map(|(through, _)| through)
        .collect();
    Ok(found)
}

impl Checkpoints {
    /// Stores them after the unit of work. Without them the next answer is slower, not different.
    pub fn store_after(self, tx: &mut Tx<'_>) {
        if !self.states.is_empty() {
            tx.after_commit(move |connection| self.store(connection));
        }
    }

    /// Stores them, unless the owner's records have changed since they were made.
    fn store(&self, connection: &mut AnyConnection) -> Result<(), DbError> {
        let query = users::table.find(self.user).select(users::rev);
        let rev: Option<i64> = for_update!(connection, query).optional()?;
        if rev != Some(self.rev) {
            return Ok(());
        }
        let of_user = checkpoints::table.filter(checkpoints::user_id.eq(self.user));
        let stored = cached!(of_user.select((checkpoints::through, checkpoints::state)))
            .load::<(NaiveDate, JsonText)>(connection)?;
        let current: BTreeSet<_> =
            stored.into_iter().filter(|(_, state)| usable(state).is_some()).map(|(through, _)| through).collect();
        for state in self.states.iter().filter(|state| !current.contains(&state.through())) {
            cached!(diesel::delete(checkpoints::table.find((self.user, state.through())))).execute(connection)?;
            let saved = Saved { ruleset: RULESET.to_owned(), replay: state.clone() };
            diesel::insert_into(checkpoints::table)
                .values((
                    checkpoints::user_id.eq(self.user),
                    checkpoints::through.eq(state.through()),
                    checkpoints::state.eq(JsonText::of(&saved)?),
                ))
                .execute(connection)?;
        }
        Ok(())
    }
}

fn checkpoint_before(tx: &mut Tx<'_>, day: NaiveDate) -> Result<Option<Replay>, DbError> {
    let newest = cached!(
        checkpoints::table
            .filter(checkpoints::user_id.eq(tx.owner.user))
            .filter(checkpoints::through.lt(day))
            .order(checkpoints::through.desc())
            .select(checkpoints::state)
            .limit(1)
    )
    .get_result::<JsonText>(tx.connection)
    .optional()?;
    Ok(newest.as_ref().and_then(usable))
}

/// The state in a stored checkpoint, unless it is of another ruleset, whose form may differ too.
fn usable(state: &JsonText) -> Option<Replay> {
    let saved = state.read::<Saved>().ok()?;
    (saved.ruleset == RULESET).then_some(saved.replay)
}

fn plan_version(version: &StoredVersion) -> PlanVersion {
    PlanVersion::new(Some(version.stored.id.0), &version.plan)
}

fn day_facts((date, sums): (NaiveDate, days::DaySums)) -> DayFacts {
    DayFacts {
        date,
        seconds: u64::try_from(sums.seconds).unwrap_or(0),
        sessions: u32::try_from(sums.sessions).unwrap_or(0),
        mark: sums.mark,
        sets: sums.sets.into_iter().map(|(exercise, sets)| SetsDone { exercise, sets }).collect(),
    }
}

fn ends_month(date: NaiveDate) -> bool {
    date.succ_opt().is_some_and(|next| next.day() == 1)
}
