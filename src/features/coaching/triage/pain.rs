//! Signals of a client's pain. Pure.

use chrono::NaiveDate;

use super::facts::Pain;
use super::signal::{Signal, SignalCode};
use super::{back, held_since};
use crate::features::pain::trend::daily::DailyValue;

/// Scored days that the mean of seven days needs.
const MIN_SCORED_IN_WEEK: usize = 3;
/// Scored days that the mean of the 28 days before needs.
const MIN_SCORED_BEFORE: usize = 5;
/// The rise in points from which there is a signal: what people notice (rules §7).
const MIN_RISE: f64 = 2.0;
/// What rounding may take off a rise of exactly so much.
const ROUNDING: f64 = 1e-9;

/// The mean of the last seven days, and that less the mean of the 28 before.
pub(super) fn means(pain: &Pain, today: NaiveDate) -> (Option<f64>, Option<f64>) {
    let now = week(&pain.values, today);
    (now, now.zip(before(&pain.values, today)).map(|(now, before)| now - before))
}

/// Whether the mean has risen.
pub(super) fn pain_up(pain: &Pain, today: NaiveDate) -> Option<Signal> {
    let change = |end| Some(week(&pain.values, end)? - before(&pain.values, end)?);
    let since = held_since(today, |end| change(end).is_some_and(|change| change >= MIN_RISE - ROUNDING))?;
    let text = format!(
        "Pain at {:.1} on average over the last seven days, {:.1} above the four weeks before.",
        week(&pain.values, today)?,
        change(today)?
    );
    Some(Signal { code: SignalCode::PainUp, since, text })
}

fn week(values: &[DailyValue], end: NaiveDate) -> Option<f64> {
    mean(values, back(end, 6), end, MIN_SCORED_IN_WEEK)
}

fn before(values: &[DailyValue], end: NaiveDate) -> Option<f64> {
    mean(values, back(end, 34), back(end, 7), MIN_SCORED_BEFORE)
}

fn mean(values: &[DailyValue], from: NaiveDate, to: NaiveDate, min_days: usize) -> Option<f64> {
    let first = values.partition_point(|one| one.date < from);
    let past = values.partition_point(|one| one.date <= to);
    let within = values.get(first..past).filter(|within| within.len() >= min_days)?;
    let sum: f64 = within.iter().map(|one| one.value).sum();
    u32::try_from(within.len()).ok().map(|scored| sum / f64::from(scored))
}
