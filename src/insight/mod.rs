//! What the pain diary says: on its own, around acupuncture visits and after training (rules §7 to §9).
//!
//! The calculations are pure: daily values in, answer out, no clock and no database; [`api`] loads and answers. Nothing here
//! may claim more than the diary carries.

pub mod api;
pub mod pain_buckets;
pub mod pain_change;
pub mod pain_day;
pub mod pain_slope;
pub mod pain_verdict;
