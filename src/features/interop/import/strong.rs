//! Reads the workout export of the Strong app: one row a set.
//!
//! There are several generations. Comma: `Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,
//! Notes,Workout Notes,RPE`. Semicolon, older: with `Weight Unit` and `Distance Unit` columns, `Workout Duration` or none.
//! Since version 6: `Workout #`, `Duration (sec)`, `Weight (kg)`, `Distance (meters)`, and rows that are notes or rest
//! timers.
//!
//! The columns are named in the languages of the app. German is as in the exports that the project statlift reads, French
//! as in those of stronger and fitness-recomp, Spanish as in fitness-dashboard's, Portuguese as in strong-reader's. Exports
//! of 2016 call the weight and the distance by their units.

use super::Format;
use super::plain::folded;
use super::set_fields::{App, Field, FieldNames, LengthFrom, RowKind};

pub(super) static STRONG: App = App {
    format: Format::Strong,
    fields: &FIELDS,
    required: &[(Field::Date, "Date"), (Field::Workout, "Workout Name"), (Field::Exercise, "Exercise Name")],
    unneeded: &[],
    length: LengthFrom::Duration,
    kind_of: Some(kind_of),
    mend: None,
};

const FIELDS: [FieldNames; 14] = [
    (Field::Date, "date", "date|datum|fecha|data"),
    (
        Field::Workout,
        "workout",
        "workout name|workout-name|nom de l'entraînement|nombre de entrenamiento|nombre del entrenamiento|nome do treino",
    ),
    (Field::Duration, "duration", "duration|workout duration|dauer|workout-dauer|durée|duración|duração"),
    (
        Field::Exercise,
        "exercise",
        "exercise name|name der übung|nom de l'exercice|nombre del ejercicio|nome do exercício",
    ),
    (
        Field::SetOrder,
        "set_order",
        "set order|reihenfolge festlegen|ordre de la série|orden de la serie|orden de las series|ordem da série",
    ),
    (Field::Weight, "weight", "weight|gewicht|poids|peso|kg|kgs|lb|lbs"),
    (Field::WeightUnit, "unit", "weight unit"),
    (Field::Reps, "reps", "reps|wiederh.|wiederholungen|réps|rep."),
    (Field::Distance, "distance", "distance|entfernung|distancia|distância|km|mi|miles|m|meters"),
    (Field::DistanceUnit, "distance_unit", "distance unit"),
    (Field::Seconds, "seconds", "seconds|sekunden|secondes|segundos"),
    (Field::Note, "note", "notes|notizen|notas"),
    (
        Field::WorkoutNote,
        "workout_note",
        "workout notes|workout-notizen|notes d'entraînement|notas del entrenamiento|notas do treino",
    ),
    (Field::Rpe, "rpe", "rpe"),
];

/// A pause between sets, in the languages of the app.
const RESTS: &str = "rest timer|ruhezeit|minuteur de repos|temporizador de descanso";

/// The kind of a row by the text in its column, if the app writes that.
fn kind_of(text: &str) -> Option<RowKind> {
    let word = folded(text);
    if RESTS.split('|').any(|rest| rest == word) {
        return Some(RowKind::RestTimer);
    }
    // A spreadsheet may have made 1.0 of a number.
    let number = word.split(['.', ',']).all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    match word.as_str() {
        "note" => Some(RowKind::Note),
        _ if number || letter => Some(RowKind::Set),
        _ => None,
    }
}
