//! Taking data in from other apps.
//!
//! [`import`] reads files into neutral items and knows no database; `convert` makes records of them; `importer` stores
//! these through the record core, a chunk a transaction; `store` remembers what each row said, so that a later import can
//! tell the person's changes from the file's; and [`report`] tells what came of every line.

pub mod api;
mod conflict;
mod convert;
pub mod import;
pub mod importer;
mod pairing;
pub mod report;
mod row_writer;
mod source_check;
mod store;

use conflict::Fate;
pub use conflict::OnConflict;
pub use row_writer::Stored;
