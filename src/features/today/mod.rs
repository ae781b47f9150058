//! The app's first screen: one answer made of what all other slices know.

pub mod api;
mod facts;
