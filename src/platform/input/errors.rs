use std::borrow::Cow;
use std::ops::ControlFlow;

use deserr::{DeserializeError, ErrorKind, IntoValue, MergeWithError, ValueKind, ValuePointerRef};
use serde::Serialize;
use utoipa::ToSchema;

/// One thing that is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// RFC 6901 JSON pointer into the body, or `?name` for a query parameter.
    #[schema(example = "/exercises/0/sets/1/reps")]
    pub pointer: String,
    /// Stable code for programs.
    #[schema(example = "out_of_range")]
    pub code: Cow<'static, str>,
    /// The same for people.
    #[schema(example = "must be between 1 and 1000")]
    pub detail: String,
}

/// All that is wrong with one input, in the order it was met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// No errors yet.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Exactly one error.
    #[must_use]
    pub fn one(pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        let mut errors = Self::none();
        errors.add(pointer, code, detail);
        errors
    }

    /// Adds an error at `pointer`.
    pub fn add(&mut self, pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) {
        self.0.push(FieldError { pointer: pointer.into(), code: code.into(), detail: detail.into() });
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The same errors with `prefix` before each pointer.
    #[must_use]
    pub fn below(mut self, prefix: &str) -> Self {
        for error in &mut self.0 {
            error.pointer.insert_str(0, prefix);
        }
        self
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` when there are no errors, the errors otherwise.
    ///
    /// # Errors
    /// The errors added so far.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    /// What was read when there are no errors in it or here; else the errors of both together.
    ///
    /// # Errors
    /// All errors.
    pub fn and<T>(self, read: Result<T, Self>) -> Result<T, Self> {
        match read {
            Ok(value) => self.or(value),
            Err(mut errors) => {
                errors.extend(self);
                Err(errors)
            }
        }
    }

    /// The errors in order.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// The errors in order.
    #[must_use]
    pub fn into_vec(self) -> Vec<FieldError> {
        self.0
    }
}

impl IntoIterator for FieldErrors {
    type Item = FieldError;
    type IntoIter = std::vec::IntoIter<FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<FieldError> for FieldErrors {
    fn from_iter<I: IntoIterator<Item = FieldError>>(errors: I) -> Self {
        Self(errors.into_iter().collect())
    }
}

/// The RFC 6901 form of a place met while reading.
pub(super) fn pointer(location: ValuePointerRef<'_>) -> String {
    match location {
        ValuePointerRef::Origin => String::new(),
        ValuePointerRef::Key { key, prev } => {
            format!("{}/{}", pointer(*prev), key.replace('~', "~0").replace('/', "~1"))
        }
        ValuePointerRef::Index { index, prev } => format!("{}/{index}", pointer(*prev)),
    }
}

fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Null => "null",
        ValueKind::Boolean => "a boolean",
        ValueKind::Integer => "an integer of at least 0",
        ValueKind::NegativeInteger => "a negative integer",
        ValueKind::Float => "a number",
        ValueKind::String => "a string",
        ValueKind::Sequence => "an array",
        ValueKind::Map => "an object",
    }
}

fn list(names: &[&str]) -> String {
    names.join(", ")
}

impl MergeWithError<FieldErrors> for FieldErrors {
    fn merge(earlier: Option<Self>, other: FieldErrors, _location: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        let mut all = earlier.unwrap_or_default();
        all.extend(other);
        ControlFlow::Continue(all)
    }
}

impl DeserializeError for FieldErrors {
    fn error<V: IntoValue>(
        earlier: Option<Self>,
        error: ErrorKind<'_, V>,
        location: ValuePointerRef<'_>,
    ) -> ControlFlow<Self, Self> {
        let mut all = earlier.unwrap_or_default();
        let here = pointer(location);
        match error {
            ErrorKind::IncorrectValueKind { accepted, .. } => {
                let kinds: Vec<_> = accepted.iter().map(|kind| kind_name(*kind)).collect();
                all.add(here, "wrong_type", format!("must be {}", kinds.join(" or ")));
            }
            ErrorKind::MissingField { field } => {
                all.add(pointer(location.push_key(field)), "missing", "is required");
            }
            ErrorKind::UnknownKey { key, accepted } => all.add(
                pointer(location.push_key(key)),
                "unknown_field",
                format!("is not a field here; known are {}", list(accepted)),
            ),
            ErrorKind::UnknownValue { accepted, .. } => {
                all.add(here, "unknown_value", format!("must be one of {}", list(accepted)));
            }
            ErrorKind::BadSequenceLen { expected, .. } => {
                all.add(here, "wrong_length", format!("must have {expected} entries"));
            }
            ErrorKind::Unexpected { msg } => all.add(here, "invalid", msg),
        }
        ControlFlow::Continue(all)
    }
}

impl FieldErrors {
    /// One error at a place met while reading.
    pub(crate) fn at(location: ValuePointerRef<'_>, code: &'static str, detail: impl Into<String>) -> Self {
        Self::one(pointer(location), code, detail)
    }
}
