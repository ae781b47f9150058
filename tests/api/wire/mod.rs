//! What holds for the answers of every route: HEAD, compression, other origins, the pages next to the API.

mod compression;
mod cors;
mod head;
mod pages;

use serde_json::{Value, json};

/// A session whose answer is long enough to be compressed.
pub fn long_session() -> Value {
    json!({"started_at": "2026-11-22T08:00:00Z", "time_zone": "UTC", "duration_seconds": 720, "note": "Steady. ".repeat(200)})
}
