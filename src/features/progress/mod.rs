//! What the records add up to: day states, streak, habit strength, adherence and the training trend.
//!
//! The calculations are pure: records in, answer out, no clock and no database. The days are judged by one forward pass
//! ([`replay`]); the other modules read what that pass visits. [`history`] loads what it needs, [`api`] answers. The rules
//! are those of docs/rules.md, cited by section as "rules §4".

pub mod adherence;
pub mod api;
pub mod checkpoint;
pub mod day_facts;
mod day_streak;
pub mod history;
pub mod judged_day;
pub mod plan_version;
pub mod replay;
pub mod streak;
pub mod strength;
pub mod training_trend;
mod week_streak;
