//! Taking data in from other apps.
//!
//! [`import`] reads files into neutral items and knows no database; `convert` makes records of them; `importer` stores
//! these through the record core, a chunk a transaction, and [`report`] tells what came of every line.

pub mod api;
mod convert;
pub mod import;
pub mod importer;
pub mod report;
