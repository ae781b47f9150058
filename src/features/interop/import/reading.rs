//! The result of reading a file: neutral items for the importer to store, and notes on every line that did not become one.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use serde_with::skip_serializing_none;
use utoipa::ToSchema;
use uuid::Uuid;

use super::moment::Moment;
use crate::features::interop::report::{ImportNote, ImportSummary};
use crate::features::pain::vocabulary::Region;
use crate::features::training::catalogue;
use crate::features::training::mark_kind::MarkKind;
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind};

/// The outcome of reading one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What is to be stored, in the order of the file.
    pub items: Vec<Item>,
    /// What was left out, refused or changed, in the order of detection.
    pub notes: Vec<ImportNote>,
    /// Counts of items and notes.
    pub summary: ImportSummary,
    /// Set when nothing says for sure what the file's only series is called.
    pub unsure: Option<Unsure>,
}

/// A series that may be another one than that imported under the same name before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unsure {
    /// What it is called; `source=` with this name says that it is the same one.
    pub called: String,
    /// Whether one different entry makes it another series. Otherwise most entries have to differ.
    pub strict: bool,
    /// What the same file would be called under another map.
    pub otherwise: Vec<OtherName>,
}

/// A name that a series may have had in an earlier import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherName {
    /// What it is called, for `source=`.
    pub called: String,
    /// Its items' [`Item::series`].
    pub series: String,
}

/// One record to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The line it starts on, 1-based, the header counted.
    pub line: u64,
    /// Identifies the row or group by source, series and moment, not by its other values, so it is the same in every
    /// version of the file. Rows of one moment share it.
    pub key: String,
    /// The same without the moment.
    pub series: String,
    /// The habit's name, with which the record's note begins. Not part of the row's values.
    pub label: Option<String>,
    /// The record's content.
    pub what: Imported,
}

impl Item {
    /// The id of the record that is made of the `nth` row of this key, from 1: a version 5 UUID of owner, key and number.
    pub fn record_id(&self, owner: Uuid, nth: i16) -> Uuid {
        let number = if nth == 1 { String::new() } else { format!("\u{1f}#{nth}") };
        Uuid::new_v5(&owner, format!("import\u{1f}{}{number}", self.key).as_bytes())
    }

    /// The key as a version 5 UUID for this owner.
    pub fn key_id(&self, owner: Uuid) -> Uuid {
        Uuid::new_v5(&owner, format!("key\u{1f}{}", self.key).as_bytes())
    }

    /// The series as a version 5 UUID for this owner.
    pub fn series_id(&self, owner: Uuid) -> Uuid {
        series_id(owner, &self.series)
    }
}

/// A series as a version 5 UUID for this owner.
pub fn series_id(owner: Uuid, series: &str) -> Uuid {
    Uuid::new_v5(&owner, format!("series\u{1f}{series}").as_bytes())
}

/// The id of an own exercise made by an import, the same for every file that names it.
pub fn own_exercise_id(owner: Uuid, name: &str) -> Uuid {
    Uuid::new_v5(&owner, format!("exercise\u{1f}{name}").as_bytes())
}

/// A record in neutral terms: only what the row states. A missing time of day or length and the zone are filled in when the
/// record is stored.
///
/// Its JSON is compared with that of a later reading. So it has no empty fields, and none that identify the row or depend on
/// other rows.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Imported {
    /// A training session.
    Session {
        /// When it began.
        started_at: Moment,
        /// 1..=14400; `None` when the file says only that it took place.
        duration_seconds: Option<u32>,
        /// 0..=10.
        effort: Option<u8>,
        /// At most 2000 characters.
        note: Option<String>,
        /// What was done, at most 60; may be empty when the file says only that a session took place.
        exercises: Vec<SetGroup>,
    },
    /// A pain entry: either `score` or `other_scale` is there, never both.
    PainScore {
        /// When it was written down, or the day it is about.
        recorded_at: Moment,
        /// The day the entry is about, when the file has it besides the time it was written down: people score a day
        /// after midnight, or much later.
        local_date: Option<NaiveDate>,
        /// NRS-11, 0..=10.
        score: Option<u8>,
        /// A number on a scale that is not the NRS; stays out of the statistics.
        other_scale: Option<OtherScale>,
        /// Where it hurts.
        region: Option<Region>,
        /// At most 2000 characters.
        note: Option<String>,
    },
    /// A day that was set aside.
    DayMark {
        /// The day.
        date: NaiveDate,
        /// Why; always [`MarkKind::Rest`].
        #[serde(rename = "mark")]
        kind: MarkKind,
        /// At most 2000 characters.
        note: Option<String>,
    },
}

impl Imported {
    /// The day that the row names; of a time with an offset that in UTC.
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::Session { started_at, .. } => started_at.day(Tz::UTC),
            Self::PainScore { recorded_at, local_date, .. } => local_date.unwrap_or(recorded_at.day(Tz::UTC)),
            Self::DayMark { date, .. } => *date,
        }
    }

    /// The moment as part of the key.
    pub(super) fn moment(&self) -> String {
        match self {
            Self::Session { started_at, .. } => started_at.to_string(),
            Self::PainScore { recorded_at, local_date: None, .. } => recorded_at.to_string(),
            Self::PainScore { recorded_at, local_date: Some(day), .. } => format!("{day} at {recorded_at}"),
            Self::DayMark { date, .. } => date.to_string(),
        }
    }

    /// The row's own number, which is the same whatever the map makes of it: a score on whichever scale, a session's
    /// seconds, and nothing where there is none.
    pub fn measure(&self) -> String {
        match self {
            Self::Session { duration_seconds, .. } => duration_seconds.map(|seconds| seconds.to_string()),
            Self::PainScore { score, other_scale, .. } => {
                score.map(f64::from).or(other_scale.as_ref().map(|scale| scale.value)).map(|value| value.to_string())
            }
            Self::DayMark { .. } => None,
        }
        .unwrap_or_default()
    }

    /// What kind of record it becomes, as part of the key.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Session { .. } => "session",
            Self::PainScore { .. } => "pain",
            Self::DayMark { .. } => "mark",
        }
    }
}

/// A number together with the name of the scale it is on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OtherScale {
    /// The pain's name in the file, or that of its column.
    #[serde(skip)]
    pub name: String,
    /// As in the file.
    pub value: f64,
}

/// The sets of one exercise within a session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetGroup {
    /// Which exercise.
    pub exercise: ExerciseRef,
    /// In the order of the file, at most 100; may be empty when only the exercise is known.
    pub sets: Vec<Set>,
}

/// An exercise of the catalogue, or one of the person's own, which the importer makes on first use.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExerciseRef {
    /// A built-in one.
    Catalogue(CatalogueSlug),
    /// The exact name in the file, at most 80 characters; see [`own_exercise_id`].
    Own {
        /// As in the file.
        name: String,
        /// Inferred from all of its sets in the file.
        #[serde(skip)]
        kind: ExerciseKind,
    },
}

impl ExerciseRef {
    /// How the exercise is counted.
    pub(super) fn kind(&self) -> ExerciseKind {
        match self {
            Self::Catalogue(slug) => catalogue::find(slug.wire()).map_or(ExerciseKind::Reps, |exercise| exercise.kind),
            Self::Own { kind, .. } => *kind,
        }
    }
}

/// One set.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Set {
    /// 1..=10000.
    pub reps: Option<u32>,
    /// 1..=14400, for positions that are held.
    pub hold_seconds: Option<u32>,
    /// How long it took, for all else that was timed.
    pub duration: Option<SetLength>,
    /// Above 0, at most 1000.
    pub load_kg: Option<f64>,
    /// The easier or harder form of a catalogue exercise, by the name in the file.
    pub variation: Option<&'static str>,
}

/// The length of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SetLength {
    /// 1..=14400.
    Seconds(u32),
    /// As long as the session, however long that is.
    WholeSession,
}

/// What happened to something in the file other than being stored as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Left out on purpose; nothing is wrong with it.
    Skipped,
    /// Can't be understood, so nothing was stored for it.
    Refused,
    /// Stored, but not quite as it stood.
    Kept,
    /// The file and the person have both changed it since it was imported; the person's stays.
    Conflict,
}
