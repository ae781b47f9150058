//! The routes of acupuncture that are not a collection's verbs.

pub(crate) mod course_progress;
mod health_profile;

use actix_web::get;

use super::point::{Acupoints, acupoints as all_points};
use crate::platform::http::{Answer, Mount, Problem};

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config
        .service(acupoints)
        .service(health_profile::show)
        .service(health_profile::put)
        .service(course_progress::course_progress);
}

/// Acupuncture points
///
/// The channels with their WHO numbering, the extra points, and points often used for the back.
#[utoipa::path(tag = "reference", responses((status = 200, description = "The points", body = Acupoints)))]
#[get("/acupoints")]
pub async fn acupoints() -> Result<Answer, Problem> {
    Answer::json(&all_points())
}
