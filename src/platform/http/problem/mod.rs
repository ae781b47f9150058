//! RFC 9457 problem details: the one form of every failure.

mod kind;

pub use kind::*;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::value::RawValue;

use super::request_id;
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
    members: BTreeMap<&'static str, Box<RawValue>>,
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
            members: BTreeMap::new(),
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

    /// The same with the entity tag of what it is about, quotes included.
    #[must_use]
    pub fn with_etag(mut self, etag: String) -> Self {
        self.0.etag = Some(etag);
        self
    }

    /// The same with a member of its kind's own (RFC 9457, extension members).
    #[must_use]
    pub fn with_member(mut self, name: &'static str, value: Box<RawValue>) -> Self {
        self.0.members.insert(name, value);
        self
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
}

impl Problem {
    /// The problem as clients see it, alone or within an answer about several things. Logs its cause.
    pub(crate) fn body(&self) -> ProblemBody<'_> {
        let Details { kind, detail, errors, members, cause, .. } = self.0.as_ref();
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
            members,
        }
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
#[derive(Serialize)]
pub struct ProblemBody<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'a str,
    request_id: String,
    retryable: bool,
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'a [FieldError],
    #[serde(flatten)]
    members: &'a BTreeMap<&'static str, Box<RawValue>>,
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
