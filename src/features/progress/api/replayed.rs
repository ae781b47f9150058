use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};

use crate::core::tx::Tx;
use crate::features::progress::history::History;
use crate::platform::db::DbError;
use crate::platform::time::LocalDay;

/// What it takes to replay the days of a range.
pub(super) fn history_of(
    tx: &mut Tx<'_>,
    range: &RangeInclusive<NaiveDate>,
    as_of: LocalDay,
) -> Result<History, DbError> {
    // A day that is over is not judged differently by the days after it.
    let end = (*range.end() + Days::new(1)).min(as_of.date());
    History::load(tx, *range.start(), end)
}
