//! The values in cells of Loop Habit Tracker's `Checkmarks.csv`.
//!
//! Three generations of the app wrote three forms: bare integers (1.x), the debug form
//! `Entry(timestamp=Timestamp(unixTime=…), value=2, notes=)` (2.0, in the file of all habits, unquoted and
//! thus full of commas), and names (`YES_MANUAL`, 2.1 on). Numerical habits store thousandths in each.

use std::borrow::Cow;

use super::column_map::Words;
use super::numbers::is_extreme;

const ENTRY: &str = "Entry(timestamp=";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing is known of the day.
    Unknown,
    /// Not done; or, in a numerical habit, zero.
    No,
    /// Not done, and not due either by the habit's own frequency: the app ticks it, the person did not.
    Auto,
    /// Done.
    Yes,
    Skip,
    /// A numerical habit's value in thousandths.
    Thousandths(i32),
}

impl Value {
    /// The value that the map calls by this name.
    pub(super) fn of_word(meaning: &str) -> Option<Self> {
        match meaning {
            "done" => Some(Self::Yes),
            "ticked" => Some(Self::Auto),
            "not_done" => Some(Self::No),
            "skipped" => Some(Self::Skip),
            "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// A cell's value, and the note an `Entry(…)` carries. `words` are those that the map explains.
pub(super) fn parse<'a>(cell: &'a str, words: &Words<Value>) -> Option<(Value, &'a str)> {
    let cell = cell.trim();
    let word = |text: &str| words.meaning(text).or_else(|| word(text));
    let Some(entry) = cell.strip_prefix(ENTRY) else {
        return Some((word(cell)?, ""));
    };
    let (_, rest) = entry.split_once("value=")?;
    let rest = rest.trim_end().strip_suffix(')').unwrap_or(rest);
    let (value, notes) = rest.split_once(',').unwrap_or((rest, ""));
    let notes = notes.trim_start().strip_prefix("notes=").unwrap_or("");
    Some((word(value.trim())?, notes.trim()))
}

fn word(text: &str) -> Option<Value> {
    Some(match text.to_ascii_uppercase().as_str() {
        "" | "UNKNOWN" | "-1" => Value::Unknown,
        "NO" | "0" => Value::No,
        "YES_AUTO" | "1" => Value::Auto,
        "YES_MANUAL" | "2" => Value::Yes,
        "SKIP" | "3" => Value::Skip,
        extreme if is_extreme(extreme) => Value::Skip,
        number => match number.parse::<i32>() {
            Ok(thousandths) if thousandths > 3 => Value::Thousandths(thousandths),
            _ => return None,
        },
    })
}

/// Puts each unquoted `Entry(…)` in quotes, so that it is one cell to a CSV reader. Its note may hold commas,
/// brackets and line ends, so it is taken to end at the last bracket before the next entry.
pub(super) fn quote_entries(text: &str) -> Cow<'_, str> {
    let mut starts = text.match_indices(ENTRY).map(|(place, _)| place).peekable();
    let Some(&first) = starts.peek() else {
        return Cow::Borrowed(text);
    };
    let mut quoted = String::with_capacity(text.len() + text.len() / 8);
    quoted.push_str(text.get(..first).unwrap_or_default());
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(text.len());
        let segment = text.get(start..end).unwrap_or_default();
        let close = segment.rfind(')').map_or(segment.len(), |place| place + 1);
        let (entry, rest) = segment.split_at_checked(close).unwrap_or((segment, ""));
        if quoted.ends_with('"') {
            quoted.push_str(entry);
        } else {
            quoted.push('"');
            quoted.push_str(&entry.replace('"', "\"\""));
            quoted.push('"');
        }
        quoted.push_str(rest);
    }
    Cow::Owned(quoted)
}
