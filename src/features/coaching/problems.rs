//! The kinds of problems about what people share.

use crate::platform::http::problem::kinds;

kinds! {
    /// No share waits for this code: it is wrong, was used, has run out or is for somebody else; which of them, is not said.
    CODE_UNKNOWN = 404 "code_unknown" "This code does not work";
    /// The proposal was answered or withdrawn before.
    PROPOSAL_CLOSED = 409 "proposal_closed" "This proposal is closed";
    /// As much lies between the two already as is kept.
    LIMIT_REACHED = 422 "limit_reached" "No more of these are kept";
    /// Too many codes were tried that do not work.
    TOO_MANY_TRIES = 429 "too_many_tries" "Too many tries";
}
