//! The route of pain that is not a collection's verb.

use std::ops::RangeInclusive;

use actix_web::get;
use actix_web::web::Data;
use chrono::{Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use crate::core::access::visibility::visible;
use crate::core::access::{DataAccess, Viewer};
use crate::core::computed::{AsOf, Range, computed};
use crate::features::pain::days as pain_days;
use crate::features::pain::trend::buckets::{PainBucket, SmoothedPain, pain_buckets, smoothed_pain};
use crate::features::pain::trend::change::PainChange;
use crate::features::pain::trend::daily::{PainDay, daily_values};
use crate::features::pain::trend::slope::{PainSlope, TrendDetails};
use crate::features::pain::trend::verdict::TrendVerdict;
use crate::features::pain::vocabulary::Region;
use crate::platform::http::{Answer, Conditions, Mount, Params, Problem, query_params};
use crate::platform::time::{Bucket, LocalDay};

/// Mounts the route.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(pain_trend);
}

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
    /// Which way the daily value goes; nothing with fewer than two scored days.
    slope: Option<PainSlope>,
    /// What that comes to.
    verdict: TrendVerdict,
    /// Of 100 made-up diaries without any change, so many at most got a verdict as clear as this one: 1, 5, or 6 in an early
    /// signal (rules §7). Null when no change is told.
    false_alarms: Option<u8>,
    /// The verdict and how sure it is in a sentence or two, to show.
    text: String,
    /// The last two weeks of the range against the first two from the first score on; nothing when either has too few
    /// scores, or the pain was below 3 points at first.
    change: Option<PainChange>,
    /// The statistics behind slope and verdict; nothing with fewer than two scored days.
    details: Option<TrendDetails>,
}

visible!(
    PainTrend:
    always[as_of, points: PainBucket, ewma: SmoothedPain, slope: PainSlope, verdict, false_alarms, text,
        details: TrendDetails],
    Pain[change: PainChange],
);

impl PainTrend {
    /// The trend over `range`. `days` is sorted by date and may begin earlier, for the smoothed line.
    fn new(as_of: LocalDay, days: &[PainDay], range: &RangeInclusive<NaiveDate>, bucket: Bucket) -> Self {
        let begun = days.partition_point(|day| day.date < *range.start());
        let within = days.get(begun..).unwrap_or_default();
        let values = daily_values(within);
        let details = TrendDetails::of(&values, range);
        let verdict = TrendVerdict::on(details.as_ref());
        Self {
            as_of,
            points: pain_buckets(within, bucket),
            ewma: smoothed_pain(days).into_iter().filter(|point| range.contains(&point.date)).collect(),
            slope: details.as_ref().map(TrendDetails::slope),
            verdict,
            false_alarms: verdict.false_alarms(details.as_ref()),
            text: verdict.text(details.as_ref()),
            change: values.first().and_then(|first| PainChange::over(&values, &(first.date..=*range.end()))),
            details,
        }
    }
}

query_params! {
    /// What a pain trend is narrowed to.
    pub struct PainFilter {
        /// The size of a bucket; `day` when left out
        bucket: Bucket,
        /// One region only; all together when left out
        region: Region,
    }
}

/// Pain over time
///
/// NRS-11 scores by day, week or month, a smoothed line, and which way the daily value goes, with a verdict that rather says
/// nothing than too much (rules §7). Scores on other scales stay out.
#[utoipa::path(tag = "insight", security(("bearer" = [])),
    params(Params<(Range<90, 4000>, PainFilter, AsOf)>),
    responses((status = 200, description = "The trend", body = PainTrend), (status = 304, description = "Not modified")))]
#[get("/trends/pain")]
pub async fn pain_trend(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params((range, filter, as_of)): Params<(Range<90, 4000>, PainFilter, AsOf)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let bucket = filter.bucket.unwrap_or(Bucket::Day);
    let region = filter.region;
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let range = range.days(day)?;
                let reach = *range.start() - Days::new(SMOOTHING_REACH);
                let days = pain_days::between(tx, reach, *range.end(), region)?;
                Ok(PainTrend::new(day, &days, &range, bucket))
            })
        })
        .await
}
