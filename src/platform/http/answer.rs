use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Problem;

/// A successful answer. It can be stored under an idempotency key and replayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    /// The body, JSON text.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip)]
    replayed: bool,
}

impl Answer {
    /// An answer with a status of 200..=299 and JSON text.
    #[must_use]
    pub fn raw_json(status: u16, body: String) -> Self {
        Self { status, etag: None, location: None, body: Some(body), replayed: false }
    }

    /// 200 with `value` as JSON.
    ///
    /// # Errors
    /// When the value can't be written as JSON.
    pub fn json(value: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self::raw_json(200, serde_json::to_string(value)?))
    }

    /// 204, without a body.
    #[must_use]
    pub fn no_content() -> Self {
        Self { status: 204, etag: None, location: None, body: None, replayed: false }
    }

    /// 304, for a client that has the version `etag` already.
    #[must_use]
    pub fn not_modified(etag: String) -> Self {
        Self { status: 304, ..Self::no_content() }.with_etag(etag)
    }

    /// The same with an entity tag, quotes included.
    #[must_use]
    pub fn with_etag(self, etag: String) -> Self {
        Self { etag: Some(etag), ..self }
    }

    /// The same with the address of the created resource (`Location`).
    #[must_use]
    pub fn with_location(self, location: String) -> Self {
        Self { location: Some(location), ..self }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The same with another body, made of the one it has.
    ///
    /// # Errors
    /// When the body is not JSON, which would be a bug of the service.
    pub fn map_json(self, change: impl FnOnce(Value) -> Value) -> Result<Self, Problem> {
        let Some(body) = &self.body else { return Ok(self) };
        let body = change(serde_json::from_str(body)?);
        Ok(Self { body: Some(serde_json::to_string(&body)?), ..self })
    }

    /// The same, marked as the replay of an earlier answer (`Idempotency-Replayed`).
    #[must_use]
    pub(super) fn replayed(self) -> Self {
        Self { replayed: true, ..self }
    }
}

impl Responder for Answer {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        // Health data: only the client may cache it, and it must revalidate each time.
        response.insert_header((header::CACHE_CONTROL, "private, no-cache"));
        if let Some(etag) = self.etag {
            response.insert_header((header::ETAG, etag));
        }
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if self.replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        match self.body {
            Some(body) => {
                response.insert_header((header::CONTENT_TYPE, "application/json"));
                response.body(body)
            }
            None => response.finish(),
        }
    }
}
