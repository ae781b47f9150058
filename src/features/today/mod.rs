//! The app's first screen: one answer made from all other features.

pub mod api;
mod facts;
