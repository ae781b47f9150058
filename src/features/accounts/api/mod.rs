//! The routes of accounts.

mod auth;
mod devices;
mod keys;
mod me;

use crate::platform::http::Mount;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config
        .service(auth::register)
        .service(auth::login)
        .service(auth::refresh)
        .service(auth::logout)
        .service(me::show)
        .service(me::change)
        .service(me::delete)
        .service(me::change_password)
        .service(devices::list)
        .service(devices::revoke);
}

/// Mounts the published keys, whose address is not the API's own.
pub fn key_routes<M: Mount>(config: &mut M) {
    config.service(keys::jwks);
}
