//! What the exercise names of a workout file are: the catalogue's, as the map says, or the person's own.

use std::collections::{HashMap, HashSet};

use super::collector::Collector;
use super::column_map::{ColumnMap, matching};
use super::error::{listed, shortened};
use super::exercises::{self, known, own_kind, perhaps};
use super::reading::{ExerciseRef, Outcome};
use super::workouts::{Entry, Kind};
use super::{CATALOGUE_SLUGS, ReadError};

/// What each exercise name of the file is.
pub(super) struct Names<'a>(HashMap<&'a str, (ExerciseRef, Option<&'static str>)>);

impl<'a> Names<'a> {
    /// Finds out what each name is, and says in `out` which ones might be an exercise of the catalogue.
    ///
    /// # Errors
    /// When the map names an exercise that neither the file nor the catalogue has.
    pub(super) fn find(map: &ColumnMap, entries: &[(u64, Entry<'a>)], out: &mut Collector) -> Result<Self, ReadError> {
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
        let mut told = HashSet::new();
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
            told.insert(name);
        }
        let mut unsure: Vec<_> = measured
            .keys()
            .filter(|name| !told.contains(*name))
            .filter_map(|name| Some((*name, perhaps(name)?)))
            .collect();
        unsure.sort_unstable();
        for (name, slug) in unsure {
            let detail = format!(
                "{name:?} is kept as an exercise of your own; where it is the built-in one, exercise:{name}={slug} in the map \
                 reads it so"
            );
            out.note(None, Outcome::Kept, "exercise_unsure", detail, 0);
        }
        Ok(Self(names))
    }

    /// The exercise that a name of the file is, and the variation the name tells.
    pub(super) fn get(&self, name: &str) -> Option<&(ExerciseRef, Option<&'static str>)> {
        self.0.get(name)
    }
}
