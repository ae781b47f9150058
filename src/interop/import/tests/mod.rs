//! Small made-up files in, readings out.

mod exercises;
mod fitnotes;
mod hevy;
mod hostile;
mod loop_habits;
mod pain_csv;
mod pieces;
mod strong;
mod times;
mod whole_files;

use super::*;

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
