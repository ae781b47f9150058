//! The service as its clients meet it: over HTTP, on SQLite and on PostgreSQL. `scripts/test` runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::needless_pass_by_value, reason = "json!(…) reads better without a & before it")]

mod access_matrix;
mod accounts;
mod attacks;
mod coaching;
mod copy;
mod distribution;
mod domain;
mod group_commit;
mod guidance;
mod idempotency;
mod import;
mod input;
mod insight;
mod layers;
mod learn;
mod operations;
mod process;
mod progress;
mod records;
mod replica;
mod rollups;
mod safety;
mod schema;
mod support;
mod sync;
mod triage;
mod wire;
