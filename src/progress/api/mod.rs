//! The routes of progress: what the records add up to.

mod answer;
mod streak;
mod today;
mod trends;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(today::today)
        .service(streak::streak)
        .service(streak::calendar)
        .service(streak::strength)
        .service(streak::adherence)
        .service(trends::pain)
        .service(trends::exercise);
}
