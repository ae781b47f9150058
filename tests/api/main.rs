//! The service as its clients meet it: over HTTP, on SQLite and on PostgreSQL. `scripts/test` runs it.

mod accounts;
mod attacks;
mod domain;
mod idempotency;
mod input;
mod operations;
mod records;
mod support;
