use serde::Serialize;
use serde_json::value::RawValue;

use super::op::{Action, Op, Received};
use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::records::{AnyCollection, Base, Expected, ShareFilter, Stored, store};
use crate::core::tx::Tx;
use crate::features::collections;
use crate::platform::db::DbError;
use crate::platform::http::{note_done, was_done};
use crate::platform::ids::RecordId;
use crate::platform::input::FieldErrors;

/// What of the memory of done things is about ops that decided a conflict.
const DECISIONS: &str = "sync decision";

/// What came of an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SyncStatus)]
pub enum Status {
    /// It is done.
    Applied,
    /// The service held just this already.
    Duplicate,
    /// The record has changed since the device saw it, into something else. Nothing was overwritten.
    Conflict,
    /// It can't be done as it is; see `problem`.
    Rejected,
}

/// What became of an op, with the record as the service has it now.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) op_id: Option<String>,
    pub(super) status: Status,
    /// The rev of the record or of its tombstone; nothing when the id was never seen.
    pub(super) rev: Option<i64>,
    pub(super) record: Option<Box<RawValue>>,
    pub(super) error: Option<WriteError>,
}

impl Outcome {
    fn rejected(error: WriteError) -> Self {
        Self { op_id: None, status: Status::Rejected, rev: None, record: None, error: Some(error) }
    }
}

/// Does one op within the owner's transaction. What is wrong with it is its outcome.
pub(super) fn push(tx: &mut Tx<'_>, received: &Received) -> Result<Outcome, DbError> {
    let outcome = match &received.op {
        Err(errors) => Outcome::rejected(errors.clone().into()),
        Ok(op) => match tx.savepoint(|tx| done(tx, op))? {
            Ok(outcome) => outcome,
            // The op is not to blame. The whole batch can be sent again, and devices drop nothing meanwhile.
            Err(WriteError::Db(error)) => return Err(error),
            Err(error) => refused(tx, op, error)?,
        },
    };
    Ok(Outcome { op_id: received.op_id.clone(), ..outcome })
}

/// The outcome of an op that is well-formed and can't be done. The device may have nothing but what it wanted, so the
/// outcome has what the service has.
fn refused(tx: &mut Tx<'_>, op: &Op, error: WriteError) -> Result<Outcome, DbError> {
    let collection = collections::named(&op.collection);
    let named = collection.and_then(|collection| Some((collection, collection.id_of(&op.id)?)));
    let Some((collection, id)) = named else { return Ok(Outcome::rejected(error)) };
    let present = present(tx, collection, id, Status::Rejected)?;
    Ok(Outcome { error: Some(error), ..present })
}

fn done(tx: &mut Tx<'_>, op: &Op) -> Result<Outcome, WriteError> {
    let collection = collections::named(&op.collection)
        .ok_or_else(|| FieldErrors::one("/collection", "unknown_collection", "must be the name of a collection"))?;
    let id = collection
        .id_of(&op.id)
        .ok_or_else(|| FieldErrors::one("/id", "invalid_id", "must be an id as in the address of such a record"))?;
    let decided = op.resolution.is_some();
    let name = op.op_id.to_string();
    if decided && was_done(tx.connection, tx.owner.user, DECISIONS, &name, tx.owner.now)? {
        // The person decided once. What came after that decision was not known to it.
        return Ok(present(tx, collection, id, Status::Duplicate)?);
    }
    let status = match write(tx, collection, id, op) {
        Ok(true) => Status::Applied,
        Ok(false) => Status::Duplicate,
        Err(WriteError::Conflict(_)) => Status::Conflict,
        Err(error) => return Err(error),
    };
    if decided {
        note_done(tx.connection, tx.owner.user, DECISIONS, &name, tx.owner.now)?;
    }
    Ok(present(tx, collection, id, status)?)
}

/// Whether anything was written.
fn write(tx: &mut Tx<'_>, collection: &dyn AnyCollection, id: RecordId, op: &Op) -> Result<bool, WriteError> {
    let expected = expected(op, &tx.owner);
    match (op.action, &op.record) {
        (Action::Put, Some(record)) => {
            let written = collection.put(tx, id, record, expected);
            Ok(written.map_err(|error| error.below("/record"))?.changed)
        }
        _ => Ok(collection.delete(tx, id, expected)?.is_some()),
    }
}

/// What the device had. A rev that this history has not come to is from another one, and says nothing here.
fn expected(op: &Op, owner: &Owner) -> Expected<'static> {
    if op.resolution.is_some() {
        return Expected::Anything;
    }
    let rev = op.base_rev.and_then(|rev| i64::try_from(rev).ok()).filter(|rev| *rev <= owner.rev);
    Expected::Base(rev.map_or(Base::Nothing, Base::Rev))
}

fn present(tx: &mut Tx<'_>, collection: &dyn AnyCollection, id: RecordId, status: Status) -> Result<Outcome, DbError> {
    let state = store::state(tx, collection.collection(), id)?;
    let rev = state.as_ref().map(|(rev, _)| *rev);
    let mut live: Option<Stored> = state.and_then(|(_, live)| live);
    if let Some(stored) = &live
        && !collection.allows(&mut ShareFilter::default(), tx, stored)?
    {
        live = None;
    }
    let record = live.map(|stored| RawValue::from_string(collection.render(&stored))).transpose()?;
    Ok(Outcome { op_id: None, status, rev, record, error: None })
}
