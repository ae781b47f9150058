use actix_web::get;
use actix_web::web::{Data, Path};
use serde::Serialize;
use utoipa::ToSchema;

use crate::core::access::visibility::visible;
use crate::core::access::{DataAccess, Viewer};
use crate::core::advisory::Advisory;
use crate::core::computed::{AsOf, computed};
use crate::core::records::{ById, Record, store};
use crate::features::acupuncture::course_change::{course_change, is_without_change};
use crate::features::acupuncture::course_progress::{
    CourseCost, NextVisit, Onset, Visits, cost, next_visit, onset, visits,
};
use crate::features::acupuncture::derive::{appointments_of, most_in_a_week};
use crate::features::acupuncture::screening::{Around, of_visits};
use crate::features::acupuncture::vocabulary::AppointmentStatus;
use crate::features::acupuncture::{Appointment, Course, CourseId};
use crate::features::pain::trend::change::PainChange;
use crate::platform::http::{Answer, Conditions, Params, Problem};
use crate::platform::ids::RecordId;
use crate::platform::time::LocalDay;

/// How a course goes.
#[derive(Serialize, ToSchema)]
pub struct CourseProgress {
    /// The day that counts as today.
    as_of: LocalDay,
    /// The course.
    course_id: RecordId,
    /// How long the trouble had lasted when the course began; null when that is not known.
    onset: Option<Onset>,
    /// Visits planned.
    planned_sessions: u32,
    /// The visits, counted.
    visits: Visits,
    /// What it costs.
    cost: CourseCost,
    /// When the next visit would usually be; null once the planned ones have been attended.
    next: Option<NextVisit>,
    /// The pain of the last two weeks against that of the two weeks before the first visit; null where the diary is too
    /// thin, or pain was below 3 points then.
    change: Option<PainChange>,
    /// What is worth talking over.
    advisories: Vec<Advisory>,
}

visible!(
    CourseProgress:
    always[as_of, course_id, onset: Onset, planned_sessions, visits: Visits, cost: CourseCost, next: NextVisit],
    Pain[change: PainChange],
    never[advisories],
);

/// How a course goes
///
/// Visits attended and booked, cost so far and to come, and when the next visit would usually be (rules §8).
#[utoipa::path(tag = "courses", security(("bearer" = [])),
    params(
        ("id" = String, Path, format = Uuid, description = "The course's id"),
        Params<AsOf>,
    ),
    responses((status = 200, description = "The progress", body = CourseProgress), (status = 304, description = "Not modified")))]
#[get("/courses/{id}/progress")]
pub async fn course_progress(
    access: Data<DataAccess>,
    viewer: Viewer,
    path: Path<ById>,
    Params(as_of): Params<AsOf>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let id = Course::id_of(&path.id).ok_or_else(Problem::not_found)?;
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let course: Course = store::find::<Course>(tx, id)?.ok_or_else(Problem::not_found)?.read()?;
                let appointments = appointments_of(tx, CourseId(id))?;
                let appointments: Vec<_> = appointments.into_iter().map(|(_, appointment)| appointment).collect();
                let change = course_change(tx, &appointments, day)?;
                let known =
                    |visit: &&Appointment| visit.is_completed(day) || visit.status == AppointmentStatus::Scheduled;
                let days: Vec<_> = appointments.iter().filter(known).map(Appointment::day).collect();
                let around = Around {
                    in_a_week: days.iter().map(|one| most_in_a_week(&days, *one)).max().unwrap_or_default(),
                    in_the_course: days.len(),
                    course_without_change: is_without_change(&appointments, change.as_ref(), day),
                };
                Ok(CourseProgress {
                    as_of: day,
                    course_id: id,
                    onset: onset(&course),
                    planned_sessions: course.planned_sessions.get(),
                    visits: visits(&course, &appointments, day),
                    cost: cost(&course, &appointments, day),
                    next: next_visit(&course, &appointments, day),
                    change,
                    advisories: of_visits(around),
                })
            })
        })
        .await
}
