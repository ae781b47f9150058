//! The kinds of problems about sync.

use crate::platform::http::problem::kinds;

kinds! {
    /// The cursor is not one of this account's history as it is now.
    CURSOR_EXPIRED = 410 "cursor_expired" "Start over without a cursor";
    /// The account has too many open event streams.
    TOO_MANY_STREAMS = 429 "too_many_streams" "Too many open streams";
}
