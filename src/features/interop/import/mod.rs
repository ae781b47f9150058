//! Reads the files of other apps into Birddog's own terms.
//!
//! Pure: bytes in, [`Reading`] out; no database, no clock. A note explains every line that did not become an item.
//! The same bytes with the same options give the same items with the same keys, so a repeated import changes nothing
//! ([`Item::key`]).

mod clock;
mod collector;
mod column_map;
mod dates;
mod detect;
mod durations;
mod encoding;
mod error;
mod exercise_names;
mod exercises;
mod fitnotes;
mod hevy;
mod loop_columns;
mod loop_habits;
mod loop_values;
mod moment;
mod months;
mod names;
mod numbers;
mod orders;
mod origin;
mod pain_columns;
mod pain_csv;
mod pain_series;
mod plain;
mod reading;
mod records;
mod scales;
mod set_fields;
mod set_rows;
mod strong;
mod table;
#[cfg(test)]
mod tests;
mod time_units;
mod weights;
mod workouts;

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use column_map::ColumnMap;
pub use error::ReadError;
pub use moment::{Moment, noon, to_instant};
pub use reading::{
    ExerciseRef, Imported, Item, OtherName, OtherScale, Outcome, Reading, Set, SetGroup, SetLength, Unsure,
    own_exercise_id, series_id,
};

/// The longest session and the longest single set a record may hold, in seconds (contract, "Recording").
pub const MAX_SECONDS: u32 = 14_400;
/// The longest note a record may hold, in characters.
pub const MAX_NOTE_CHARS: usize = 2_000;

/// A file format the import understands; the wire names are `loop`, `strong`, `hevy`, `fitnotes` and `pain-csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Loop Habit Tracker: `Checkmarks.csv`, of all habits or of one.
    Loop,
    /// The workout export of the Strong app.
    Strong,
    /// The workout export of the Hevy app.
    Hevy,
    /// The workout export of the FitNotes apps.
    #[serde(rename = "fitnotes")]
    FitNotes,
    /// Any pain diary with one entry a line.
    PainCsv,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Loop, Self::Strong, Self::Hevy, Self::FitNotes, Self::PainCsv];

    /// The wire names of all, as a list for people that ends with `and` or `or`.
    pub fn offered(last: &str) -> String {
        let names = Self::ALL.map(Self::as_str).join(", ");
        names.rsplit_once(", ").map_or_else(|| names.clone(), |(most, name)| format!("{most} {last} {name}"))
    }

    /// The wire name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::Strong => "strong",
            Self::Hevy => "hevy",
            Self::FitNotes => "fitnotes",
            Self::PainCsv => "pain-csv",
        }
    }
}

impl FromStr for Format {
    type Err = ReadError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| ReadError::UnknownFormat(error::shortened(name)))
    }
}

/// What a reading depends on besides the bytes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which column means what; see [`ColumnMap`] for the keys of each format.
    pub map: ColumnMap,
    /// The file's name, with the folder it lies in where that is known. It may name the habit of a file that has no column
    /// of that name.
    pub file_name: Option<String>,
}

/// Reads a file. Single lines that make no sense are refused in the reading's notes.
pub fn read(format: Format, bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    let text = encoding::text(bytes)?;
    let reading = match format {
        Format::Loop => loop_habits::read(&text, options),
        Format::Strong => set_rows::read(&text, options, &strong::STRONG),
        Format::Hevy => set_rows::read(&text, options, &hevy::HEVY),
        Format::FitNotes => fitnotes::read(&text, options),
        Format::PainCsv => pain_csv::read(&text, options),
    };
    let other = || detect::likely(&text).filter(|likely| *likely != format);
    match reading {
        Ok(reading) if !reading.items.is_empty() => Ok(reading),
        // An empty export is harmless, but a file without any item may be another app's.
        Ok(reading) => match other() {
            Some(likely) => Err(ReadError::NothingRead.in_file(table::header_line(&text), Some(likely))),
            None => Ok(reading),
        },
        Err(error) => Err(error.in_file(table::header_line(&text), other())),
    }
}
