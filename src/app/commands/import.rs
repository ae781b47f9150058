use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use clap::Args;

use super::{connect, print};
use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::tx::{Tx, as_operator};
use crate::features::accounts::{Email, user_with_email};
use crate::features::interop::OnConflict;
use crate::features::interop::import::{ColumnMap, Format, Options, Outcome, read};
use crate::features::interop::importer::{self, Settings, goal_minutes};
use crate::features::interop::report::{ImportNote, ImportReport};
use crate::platform::config::Config;
use crate::platform::db::{AnyConnection, transaction};
use crate::platform::ids::UserId;
use crate::platform::time::{Clock, Zone};

/// How many notes are printed; the rest are counted.
const MAX_PRINTED_NOTES: usize = 200;

/// The exit status of an import that refused lines. 1 is a failure, 2 wrong arguments.
const LINES_REFUSED: u8 = 3;

/// What `birddog import` takes.
#[derive(Args)]
pub struct Import {
    /// Whose records they become: the e-mail address of the account
    #[arg(long, value_name = "EMAIL", value_parser = email)]
    user: Email,
    #[arg(long, help = format!("Whose file it is: {}", Format::offered("or")))]
    format: Format,
    /// What a column means, as KEY=VALUE; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    map: Vec<String>,
    /// The zone of the file's clock; the account's when left out
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    time_zone: Option<Zone>,
    /// Whose version counts where the file says something new of a record that was edited or deleted since: person or file
    #[arg(long, value_name = "WHOSE", default_value = "person")]
    on_conflict: OnConflict,
    /// Only say what would be stored
    #[arg(long)]
    dry_run: bool,
    /// The CSV file
    file: PathBuf,
}

fn email(text: &str) -> Result<Email, String> {
    text.parse().map_err(String::from)
}

fn zone(text: &str) -> Result<Zone, String> {
    text.parse().map_err(String::from)
}

/// Imports a file and prints the report. Other processes may serve the database meanwhile.
/// When lines were refused the rest is stored, and the command ends with status 3.
pub fn import(config: &Config, asked: &Import) -> Result<ExitCode> {
    let bytes = std::fs::read(&asked.file).with_context(|| format!("cannot read {}", asked.file.display()))?;
    let map = ColumnMap::parse(&asked.map)?;
    let mut connection = connect(config)?;
    let user = user_with_email(&mut connection, &asked.user).map_err(failed)?;
    let user = user.with_context(|| format!("there is no account {}", asked.user))?;
    let (home, goal_minutes) = as_owner(&mut connection, user, |tx| Ok((tx.owner.time_zone, goal_minutes(tx)?)))?;
    let zone = asked.time_zone.unwrap_or(home);
    let reading = read(asked.format, &bytes, &Options { map, file_name: file_name(&asked.file) })
        .with_context(|| format!("{} cannot be imported", asked.file.display()))?;
    let mut import = importer::Import::new(
        asked.format,
        reading,
        Settings { zone, goal_minutes, on_conflict: asked.on_conflict, dry_run: asked.dry_run },
    );
    if let Some(source) = import.unsure() {
        let checked = as_owner(&mut connection, user, |tx| Ok(source.check(tx)?))?;
        checked.map_err(|why| anyhow!("{} cannot be imported: {why}", asked.file.display()))?;
    }
    for chunk in import.chunks() {
        let stored = as_owner(&mut connection, user, |tx| chunk.store(tx));
        let so_far = import.stored();
        import.note(stored.with_context(|| format!("stopped after {so_far} records; import the file again to go on"))?);
    }
    let report = import.finish();
    print(&as_text(&report))?;
    let refused = report.summary.refused > 0;
    Ok(if refused { ExitCode::from(LINES_REFUSED) } else { ExitCode::SUCCESS })
}

/// The file's name with its folder, which may be the working folder.
fn file_name(file: &Path) -> Option<String> {
    let file = file.canonicalize().ok()?;
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
    Some(format!("{}/{}", folder.to_string_lossy(), file.file_name()?.to_string_lossy()))
}

/// Runs `work` for the account in one transaction.
fn as_owner<T>(
    connection: &mut AnyConnection,
    user: UserId,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, WriteError>,
) -> Result<T> {
    let now = Clock::system().now();
    let result = transaction(connection, |connection| {
        let owner = Owner::load_for_update(connection, user, now)?.ok_or(WriteError::NotFound)?;
        as_operator(connection, owner, work)
    });
    result.map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("{error}")
}

/// The report as text.
fn as_text(report: &ImportReport) -> String {
    let mut text = String::new();
    let summary = report.summary;
    if report.dry_run {
        let _ = writeln!(text, "Dry run: nothing is stored.");
    }
    let _ = writeln!(text, "{} lines of data hold", summary.lines);
    for (count, what) in [
        (summary.sessions, "sessions"),
        (summary.pain_scores, "pain scores from 0 to 10"),
        (summary.other_scale, "pain intensities on another scale, which stay out of statistics"),
        (summary.day_marks, "days set aside"),
        (summary.own_exercises, "exercises of your own"),
    ] {
        let _ = writeln!(text, "  {count:>6} {what}");
    }
    let would = if report.dry_run { "Of these would be" } else { "Of these were" };
    let _ = writeln!(
        text,
        "{would}\n  {:>6} created\n  {:>6} unchanged\n  {:>6} changed",
        summary.created, summary.unchanged, summary.changed
    );
    if summary.kept_edited + summary.kept_deleted > 0 {
        let _ = writeln!(
            text,
            "  {:>6} left as you have edited them\n  {:>6} left deleted",
            summary.kept_edited, summary.kept_deleted
        );
    }
    let _ = writeln!(
        text,
        "Entries\n  {:>6} skipped\n  {:>6} refused\n  {:>6} stored not quite as they stood",
        summary.skipped, summary.refused, summary.kept
    );
    for note in report.notes.iter().take(MAX_PRINTED_NOTES) {
        let _ = writeln!(text, "{}", line(note));
    }
    let more = report.notes.len().saturating_sub(MAX_PRINTED_NOTES) as u64 + report.notes_left_out;
    if more > 0 {
        let _ = writeln!(text, "and {more} more remarks");
    }
    text
}

fn line(note: &ImportNote) -> String {
    let place = note.line.map_or_else(|| "the file".to_owned(), |line| format!("line {line}"));
    let outcome = match note.outcome {
        Outcome::Skipped => "skipped",
        Outcome::Refused => "refused",
        Outcome::Kept => "note",
        Outcome::Conflict => "kept yours",
    };
    let times = if note.count > 1 { format!(" ({} entries)", note.count) } else { String::new() };
    format!("{place}: {outcome}{times}: {} [{}]", note.detail, note.code)
}
