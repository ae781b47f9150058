//! Resolves the exercise names of a workout file to the catalogue's exercises or the person's own.

use std::collections::{HashMap, HashSet};

use super::ReadError;
use super::collector::Collector;
use super::column_map::{ColumnMap, matching};
use super::error::{listed, shortened};
use super::exercises::{known, own_kind, perhaps};
use super::reading::{ExerciseRef, Outcome};
use super::workouts::{Entry, Kind};
use crate::features::training::vocabulary::CatalogueSlug;

pub(super) struct Names<'a>(HashMap<&'a str, (ExerciseRef, Option<&'static str>)>);

impl<'a> Names<'a> {
    /// Resolves each name, and notes in `out` which ones might be an exercise of the catalogue.
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
        let mut mapped = HashSet::new();
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
            let exercise = match (value, CatalogueSlug::from_wire(value)) {
                ("own", _) => own(name, how),
                (_, Some(slug)) => ExerciseRef::Catalogue(slug),
                _ => {
                    return Err(ReadError::BadMap(format!(
                        "there is no exercise {:?} in the catalogue; there are own, {}",
                        shortened(value),
                        listed(CatalogueSlug::WIRE_NAMES.iter().copied())
                    )));
                }
            };
            names.insert(name, (exercise, None));
            mapped.insert(name);
        }
        let mut unsure: Vec<_> = measured
            .keys()
            .filter(|name| !mapped.contains(*name))
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

    /// The exercise and the variation of a name of the file.
    pub(super) fn get(&self, name: &str) -> Option<&(ExerciseRef, Option<&'static str>)> {
        self.0.get(name)
    }
}
