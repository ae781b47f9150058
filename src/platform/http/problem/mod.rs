//! RFC 9457 problem details: the one form of every failure.

mod kind;

pub use kind::*;

use std::borrow::Cow;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::request_id;
use crate::core::advisory::Advisory;
use crate::platform::db::{DbError, Retryable};
use crate::platform::input::{FieldError, FieldErrors};

/// A failure on its way to a client.
#[derive(Debug)]
pub struct Problem(Box<Details>);

#[derive(Debug)]
struct Details {
    kind: Kind,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    current: Option<Box<RawValue>>,
    advisories: Vec<Advisory>,
    etag: Option<String>,
    allow: Option<String>,
    retry_after: Option<i64>,
    repeat: bool,
    cause: Option<String>,
}

impl Problem {
    /// A problem of `kind`; `detail` says what is the matter with this request, in words for a person.
    pub fn new(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            current: None,
            advisories: Vec::new(),
            etag: None,
            allow: None,
            retry_after: None,
            repeat: false,
            cause: None,
        }))
    }

    /// 404: no such thing for this caller.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(NOT_FOUND, "There is nothing here for you at this address.")
    }

    /// 500, whose cause is logged and never sent.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let mut problem = Self::new(INTERNAL, "The fault is on this side and has been logged under the request id.");
        problem.0.cause = Some(cause.to_string());
        problem
    }

    /// 412 with the record as it is now.
    #[must_use]
    pub fn changed(current: Option<(String, Box<RawValue>)>) -> Self {
        let mut problem = Self::new(PRECONDITION_FAILED, "The record is not in the state that the request expects.");
        if let Some((etag, record)) = current {
            problem.0.etag = Some(etag);
            problem.0.current = Some(record);
        }
        problem
    }

    /// 409 until the person has read and accepted these.
    #[must_use]
    pub fn acknowledge_first(advisories: Vec<Advisory>) -> Self {
        let detail =
            "Please read the advisories. To go on, send the codes of those at level acknowledge in `acknowledged`.";
        let mut problem = Self::new(ACKNOWLEDGE_FIRST, detail);
        problem.0.advisories = advisories;
        problem
    }

    /// 405 naming the methods the path knows.
    #[must_use]
    pub fn method_not_allowed(allow: String) -> Self {
        let mut problem = Self::new(METHOD_NOT_ALLOWED, format!("This path knows {allow}."));
        problem.0.allow = Some(allow);
        problem
    }

    /// 429 for so many seconds more.
    #[must_use]
    pub fn too_many(kind: Kind, detail: impl Into<Cow<'static, str>>, seconds: i64) -> Self {
        let mut problem = Self::new(kind, detail);
        problem.0.retry_after = Some(seconds);
        problem
    }

    /// The kind of this problem.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The faults of the input, when that is the problem.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }
}

impl Problem {
    /// The problem as clients see it, alone or within an answer about several things. Logs its cause.
    pub(crate) fn body(&self) -> ProblemBody<'_> {
        let Details { kind, detail, errors, current, advisories, cause, .. } = self.0.as_ref();
        let request_id = request_id::current();
        if let Some(cause) = cause {
            tracing::error!(%request_id, status = kind.status, code = kind.code, cause, "request failed");
        }
        ProblemBody {
            r#type: format!("urn:birddog:problem:{}", kind.code),
            title: kind.title,
            status: kind.status,
            detail,
            code: kind.code,
            request_id,
            retryable: kind.is_retryable(),
            errors,
            current: current.as_deref(),
            advisories,
        }
    }

    /// The same problem with `prefix` before the pointers of its faults.
    #[must_use]
    pub(crate) fn below(mut self, prefix: &str) -> Self {
        for fault in &mut self.0.errors {
            fault.pointer.insert_str(0, prefix);
        }
        self
    }
}

impl From<FieldErrors> for Problem {
    fn from(errors: FieldErrors) -> Self {
        let errors = errors.into_vec();
        let count = errors.len();
        let detail =
            if count == 1 { "One thing is wrong.".into() } else { Cow::Owned(format!("{count} things are wrong.")) };
        let mut problem = Self::new(INVALID_INPUT, detail);
        problem.0.errors = errors;
        problem
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match &error {
            DbError::Unavailable(_) | DbError::Conflict(_) => {
                let mut problem = Self::new(UNAVAILABLE, "Nothing was lost; please try again in a moment.");
                problem.0.repeat = matches!(error, DbError::Conflict(_));
                problem.0.cause = Some(error.to_string());
                problem
            }
            DbError::Taken(_) | DbError::Broken(_) => Self::internal(error),
        }
    }
}

impl From<diesel::result::Error> for Problem {
    fn from(error: diesel::result::Error) -> Self {
        DbError::from(error).into()
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        DbError::from(error).into()
    }
}

impl Retryable for Problem {
    fn should_retry(&self) -> bool {
        self.0.repeat
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.0.kind.status, self.0.kind.code)?;
        match &self.0.cause {
            Some(cause) => write!(out, ": {cause}"),
            None => Ok(()),
        }
    }
}

/// The body of every answer that is not a success (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
#[schema(example = json!({
    "type": "urn:birddog:problem:invalid_input", "title": "Something in the input is wrong", "status": 422,
    "detail": "One thing is wrong.", "code": "invalid_input", "request_id": "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e",
    "retryable": false, "errors": [{"pointer": "/score", "code": "out_of_range", "detail": "must be between 0 and 10"}]
}))]
pub struct ProblemBody<'a> {
    /// A URN made of the code.
    r#type: String,
    /// The kind's title.
    title: &'a str,
    /// The HTTP status.
    status: u16,
    /// What is the matter with this request, for a person.
    detail: &'a str,
    /// The kind's stable code.
    code: &'a str,
    /// Also in the header `X-Request-Id` and in the server's log.
    request_id: String,
    /// Whether the same request may succeed later.
    retryable: bool,
    /// Every fault of the input.
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'a [FieldError],
    /// The record as it is now, with `precondition_failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    current: Option<&'a RawValue>,
    /// What to read and accept, with `acknowledge_first`.
    #[serde(skip_serializing_if = "<[Advisory]>::is_empty")]
    #[schema(required = false)]
    advisories: &'a [Advisory],
}

/// Seconds after which a request refused as one too many is welcome again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("2");

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let Details { kind, etag, allow, retry_after, .. } = self.0.as_ref();
        let body = self.body();
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if kind.status == 401 {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if matches!(kind.status, 429 | 503) {
            response.insert_header((header::RETRY_AFTER, RETRY_AFTER));
        }
        if let Some(seconds) = retry_after {
            response.insert_header((header::RETRY_AFTER, *seconds));
        }
        if let Some(allow) = allow {
            response.insert_header((header::ALLOW, allow.as_str()));
        }
        if let Some(etag) = etag {
            response.insert_header((header::ETAG, etag.as_str()));
        }
        match serde_json::to_string(&body) {
            Ok(text) => response.body(text),
            Err(_) => response.finish(),
        }
    }
}
