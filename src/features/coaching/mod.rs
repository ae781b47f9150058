//! Coaches: shares, comments, plan proposals, notes and the list of clients. Whether a coach may see something is decided
//! in [`crate::core::access`] alone; here shares are created, redeemed and ended.

pub mod api;
mod between;
mod client_note;
mod comment;
pub(crate) mod commenting;
mod consent;
mod copies;
mod person_id;
pub mod problems;
mod proposal;
pub(crate) mod proposing;
mod rate_limiter;
mod share;
pub(crate) mod sharing;
mod store;
mod sweep;
pub mod triage;
pub mod vocabulary;

pub use client_note::ClientNote;
pub use comment::Comment;
pub use proposal::{PlanProposal, WRITTEN_BY_SERVICE};
pub use rate_limiter::RateLimiter;
pub use share::Share;
pub use sharing::{forget, partners};
pub use sweep::sweep;
