//! What all computed answers share: the day they are as of, the range they cover, their entity tag.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::openapi::path::Parameter;

use crate::core::RULESET;
use crate::core::access::Owner;
use crate::core::access::visibility::{View, Visible};
use crate::core::tx::Tx;
use crate::platform::http::{Answer, Conditions, Problem, Query, QueryParams, parameter};
use crate::platform::input::FieldErrors;
use crate::platform::time::{LocalDay, Zone};

/// The day that a question is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AsOf {
    stated: Option<LocalDay>,
    zone: Option<Zone>,
}

impl QueryParams for AsOf {
    fn take(query: &mut Query) -> Self {
        Self { stated: query.take("as_of"), zone: query.take("time_zone") }
    }

    fn describe() -> Vec<Parameter> {
        vec![
            parameter::<LocalDay>("as_of", "The day to answer for, up to tomorrow; today when left out"),
            parameter::<Zone>("time_zone", "The zone of today; the profile's when left out"),
        ]
    }
}

impl AsOf {
    /// The day: as stated, up to tomorrow, or today.
    fn day(self, owner: &Owner) -> Result<LocalDay, Problem> {
        let today = owner.today(self.zone);
        match self.stated {
            Some(stated) if stated > today.plus_days(1) => {
                Err(FieldErrors::one("?as_of", "in_the_future", "must not lie after tomorrow").into())
            }
            Some(stated) => Ok(stated),
            None => Ok(today),
        }
    }
}

/// A range of days, of which either end may be left out: then it ends on the day of the question and has `DEFAULT` days.
/// It may have `MAX`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range<const DEFAULT: i64, const MAX: i64> {
    from: Option<LocalDay>,
    to: Option<LocalDay>,
}

impl<const DEFAULT: i64, const MAX: i64> QueryParams for Range<DEFAULT, MAX> {
    fn take(query: &mut Query) -> Self {
        Self { from: query.take("from"), to: query.take("to") }
    }

    fn describe() -> Vec<Parameter> {
        vec![
            parameter::<LocalDay>("from", format!("First day; {} days before `to` when left out", DEFAULT - 1)),
            parameter::<LocalDay>("to", "Last day; `as_of` when left out"),
        ]
    }
}

impl<const DEFAULT: i64, const MAX: i64> Range<DEFAULT, MAX> {
    /// The days, none after `as_of`.
    pub(crate) fn days(self, as_of: LocalDay) -> Result<RangeInclusive<NaiveDate>, Problem> {
        let to = self.to.unwrap_or(as_of);
        let from = self.from.unwrap_or_else(|| to.plus_days(1 - DEFAULT));
        let days = to.days_since(from) + 1;
        if days < 1 {
            return Err(FieldErrors::one("?from", "out_of_range", "must not lie after to").into());
        }
        if days > MAX {
            return Err(FieldErrors::one("?from", "out_of_range", format!("must lie within {MAX} days of to")).into());
        }
        Ok(from.date()..=to.min(as_of).date())
    }
}

/// Answers a question about somebody's records as of a day. When the viewer has the answer already, nothing is
/// computed: it can only have changed with the records, the day or the rules.
pub(crate) fn computed<T: Serialize + Visible>(
    tx: &mut Tx<'_>,
    conditions: &Conditions,
    as_of: AsOf,
    work: impl FnOnce(&mut Tx<'_>, LocalDay) -> Result<T, Problem>,
) -> Result<View, Problem> {
    let (day, etag) = version(tx, as_of, "")?;
    if conditions.is_fresh(&etag) {
        return Ok(View::not_modified(etag));
    }
    let answer = work(tx, day)?;
    Ok(View::json(tx.actor, &answer)?.with_etag(etag))
}

/// The same for an answer to the owner alone. `moment` names what has become of it in the course of a day without a write.
pub(crate) fn computed_for_owner<T: Serialize>(
    tx: &mut Tx<'_>,
    conditions: &Conditions,
    as_of: AsOf,
    moment: &str,
    work: impl FnOnce(&mut Tx<'_>, LocalDay) -> Result<T, Problem>,
) -> Result<Answer, Problem> {
    let (day, etag) = version(tx, as_of, moment)?;
    if conditions.is_fresh(&etag) {
        return Ok(Answer::not_modified(etag));
    }
    Ok(Answer::json(&work(tx, day)?)?.with_etag(etag))
}

/// The day that is asked about, and the entity tag of an answer about it.
fn version(tx: &Tx<'_>, as_of: AsOf, moment: &str) -> Result<(LocalDay, String), Problem> {
    let day = as_of.day(&tx.owner)?;
    // The words of answers change with the version of the program.
    let etag = format!("\"{}.{day}{moment}.{RULESET}.{}\"", tx.owner.rev, env!("CARGO_PKG_VERSION"));
    Ok((day, tx.actor.tag(etag)))
}
