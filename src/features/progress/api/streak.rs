use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::replayed::history_of;
use crate::core::access::visibility::visible;
use crate::core::access::{DataAccess, Viewer};
use crate::core::computed::{AsOf, Range, computed};
use crate::features::progress::adherence::{AdherenceReport, AdherenceSeries};
use crate::features::progress::history::History;
use crate::features::progress::judged_day::JudgedDay;
use crate::features::progress::streak::StreakReport;
use crate::features::progress::strength::{StrengthPoint, StrengthSeries};
use crate::platform::http::{Answer, Conditions, Params, Problem};
use crate::platform::time::LocalDay;

/// The streak as of a day.
#[derive(Serialize, ToSchema)]
pub struct StreakAnswer {
    /// The day it is about.
    as_of: LocalDay,
    #[serde(flatten)]
    report: StreakReport,
}

visible!(StreakAnswer: always[as_of], flatten[report: StreakReport]);

/// Days with their states.
#[derive(Serialize, ToSchema)]
pub struct CalendarAnswer {
    /// The day that counts as today.
    as_of: LocalDay,
    /// In order; days before the first session and plan, and after `as_of`, are left out.
    days: Vec<JudgedDay>,
}

visible!(CalendarAnswer: always[as_of, days: JudgedDay]);

/// Habit strength day by day.
#[derive(Serialize, ToSchema)]
pub struct StrengthAnswer {
    /// The day that counts as today.
    as_of: LocalDay,
    /// In order.
    points: Vec<StrengthPoint>,
}

visible!(StrengthAnswer: always[as_of, points: StrengthPoint]);

/// Adherence over a range.
#[derive(Serialize, ToSchema)]
pub struct AdherenceAnswer {
    /// The day that counts as today.
    as_of: LocalDay,
    #[serde(flatten)]
    report: AdherenceReport,
}

visible!(AdherenceAnswer: always[as_of], flatten[report: AdherenceReport]);

/// The streak
///
/// How many days, or weeks, in a row the plan was kept (rules §4).
#[utoipa::path(tag = "progress", security(("bearer" = [])),
    params(Params<AsOf>),
    responses((status = 200, description = "The streak", body = StreakAnswer), (status = 304, description = "Not modified")))]
#[get("/streak")]
pub async fn streak(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params(as_of): Params<AsOf>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let outcome = History::load(tx, day.date(), day.date())?.replay(tx, |_| {})?;
                Ok(StreakAnswer { as_of: day, report: outcome.streak })
            })
        })
        .await
}

/// The calendar
///
/// Every day with its state and the reason for it (rules §3), at most 400 days.
#[utoipa::path(tag = "progress", security(("bearer" = [])),
    params(Params<(Range<28, 400>, AsOf)>),
    responses((status = 200, description = "The days", body = CalendarAnswer), (status = 304, description = "Not modified")))]
#[get("/calendar")]
pub async fn calendar(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params((range, as_of)): Params<(Range<28, 400>, AsOf)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let range = range.days(day)?;
                let history = history_of(tx, &range, day)?;
                let mut days = Vec::new();
                history.replay(tx, |day| {
                    if range.contains(&day.judged.date) {
                        days.push(day.judged.clone());
                    }
                })?;
                Ok(CalendarAnswer { as_of: day, days })
            })
        })
        .await
}

/// Habit strength
///
/// A number from 0 to 1 for each day that grows with every day done and fades with every day missed (rules §5).
#[utoipa::path(tag = "progress", security(("bearer" = [])),
    params(Params<(Range<90, 4000>, AsOf)>),
    responses((status = 200, description = "The series", body = StrengthAnswer), (status = 304, description = "Not modified")))]
#[get("/strength")]
pub async fn strength(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params((range, as_of)): Params<(Range<90, 4000>, AsOf)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let range = range.days(day)?;
                let history = history_of(tx, &range, day)?;
                let mut series = StrengthSeries::new(range.clone());
                history.replay(tx, |day| series.add(&day.judged))?;
                Ok(StrengthAnswer { as_of: day, points: series.finish() })
            })
        })
        .await
}

/// Adherence
///
/// Days done of days planned and sets done of sets prescribed, over the range and by ISO week (rules §6).
#[utoipa::path(tag = "progress", security(("bearer" = [])),
    params(Params<(Range<28, 4000>, AsOf)>),
    responses((status = 200, description = "Adherence", body = AdherenceAnswer), (status = 304, description = "Not modified")))]
#[get("/adherence")]
pub async fn adherence(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params((range, as_of)): Params<(Range<28, 4000>, AsOf)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let range = range.days(day)?;
                let history = history_of(tx, &range, day)?;
                let mut series = AdherenceSeries::new(range.clone());
                history.replay(tx, |day| series.add(day))?;
                Ok(AdherenceAnswer { as_of: day, report: series.finish() })
            })
        })
        .await
}
