use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;

use super::print;
use crate::platform::config::Config;
use crate::platform::db::Location;
use crate::platform::db::copy::{self, Event};

/// How often a line says how far a table has come.
const LINE_INTERVAL: Duration = Duration::from_secs(2);

/// What `birddog copy` takes.
#[derive(Args)]
pub struct Copy {
    /// Where to copy from, `sqlite:FILE` or `postgres://…`; the configured database when left out
    #[arg(long, value_name = "URL")]
    from: Option<Location>,
    /// Where to copy to, likewise: an empty database, or a copy of the same source that was broken off
    #[arg(long, value_name = "URL")]
    to: Location,
}

/// Copies a database, verifies the copy, and says how far it has come.
///
/// # Errors
/// When the copy is not the same as its source afterwards, for whatever reason.
pub fn copy(config: &Config, asked: &Copy) -> Result<()> {
    let from = asked.from.as_ref().unwrap_or(&config.database);
    let mut lines = Lines { said: Instant::now(), failure: None };
    let copied = copy::copy(from, &asked.to, &mut |event| lines.hear(event));
    copied.context("the database was not copied")?;
    if let Some(failure) = lines.failure {
        return Err(failure);
    }
    print(&format!(
        "The copy is complete and the same as its source. The keys are not in it: give the service that uses it the \
         {} of this one.\n",
        config.key_file().file_name().unwrap_or_default().to_string_lossy()
    ))
}

/// Prints what happens, tables in the middle of it from time to time.
struct Lines {
    said: Instant,
    /// Why the lines can't be printed any more. The copy goes on all the same.
    failure: Option<anyhow::Error>,
}

impl Lines {
    fn hear(&mut self, event: Event<'_>) {
        let line = match event {
            Event::OthersAtSource(count) => {
                let are = if count == 1 { "connection is" } else { "connections are" };
                format!(
                    "Note: {count} other {are} open to the source. Stop every service of it: if one writes while it is \
                     copied, the copy fails in the end."
                )
            }
            Event::Resumed => "The target holds a part of it already; going on from there.".to_owned(),
            Event::Copying { table, rows, of } if self.said.elapsed() >= LINE_INTERVAL => {
                format!("{table}: {rows} of {of} rows")
            }
            Event::Copying { .. } => return,
            Event::Copied { table, rows } => format!("{table}: {rows} rows copied"),
            Event::Verified { table, tally } => {
                format!("{table}: {} rows, the same on both sides, digest {}", tally.rows, tally.digest())
            }
        };
        self.said = Instant::now();
        if let Err(failure) = print(&format!("{line}\n")) {
            self.failure.get_or_insert(failure);
        }
    }
}
