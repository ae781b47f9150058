//! Coaches: what they see of their clients.

pub mod triage;
