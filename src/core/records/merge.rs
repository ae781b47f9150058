use serde_json::Value;

use super::ClientWritable;
use super::reading::read;
use crate::core::WriteError;
use crate::core::tx::Tx;
use crate::platform::ids::RecordId;
use crate::platform::input::FieldErrors;

/// The record that a JSON Merge Patch (RFC 7396) makes of `present`. Fields that are worked out from others are worked
/// out again unless the patch states them.
pub(super) fn merged<R: ClientWritable>(
    tx: &mut Tx<'_>,
    id: RecordId,
    present: &R,
    patch: &Value,
) -> Result<R, WriteError> {
    let Value::Object(changes) = patch else {
        return Err(FieldErrors::one("", "wrong_type", "must be an object").into());
    };
    let mut document = serde_json::to_value(present)?;
    if let Value::Object(fields) = &mut document {
        fields.retain(|name, _| !R::DERIVED.contains(&name.as_str()) || changes.contains_key(name));
    }
    json_patch::merge(&mut document, patch);
    read(tx, Some(id), &document)
}
