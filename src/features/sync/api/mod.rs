//! The routes of sync.

mod events;
mod pull;
mod push;

use crate::platform::http::Mount;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(pull::pull).service(push::push).service(events::events);
}
