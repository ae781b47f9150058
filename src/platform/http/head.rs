//! HEAD: served as the GET of the same address, so that every route that has GET answers it with the same status and
//! headers (RFC 9110, 9.3.2).

use actix_web::body::{self, BodySize, BodyStream, BoxBody, MessageBody};
use actix_web::dev::{ResponseHead, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::Bytes;
use futures_util::stream;

/// Turns a HEAD request into a GET for the layers that serve it; whether it was a HEAD.
pub(super) fn as_get(request: &mut ServiceRequest) -> bool {
    let head = request.method() == Method::HEAD;
    if head {
        request.head_mut().method = Method::GET;
    }
    head
}

/// Removes the body from an answer to HEAD and keeps its `Content-Length`, where it has one. A stream, which may have no
/// end, is dropped.
///
/// actix-http removes the body only for the request that it read last: of several pipelined requests it would send the
/// body of the first.
pub(super) fn withhold(answer: &mut ResponseHead, body: impl MessageBody + 'static) -> BoxBody {
    match body.size() {
        BodySize::Sized(length) if length > 0 => {
            answer.headers_mut().insert(CONTENT_LENGTH, length.into());
            answer.no_chunking(true);
            BoxBody::new(BodyStream::new(stream::empty::<Result<Bytes, std::convert::Infallible>>()))
        }
        BodySize::Stream => BoxBody::new(body::None::new()),
        BodySize::None | BodySize::Sized(_) => body.boxed(),
    }
}
