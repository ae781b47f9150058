//! Stores what was read through the record core, so that every check, count and rollup holds as for any other record.
//!
//! A file is stored in chunks, each in a transaction of its own: the writer is free in between, and an import that ends
//! half-way is finished by importing the file again, since the ids of its records are made of what they say. The file is
//! the truth about the records it makes: what was edited since is put back, what was deleted returns. Exercises and day
//! marks that exist stay as they are.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use super::convert::{Fill, NewRecord, convert};
use super::import::{Format, Item, Outcome, Reading};
use super::report::{ImportNote, ImportReport};
use crate::access::Owner;
use crate::db::{AnyConnection, trial};
use crate::http::problem::INVALID_INPUT;
use crate::http::{Conditions, Problem};
use crate::ids::RecordId;
use crate::records::{Record, store};
use crate::time::Zone;
use crate::training::{DayMark, Exercise, GOAL, Plan, plan_in_force};

/// Records in one transaction. Two hundred take some tens of milliseconds, which others can wait for.
const CHUNK: usize = 200;

/// A file on its way into the database.
pub struct Import {
    chunks: Vec<Chunk>,
    report: ImportReport,
    exercises: BTreeMap<RecordId, Fate>,
}

/// A part of a file that is stored in one transaction. Cheap to clone: a transaction may have to be run again.
#[derive(Clone)]
pub struct Chunk {
    items: Arc<[Item]>,
    part: Range<usize>,
    fill: Fill,
    dry_run: bool,
}

/// What storing a chunk came to.
#[derive(Default)]
pub struct Stored {
    fates: Vec<Fate>,
    exercises: Vec<(RecordId, Fate)>,
    notes: Vec<ImportNote>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Created,
    Unchanged,
    Changed,
}

impl Import {
    /// Prepares what was read for storing: its times are told in `zone`, and a session of which it says only that it took
    /// place lasted `goal_minutes`. In a dry run everything is tried and nothing stays.
    #[must_use]
    pub fn new(format: Format, reading: Reading, zone: Zone, goal_minutes: u32, dry_run: bool) -> Self {
        let Reading { items, notes, summary } = reading;
        let items: Arc<[Item]> = items.into();
        let fill = Fill { zone, goal_minutes };
        let chunk =
            |start| Chunk { items: Arc::clone(&items), part: start..items.len().min(start + CHUNK), fill, dry_run };
        Self {
            chunks: (0..items.len()).step_by(CHUNK).map(chunk).collect(),
            report: ImportReport::begin(format, dry_run, summary, notes),
            exercises: BTreeMap::new(),
        }
    }

    /// The parts to store, in order.
    #[must_use]
    pub fn chunks(&self) -> Vec<Chunk> {
        self.chunks.clone()
    }

    /// Takes note of what storing a chunk came to.
    pub fn note(&mut self, stored: Stored) {
        for fate in stored.fates {
            self.count(fate);
        }
        for (id, fate) in stored.exercises {
            // A dry run undoes a chunk, so the next one makes the exercise once more.
            if let Entry::Vacant(first) = self.exercises.entry(id) {
                first.insert(fate);
                self.report.summary.own_exercises += 1;
                self.count(fate);
            }
        }
        for note in stored.notes {
            match note.outcome {
                Outcome::Skipped => self.report.summary.skipped += note.count,
                Outcome::Refused => self.report.summary.refused += note.count,
                Outcome::Kept => self.report.summary.kept += note.count,
            }
            self.report.notes.push(note);
        }
    }

    fn count(&mut self, fate: Fate) {
        let summary = &mut self.report.summary;
        match fate {
            Fate::Created => summary.created += 1,
            Fate::Unchanged => summary.unchanged += 1,
            Fate::Changed => summary.changed += 1,
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
    pub fn finish(self) -> ImportReport {
        self.report.finish()
    }
}

impl Chunk {
    /// Stores the chunk, within a transaction of the owner's. What the record core refuses is noted; the rest goes on.
    ///
    /// # Errors
    /// The database's.
    pub fn store(&self, connection: &mut AnyConnection, owner: &Owner) -> Result<Stored, Problem> {
        let store = |connection: &mut AnyConnection| {
            let mut stored = Stored::default();
            for item in self.items.get(self.part.clone()).unwrap_or_default() {
                stored.add(connection, owner, item, self.fill)?;
            }
            Ok(stored)
        };
        if self.dry_run { trial(connection, store) } else { store(connection) }
    }
}

impl Stored {
    fn add(&mut self, connection: &mut AnyConnection, owner: &Owner, item: &Item, fill: Fill) -> Result<(), Problem> {
        let put = match convert(item, owner.user, fill) {
            Err((code, detail)) => {
                self.note(item, Outcome::Refused, code, detail);
                return Ok(());
            }
            Ok(NewRecord::Session(id, session, exercises)) => {
                for (id, exercise) in exercises {
                    self.add_exercise(connection, owner, id, exercise)?;
                }
                put(connection, owner, id, session)
            }
            Ok(NewRecord::PainScore(id, score)) => put(connection, owner, id, score),
            Ok(NewRecord::DayMark(id, mark)) => match store::find::<DayMark>(connection, owner.user, id)? {
                Some(present) if present.read::<DayMark>()? != mark => {
                    let detail = format!("{} has a mark already, which stays", DayMark::segment(id));
                    self.note(item, Outcome::Skipped, "day_has_mark", detail);
                    return Ok(());
                }
                _ => put(connection, owner, id, mark),
            },
        };
        match put {
            Ok(fate) => self.fates.push(fate),
            Err(problem) if problem.kind() == INVALID_INPUT => {
                for (index, fault) in problem.faults().iter().enumerate() {
                    let detail = format!("{} {}", fault.pointer, fault.detail);
                    // One entry, however much is wrong with it.
                    let count = u64::from(index == 0);
                    let code = fault.code.clone();
                    self.notes.push(ImportNote {
                        line: Some(item.line),
                        outcome: Outcome::Refused,
                        code,
                        detail,
                        count,
                    });
                }
            }
            Err(problem) => return Err(problem),
        }
        Ok(())
    }

    /// Makes an exercise of one's own on its first use. One that exists may have been edited, and stays.
    fn add_exercise(
        &mut self,
        connection: &mut AnyConnection,
        owner: &Owner,
        id: RecordId,
        exercise: Exercise,
    ) -> Result<(), Problem> {
        if self.exercises.iter().any(|(known, _)| *known == id) {
            return Ok(());
        }
        let fate = match store::find::<Exercise>(connection, owner.user, id)? {
            Some(_) => Fate::Unchanged,
            None => put(connection, owner, id, exercise)?,
        };
        self.exercises.push((id, fate));
        Ok(())
    }

    fn note(&mut self, item: &Item, outcome: Outcome, code: &'static str, detail: String) {
        self.notes.push(ImportNote { line: Some(item.line), outcome, code: code.into(), detail, count: 1 });
    }
}

fn put<R: Record>(connection: &mut AnyConnection, owner: &Owner, id: RecordId, record: R) -> Result<Fate, Problem> {
    let written = store::put(connection, owner, id, record, &Conditions::default())?;
    Ok(match written {
        store::Written { created: true, .. } => Fate::Created,
        store::Written { changed: true, .. } => Fate::Changed,
        _ => Fate::Unchanged,
    })
}

/// The daily goal in minutes of the plan in force today, which is how long a session lasted of which a file says only
/// that it took place.
///
/// # Errors
/// The database's.
pub fn goal_minutes(connection: &mut AnyConnection, owner: &Owner) -> Result<u32, Problem> {
    let plan = plan_in_force(connection, owner.user, owner.today(None))?;
    let plan = plan.map(|stored| stored.read::<Plan>()).transpose()?;
    Ok(plan.map_or(GOAL, |plan| plan.goal_minutes.get()))
}
