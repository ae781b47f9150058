//! HTTP plumbing: problems, answers, extractors, paging, idempotency. No domain knowledge.

mod answer;
mod body;
mod coding;
mod compress;
mod conditions;
pub mod cors;
mod fixed;
mod head;
mod idempotency;
pub mod middleware;
mod mount;
mod paging;
pub mod problem;
mod query;
mod query_params;
mod request_id;
mod routes;

pub use answer::Answer;
pub(crate) use body::check_media_type;
pub use body::{Body, JsonBody, MergePatch, ORDINARY, RawBody};
pub use compress::compress;
pub use conditions::{Conditions, etag_matches};
pub use fixed::FixedFile;
pub use idempotency::{IdempotencyKey, InFlight, earlier, note_done, purge_expired, replay_or_run, was_done};
pub use middleware::request_context;
pub use mount::Mount;
pub use paging::{Cursor, PageRequest, UndatedPage, feed_cursor_parameter, limit_parameter};
pub use problem::Problem;
pub use query::Query;
pub(crate) use query_params::query_params;
pub use query_params::{Params, QueryParams, parameter, parameter_with};
pub use routes::{RouteTable, no_route};
