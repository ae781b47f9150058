use std::ops::RangeInclusive;

use actix_web::web::Data;
use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::core::access::{DataAccess, Owner, Viewer};
use crate::core::computed::{AsOf, computed_beside};
use crate::features::progress::history::{History, Kept};
use crate::platform::db::AnyConnection;
use crate::platform::http::{Answer, Conditions, Problem};
use crate::platform::time::LocalDay;

/// What it takes to replay the days of a range.
pub(super) fn history_of(
    connection: &mut AnyConnection,
    owner: &Owner,
    range: &RangeInclusive<NaiveDate>,
    as_of: LocalDay,
) -> Result<History, Problem> {
    // A day that is over is not judged differently by the days after it.
    let end = (*range.end() + Days::new(1)).min(as_of.date());
    History::load(connection, owner, *range.start(), end)
}

/// Answers a question that the days were replayed for, and keeps the replay's checkpoints afterwards.
pub(super) async fn replayed<T: Serialize + Send + 'static>(
    access: Data<DataAccess>,
    viewer: impl Into<Viewer>,
    conditions: Conditions,
    as_of: AsOf,
    work: impl FnMut(&mut AnyConnection, &Owner, LocalDay) -> Result<(T, Kept), Problem> + Send + 'static,
) -> Result<Answer, Problem> {
    replayed_at_a_moment(access, viewer, conditions, as_of, |_, _| Ok(String::new()), work).await
}

/// The same for an answer that changes in the course of a day without any write: `moment` tells its versions apart.
pub(crate) async fn replayed_at_a_moment<T: Serialize + Send + 'static>(
    access: Data<DataAccess>,
    viewer: impl Into<Viewer>,
    conditions: Conditions,
    as_of: AsOf,
    moment: impl FnMut(&mut AnyConnection, &Owner) -> Result<String, Problem> + Send + 'static,
    work: impl FnMut(&mut AnyConnection, &Owner, LocalDay) -> Result<(T, Kept), Problem> + Send + 'static,
) -> Result<Answer, Problem> {
    let (answer, kept) = computed_beside(&access, viewer, conditions, as_of, moment, work).await?;
    if let Some(kept) = kept.filter(|kept| !kept.is_empty()) {
        // Nobody has to wait for it: without the checkpoint the next answer is slower, not different.
        actix_web::rt::spawn(async move {
            if let Err(problem) = access.database.write(move |connection| kept.store(connection)).await {
                tracing::warn!(%problem, "checkpoints were not kept");
            }
        });
    }
    Ok(answer)
}
