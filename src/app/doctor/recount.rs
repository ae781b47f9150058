use std::collections::BTreeMap;

use crate::core::records::{Collection, SortKey, Stored};
use crate::features::collections;
use crate::features::pain::PainScore;
use crate::features::pain::days::{Counted, part, region_key};
use crate::features::training::days::DaySums;
use crate::features::training::{DayMark, Session};
use crate::platform::db::DbError;
use crate::platform::time::LocalDay;

/// A user's sums by day, recounted from the records.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Recount {
    pub(super) training: BTreeMap<LocalDay, DaySums>,
    pub(super) pain: Counted,
}

impl Recount {
    /// Reads a record as what its collection holds, counts it, and says where it belongs in the list.
    ///
    /// # Errors
    /// When it does not read as one, or there is no such collection.
    pub(super) fn add(&mut self, collection: i16, stored: &Stored) -> Result<SortKey, DbError> {
        let Some(known) = collections::numbered(collection) else {
            return Err(DbError::broken(format!("there is no collection {collection}")));
        };
        match known.collection() {
            Collection::Sessions => {
                let session: Session = stored.read()?;
                self.training.entry(session.day()).or_default().add(&session);
            }
            Collection::DayMarks => {
                let mark: DayMark = stored.read()?;
                if let Some(day) = mark.date {
                    self.training.entry(day).or_default().mark = Some(mark.kind);
                }
            }
            Collection::PainScores => {
                if let Some((day, region, score)) = part(&stored.read::<PainScore>()?) {
                    let key = (day.date(), region_key(region).to_owned());
                    self.pain.entry(key).or_default().add(score);
                }
            }
            _ => {}
        }
        known.sort_key(stored)
    }
}
