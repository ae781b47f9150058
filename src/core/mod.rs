//! What every feature stands on: records, who may see them, the unit of work, computed answers.

pub mod access;
pub mod advisory;
pub(crate) mod computed;
pub mod records;
pub mod tx;

/// The version of the rules by which everything is computed (docs/rules.md). Changes with them, so that answers and
/// stored checkpoints made by different rules can be told apart.
pub const RULESET: &str = "2026-2";
