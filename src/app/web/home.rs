use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, Resource, web};

use crate::platform::http::no_route;

const HERE: &str = concat!(
    "Birddog ",
    env!("CARGO_PKG_VERSION"),
    ": the API is below /v1, its reference at /docs/, its description at /openapi.yaml.\n"
);

/// The root: where things are, in one line for whoever opens the address in a browser.
pub(super) fn home() -> Resource {
    web::resource("/").route(web::get().to(here)).default_service(web::to(no_route))
}

async fn here() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(HERE)
}
