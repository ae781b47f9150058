//! Birddog: the self-hostable backend for people who train their back every day.

pub mod access;
pub mod accounts;
pub mod acupuncture;
pub mod advisory;
pub mod coaching;
pub mod collections;
mod computed;
pub mod config;
pub mod db;
pub mod demo;
pub mod doctor;
pub mod guidance;
pub mod http;
pub mod ids;
pub mod input;
pub mod insight;
pub mod interop;
pub mod learn;
pub mod openapi;
pub mod pain;
pub mod progress;
pub mod questionnaires;
pub mod records;
pub mod startup;
pub mod statistics;
pub mod sync;
pub mod telemetry;
pub mod time;
pub mod today;
pub mod tokens;
pub mod training;
pub mod vocabulary;
pub mod wakes;
pub mod web;

/// The version of the rules by which everything is computed (docs/rules.md). Changes with them, so that answers and
/// stored checkpoints made by different rules can be told apart.
pub const RULESET: &str = "2026-2";
