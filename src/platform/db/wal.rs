//! Keeps SQLite's write-ahead log (WAL) short, without the writer copying pages into the database file at every turn.

use std::path::Path;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Integer;

use super::connection::{AnyConnection, Purpose};
use super::job_queue::spawn;
use super::{DbError, Durability, cached};

/// How many frames, of a page each, may wait in the log before they are copied into the file.
const MAX_WAITING_FRAMES: i32 = 1_000;

/// How many frames the log may have, 64 MiB. It starts from its beginning again only once all of it has been copied, which
/// never happens while somebody goes on writing: so then the writer copies the rest itself.
const MAX_FRAMES: i32 = 16_384;

/// What `PRAGMA wal_checkpoint` reports.
#[derive(QueryableByName)]
struct Report {
    /// Frames in the log.
    #[diesel(sql_type = Integer)]
    log: i32,
    /// How many of them are in the database file, too.
    #[diesel(sql_type = Integer)]
    checkpointed: i32,
}

/// The writer's side: looks at the log after commits, and has it checkpointed.
pub(super) struct Wal {
    wake: Sender<()>,
}

/// Turns off the checkpoints of the writer's `connection`, and starts a thread that makes them instead.
pub(super) fn start_checkpoints(
    file: &Path,
    durability: Durability,
    connection: &mut AnyConnection,
) -> Result<(Wal, JoinHandle<()>), DbError> {
    connection.run("PRAGMA wal_autocheckpoint = 0")?;
    // One wake is enough: whoever is awake looks at the whole log.
    let (wake, woken) = bounded(1);
    let own = AnyConnection::open_sqlite(file, Purpose::Write(durability))?;
    let thread = spawn("birddog-checkpoints", move || checkpoint_when_woken(own, &woken))?;
    Ok((Wal { wake }, thread))
}

impl Wal {
    /// To be called by the writer between its transactions.
    pub(super) fn after_commit(&self, connection: &mut AnyConnection) -> Result<(), DbError> {
        let Report { log, checkpointed } =
            cached!(sql_query("PRAGMA wal_checkpoint(NOOP)")).get_result::<Report>(connection)?;
        if log >= MAX_FRAMES {
            checkpoint(connection)?;
        } else if log - checkpointed >= MAX_WAITING_FRAMES {
            // Full when the thread has been woken already, closed when it could not go on.
            let _ = self.wake.try_send(());
        }
        Ok(())
    }
}

fn checkpoint_when_woken(mut connection: AnyConnection, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        if let Err(error) = checkpoint(&mut connection) {
            tracing::error!(%error, "the write-ahead log was not copied into the database file");
        }
    }
}

/// Copies as much as no reader still needs; waits for nobody.
fn checkpoint(connection: &mut AnyConnection) -> Result<(), DbError> {
    Ok(connection.run("PRAGMA wal_checkpoint(PASSIVE)")?)
}
