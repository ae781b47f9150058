//! Small made-up files in, readings out.

mod exercises;
mod fitnotes;
mod hevy;
mod hostile;
mod lengths;
mod loop_habits;
mod pain_csv;
mod pieces;
mod strong;
mod strong_locales;
mod times;
mod values;
mod whole_files;

use chrono::NaiveDate;

use super::*;
use crate::features::interop::report::{ImportNote, ImportSummary};
use crate::features::pain::vocabulary::Region;
use crate::features::training::mark_kind::MarkKind;
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind};

fn reading(format: Format, text: &str, map: &[&str]) -> Result<Reading, ReadError> {
    read(format, text.as_bytes(), &options(map)?)
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn options(map: &[&str]) -> Result<Options, ReadError> {
    Ok(Options { map: ColumnMap::parse(map)?, file_name: None })
}

/// The notes as `line code`, a column's as `- code`.
fn codes(reading: &Reading) -> Vec<String> {
    let line = |note: &ImportNote| note.line.map_or("-".to_owned(), |line| line.to_string());
    let codes = reading.notes.iter();
    codes.map(|note| format!("{} {}", line(note), note.code)).collect()
}

/// What came of each pain entry: when, and the score or the number on another scale.
fn pains(reading: &Reading) -> Vec<(String, f64)> {
    let entry = |item: &Item| match &item.what {
        Imported::PainScore { recorded_at, score, other_scale, .. } => {
            let apart = other_scale.as_ref().map(|other| other.value);
            (recorded_at.to_string(), score.map(f64::from).or(apart).unwrap())
        }
        other => panic!("{other:?} is no pain"),
    };
    reading.items.iter().map(entry).collect()
}

/// The content of a session.
struct Seen<'a> {
    at: String,
    seconds: Option<u32>,
    effort: Option<u8>,
    note: &'a str,
    exercises: &'a [SetGroup],
}

fn session(item: &Item) -> Seen<'_> {
    match &item.what {
        Imported::Session { started_at, duration_seconds, effort, note, exercises } => Seen {
            at: started_at.to_string(),
            seconds: *duration_seconds,
            effort: *effort,
            note: note.as_deref().unwrap_or_default(),
            exercises,
        },
        other => panic!("{other:?} is no session"),
    }
}

/// An own exercise that is counted in repetitions.
fn own(name: &str) -> ExerciseRef {
    ExerciseRef::Own { name: name.to_owned(), kind: ExerciseKind::Reps }
}

/// The codes without those of columns that are not read.
fn remarks(reading: &Reading) -> Vec<String> {
    codes(reading).into_iter().filter(|code| code != "- column_not_read").collect()
}

fn seconds(reading: &Reading) -> Vec<Option<u32>> {
    reading.items.iter().map(|item| session(item).seconds).collect()
}

fn loads(reading: &Reading) -> Vec<Option<f64>> {
    let groups = reading.items.iter().flat_map(|item| session(item).exercises);
    groups.flat_map(|group| &group.sets).map(|set| set.load_kg).collect()
}
