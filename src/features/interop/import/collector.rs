//! Collects the items and notes of a file.

use std::collections::HashMap;

use super::origin::Origin;
use super::reading::{Imported, Item, Outcome, Reading, Unsure};
use super::{MAX_NOTE_CHARS, MAX_SECONDS};
use crate::features::interop::report::{ImportNote, ImportSummary};

#[derive(Default)]
pub(super) struct Collector {
    items: Vec<Item>,
    notes: Vec<ImportNote>,
    seen: HashMap<String, u32>,
    pub(super) lines: u64,
    pub(super) unsure: Option<Unsure>,
}

impl Collector {
    pub(super) fn add(&mut self, line: u64, origin: &Origin, label: Option<String>, what: Imported) {
        // A diary without times of day has several entries a day. Rows of one key are stored together, so their number
        // has a bound.
        const MAX_AT_ONCE: u32 = 100;
        let (format, kind, names) = (origin.format.as_str(), what.kind(), origin.parts().join("\u{1f}"));
        let moment = what.moment();
        let key = format!("{format}\u{1f}{kind}\u{1f}{moment}\u{1f}{names}");
        let series = origin.series_of(kind);
        let times = self.seen.entry(key.clone()).or_insert(0);
        *times += 1;
        if *times > MAX_AT_ONCE {
            let detail = format!("the file has {MAX_AT_ONCE} entries of {moment} already");
            self.refused(line, "too_many_at_once", detail);
            return;
        }
        self.items.push(Item { line, key, series, label, what });
    }

    pub(super) fn skipped(&mut self, line: u64, code: &'static str, detail: String) {
        self.note(Some(line), Outcome::Skipped, code, detail, 1);
    }

    pub(super) fn refused(&mut self, line: u64, code: &'static str, detail: String) {
        self.note(Some(line), Outcome::Refused, code, detail, 1);
    }

    pub(super) fn kept(&mut self, line: u64, code: &'static str, detail: String) {
        self.note(Some(line), Outcome::Kept, code, detail, 1);
    }

    /// The note of a record, cut to the length it may have with the label before it, or `None` without a note.
    pub(super) fn text(&mut self, line: u64, text: &str, label: Option<&str>) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let max_chars = MAX_NOTE_CHARS - label.map_or(0, |label| label.chars().count() + ": ".len());
        match text.char_indices().nth(max_chars) {
            None => Some(text.to_owned()),
            Some((end, _)) => {
                let detail = format!("the note is cut to {max_chars} characters");
                self.kept(line, "note_cut", detail);
                text.get(..end).map(str::to_owned)
            }
        }
    }

    /// A session's length in seconds as a record may hold it.
    pub(super) fn session_seconds(&mut self, line: u64, seconds: u64) -> u32 {
        match u32::try_from(seconds) {
            Ok(seconds) if seconds <= MAX_SECONDS => seconds.max(1),
            _ => {
                let detail = format!("{seconds} s is longer than a session may be; kept as {MAX_SECONDS} s");
                self.kept(line, "duration_clamped", detail);
                MAX_SECONDS
            }
        }
    }

    pub(super) fn note(&mut self, line: Option<u64>, outcome: Outcome, code: &'static str, detail: String, count: u64) {
        self.notes.push(ImportNote { line, outcome, code: code.into(), detail, count });
    }

    pub(super) fn finish(self) -> Reading {
        let mut summary = ImportSummary { lines: self.lines, ..ImportSummary::default() };
        for item in &self.items {
            match &item.what {
                Imported::Session { .. } => summary.sessions += 1,
                Imported::PainScore { score: Some(_), .. } => summary.pain_scores += 1,
                Imported::PainScore { .. } => summary.other_scale += 1,
                Imported::DayMark { .. } => summary.day_marks += 1,
            }
        }
        self.notes.iter().for_each(|note| summary.add(note));
        Reading { items: self.items, notes: self.notes, summary, unsure: self.unsure }
    }
}
