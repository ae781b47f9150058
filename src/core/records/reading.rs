use std::collections::BTreeSet;

use serde_json::Value;

use super::ClientWritable;
use crate::core::WriteError;
use crate::core::access::{Caller, DataAccess};
use crate::core::tx::Tx;
use crate::platform::http::Problem;
use crate::platform::ids::RecordId;
use crate::platform::input::{FieldError, FieldErrors, decode, pass_over, pass_over_own};

/// The fields that every record gets from the service, in addition to its id.
pub const HEAD: [&str; 3] = ["rev", "created_at", "updated_at"];

/// Decodes and checks a record from a request. It needs a database thread only when there are errors. `id` is the one in
/// the address; nothing when the service chooses it.
///
/// # Errors
/// Everything that is wrong, as [`read`] reports it.
pub(super) async fn received<R: ClientWritable>(
    access: &DataAccess,
    caller: Caller,
    id: Option<RecordId>,
    body: &Value,
) -> Result<R, Problem> {
    let (fields, errors) = own_fields::<R>(id, body);
    if let Ok(record) = errors.and(decode(fields)) {
        return Ok(record);
    }
    let body = body.clone();
    access.read(caller, move |tx| Ok(read(tx, id, &body)?)).await
}

/// Reads a record, or lists everything that is wrong with it: not only what reading it finds, but also what the checks
/// say of the fields that could be read. The example stands in for the others meanwhile.
pub(super) fn read<R: ClientWritable>(tx: &mut Tx<'_>, id: Option<RecordId>, body: &Value) -> Result<R, WriteError> {
    let (fields, errors) = own_fields::<R>(id, body);
    let mut errors = match errors.and(decode::<R>(fields.clone())) {
        Ok(record) => return Ok(record),
        Err(errors) => errors,
    };
    let unreadable: BTreeSet<_> = errors.iter().map(|error| field(error).to_owned()).collect();
    if let Some(record) = repaired::<R>(&fields, &unreadable) {
        let mut more = record.check(&tx.owner);
        more.extend(record.check_references(tx)?);
        errors.extend(more.into_iter().filter(|error| !unreadable.contains(field(error))).collect());
    }
    Err(errors.into())
}

/// A body without what only the service writes, so that what GET gave can be sent back. Such fields are ignored
/// (`If-Match` guards a write), but an id must be that of the address.
fn own_fields<R: ClientWritable>(id: Option<RecordId>, body: &Value) -> (Value, FieldErrors) {
    let mut fields = body.clone();
    pass_over(&mut fields, &HEAD);
    pass_over(&mut fields, R::WRITTEN_BY_SERVICE);
    let errors = match id {
        Some(id) => pass_over_own(&mut fields, "id", |given| R::id_of(given) == Some(id)),
        // Silently choosing another id than the client's would be worse than refusing it.
        None if fields.get("id").is_some() => {
            pass_over(&mut fields, &["id"]);
            FieldErrors::one(
                "/id",
                "not_allowed",
                "must be left out: the service chooses it here, PUT takes one of your own",
            )
        }
        None => FieldErrors::none(),
    };
    (fields, errors)
}

/// The field of the record that an error is in.
fn field(error: &FieldError) -> &str {
    error.pointer.split('/').nth(1).unwrap_or_default()
}

fn repaired<R: ClientWritable>(body: &Value, unreadable: &BTreeSet<String>) -> Option<R> {
    let (mut fields, example) = (body.as_object()?.clone(), R::example());
    for name in unreadable {
        match example.get(name) {
            Some(value) => fields.insert(name.clone(), value.clone()),
            None => fields.remove(name),
        };
    }
    decode(Value::Object(fields)).ok()
}
