//! How many minutes a week to go up to (rules §6).

use chrono::Days;
use serde::Serialize;
use utoipa::ToSchema;

use crate::features::training::days;
use crate::platform::db::AnyConnection;
use crate::platform::http::Problem;
use crate::platform::ids::UserId;
use crate::platform::time::LocalDay;

/// The minutes of the last seven days, and how many the next seven had better not go above: a tenth more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct WeeklyMinutes {
    /// Whole minutes in the seven days before this one.
    pub last_seven_days: i64,
    /// At most so many in the next seven.
    pub at_most: i64,
}

/// What the days before `day` come to; None when nothing was done.
pub fn weekly_minutes(
    connection: &mut AnyConnection,
    user: UserId,
    day: LocalDay,
) -> Result<Option<WeeklyMinutes>, Problem> {
    let (from, to) = (day.date() - Days::new(7), day.date() - Days::new(1));
    let seconds: i64 = days::between(connection, user, from, to)?.iter().map(|(_, sums)| sums.seconds).sum();
    let minutes = seconds / 60;
    Ok((minutes > 0).then_some(WeeklyMinutes { last_seven_days: minutes, at_most: seconds * 11 / 600 }))
}
