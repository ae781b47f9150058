use std::collections::BTreeSet;

use serde_json::Value;

use super::Record;
use crate::access::{Caller, Gate, Owner};
use crate::db::AnyConnection;
use crate::http::Problem;
use crate::input::{Fault, decode};

/// Reads a record on the way in, off the database's threads unless something is wrong with it.
///
/// # Errors
/// Everything that is wrong, as [`read`] tells it.
pub(super) async fn received<R: Record>(gate: &Gate, caller: Caller, body: &Value) -> Result<R, Problem> {
    if let Ok(record) = decode(body.clone()) {
        return Ok(record);
    }
    let body = body.clone();
    gate.read(caller, move |connection, owner| read(connection, owner, &body)).await
}

/// Reads a record, or tells everything that is wrong with it: not only what reading it tells, but also what the checks
/// say of the fields that could be read. The example stands in for the others meanwhile.
pub(super) fn read<R: Record>(connection: &mut AnyConnection, owner: &Owner, body: &Value) -> Result<R, Problem> {
    let mut faults = match decode::<R>(body.clone()) {
        Ok(record) => return Ok(record),
        Err(faults) => faults,
    };
    let unreadable: BTreeSet<_> = faults.iter().map(|fault| field(fault).to_owned()).collect();
    if let Some(record) = repaired::<R>(body, &unreadable) {
        let mut more = record.check(owner);
        more.extend(record.check_references(connection, owner)?);
        faults.extend(more.into_iter().filter(|fault| !unreadable.contains(field(fault))).collect());
    }
    Err(faults.into())
}

/// The field of the record that a fault is in.
fn field(fault: &Fault) -> &str {
    fault.pointer.split('/').nth(1).unwrap_or_default()
}

fn repaired<R: Record>(body: &Value, unreadable: &BTreeSet<String>) -> Option<R> {
    let (mut fields, example) = (body.as_object()?.clone(), R::example());
    for name in unreadable {
        match example.get(name) {
            Some(value) => fields.insert(name.clone(), value.clone()),
            None => fields.remove(name),
        };
    }
    decode(Value::Object(fields)).ok()
}
