use std::borrow::Cow;
use std::fmt;

use serde_json::value::RawValue;

use super::advisory::Advisory;
use crate::platform::db::{DbError, Retryable};
use crate::platform::http::problem::Kind;
use crate::platform::input::FieldErrors;

/// Why something was not written.
#[derive(Debug)]
pub enum WriteError {
    /// The input is wrong.
    Invalid(FieldErrors),
    /// The record is not as the writer expects it; as it is now, if it is there.
    Conflict(Option<Current>),
    /// There is no such record of the owner's.
    NotFound,
    /// The person has to read and accept these first.
    NeedsAcknowledgement(Vec<Advisory>),
    /// A rule of the feature forbids it as things stand: which, and why, in words for a person.
    Refused(Kind, Cow<'static, str>),
    /// The database failed.
    Db(DbError),
}

/// A record as it is now.
#[derive(Debug)]
pub struct Current {
    /// Its rev.
    pub rev: i64,
    /// The record as clients see it.
    pub record: Box<RawValue>,
}

impl WriteError {
    /// A rule of the feature forbids it: which, and why.
    pub fn refused(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused(kind, detail.into())
    }

    /// The same with `prefix` before the pointers of what is wrong with the input.
    #[must_use]
    pub fn below(self, prefix: &str) -> Self {
        match self {
            Self::Invalid(errors) => Self::Invalid(errors.below(prefix)),
            other => other,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(errors) => {
                let errors: Vec<_> = errors.iter().map(|error| format!("{} {}", error.pointer, error.detail)).collect();
                write!(out, "invalid: {}", errors.join("; "))
            }
            Self::Conflict(_) => write!(out, "the record has changed"),
            Self::NotFound => write!(out, "there is no such record"),
            Self::NeedsAcknowledgement(_) => write!(out, "advisories are to be accepted first"),
            Self::Refused(kind, detail) => write!(out, "{}: {detail}", kind.code),
            Self::Db(error) => error.fmt(out),
        }
    }
}

impl From<FieldErrors> for WriteError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<DbError> for WriteError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<diesel::result::Error> for WriteError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<serde_json::Error> for WriteError {
    fn from(error: serde_json::Error) -> Self {
        Self::Db(error.into())
    }
}

impl Retryable for WriteError {
    fn should_retry(&self) -> bool {
        matches!(self, Self::Db(error) if error.should_retry())
    }
}
