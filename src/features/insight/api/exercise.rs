use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::diary;
use crate::core::access::visibility::visible;
use crate::core::access::{DataAccess, Viewer};
use crate::core::computed::{AsOf, computed};
use crate::features::insight::exercise_effect::{self, ExerciseInsight};
use crate::features::pain::vocabulary::Region;
use crate::features::training::days;
use crate::platform::http::{Answer, Conditions, Params, Problem, query_params};
use crate::platform::time::LocalDay;

/// What the pain diary says of the days after training.
#[derive(Serialize, ToSchema)]
pub struct ExerciseInsightAnswer {
    /// The day that counts as today.
    as_of: LocalDay,
    #[serde(flatten)]
    insight: ExerciseInsight,
}

visible!(ExerciseInsightAnswer: always[as_of], flatten[insight: ExerciseInsight]);

query_params! {
    /// What the insight is narrowed to.
    pub struct RegionFilter {
        /// Pain in one region only; all together when left out
        region: Region,
    }
}

/// Pain in the days after training
///
/// One, two and three days after days with a session against such days without one, the pain of the day itself and of the
/// days before it allowed for (rules §9). People skip when they are sore, so that plain means flatter training.
#[utoipa::path(tag = "insight", security(("bearer" = [])),
    params(Params<(RegionFilter, AsOf)>),
    responses(
        (status = 200, description = "What the diary says", body = ExerciseInsightAnswer),
        (status = 304, description = "Not modified"),
    ))]
#[get("/insights/exercise")]
pub async fn exercise_insight(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params((filter, as_of)): Params<(RegionFilter, AsOf)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let region = filter.region;
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let values = diary(tx, day, region)?;
                let sums = days::between(tx, LocalDay::FIRST.date(), day.date())?;
                let trained = sums.into_iter().filter(|(_, sums)| sums.sessions > 0).map(|(date, _)| date).collect();
                Ok(ExerciseInsightAnswer { as_of: day, insight: exercise_effect::exercise_insight(&values, &trained) })
            })
        })
        .await
}
