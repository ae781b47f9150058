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

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal $title:literal;)+) => {
        $($(#[$doc])* pub const $name: Kind = Kind { status: $status, code: $code, title: $title };)+

        /// Every kind there is.
        pub const ALL: &[Kind] = &[$($name),+];
    };
}

kinds! {
    /// The body is not JSON, or the request is malformed in another way.
    MALFORMED = 400 "malformed" "The request cannot be read";
    /// No token, or one that is not valid.
    UNAUTHENTICATED = 401 "unauthenticated" "Sign in first";
    /// Wrong e-mail or password; which, is not told.
    BAD_CREDENTIALS = 401 "bad_credentials" "E-mail or password is wrong";
    /// The refresh token is not valid, or its session has ended.
    REFRESH_REFUSED = 401 "refresh_refused" "Sign in again";
    /// The action asks for a sign-in within the last five minutes.
    STEP_UP_REQUIRED = 403 "step_up_required" "Sign in again to do this";
    /// The client does not share this with the coach who asks.
    SCOPE_MISSING = 403 "scope_missing" "Not shared with you";
    /// Only the service writes records of this collection.
    READ_ONLY = 403 "read_only" "Not written this way";
    /// No such thing, or not the caller's.
    NOT_FOUND = 404 "not_found" "Not found";
    /// No share waits for this code: it is wrong, was used, has run out or is for somebody else; which, is not told.
    CODE_UNKNOWN = 404 "code_unknown" "This code does not work";
    /// The path does not know the method.
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "Method not allowed";
    /// The e-mail address has an account already.
    EMAIL_TAKEN = 409 "email_taken" "This e-mail address has an account already";
    /// A request with the same idempotency key is still running.
    STILL_RUNNING = 409 "still_running" "The same request is still running";
    /// The record asks for advisories to be read and accepted first; they are listed.
    ACKNOWLEDGE_FIRST = 409 "acknowledge_first" "Please read this first";
    /// The change would judge days anew that a plan version has judged; the detail says what to do instead.
    PLAN_HAS_BEGUN = 409 "plan_has_begun" "What a plan has judged stays as it was";
    /// The proposal was answered or withdrawn before.
    PROPOSAL_CLOSED = 409 "proposal_closed" "This proposal is closed";
    /// The cursor is not one of this account's history as it is now.
    CURSOR_EXPIRED = 410 "cursor_expired" "Start over without a cursor";
    /// `If-Match` or `If-None-Match` does not fit the record as it is.
    PRECONDITION_FAILED = 412 "precondition_failed" "The record has changed";
    /// The body is larger than this path takes.
    TOO_LARGE = 413 "too_large" "The body is too large";
    /// The body's media type is not taken here.
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "Media type not supported";
    /// The input is well-formed but wrong; every fault is listed.
    INVALID_INPUT = 422 "invalid_input" "Something in the input is wrong";
    /// An idempotency key came again with another body.
    KEY_REUSED = 422 "idempotency_key_reused" "This Idempotency-Key was used for something else";
    /// As much lies between the two already as is kept.
    LIMIT_REACHED = 422 "limit_reached" "No more of these are kept";
    /// The file cannot be imported at all.
    IMPORT_REFUSED = 422 "import_refused" "The file cannot be imported";
    /// The file does not say which habit or pain it holds, and another one seems to be there under the same name.
    SOURCE_UNCLEAR = 422 "source_unclear" "The file does not say whose data it is";
    /// The account has too many open event streams.
    TOO_MANY_STREAMS = 429 "too_many_streams" "Too many open streams";
    /// Too many codes were tried that do not work.
    TOO_MANY_TRIES = 429 "too_many_tries" "Too many tries";
    /// Too many requests wait already.
    OVERLOADED = 503 "overloaded" "Too busy right now";
    /// The body did not arrive in time.
    TIMED_OUT = 408 "timed_out" "The body took too long";
    /// A fault of Birddog's own.
    INTERNAL = 500 "internal" "Something went wrong here";
    /// The database is out of reach.
    UNAVAILABLE = 503 "unavailable" "Not available right now";
}
