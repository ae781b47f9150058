//! The routes of insight.

pub(crate) mod acupuncture;
pub(crate) mod exercise;

use crate::core::tx::Tx;
use crate::features::pain::days;
use crate::features::pain::trend::daily::{DailyValue, daily_values};
use crate::features::pain::vocabulary::Region;
use crate::platform::http::{Mount, Problem};
use crate::platform::time::LocalDay;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(acupuncture::acupuncture_insight).service(exercise::exercise_insight);
}

/// The whole diary up to a day: a row a day and region. What is too long ago to be compared with, the comparison leaves out
/// and says so.
fn diary(tx: &mut Tx<'_>, day: LocalDay, region: Option<Region>) -> Result<Vec<DailyValue>, Problem> {
    let days = days::between(tx, LocalDay::FIRST.date(), day.date(), region)?;
    Ok(daily_values(&days))
}
