//! Offline first: a device pulls what has changed, pushes what it did meanwhile, and hears of changes as they happen.
//! docs/sync.md describes the protocol.

pub mod api;
mod cursor;
mod feed;
mod op;
pub mod problems;
mod push;
