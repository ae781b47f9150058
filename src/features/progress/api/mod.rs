//! The routes of progress: what the records add up to.

pub(crate) mod exercise_trend;
pub(crate) mod replayed;
pub(crate) mod streak;

use crate::platform::http::Mount;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config
        .service(streak::streak)
        .service(streak::calendar)
        .service(streak::strength)
        .service(streak::adherence)
        .service(exercise_trend::exercise_trend);
}
