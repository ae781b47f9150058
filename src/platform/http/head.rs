//! HEAD: served as the GET of the same address, so that every route that has GET answers it with the same status and
//! headers (RFC 9110, 9.3.2).

use actix_web::body::{self, BodySize, BodyStream, BoxBody, MessageBody};
use actix_web::dev::{ResponseHead, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::Bytes;
use futures_util::stream;

/// Makes a HEAD request one of GET for all that serves it; whether it was one.
pub(super) fn as_get(request: &mut ServiceRequest) -> bool {
    let head = request.method() == Method::HEAD;
    if head {
        request.head_mut().method = Method::GET;
    }
    head
}

/// Takes the body out of an answer to HEAD. The length that GET would give it stays, where there is one; a stream, which may
/// have no end, is dropped.
///
/// The server by itself withholds only the answer to the request that it read last: of several that a client sends without
/// waiting, it would send the body of the first.
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
