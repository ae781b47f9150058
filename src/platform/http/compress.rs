use actix_web::Error;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};

use super::coding::Coding;

/// The smallest body that is compressed, in bytes. A shorter one fits into one packet anyway.
const MIN_BYTES: u64 = 1024;

/// The largest body that is compressed on the async thread, in bytes: well under a millisecond. Larger ones go to the
/// blocking pool.
const MAX_INLINE_BYTES: usize = 32 * 1024;

/// POSTs whose answers can be large. No other write is answered with a compressed body: answers to POST show secrets
/// (tokens, share codes), each once, and the length of a compressed secret next to text of somebody else's choice reveals
/// the secret (the BREACH attack). What GET answers holds none.
const LARGE_POSTS: [&str; 2] = ["/v1/sync", "/v1/me/import"];

/// Middleware: compresses answers of 1 KiB or more in the coding that the client prefers. Event streams have no
/// known size and are not compressed.
///
/// The entity tag of a compressed answer is a weak one, `W/"42"`: it names the version, not the bytes, which differ from
/// coding to coding. Conditional requests take either form.
///
/// # Errors
/// Those of the service.
pub async fn compress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let may = *request.method() == Method::GET || LARGE_POSTS.contains(&request.path());
    let coding = Coding::accepted(request.headers());
    let knows_weak = knows_weak(request.headers());
    let mut response = next.call(request).await?.map_into_boxed_body();
    let size = response.response().body().size();
    if !may || size == BodySize::Stream {
        return Ok(response);
    }
    response.headers_mut().append(VARY, HeaderValue::from_static("Accept-Encoding"));
    let compressed_before = response.headers().contains_key(CONTENT_ENCODING);
    // A 304 repeats the weak tag of the compressed answer that the client has.
    if compressed_before || (response.status() == StatusCode::NOT_MODIFIED && knows_weak && coding.is_some()) {
        weaken(response.headers_mut());
    }
    let large = matches!(size, BodySize::Sized(size) if size >= MIN_BYTES);
    match coding {
        Some(coding) if large && !compressed_before && is_text(response.headers()) => encoded(response, coding).await,
        _ => Ok(response),
    }
}

async fn encoded(response: ServiceResponse, coding: Coding) -> Result<ServiceResponse<BoxBody>, Error> {
    let (request, response) = response.into_parts();
    let (mut head, body) = response.into_parts();
    let bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        Err(body) => return Ok(ServiceResponse::new(request, head.set_body(body))),
    };
    match compressed(coding, bytes.clone()).await {
        Some(smaller) => {
            weaken(head.headers_mut());
            head.headers_mut().insert(CONTENT_ENCODING, coding.value());
            Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(smaller))))
        }
        None => Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(bytes)))),
    }
}

/// The compressed bytes, if they are fewer.
async fn compressed(coding: Coding, bytes: Bytes) -> Option<Vec<u8>> {
    let length = bytes.len();
    let result = if length <= MAX_INLINE_BYTES {
        coding.compress(&bytes)
    } else {
        web::block(move || coding.compress(&bytes)).await.ok()?
    };
    match result {
        Ok(compressed) => Some(compressed).filter(|compressed| compressed.len() < length),
        Err(error) => {
            tracing::error!(%error, coding = coding.name(), "an answer was not compressed");
            None
        }
    }
}

/// Whether the client has a compressed answer: its request names a weak tag.
fn knows_weak(request: &HeaderMap) -> bool {
    request.get_all(IF_NONE_MATCH).any(|tags| tags.to_str().is_ok_and(|tags| tags.contains("W/\"")))
}

fn weaken(headers: &mut HeaderMap) {
    let strong = headers.get(ETAG).and_then(|tag| tag.to_str().ok()).filter(|tag| tag.starts_with('"'));
    if let Some(Ok(weak)) = strong.map(|tag| HeaderValue::from_str(&format!("W/{tag}"))) {
        headers.insert(ETAG, weak);
    }
}

/// Whether the media type compresses well; images are compressed already.
fn is_text(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media_type.starts_with("text/")
        || ["json", "yaml", "javascript", "xml"].iter().any(|kind| media_type.contains(kind))
}
