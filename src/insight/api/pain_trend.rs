use actix_web::get;
use actix_web::web::Data;
use chrono::Days;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Caller, Gate};
use crate::computed::{AsOf, Range, computed};
use crate::http::{Answer, Conditions, Problem, Query};
use crate::insight::pain_buckets::{PainBucket, SmoothedPain, pain_buckets, smoothed_pain};
use crate::insight::pain_day::PainDay;
use crate::pain::days as pain_days;
use crate::pain::vocabulary::Region;
use crate::progress::bucket::Bucket;
use crate::time::LocalDay;

/// Days before the range that the smoothed line still looks at. What lies further back weighs less than 2^-57 of a day
/// of today's, which is less than the numbers can tell.
const SMOOTHING_REACH: u64 = 400;

/// Pain over time.
#[derive(Serialize, ToSchema)]
pub struct PainTrend {
    /// The day that counts as today.
    as_of: LocalDay,
    /// What each bucket holds; buckets without a score are left out.
    points: Vec<PainBucket>,
    /// The smoothed line at each scored day, half of whose weight lies in the last week (rules §7).
    ewma: Vec<SmoothedPain>,
}

/// Pain over time
///
/// NRS-11 scores by day, week or month, and a smoothed line (rules §7). Scores on other scales stay out.
#[utoipa::path(tag = "insight", security(("bearer" = [])),
    params(
        ("from" = Option<LocalDay>, Query, description = "First day; 89 days before `to` when left out"),
        ("to" = Option<LocalDay>, Query, description = "Last day; `as_of` when left out"),
        ("bucket" = Option<Bucket>, Query, description = "The size of a bucket; `day` when left out"),
        ("region" = Option<Region>, Query, description = "One region only; all together when left out"),
        ("as_of" = Option<LocalDay>, Query, description = "The day that counts as today, up to tomorrow"),
        ("time_zone" = Option<crate::time::Zone>, Query, description = "The zone of today; the profile's when left out"),
    ),
    responses((status = 200, description = "The trend", body = PainTrend), (status = 304, description = "Not modified")))]
#[get("/v1/trends/pain")]
pub async fn pain_trend(
    gate: Data<Gate>,
    caller: Caller,
    mut query: Query,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let (as_of, range) = (AsOf::take(&mut query), Range::take(&mut query, 90, 4000));
    let bucket = query.take("bucket").unwrap_or(Bucket::Day);
    let region = query.take::<Region>("region");
    query.finish()?;
    computed(&gate, caller, conditions, as_of, move |connection, owner, day| {
        let range = range.days(day)?;
        let reach = *range.start() - Days::new(SMOOTHING_REACH);
        let counted = pain_days::between(connection, owner.user, reach, *range.end(), region)?;
        let days: Vec<_> = counted.into_iter().map(|(date, counts)| PainDay { date, counts: counts.0 }).collect();
        let begun = days.partition_point(|day| day.date < *range.start());
        let ewma = smoothed_pain(&days).into_iter().filter(|point| range.contains(&point.date)).collect();
        Ok(PainTrend { as_of: day, points: pain_buckets(days.get(begun..).unwrap_or_default(), bucket), ewma })
    })
    .await
}
