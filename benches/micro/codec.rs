//! From the bytes of a body to a typed record, and back.

use std::hint::black_box;

use birddog::core::records::Stored;
use birddog::features::training::Session;
use birddog::platform::db::types::JsonText;
use birddog::platform::ids::RecordId;
use birddog::platform::input::decode;
use birddog::platform::time::Timestamp;
use criterion::Criterion;
use uuid::Uuid;

/// A session as the app sends it.
pub const SESSION: &str = r#"{"started_at": "2026-03-02T07:10:00.000Z", "time_zone": "Europe/Berlin", "duration_seconds": 720,
    "effort": 5, "pain_before": 4, "pain_after": 3, "exercises": [
        {"exercise": "bird-dog", "sets": [
            {"reps": 5, "hold_seconds": 5, "side": "left"}, {"reps": 5, "hold_seconds": 5, "side": "right"}]},
        {"exercise": "push-up", "sets": [{"reps": 8, "variation": "knee"}]}]}"#;

/// The session decoded.
pub fn session() -> Session {
    decode(serde_json::from_str(SESSION).unwrap()).unwrap()
}

pub fn measure(criterion: &mut Criterion) {
    criterion.bench_function("decode a session", |bencher| {
        bencher.iter(|| decode::<Session>(serde_json::from_slice(black_box(SESSION.as_bytes())).unwrap()).unwrap());
    });
    let session = session();
    criterion.bench_function("encode a session", |bencher| {
        bencher.iter(|| serde_json::to_string(black_box(&session)).unwrap());
    });
    let now: Timestamp = "2026-03-02T07:30:00Z".parse().unwrap();
    let stored = Stored {
        id: RecordId(Uuid::from_u128(1)),
        rev: 7,
        created_at: now,
        updated_at: now,
        body: JsonText(serde_json::to_string(&session).unwrap()),
    };
    criterion
        .bench_function("render a stored session", |bencher| bencher.iter(|| black_box(&stored).render::<Session>()));
}
