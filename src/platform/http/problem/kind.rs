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

/// Declares kinds as constants, and lists them in `ALL`.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal $title:literal;)+) => {
        $($(#[$doc])* pub const $name: $crate::platform::http::problem::Kind =
            $crate::platform::http::problem::Kind { status: $status, code: $code, title: $title };)+

        /// The kinds that are declared here.
        pub const ALL: &[$crate::platform::http::problem::Kind] = &[$($name),+];
    };
}
pub(crate) use kinds;

kinds! {
    /// The body is not JSON, or the request is malformed in another way.
    MALFORMED = 400 "malformed" "The request cannot be read";
    /// No token, or one that is not valid.
    UNAUTHENTICATED = 401 "unauthenticated" "Sign in first";
    /// No such thing, or not the caller's.
    NOT_FOUND = 404 "not_found" "Not found";
    /// The path does not know the method.
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "Method not allowed";
    /// A request with the same idempotency key is still running.
    STILL_RUNNING = 409 "still_running" "The same request is still running";
    /// `If-Match` or `If-None-Match` does not fit the record as it is.
    PRECONDITION_FAILED = 412 "precondition_failed" "The record has changed";
    /// The body is larger than this path takes.
    TOO_LARGE = 413 "too_large" "The body is too large";
    /// The body's media type is not taken here.
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "Media type not supported";
    /// The input is well-formed but wrong; everything wrong is listed.
    INVALID_INPUT = 422 "invalid_input" "Something in the input is wrong";
    /// An idempotency key came again with another body.
    KEY_REUSED = 422 "idempotency_key_reused" "This Idempotency-Key was used for something else";
    /// Too many requests wait already.
    OVERLOADED = 503 "overloaded" "Too busy right now";
    /// The body did not arrive in time.
    TIMED_OUT = 408 "timed_out" "The body took too long";
    /// A fault of Birddog's own.
    INTERNAL = 500 "internal" "Something went wrong here";
    /// The database is out of reach.
    UNAVAILABLE = 503 "unavailable" "Not available right now";
}
