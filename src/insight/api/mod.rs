//! The routes of insight.

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {}
