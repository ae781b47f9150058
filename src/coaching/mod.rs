//! Coaches: what a person shares with whom, and what the two do with it. Whether a coach may see something is decided in
//! [`crate::access`] alone; here shares are given, taken up and ended.

pub mod api;
mod consent;
mod share;
mod sharing;
mod store;
mod sweep;
mod tries;
pub mod vocabulary;

pub use share::Share;
pub use sharing::{forget, partners};
pub use sweep::sweep;
pub use tries::Tries;
