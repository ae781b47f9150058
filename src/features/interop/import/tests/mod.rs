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

use super::*;
use crate::features::pain::vocabulary::Region;
use crate::features::training::mark_kind::MarkKind;
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind};

/// Reads with a map.
fn reading(format: Format, text: &str, map: &[&str]) -> Result<Reading, ReadError> {
    read(format, text.as_bytes(), &options(map)?)
}

fn options(map: &[&str]) -> Result<Options, ReadError> {
    Ok(Options { map: ColumnMap::parse(map)?, file_name: None })
}

/// The notes as `line code`, a column's as `- code`.
fn codes(reading: &Reading) -> Vec<String> {
    let line = |note: &Note| note.line.map_or("-".to_owned(), |line| line.to_string());
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

fn seconds(reading: &Reading) -> Vec<Option<u32>> {
    let of = |item: &Item| match &item.what {
        Imported::Session { duration_seconds, .. } => *duration_seconds,
        other => panic!("{other:?} is no session"),
    };
    reading.items.iter().map(of).collect()
}

fn loads(reading: &Reading) -> Vec<Option<f64>> {
    let sets = reading.items.iter().flat_map(|item| match &item.what {
        Imported::Session { exercises, .. } => exercises.iter().flat_map(|group| &group.sets).collect::<Vec<_>>(),
        other => panic!("{other:?} is no session"),
    });
    sets.map(|set| set.load_kg).collect()
}
