//! What an import did, or in a dry run would do.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::ToSchema;

use super::Fate;
use super::import::{Format, Outcome};

/// How many notes a report holds at most.
const MAX_NOTES: usize = 1000;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportReport {
    /// How the file was read.
    pub format: Format,
    /// Whether nothing was stored and this is only what would be.
    pub dry_run: bool,
    /// The counts.
    pub summary: ImportSummary,
    /// What did not become a record just as it stood, and why: first what concerns the whole file, then line by line. At
    /// most 1000.
    pub notes: Vec<ImportNote>,
    /// How many notes there are beyond these.
    pub notes_left_out: u64,
}

/// How many of each. The records that the file asks for are `sessions`, `pain_scores`, `other_scale`, `day_marks` and
/// `own_exercises`; each of them was `created`, `unchanged`, `changed`, `kept_edited` or `kept_deleted`, or else is among
/// `skipped` and `refused`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct ImportSummary {
    /// Lines that hold data, readable or not.
    pub lines: u64,
    /// Training sessions in the file.
    pub sessions: u64,
    /// Pain scores on the NRS-11 scale in the file.
    pub pain_scores: u64,
    /// Pain intensities on other scales in the file: kept, and left out of all statistics.
    pub other_scale: u64,
    /// Days set aside in the file.
    pub day_marks: u64,
    /// Exercises that are not built in.
    pub own_exercises: u64,
    /// Records that were not there before.
    pub created: u64,
    /// Records that the file has nothing new to say about. They stay as they are, edited or deleted.
    pub unchanged: u64,
    /// Records of an earlier import that differ in the file now and that nobody had edited, or that were taken from the
    /// file with `on_conflict=file`.
    pub changed: u64,
    /// Records that differ in the file now and that the person has edited since: the person's stay.
    pub kept_edited: u64,
    /// Records that differ in the file now and that the person has deleted since: they stay deleted.
    pub kept_deleted: u64,
    /// Entries left out on purpose; nothing is wrong with them.
    pub skipped: u64,
    /// Entries that make no sense or no valid record.
    pub refused: u64,
    /// Entries that were stored, but not quite as they stood.
    pub kept: u64,
}

/// A remark on a line, or on the file as a whole when there is no `line`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportNote {
    /// 1-based, the header counted.
    pub line: Option<u64>,
    /// What became of it.
    pub outcome: Outcome,
    /// Stable, for programs.
    #[schema(example = "other_scale")]
    pub code: Cow<'static, str>,
    /// The same for people.
    pub detail: String,
    /// How many entries it speaks for: 1 for a line, 0 for a remark on what was stored as it stood.
    pub count: u64,
}

impl ImportSummary {
    pub(super) fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Created => self.created += 1,
            Fate::Unchanged => self.unchanged += 1,
            Fate::Changed => self.changed += 1,
            Fate::KeptEdited => self.kept_edited += 1,
            Fate::KeptDeleted => self.kept_deleted += 1,
        }
    }

    /// Counts the entries that a note covers.
    pub(super) fn add(&mut self, note: &ImportNote) {
        match note.outcome {
            Outcome::Skipped => self.skipped += note.count,
            Outcome::Refused => self.refused += note.count,
            Outcome::Kept => self.kept += note.count,
            Outcome::Conflict => {}
        }
    }
}

impl ImportReport {
    /// The report before anything is stored.
    pub(super) fn begin(format: Format, dry_run: bool, summary: ImportSummary, notes: Vec<ImportNote>) -> Self {
        Self { format, dry_run, summary, notes, notes_left_out: 0 }
    }

    /// The report in its final order and within its bounds.
    pub(super) fn finish(mut self) -> Self {
        // What concerns the whole file must not drown in a thousand remarks on single lines.
        self.notes.sort_by_key(|note| note.line);
        self.notes_left_out = self.notes.len().saturating_sub(MAX_NOTES) as u64;
        self.notes.truncate(MAX_NOTES);
        self
    }
}
