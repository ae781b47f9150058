use serde_json::Value;

use super::Record;
use super::reading::read;
use crate::core::access::Owner;
use crate::platform::db::AnyConnection;
use crate::platform::http::Problem;
use crate::platform::ids::RecordId;
use crate::platform::input::FieldErrors;

/// The record that a JSON Merge Patch (RFC 7396) makes of `present`. Derived fields are recomputed
/// unless the patch states them.
pub(super) fn merged<R: Record>(
    connection: &mut AnyConnection,
    owner: &Owner,
    id: RecordId,
    present: &R,
    patch: &Value,
) -> Result<R, Problem> {
    let Value::Object(changes) = patch else {
        return Err(FieldErrors::one("", "wrong_type", "must be an object").into());
    };
    let mut document = serde_json::to_value(present)?;
    if let Value::Object(fields) = &mut document {
        fields.retain(|name, _| !R::DERIVED.contains(&name.as_str()) || changes.contains_key(name));
    }
    json_patch::merge(&mut document, patch);
    read(connection, owner, Some(id), &document)
}
