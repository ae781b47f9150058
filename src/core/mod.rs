//! What every feature stands on: records, who may see them, the unit of work, computed answers.

pub mod access;
pub mod advisory;
pub(crate) mod computed;
mod error;
pub mod problems;
pub mod records;
pub mod tx;

pub use error::{Current, WriteError};

/// The version of the rules by which everything is computed (docs/rules.md). It changes with them, so that answers and
/// stored checkpoints made by different rules can be distinguished.
pub const RULESET: &str = "2026-2";
