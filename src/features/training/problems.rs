//! The kinds of problems about training.

use crate::platform::http::problem::kinds;

kinds! {
    /// The change would judge days again that a plan version has judged; the detail says what to do instead.
    PLAN_HAS_BEGUN = 409 "plan_has_begun" "What a plan has judged stays as it was";
}
