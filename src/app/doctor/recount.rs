use std::collections::BTreeMap;

use crate::core::records::{Collection, Record, SortKey, Stored};
use crate::features::acupuncture::{Appointment, Course};
use crate::features::coaching::{ClientNote, Comment, PlanProposal, Share};
use crate::features::pain::PainScore;
use crate::features::pain::days::{Counted, part, region_key};
use crate::features::questionnaires::Questionnaire;
use crate::features::training::days::DaySums;
use crate::features::training::{DayMark, Exercise, Plan, Session};
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
        match Collection::from_number(collection) {
            Some(Collection::Plans) => Ok(place(stored, &stored.read::<Plan>()?)),
            Some(Collection::Appointments) => Ok(place(stored, &stored.read::<Appointment>()?)),
            Some(Collection::Courses) => Ok(place(stored, &stored.read::<Course>()?)),
            Some(Collection::Questionnaires) => Ok(place(stored, &stored.read::<Questionnaire>()?)),
            Some(Collection::Exercises) => Ok(place(stored, &stored.read::<Exercise>()?)),
            Some(Collection::Sessions) => {
                let session: Session = stored.read()?;
                self.training.entry(session.day()).or_default().add(&session);
                Ok(place(stored, &session))
            }
            Some(Collection::DayMarks) => {
                let mark: DayMark = stored.read()?;
                if let Some(day) = mark.date {
                    self.training.entry(day).or_default().mark = Some(mark.kind);
                }
                Ok(place(stored, &mark))
            }
            Some(Collection::PainScores) => {
                let score: PainScore = stored.read()?;
                if let Some((day, region, score)) = part(&score) {
                    let key = (day.date(), region_key(region).to_owned());
                    self.pain.entry(key).or_default().add(score);
                }
                Ok(place(stored, &score))
            }
            Some(Collection::Shares) => Ok(place(stored, &stored.read::<Share>()?)),
            Some(Collection::Comments) => Ok(place(stored, &stored.read::<Comment>()?)),
            Some(Collection::PlanProposals) => Ok(place(stored, &stored.read::<PlanProposal>()?)),
            Some(Collection::ClientNotes) => Ok(place(stored, &stored.read::<ClientNote>()?)),
            None => Err(DbError::broken(format!("there is no collection {collection}"))),
        }
    }
}

fn place<R: Record>(stored: &Stored, record: &R) -> SortKey {
    record.sort_key(stored.id, stored.created_at)
}
