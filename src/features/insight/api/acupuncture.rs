use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::diary;
use crate::core::access::visibility::visible;
use crate::core::access::{DataAccess, Viewer};
use crate::core::computed::{AsOf, computed};
use crate::core::records::{Collection, store};
use crate::features::acupuncture::vocabulary::AppointmentStatus;
use crate::features::acupuncture::{CourseId, appointments};
use crate::features::insight::relief::{self, AcupunctureInsight, Visit};
use crate::features::pain::vocabulary::Region;
use crate::platform::http::{Answer, Conditions, Params, Problem, query_params};
use crate::platform::input::FieldErrors;
use crate::platform::time::LocalDay;

/// What the pain diary says of the days after acupuncture visits.
#[derive(Serialize, ToSchema)]
pub struct AcupunctureInsightAnswer {
    /// The day that counts as today.
    as_of: LocalDay,
    #[serde(flatten)]
    insight: AcupunctureInsight,
}

visible!(AcupunctureInsightAnswer: always[as_of], flatten[insight: AcupunctureInsight]);

query_params! {
    /// What the insight is narrowed to.
    pub struct VisitFilter {
        /// The visits of one course only; all of them when left out
        course_id: CourseId,
        /// Pain in one region only; all together when left out
        region: Region,
    }
}

/// Pain in the days after acupuncture visits
///
/// Each completed visit against the days before it, and all of them against what the person's own diary leads one to expect
/// (rules §8). People book when it hurts, and pain then falls by itself; that is why the verdict rests on the second.
#[utoipa::path(tag = "insight", security(("bearer" = [])),
    params(Params<(VisitFilter, AsOf)>),
    responses(
        (status = 200, description = "What the diary says", body = AcupunctureInsightAnswer),
        (status = 304, description = "Not modified"),
    ))]
#[get("/insights/acupuncture")]
pub async fn acupuncture_insight(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params((filter, as_of)): Params<(VisitFilter, AsOf)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let (course, region) = (filter.course_id, filter.region);
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                if let Some(CourseId(id)) = course
                    && !store::is_known(tx, Collection::Courses, id)?
                {
                    return Err(FieldErrors::one("?course_id", "unknown_course", "must be one of your courses").into());
                }
                let values = diary(tx, day, region)?;
                let (mut visits, mut others) = (Vec::new(), Vec::new());
                for (id, appointment) in appointments(tx, LocalDay::FIRST.date()..=day.date())? {
                    let date = appointment.day().date();
                    match appointment.status {
                        AppointmentStatus::Completed if course.is_none() || appointment.course_id == course => {
                            visits.push(Visit { date, appointment_id: id });
                        }
                        AppointmentStatus::Completed => others.push(date),
                        _ => {}
                    }
                }
                let insight = relief::acupuncture_insight(&values, &visits, &others);
                Ok(AcupunctureInsightAnswer { as_of: day, insight })
            })
        })
        .await
}
