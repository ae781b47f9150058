use serde_json::{Value, json};

/// A session that began at `started_at`, in UTC, and took so many minutes.
pub fn session(started_at: &str, minutes: u32) -> Value {
    json!({"started_at": started_at, "time_zone": "UTC", "duration_seconds": minutes * 60})
}

/// A pain score given at `recorded_at`, in UTC.
pub fn pain_score(recorded_at: &str, score: u32) -> Value {
    json!({"recorded_at": recorded_at, "time_zone": "UTC", "score": score})
}
