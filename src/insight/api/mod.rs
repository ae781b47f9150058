//! The routes of insight.

mod acupuncture;
mod exercise;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::access::Owner;
use crate::db::AnyConnection;
use crate::http::Problem;
use crate::pain::days;
use crate::pain::trend::daily::{DailyValue, daily_values};
use crate::pain::vocabulary::Region;
use crate::time::LocalDay;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(acupuncture::acupuncture_insight).service(exercise::exercise_insight);
}

/// The whole diary up to a day: a row a day and region. What is too long ago to be compared with, the comparison leaves out
/// and says so.
fn diary(
    connection: &mut AnyConnection,
    owner: &Owner,
    day: LocalDay,
    region: Option<Region>,
) -> Result<Vec<DailyValue>, Problem> {
    let days = days::between(connection, owner.user, LocalDay::FIRST.date(), day.date(), region)?;
    Ok(daily_values(&days))
}
