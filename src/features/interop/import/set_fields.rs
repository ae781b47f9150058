//! The columns of files with one row a set, and how each app names them.

use super::Format;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The day, or the start of the workout.
    Date,
    End,
    Workout,
    /// How long the workout took.
    Duration,
    Exercise,
    /// The place of the row within the workout, or its kind.
    SetOrder,
    Weight,
    /// A second column for the weight, in another unit.
    OtherWeight,
    WeightUnit,
    Reps,
    Distance,
    DistanceUnit,
    /// How long the set took.
    Seconds,
    Note,
    WorkoutNote,
    Rpe,
}

impl Field {
    pub(super) const COUNT: usize = Self::Rpe as usize + 1;
}

/// From the header, the cells of a longer line and the separator to a line as long as the header, if there is just one.
pub(super) type Mend = fn(&[String], &[String], &str) -> Option<Vec<String>>;

/// A column, its key in the map, and its folded names without a unit in brackets, separated by `|`.
pub(super) type FieldNames = (Field, &'static str, &'static str);

/// An app whose export has one row a set.
pub(super) struct App {
    pub(super) format: Format,
    pub(super) fields: &'static [FieldNames],
    /// The columns without which nothing can be read, under the names that the app gives them.
    pub(super) required: &'static [(Field, &'static str)],
    /// Columns that are left out without loss, by their folded names, and why.
    pub(super) unneeded: &'static [(&'static str, &'static str)],
    pub(super) length: LengthFrom,
    /// The kind of a row by what the app writes into the column of the sets' order; without it every row is a set.
    pub(super) kind_of: Option<fn(&str) -> Option<RowKind>>,
    /// Puts together a line that has more cells than the header, where the app writes separators without quotes.
    pub(super) mend: Option<Mend>,
}

impl App {
    pub(super) fn names(&self, field: Field) -> Option<&'static FieldNames> {
        self.fields.iter().find(|(one, ..)| *one == field)
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.names(field).is_some()
    }
}

/// The source of a session's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LengthFrom {
    /// A column of its own.
    Duration,
    /// Its end.
    End,
    /// Nothing but the times of its sets.
    Sets,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Set,
    /// A pause between sets.
    RestTimer,
    /// A remark on the exercise.
    Note,
}

impl RowKind {
    pub(super) fn parse(meaning: &str) -> Option<Self> {
        match meaning {
            "set" => Some(Self::Set),
            "rest" => Some(Self::RestTimer),
            "note" => Some(Self::Note),
            _ => None,
        }
    }
}
