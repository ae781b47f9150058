use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::{FromRequest, HttpRequest};

use super::Problem;

/// The conditional headers of a request.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    if_match: Option<String>,
    if_none_match: Option<String>,
}

impl Conditions {
    /// Whether a read of the version `etag` can be answered with 304.
    #[must_use]
    pub fn is_fresh(&self, etag: &str) -> bool {
        self.if_none_match.as_deref().is_some_and(|tags| etag_matches(tags, etag))
    }

    /// Whether a write may go ahead; `etag` is that of the present version, if there is one.
    #[must_use]
    pub fn allow_write(&self, present: Option<&str>) -> bool {
        let named = |tags: &str| present.is_some_and(|etag| etag_matches(tags, etag));
        self.if_match.as_deref().is_none_or(named) && !self.if_none_match.as_deref().is_some_and(named)
    }
}

/// Whether a list of entity tags (or `*`) contains `etag`, weak or strong.
#[must_use]
pub fn etag_matches(tags: &str, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.trim() == "*" || tags.split(',').any(|tag| opaque(tag) == opaque(etag))
}

impl FromRequest for Conditions {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let headers = request.headers();
        ready(Ok(Self {
            if_match: text(headers, &header::IF_MATCH),
            if_none_match: text(headers, &header::IF_NONE_MATCH),
        }))
    }
}

/// All values of a header, joined; unreadable ones match nothing.
fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<_> = headers.get_all(name).map(|value| value.to_str().unwrap_or_default()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_match_by_their_opaque_part() {
        assert!(etag_matches("\"7\"", "\"7\""));
        assert!(etag_matches("W/\"7\", \"8\"", "\"7\""));
        assert!(etag_matches(" * ", "\"7\""));
        assert!(!etag_matches("\"77\"", "\"7\""));
        assert!(!etag_matches("", "\"7\""));
    }

    #[test]
    fn writes_are_held_to_what_the_client_has_seen() {
        let if_match = |tags: &str| Conditions { if_match: Some(tags.into()), if_none_match: None };
        assert!(if_match("\"7\"").allow_write(Some("\"7\"")));
        assert!(!if_match("\"7\"").allow_write(Some("\"8\"")));
        assert!(!if_match("*").allow_write(None));
        let create_only = Conditions { if_match: None, if_none_match: Some("*".into()) };
        assert!(create_only.allow_write(None));
        assert!(!create_only.allow_write(Some("\"1\"")));
    }
}
