//! The columns and single rows of a Strong export, of which there are several generations.
//!
//! Comma: `Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE`.
//! Semicolon, older: with `Weight Unit` and `Distance Unit` columns, `Workout Duration` or none. Since version 6:
//! `Workout #`, `Duration (sec)`, `Weight (kg)`, `Distance (meters)`, and rows that are notes or rest timers.

use super::column_map::ColumnMap;
use super::dates::{Time, unread_time};
use super::durations::{Lengths, Unit, Written};
use super::error::shortened;
use super::numbers::{is_skip, number, whole};
use super::orders::{Fault, Orders};
use super::plain::folded;
use super::strong_names::{FIELDS, Field, RowKind};
use super::table::{Row, Table};
use super::weights::{self, Mass};
use super::workouts::{Entry, Kind, Numbers};
use super::{MAX_SECONDS, ReadError};

const MAX_REPS: u32 = 10_000;
const MAX_KG: f64 = 1_000.0;
/// The longest name an own exercise may have, in characters.
const MAX_NAME_CHARS: usize = 80;

/// Where a file has what.
pub(super) struct Columns {
    places: [Option<usize>; FIELDS.len()],
    dates: Orders,
    lengths: Lengths,
    /// The unit of weights that the header or the map states.
    mass: Option<Mass>,
    /// The words in the column of the sets' order that the map explains.
    words: Vec<(String, RowKind)>,
}

impl Columns {
    pub(super) fn find(table: &Table, map: &ColumnMap) -> Result<Self, ReadError> {
        let mut places = [None; FIELDS.len()];
        for ((_, key, names), place) in FIELDS.into_iter().zip(&mut places) {
            *place = table.field(map, key, names)?;
        }
        let at = |field: Field| places.get(field as usize).copied().flatten();
        for (field, name) in
            [(Field::Date, "Date"), (Field::Workout, "Workout Name"), (Field::Exercise, "Exercise Name")]
        {
            if at(field).is_none() {
                return Err(table.missing(name, FIELDS.get(field as usize).map(|(_, key, _)| *key)));
            }
        }
        let weight = at(Field::Weight);
        let header = Mass::parse(table.unit(weight)).or(Mass::parse(table.name(weight)));
        let stated = Mass::stated(map)?;
        if stated.is_some() && (header.is_some() || at(Field::WeightUnit).is_some()) {
            let text = "weight_unit is not needed: the file states the unit itself";
            return Err(ReadError::BadMap(text.to_owned()));
        }
        let duration = at(Field::Duration);
        let unit = Unit::stated(map.get("duration_unit"))?.or(Unit::parse(table.unit(duration)));
        let dates: Vec<&str> = table.column(at(Field::Date)).collect();
        let words = map.under("word:").map(|(word, meaning)| match RowKind::parse(meaning) {
            Some(kind) => Ok((folded(word), kind)),
            None => Err(ReadError::BadMap(format!("a word is set, rest or note, not {:?}", shortened(meaning)))),
        });
        Ok(Self {
            dates: Orders::find(map, &dates, false)?,
            lengths: Lengths::of(unit, table.column(duration)),
            mass: header.or(stated),
            words: words.collect::<Result<_, _>>()?,
            places,
        })
    }

    /// The columns that are read.
    pub(super) fn read(&self) -> &[Option<usize>] {
        &self.places
    }

    /// How the lengths of the workouts are read.
    pub(super) fn lengths(&self) -> &Lengths {
        &self.lengths
    }

    fn cell<'a>(&self, row: &'a Row, field: Field) -> &'a str {
        row.cell(self.places.get(field as usize).copied().flatten())
    }

    /// A row, understood; what is to be said of it goes into `remarks`.
    pub(super) fn entry<'a>(&self, row: &'a Row, remarks: &mut Vec<Fault>) -> Result<Entry<'a>, Fault> {
        let stamp = self.dates.stamp(self.cell(row, Field::Date))?;
        if let Time::Unread(text) = &stamp.time {
            remarks.push(unread_time(text));
        }
        let exercise = self.cell(row, Field::Exercise);
        let kind = match self.kind(self.cell(row, Field::SetOrder))? {
            RowKind::RestTimer => Kind::RestTimer,
            RowKind::Note => Kind::Note,
            RowKind::Set if exercise.is_empty() => {
                return Err(("no_exercise", "the set has no exercise name".to_owned()));
            }
            RowKind::Set => Kind::Set(self.numbers(row, remarks)?),
        };
        if exercise.chars().nth(MAX_NAME_CHARS).is_some() {
            let detail = format!("the name {:?} is longer than {MAX_NAME_CHARS} characters", shortened(exercise));
            return Err(("name_too_long", detail));
        }
        let duration = self.cell(row, Field::Duration);
        Ok(Entry {
            at: stamp.moment(),
            workout: self.cell(row, Field::Workout),
            exercise,
            duration: Written { text: duration, seconds: self.lengths.seconds(duration) },
            workout_notes: self.cell(row, Field::WorkoutNote),
            notes: self.cell(row, Field::Note),
            kind,
        })
    }

    fn kind(&self, text: &str) -> Result<RowKind, Fault> {
        let word = folded(text);
        let told = self.words.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind);
        told.or_else(|| RowKind::of(text)).ok_or_else(|| {
            let text = shortened(text);
            let detail = format!("{text:?} in the column of the sets' order is not known; word:{text}=set, rest or note in the map says what it is");
            ("unknown_word", detail)
        })
    }

    fn numbers(&self, row: &Row, remarks: &mut Vec<Fault>) -> Result<Numbers, Fault> {
        let mut cell = |what: &'static str, field| match self.cell(row, field) {
            "" => Ok(None),
            text if is_skip(text) => {
                remarks.push(("value_skipped", format!("{what} {:?} says that there is none", shortened(text))));
                Ok(None)
            }
            text => match number(text) {
                Some(value) if value >= 0.0 => Ok(Some(value).filter(|value| *value > 0.0)),
                _ => Err(("bad_number", format!("{what} {:?} is no number", shortened(text)))),
            },
        };
        let (distance, rpe) = (cell("the distance", Field::Distance)?, cell("the RPE", Field::Rpe)?);
        let mut count = |what: &'static str, field, most| match cell(what, field)? {
            None => Ok(None),
            Some(value) => match whole(value, most) {
                // Half a second is still a set that was done.
                Some(count) => Ok(Some(count.max(1))),
                None => Err(("out_of_range", format!("{what} {value} is more than {most}"))),
            },
        };
        let reps = count("the number of reps", Field::Reps, MAX_REPS)?;
        let seconds = count("the number of seconds", Field::Seconds, MAX_SECONDS)?;
        let (text, own) = weights::split_unit(self.cell(row, Field::Weight));
        let weight = match text {
            "" => None,
            text if is_skip(text) => {
                remarks.push(("value_skipped", format!("the weight {:?} says that there is none", shortened(text))));
                None
            }
            text => {
                let weight = number(text).filter(|weight| *weight >= 0.0);
                let bad = || ("bad_number", format!("the weight {:?} is no number", shortened(text)));
                Some(weight.ok_or_else(bad)?)
            }
        };
        let weight = weight.filter(|weight| *weight > 0.0);
        let beside = self.cell(row, Field::WeightUnit);
        let mass = match own.or(Mass::parse(beside)) {
            Some(mass) => Some(mass),
            None if !beside.is_empty() && weight.is_some() => {
                return Err(("bad_unit", format!("{:?} is neither kg nor lb", shortened(beside))));
            }
            None => self.mass,
        };
        let kg = weight.map(|weight| mass.unwrap_or(Mass::Kg).kg(weight));
        if let Some(kg) = kg.filter(|kg| *kg > MAX_KG) {
            return Err(("out_of_range", format!("the weight {kg} kg is more than {MAX_KG}")));
        }
        let unit_assumed = mass.is_none() && weight.is_some();
        Ok(Numbers { reps, seconds, kg, unit_assumed, distance, rpe })
    }
}
