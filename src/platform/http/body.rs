use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpRequest};
use deserr::Deserr;
use futures_util::StreamExt;
use serde_json::Value;

use super::Problem;
use super::problem::{MALFORMED, TIMED_OUT, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE};
use crate::platform::input::{FieldErrors, decode, parse_json};

/// The largest JSON body of an ordinary request, in bytes.
pub const ORDINARY: usize = 64 * 1024;

/// How long an ordinary body may take to arrive.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a large one may take: 10 MiB over a slow phone's uplink.
const LARGE_READ_TIMEOUT: Duration = Duration::from_mins(2);

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// A JSON body read as a `T`, at most 64 KiB.
pub struct Body<T>(pub T);

/// A JSON body, not decoded into a type yet, at most `LIMIT` bytes.
pub struct JsonBody<const LIMIT: usize = ORDINARY>(pub Value);

/// A JSON Merge Patch (RFC 7396), at most 64 KiB.
pub struct MergePatch(pub Value);

/// The raw bytes of a body, at most `LIMIT`.
pub struct RawBody<const LIMIT: usize>(pub BytesMut);

impl<const LIMIT: usize> Deref for RawBody<LIMIT> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<T: Deserr<FieldErrors> + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = json::<ORDINARY>(request, payload, &["application/json"]);
        Box::pin(async move { Ok(Self(decode(read.await?)?)) })
    }
}

impl<const LIMIT: usize> FromRequest for JsonBody<LIMIT> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = json::<LIMIT>(request, payload, &["application/json"]);
        Box::pin(async move { read.await.map(Self) })
    }
}

impl FromRequest for MergePatch {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = json::<ORDINARY>(request, payload, &["application/merge-patch+json", "application/json"]);
        Box::pin(async move { read.await.map(Self) })
    }
}

impl<const LIMIT: usize> FromRequest for RawBody<LIMIT> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = receive(request, payload.take(), LIMIT);
        Box::pin(async move { read.await.map(Self) })
    }
}

fn json<const LIMIT: usize>(
    request: &HttpRequest,
    payload: &mut Payload,
    accepted: &'static [&'static str],
) -> Extracting<Value> {
    let typed = check_media_type(request, accepted);
    let received = receive(request, payload.take(), LIMIT);
    Box::pin(async move {
        typed?;
        let bytes = received.await?;
        parse_json(&bytes)
            .map_err(|error| Problem::new(MALFORMED, format!("The body is not the JSON expected: {error}")))
    })
}

/// Refuses a body whose media type is not among `accepted`.
pub(crate) fn check_media_type(request: &HttpRequest, accepted: &'static [&'static str]) -> Result<(), Problem> {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if accepted.iter().any(|media_type| essence.eq_ignore_ascii_case(media_type)) {
        return Ok(());
    }
    Err(Problem::new(UNSUPPORTED_MEDIA_TYPE, format!("The body must be sent as {}.", accepted.join(" or "))))
}

fn receive(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
) -> impl Future<Output = Result<BytesMut, Problem>> + use<> {
    let encoded = request.headers().contains_key(header::CONTENT_ENCODING);
    async move {
        if encoded {
            return Err(Problem::new(UNSUPPORTED_MEDIA_TYPE, "A body must be sent without Content-Encoding."));
        }
        let collect = async {
            let mut bytes = BytesMut::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|_| Problem::new(MALFORMED, "The body did not arrive whole."))?;
                if bytes.len() + chunk.len() > limit {
                    return Err(Problem::new(TOO_LARGE, format!("A body here has at most {limit} bytes.")));
                }
                bytes.extend_from_slice(&chunk);
            }
            Ok(bytes)
        };
        let patience = if limit > ORDINARY { LARGE_READ_TIMEOUT } else { READ_TIMEOUT };
        let late = |_| {
            let seconds = patience.as_secs();
            Problem::new(TIMED_OUT, format!("The body took longer than {seconds} seconds to arrive."))
        };
        tokio::time::timeout(patience, collect).await.map_err(late)?
    }
}
