//! What all features share: the record core, access control, computed answers, advisories.

pub mod access;
pub mod advisory;
pub(crate) mod computed;
pub mod records;

/// The version of the rules by which everything is computed (docs/rules.md). It changes with them, so that answers and
/// stored checkpoints made by different rules can be distinguished.
pub const RULESET: &str = "2026-2";
