//! What the pain diary says beside acupuncture visits and training (rules §8 and §9).
//!
//! The calculations are pure: daily values in, answer out, no clock and no database; [`api`] loads and answers. Nothing here
//! may claim more than the diary carries.

pub mod api;
