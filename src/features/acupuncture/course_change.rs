//! How pain changed since a course began (rules §7 and §8).

use chrono::Days;

use super::appointment::Appointment;
use super::screening::VISITS_TO_JUDGE;
use crate::core::access::Owner;
use crate::features::pain::days;
use crate::features::pain::trend::change::PainChange;
use crate::features::pain::trend::daily::daily_values;
use crate::platform::db::AnyConnection;
use crate::platform::http::Problem;
use crate::platform::time::LocalDay;

/// The days before the first visit that are the baseline.
const BASELINE_DAYS: u64 = 14;

/// The pain of the last two weeks up to `as_of` against that of the two weeks before the first completed visit. None
/// without such a visit, and where the diary is too thin.
pub fn course_change(
    connection: &mut AnyConnection,
    owner: &Owner,
    visits: &[Appointment],
    as_of: LocalDay,
) -> Result<Option<PainChange>, Problem> {
    let completed = visits.iter().filter(|visit| visit.is_completed(as_of));
    let Some(first) = completed.map(Appointment::day).min() else { return Ok(None) };
    let range = first.date() - Days::new(BASELINE_DAYS)..=as_of.date();
    let days = days::between(connection, owner.user, *range.start(), *range.end(), None)?;
    Ok(PainChange::over(&daily_values(&days), &range))
}

/// Whether there have been visits enough to judge, and pain has not changed as people notice it. Where nothing can be
/// said, nothing is.
#[must_use]
pub fn is_without_change(visits: &[Appointment], change: Option<&PainChange>, as_of: LocalDay) -> bool {
    let completed = visits.iter().filter(|visit| visit.is_completed(as_of)).count();
    completed >= VISITS_TO_JUDGE && change.is_some_and(|change| !change.clinically_meaningful)
}
