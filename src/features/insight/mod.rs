//! Comparisons of the pain diary with acupuncture visits and with training (rules §8 and §9).
//!
//! The calculations are pure: daily values in, answer out, no clock and no database; [`api`] loads and answers. Nothing here
//! may claim more than the diary carries.

pub mod api;
pub mod diary;
pub mod exercise_effect;
pub mod exercise_lag;
pub mod exercise_verdict;
pub mod relief;
pub mod relief_expectation;
pub mod relief_verdict;
