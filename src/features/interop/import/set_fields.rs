//! The columns that files with one row a set have, and how an app says in which of them it keeps what.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The day, or the start of the workout.
    Date,
    /// The end of the workout.
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

/// A column, its key in the map, and its names as [`folded`] has them, without the unit behind them in brackets.
pub(super) type FieldNames = (Field, &'static str, &'static [&'static str]);

/// An app whose export has one row a set.
pub(super) struct App {
    /// The first part of the keys of its sessions.
    pub(super) name: &'static str,
    pub(super) fields: &'static [FieldNames],
    /// The columns without which nothing can be read, under the names that the app gives them.
    pub(super) required: &'static [(Field, &'static str)],
    /// Columns that are left out without loss, as [`folded`](super::plain::folded) has their names, and why.
    pub(super) unneeded: &'static [(&'static str, &'static str)],
    /// What tells how long a session took.
    pub(super) length: LengthFrom,
    /// The kind of a row by what the app writes into the column of the sets' order; without it every row is a set.
    pub(super) kind_of: Option<fn(&str) -> Option<RowKind>>,
    /// Puts together a line that has more cells than the header, where the app writes separators without quotes.
    pub(super) mend: Option<Mend>,
}

impl App {
    /// The names of a column.
    pub(super) fn names(&self, field: Field) -> Option<&'static FieldNames> {
        self.fields.iter().find(|(one, ..)| *one == field)
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.names(field).is_some()
    }
}

/// What tells how long a session took.
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
