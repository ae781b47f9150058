//! What the commands of `birddog` do and print.

mod copy;
mod demo;
mod doctor;
mod import;
mod output;

pub use copy::{Copy, copy};
pub use demo::demo;
pub use doctor::doctor;
pub use import::{Import, import};
pub use output::{complain, print};

use anyhow::{Context, Result, ensure};

use crate::platform::config::Config;
use crate::platform::db::{self, AnyConnection};

/// A separate connection to the database, whose schema must be up to date.
fn connect(config: &Config) -> Result<AnyConnection> {
    let mut connection = db::connect(&config.database, config.durability).context("cannot open the database")?;
    let current = db::is_current(&mut connection).context("cannot read the database")?;
    ensure!(current, "the database is not up to date; `birddog migrate` does that");
    ensure!(!db::copy::is_unfinished_copy(&mut connection)?, db::copy::UNFINISHED);
    Ok(connection)
}
