//! The columns and single rows of a Strong export, of which there are several generations.
//!
//! Comma: `Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE`.
//! Semicolon, older: with `Weight Unit` and `Distance Unit` columns, `Workout Duration` or none. Since version 6:
//! `Workout #`, `Duration (sec)`, `Weight (kg)`, `Distance (meters)`, and rows that are notes or rest timers.

use super::column_map::ColumnMap;
use super::dates::{Order, Stamp, stamp};
use super::error::shortened;
use super::moment::Moment;
use super::numbers::{number, whole};
use super::table::{Row, Table};
use super::{MAX_SECONDS, ReadError};

const KG_PER_LB: f64 = 0.453_592_37;
const MAX_REPS: u32 = 10_000;
const MAX_KG: f64 = 1_000.0;
/// The longest name an own exercise may have, in characters.
const MAX_NAME_CHARS: usize = 80;

/// The unit of a weight column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Kg,
    Lb,
}

impl Unit {
    fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "kg" | "kgs" => Some(Self::Kg),
            "lb" | "lbs" => Some(Self::Lb),
            _ => None,
        }
    }
}

/// Where a file has what.
pub(super) struct Columns {
    date: usize,
    workout: usize,
    exercise: usize,
    duration: Option<usize>,
    order: Option<usize>,
    weight: Option<usize>,
    unit_column: Option<usize>,
    /// The unit the header or the map states.
    unit: Option<Unit>,
    reps: Option<usize>,
    distance: Option<usize>,
    seconds: Option<usize>,
    notes: Option<usize>,
    workout_notes: Option<usize>,
    rpe: Option<usize>,
}

/// One row, understood.
pub(super) struct Entry<'a> {
    pub(super) at: Moment,
    pub(super) workout: &'a str,
    pub(super) exercise: &'a str,
    pub(super) duration: &'a str,
    pub(super) workout_notes: &'a str,
    pub(super) notes: &'a str,
    pub(super) kind: Kind,
}

/// What a row is about.
pub(super) enum Kind {
    /// A pause between sets.
    RestTimer,
    /// A remark on the exercise.
    Note,
    /// A set.
    Set(Numbers),
}

/// The numbers of a set; what is empty or 0 in the file is `None`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) reps: Option<u32>,
    pub(super) seconds: Option<u32>,
    pub(super) kg: Option<f64>,
    /// The weight's unit is nowhere stated and was taken to be kg.
    pub(super) unit_assumed: bool,
    pub(super) distance: Option<f64>,
    pub(super) rpe: Option<f64>,
}

/// Why a row can't be read: a code and a text.
pub(super) type Fault = (&'static str, String);

impl Columns {
    pub(super) fn find(table: &Table, map: &ColumnMap) -> Result<Self, ReadError> {
        let any = |names: &[&str]| -> Result<Option<usize>, ReadError> {
            for name in names {
                if let Some(column) = table.find(name)? {
                    return Ok(Some(column));
                }
            }
            Ok(None)
        };
        let stated = match map.get("weight_unit") {
            None => None,
            Some(text) => Some(
                Unit::parse(text)
                    .ok_or_else(|| ReadError::BadMap(format!("weight_unit is kg or lb, not {:?}", shortened(text))))?,
            ),
        };
        let kg = any(&["Weight (kg)", "Weight (kgs)"])?;
        let lb = any(&["Weight (lb)", "Weight (lbs)"])?;
        let unit_column = table.find("Weight Unit")?;
        if stated.is_some() && (kg.or(lb).or(unit_column)).is_some() {
            let text = "weight_unit is not needed: the file states the unit itself";
            return Err(ReadError::BadMap(text.to_owned()));
        }
        Ok(Self {
            date: table.require("Date")?,
            workout: table.require("Workout Name")?,
            exercise: table.require("Exercise Name")?,
            duration: any(&["Duration", "Duration (sec)", "Workout Duration"])?,
            order: table.find("Set Order")?,
            weight: kg.or(lb).or(table.find("Weight")?),
            unit_column,
            unit: kg.map(|_| Unit::Kg).or(lb.map(|_| Unit::Lb)).or(stated),
            reps: table.find("Reps")?,
            distance: any(&["Distance", "Distance (meters)", "Distance (km)", "Distance (miles)"])?,
            seconds: table.find("Seconds")?,
            notes: table.find("Notes")?,
            workout_notes: table.find("Workout Notes")?,
            rpe: table.find("RPE")?,
        })
    }

    /// The exact name of the exercise of a row.
    pub(super) fn exercise<'a>(&self, row: &'a Row) -> &'a str {
        row.cell(Some(self.exercise))
    }

    pub(super) fn entry<'a>(&self, row: &'a Row) -> Result<Entry<'a>, Fault> {
        let date_text = row.cell(Some(self.date));
        let at = stamp(date_text, Order::Ymd)
            .map(Stamp::moment)
            .ok_or_else(|| ("bad_date", format!("{:?} is no date", shortened(date_text))))?;
        let kind = match row.cell(self.order).to_ascii_lowercase().as_str() {
            "rest timer" => Kind::RestTimer,
            "note" => Kind::Note,
            // 1, 2, … or W, D, F for warm-up, drop set and failure: all of them are sets that were done.
            _ => Kind::Set(self.numbers(row)?),
        };
        let exercise = self.exercise(row);
        if exercise.is_empty() && matches!(kind, Kind::Set(_)) {
            return Err(("no_exercise", "the set has no exercise name".to_owned()));
        }
        if exercise.chars().nth(MAX_NAME_CHARS).is_some() {
            let detail = format!("the name {:?} is longer than {MAX_NAME_CHARS} characters", shortened(exercise));
            return Err(("name_too_long", detail));
        }
        Ok(Entry {
            at,
            workout: row.cell(Some(self.workout)),
            exercise,
            duration: row.cell(self.duration),
            workout_notes: row.cell(self.workout_notes),
            notes: row.cell(self.notes),
            kind,
        })
    }

    fn numbers(&self, row: &Row) -> Result<Numbers, Fault> {
        let cell = |what: &'static str, column| match row.cell(column) {
            "" => Ok(None),
            text => match number(text) {
                Some(value) if value >= 0.0 => Ok(Some(value).filter(|value| *value > 0.0)),
                _ => Err(("bad_number", format!("{what} {:?} is no number", shortened(text)))),
            },
        };
        let count = |what: &'static str, column, most| match cell(what, column)? {
            None => Ok(None),
            Some(value) => match whole(value, most) {
                // Half a second is still a set that was done.
                Some(count) => Ok(Some(count.max(1))),
                None => Err(("out_of_range", format!("{what} {value} is more than {most}"))),
            },
        };
        let weight = cell("the weight", self.weight)?;
        let (unit, unit_assumed) = match (row.cell(self.unit_column), self.unit) {
            ("", Some(unit)) => (unit, false),
            ("", None) => (Unit::Kg, weight.is_some()),
            (text, _) => match Unit::parse(text) {
                Some(unit) => (unit, false),
                None if weight.is_none() => (Unit::Kg, false),
                None => {
                    return Err(("bad_unit", format!("{:?} is neither kg nor lb", shortened(text))));
                }
            },
        };
        let kg = weight.map(|weight| match unit {
            Unit::Kg => weight,
            // To the gram; more digits would be a precision that no plate has.
            Unit::Lb => (weight * KG_PER_LB * 1000.0).round() / 1000.0,
        });
        if let Some(kg) = kg.filter(|kg| *kg > MAX_KG) {
            return Err(("out_of_range", format!("the weight {kg} kg is more than {MAX_KG}")));
        }
        Ok(Numbers {
            reps: count("the number of reps", self.reps, MAX_REPS)?,
            seconds: count("the number of seconds", self.seconds, MAX_SECONDS)?,
            kg,
            unit_assumed,
            distance: cell("the distance", self.distance)?,
            rpe: cell("the RPE", self.rpe)?,
        })
    }
}
