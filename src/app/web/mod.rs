//! Routes without personal data: health, version, vocabularies, the API reference.

mod about;
pub mod docs;
mod health;
mod home;

use actix_web::web;

use crate::platform::http::Mount;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(health::healthz).service(health::readyz).service(docs::openapi_yaml).service(docs::openapi_json);
}

/// Mounts the routes below `/v1`.
pub fn v1_routes<M: Mount>(config: &mut M) {
    config.service(about::about).service(about::vocabulary);
}

/// Mounts the routes that are not in the API description: pages for people.
pub fn undescribed_routes(config: &mut web::ServiceConfig) {
    config.service(home::home()).configure(docs::routes);
}
