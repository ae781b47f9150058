//! The routes of progress: what the records add up to.

pub(crate) mod exercise_trend;
pub(crate) mod replayed;
pub(crate) mod streak;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(streak::streak)
        .service(streak::calendar)
        .service(streak::strength)
        .service(streak::adherence)
        .service(exercise_trend::exercise_trend);
}
