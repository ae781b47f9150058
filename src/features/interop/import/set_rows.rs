//! Parses the rows of files with one row a set, whichever app wrote them.

use std::collections::HashSet;

use super::collector::Collector;
use super::column_map::{ColumnMap, Words};
use super::dates::{Stamp, Time, unread_time};
use super::durations::{Lengths, Written};
use super::error::shortened;
use super::moment::Moment;
use super::numbers::{is_skip, number, whole};
use super::orders::{FieldError, Orders};
use super::plain::folded;
use super::reading::{Outcome, Reading};
use super::set_fields::{App, Field, LengthFrom, RowKind};
use super::table::{Row, Table};
use super::time_units::Unit;
use super::weights::{self, Mass};
use super::workouts::{self, Entry, Kind, Numbers};
use super::{MAX_SECONDS, Options, ReadError};

const MAX_REPS: u32 = 10_000;
const MAX_KG: f64 = 1_000.0;
/// The longest name an own exercise may have, in characters.
const MAX_NAME_CHARS: usize = 80;

pub(super) fn read(text: &str, options: &Options, app: &App) -> Result<Reading, ReadError> {
    let mut keys: Vec<&str> = app.fields.iter().map(|(_, key, _)| *key).collect();
    keys.extend(["weight_unit", "date_order"]);
    keys.extend(app.has(Field::Duration).then_some("duration_unit"));
    let words = app.has(Field::SetOrder).then_some("word:");
    let prefixes: Vec<&str> = ["exercise:"].into_iter().chain(words).collect();
    options.map.allow(&keys, &prefixes)?;
    let mut out = Collector::default();
    let table = Table::read(text, app.mend, &mut out)?;
    let columns = Columns::find(&table, &options.map, app)?;
    columns.note_unread(&table, &mut out);
    columns.lengths.note(&mut out);
    let mut entries = Vec::new();
    // Each row of a workout repeats its date, so a remark on it is made once.
    let mut remarked = HashSet::new();
    for row in &table.rows {
        let mut remarks = Vec::new();
        match columns.entry(row, &mut remarks) {
            Ok(entry) => entries.push((row.line, entry)),
            Err((code, detail)) => out.refused(row.line, code, detail),
        }
        for (code, detail) in remarks {
            if code != "time_not_read" || remarked.insert(detail.clone()) {
                out.kept(row.line, code, detail);
            }
        }
    }
    workouts::sessions(app, &entries, options, &mut out)?;
    Ok(out.finish())
}

/// The columns of a file and how their cells are parsed.
struct Columns<'a> {
    app: &'a App,
    places: [Option<usize>; Field::COUNT],
    dates: Orders,
    lengths: Lengths,
    /// The units that the headers of the columns of weights state.
    masses: [Option<Mass>; 2],
    /// The unit of weights that the map states.
    stated: Option<Mass>,
    /// The words in the column of the sets' order that the map explains.
    words: Words<RowKind>,
}

impl<'a> Columns<'a> {
    fn find(table: &Table, map: &ColumnMap, app: &'a App) -> Result<Self, ReadError> {
        let mut places = [None; Field::COUNT];
        for (field, key, names) in app.fields {
            if let Some(place) = places.get_mut(*field as usize) {
                *place = table.field(map, key, names)?;
            }
        }
        let at = |field: Field| places.get(field as usize).copied().flatten();
        for (field, name) in app.required {
            if at(*field).is_none() {
                return Err(table.missing(name, app.names(*field).map(|(_, key, _)| *key)));
            }
        }
        let masses = [Field::Weight, Field::OtherWeight].map(|field| mass_of(table, at(field)));
        let stated = map.option("weight_unit", "kg or lb", Mass::parse)?;
        if stated.is_some() && (masses != [None, None] || at(Field::WeightUnit).is_some()) {
            let text = "weight_unit is not needed: the file states the unit itself";
            return Err(ReadError::BadMap(text.to_owned()));
        }
        let duration = at(Field::Duration);
        let unit = map.option("duration_unit", "h, min or s", Unit::parse)?.or(Unit::parse(table.unit(duration)));
        let dates: Vec<&str> = [Field::Date, Field::End]
            .into_iter()
            .filter_map(at)
            .flat_map(|column| table.column(Some(column)))
            .collect();
        Ok(Self {
            app,
            dates: Orders::find(map, &dates, false)?,
            lengths: Lengths::of(unit, table.column(duration)),
            masses,
            stated,
            words: Words::parse(map.under("word:"), "set, rest or note", RowKind::parse)?,
            places,
        })
    }

    /// Notes each column that is not read.
    fn note_unread(&self, table: &Table, out: &mut Collector) {
        for (place, name) in table.header.iter().enumerate() {
            if self.places.contains(&Some(place)) {
                continue;
            }
            match self.app.unneeded.iter().find(|(unneeded, _)| *unneeded == folded(name)) {
                None => table.note_column(place, name, out),
                Some((_, why)) => {
                    let detail = format!("column {:?} is not read; {why}", shortened(name));
                    out.note(None, Outcome::Skipped, "column_not_read", detail, 0);
                }
            }
        }
    }

    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        row.cell(self.places.get(field as usize).copied().flatten())
    }

    /// Parses a row; remarks on it go into `remarks`.
    fn entry<'r>(&self, row: &'r Row, remarks: &mut Vec<FieldError>) -> Result<Entry<'r>, FieldError> {
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
        Ok(Entry {
            at: stamp.moment(),
            workout: self.cell(row, Field::Workout),
            exercise,
            duration: self.length(row, &stamp),
            workout_notes: self.cell(row, Field::WorkoutNote),
            notes: self.cell(row, Field::Note),
            kind,
        })
    }

    /// How long the workout took that began at `start`.
    fn length<'r>(&self, row: &'r Row, start: &Stamp) -> Written<'r> {
        match self.app.length {
            LengthFrom::Duration => {
                let text = self.cell(row, Field::Duration);
                Written { text, seconds: self.lengths.seconds(text) }
            }
            LengthFrom::End => {
                let text = self.cell(row, Field::End);
                let end = self.dates.stamp(text).ok();
                Written { text, seconds: end.and_then(|end| between(start.moment(), end.moment())) }
            }
            LengthFrom::Sets => Written::default(),
        }
    }

    fn kind(&self, text: &str) -> Result<RowKind, FieldError> {
        let stated = self.words.meaning(text);
        stated.or_else(|| self.app.kind_of.map_or(Some(RowKind::Set), |kind_of| kind_of(text))).ok_or_else(|| {
            let text = shortened(text);
            let detail = format!("{text:?} in the column of the sets' order is not known; word:{text}=set, rest or note in the map says what it is");
            ("unknown_word", detail)
        })
    }

    fn numbers(&self, row: &Row, remarks: &mut Vec<FieldError>) -> Result<Numbers, FieldError> {
        let distance = positive("the distance", self.cell(row, Field::Distance), remarks)?;
        let rpe = positive("the RPE", self.cell(row, Field::Rpe), remarks)?;
        let reps = positive("the number of reps", self.cell(row, Field::Reps), remarks)?;
        let out_of_range = |reps| ("out_of_range", format!("the number of reps {reps} is more than {MAX_REPS}"));
        // Half a repetition is still a set that was done.
        let whole = |reps| Ok(whole(reps, MAX_REPS).ok_or_else(|| out_of_range(reps))?.max(1));
        let reps = reps.map(whole).transpose()?;
        let seconds = set_seconds(self.cell(row, Field::Seconds), remarks)?;
        let weight = self.weight(row, remarks)?;
        let kg = weight.map(|(weight, mass)| mass.unwrap_or(Mass::Kg).kg(weight));
        if let Some(kg) = kg.filter(|kg| *kg > MAX_KG) {
            return Err(("out_of_range", format!("the weight {kg} kg is more than {MAX_KG}")));
        }
        let unit_assumed = weight.is_some_and(|(_, mass)| mass.is_none());
        Ok(Numbers { reps, seconds, kg, unit_assumed, distance, rpe })
    }

    /// The weight above 0 of a row, and its unit where one is stated.
    fn weight(&self, row: &Row, remarks: &mut Vec<FieldError>) -> Result<Option<(f64, Option<Mass>)>, FieldError> {
        for (field, header) in [Field::Weight, Field::OtherWeight].into_iter().zip(self.masses) {
            let (text, own) = weights::split_unit(self.cell(row, field));
            let Some(weight) = positive("the weight", text, remarks)? else { continue };
            let unit = self.cell(row, Field::WeightUnit);
            return match own.or(Mass::parse(unit)) {
                Some(mass) => Ok(Some((weight, Some(mass)))),
                None if unit.is_empty() => Ok(Some((weight, header.or(self.stated)))),
                None => Err(("bad_unit", format!("{:?} is neither kg nor lb", shortened(unit)))),
            };
        }
        Ok(None)
    }
}

/// The unit that the header of a column of weights states: `Weight (kg)`, `lb`, `weight_lbs`.
fn mass_of(table: &Table, column: Option<usize>) -> Option<Mass> {
    let name = table.name(column);
    let last = name.rsplit_once('_').map_or(name, |(_, last)| last);
    Mass::parse(table.unit(column)).or(Mass::parse(last))
}

/// The number above 0 in a cell. An empty cell, 0 and a mark for no number are `None`; the mark makes a remark.
fn positive(what: &str, text: &str, remarks: &mut Vec<FieldError>) -> Result<Option<f64>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    if is_skip(text) {
        remarks.push(("value_skipped", format!("{what} {:?} says that there is none", shortened(text))));
        return Ok(None);
    }
    let value = number(text).filter(|value| *value >= 0.0);
    let value = value.ok_or_else(|| ("bad_number", format!("{what} {:?} is no number", shortened(text))))?;
    Ok(Some(value).filter(|value| *value > 0.0))
}

/// The seconds of a set, above 0.
fn set_seconds(text: &str, remarks: &mut Vec<FieldError>) -> Result<Option<u32>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    if is_skip(text) {
        remarks.push(("value_skipped", format!("the seconds {:?} say that there are none", shortened(text))));
        return Ok(None);
    }
    let Some(seconds) = Lengths::OF_SETS.seconds(text) else {
        let detail = format!("the number of seconds {:?} is no number and no length of time", shortened(text));
        return Err(("bad_number", detail));
    };
    // Half a second is still a set that was done.
    let min_seconds = u32::from(number(text).is_some_and(|seconds| seconds > 0.0));
    match u32::try_from(seconds) {
        Ok(seconds) if seconds <= MAX_SECONDS => Ok(Some(seconds.max(min_seconds)).filter(|seconds| *seconds > 0)),
        _ => Err(("out_of_range", format!("the number of seconds {seconds} is more than {MAX_SECONDS}"))),
    }
}

/// The seconds from one time to another that is not before it. The file's clock may be moved in between, at night; its zone
/// is not known here.
fn between(start: Moment, end: Moment) -> Option<u64> {
    let length = match (start, end) {
        (Moment::Wall(start), Moment::Wall(end)) => end - start,
        (Moment::Timestamp(start), Moment::Timestamp(end)) => end - start,
        _ => return None,
    };
    length.num_seconds().try_into().ok()
}
