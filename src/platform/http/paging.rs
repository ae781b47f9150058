use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::{ObjectBuilder, Type};

use super::{Query, QueryParams, parameter, parameter_with};
use crate::platform::input::FieldErrors;
use crate::platform::time::LocalDay;

/// What a list request asks for.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// First local day, included.
    pub from: Option<LocalDay>,
    /// Last local day, included.
    pub to: Option<LocalDay>,
    /// How many, 1..=200.
    pub limit: u32,
    /// The `next_cursor` of the page before.
    pub cursor: Option<Cursor>,
}

/// What a request for a list without days asks for.
#[derive(Debug, Clone)]
pub struct UndatedPage(pub PageRequest);

const MAX_LIMIT: u32 = 200;
const DEFAULT_LIMIT: u32 = 50;

impl PageRequest {
    /// The place after which the page begins.
    ///
    /// # Errors
    /// When the cursor is not one of this list.
    pub fn after<T: DeserializeOwned>(&self) -> Result<Option<T>, FieldErrors> {
        let place = |cursor: &Cursor| cursor.place().ok_or_else(Self::foreign_cursor);
        self.cursor.as_ref().map(place).transpose()
    }

    /// A cursor of another list.
    pub fn foreign_cursor() -> FieldErrors {
        FieldErrors::one("?cursor", "invalid_parameter", "must be a next_cursor of this list")
    }

    /// The rows of the page, of which one more was loaded where there is one; whether there was.
    pub fn cut<T>(&self, mut rows: Vec<T>) -> (Vec<T>, bool) {
        let limit = self.limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        (rows, more)
    }

    fn undated(query: &mut Query) -> Self {
        let limit = query.take_integer("limit", 1, MAX_LIMIT).unwrap_or(DEFAULT_LIMIT);
        Self { from: None, to: None, limit, cursor: query.take("cursor") }
    }
}

impl QueryParams for PageRequest {
    fn take(query: &mut Query) -> Self {
        let (from, to) = (query.take("from"), query.take("to"));
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            query.error("to", "out_of_range", "must not lie before from");
        }
        Self { from, to, ..Self::undated(query) }
    }

    fn describe() -> Vec<Parameter> {
        let mut parameters = vec![
            parameter::<LocalDay>("from", "First local day, included"),
            parameter::<LocalDay>("to", "Last local day, included"),
        ];
        parameters.extend(UndatedPage::describe());
        parameters
    }
}

impl QueryParams for UndatedPage {
    fn take(query: &mut Query) -> Self {
        Self(PageRequest::undated(query))
    }

    fn describe() -> Vec<Parameter> {
        let cursor = ObjectBuilder::new().schema_type(Type::String).max_length(Some(700));
        vec![
            limit_parameter(MAX_LIMIT, DEFAULT_LIMIT),
            parameter_with("cursor", "The `next_cursor` of the page before", cursor),
        ]
    }
}

/// The description of how many entries a page may have.
pub fn limit_parameter(max: u32, default: u32) -> Parameter {
    let limit = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(max));
    parameter_with("limit", "How many at most", limit.default(Some(default.into())))
}

/// The description of a place in the change feed. Of any length: what can't be one is answered like an old one.
pub fn feed_cursor_parameter(description: &str) -> Parameter {
    parameter_with("cursor", description, ObjectBuilder::new().schema_type(Type::String))
}

/// An opaque position in a list. It names no owner: the owner comes from the token alone, so that a forged cursor
/// can't reach anybody else's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(Vec<u8>);

impl Cursor {
    /// A cursor to `place`.
    ///
    /// # Errors
    /// When `place` can't be written as JSON.
    pub fn hold(place: &impl Serialize) -> serde_json::Result<Self> {
        serde_json::to_vec(place).map(Self)
    }

    /// The place it holds, if it is one of this list.
    #[must_use]
    pub fn place<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.0).ok()
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl std::str::FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match URL_SAFE_NO_PAD.decode(text) {
            Ok(bytes) if bytes.len() <= 512 => Ok(Self(bytes)),
            _ => Err("must be a next_cursor of this list"),
        }
    }
}
