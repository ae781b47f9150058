//! The service as its clients meet it: over HTTP, on SQLite and on PostgreSQL. `scripts/test` runs it.

mod domain;
mod idempotency;
mod input;
mod operations;
mod process;
mod progress;
mod records;
mod rollups;
mod schema;
mod support;
