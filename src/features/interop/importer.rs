//! Stores what was read through the record core, so that every check, count and rollup holds as for any other record.
//!
//! A file is stored in chunks, each in a transaction of its own: the writer is free in between, and an import that ends
//! half-way is finished by importing the file again. Beside each record lies what its row said; a row that says the same
//! again has nothing to tell, whatever the person has made of the record since.

use std::collections::HashMap;
use std::collections::btree_map::{BTreeMap, Entry};
use std::ops::Range;
use std::sync::Arc;

use super::convert::Fill;
use super::import::{Format, Item, Reading, Unsure};
use super::report::ImportReport;
use super::row_writer::{RowWriter, Stored};
use super::source_check;
use super::{Fate, OnConflict};
use crate::core::WriteError;
use crate::core::tx::Tx;
use crate::features::training::{GOAL, Plan, plan_in_force};
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::time::Zone;

/// Records in one transaction, or a few more. Two hundred take some tens of milliseconds, which others can wait for.
const BATCH_SIZE: usize = 200;

/// How a file is to be stored.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The zone of the file's clock.
    pub zone: Zone,
    /// How long a session lasted of which the file says only that it took place.
    pub goal_minutes: u32,
    /// Whose version counts where both have changed.
    pub on_conflict: OnConflict,
    /// Whether everything is tried and nothing stays.
    pub dry_run: bool,
}

/// A file on its way into the database.
pub struct Import {
    chunks: Vec<Chunk>,
    unsure: Option<UnsureSource>,
    report: ImportReport,
    exercises: BTreeMap<RecordId, Fate>,
}

/// A part of a file that is stored in one transaction. Cheap to clone: a transaction may have to be run again.
#[derive(Clone)]
pub struct Chunk {
    items: Arc<[Item]>,
    part: Range<usize>,
    settings: Settings,
}

/// A file that does not say for sure what it is about.
#[derive(Clone)]
pub struct UnsureSource {
    items: Arc<[Item]>,
    unsure: Unsure,
}

impl UnsureSource {
    /// Compares the file with what was imported under its name before; to be done before anything is stored. The inner
    /// error tells the person that it is something else, and what to do.
    pub fn check(&self, tx: &mut Tx<'_>) -> Result<Result<(), String>, DbError> {
        source_check::check(tx, &self.items, &self.unsure)
    }
}

impl Import {
    /// Prepares what was read for storing.
    #[must_use]
    pub fn new(format: Format, reading: Reading, settings: Settings) -> Self {
        let Reading { items, notes, summary, unsure } = reading;
        let items: Arc<[Item]> = by_key(items).into();
        let chunk = |part| Chunk { items: Arc::clone(&items), part, settings };
        Self {
            chunks: parts(&items).into_iter().map(chunk).collect(),
            unsure: unsure.map(|unsure| UnsureSource { items: Arc::clone(&items), unsure }),
            report: ImportReport::begin(format, settings.dry_run, summary, notes),
            exercises: BTreeMap::new(),
        }
    }

    /// What has to be checked before the first part is stored.
    #[must_use]
    pub fn unsure(&self) -> Option<UnsureSource> {
        self.unsure.clone()
    }

    /// The parts to store, in order.
    #[must_use]
    pub fn chunks(&self) -> Vec<Chunk> {
        self.chunks.clone()
    }

    /// Takes note of what storing a chunk came to.
    pub fn note(&mut self, stored: Stored) {
        for fate in stored.fates {
            self.report.summary.count(fate);
        }
        for (id, fate) in stored.exercises {
            // One that a later session had to make was not there; a dry run makes it again in each chunk.
            match self.exercises.entry(id) {
                Entry::Vacant(first) => drop(first.insert(fate)),
                Entry::Occupied(mut known) if fate == Fate::Created => *known.get_mut() = fate,
                Entry::Occupied(_) => {}
            }
        }
        for note in stored.notes {
            self.report.summary.add(&note);
            self.report.notes.push(note);
        }
    }

    /// How many records have been stored so far.
    #[must_use]
    pub fn stored(&self) -> u64 {
        let summary = &self.report.summary;
        summary.created + summary.unchanged + summary.changed
    }

    /// The report.
    #[must_use]
    pub fn finish(mut self) -> ImportReport {
        for fate in self.exercises.into_values() {
            self.report.summary.own_exercises += 1;
            self.report.summary.count(fate);
        }
        self.report.finish()
    }
}

/// The items with those of a key next to each other, else in the order of the file.
fn by_key(mut items: Vec<Item>) -> Vec<Item> {
    let mut first = HashMap::new();
    for item in &items {
        let place = first.len();
        first.entry(item.key.clone()).or_insert(place);
    }
    items.sort_by_key(|item| first.get(&item.key).copied());
    items
}

/// Cuts the items into parts of at least [`BATCH_SIZE`], and never between two of a key.
fn parts(items: &[Item]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut end) = (0, 0);
    for group in items.chunk_by(|one, next| one.key == next.key) {
        end += group.len();
        if end - start >= BATCH_SIZE {
            parts.push(start..end);
            start = end;
        }
    }
    if start < end {
        parts.push(start..end);
    }
    parts
}

impl Chunk {
    /// Stores the chunk, within a transaction of the owner's. What the record core refuses is noted; the rest goes on.
    pub fn store(&self, tx: &mut Tx<'_>) -> Result<Stored, WriteError> {
        let Settings { zone, goal_minutes, on_conflict, dry_run } = self.settings;
        let store = |tx: &mut Tx<'_>| {
            let fill = Fill { zone, goal_minutes };
            let mut writer = RowWriter { fill, on_conflict, stored: Stored::default() };
            writer.write(tx, self.items.get(self.part.clone()).unwrap_or_default())?;
            Ok(writer.stored)
        };
        if dry_run { tx.dry_run(store) } else { store(tx) }
    }
}

/// The daily goal in minutes of the plan in force today, which is how long a session lasted of which a file says only
/// that it took place.
pub fn goal_minutes(tx: &mut Tx<'_>) -> Result<u32, DbError> {
    let plan = plan_in_force(tx, tx.owner.today(None))?;
    let plan = plan.map(|stored| stored.read::<Plan>()).transpose()?;
    Ok(plan.map_or(GOAL, |plan| plan.goal_minutes.get()))
}
