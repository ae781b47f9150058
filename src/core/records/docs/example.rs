//! Examples of answers, made from the examples of bodies.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::schemas::{has_uuids, required};
use crate::core::access::Owner;
use crate::core::records::ClientWritable;
use crate::core::records::{Record, Stored};
use crate::platform::db::types::JsonText;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::time::{Timestamp, Zone};

/// The id in examples where ids are UUIDs.
const ID: &str = "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";

/// The id in examples where ids are dates.
const DATE: &str = "2026-11-24";

/// The id in examples of the collection.
pub(super) fn id<R: Record>() -> &'static str {
    if has_uuids::<R>() { ID } else { DATE }
}

/// The example of a body as the service answers it. Null when the example is invalid; a test would fail.
pub(super) fn shown<R: Record>() -> Value {
    try_shown::<R>().unwrap_or_default()
}

fn try_shown<R: Record>() -> Option<Value> {
    let now: Timestamp = "2026-11-23T07:00:00.000Z".parse().ok()?;
    let zone: Zone = "Europe/Berlin".parse().ok()?;
    let owner = Owner::signing_up(UserId(Uuid::nil()), zone, now);
    let id: RecordId = R::id_of(id::<R>())?;
    let mut record: R = serde_json::from_value(R::example()).ok()?;
    if !record.normalize(id, None, &owner).is_empty() {
        return None;
    }
    let stored = Stored { id, rev: 42, created_at: now, updated_at: now, body: JsonText::of(&record).ok()? };
    serde_json::from_str(&stored.render::<R>()).ok()
}

/// A page with that record, and a built-in one where there are any.
pub(super) fn page<R: Record>() -> Value {
    let items: Vec<_> = [Some(shown::<R>()), built_in::<R>()].into_iter().flatten().collect();
    json!({"items": items, "next_cursor": null})
}

/// A built-in record, where there are any.
pub(super) fn built_in<R: Record>() -> Option<Value> {
    serde_json::from_str(&R::built_in().first()?.json).ok()
}

/// A patch with one optional field, a scalar if there is one.
pub(super) fn patch<R: ClientWritable>() -> Value {
    let example = R::example();
    let required = required::<R>();
    let mut optional: Vec<_> =
        example.as_object().into_iter().flatten().filter(|(name, _)| !required.contains(*name)).collect();
    optional.sort_by_key(|(_, value)| value.is_array() || value.is_object());
    optional.into_iter().take(1).map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
}
