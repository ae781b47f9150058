//! The rules of docs/rules, checked in three ways: worked examples, an independent slow model compared
//! on random histories, and replays resumed from checkpoints compared with replays from the start.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "the numbers here are small, and some answers must agree exactly"
)]
mod adherence;
mod autocorrelated_line;
mod checkpoint;
mod exercise_effect;
mod generate;
mod golden_insights;
mod golden_trend;
mod insight_false_alarms;
mod least_squares;
mod model;
#[path = "../../benches/false_alarms/noise.rs"]
mod noise;
mod pain;
mod pain_verdict;
mod plans;
mod questionnaires;
mod relief;
mod schedule;
mod statistics;
mod streak;
mod strength;
mod trend;
mod trend_false_alarms;
mod triage;
mod worked;
