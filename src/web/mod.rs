//! What is not about anybody's data: health, version, vocabularies, the API reference.

mod about;
pub mod docs;
mod health;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(health::healthz)
        .service(health::readyz)
        .service(about::about)
        .service(about::vocabulary)
        .service(docs::openapi_yaml)
        .service(docs::openapi_json);
}
