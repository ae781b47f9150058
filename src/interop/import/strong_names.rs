//! How Strong names its columns and rows, in the languages of the app.
//!
//! German is as in the exports that the project statlift reads, French as in those of stronger and fitness-recomp,
//! Spanish as in fitness-dashboard's, Portuguese as in strong-reader's. Exports of 2016 call the weight and the distance
//! by their units.

use super::plain::folded;

/// A column of a Strong export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Date,
    Workout,
    Duration,
    Exercise,
    SetOrder,
    Weight,
    WeightUnit,
    Reps,
    Distance,
    DistanceUnit,
    Seconds,
    Note,
    WorkoutNote,
    Rpe,
}

/// Each column, its key in the map, and its names as [`folded`] has them, without the unit behind them.
pub(super) const FIELDS: [(Field, &str, &[&str]); 14] = [
    (Field::Date, "date", &["date", "datum", "fecha", "data"]),
    (
        Field::Workout,
        "workout",
        &[
            "workout name",
            "workout-name",
            "nom de l'entraînement",
            "nombre de entrenamiento",
            "nombre del entrenamiento",
            "nome do treino",
        ],
    ),
    (
        Field::Duration,
        "duration",
        &["duration", "workout duration", "dauer", "workout-dauer", "durée", "duración", "duração"],
    ),
    (
        Field::Exercise,
        "exercise",
        &["exercise name", "name der übung", "nom de l'exercice", "nombre del ejercicio", "nome do exercício"],
    ),
    (
        Field::SetOrder,
        "set_order",
        &[
            "set order",
            "reihenfolge festlegen",
            "ordre de la série",
            "orden de la serie",
            "orden de las series",
            "ordem da série",
        ],
    ),
    (Field::Weight, "weight", &["weight", "gewicht", "poids", "peso", "kg", "kgs", "lb", "lbs"]),
    (Field::WeightUnit, "unit", &["weight unit"]),
    (Field::Reps, "reps", &["reps", "wiederh.", "wiederholungen", "réps", "rep."]),
    (
        Field::Distance,
        "distance",
        &["distance", "entfernung", "distancia", "distância", "km", "mi", "miles", "m", "meters"],
    ),
    (Field::DistanceUnit, "distance_unit", &["distance unit"]),
    (Field::Seconds, "seconds", &["seconds", "sekunden", "secondes", "segundos"]),
    (Field::Note, "note", &["notes", "notizen", "notas"]),
    (
        Field::WorkoutNote,
        "workout_note",
        &["workout notes", "workout-notizen", "notes d'entraînement", "notas del entrenamiento", "notas do treino"],
    ),
    (Field::Rpe, "rpe", &["rpe"]),
];

/// What the column of the sets' order says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A set: 1, 2, …, or a letter for warm-up, drop set and failure, another one in each language.
    Set,
    /// A pause between sets.
    RestTimer,
    /// A remark on the exercise.
    Note,
}

const RESTS: [&str; 4] = ["rest timer", "ruhezeit", "minuteur de repos", "temporizador de descanso"];

impl RowKind {
    /// The kind of a row by what stands in the column, if the app writes that.
    pub(super) fn of(text: &str) -> Option<Self> {
        let word = folded(text);
        if RESTS.contains(&word.as_str()) {
            return Some(Self::RestTimer);
        }
        // A spreadsheet may have made 1.0 of a number.
        let number = word.split(['.', ',']).all(|part| part.bytes().all(|b| b.is_ascii_digit()));
        let letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        match word.as_str() {
            "note" => Some(Self::Note),
            _ if number || letter => Some(Self::Set),
            _ => None,
        }
    }

    /// What the map calls it.
    pub(super) fn parse(meaning: &str) -> Option<Self> {
        match meaning {
            "set" => Some(Self::Set),
            "rest" => Some(Self::RestTimer),
            "note" => Some(Self::Note),
            _ => None,
        }
    }
}
