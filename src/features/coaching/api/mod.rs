//! The routes of coaching that are not a collection's verbs. They come before those, whose paths hold some of theirs.

mod access_log;
mod client_comments;
mod client_proposals;
mod clients;
mod coaches;
mod comments;
mod notes;
mod proposals;
mod shares;

use actix_web::web;

use crate::platform::http::{Mount, no_route};

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config
        .service(shares::consent_text)
        .service(shares::create)
        .service(shares::redeem)
        // Nobody's share has this id.
        .undescribed(web::resource("/shares/redeem").default_service(web::to(no_route)))
        .service(shares::end)
        .service(coaches::coach)
        .service(access_log::access_log)
        .service(clients::list)
        .service(comments::create)
        .service(comments::read)
        .service(comments::delete)
        .service(client_comments::list)
        .service(client_comments::create)
        .service(client_comments::read)
        .service(client_comments::delete)
        .service(proposals::accept)
        .service(proposals::decline)
        .service(client_proposals::list)
        .service(client_proposals::get)
        .service(client_proposals::put)
        .service(client_proposals::withdraw)
        .service(notes::list);
}
