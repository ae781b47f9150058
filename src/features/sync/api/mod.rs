//! The routes of sync.

mod events;
mod pull;
mod push;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(pull::pull).service(push::push).service(events::events);
}
