//! `pain_days`: how often each NRS score was given on a local day in a region. It changes in the transaction that changes
//! the scores, so that trends never read records.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::PainScore;
use super::trend::daily::PainDay;
use super::vocabulary::Region;
use crate::core::tx::Tx;
use crate::platform::db::schema::pain_days;
use crate::platform::db::types::JsonText;
use crate::platform::db::{DbError, by_user, cached, load_boxed};
use crate::platform::ids::UserId;
use crate::platform::time::LocalDay;

/// How often each score from 0 to 10 was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScoreCounts(pub [u32; 11]);

impl ScoreCounts {
    /// Counts a score once more.
    pub fn add(&mut self, score: u32) {
        if let Some(count) = self.slot(score) {
            *count += 1;
        }
    }

    /// Takes back a score that was counted.
    pub fn remove(&mut self, score: u32) {
        if let Some(count) = self.slot(score) {
            *count = count.saturating_sub(1);
        }
    }

    fn slot(&mut self, score: u32) -> Option<&mut u32> {
        usize::try_from(score).ok().and_then(|score| self.0.get_mut(score))
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a score contributes, and to which day and region; nothing when it is on another scale.
#[must_use]
pub fn part(score: &PainScore) -> Option<(LocalDay, Option<Region>, u32)> {
    Some((score.day(), score.region, score.score?.get()))
}

/// The days from `from` to `to` with any scores, in order: of one region, or of all of them together.
pub fn between(
    tx: &mut Tx<'_>,
    from: NaiveDate,
    to: NaiveDate,
    region: Option<Region>,
) -> Result<Vec<PainDay>, DbError> {
    let rows = load_boxed!(tx.connection, |Engine| {
        let mut query = pain_days::table
            .filter(pain_days::user_id.eq(tx.owner.user))
            .filter(pain_days::local_date.ge(from))
            .filter(pain_days::local_date.le(to))
            .select((pain_days::local_date, pain_days::counts))
            .into_boxed::<Engine>();
        if let Some(region) = region {
            query = query.filter(pain_days::region.eq(region.wire()));
        }
        query
    });
    summed(rows?)
}

/// The days from `from` to `to` with any scores of each of several people, in order, of all regions together.
pub fn between_of(
    tx: &mut Tx<'_>,
    people: &[UserId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeMap<UserId, Vec<PainDay>>, DbError> {
    let rows = load_boxed!(tx.connection, |Engine| {
        pain_days::table
            .filter(pain_days::user_id.eq_any(people))
            .filter(pain_days::local_date.ge(from))
            .filter(pain_days::local_date.le(to))
            .select((pain_days::user_id, (pain_days::local_date, pain_days::counts)))
            .into_boxed::<Engine>()
    });
    by_user(rows?).into_iter().map(|(user, rows)| Ok((user, summed(rows)?))).collect()
}

/// The counts of each day, of all its rows together.
fn summed(rows: Vec<(NaiveDate, JsonText)>) -> Result<Vec<PainDay>, DbError> {
    let mut days = BTreeMap::<_, ScoreCounts>::new();
    for (day, counts) in rows {
        let sum = days.entry(day).or_default();
        for (sum, count) in sum.0.iter_mut().zip(counts.read::<ScoreCounts>()?.0) {
            *sum += count;
        }
    }
    Ok(days.into_iter().map(|(date, counts)| PainDay { date, counts: counts.0 }).collect())
}

/// The counts of each day and region, with the region's key in the table.
pub type Counted = BTreeMap<(NaiveDate, String), ScoreCounts>;

/// All that is counted for a user.
pub fn all(tx: &mut Tx<'_>) -> Result<Counted, DbError> {
    let rows = cached!(pain_days::table.filter(pain_days::user_id.eq(tx.owner.user)).select((
        pain_days::local_date,
        pain_days::region,
        pain_days::counts
    )))
    .load::<(NaiveDate, String, JsonText)>(tx.connection)?;
    rows.into_iter().map(|(day, region, counts)| Ok(((day, region), counts.read()?))).collect()
}

/// Puts `counted` in the place of all that is counted for a user.
pub fn replace(tx: &mut Tx<'_>, counted: &Counted) -> Result<(), DbError> {
    cached!(diesel::delete(pain_days::table.filter(pain_days::user_id.eq(tx.owner.user)))).execute(tx.connection)?;
    for ((day, region), counts) in counted {
        diesel::insert_into(pain_days::table)
            .values((
                pain_days::user_id.eq(tx.owner.user),
                pain_days::local_date.eq(day),
                pain_days::region.eq(region),
                pain_days::counts.eq(JsonText::of(counts)?),
            ))
            .execute(tx.connection)?;
    }
    Ok(())
}

/// Changes what is counted for a day and region.
pub(super) fn change(
    tx: &mut Tx<'_>,
    day: LocalDay,
    region: Option<Region>,
    change: impl FnOnce(&mut ScoreCounts),
) -> Result<(), DbError> {
    let region = region_key(region);
    let row = pain_days::table.find((tx.owner.user, day.date(), region));
    let stored = cached!(row.select(pain_days::counts)).get_result::<JsonText>(tx.connection).optional()?;
    let mut counts = stored.as_ref().map(JsonText::read::<ScoreCounts>).transpose()?.unwrap_or_default();
    change(&mut counts);
    let value = pain_days::counts.eq(JsonText::of(&counts)?);
    if counts.is_empty() {
        cached!(diesel::delete(row)).execute(tx.connection)?;
    } else if stored.is_some() {
        cached!(diesel::update(row).set(value)).execute(tx.connection)?;
    } else {
        let key =
            (pain_days::user_id.eq(tx.owner.user), pain_days::local_date.eq(day.date()), pain_days::region.eq(region));
        cached!(diesel::insert_into(pain_days::table).values((key, value))).execute(tx.connection)?;
    }
    Ok(())
}

/// The key of a region in the table; scores without one have a row of their own.
pub(crate) fn region_key(region: Option<Region>) -> &'static str {
    region.map_or("", Region::wire)
}
