use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Query;
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

impl PageRequest {
    /// Takes `from`, `to`, `limit` and `cursor` out of a query.
    pub fn take(query: &mut Query) -> Self {
        let request = Self {
            from: query.take("from"),
            to: query.take("to"),
            limit: query.take_whole("limit", 1, 200).unwrap_or(50),
            cursor: query.take("cursor"),
        };
        if let (Some(from), Some(to)) = (request.from, request.to)
            && from > to
        {
            query.fault("to", "out_of_range", "must not lie before from");
        }
        request
    }

    /// The same for a list that has no days: takes `limit` and `cursor`.
    pub fn take_undated(query: &mut Query) -> Self {
        let limit = query.take_whole("limit", 1, 200).unwrap_or(50);
        Self { from: None, to: None, limit, cursor: query.take("cursor") }
    }
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
