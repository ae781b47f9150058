//! Reads the workout export of the Strong app: one row a set, grouped into sessions.

use std::collections::{HashMap, HashSet};

use super::column_map::{ColumnMap, matching};
use super::error::{listed, shortened};
use super::exercises::{self, is_held, known, own_kind, weight_is_help};
use super::moment::Moment;
use super::numbers::{seconds, whole};
use super::origin::Origin;
use super::reading::{Collector, ExerciseRef, Imported, Outcome, Reading, Set, SetGroup, SetLength};
use super::strong_rows::{Columns, Entry, Kind, Numbers};
use super::table::Table;
use super::{CATALOGUE_SLUGS, Format, Options, ReadError};

/// What a session may hold.
const MAX_EXERCISES: usize = 60;
const MAX_SETS: usize = 100;

pub(super) fn read(text: &str, options: &Options) -> Result<Reading, ReadError> {
    options.map.allow(&["weight_unit"], &["exercise:"])?;
    let mut out = Collector::default();
    let table = Table::read(text, &mut out)?;
    let columns = Columns::find(&table, &options.map)?;
    let mut entries = Vec::new();
    for row in &table.rows {
        match columns.entry(row) {
            Ok(entry) => entries.push((row.line, entry)),
            Err((code, detail)) => out.refused(row.line, code, detail),
        }
    }
    let names = Names::find(&options.map, &entries)?;
    let mut workouts: Vec<Workout> = Vec::new();
    let mut places = HashMap::new();
    let mut unit_assumed = 0;
    for (line, entry) in &entries {
        let place = *places.entry((entry.at, entry.workout)).or_insert_with(|| {
            workouts.push(Workout::new(*line, entry));
            workouts.len() - 1
        });
        if matches!(&entry.kind, Kind::Set(numbers) if numbers.unit_assumed) {
            unit_assumed += 1;
        }
        if let Some(workout) = workouts.get_mut(place) {
            workout.take(*line, entry, &names, &mut out);
        }
    }
    if unit_assumed > 0 {
        let detail = "the file names no unit of weight; read as kg (weight_unit=lb in the map reads pounds)";
        out.note(None, Outcome::Kept, "weight_unit_assumed", detail.to_owned(), unit_assumed);
    }
    for workout in workouts {
        workout.finish(options, &mut out);
    }
    Ok(out.finish())
}

/// What each exercise name of the file is.
struct Names<'a>(HashMap<&'a str, (ExerciseRef, Option<&'static str>)>);

impl<'a> Names<'a> {
    fn find(map: &ColumnMap, entries: &[(u64, Entry<'a>)]) -> Result<Self, ReadError> {
        // An own exercise has one kind, so all of its sets are looked at first.
        let mut measured: HashMap<&str, (bool, bool)> = HashMap::new();
        for (_, entry) in entries {
            if let Kind::Set(numbers) = &entry.kind {
                let (reps, seconds) = measured.entry(entry.exercise).or_default();
                *reps |= numbers.reps.is_some();
                *seconds |= numbers.seconds.is_some();
            }
        }
        let own = |name: &str, (reps, seconds)| ExerciseRef::Own {
            name: name.to_owned(),
            kind: own_kind(name, reps, seconds),
        };
        let mut names: HashMap<_, _> = measured
            .iter()
            .map(|(name, how)| match known(name) {
                Some((slug, variation)) => (*name, (ExerciseRef::Catalogue(slug), variation)),
                None => (*name, (own(name, *how), None)),
            })
            .collect();
        for (wanted, value) in map.under("exercise:") {
            let Some(name) = matching(measured.keys().copied(), wanted) else {
                let mut all: Vec<&str> = measured.keys().copied().collect();
                all.sort_unstable();
                return Err(ReadError::BadMap(format!(
                    "the file has no exercise {:?}; it has {}",
                    shortened(wanted),
                    listed(all)
                )));
            };
            let how = measured.get(name).copied().unwrap_or_default();
            let exercise = match (value, exercises::slug(value)) {
                ("own", _) => own(name, how),
                (_, Some(slug)) => ExerciseRef::Catalogue(slug),
                _ => {
                    return Err(ReadError::BadMap(format!(
                        "there is no exercise {:?} in the catalogue; there are own, {}",
                        shortened(value),
                        listed(CATALOGUE_SLUGS)
                    )));
                }
            };
            names.insert(name, (exercise, None));
        }
        Ok(Self(names))
    }
}

/// The rows of one date and name.
struct Workout<'a> {
    line: u64,
    at: Moment,
    name: &'a str,
    duration: &'a str,
    rpe: Option<f64>,
    exercises: Vec<SetGroup>,
    places: HashMap<ExerciseRef, usize>,
    /// The name and everything the person wrote, without repetitions.
    remarks: Vec<String>,
    remarked: HashSet<String>,
}

impl<'a> Workout<'a> {
    fn new(line: u64, entry: &Entry<'a>) -> Self {
        Self {
            line,
            at: entry.at,
            name: entry.workout,
            duration: entry.duration,
            rpe: None,
            exercises: Vec::new(),
            places: HashMap::new(),
            remarks: Vec::new(),
            remarked: HashSet::new(),
        }
    }

    fn remark(&mut self, text: String) {
        if !text.is_empty() && self.remarked.insert(text.clone()) {
            self.remarks.push(text);
        }
    }

    fn take(&mut self, line: u64, entry: &Entry<'a>, names: &Names, out: &mut Collector) {
        if self.duration.is_empty() {
            self.duration = entry.duration;
        }
        self.remark(entry.workout.to_owned());
        self.remark(entry.workout_notes.to_owned());
        let about = if entry.exercise.is_empty() { "Note" } else { entry.exercise };
        if !entry.notes.is_empty() {
            self.remark(format!("{about}: {}", entry.notes));
        }
        match &entry.kind {
            Kind::RestTimer => out.skipped(line, "rest_timer", "a pause between sets".to_owned()),
            Kind::Note if entry.notes.is_empty() => {
                out.skipped(line, "empty_note", "a note without text".to_owned());
            }
            Kind::Note => {}
            Kind::Set(numbers) => self.set(line, entry.exercise, *numbers, names, out),
        }
    }

    fn set(&mut self, line: u64, name: &str, numbers: Numbers, names: &Names, out: &mut Collector) {
        let Some((exercise, variation)) = names.0.get(name) else {
            return;
        };
        if let Some(rpe) = numbers.rpe {
            if rpe <= 10.0 {
                self.rpe = Some(self.rpe.map_or(rpe, |most| most.max(rpe)));
            } else {
                out.kept(line, "rpe_left_out", format!("the RPE {rpe} is more than 10"));
            }
        }
        let mut set = Set { reps: numbers.reps, load_kg: numbers.kg, variation: *variation, ..Set::default() };
        if is_held(exercise) {
            set.hold_seconds = numbers.seconds;
        } else {
            set.duration = numbers.seconds.map(SetLength::Seconds);
        }
        if weight_is_help(name)
            && let Some(kg) = set.load_kg.take()
        {
            let detail = format!("{kg} kg of {name:?} is help, not load; kept in the session's note");
            out.kept(line, "help_is_no_load", detail);
            self.remark(format!("{name}: {kg} kg of help"));
        }
        if let Some(distance) = numbers.distance {
            let detail = format!("the distance {distance} is left out; a set has no place for it");
            out.kept(line, "distance_left_out", detail);
        }
        let empty = set.reps.is_none() && numbers.seconds.is_none();
        if empty && numbers.distance.is_none() {
            out.skipped(line, "empty_set", format!("{name:?} has neither reps nor seconds"));
            return;
        }
        if !self.places.contains_key(exercise) {
            if self.exercises.len() == MAX_EXERCISES {
                let detail = format!("a session holds at most {MAX_EXERCISES} exercises");
                out.refused(line, "too_many_exercises", detail);
                return;
            }
            self.places.insert(exercise.clone(), self.exercises.len());
            self.exercises.push(SetGroup { exercise: exercise.clone(), sets: Vec::new() });
        }
        let place = self.places.get(exercise);
        let Some(group) = place.and_then(|place| self.exercises.get_mut(*place)).filter(|_| !empty) else {
            return;
        };
        if group.sets.len() == MAX_SETS {
            let detail = format!("a session holds at most {MAX_SETS} sets of an exercise");
            out.refused(line, "too_many_sets", detail);
        } else {
            group.sets.push(set);
        }
    }

    fn finish(self, options: &Options, out: &mut Collector) {
        let stated = seconds(self.duration).filter(|seconds| *seconds > 0);
        let duration_seconds = if let Some(seconds) = stated {
            Some(out.session_seconds(self.line, seconds))
        } else {
            let why = match self.duration {
                "" => "the file has no length for it".to_owned(),
                text => format!("the length {:?} can't be read", shortened(text)),
            };
            let detail = format!("{why}; kept as the minutes of the daily goal");
            out.kept(self.line, "duration_assumed", detail);
            None
        };
        let what = Imported::Session {
            started_at: self.at,
            duration_seconds,
            effort: self.rpe.and_then(|rpe| whole(rpe, 10)).and_then(|rpe| rpe.try_into().ok()),
            note: out.text(self.line, &self.remarks.join("\n")),
            exercises: self.exercises,
        };
        let origin = Origin { format: Format::Strong, source: options.map.source(), series: self.name };
        out.add(self.line, &origin, None, what);
    }
}
