//! Headers, described once and referred to.

use serde_json::{Value, json};

use super::object;

/// A header of an answer: its name and its component.
pub(super) struct Header {
    /// As it is sent.
    pub(super) name: &'static str,
    component: &'static str,
}

pub(super) const ETAG: Header = Header { name: "ETag", component: "ETag" };
pub(super) const LOCATION: Header = Header { name: "Location", component: "Location" };
pub(super) const REPLAYED: Header = Header { name: "Idempotency-Replayed", component: "IdempotencyReplayed" };
pub(super) const REQUEST_ID: Header = Header { name: "X-Request-Id", component: "XRequestId" };
pub(super) const RETRY_AFTER: Header = Header { name: "Retry-After", component: "RetryAfter" };
pub(super) const WWW_AUTHENTICATE: Header = Header { name: "WWW-Authenticate", component: "WwwAuthenticate" };

/// A header of a request: its name and its component.
pub(super) const PARAMETERS: [(&str, &str); 3] =
    [("If-Match", "IfMatch"), ("If-None-Match", "IfNoneMatch"), ("Idempotency-Key", "IdempotencyKey")];

impl Header {
    /// Adds the header to a response.
    pub(super) fn add_to(&self, response: &mut Value) {
        let reference = json!({"$ref": format!("#/components/headers/{}", self.component)});
        object(&mut response["headers"]).insert(self.name.to_owned(), reference);
    }
}

/// A reference to the header of requests with this name.
pub(super) fn parameter(name: &str) -> Option<Value> {
    let (_, component) = PARAMETERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(json!({"$ref": format!("#/components/parameters/{component}")}))
}

pub(super) fn describe(components: &mut Value) {
    let text = json!({"type": "string"});
    let etag = json!({"type": "string", "pattern": "^(W/)?\"[^\"]+\"$"});
    components["headers"] = json!({
        "ETag": {"description": "The version of what is answered, for `If-Match` and `If-None-Match`. With `W/` before it when the answer is \
            compressed; either form fits.",
            "schema": etag, "example": "\"42\""},
        "Location": {"description": "The address of what was made.", "required": true,
            "schema": {"type": "string", "format": "uri-reference"},
            "example": "/v1/sessions/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e"},
        "IdempotencyReplayed": {"description": "Present when this is the first answer given again.",
            "schema": {"type": "string", "const": "true"}, "example": "true"},
        "XRequestId": {"description": "Names this request in the server's log.", "required": true,
            "schema": {"type": "string", "format": "uuid"}, "example": "5f0c4b52-6d0c-4c39-8b21-8a4d6e1c7f10"},
        "RetryAfter": {"description": "Seconds after which to try again.", "required": true,
            "schema": {"type": "integer", "minimum": 0}, "example": 2},
        "WwwAuthenticate": {"description": "How to sign in.", "required": true, "schema": text, "example": "Bearer"},
    });
    components["parameters"] = json!({
        "IfMatch": {"name": "If-Match", "in": "header", "schema": {"type": "string"},
            "examples": {"any": {"value": "*"}, "version": {"value": "\"42\""}},
            "description": "Entity tags, or `*`: the write goes ahead only on one of these versions of the record."},
        "IfNoneMatch": {"name": "If-None-Match", "in": "header", "schema": {"type": "string"},
            "examples": {"version": {"value": "\"42\""}},
            "description": "Entity tags, or `*`. A read of one of these versions is answered with 304; a write goes ahead on \
                none of them, with `*` only where nothing is yet."},
        "IdempotencyKey": {"name": "Idempotency-Key", "in": "header",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
            "example": "9e2f6c1a-52a7-4be0-8c8b-6f7f6a2f9a57",
            "description": "Printable ASCII, made by the client. Within seven days the same key and body have one effect and \
                get the first answer again."},
    });
}
