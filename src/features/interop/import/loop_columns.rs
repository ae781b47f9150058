//! The columns of a Loop file: where the dates are, which habits there are, and what each is mapped to.

use super::collector::Collector;
use super::column_map::{ColumnMap, Words, matching};
use super::dates::{self, Order};
use super::error::{listed, shortened};
use super::loop_values::{self, Value};
use super::origin::{Named, habit_of_file};
use super::plain::folded;
use super::reading::Unsure;
use super::table::Table;
use super::{Options, ReadError};
use crate::features::pain::vocabulary::Region;
use crate::features::training::vocabulary::CatalogueSlug;

/// What a habit is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Session,
    Exercise(CatalogueSlug),
    Pain(Option<Region>),
    Ignore,
}

/// A column of habit values, with a count of what is in it.
pub(super) struct Habit {
    pub(super) column: usize,
    pub(super) name: String,
    /// What it is called where that is known, since the column of a single habit's file is called `Value`.
    pub(super) label: Option<String>,
    pub(super) target: Option<Target>,
    pub(super) count: Count,
}

/// How often each value occurs in a column.
#[derive(Debug, Default)]
pub(super) struct Count {
    yes: u64,
    auto: u64,
    no: u64,
    skip: u64,
    unknown: u64,
    numbers: u64,
    /// Texts that are none of Loop's.
    other: u64,
    low: i32,
    high: i32,
}

impl Count {
    /// A habit that is counted or measured rather than done or not.
    pub(super) fn is_numerical(&self) -> bool {
        self.numbers > 0
    }

    /// Whether the file marks days without an answer, so that a zero is an answer.
    pub(super) fn marks_unknown(&self) -> bool {
        self.unknown > 0
    }

    /// Entries that say something was done, measured or set aside.
    pub(super) fn entries(&self) -> u64 {
        self.yes + self.auto + self.skip + self.numbers
    }

    /// Whether the column holds no habit at all but something else.
    pub(super) fn is_foreign(&self) -> bool {
        self.entries() == 0 && self.other > 0
    }

    fn add(&mut self, value: Option<Value>) {
        let Some(value) = value else {
            self.other += 1;
            return;
        };
        match value {
            Value::Unknown => self.unknown += 1,
            Value::No => self.no += 1,
            Value::Auto => self.auto += 1,
            Value::Yes => self.yes += 1,
            Value::Skip => self.skip += 1,
            Value::Thousandths(number) => {
                self.low = if self.numbers == 0 { number } else { self.low.min(number) };
                self.high = self.high.max(number);
                self.numbers += 1;
            }
        }
    }

    fn describe(&self) -> String {
        let counts = [self.yes, self.auto, self.no, self.skip];
        let texts = ["done", "ticked by the habit's frequency", "not done", "skipped"];
        let counted = counts.into_iter().zip(texts).filter(|(count, _)| *count > 0);
        let mut parts: Vec<String> = counted.map(|(count, text)| format!("{count} {text}")).collect();
        if self.numbers > 0 {
            let (low, high) = (thousandth(self.low), thousandth(self.high));
            parts.push(format!("{} numbers from {low} to {high}", self.numbers));
        }
        if parts.is_empty() {
            return "nothing".to_owned();
        }
        parts.join(", ")
    }
}

impl Habit {
    pub(super) fn title(&self) -> &str {
        self.label.as_ref().unwrap_or(&self.name)
    }

    /// The column's name, what it holds and what to write to have it read.
    pub(super) fn offer(&self) -> String {
        let name = shortened(&self.name);
        let held = self.count.describe();
        let pain = if self.count.is_numerical() { format!(" or \"{name}=pain\"") } else { String::new() };
        format!("{name:?} holds {held}; map it with \"{name}=session\", \"{name}=exercise:<slug>\"{pain}")
    }
}

pub(super) struct Layout {
    pub(super) date: usize,
    pub(super) habits: Vec<Habit>,
    /// The notes of a single habit's file.
    pub(super) notes: Option<usize>,
    /// The file of one habit, which lists only the days with an entry.
    pub(super) single: bool,
    pub(super) words: Words<Value>,
    /// The map's `source=` of a file of all habits.
    pub(super) source: Option<String>,
}

impl Layout {
    /// Finds the columns and the habits' names; a single habit's file of version 1 has no header and gets one.
    pub(super) fn find(mut table: Table, options: &Options, out: &mut Collector) -> Result<(Self, Table), ReadError> {
        let map = &options.map;
        if is_headless(&table) {
            table = table.without_header(&["Date", "Value", "Notes"], out);
        }
        let date = match option(map, "date") {
            Some(name) => table.require(name)?,
            None => table.find("Date")?.ok_or_else(|| table.missing("Date", Some("date")))?,
        };
        let lower: Vec<String> = table.header.iter().map(|name| folded(name)).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let single = matches!(lower.as_slice(), ["date", "value"] | ["date", "value", "notes"]);
        let notes = match option(map, "note") {
            Some(name) => Some(table.require(name)?),
            None => (single && lower.len() == 3).then_some(2),
        };
        let words = Words::parse(
            map.under("word:").filter(|(_, meaning)| target(meaning).is_err()),
            "done, ticked, not_done, skipped or unknown",
            Value::of_word,
        )?;
        let mut habits = Vec::new();
        for (column, name) in table.header.iter().enumerate() {
            if column == date || Some(column) == notes {
                continue;
            }
            let mut count = Count::default();
            for cell in table.column(Some(column)) {
                count.add(loop_values::parse(cell, &words).map(|(value, _)| value));
            }
            let name = name.clone();
            let label = (!single).then(|| label(&name));
            habits.push(Habit { column, name, label, target: None, count });
        }
        let mut source = map.source().filter(|source| target(source).is_err() || !is_habit(&habits, "source"));
        if let Some(habit) = habits.first_mut().filter(|_| single) {
            let stated = source.take().map(|source| (source.to_owned(), Named::Stated));
            let named = stated.or_else(|| habit_of_file(options.file_name.as_deref()?));
            if named.as_ref().is_none_or(|(_, how)| *how == Named::Guessed) {
                let called = named.as_ref().map_or(&habit.name, |(name, _)| name).clone();
                out.unsure = Some(Unsure { called, strict: named.is_none(), otherwise: Vec::new() });
            }
            habit.label = named.map(|(name, _)| label(&name));
        }
        let source = source.map(str::to_owned);
        apply(map, &mut habits)?;
        Ok((Self { date, habits, notes, single, words, source }, table))
    }
}

/// Whether the map puts all pain on a scale of its own, rather than a habit called `scale` somewhere.
pub(super) fn own_scale(map: &ColumnMap) -> Result<bool, ReadError> {
    if option(map, "scale").is_some() { map.own_scale() } else { Ok(false) }
}

/// Whether the first line is already a day's: version 1 wrote a single habit's file without a header.
pub(super) fn is_headless(table: &Table) -> bool {
    let dated = |order| table.header.first().and_then(|cell| dates::date(cell, order));
    Order::ALL.map(dated).iter().any(Option::is_some) && (2..=3).contains(&table.header.len())
}

/// The keys that are no habits, unless a habit has that name and is mapped to what habits are mapped to.
const OPTIONS: [&str; 4] = ["date", "date_order", "note", "scale"];

/// What the map says for a key that is no habit.
fn option<'a>(map: &'a ColumnMap, key: &str) -> Option<&'a str> {
    map.get(key).filter(|value| target(value).is_err())
}

/// Gives each habit the target that the map states.
fn apply(map: &ColumnMap, habits: &mut [Habit]) -> Result<(), ReadError> {
    for (key, value) in map.iter() {
        let option = (OPTIONS.contains(&key) || key.starts_with("word:")) && target(value).is_err();
        if option || (key == "source" && (target(value).is_err() || !is_habit(habits, key))) {
            continue;
        }
        let target =
            target(value).map_err(|why| ReadError::BadMap(format!("{:?} can't be read as {why}", shortened(key))))?;
        let names = habits.iter().map(|habit| habit.name.as_str());
        let Some(name) = matching(names.clone(), key).map(str::to_owned) else {
            return Err(ReadError::BadMap(format!(
                "the file has no habit {:?}; it has {}",
                shortened(key),
                listed(names)
            )));
        };
        if names.filter(|other| *other == name).count() > 1 {
            return Err(ReadError::DuplicateColumn(shortened(&name)));
        }
        for habit in habits.iter_mut().filter(|habit| habit.name == name) {
            habit.target = Some(target);
        }
    }
    let read = |habit: &Habit| !matches!(habit.target, None | Some(Target::Ignore));
    if habits.iter().any(read) {
        return Ok(());
    }
    let offers: Vec<String> = habits.iter().take(40).map(Habit::offer).collect();
    Err(ReadError::NothingChosen(format!(
        "none of the file's habits is mapped, and which of them is training or pain can't be guessed. {}",
        offers.join(". ")
    )))
}

fn is_habit(habits: &[Habit], name: &str) -> bool {
    matching(habits.iter().map(|habit| habit.name.as_str()), name).is_some()
}

/// A name as it goes before a note, cut to a limit.
fn label(name: &str) -> String {
    const MAX_CHARS: usize = 200;
    name.chars().take(MAX_CHARS).collect()
}

fn target(text: &str) -> Result<Target, String> {
    match text.split_once(':') {
        None if text == "session" => Ok(Target::Session),
        None if text == "pain" => Ok(Target::Pain(None)),
        None if text == "ignore" => Ok(Target::Ignore),
        Some(("exercise", slug)) => CatalogueSlug::from_wire(slug).map(Target::Exercise).ok_or_else(|| {
            format!("exercise {slug:?}; there are {}", listed(CatalogueSlug::WIRE_NAMES.iter().copied()))
        }),
        Some(("pain", region)) => Region::from_wire(region)
            .map(|region| Target::Pain(Some(region)))
            .ok_or_else(|| format!("pain in {region:?}; there are {}", listed(Region::WIRE_NAMES.iter().copied()))),
        _ => Err(format!("{:?}; there are session, exercise:<slug>, pain, pain:<region> and ignore", shortened(text))),
    }
}

/// Thousandths as the number that was entered.
pub(super) fn thousandth(number: i32) -> f64 {
    f64::from(number) / 1000.0
}
