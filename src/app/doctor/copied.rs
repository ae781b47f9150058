//! Whether a SQLite file may be half of a database: copied from a running service without its log.
//!
//! A running service keeps the latest writes in the write-ahead log next to the file (`-wal`); for a young database that is
//! everything. When it stops, it checkpoints the log into the file and removes it.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::platform::db::Location;

/// The advice when nothing is in such a file.
pub(super) const ADVICE: &str = "if this is a copy of a running service's file, what was written last is in its -wal file, \
    which is missing here: copy while the service is stopped, or with sqlite3's .backup (see README, Copies)";

/// Whether the file would lack its log if it were a copy. To be called before the database is opened, which creates a new
/// log.
pub(super) fn may_lack_its_log(location: &Location) -> bool {
    let Location::Sqlite(file) = location else { return false };
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let has_log = fs::metadata(Path::new(&log)).is_ok_and(|log| log.len() > 0);
    !has_log && was_written_with_log(file)
}

/// Whether the header says that the file is in WAL mode (bytes 18 and 19 of the SQLite file format), or there is no
/// header yet.
fn was_written_with_log(file: &Path) -> bool {
    let mut header = [0; 20];
    match File::open(file).and_then(|mut file| file.read_exact(&mut header)) {
        Ok(()) => header.get(18..20) == Some(&[2, 2]),
        // Nothing has been checkpointed into the file so far.
        Err(_) => file.exists(),
    }
}
