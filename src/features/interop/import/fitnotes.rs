//! Reads the workout export of the FitNotes apps: one row a set, and no more about a workout than its day.
//!
//! Android: `Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment`; older exports have the
//! unit in the header, as `Weight (kgs)` or `Weight (lbs)`, and no comments. FitNotes 2 on iOS: `Weight (kg)` and `Weight
//! (lbs)`, of which one is filled, and `Notes,Kind`.

use super::dates::day;
use super::durations::Lengths;
use super::numbers::number;
use super::plain::{folded, plain};
use super::reading::Reading;
use super::set_fields::{App, Field, FieldNames, LengthFrom};
use super::weights::Mass;
use super::{Format, Options, ReadError, set_rows, table};

pub(super) static FITNOTES: App = App {
    format: Format::FitNotes,
    fields: &FIELDS,
    required: &[(Field::Date, "Date"), (Field::Exercise, "Exercise")],
    unneeded: &[
        ("category", "the muscle group has no place in a session"),
        ("kind", "the kind of a set has no place in a session"),
    ],
    length: LengthFrom::Sets,
    kind_of: None,
    mend: Some(mend),
};

const FIELDS: [FieldNames; 10] = [
    (Field::Date, "date", "date"),
    (Field::Exercise, "exercise", "exercise"),
    (Field::Weight, "weight", "weight (kg)|weight (kgs)|weight"),
    (Field::OtherWeight, "other_weight", "weight (lbs)|weight (lb)"),
    (Field::WeightUnit, "unit", "weight unit"),
    (Field::Reps, "reps", "reps"),
    (Field::Distance, "distance", "distance"),
    (Field::DistanceUnit, "distance_unit", "distance unit"),
    (Field::Seconds, "seconds", "time"),
    (Field::Note, "note", "comment|comments|notes"),
];

pub(super) fn read(text: &str, options: &Options) -> Result<Reading, ReadError> {
    if is_body_tracker(text) {
        let text = "this is FitNotes' file of body measurements (FitNotes_BodyTracker_Export), which has no place in Birddog; \
                    workouts are in FitNotes_Export";
        return Err(ReadError::NothingChosen(text.to_owned()));
    }
    set_rows::read(text, options, &FITNOTES)
}

/// Whether the header is that of body measurements: `Date,Time,Measurement,Value,Unit,Comment`.
pub(super) fn is_body_tracker(text: &str) -> bool {
    let header = table::header_line(text).map_or_else(String::new, |(_, header)| folded(header));
    let names: Vec<&str> = header.split([',', ';', '\t']).map(|name| name.trim_matches(['"', ' '])).collect();
    ["date", "measurement", "value"].iter().all(|wanted| names.contains(wanted))
}

/// The app writes a comma in the name of an exercise, a category or a comment without quotes. Where the cells fit together
/// in one way only, they are.
fn mend(header: &[String], cells: &[String], separator: &str) -> Option<Vec<String>> {
    let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
    let extra = cells.len().checked_sub(names.len()).filter(|extra| *extra > 0)?;
    let (plain, beyond) = cells.split_at_checked(names.len())?;
    if beyond.iter().all(|cell| cell.trim().is_empty()) && fits(&names, plain) {
        return None;
    }
    let free = |name: &String| ["exercise", "category", "comment", "notes"].contains(&name.as_str());
    let places = (0..names.len()).filter(|place| names.get(*place).is_some_and(free));
    let mended: Vec<Vec<String>> = places
        .filter_map(|place| {
            let joined = cells.get(place..=place + extra)?.join(separator);
            let rest = cells.get(place + extra + 1..)?;
            Some([cells.get(..place)?, &[joined], rest].concat())
        })
        .filter(|whole| fits(&names, whole))
        .collect();
    // "Press (Each Side, Dumbbells)": no bracket is left open by the right one.
    let closed = |whole: &&Vec<String>| whole.iter().all(|cell| cell.matches('(').count() == cell.matches(')').count());
    match (mended.as_slice(), mended.iter().filter(closed).collect::<Vec<_>>().as_slice()) {
        ([one], _) => Some(one.clone()),
        (_, [one]) => Some((*one).clone()),
        _ => None,
    }
}

/// Whether each cell is what its column holds.
fn fits(names: &[String], cells: &[String]) -> bool {
    names.iter().zip(cells).all(|(name, cell)| {
        let cell = cell.trim();
        let empty = cell.is_empty();
        match name.as_str() {
            "date" => day(&plain(cell).to_lowercase()).is_some(),
            "weight unit" => empty || Mass::parse(cell).is_some(),
            "distance unit" => empty || (cell.len() <= 10 && cell.chars().all(char::is_alphabetic)),
            "time" => empty || Lengths::OF_SETS.seconds(cell).is_some(),
            name if name.starts_with("weight") || ["reps", "distance"].contains(&name) => {
                empty || number(cell).is_some()
            }
            _ => true,
        }
    })
}
