//! The routes of insight.

mod pain_trend;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(pain_trend::pain_trend);
}
