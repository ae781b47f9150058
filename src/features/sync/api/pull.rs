use actix_web::get;
use actix_web::web::Data;
use serde_json::Value;
use utoipa::ToSchema;

use utoipa::openapi::path::Parameter;

use crate::core::access::{Caller, DataAccess};
use crate::features::sync::cursor::{FeedCursor, FeedPlace};
use crate::features::sync::feed::FeedPage;
use crate::platform::http::{Answer, Params, Problem, Query, QueryParams, feed_cursor_parameter, limit_parameter};

/// Changes on a page unless asked otherwise.
const DEFAULT_LIMIT: u32 = 200;

/// Changes on a page at most.
const MAX_LIMIT: u32 = 500;

/// A page of the change feed.
#[derive(ToSchema)]
#[schema(as = SyncPage)]
#[allow(dead_code, reason = "describes what the feed writes")]
pub struct Page {
    /// In the order of their revs; each record once, as it is now.
    changes: Vec<Change>,
    /// Where the feed goes on.
    #[schema(max_length = 700)]
    next_cursor: String,
    /// Whether there is more to tell at once.
    has_more: bool,
}

/// A record that has changed.
#[derive(ToSchema)]
#[schema(as = SyncChange)]
#[allow(dead_code, reason = "describes what the feed writes")]
pub struct Change {
    /// The collection's name in addresses.
    #[schema(example = "day-marks")]
    collection: String,
    /// The record's id as in its address.
    #[schema(example = "2026-11-23")]
    id: String,
    /// The owner's change counter at its last change.
    #[schema(minimum = 1)]
    rev: i64,
    /// Whether it was deleted.
    deleted: bool,
    /// The record as its own address shows it; left out when it was deleted.
    #[schema(value_type = Option<Object>, required = false, nullable = false)]
    record: Value,
}

/// From where on, and how much.
#[derive(Debug, Clone, Copy)]
pub struct PullParams {
    cursor: Option<FeedCursor>,
    limit: u32,
}

impl QueryParams for PullParams {
    fn take(query: &mut Query) -> Self {
        Self { cursor: query.take("cursor"), limit: query.take_integer("limit", 1, MAX_LIMIT).unwrap_or(DEFAULT_LIMIT) }
    }

    fn describe() -> Vec<Parameter> {
        vec![
            feed_cursor_parameter("The `next_cursor` of the page before, or the `id` of an event"),
            limit_parameter(MAX_LIMIT, DEFAULT_LIMIT),
        ]
    }
}

/// What has changed
///
/// Every record that changed after the cursor, each once, as it is now, in the order of the changes; deleted ones too. Without
/// a cursor, everything there is. Go on with `next_cursor` as long as `has_more` says so, and keep the last one for the next
/// time. A page ends early at about 1 MiB.
#[utoipa::path(tag = "sync", operation_id = "pull_changes", security(("bearer" = [])),
    params(Params<PullParams>),
    responses(
        (status = 200, description = "A page", body = Page),
        (status = 410, description = "`cursor_expired`"),
    ))]
#[get("/sync")]
pub async fn pull(
    access: Data<DataAccess>,
    caller: Caller,
    Params(asked): Params<PullParams>,
) -> Result<Answer, Problem> {
    access
        .read_records(caller, move |tx| {
            let after = FeedPlace::of(tx, asked.cursor.as_ref())?;
            let page = FeedPage::load(tx, after, asked.limit as usize)?;
            Ok(Answer::raw_json(200, page.render()?))
        })
        .await
}
