//! The service as its clients meet it: over HTTP, on SQLite and on PostgreSQL. `scripts/test` runs it.

mod operations;
mod records;
mod support;
