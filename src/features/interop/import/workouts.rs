//! Groups rows that are sets into sessions.

use std::collections::{HashMap, HashSet};

use super::collector::Collector;
use super::durations::Written;
use super::error::shortened;
use super::exercises::weight_is_help;
use super::moment::Moment;
use super::names::Names;
use super::numbers::whole;
use super::origin::Origin;
use super::reading::{ExerciseRef, Imported, Outcome, Set, SetGroup, SetLength};
use super::set_fields::{App, LengthFrom};
use super::{Options, ReadError};
use crate::features::training::vocabulary::ExerciseKind;

const MAX_EXERCISES: usize = 60;
const MAX_SETS: usize = 100;

/// One parsed row.
pub(super) struct Entry<'a> {
    pub(super) at: Moment,
    pub(super) workout: &'a str,
    pub(super) exercise: &'a str,
    pub(super) duration: Written<'a>,
    pub(super) workout_notes: &'a str,
    pub(super) notes: &'a str,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// A pause between sets.
    RestTimer,
    /// A remark on the exercise.
    Note,
    Set(Numbers),
}

/// The numbers of a set; what is empty or 0 in the file is `None`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) reps: Option<u32>,
    pub(super) seconds: Option<u32>,
    pub(super) kg: Option<f64>,
    /// No unit is stated, so the weight counts as kg.
    pub(super) unit_assumed: bool,
    pub(super) distance: Option<f64>,
    pub(super) rpe: Option<f64>,
}

/// Groups the rows of a file, each with its line, into one session for each start and workout name.
pub(super) fn sessions(
    app: &App,
    entries: &[(u64, Entry)],
    options: &Options,
    out: &mut Collector,
) -> Result<(), ReadError> {
    let names = Names::find(&options.map, entries, out)?;
    let mut workouts: Vec<Workout> = Vec::new();
    let mut places = HashMap::new();
    let mut unit_assumed = 0;
    for (line, entry) in entries {
        let place = *places.entry((entry.at, entry.workout)).or_insert_with(|| {
            workouts.push(Workout::new(*line, entry));
            workouts.len() - 1
        });
        if matches!(&entry.kind, Kind::Set(numbers) if numbers.unit_assumed) {
            unit_assumed += 1;
        }
        if let Some(workout) = workouts.get_mut(place) {
            workout.take(*line, entry, &names, out);
        }
    }
    if unit_assumed > 0 {
        let detail = "the file names no unit of weight; read as kg (weight_unit=lb in the map reads pounds)";
        out.note(None, Outcome::Kept, "weight_unit_assumed", detail.to_owned(), unit_assumed);
    }
    let mut without_length = 0;
    for workout in workouts {
        without_length += u64::from(!workout.finish(app, options, out) && app.length == LengthFrom::Sets);
    }
    if without_length > 0 {
        let detail = "the file says of these sessions only their day; each is kept with the minutes of the daily goal";
        out.note(None, Outcome::Kept, "duration_assumed", detail.to_owned(), without_length);
    }
    Ok(())
}

/// The rows of one start and workout name.
struct Workout<'a> {
    line: u64,
    at: Moment,
    name: &'a str,
    duration: Written<'a>,
    /// The sum of the sets' times, while all of them are movements that were timed as a whole.
    timed: Option<u64>,
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
            timed: Some(0),
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
        if self.duration.text.is_empty() {
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
        let Some((exercise, variation)) = names.get(name) else {
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
        let is_held = exercise.kind() == ExerciseKind::Hold;
        let whole = numbers.seconds.filter(|_| numbers.reps.is_none() && !is_held);
        self.timed = self.timed.and_then(|sum| Some(sum + u64::from(whole?)));
        if is_held {
            set.hold_seconds = numbers.seconds;
        } else {
            set.duration = numbers.seconds.map(SetLength::Seconds);
        }
        if let Some(kg) = set.load_kg
            && weight_is_help(name)
        {
            set.load_kg = None;
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

    /// Adds the session, and returns whether its length is known.
    fn finish(self, app: &App, options: &Options, out: &mut Collector) -> bool {
        let summed = self.timed.filter(|_| app.length == LengthFrom::Sets);
        let stated = self.duration.seconds.or(summed).filter(|seconds| *seconds > 0);
        let duration_seconds = if let Some(seconds) = stated {
            if self.duration.seconds.is_none() {
                let detail =
                    format!("the file has no length for it; kept as the {seconds} s that its sets took together");
                out.kept(self.line, "duration_from_sets", detail);
            }
            Some(out.session_seconds(self.line, seconds))
        } else if app.length == LengthFrom::Sets {
            None
        } else {
            let why = match (app.length, self.duration.text) {
                (_, "") => "the file has no length for it".to_owned(),
                (LengthFrom::End, end) => {
                    format!("the end {:?} is not after the start, or can't be read", shortened(end))
                }
                (_, text) => format!("the length {:?} can't be read", shortened(text)),
            };
            let detail = format!("{why}; kept as the minutes of the daily goal");
            out.kept(self.line, "duration_assumed", detail);
            None
        };
        let what = Imported::Session {
            started_at: self.at,
            duration_seconds,
            effort: self.rpe.and_then(|rpe| whole(rpe, 10)).and_then(|rpe| rpe.try_into().ok()),
            note: out.text(self.line, &self.remarks.join("\n"), None),
            exercises: self.exercises,
        };
        let origin = Origin { format: app.format, source: options.map.source(), series: self.name };
        out.add(self.line, &origin, None, what);
        duration_seconds.is_some()
    }
}
