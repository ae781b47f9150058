//! Reads the `Checkmarks.csv` of Loop Habit Tracker, of all habits or of a single one.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::collector::Collector;
use super::error::shortened;
use super::loop_columns::{Habit, Layout, Target, own_scale, thousandth};
use super::loop_values::{self, Value};
use super::moment::Moment;
use super::orders::Orders;
use super::origin::Origin;
use super::reading::{ExerciseRef, Imported, OtherScale, Outcome, Reading, Set, SetGroup, SetLength};
use super::scales::Scales;
use super::table::{Row, Table};
use super::{Format, Options, ReadError};
use crate::features::pain::vocabulary::Region;
use crate::features::training::mark_kind::MarkKind;
use crate::features::training::vocabulary::{CatalogueSlug, ExerciseKind};

/// Why a value is not used: the outcome, a code and a text.
type Unused = (Outcome, &'static str, &'static str);

const IMPLIED: Unused = (Outcome::Skipped, "implied", "ticked by the habit's frequency, not by the person");
const NOT_A_NUMBER: Unused = (Outcome::Refused, "not_a_number", "a tick in a habit that holds numbers");
const NO_INTENSITY: Unused =
    (Outcome::Refused, "no_intensity", "says that there was pain, but not how much, so it is no score");
const PAIN_SKIPPED: Unused = (Outcome::Skipped, "pain_skipped", "set aside that day");
const ZERO_OR_NOTHING: Unused = (Outcome::Skipped, "zero_or_nothing", "0 may mean no pain or no answer");
const NOTE_ALONE: Unused = (Outcome::Skipped, "note_without_entry", "a note on a day without an entry");
const SKIP_BUT_TRAINED: Unused = (Outcome::Skipped, "skip_but_trained", "skipped, but there was training that day");

pub(super) fn read(text: &str, options: &Options) -> Result<Reading, ReadError> {
    let mut out = Collector::default();
    let text = loop_values::quote_entries(text);
    let table = Table::read(&text, None, &mut out)?;
    let (layout, table) = Layout::find(table, options, &mut out)?;
    let cells: Vec<&str> = table.column(Some(layout.date)).collect();
    let orders = Orders::find(&options.map, &cells, !layout.single)?;
    let own_scale = own_scale(&options.map)?.then_some("the map says that pain has a scale of its own");
    for habit in layout.habits.iter().filter(|habit| habit.target.is_none()) {
        if habit.count.is_foreign() {
            table.note_column(habit.column, &habit.name, &mut out);
        } else {
            out.note(None, Outcome::Skipped, "habit_not_mapped", habit.offer(), habit.count.entries());
        }
    }
    let mut days = HashMap::new();
    let mut scales = Scales::new(own_scale);
    for row in &table.rows {
        let stamp = match orders.stamp(row.cell(Some(layout.date))) {
            Ok(stamp) => stamp,
            Err((code, detail)) => {
                out.refused(row.line, code, detail);
                continue;
            }
        };
        let date = stamp.date;
        if let Some(first) = days.insert(date, row.line) {
            // The app writes a day once; a second line would count the day's training twice.
            let detail = format!("line {first} has {date} already");
            out.refused(row.line, "repeated_date", detail);
            continue;
        }
        Day { row, date, layout: &layout, out: &mut out, scales: &mut scales }.read();
    }
    scales.note(&mut out);
    Ok(out.finish())
}

struct Day<'a> {
    row: &'a Row,
    date: NaiveDate,
    layout: &'a Layout,
    out: &'a mut Collector,
    scales: &'a mut Scales,
}

impl Day<'_> {
    fn read(&mut self) {
        let layout = self.layout;
        let (mut trained, mut set_aside) = (false, None);
        for habit in &layout.habits {
            let Some(target) = habit.target.filter(|target| *target != Target::Ignore) else {
                continue;
            };
            let cell = self.row.cell(Some(habit.column));
            let Some((value, entry_note)) = loop_values::parse(cell, &layout.words) else {
                let why = format!("{:?} is no value of Loop's", shortened(cell));
                self.unused(habit, (Outcome::Refused, "bad_value", &why));
                continue;
            };
            let note = match self.row.cell(layout.notes) {
                "" => entry_note,
                note => note,
            };
            let used = match (target, value) {
                (Target::Pain(region), _) => self.pain(habit, region, value, note),
                (_, Value::Skip) => {
                    set_aside.get_or_insert((habit, note));
                    true
                }
                _ => {
                    let done = self.session(habit, target, value, note);
                    trained |= done;
                    done
                }
            };
            if !used && !note.is_empty() {
                self.unused(habit, NOTE_ALONE);
            }
        }
        match set_aside {
            Some((habit, _)) if trained => {
                self.unused(habit, SKIP_BUT_TRAINED);
            }
            Some((habit, note)) => {
                let note = self.note(habit, note);
                self.add(habit, habit.label.clone(), Imported::DayMark { date: self.date, kind: MarkKind::Rest, note });
            }
            None => {}
        }
    }

    /// Adds a session; returns whether there was one.
    fn session(&mut self, habit: &Habit, target: Target, value: Value, note: &str) -> bool {
        let seconds = match value {
            Value::Yes if !habit.count.is_numerical() => None,
            Value::Thousandths(number) => {
                // Minutes in thousandths; never negative, see `loop_values`.
                Some(u64::from(number.unsigned_abs()).saturating_mul(60).div_ceil(1000))
            }
            Value::Auto if !habit.count.is_numerical() => return self.unused(habit, IMPLIED),
            Value::Yes | Value::Auto => return self.unused(habit, NOT_A_NUMBER),
            Value::Unknown | Value::No | Value::Skip => return false,
        };
        let duration_seconds = seconds.map(|seconds| self.out.session_seconds(self.row.line, seconds));
        let exercises = match target {
            Target::Exercise(slug) => vec![exercise(slug)],
            _ => Vec::new(),
        };
        let note = self.note(habit, note);
        let what =
            Imported::Session { started_at: Moment::Day(self.date), duration_seconds, effort: None, note, exercises };
        self.add(habit, habit.label.clone(), what);
        true
    }

    /// Adds a pain entry; returns whether there was one.
    fn pain(&mut self, habit: &Habit, region: Option<Region>, value: Value, note: &str) -> bool {
        let number = match value {
            Value::Thousandths(number) => thousandth(number),
            Value::No if habit.count.is_numerical() => {
                // Without a mark for days that were not answered, a zero may be such a day, and reading it as
                // "no pain" would make the trend too good.
                if !(self.layout.single || habit.count.marks_unknown()) {
                    return self.unused(habit, ZERO_OR_NOTHING);
                }
                0.0
            }
            Value::Yes | Value::Auto if habit.count.is_numerical() => return self.unused(habit, NOT_A_NUMBER),
            Value::Yes => return self.unused(habit, NO_INTENSITY),
            Value::Auto => return self.unused(habit, IMPLIED),
            Value::Skip => return self.unused(habit, PAIN_SKIPPED),
            Value::Unknown | Value::No => return false,
        };
        let score = self.scales.score(self.row.line, &habit.name, number, self.out);
        let other_scale = score.is_none().then(|| OtherScale { name: habit.title().to_owned(), value: number });
        let note = self.out.text(self.row.line, note, None);
        let what = Imported::PainScore {
            recorded_at: Moment::Day(self.date),
            local_date: None,
            score,
            other_scale,
            region,
            note,
        };
        self.add(habit, None, what);
        true
    }

    fn note(&mut self, habit: &Habit, note: &str) -> Option<String> {
        self.out.text(self.row.line, note, habit.label.as_deref())
    }

    fn add(&mut self, habit: &Habit, label: Option<String>, what: Imported) {
        let origin = Origin { format: Format::Loop, source: self.layout.source.as_deref(), series: habit.title() };
        self.out.add(self.row.line, &origin, label, what);
    }

    /// Notes why a value is not used, and returns that it is not.
    fn unused(&mut self, habit: &Habit, (outcome, code, why): (Outcome, &'static str, &str)) -> bool {
        let detail = format!("{} {:?}: {why}", self.date, shortened(&habit.name));
        self.out.note(Some(self.row.line), outcome, code, detail, 1);
        false
    }
}

/// The exercise alone: Loop knows neither sets nor repetitions, only, for what is timed, that it took the session.
fn exercise(slug: CatalogueSlug) -> SetGroup {
    let exercise = ExerciseRef::Catalogue(slug);
    let timed = Set { duration: Some(SetLength::WholeSession), ..Set::default() };
    let sets = if exercise.kind() == ExerciseKind::Timed { vec![timed] } else { Vec::new() };
    SetGroup { exercise, sets }
}
