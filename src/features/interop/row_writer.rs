//! What becomes of the rows of a chunk: which make a record, which change one, and which leave it to the person.

use aws_lc_rs::digest;

use super::convert::{Fill, FromItem, Misfit, Prior, own_exercises};
use super::import::{Imported, Item, Outcome};
use super::pairing::pair;
use super::report::ImportNote;
use super::store::{self as rows, Remembered};
use super::{Fate, OnConflict};
use crate::core::WriteError;
use crate::core::records::{Collection, Expected, store};
use crate::core::tx::Tx;
use crate::features::pain::PainScore;
use crate::features::training::{DayMark, Exercise, Session, day_id};
use crate::platform::db::DbError;
use crate::platform::ids::{ImportKey, RecordId};
use crate::platform::input::FieldErrors;
use crate::platform::time::LocalDay;

/// What storing a chunk came to.
#[derive(Default)]
pub struct Stored {
    pub(super) fates: Vec<Fate>,
    pub(super) exercises: Vec<(RecordId, Fate)>,
    pub(super) notes: Vec<ImportNote>,
}

/// Writes rows in a transaction of the owner's.
pub(super) struct RowWriter {
    pub(super) fill: Fill,
    pub(super) on_conflict: OnConflict,
    pub(super) stored: Stored,
}

/// A row with what is remembered of it.
struct Row<'a> {
    item: &'a Item,
    id: RecordId,
    nth: i16,
    digest: Vec<u8>,
    remembered: Option<&'a Remembered>,
}

impl RowWriter {
    /// Writes whole groups of rows, those of one key next to each other.
    pub(super) fn write(&mut self, tx: &mut Tx<'_>, items: &[Item]) -> Result<(), WriteError> {
        let user = tx.owner.user;
        let key = |item: &Item| ImportKey(item.key_id(user.0));
        let remembered = rows::remembered(tx, &items.iter().map(key).collect::<Vec<_>>())?;
        for group in items.chunk_by(|one, next| one.key == next.key) {
            let known = group.first().and_then(|item| remembered.get(&key(item))).map_or(&[][..], Vec::as_slice);
            let digests = group.iter().map(digest_of).collect::<Result<Vec<_>, _>>()?;
            let said: Vec<Vec<u8>> = known.iter().map(|row| row.digest.clone()).collect();
            let mut free = (1..=i16::MAX).filter(|nth| known.iter().all(|row| row.nth != *nth));
            for ((item, place), digest) in group.iter().zip(pair(&digests, &said)).zip(digests.clone()) {
                let remembered = place.and_then(|place| known.get(place));
                let nth = remembered.map(|row| row.nth).or_else(|| free.next()).unwrap_or(i16::MAX);
                let id = match &item.what {
                    Imported::DayMark { date, .. } => day_id(LocalDay::from(*date)),
                    _ => remembered.map_or_else(|| RecordId(item.record_id(user.0, nth)), |row| row.record_id),
                };
                self.row(tx, &Row { item, id, nth, digest, remembered })?;
            }
        }
        Ok(())
    }

    fn row(&mut self, tx: &mut Tx<'_>, row: &Row<'_>) -> Result<(), WriteError> {
        if row.remembered.is_some_and(|known| known.digest == row.digest) {
            // The record may have been edited or deleted since: this row has nothing new to say about it.
            self.stored.fates.push(Fate::Unchanged);
            for (id, _) in own_exercises(row.item, tx.owner.user.0).unwrap_or_default() {
                self.note_exercise(id, Fate::Unchanged);
            }
            return Ok(());
        }
        match row.item.what {
            Imported::Session { .. } => self.normalize::<Session>(tx, row),
            Imported::PainScore { .. } => self.normalize::<PainScore>(tx, row),
            Imported::DayMark { .. } => self.normalize::<DayMark>(tx, row),
        }
    }

    /// Decides between the row, which says something new, and the record that is there.
    fn normalize<R: FromItem>(&mut self, tx: &mut Tx<'_>, row: &Row<'_>) -> Result<(), WriteError> {
        let state = store::state(tx, R::COLLECTION, row.id)?;
        let prior = match state {
            None => None,
            Some((_, None)) if self.on_conflict == OnConflict::File => None,
            Some((_, None)) => {
                let why =
                    "has been deleted since, and stays deleted; on_conflict=file brings it back as the file has it";
                self.conflict::<R>(row, "kept_deleted", Fate::KeptDeleted, why);
                return Ok(());
            }
            Some((rev, Some(present))) => {
                let record = present.read::<R>()?;
                let edited = row.remembered.is_none_or(|known| known.rev != rev);
                if edited && self.is_already_so(tx, row, &record)? {
                    self.stored.fates.push(Fate::Unchanged);
                    return Ok(Self::remember::<R>(tx, row, rev)?);
                }
                if edited && row.remembered.is_none() && R::COLLECTION == Collection::DayMarks {
                    let detail = format!("{} has a mark already, which stays", R::segment(row.id));
                    self.note(row.item, Outcome::Skipped, "day_has_mark", detail);
                    return Ok(());
                }
                if edited && self.on_conflict == OnConflict::Person {
                    let why = "has been edited since, and stays as it is; on_conflict=file takes what the file says";
                    self.conflict::<R>(row, "kept_edited", Fate::KeptEdited, why);
                    return Ok(());
                }
                Some(Prior { record, edited })
            }
        };
        let record = match R::from_item(row.item, tx.owner.user, self.fill, prior) {
            Ok(record) => record,
            Err(misfit) => {
                self.refuse(row.item, misfit);
                return Ok(());
            }
        };
        if let Err(misfit) = self.add_exercises(tx, row.item)? {
            self.refuse(row.item, misfit);
            return Ok(());
        }
        match store::put(tx, row.id, record, Expected::Anything) {
            Ok(written) => {
                self.stored.fates.push(Fate::of(&written));
                Ok(Self::remember::<R>(tx, row, written.stored.rev)?)
            }
            Err(WriteError::Invalid(errors)) => {
                self.refuse_invalid(row.item, &errors);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the record is just what would come of the row.
    fn is_already_so<R: FromItem>(&self, tx: &mut Tx<'_>, row: &Row<'_>, present: &R) -> Result<bool, WriteError> {
        let prior = Prior { record: present.clone(), edited: false };
        let Ok(record) = R::from_item(row.item, tx.owner.user, self.fill, Some(prior)) else { return Ok(false) };
        let written = tx.dry_run(|tx| store::put(tx, row.id, record, Expected::Anything));
        match written {
            Ok(written) => Ok(!written.changed),
            Err(WriteError::Invalid(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn remember<R: FromItem>(tx: &mut Tx<'_>, row: &Row<'_>, rev: i64) -> Result<(), DbError> {
        let stored = rows::StoredRow {
            item: row.item,
            nth: row.nth,
            collection: R::COLLECTION,
            record_id: row.id,
            digest: &row.digest,
            rev,
        };
        rows::remember(tx, &stored, row.remembered.is_some())
    }

    /// Makes the exercises of one's own that a session names, on their first use. One that exists may have been edited,
    /// and stays.
    fn add_exercises(&mut self, tx: &mut Tx<'_>, item: &Item) -> Result<Result<(), Misfit>, WriteError> {
        let own = match own_exercises(item, tx.owner.user.0) {
            Ok(own) => own,
            Err(misfit) => return Ok(Err(misfit)),
        };
        for (id, exercise) in own {
            if store::find::<Exercise>(tx, id)?.is_some() {
                self.note_exercise(id, Fate::Unchanged);
            } else {
                let written = store::put(tx, id, exercise, Expected::Anything)?;
                self.note_exercise(id, Fate::of(&written));
            }
        }
        Ok(Ok(()))
    }

    fn note_exercise(&mut self, id: RecordId, fate: Fate) {
        self.stored.exercises.push((id, fate));
    }

    fn conflict<R: FromItem>(&mut self, row: &Row<'_>, code: &'static str, fate: Fate, why: &str) {
        let detail = format!("the row says something new, but the {} {why}", R::NOUN);
        self.note(row.item, Outcome::Conflict, code, detail);
        self.stored.fates.push(fate);
    }

    fn refuse(&mut self, item: &Item, (code, detail): Misfit) {
        self.note(item, Outcome::Refused, code, detail);
    }

    fn refuse_invalid(&mut self, item: &Item, errors: &FieldErrors) {
        for (index, error) in errors.iter().enumerate() {
            let detail = format!("{} {}", error.pointer, error.detail);
            // One entry, however much is wrong with it.
            let count = u64::from(index == 0);
            let code = error.code.clone();
            self.stored.notes.push(ImportNote {
                line: Some(item.line),
                outcome: Outcome::Refused,
                code,
                detail,
                count,
            });
        }
    }

    fn note(&mut self, item: &Item, outcome: Outcome, code: &'static str, detail: String) {
        self.stored.notes.push(ImportNote { line: Some(item.line), outcome, code: code.into(), detail, count: 1 });
    }
}

/// SHA-256 of what a row says.
fn digest_of(item: &Item) -> Result<Vec<u8>, DbError> {
    let said = serde_json::to_vec(&item.what)?;
    Ok(digest::digest(&digest::SHA256, &said).as_ref().to_vec())
}
