//! Imports data from other apps.
//!
//! [`import`] reads files into neutral items without a database; `convert` makes records of them; `importer` stores these
//! through the record core, one chunk per transaction; `store` remembers the values of each row, so that a later import can
//! distinguish the person's changes from the file's; [`report`] lists the outcome of every line.

pub mod api;
mod conflict;
mod convert;
pub mod import;
mod import_params;
pub mod importer;
mod pairing;
pub mod problems;
pub mod report;
mod row_writer;
mod source_check;
mod store;

use conflict::Fate;
pub use conflict::OnConflict;
pub use row_writer::Stored;
