//! What `birddog doctor` checks: whether everything stored is readable, and whether everything computed from it equals
//! what recomputing it gives.
//!
//! It reads one user at a time, each in one snapshot of the database, so it can be run next to a serving process.

mod copied;
mod finding;
mod recount;
mod user;

pub use finding::Finding;

use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::records;
use crate::core::records::store::count_change;
use crate::core::tx::{Tx, as_operator};
use crate::features::accounts::user_ids;
use crate::features::pain;
use crate::features::training::days as training_days;
use crate::platform::config::Config;
use crate::platform::db::{self, AnyConnection, DbError, Location};
use crate::platform::time::Timestamp;
use crate::platform::tokens::{AccessTokens, KeyFile, RefreshTokens};

use recount::Recount;
use user::UserCheck;

/// Users fetched at a time.
const BATCH_SIZE: i64 = 500;

/// Checks everything, in the order of dependence, and stops where the next check is not possible.
/// With `fix`, what is computed from records is recomputed where it was wrong. Records are never touched.
#[must_use]
pub fn examine(config: &Config, now: Timestamp, fix: bool) -> Vec<Finding> {
    let mut findings = vec![settings(config), key_file(config)];
    if let Location::Sqlite(file) = &config.database
        && !file.exists()
    {
        // Opening it would create one.
        findings.push(Finding::failed("database", format!("there is no file {}", file.display())));
        return findings;
    }
    let may_lack_its_log = copied::may_lack_its_log(&config.database);
    let mut connection = match db::connect(&config.database, config.durability) {
        Ok(connection) => connection,
        Err(error) => {
            findings.push(Finding::failed("database", error));
            return findings;
        }
    };
    findings.push(Finding::told("database", connection.engine()));
    match db::is_current(&mut connection) {
        Ok(true) => findings.push(Finding::fine("migrations", "up to date")),
        Ok(false) => {
            let mut finding = Finding::failed("migrations", "some are missing; `birddog migrate` applies them");
            if may_lack_its_log {
                finding.add(copied::ADVICE);
            }
            findings.push(finding);
            return findings;
        }
        Err(error) => {
            findings.push(Finding::failed("migrations", error));
            return findings;
        }
    }
    match db::copy::is_unfinished_copy(&mut connection) {
        Ok(false) => {}
        Ok(true) => findings.push(Finding::failed("copy", db::copy::UNFINISHED)),
        Err(error) => findings.push(Finding::failed("copy", error)),
    }
    findings.push(integrity(&mut connection));
    match users(&mut connection, now, fix) {
        Ok((count, found)) => {
            if count == 0 {
                let advice = if may_lack_its_log { format!("; {}", copied::ADVICE) } else { String::new() };
                findings.push(Finding::noted("accounts", format!("there are none{advice}")));
            }
            findings.extend(found);
        }
        Err(problem) => findings.push(Finding::failed("records", problem)),
    }
    findings
}

fn settings(config: &Config) -> Finding {
    let place = match &config.database {
        Location::Sqlite(file) => format!("SQLite file {}", file.display()),
        // The URL may contain a password.
        Location::Postgres(_) => "PostgreSQL".to_owned(),
    };
    Finding::fine("settings", format!("{place}, data folder {}", config.data_dir.display()))
}

fn key_file(config: &Config) -> Finding {
    let path = config.key_file();
    if !path.exists() {
        return Finding::fine("key file", format!("{} is made at the first start", path.display()));
    }
    let usable = KeyFile::load_or_create(&path).map_err(|error| error.to_string()).and_then(|keys| {
        RefreshTokens::new(&keys).map_err(|error| error.to_string())?;
        AccessTokens::new(&keys, config.public_url.clone()).map_err(|error| error.to_string())
    });
    match usable {
        Ok(_) => Finding::fine("key file", format!("{}, for its owner only", path.display())),
        Err(error) => Finding::failed("key file", error),
    }
}

fn integrity(connection: &mut AnyConnection) -> Finding {
    match (connection.integrity_faults(), connection) {
        (Err(error), _) => Finding::failed("integrity", error),
        (Ok(_), AnyConnection::Postgres(_)) => Finding::fine("integrity", "PostgreSQL watches its files itself"),
        (Ok(errors), AnyConnection::Sqlite(_)) => {
            let mut finding = Finding::fine("integrity", "the file is sound");
            for error in errors {
                finding.add(error);
            }
            finding
        }
    }
}

fn users(connection: &mut AnyConnection, now: Timestamp, fix: bool) -> Result<(u64, [Finding; 5]), WriteError> {
    let mut check = UserCheck::default();
    let (mut after, mut count, mut fixed) = (None, 0_u64, 0_u64);
    loop {
        let ids = user_ids(connection, after, BATCH_SIZE)?;
        after = ids.last().copied();
        for user in ids {
            count += 1;
            let sound = db::snapshot(connection, |connection| match Owner::load(connection, user, now)? {
                Some(owner) => as_operator(connection, owner, |tx| check.look(tx)),
                // Deleted a moment ago.
                None => Ok::<_, DbError>(true),
            })?;
            if fix && !sound {
                let fresh = db::transaction(connection, |connection| {
                    let owner = Owner::load_for_update(connection, user, now)?;
                    owner.map_or(Ok(()), |owner| Ok(as_operator(connection, owner, recompute)?))
                });
                match fresh {
                    Ok(()) => fixed += 1,
                    Err(problem) => check.left_as_it_is(user, &problem),
                }
            }
        }
        if after.is_none() {
            return Ok((count, check.findings(count, fixed)));
        }
    }
}

/// Recomputes a user's sums and deletes their checkpoints.
fn recompute(tx: &mut Tx<'_>) -> Result<(), DbError> {
    let mut recount = Recount::default();
    records::walk(tx, |row| {
        // Sums without what can't be read would be worse than the ones that are there.
        row.live.map_or(Ok(()), |stored| recount.add(row.collection, &stored).map(|_| ()))
    })?;
    training_days::replace(tx, recount.training)?;
    pain::days::replace(tx, &recount.pain)?;
    // Clients hold answers under the old rev, which are no longer right.
    count_change(tx)?;
    Ok(())
}
