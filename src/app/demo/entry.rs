use crate::core::WriteError;
use crate::core::records::{Expected, Record, store};
use crate::core::tx::Tx;
use crate::features::acupuncture::{Appointment, Course};
use crate::features::pain::PainScore;
use crate::features::questionnaires::Questionnaire;
use crate::features::training::{DayMark, Exercise, Plan, Session, day_id};
use crate::platform::ids::RecordId;
use crate::platform::time::{LocalDay, Timestamp};

/// A record of the demo and when it was written.
pub(super) struct Entry {
    pub(super) written: Timestamp,
    pub(super) id: RecordId,
    pub(super) what: What,
}

pub(super) enum What {
    Exercise(Exercise),
    Plan(Plan),
    Session(Box<Session>),
    PainScore(Box<PainScore>),
    DayMark(DayMark),
    Questionnaire(Questionnaire),
    Course(Course),
    Appointment(Box<Appointment>),
}

impl Entry {
    pub(super) fn mark(written: Timestamp, day: LocalDay, mark: DayMark) -> Self {
        Self { written, id: day_id(day), what: What::DayMark(mark) }
    }

    /// Stores it as of the moment it was written.
    pub(super) fn put(&self, tx: &mut Tx<'_>) -> Result<(), WriteError> {
        let tx = &mut tx.on(&tx.owner.at(self.written));
        match &self.what {
            What::Exercise(record) => put(tx, self.id, record),
            What::Plan(record) => put(tx, self.id, record),
            What::Session(record) => put(tx, self.id, record.as_ref()),
            What::PainScore(record) => put(tx, self.id, record.as_ref()),
            What::DayMark(record) => put(tx, self.id, record),
            What::Questionnaire(record) => put(tx, self.id, record),
            What::Course(record) => put(tx, self.id, record),
            What::Appointment(record) => put(tx, self.id, record.as_ref()),
        }
    }
}

fn put<R: Record>(tx: &mut Tx<'_>, id: RecordId, record: &R) -> Result<(), WriteError> {
    store::put(tx, id, record.clone(), Expected::Anything)?;
    Ok(())
}
