//! RFC 9457 problem details: the one form of every failure.

use std::borrow::Cow;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::request_id;
use crate::advisory::Advisory;
use crate::db::{DbError, Refusal};
use crate::input::{Fault, Faults};

/// A kind of problem: what clients can program against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: &'static str,
    /// Short title, the same for every occurrence.
    pub title: &'static str,
}

impl Kind {
    /// Whether the same request may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self.status, 408 | 429 | 503) || *self == STILL_RUNNING
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal $title:literal;)+) => {
        $($(#[$doc])* pub const $name: Kind = Kind { status: $status, code: $code, title: $title };)+

        /// Every kind there is.
        pub const ALL: &[Kind] = &[$($name),+];
    };
}

kinds! {
    /// The body is not JSON, or the request is malformed in another way.
    MALFORMED = 400 "malformed" "The request cannot be read";
    /// No token, or one that is not valid.
    UNAUTHENTICATED = 401 "unauthenticated" "Sign in first";
    /// Wrong e-mail or password; which, is not told.
    BAD_CREDENTIALS = 401 "bad_credentials" "E-mail or password is wrong";
    /// The refresh token is not valid, or its session has ended.
    REFRESH_REFUSED = 401 "refresh_refused" "Sign in again";
    /// The action asks for a sign-in within the last five minutes.
    STEP_UP_REQUIRED = 403 "step_up_required" "Sign in again to do this";
    /// The client does not share this with the coach who asks.
    SCOPE_MISSING = 403 "scope_missing" "Not shared with you";
    /// Only the service writes records of this collection.
    READ_ONLY = 403 "read_only" "Not written this way";
    /// No such thing, or not the caller's.
    NOT_FOUND = 404 "not_found" "Not found";
    /// No share waits for this code: it is wrong, was used, has run out or is for somebody else; which, is not told.
    CODE_UNKNOWN = 404 "code_unknown" "This code does not work";
    /// The path does not know the method.
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "Method not allowed";
    /// The e-mail address has an account already.
    EMAIL_TAKEN = 409 "email_taken" "This e-mail address has an account already";
    /// A request with the same idempotency key is still running.
    STILL_RUNNING = 409 "still_running" "The same request is still running";
    /// The record asks for advisories to be read and accepted first; they are listed.
    ACKNOWLEDGE_FIRST = 409 "acknowledge_first" "Please read this first";
    /// The proposal was answered or withdrawn before.
    PROPOSAL_CLOSED = 409 "proposal_closed" "This proposal is closed";
    /// The cursor is not one of this account's history as it is now.
    CURSOR_EXPIRED = 410 "cursor_expired" "Start over without a cursor";
    /// `If-Match` or `If-None-Match` does not fit the record as it is.
    PRECONDITION_FAILED = 412 "precondition_failed" "The record has changed";
    /// The body is larger than this path takes.
    TOO_LARGE = 413 "too_large" "The body is too large";
    /// The body's media type is not taken here.
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "Media type not supported";
    /// The input is well-formed but wrong; every fault is listed.
    INVALID_INPUT = 422 "invalid_input" "Something in the input is wrong";
    /// An idempotency key came again with another body.
    KEY_REUSED = 422 "idempotency_key_reused" "This Idempotency-Key was used for something else";
    /// As much lies between the two already as is kept.
    LIMIT_REACHED = 422 "limit_reached" "No more of these are kept";
    /// The file cannot be imported at all.
    IMPORT_REFUSED = 422 "import_refused" "The file cannot be imported";
    /// The account has too many open event streams.
    TOO_MANY_STREAMS = 429 "too_many_streams" "Too many open streams";
    /// Too many codes were tried that do not work.
    TOO_MANY_TRIES = 429 "too_many_tries" "Too many tries";
    /// Too many requests wait already.
    OVERLOADED = 503 "overloaded" "Too busy right now";
    /// The body did not arrive in time.
    TIMED_OUT = 408 "timed_out" "The body took too long";
    /// A fault of Birddog's own.
    INTERNAL = 500 "internal" "Something went wrong here";
    /// The database is out of reach.
    UNAVAILABLE = 503 "unavailable" "Not available right now";
}

/// A failure on its way to a client.
#[derive(Debug)]
pub struct Problem(Box<Details>);

#[derive(Debug)]
struct Details {
    kind: Kind,
    detail: Cow<'static, str>,
    errors: Vec<Fault>,
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
    pub fn faults(&self) -> &[Fault] {
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

impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        let errors = faults.into_vec();
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

impl Refusal for Problem {
    fn is_worth_repeating(&self) -> bool {
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
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    errors: &'a [Fault],
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
