//! The routes of coaching that are not a collection's verbs. They come before those, whose paths hold some of theirs.

mod access_log;
mod clients;
mod coaches;
mod shares;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::no_route;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(shares::consent_text)
        .service(shares::create)
        .service(shares::redeem)
        // Nobody's share has this id.
        .map(|config| config.service(web::resource("/v1/shares/redeem").default_service(web::to(no_route))))
        .service(shares::end)
        .service(coaches::coach)
        .service(access_log::access_log)
        .service(clients::list);
}
