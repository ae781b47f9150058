//! Reads the workout export of the Hevy app: one row a set.
//!
//! `title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,
//! distance_km,duration_seconds,rpe`, with `weight_lbs` and `distance_miles` for people who count in those. The header is
//! English in each of the app's languages; the dates (`28 Mar 2024, 17:29`, `18 sept. 2026, 17:31`, `May 15, 2026, 7:26 PM`)
//! and the names of exercises are not.

use super::Format;
use super::set_fields::{App, Field, FieldNames, LengthFrom};

pub(super) static HEVY: App = App {
    format: Format::Hevy,
    fields: &FIELDS,
    required: &[(Field::Date, "start_time"), (Field::Exercise, "exercise_title")],
    unneeded: &[
        ("set_index", "sets are kept in the order of the file"),
        ("superset_id", "which exercises took turns has no place in a session"),
    ],
    length: LengthFrom::End,
    // normal, warmup, failure, dropset, and what may be added: all of them are sets that were done.
    kind_of: None,
    mend: None,
};

const FIELDS: [FieldNames; 13] = [
    (Field::Date, "date", "start_time"),
    (Field::End, "end", "end_time"),
    (Field::Workout, "workout", "title"),
    (Field::Exercise, "exercise", "exercise_title"),
    (Field::SetOrder, "set_order", "set_type"),
    (Field::Weight, "weight", "weight_kg|weight_lbs|weight_lb"),
    (Field::OtherWeight, "other_weight", "weight_lbs|weight_lb|weight_kg"),
    (Field::Reps, "reps", "reps"),
    (Field::Distance, "distance", "distance_km|distance_miles|distance_meters"),
    (Field::Seconds, "seconds", "duration_seconds"),
    (Field::Note, "note", "exercise_notes"),
    (Field::WorkoutNote, "workout_note", "description"),
    (Field::Rpe, "rpe", "rpe"),
];
