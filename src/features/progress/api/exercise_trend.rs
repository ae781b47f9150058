use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::replayed::history_of;
use crate::core::access::visibility::visible;
use crate::core::access::{DataAccess, Viewer};
use crate::core::computed::{AsOf, Range, computed};
use crate::features::progress::training_trend::{TrainingBucket, TrainingTrend};
use crate::platform::http::{Answer, Conditions, Params, Problem, query_params};
use crate::platform::time::Bucket;
use crate::platform::time::LocalDay;

/// Training over time.
#[derive(Serialize, ToSchema)]
pub struct ExerciseTrend {
    /// The day that counts as today.
    as_of: LocalDay,
    /// In order.
    points: Vec<TrainingBucket>,
}

visible!(ExerciseTrend: always[as_of, points: TrainingBucket]);

query_params! {
    /// How a trend is grouped.
    pub struct TrendFilter {
        /// The size of a bucket; `week` when left out
        bucket: Bucket,
    }
}

/// Training over time
///
/// Minutes, sessions and days done of days planned, by day, week or month (rules §6).
#[utoipa::path(tag = "progress", security(("bearer" = [])),
    params(Params<(Range<90, 4000>, TrendFilter, AsOf)>),
    responses((status = 200, description = "The trend", body = ExerciseTrend), (status = 304, description = "Not modified")))]
#[get("/trends/exercise")]
pub async fn exercise_trend(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params((range, filter, as_of)): Params<(Range<90, 4000>, TrendFilter, AsOf)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let bucket = filter.bucket.unwrap_or(Bucket::Week);
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let range = range.days(day)?;
                let history = history_of(tx, &range, day)?;
                let mut trend = TrainingTrend::new(range.clone(), bucket);
                history.replay(tx, |day| trend.add(day))?;
                Ok(ExerciseTrend { as_of: day, points: trend.finish() })
            })
        })
        .await
}
