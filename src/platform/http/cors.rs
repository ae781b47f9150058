//! Cross-origin resource sharing (the Fetch standard): which browser apps on other origins may read the answers.
//!
//! `request_context` adds these headers together with those that every answer has: refusals from libraries and answers in
//! place of a panic need them too, or a browser hides them from the app.

use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue,
    ORIGIN, VARY,
};

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");

/// Headers of requests that are not safe-listed by the standard.
const REQUEST_HEADERS: HeaderValue =
    HeaderValue::from_static("Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID");

/// Headers of answers that are not safe-listed by the standard.
const ANSWER_HEADERS: HeaderValue = HeaderValue::from_static(
    "Allow, ETag, Idempotency-Replayed, Location, Retry-After, WWW-Authenticate, X-Request-Id",
);

/// How long a browser may cache a preflight, in seconds. No browser caches one for more than two hours.
const MAX_AGE: HeaderValue = HeaderValue::from_static("7200");

/// The origins whose pages may read answers.
#[derive(Debug, Clone, Default)]
pub struct Cors(Vec<HeaderValue>);

impl Cors {
    /// Pages on these origins, written as browsers send them.
    #[must_use]
    pub fn new(origins: &[String]) -> Self {
        Self(origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect())
    }

    /// The headers that a request gets in addition to its answer.
    #[must_use]
    pub fn of(&self, request: &HeaderMap) -> Sharing {
        let origin = request.get(ORIGIN).filter(|origin| self.0.contains(origin)).cloned();
        Sharing { origin, differs: !self.0.is_empty() }
    }
}

/// The part of an answer that depends on the origin of the page that asks.
#[derive(Debug, Clone)]
pub struct Sharing {
    /// The page's origin, if it may read the answer.
    origin: Option<HeaderValue>,
    /// Whether a page on another origin could get other headers; the answer then has `Vary: Origin`.
    differs: bool,
}

impl Sharing {
    /// The answer to a preflight from an allowed origin; nothing when the request is no preflight. Those from other origins are
    /// routed like any OPTIONS request.
    #[must_use]
    pub fn preflight(&self, method: &Method, request: &HeaderMap) -> Option<HttpResponse> {
        let asked = method == Method::OPTIONS && request.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        (asked && self.origin.is_some()).then(|| {
            HttpResponse::NoContent()
                .insert_header((ACCESS_CONTROL_ALLOW_METHODS, METHODS))
                .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS))
                .insert_header((ACCESS_CONTROL_MAX_AGE, MAX_AGE))
                .finish()
        })
    }

    /// Adds the headers to an answer.
    pub fn add_to(&self, headers: &mut HeaderMap) {
        if self.differs {
            headers.append(VARY, HeaderValue::from_static("Origin"));
        }
        if let Some(origin) = &self.origin {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS);
        }
    }
}

/// The origin that `text` names, as browsers send it: lower case, without the port that the scheme has anyway.
///
/// # Errors
/// Why it is no origin.
pub fn origin(text: &str) -> Result<String, &'static str> {
    if text == "*" || text == "null" {
        return Err("names no origin: list each, so that no other page can use the service from a visitor's browser");
    }
    let (scheme, rest) = text.split_once("://").ok_or("must begin with a scheme, like https://")?;
    if scheme.is_empty() || !scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) {
        return Err("must begin with a scheme, like https://");
    }
    if rest.contains(['/', '?', '#', '@']) {
        return Err("must be scheme, host and port alone: nothing may follow, not even a slash");
    }
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_host = match bracketed {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)),
    };
    if !is_host {
        return Err("must name a host in ASCII letters (xn--… for others), without wildcards");
    }
    let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    let port = port.map(|port| port.parse::<u16>().map_err(|_| "has a port that is none")).transpose()?;
    match (scheme.as_str(), port) {
        (_, None) | ("http", Some(80)) | ("https", Some(443)) => Ok(format!("{scheme}://{host}")),
        (_, Some(port)) => Ok(format!("{scheme}://{host}:{port}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_as_browsers_send_them() {
        for (text, sent) in [
            ("https://app.example.org", "https://app.example.org"),
            ("HTTPS://App.Example.org:443", "https://app.example.org"),
            ("http://localhost:5173", "http://localhost:5173"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("http://[::1]", "http://[::1]"),
            // What an app in a web view has.
            ("capacitor://localhost", "capacitor://localhost"),
        ] {
            assert_eq!(origin(text).as_deref(), Ok(sent));
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "*",
            "null",
            "",
            "app.example.org",
            "https://",
            "https://app.example.org/",
            "https://app.example.org/path",
            "https://*.example.org",
            "https://user@example.org",
            "https://bücher.example",
            "https://example.org:port",
            "https://example.org:70000",
            "https://a b",
            "http://[::1",
            "://x",
        ] {
            assert!(origin(text).is_err(), "{text}");
        }
    }
}
