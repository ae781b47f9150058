//! The map: what the columns of a file mean, as told by the person importing.

use super::ReadError;
use super::error::{listed, shortened};
use super::plain::folded;

/// `key=value` pairs that tell a reader what the columns mean, and what the words in them mean. Keys and columns are
/// matched exactly first, then without regard to case.
///
/// All formats: `date_order=ymd|dmy|mdy`, where it is not found out; `word:TEXT=MEANING`, what a word in the file means.
///
/// `loop`
/// - `HABIT=session`: a day done is a session of the goal's minutes at 12:00; numbers are minutes
/// - `HABIT=exercise:<slug>`: the same, with that exercise of the catalogue
/// - `HABIT=pain`, `HABIT=pain:<region>`: numbers are pain scores
/// - `HABIT=ignore`: left out without a word
/// - `date=COLUMN`, `note=COLUMN`, `scale=value|own`, as in `pain-csv`
/// - `word:TEXT=done|ticked|not_done|skipped|unknown`
///
/// A habit whose name is one of these keys wins when its value is one of the first four. The file of a single habit has
/// the columns `Value` and `Notes`: map `Value`.
///
/// `strong`
/// - `weight_unit=kg|lb`: for exports whose weight column names no unit (kg without it)
/// - `duration_unit=h|min|s`: for lengths that are bare numbers
/// - `exercise:NAME=<slug>`: read that exercise as one of the catalogue; `exercise:NAME=own`: keep it apart
/// - `date=`, `workout=`, `duration=`, `exercise=`, `set_order=`, `weight=`, `unit=`, `reps=`, `distance=`,
///   `distance_unit=`, `seconds=`, `note=`, `workout_note=`, `rpe=`: the columns, where their names are not known
/// - `word:TEXT=set|rest|note`: what a word in the column of the sets' order means
///
/// `hevy`
/// - `exercise:`, `weight_unit=` and `word:` as in `strong`
/// - `date=`, `end=`, `workout=`, `exercise=`, `set_order=`, `weight=`, `other_weight=`, `reps=`, `distance=`, `seconds=`,
///   `note=`, `workout_note=`, `rpe=`: the columns, where their names are not known
///
/// `fitnotes`
/// - `exercise:` and `weight_unit=` as in `strong`
/// - `date=`, `exercise=`, `weight=`, `other_weight=`, `unit=`, `reps=`, `distance=`, `distance_unit=`, `seconds=`, `note=`: the
///   columns
///
/// All formats
/// - `source=NAME`: where the file is from, when the same rows may come from several places; for the file of a single
///   habit or pain, what it is called
///
/// `pain-csv`
/// - `date=COLUMN` or `year=`, `month=`, `day=`: the day the entry is about
/// - `time=COLUMN`: the time of day, when it is not in the date's column
/// - `fallback=COLUMN`: a date, or the time of writing, for lines without the former
/// - `score=COLUMN`, `note=COLUMN`
/// - `name=COLUMN`: which pain a line is about, when the diary holds several
/// - `only=NAME|NAME`: read these and no others
/// - `region=REGION` for all that is read, or `region:NAME=REGION`; `region:NAME=ignore` leaves one out
/// - `scale=value` (default): whole numbers 0 to 10 are NRS scores, others are kept on a scale of their own;
///   `scale=own`: no number of this diary is an NRS score
/// - `word:TEXT=NUMBER|skipped`: the intensity that a word stands for
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    pairs: Vec<(String, String)>,
}

impl ColumnMap {
    /// Reads the arguments of `--map`. One with a single `=` is one pair, whatever commas it holds; one with
    /// several is split at commas, and a piece without `=` belongs to the name that follows it.
    ///
    /// # Errors
    /// A piece without `=`, an empty key or value, or a key given twice.
    pub fn parse<S: AsRef<str>>(arguments: &[S]) -> Result<Self, ReadError> {
        let mut map = Self::default();
        for argument in arguments {
            let argument = argument.as_ref();
            if argument.matches('=').count() <= 1 {
                map.add(argument)?;
                continue;
            }
            let mut held = String::new();
            for piece in argument.split(',') {
                if !held.is_empty() {
                    held.push(',');
                }
                held.push_str(piece);
                if piece.contains('=') {
                    map.add(&std::mem::take(&mut held))?;
                }
            }
            if !held.trim().is_empty() {
                map.add(&held)?;
            }
        }
        Ok(map)
    }

    fn add(&mut self, pair: &str) -> Result<(), ReadError> {
        // The last `=`: habit names may hold one, what they are mapped to never does.
        let Some((key, value)) = pair.rsplit_once('=') else {
            return Err(ReadError::BadMap(format!("the map entry {:?} is not of the form key=value", shortened(pair))));
        };
        let (key, value) = (key.trim(), value.trim());
        if key.is_empty() || value.is_empty() {
            return Err(ReadError::BadMap(format!("the map entry {:?} lacks its key or its value", shortened(pair))));
        }
        if self.get(key).is_some() {
            return Err(ReadError::BadMap(format!("the map has {:?} twice", shortened(key))));
        }
        self.pairs.push((key.to_owned(), value.to_owned()));
        Ok(())
    }

    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// The values of the keys that start with `prefix`, with the rest of the key.
    pub(super) fn under(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        self.iter().filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?.trim(), value)))
    }

    /// Where the file is from, or what its only series is called.
    pub(super) fn source(&self) -> Option<&str> {
        self.get("source")
    }

    /// Whether the map puts all numbers on a scale of their own.
    ///
    /// # Errors
    /// When it names another scale than there are.
    pub(super) fn own_scale(&self) -> Result<bool, ReadError> {
        match self.get("scale") {
            None | Some("value") => Ok(false),
            Some("own") => Ok(true),
            Some(other) => Err(ReadError::BadMap(format!("scale is value or own, not {:?}", shortened(other)))),
        }
    }

    /// Refuses every key that is neither `source` nor one of `keys` and starts with none of `prefixes`.
    pub(super) fn allow(&self, keys: &[&str], prefixes: &[&str]) -> Result<(), ReadError> {
        let known = |key: &str| key == "source" || keys.contains(&key) || prefixes.iter().any(|p| key.starts_with(p));
        match self.iter().find(|(key, _)| !known(key)) {
            None => Ok(()),
            Some((key, _)) => Err(ReadError::BadMap(format!(
                "the map has no key {:?} for this format; there are {}",
                shortened(key),
                listed(keys.iter().chain(prefixes).copied().chain(["source"]))
            ))),
        }
    }
}

/// The one of `names` that `wanted` means: the exact one, else the only one that differs in case alone.
pub(super) fn matching<'a>(names: impl Iterator<Item = &'a str> + Clone, wanted: &str) -> Option<&'a str> {
    let alike = folded(wanted);
    names.clone().find(|name| *name == wanted).or_else(|| {
        let mut alike = names.filter(|name| folded(name) == alike);
        alike.next().filter(|_| alike.next().is_none())
    })
}
