//! How the errors of the core are answered over HTTP.

use utoipa::ToSchema;

use super::advisory::Advisory;
use super::error::{Current, WriteError};
use crate::platform::http::Problem;
use crate::platform::http::problem::{PRECONDITION_FAILED, kinds};
use crate::platform::input::FieldError;

kinds! {
    /// The action asks for a sign-in within the last five minutes.
    STEP_UP_REQUIRED = 403 "step_up_required" "Sign in again to do this";
    /// The client does not share this with the coach who asks.
    SCOPE_MISSING = 403 "scope_missing" "Not shared with you";
    /// Only the service writes records of this collection.
    READ_ONLY = 403 "read_only" "Not written this way";
    /// The record asks for advisories to be read and accepted first; they are listed.
    ACKNOWLEDGE_FIRST = 409 "acknowledge_first" "Please read this first";
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Invalid(errors) => errors.into(),
            WriteError::Conflict(current) => {
                let problem =
                    Self::new(PRECONDITION_FAILED, "The record is not in the state that the request expects.");
                match current {
                    Some(Current { rev, record }) => {
                        problem.with_etag(format!("\"{rev}\"")).with_member("current", record)
                    }
                    None => problem,
                }
            }
            WriteError::NotFound => Self::not_found(),
            WriteError::NeedsAcknowledgement(advisories) => {
                let problem = Self::new(
                    ACKNOWLEDGE_FIRST,
                    "Please read the advisories. To go on, send the codes of those at level acknowledge in `acknowledged`.",
                );
                match serde_json::value::to_raw_value(&advisories) {
                    Ok(advisories) => problem.with_member("advisories", advisories),
                    Err(error) => error.into(),
                }
            }
            WriteError::Refused(kind, detail) => Self::new(kind, detail),
            WriteError::Db(error) => error.into(),
        }
    }
}

/// The body of every answer that is not a success (RFC 9457).
#[derive(ToSchema)]
#[schema(as = Problem)]
#[schema(example = json!({
    "type": "urn:birddog:problem:invalid_input", "title": "Something in the input is wrong", "status": 422,
    "detail": "One thing is wrong.", "code": "invalid_input", "request_id": "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e",
    "retryable": false, "errors": [{"pointer": "/score", "code": "out_of_range", "detail": "must be between 0 and 10"}]
}))]
pub struct ProblemSchema {
    /// A URN made of the code.
    pub r#type: String,
    /// The kind's title.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is the matter with this request, for a person.
    pub detail: String,
    /// The kind's stable code.
    pub code: String,
    /// Also in the header `X-Request-Id` and in the server's log.
    pub request_id: String,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// Everything that is wrong with the input.
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
    /// The record as it is now, with `precondition_failed`.
    #[schema(value_type = Object, required = false)]
    pub current: (),
    /// What to read and accept, with `acknowledge_first`.
    #[schema(required = false)]
    pub advisories: Vec<Advisory>,
}
