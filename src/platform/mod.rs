//! Plumbing without domain knowledge: database, HTTP, tokens, input, time, statistics.

pub mod config;
pub mod db;
pub mod http;
pub mod ids;
pub mod input;
pub mod notifier;
pub mod sql_types;
pub mod statistics;
pub mod telemetry;
pub mod time;
pub mod tokens;
pub mod vocabulary;
