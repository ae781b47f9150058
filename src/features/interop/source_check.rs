//! Whether a file that does not say what it holds goes on with what was imported under the same name.
//!
//! The files of single habits all give their column the same name. Taken for one another, the second would change what the first
//! has made. So a file without a name is compared with what is remembered of the days that it spans.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::import::{Imported, Item, Unsure, series_id};
use super::store;
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::ImportKey;

/// How many remembered entries a file is compared with at most. A few thousand tell two sources apart.
const MAX_ENTRIES: i64 = 20_000;

/// An entry: its key, its day and its number.
type Entry = (ImportKey, NaiveDate, String);

/// The same data as before, or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Comparison {
    /// Entries that are in both.
    same: usize,
    /// Remembered ones that the file lacks or has with another number.
    gone: usize,
    /// Ticks that the file has between remembered ones.
    inserted: usize,
}

/// Refuses a file whose series seems to be another one than that imported under its name.
///
/// # Errors
/// The inner one says what to do, in words for the person.
pub(super) fn check(tx: &mut Tx<'_>, items: &[Item], unsure: &Unsure) -> Result<Result<(), String>, DbError> {
    let entries: Vec<&Item> = items.iter().filter(|item| !matches!(item.what, Imported::DayMark { .. })).collect();
    let Some(one) = entries.first() else { return Ok(Ok(())) };
    let days = || entries.iter().map(|item| item.what.day());
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(Ok(())) };
    let series = ImportKey(one.series_id(tx.owner.user.0));
    let known = store::of_series(tx, series, (first, last), MAX_ENTRIES)?;
    if known.is_empty() {
        return same_under_another_name(tx, &entries, unsure, (first, last));
    }
    let ticks = matches!(one.what, Imported::Session { .. });
    let file =
        entries.iter().map(|item| (ImportKey(item.key_id(tx.owner.user.0)), item.what.day(), item.what.measure()));
    let Comparison { same, gone, inserted } = compare(file, &known, ticks);
    let other = if unsure.strict { gone > 0 || inserted * 4 > same } else { gone + inserted > same.max(1) };
    if !other {
        return Ok(Ok(()));
    }
    let called = &unsure.called;
    Ok(Err(format!(
        "the file does not say what it is about, and other data was imported as {called:?} before: of its days {same} entries \
         are the same, {gone} are not in the file or differ, and {inserted} are new between them. If it is about \
         something else, add source=NAME to the map; if it is the same and was changed since, add source={called}"
    )))
}

/// Refuses a file most of whose entries were imported under a name that another map has given it: they would be there twice.
fn same_under_another_name(
    tx: &mut Tx<'_>,
    entries: &[&Item],
    unsure: &Unsure,
    span: (NaiveDate, NaiveDate),
) -> Result<Result<(), String>, DbError> {
    for name in &unsure.otherwise {
        let series = ImportKey(series_id(tx.owner.user.0, &name.series));
        let mut known = HashMap::new();
        for (_, day, measure) in store::of_series(tx, series, span, MAX_ENTRIES)? {
            *known.entry((day, measure)).or_insert(0) += 1;
        }
        let is_known = |item: &&&Item| {
            let left = known.get_mut(&(item.what.day(), item.what.measure())).filter(|left| **left > 0);
            left.map(|left| *left -= 1).is_some()
        };
        let same = entries.iter().filter(is_known).count();
        if same * 2 > entries.len() {
            let (all, called, now) = (entries.len(), &name.called, &unsure.called);
            return Ok(Err(format!(
                "{same} of the {all} entries were imported as {called:?} before. If they are the same, add source={called} to \
                 the map; if they are of another pain, add source={now}"
            )));
        }
    }
    Ok(Ok(()))
}

fn compare(file: impl Iterator<Item = Entry>, known: &[Entry], ticks: bool) -> Comparison {
    let days = || known.iter().map(|(_, day, _)| *day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Comparison::default() };
    // When there are too many to look at, the days after them are left out.
    let cut = (known.len() >= usize::try_from(MAX_ENTRIES).unwrap_or(usize::MAX)).then_some(last);
    let mut open: HashMap<ImportKey, Vec<&str>> = HashMap::new();
    for (key, day, measure) in known {
        if cut.is_none_or(|cut| *day < cut) {
            open.entry(*key).or_default().push(measure);
        }
    }
    let mut comparison = Comparison::default();
    for (key, day, measure) in file.filter(|(_, day, _)| cut.is_none_or(|cut| *day < cut)) {
        match open.get_mut(&key) {
            Some(measures) => {
                if let Some(place) = measures.iter().position(|known| *known == measure) {
                    measures.swap_remove(place);
                    comparison.same += 1;
                }
            }
            None if ticks && (first..=last).contains(&day) => comparison.inserted += 1,
            None => {}
        }
    }
    comparison.gone = open.values().map(Vec::len).sum();
    comparison
}
