//! The outermost middleware: request id, log line, HEAD, CORS headers, and the answer in place of a panic.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse, ResponseError};
use futures_util::FutureExt;
use uuid::Uuid;

use super::cors::{Cors, Sharing};
use super::{Problem, head, problem, request_id};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id, turns a panic into a 500 answer (actix would drop the connection) and errors of actix's own
/// into problems, adds the headers that every answer has, and logs the request without its query or any content.
///
/// # Errors
/// Only such as carry their complete answer.
pub async fn request_context(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = Uuid::new_v4();
    request_id::within(id, serve(request, next, id)).await
}

async fn serve(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    id: Uuid,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let began = Instant::now();
    let sharing = request.app_data::<Data<Cors>>().map(|cors| cors.of(request.headers()));
    let method = request.method().clone();
    let added = Added { id, sharing, is_head: head::as_get(&mut request) };
    if let Some(preflight) = added.sharing.as_ref().and_then(|sharing| sharing.preflight(&method, request.headers())) {
        let mut response = request.into_response(preflight);
        added.add_to(response.headers_mut());
        return Ok(response);
    }
    let mut response = match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(response)) => match foreign(response.response().status(), response.headers()) {
            Some(problem) => response.into_response(problem.error_response()),
            None => response.map_into_boxed_body(),
        },
        Ok(Err(error)) => {
            let response = error.error_response();
            let problem = foreign(response.status(), response.headers());
            return Err(added.answered(problem.map_or(response, |problem| problem.error_response())));
        }
        // The panic consumed the request, so the answer is returned as an error.
        Err(_panic) => return Err(added.answered(Problem::internal("a handler panicked").error_response())),
    };
    added.add_to(response.headers_mut());
    if added.is_head {
        response = response.map_body(head::withhold);
    }
    tracing::debug!(
        request_id = %id,
        %method,
        route = response.request().match_pattern().unwrap_or_default(),
        status = response.status().as_u16(),
        micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    Ok(response)
}

/// The problem that replaces a refusal by a library, which has no problem details.
fn foreign(status: StatusCode, headers: &HeaderMap) -> Option<Problem> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !status.is_client_error() || media_type == "application/problem+json" {
        return None;
    }
    let kind = problem::ALL.iter().find(|kind| kind.status == status.as_u16()).unwrap_or(&problem::MALFORMED);
    Some(if *kind == problem::NOT_FOUND { Problem::not_found() } else { Problem::new(*kind, kind.title) })
}

/// The headers that every answer to a request gets.
struct Added {
    id: Uuid,
    sharing: Option<Sharing>,
    is_head: bool,
}

impl Added {
    fn add_to(&self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&self.id.to_string()) {
            headers.insert(X_REQUEST_ID, value);
        }
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        if let Some(sharing) = &self.sharing {
            sharing.add_to(headers);
        }
    }

    /// An answer that is returned as an error.
    fn answered(&self, mut response: HttpResponse) -> Error {
        self.add_to(response.headers_mut());
        if self.is_head {
            response = response.map_body(head::withhold);
        }
        InternalError::from_response("answered", response).into()
    }
}
