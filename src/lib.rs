//! Birddog: the self-hostable backend for people who train their back every day.
//!
//! The top level is the layers. Imports point down: `app`, `features`, `core`, `platform`.

pub mod app;
pub mod core;
pub mod features;
pub mod platform;
