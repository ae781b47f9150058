//! One process at a time serves a SQLite file.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::migrations::create_private;
use super::{DbError, Location};

/// The exclusive right to serve a SQLite file: an advisory lock on a file next to it. The kernel releases it when the process ends,
/// however that happens. Nodes that serve a PostgreSQL share it and need no such right.
#[derive(Debug)]
pub struct Serving(Option<File>);

impl Serving {
    /// Takes the lock; on PostgreSQL there is none to take.
    ///
    /// # Errors
    /// When another process has it, or the lock can't be asked for.
    pub fn claim(location: &Location) -> Result<Self, DbError> {
        let Location::Sqlite(file) = location else { return Ok(Self(None)) };
        create_private(file)?;
        let path = lock_file(file)?;
        let failed = |error| DbError::broken(format!("{} cannot be locked: {error}", path.display()));
        let mut options = File::options();
        options.create(true).truncate(false).read(true).write(true);
        // Whoever can open the file could lock it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut lock = options.open(&path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let process = holder(&mut lock).map(|id| format!(" (process {id})")).unwrap_or_default();
                let words = format!("{} is being served already{process}; stop that one first", file.display());
                return Err(DbError::broken(words));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // Only for the message above, so a failure to write it is ignored.
        let _ = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
        Ok(Self(Some(lock)))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some(lock) = &self.0 {
            let _ = lock.unlock();
        }
    }
}

/// The lock's file. It lies next to the database's real file, so that two paths to it (two data folders, a symbolic link)
/// lead to one lock. It is never removed: another process may have it open and would then lock a file that is gone.
fn lock_file(file: &Path) -> Result<PathBuf, DbError> {
    let real = file.canonicalize();
    let mut path = real.map_err(|error| DbError::broken(format!("{} cannot be found: {error}", file.display())))?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".serving");
    path.set_file_name(name);
    Ok(path)
}

/// The id of the process that holds the lock, as written into the file.
fn holder(lock: &mut File) -> Option<u32> {
    let mut text = String::new();
    lock.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_whatever_way_leads_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("birddog.db");
        let first = Serving::claim(&Location::Sqlite(file.clone())).unwrap();
        let roundabout = folder.path().join(".").join("birddog.db");
        let mut ways = vec![file.clone(), roundabout];
        #[cfg(unix)]
        {
            let link = folder.path().join("other.db");
            std::os::unix::fs::symlink(&file, &link).unwrap();
            ways.push(link);
        }
        for way in &ways {
            let refused = Serving::claim(&Location::Sqlite(way.clone())).unwrap_err().to_string();
            assert!(refused.contains(&std::process::id().to_string()) && !refused.contains('\n'), "{refused}");
        }
        let other = Serving::claim(&Location::Sqlite(folder.path().join("second.db")));
        assert!(other.is_ok());
        drop(first);
        for way in ways {
            assert!(Serving::claim(&Location::Sqlite(way)).is_ok());
        }
    }

    #[test]
    fn nodes_share_a_postgresql() {
        let shared = Location::Postgres("postgres://127.0.0.1/nowhere".to_owned());
        let (first, second) = (Serving::claim(&shared), Serving::claim(&shared));
        assert!(first.is_ok() && second.is_ok());
    }
}
